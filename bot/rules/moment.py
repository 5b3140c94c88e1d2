"""The present of whoever asks, and what lies ahead of it or behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from storage import edtf
from storage.edtf import Precision
from storage.records import Event

_NO_HOUR = datetime.max.replace(tzinfo=UTC)
_FIRST = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Moment:
    """The present: an instant, and the day it is for whoever asks."""

    at: datetime
    today: date


def is_over(event: Event, now: Moment) -> bool:
    """Whether its hour, or, where none was announced, its last possible day is behind us.

    What takes several days goes on after its hour until its last day, on the calendar of its zone, is over.
    """
    if event.start_at is None or event.zone is None:
        return event.edtf.is_over(now.today)
    if event.edtf.is_day or event.edtf.hi is None:
        return event.start_at <= now.at
    return event.start_at <= now.at and event.edtf.is_over(now.at.astimezone(ZoneInfo(event.zone)).date())


def coming(events: Sequence[Event], now: Moment) -> list[Event]:
    """What may still lie ahead: nothing that is over, called off or open to the past.

    In the order in which each must have begun at the latest, so that a day of a year stands before that
    year; what goes on stands where it ends. On one day what has an hour stands before what has none.
    """
    ahead = [
        event
        for event in events
        if not is_over(event, now) and not event.is_called_off and event.edtf.lo is not None
    ]

    def order(event: Event) -> tuple[date, datetime, tuple[date, int]]:
        begins = event.edtf.first_day
        has_begun = begins is None or begins < now.today or is_going_on(event, now)
        return (
            (event.edtf.hi if has_begun else begins) or date.max,
            event.start_at or _NO_HOUR,
            edtf.sort_key(event.edtf),
        )

    return sorted(ahead, key=order)


def is_going_on(event: Event, now: Moment) -> bool:
    """Whether it has begun and is not over; of a day without an hour nobody can tell on that day."""
    if is_over(event, now):
        return False
    if event.start_at is not None:
        return event.start_at <= now.at
    return event.edtf.first_day is not None and event.edtf.first_day < now.today


def is_vague(event: Event) -> bool:
    """Whether not even a month is known: such an event is awaited, but it is never the next."""
    return event.edtf.precision not in (Precision.DAY, Precision.MONTH) and event.edtf.first_day is None


def called_off(events: Sequence[Event]) -> list[Event]:
    """What was postponed or cancelled, by the date it had."""
    return sorted(
        (event for event in events if event.is_called_off), key=lambda event: edtf.sort_key(event.edtf)
    )


def unconfirmed(events: Sequence[Event]) -> list[Event]:
    """What takes place on a date to be confirmed."""
    return [event for event in events if event.edtf.precision is Precision.TBC and not event.is_called_off]


def past(events: Sequence[Event], now: Moment) -> list[Event]:
    """What is over, the latest first; nothing that was called off."""
    return sorted(
        (event for event in events if is_over(event, now) and not event.is_called_off),
        key=lambda event: (event.edtf.hi or date.min, event.start_at or _FIRST),
        reverse=True,
    )
