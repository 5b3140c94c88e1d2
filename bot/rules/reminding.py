"""When to remind of an event: its lead times as instants, and what of them still helps.

R1 A timed event is a wall time in a zone; its instant is derived from them.
R2 An hour that a clock change skips is later by the gap; of one that comes twice the first counts.
R3 Leads of a day or more are counted on the calendar of the event's zone, shorter ones in seconds.
R4 An event without an hour is a date without a zone: its leads fall due at the server's hour of
   the day in the server's zone, and leads below a day do not apply.
R5 Of an event over several days the first day counts.
P1 For a year, an open span or a date to be confirmed nothing is planned.
P2 For a month there is one reminder, a month ahead, at the server's hour on the first of the month before.
P3 A lead that is already past when the plan is made is never made up for.
P4 What was missed is sent late only while the event has not begun; of several, only the closest.
P7 Two leads of one event at one instant in one place are one message.
"""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from storage.edtf import Precision
from storage.records import Event, EventStatus, Guild, Reminder, Subscription

LATE_AFTER = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Lead:
    """How long before: calendar days and months, or exact seconds below a day."""

    label: str
    days: int = 0
    months: int = 0
    seconds: int = 0


DEFAULT_LEADS = (Lead("1 week", days=7), Lead("1 day", days=1), Lead("1 hour", seconds=3600))
_MONTH_AHEAD = Lead("1 month", months=1)


def plan(
    event: Event, subscription: Subscription, guild: Guild, leads: Sequence[Lead] = DEFAULT_LEADS
) -> list[Reminder]:
    """The reminders of one event for one subscription, those that lie in the past included."""
    if event.status in (EventStatus.CANCELLED, EventStatus.POSTPONED):
        return []
    start, begins_at, due = _due(event, guild, leads)
    return [
        Reminder(event.id, subscription.id, start, lead.label, due_at, begins_at)
        for lead, due_at in due
        if due_at < begins_at
    ]


@dataclass(frozen=True, slots=True)
class Replan:
    """What a new plan changes: reminders to write, and pending ones to withdraw."""

    put: tuple[Reminder, ...]
    drop: tuple[Reminder, ...]


def replan(planned: Sequence[Reminder], pending: Sequence[Reminder], now: datetime) -> Replan:
    """Bring what is pending in line with a new plan.

    What lies ahead is written (P3: nothing else is). A pending reminder that the plan no longer
    has is withdrawn, and so is one whose instant moved into the past; one that fell due while
    nobody was there to say it stays owed.
    """
    new = {(r.event_id, r.start, r.lead): r for r in planned}
    drop = []
    for old in pending:
        again = new.get((old.event_id, old.start, old.lead))
        if again is None or (again.due_at <= now < old.due_at):
            drop.append(old)
    return Replan(tuple(r for r in planned if r.due_at > now), tuple(drop))


def follows(subscription: Subscription, event: Event) -> bool:
    """Whether a subscription brings reminders of this event."""
    mine = event.guild_id in (0, subscription.guild_id)
    return mine and subscription.reminders and subscription.subject in event.concerns | {"everything"}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of reminders that fell due together: one is said, the rest are settled with it."""

    say: Reminder | None
    missed: tuple[Reminder, ...]


def decide_due(due: Sequence[Reminder], now: datetime) -> Verdict:
    """Of the due reminders of one event in one channel: which is said, which were missed (P4, P7)."""
    helpful = [reminder for reminder in due if now < reminder.expires_at]
    say = max(helpful, key=lambda reminder: reminder.due_at, default=None)
    missed = [r for r in due if say is None or r.due_at != say.due_at]
    return Verdict(say, tuple(missed))


def _due(
    event: Event, guild: Guild, leads: Sequence[Lead]
) -> tuple[str, datetime, list[tuple[Lead, datetime]]]:
    day = event.edtf.first_day
    if event.start_at is not None and event.zone is not None and event.wall_time is not None and day:
        start_at, zone, hour = event.start_at, ZoneInfo(event.zone), event.wall_time
        timed = [(lead, _before(start_at, day, hour, zone, lead)) for lead in leads]
        return start_at.isoformat(), start_at, timed
    zone, hour = ZoneInfo(guild.zone), time(guild.day_hour)
    if day is not None:
        whole = [lead for lead in leads if not lead.seconds]
        dated = [(lead, _at(_earlier(day, lead), hour, zone)) for lead in whole]
        return day.isoformat(), _at(day, time(0), zone), dated
    if event.edtf.precision is Precision.MONTH and event.edtf.lo is not None:
        first = event.edtf.lo
        return str(event.edtf), _at(first, time(0), zone), [
            (_MONTH_AHEAD, _at(_earlier(first, _MONTH_AHEAD), hour, zone))
        ]  # fmt: skip
    return str(event.edtf), datetime.max.replace(tzinfo=UTC), []


def _before(start_at: datetime, day: date, hour: time, zone: ZoneInfo, lead: Lead) -> datetime:
    if lead.seconds:
        return start_at - timedelta(seconds=lead.seconds)
    return _at(_earlier(day, lead), hour, zone)


def _earlier(day: date, lead: Lead) -> date:
    """`day` less the lead; a month keeps the day of the month, cut to the month's end."""
    month_index = day.year * 12 + day.month - 1 - lead.months
    year, month = divmod(month_index, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last)) - timedelta(days=lead.days)


def _at(day: date, hour: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, hour, zone).astimezone(UTC)
