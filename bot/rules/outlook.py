"""What a channel is told of what it follows: what is coming, and what moved since it was told last.

What has a day stands apart from what is known only to the month or the year, or is to be confirmed: that
is said as it is known, and never stands on a day. Both are in the order of `storage.edtf.sort_key`, those
of one day by their hours. What is called off is not coming; it moved.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from bot.rules import moment
from bot.rules.moment import Moment
from storage import edtf
from storage.edtf import Edtf, Precision
from storage.records import Event, EventStatus
from storage.revisions import ChangeKind, EventChange

_LATEST = datetime.max.replace(tzinfo=UTC)
_CALLED_OFF = {
    EventStatus.POSTPONED: ChangeKind.POSTPONED,
    EventStatus.CANCELLED: ChangeKind.CANCELLED,
}


@dataclass(frozen=True, slots=True)
class Outlook:
    dated: tuple[Event, ...]
    """What begins on a known day, or has begun on one and is not over."""
    undated: tuple[Event, ...]
    """What is awaited, on no known day."""


@dataclass(frozen=True, slots=True)
class Moved:
    """An event as it was before (None of a new one), as it is, and the last revision of it."""

    before: Event | None
    after: Event
    what: ChangeKind
    last: EventChange


def outlook(events: Sequence[Event], now: Moment, until: date | None = None) -> Outlook:
    """What lies ahead, up to the day `until` where it is given."""
    unconfirmed = [event for event in events if event.edtf.precision is Precision.TBC]
    ahead = [*moment.coming(events, now), *moment.unconfirmed(unconfirmed)]
    within = [event for event in ahead if until is None or event.edtf.lo is None or event.edtf.lo <= until]
    dated = [event for event in within if _is_dated(event.edtf, now.today)]
    undated = [event for event in within if not _is_dated(event.edtf, now.today)]
    return Outlook(tuple(sorted(dated, key=_order)), tuple(sorted(undated, key=_order)))


def moved(event: Event, changes: Sequence[EventChange], since: datetime, now: Moment) -> Moved | None:
    """What became of an event `since` then, as a reader sees it; None where that is nothing, or is over.

    `changes` are its revisions, the oldest first.
    """
    known = [change for change in changes if change.created_at < since or change.what is ChangeKind.KNOWN]
    recent = [change for change in changes if change not in known]
    before = _as_it_was(event, known[-1]) if known else None
    if not recent or moment.is_over(event, now) or (before is not None and _seen(before) == _seen(event)):
        return None
    return Moved(before, event, _what(before, event), recent[-1])


def _is_dated(value: Edtf, today: date) -> bool:
    """What began on a day and has no end is on no day any more."""
    return value.first_day is not None and (value.first_day >= today or value.hi is not None)


def _order(event: Event) -> tuple[tuple[date, int], datetime, str]:
    return edtf.sort_key(event.edtf), event.start_at or _LATEST, event.title


def _as_it_was(event: Event, change: EventChange) -> Event:
    return replace(
        event,
        title=change.title,
        edtf=change.announced.edtf,
        wall_time=change.announced.wall_time,
        zone=change.announced.zone,
        fold=change.announced.fold,
        start_at=None,
        status=change.status,
        place=change.place,
    )


def _seen(event: Event) -> tuple[object, ...]:
    return event.announced, event.title, event.place, event.status


def _what(before: Event | None, after: Event) -> ChangeKind:
    if after.is_called_off:
        return _CALLED_OFF[after.status]
    if before is None:
        return ChangeKind.ADDED
    if (before.announced, before.is_called_off) != (after.announced, False):
        return ChangeKind.MOVED
    only_confirmed = (before.title, before.place) == (after.title, after.place)
    return ChangeKind.CONFIRMED if only_confirmed else ChangeKind.EDITED
