"""How the entries of a calendar that is read again are told from those of before.

An entry is known by its UID and, of a series, by the start it has by the rule. One that is not, and that has
the UID or else the title of one that is gone, on the same day, is that one: a series that begins at another
hour gives all of its occurrences new names, and some calendars give every event a new UID each time. A
version is taken where it is not older than the one of before.

What is gone is not cancelled: many calendars drop what they like. A calendar that suddenly holds nothing, or
less than half of what is expected of it, is not believed until it says so again six hours later.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.rules.calendars.entries import Entry
from bot.rules.calendars.nouns import Revision, is_newer
from bot.rules.text import phrase
from storage.statements import Calendar, CalendarEntry

GONE_AFTER = 2
"""Good readings in a row without an entry before it is said to be gone."""
_SECOND_LOOK = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Again:
    """An entry that was known, as it was taken last and as it stands now."""

    before: CalendarEntry
    now: Entry
    is_newer: bool


@dataclass(frozen=True, slots=True)
class Merge:
    new: tuple[Entry, ...]
    again: tuple[Again, ...]
    missing: tuple[CalendarEntry, ...]
    """Those ahead that are not there."""


def merge(
    entries: Sequence[Entry], known: Sequence[CalendarEntry], ahead: Mapping[str, date | None]
) -> Merge:
    """`ahead` holds, of the events of known entries that are not over, the day the calendar gave them."""
    by_identity = {one.identity: one for one in known}
    again = [_again(by_identity[one.identity], one) for one in entries if one.identity in by_identity]
    new = [one for one in entries if one.identity not in by_identity]
    found = {one.before.identity for one in again}
    missing = [one for one in known if one.identity not in found and one.event_id in ahead]
    for was_called, is_called in ((_uid_of_row, _uid), (_title_of_row, _title)):
        pairs = _pairs(new, missing, ahead, was_called, is_called)
        again += pairs
        found = {one.before.identity for one in pairs}
        taken = {one.now.identity for one in pairs}
        missing = [one for one in missing if one.identity not in found]
        new = [one for one in new if one.identity not in taken]
    return Merge(tuple(new), tuple(again), tuple(missing))


def is_to_wait(calendar: Calendar, found: int, expected: int, now: datetime) -> bool:
    """Whether so few entries are not believed yet."""
    if found * 2 >= expected:
        return False
    return calendar.shrunk_at is None or now - calendar.shrunk_at < _SECOND_LOOK


def _again(before: CalendarEntry, now: Entry) -> Again:
    was = Revision(before.sequence, before.modified_at, before.stamp_at, before.hash)
    return Again(before, now, is_newer(was, now.revision))


def _pairs(
    new: Sequence[Entry],
    missing: Sequence[CalendarEntry],
    ahead: Mapping[str, date | None],
    was_called: Callable[[CalendarEntry], object],
    is_called: Callable[[Entry], object],
) -> list[Again]:
    """What is called the same on the same day."""
    waiting: dict[object, list[CalendarEntry]] = defaultdict(list)
    for one in missing:
        waiting[was_called(one), ahead[one.event_id]].append(one)
    found = []
    for entry in new:
        alike = waiting.get((is_called(entry), entry.announced.edtf.first_day))
        if alike:
            found.append(Again(alike.pop(0), entry, True))
    return found


def _uid_of_row(row: CalendarEntry) -> object:
    return row.uid


def _uid(entry: Entry) -> object:
    return entry.uid


def _title_of_row(row: CalendarEntry) -> object:
    return phrase(row.title)


def _title(entry: Entry) -> object:
    return phrase(entry.title)
