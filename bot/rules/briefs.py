"""When a channel is briefed next, and when its live list is looked after.

After a time when nobody was there, the last brief that was missed is said late, while it helps.
A brief comes at its hour on the clock of the server's zone, every day or on one day of the week. An hour
that a clock change skips is later by the length of the gap; of one that comes twice it is the first. What
was due already stays due, whatever is set meanwhile, unless briefs are turned off.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.rules import wording
from bot.rules.dates.zones import NotOnTheClock, instant
from bot.rules.inheriting import options_of
from storage.options import DEFAULTS, Brief, Options
from storage.records import Channel, ChannelId, Guild

_WEEK = 7
_PERIODS = {Brief.DAILY: timedelta(days=1), Brief.WEEKLY: timedelta(days=_WEEK)}
_LOOKS_AHEAD = {Brief.DAILY: timedelta(days=7), Brief.WEEKLY: timedelta(days=30)}
LIST_LOOKED_AFTER_EVERY = timedelta(hours=1)
_SPREAD_SECONDS = 300


@dataclass(frozen=True, slots=True)
class DueBrief:
    """The brief that is said now, and until when it helps."""

    pace: Brief
    due_at: datetime
    expires_at: datetime
    until: date
    """The last day it looks ahead to."""
    reach: str
    """How far that is, in words."""


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


def due_brief(options: Options, zone: str, planned_at: datetime, now: datetime) -> DueBrief | None:
    """Of the briefs from `planned_at` to `now` the last, while it helps: until half of the time to the next.

    None where there is none: those before were missed, and what they would have told is told by the next.
    """
    pace = options.over(DEFAULTS).brief
    if pace is None or pace is Brief.OFF:
        return None
    period = _PERIODS[pace]
    due_at = planned_at
    # Not from long ago: however long nobody was there, two periods hold the last brief.
    again = next_brief_at(options, zone, max(planned_at, now - 2 * period))
    while again is not None and again <= now:
        due_at, again = again, next_brief_at(options, zone, again)
    if not due_at <= now < due_at + period / 2:
        return None
    ahead = _LOOKS_AHEAD[pace]
    until = due_at.astimezone(ZoneInfo(zone)).date() + ahead
    return DueBrief(pace, due_at, due_at + period / 2, until, wording.counted(ahead.days, "day"))


def list_due_at(channel_id: ChannelId, zone: str, owed_at: datetime, now: datetime) -> datetime:
    """When a live list is looked after next: in an hour, and after midnight, since it counts days.

    Not all lists of a zone at the same moment: each has its own seconds after midnight.
    """
    its_zone = ZoneInfo(zone)
    try:
        tomorrow = now.astimezone(its_zone).date() + timedelta(days=1)
        midnight = instant(tomorrow, time(0), its_zone) + timedelta(seconds=channel_id % _SPREAD_SECONDS)
    except (OverflowError, NotOnTheClock):
        return owed_at + LIST_LOOKED_AFTER_EVERY
    return min(owed_at + LIST_LOOKED_AFTER_EVERY, midnight)


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
