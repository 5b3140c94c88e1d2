"""What an entry of a calendar does to an event of a server.

A new entry becomes an event of the server's own, unless it is known already; then it is one more reading of
that. A date and a status are taken over where reminders follow the calendar (see `readings_of_events`); what
a moderator said of them stands. Name, place and page are those of the calendar where the event was added for
it, each until a moderator gives another. What a calendar calls cancelled is cancelled; what it calls
tentative is planned. Nothing is added that is cancelled already.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.rules import moving
from bot.rules.calendars.entries import Entry
from bot.rules.moving import Said
from bot.rules.readings_of_events import why_followed
from storage import edtf
from storage.records import EntityId, Event, EventStatus, FactStatus
from storage.revisions import ChangeKind
from storage.statements import PACK, Calendar, CalendarEntry, Followed, Reading


@dataclass(frozen=True, slots=True)
class Change:
    row: CalendarEntry
    reading: Reading
    before: Event | None
    after: Event | None
    """The event as it is to be kept; None where nothing of it changes."""
    what: ChangeKind = ChangeKind.ADDED
    base: Reading | None = None
    """What was said of the date until now, where that is to be kept beside it."""


def as_new(
    calendar: Calendar, entry: Entry, said: Said, concerns: frozenset[EntityId], event_id: str
) -> Change:
    """The entry as an event of the server's own."""
    added = moving.added(
        calendar.guild_id,
        event_id,
        entry.title,
        entry.announced,
        said,
        place=entry.place,
        link=entry.link,
        concerns=concerns,
    )
    event = _with_status(added, entry.status or EventStatus.PLANNED, said)
    reading = replace(_reading(calendar, entry, event, said), followed=Followed.LATER)
    return Change(_row(calendar, entry, event_id, added=True), reading, None, event)


def as_known(
    calendar: Calendar,
    entry: Entry,
    event: Event,
    readings: Sequence[Reading],
    held: Reading | None,
    said: Said,
    row: CalendarEntry | None = None,
) -> Change:
    """The entry as a reading of an event that is there.

    `readings` are kept of the event, `held` is the one that reminders follow, and `row` is how the entry was
    taken last, if it was.
    """
    reading = _reading(calendar, entry, event, said)
    former = next((one for one in readings if one.origin == reading.origin), None)
    if former is not None and former.announced == reading.announced and former.status is reading.status:
        reading = replace(reading, said_at=former.said_at)
    reading = replace(reading, followed=why_followed(reading, held))
    after, what = event, ChangeKind.EDITED
    if reading.followed is not None:
        after, what = _dated(event, calendar, entry, said)
    after = _named(event, after, entry, row, said)
    new_row = _row(calendar, entry, event.id, added=row is not None and row.added)
    is_kept = (
        held is not None and held.origin != PACK and not any(one.origin == held.origin for one in readings)
    )
    return Change(
        new_row,
        reading,
        event,
        None if moving.is_same(event, after) else after,
        what if after.announced != event.announced or after.status is not event.status else ChangeKind.EDITED,
        held if is_kept else None,
    )


def _dated(event: Event, calendar: Calendar, entry: Entry, said: Said) -> tuple[Event, ChangeKind]:
    """The event on the calendar's date, and as sure as the calendar is of it."""
    guild_id = calendar.guild_id
    if entry.status is EventStatus.CANCELLED:
        return moving.with_status(event, guild_id, EventStatus.CANCELLED, said), ChangeKind.CANCELLED
    if entry.announced != event.announced or event.is_called_off:
        moved = moving.moved(event, guild_id, entry.announced, said)
        return _with_status(moved, entry.status or moved.status, said), ChangeKind.MOVED
    status = entry.status or event.status
    stands = moving.with_status(event, guild_id, status, said)
    what = ChangeKind.CONFIRMED if status is EventStatus.CONFIRMED else ChangeKind.EDITED
    return _with_status(stands, status, said), what


def _named(before: Event, after: Event, entry: Entry, row: CalendarEntry | None, said: Said) -> Event:
    """With name, place and page of the calendar, where those of before were the calendar's too."""
    if row is None or not row.added:
        return after
    title = entry.title if before.title == row.title else None
    place = entry.place if before.place == row.place else None
    link = entry.link if before.link == row.link else None
    if after is before:
        return moving.edited(
            before, before.guild_id, said, title=title, place=place, link=link, concerns=None
        )
    return replace(
        after,
        title=title or after.title,
        place=place or after.place,
        place_status=FactStatus.STATED if place else after.place_status,
        link=link or after.link,
    )


def _with_status(event: Event, status: EventStatus, said: Said) -> Event:
    planned = edtf.parse(said.today.isoformat()) if status is EventStatus.PLANNED else None
    return replace(event, status=status, planned_as_of=planned)


def _reading(calendar: Calendar, entry: Entry, event: Event, said: Said) -> Reading:
    """Said when the calendar last changed it, or, where it does not say, when that was first read."""
    modified = entry.revision.last_modified
    alive = EventStatus.PLANNED if event.is_called_off else event.status
    return Reading(
        guild_id=calendar.guild_id,
        event_id=event.id,
        origin=calendar.origin,
        announced=entry.announced,
        status=entry.status or alive,
        source=calendar.title,
        url=calendar.url,
        said_at=min(modified, said.at) if modified is not None else said.at,
    )


def _row(calendar: Calendar, entry: Entry, event_id: str, *, added: bool) -> CalendarEntry:
    version = entry.revision
    return CalendarEntry(
        calendar_id=calendar.id,
        uid=entry.uid,
        recurrence_id=entry.recurrence_id,
        event_id=event_id,
        added=added,
        title=entry.title,
        place=entry.place,
        link=entry.link,
        sequence=version.sequence,
        modified_at=version.last_modified,
        stamp_at=version.stamp,
        hash=version.content,
    )
