"""When a calendar is asked again, and how trouble with it is borne.

It is asked as often as it wants to be, between a quarter of an hour and a day, else every hour, a little
later each time so that not all are asked at once; never before a site asked. Failures double the wait, up to
a day, and never end it: its events stay as they were. Once a week it is asked for all it has, whether it
changed or not, since what recurs reaches further as time passes; and so it is while not all of it was taken.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from storage.statements import Calendar

_LEAST, _USUAL, _MOST = timedelta(minutes=15), timedelta(hours=1), timedelta(days=1)
_WEEK = timedelta(days=7)
TROUBLE_TOLD_AFTER = timedelta(days=1)
LONGEST_CACHE = timedelta(hours=6)
"""For how long a site's word that nothing will change is taken."""


def asks_for_everything(calendar: Calendar, now: datetime) -> bool:
    """Whether it is asked without its validators, and read even if it is the same."""
    if calendar.no_room or calendar.shrunk_at is not None or calendar.read_at is None:
        return True
    return now - calendar.read_at >= _WEEK


def alive(calendar: Calendar, now: datetime, jitter: float, asked: timedelta = timedelta(0)) -> Calendar:
    """It answered, and may have asked to be left alone; `jitter`, from 0 to 1, spreads over a tenth of the
    wait."""
    wait = _every(calendar) * (1 + 0.1 * jitter)
    return replace(
        calendar,
        next_poll_at=now + max(wait, min(asked, _MOST)),
        failures=0,
        failing_since_at=None,
        trouble_told_at=None,
        last_error=None,
        last_ok_at=now,
    )


def failed(
    calendar: Calendar, error: str, now: datetime, jitter: float, retry_after: timedelta | None = None
) -> Calendar:
    """It did not answer, or with something that is no calendar."""
    wait = _every(calendar) * (1 + 0.1 * jitter) * 2 ** min(calendar.failures, 12)
    asked = min(retry_after or timedelta(0), _MOST)
    return replace(
        calendar,
        next_poll_at=now + max(min(wait, _MOST), asked),
        failures=calendar.failures + 1,
        failing_since_at=calendar.failing_since_at or now,
        last_error=error,
    )


def is_to_be_told(calendar: Calendar, now: datetime) -> bool:
    """Whether it failed for so long that its server should know, and does not yet."""
    since = calendar.failing_since_at
    return since is not None and calendar.trouble_told_at is None and now - since >= TROUBLE_TOLD_AFTER


def _every(calendar: Calendar) -> timedelta:
    return min(max(calendar.refresh or _USUAL, _LEAST), _MOST)
