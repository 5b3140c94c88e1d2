"""When a channel is briefed next, and when its live list is looked after.

A brief comes at its hour on the clock of the server's zone, every day or on one day of the week. An hour
that a clock change skips is later by the length of the gap; of one that comes twice it is the first. What
was due already stays due, whatever is set meanwhile, unless briefs are turned off.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.rules.dates.zones import NotOnTheClock, instant
from bot.rules.inheriting import options_of
from storage.options import DEFAULTS, Brief, Options
from storage.records import Channel, Guild

_WEEK = 7


def next_brief_at(options: Options, zone: str, now: datetime) -> datetime | None:
    """The first instant after `now` at which a brief is due, or None where there are none."""
    holding = options.over(DEFAULTS)
    assert holding.brief_hour is not None
    if holding.brief is Brief.OFF:
        return None
    its_zone = ZoneInfo(zone)
    today = now.astimezone(its_zone).date()
    try:
        # From yesterday on: a zone that leaves a day out brings that day's hour on the next.
        days = [today + timedelta(days=days) for days in range(-1, _WEEK + 2)]
        hours = (
            instant(day, time(holding.brief_hour), its_zone)
            for day in days
            if holding.brief is Brief.DAILY or day.weekday() == holding.brief_weekday
        )
        return next((at for at in hours if at > now), None)
    except (OverflowError, NotOnTheClock):
        return None


def armed(channel: Channel, guild: Guild, now: datetime) -> Channel:
    """A channel whose options, or whose server's, were changed: its brief and its live list due anew."""
    options = options_of(guild, channel)
    brief_at = next_brief_at(options, guild.zone, now)
    if brief_at is not None and channel.brief_at is not None and channel.brief_at <= now:
        brief_at = channel.brief_at
    begins = brief_at is not None and channel.brief_at is None
    # One that is turned off is looked after once more: its message then says so.
    has_list = options.live or channel.live_at is not None or channel.live_message_id is not None
    return replace(
        channel,
        brief_at=brief_at,
        briefed_at=now if begins else channel.briefed_at,
        live_at=now if has_list else None,
    )
