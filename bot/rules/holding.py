"""How long a notice is held back, to be told with others that wait: quiet hours, and the pace of news.

Quiet hours are hours of the server's clock, over midnight too; the same hour twice is none. They hold all
that the bot says by itself but a reminder an hour ahead or less that calls a role; what somebody asked for
just now is never held. An end that a clock change skips is later by the gap, of one that comes twice the
first counts.

News come as they are found, at each full hour, or once a day at the hour of the brief. Where only so many may
come in an hour, the rest waits for its end. What would be told in quiet hours then waits for theirs.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.rules.dates.zones import instant
from bot.rules.notices import NoticeKind
from storage.options import Options, Pace

HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)
_HELD = frozenset(
    {
        NoticeKind.NEWS,
        NoticeKind.REMINDER,
        NoticeKind.CHANGE,
        NoticeKind.BRIEF,
        NoticeKind.TROUBLE,
        NoticeKind.PROPOSAL,
    }
)


def held_until(
    options: Options,
    zone: ZoneInfo,
    now: datetime,
    kind: NoticeKind,
    *,
    lead: timedelta | None = None,
    has_role: bool = False,
    told_this_hour: int = 0,
) -> datetime | None:
    """When a notice may be told, or None for at once.

    `lead` is how long before the beginning a reminder falls due; `told_this_hour` counts the news that were
    told in the channel since `hour_began`.
    """
    if kind not in _HELD or (has_role and lead is not None and lead <= HOUR):
        return None
    paced = _paced(options, zone, now, told_this_hour) if kind is NoticeKind.NEWS else None
    return quiet_until(options, zone, paced or now) or paced


def quiet_until(options: Options, zone: ZoneInfo, at: datetime) -> datetime | None:
    """When the quiet hours that `at` lies in end; None where it lies in none."""
    begin, end = options.quiet_from, options.quiet_to
    if begin is None or end is None or begin == end:
        return None
    there = at.astimezone(zone)
    over_midnight = begin > end
    late, early = there.hour >= begin, there.hour < end
    if not (late or early if over_midnight else late and early):
        return None
    last_day = there.date() + (_DAY if over_midnight and late else timedelta(0))
    ends_at = instant(last_day, time(end), zone)
    return ends_at if ends_at > at else None


def hour_began(zone: ZoneInfo, now: datetime) -> datetime:
    """When the present hour of the server's clock began."""
    there = now.astimezone(zone)
    into = timedelta(minutes=there.minute, seconds=there.second, microseconds=there.microsecond)
    return now.astimezone(UTC) - into


def _paced(options: Options, zone: ZoneInfo, now: datetime, told_this_hour: int) -> datetime | None:
    most = options.most_per_hour
    if options.pace is Pace.DAILY:
        return _next(options.brief_hour or 0, zone, now)
    if options.pace is Pace.HOURLY or (most is not None and told_this_hour >= most):
        return hour_began(zone, now) + HOUR
    return None


def _next(hour: int, zone: ZoneInfo, now: datetime) -> datetime:
    today = now.astimezone(zone).date()
    at = instant(today, time(hour), zone)
    return at if at > now else instant(today + _DAY, time(hour), zone)
