"""What a person puts off: a reminder that comes again when they chose, never after the event began.

It is known by the beginning it was put off for. A plan that is made anew keeps it while the event still
begins then, and drops it where the event moved or was called off.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.rules.dates.zones import NotOnTheClock
from bot.rules.moment import is_vague
from bot.rules.reminding import SNOOZED, Due, due_of
from bot.rules.timing import Timing
from storage.records import Event, Reminder, Subscription

LENGTHS = {"15m": timedelta(minutes=15), "1h": timedelta(hours=1), "1d": timedelta(days=1)}
"""How long a reminder may be put off, by what stands for it in a button."""


def put_off(
    event: Event, subscription: Subscription, timing: Timing, now: datetime, by: timedelta
) -> Reminder | None:
    """The reminder that comes in a while; None where the event has begun by then, or is called off."""
    due, at = _beginning(event, timing), now + by
    if due is None or at >= due.begins_at:
        return None
    return Reminder(event.id, subscription.id, due.start, SNOOZED, at, due.begins_at)


def still_put_off(event: Event, timing: Timing, pending: Sequence[Reminder]) -> list[Reminder]:
    """Of what is pending, what was put off and is still to be said of this event."""
    put_off_before = [one for one in pending if one.lead == SNOOZED and one.event_id == event.id]
    due = _beginning(event, timing) if put_off_before else None
    if due is None:
        return []
    return [
        replace(one, expires_at=due.begins_at)
        for one in put_off_before
        if one.start == due.start and one.due_at < due.begins_at
    ]


def _beginning(event: Event, timing: Timing) -> Due | None:
    if event.is_called_off or is_vague(event):
        return None
    try:
        return due_of(event.announced, (), ZoneInfo(timing.zone), time(timing.day_hour))
    except NotOnTheClock:
        return None
