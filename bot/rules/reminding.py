"""When to remind of an event: its lead times as instants, and what of them still helps.

R1 A timed event is a wall time in a zone; its instant is derived from them.
R2 An hour that a clock change skips is later by the gap; of one that comes twice the first counts,
   unless the second was chosen for the event; for a lead that falls into it the first.
R3 Leads of a day or more are counted on the calendar of the event's zone, shorter ones in seconds.
R4 An event without an hour is a date without a zone: its leads fall due at the server's hour of
   the day in the server's zone, and leads below a day do not apply.
R5 Of an event over several days the first day counts.
P1 For a year, an open span or a date to be confirmed nothing is planned.
P2 For a month there is one reminder, a month ahead, at the server's hour on the first of the month before.
P3 A lead that is already past when the plan is made is never made up for.
P4 What was missed is sent late only while the event has not begun; of several, only the closest.
P5 A lead that was said already is said again of a moved event only where it moved by a quarter of the
   lead or more.
P7 Two leads of one event at one instant in one place are one message.

What a person put off is no lead: it falls due when they chose (see `snoozing`).

A lead that would fall due at the beginning or after it (a day before a day that follows one which a
zone left out), or before the year 1, does not apply.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.rules.dates.leads import MONTH_AHEAD, Lead
from bot.rules.dates.zones import NotOnTheClock, instant
from bot.rules.timing import Timing, labelled
from storage.edtf import Announced, Precision
from storage.records import EVERYTHING, SHIPPED, Event, Reminder, ReminderState, Subscription, SubscriptionId

LATE_AFTER = timedelta(seconds=60)
SNOOZED = "snoozed"
"""Stands in the place of a lead's label where a person chose when to be told again."""
_EVER, _NEVER = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Due:
    """When the leads of one date fall due: `start` is what it is known by, the day or the instant."""

    start: str
    begins_at: datetime
    due_at: dict[Lead, datetime]


def plan(event: Event, subscription: Subscription, timing: Timing) -> list[Reminder]:
    """The reminders of one event for one subscription, those that lie in the past included.

    Of one that begins at the very edge of the calendar, where no instant is, nothing is planned.
    """
    return plan_for(event, [(subscription, timing)])


def plan_for(event: Event, following: Sequence[tuple[Subscription, Timing]]) -> list[Reminder]:
    """The reminders of one event for many, of whom those with one timing share the instants."""
    alike: dict[Timing, list[SubscriptionId]] = defaultdict(list)
    for subscription, timing in following:
        alike[timing].append(subscription.id)
    planned = []
    for timing, ids in alike.items():
        if (due := _due(event, timing)) is not None:
            planned += [
                Reminder(event.id, one, due.start, lead.label, due_at, due.begins_at)
                for lead, due_at in due.due_at.items()
                for one in ids
            ]
    return planned


def instants(event: Event, timing: Timing) -> dict[str, datetime]:
    """When an event is reminded of, by the labels of the leads, those that lie in the past included."""
    due = _due(event, timing)
    return {lead.label: due_at for lead, due_at in due.due_at.items()} if due is not None else {}


def due_of(announced: Announced, leads: Sequence[Lead], zone: ZoneInfo, day_hour: time) -> Due:
    """When each of `leads` that applies falls due (R1–R5, P1, P2), that in the past included.

    `zone` and `day_hour` are the server's. The beginning of a date without an hour is its midnight there.
    Raises `NotOnTheClock` where an announced hour has no instant.
    """
    value, day = announced.edtf, announced.edtf.first_day
    if announced.wall_time is not None and announced.zone is not None and day is not None:
        its_zone = ZoneInfo(announced.zone)
        begins_at = instant(day, announced.wall_time, its_zone, announced.fold)
        timed = {lead: _before(begins_at, day, announced.wall_time, its_zone, lead) for lead in leads}
        return _ahead(begins_at.isoformat(), begins_at, timed)
    if value.precision is Precision.MONTH and value.lo is not None:
        first, whole = value.lo, [lead for lead in leads if lead == MONTH_AHEAD]
    elif day is not None:
        first, whole = day, [lead for lead in leads if not lead.seconds]
    else:
        return Due(str(value), _NEVER, {})
    dated = {lead: _on(lead.before(first), day_hour, zone) for lead in whole}
    return _ahead(str(value.first_day or value), _on(first, time(0), zone) or _EVER, dated)


@dataclass(frozen=True, slots=True)
class Replan:
    """What a new plan changes: reminders to write, and pending ones to withdraw."""

    put: tuple[Reminder, ...]
    drop: tuple[Reminder, ...]


