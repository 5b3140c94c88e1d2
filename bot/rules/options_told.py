"""What holds, a line for each option, and where it is inherited from: the inmost layer that sets it."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.rules.dates.leads import DEFAULT_LEADS
from bot.rules.text import escaped
from bot.rules.wording import listed
from storage.options import DEFAULTS, Brief, Options, Pace
from storage.records import Channel, Guild, GuildId, Subscription

SET_UP_BY_NOBODY = Guild(GuildId(0))
_DEFAULT = "by default"
_PACES = {Pace.INSTANT: "as they come", Pace.HOURLY: "once an hour", Pace.DAILY: "once a day"}


@dataclass(frozen=True, slots=True)
class Layer:
    """Options that are set in one place, and how that is called."""

    called: str
    options: Options


def layers_of(
    guild: Guild, channel: Channel | None = None, subscription: Subscription | None = None
) -> list[Layer]:
    """From inside to outside, the defaults last."""
    found = [Layer("set here", subscription.options)] if subscription else []
    if channel is not None:
        found.append(Layer("of this channel" if subscription else "set here", channel.options))
    found.append(Layer("of this server" if found else "set here", guild.options))
    hour_of_server = "of this server" if len(found) > 1 else "set here"
    has_own = guild.day_hour != SET_UP_BY_NOBODY.day_hour
    return [
        *found,
        Layer(hour_of_server if has_own else _DEFAULT, Options(day_hour=guild.day_hour)),
        Layer(_DEFAULT, DEFAULTS),
    ]


def of_reminders(layers: Sequence[Layer]) -> list[str]:
    """When somebody is reminded."""
    leads, from_where = _held(layers, "leads")
    labels = [lead.label for lead in DEFAULT_LEADS] if leads is None else leads
    hour, hour_from = _held(layers, "day_hour")
    return [
        f"**Lead times**: {listed(labels) or 'none, so that nothing is reminded of'} · {from_where}",
        f"**Hour for dates without one**: {_hour(hour)} · {hour_from}",
    ]


def of_posts(layers: Sequence[Layer]) -> list[str]:
    """How a channel is told, as a whole."""
    quiet_from, where = _held(layers, "quiet_from")
    quiet_to, _ = _held(layers, "quiet_to")
    is_quiet = quiet_from is not None and quiet_from != quiet_to
    quiet = f"{_hour(quiet_from)} to {_hour(quiet_to)}" if is_quiet else "none"
    lines = [f"**Quiet hours**: {quiet} · {where}", *_brief(layers)]
    live, live_from = _held(layers, "live")
    lines.append(f"**Live list**: {_on(live)} · {live_from}")
    pace, pace_from = _held(layers, "pace")
    lines.append(f"**News**: {_PACES[pace]} · {pace_from}")
    most, most_from = _held(layers, "most_per_hour")
    lines.append(f"**Most news posts in an hour**: {most or 'no limit'} · {most_from}")
    publish, publish_from = _held(layers, "publish")
    lines.append(f"**Publish in announcement channels**: {_on(publish)} · {publish_from}")
    tags, tags_from = _held(layers, "tags")
    if tags:
        lines.append(f"**Tags of every post**: {listed([escaped(tag) for tag in tags])} · {tags_from}")
    return lines


def of_server(layers: Sequence[Layer]) -> list[str]:
    """What only a server as a whole has."""
    mirror, where = _held(layers, "mirror")
    return [f"**Events among Discord's own**: {_on(mirror)} · {where}"]


def _brief(layers: Sequence[Layer]) -> list[str]:
    brief, brief_from = _held(layers, "brief")
    hour, hour_from = _held(layers, "brief_hour")
    day, day_from = _held(layers, "brief_weekday")
    lines = [f"**Brief**: {brief.value} · {brief_from}"]
    if brief is not Brief.OFF or _held(layers, "pace")[0] is Pace.DAILY:
        lines.append(f"**Hour of the brief, and of news once a day**: {_hour(hour)} · {hour_from}")
    if brief is Brief.WEEKLY:
        lines.append(f"**Day of the brief**: {calendar.day_name[day]} · {day_from}")
    return lines


def _held(layers: Sequence[Layer], field: str) -> tuple[Any, str]:
    for layer in layers:
        value = getattr(layer.options, field)
        if value is not None:
            return value, layer.called
    return None, _DEFAULT


def _hour(hour: int) -> str:
    return f"{hour:02}:00"


def _on(value: bool) -> str:
    return "on" if value else "off"