def replan(
    planned: Sequence[Reminder], pending: Sequence[Reminder], now: datetime, said: Sequence[Reminder] = ()
) -> Replan:
    """Bring what is pending in line with a new plan.

    What lies ahead is written (P3: nothing else is), unless it was `said` of the same occurrence before
    it moved by too little (P5). A pending reminder that the plan no longer has is withdrawn, and so is
    one whose instant moved into the past; one that fell due while nobody was there to say it stays owed.
    """
    kept = {_key(one): one for one in planned if not any(_is_same_again(one, before) for before in said)}
    drop = []
    for old in pending:
        again = kept.get(_key(old))
        if again is None or (again.due_at <= now < old.due_at):
            drop.append(old)
    return Replan(tuple(one for one in kept.values() if one.due_at > now), tuple(drop))


def replan_event(planned: Sequence[Reminder], known: Sequence[Reminder], now: datetime) -> Replan:
    """The same for all subscriptions of one event: `known` is every reminder of it, whatever became of it."""
    new, old = _by_subscription(planned), _by_subscription(known)
    changes = [
        replan(
            new[subscription],
            [one for one in old[subscription] if one.state is ReminderState.PENDING],
            now,
            [one for one in old[subscription] if one.state is ReminderState.DONE],
        )
        for subscription in dict.fromkeys((*new, *old))
    ]
    return Replan(
        tuple(one for change in changes for one in change.put),
        tuple(one for change in changes for one in change.drop),
    )


def follows(subscription: Subscription, event: Event) -> bool:
    """Whether a subscription brings reminders of this event."""
    if not subscription.reminders or event.guild_id not in (SHIPPED, subscription.guild_id):
        return False
    return subscription.subject in (event.id, EVERYTHING) or subscription.subject in event.concerns


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of reminders that fell due together: one is said, the rest are settled with it."""

    say: Reminder | None
    missed: tuple[Reminder, ...]


def is_overdue(due: Reminder, now: datetime) -> bool:
    """Whether it is late by more than what any reminder may be."""
    return now - due.due_at > LATE_AFTER


def decide_due(due: Sequence[Reminder], now: datetime) -> Verdict:
    """Of the due reminders of one event in one channel: which is said, which were missed (P4, P7)."""
    helpful = [reminder for reminder in due if now < reminder.expires_at]
    say = max(helpful, key=lambda reminder: reminder.due_at, default=None)
    missed = [r for r in due if say is None or r.due_at != say.due_at]
    return Verdict(say, tuple(missed))


def _due(event: Event, timing: Timing) -> Due | None:
    if event.is_called_off:
        return None
    # A month has one reminder, whatever leads there are; none where none is wanted.
    month = event.edtf.precision is Precision.MONTH and timing.leads
    applying = (MONTH_AHEAD,) if month else timing.leads
    try:
        return due_of(event.announced, applying, ZoneInfo(timing.zone), time(timing.day_hour))
    except NotOnTheClock:
        return None


def _before(begins_at: datetime, day: date, hour: time, zone: ZoneInfo, lead: Lead) -> datetime | None:
    if not lead.seconds:
        return _on(lead.before(day), hour, zone)
    try:
        return begins_at - timedelta(seconds=lead.seconds)
    except OverflowError:
        return None


def _on(day: date | None, hour: time, zone: ZoneInfo) -> datetime | None:
    try:
        return instant(day, hour, zone) if day is not None else None
    except NotOnTheClock:
        return None


def _ahead(start: str, begins_at: datetime, due: dict[Lead, datetime | None]) -> Due:
    ahead = {lead: due_at for lead, due_at in due.items() if due_at is not None and due_at < begins_at}
    return Due(start, begins_at, ahead)


def _by_subscription(reminders: Sequence[Reminder]) -> dict[SubscriptionId, list[Reminder]]:
    found: dict[SubscriptionId, list[Reminder]] = defaultdict(list)
    for one in reminders:
        found[one.subscription_id].append(one)
    return found


def _key(reminder: Reminder) -> tuple[str, str, str]:
    return reminder.event_id, reminder.start, reminder.lead


def _is_same_again(new: Reminder, said: Reminder) -> bool:
    """Whether `said` told of `new` already, the beginning having moved by less than a quarter of the lead."""
    if (new.event_id, new.lead) != (said.event_id, said.lead) or new.start == said.start:
        return False
    if new.lead == SNOOZED:
        return False
    return abs(new.expires_at - said.expires_at) < labelled(new.lead).length / 4
