"""What is read from a calendar, and which of two readings of one event is the newer.

An event of a calendar is known by its UID; an occurrence of a series also by its RECURRENCE-ID, the
start it has or had by the rule, in UTC. Its place in the file says nothing.

Of two versions the one with the higher SEQUENCE is newer, then the one with the later LAST-MODIFIED,
then the later DTSTAMP; what one of them does not say decides nothing. An older one is never taken.
Many calendars never raise SEQUENCE, and many stamp every event anew whenever they are asked, so within
one SEQUENCE a version that says the same is not newer. Must not know iCalendar's syntax.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum


class Status(StrEnum):
    TENTATIVE = "tentative"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"


@dataclass(frozen=True)  # without slots, which make the way out of a worker four times as long
class Revision:
    """How a source counts and dates a version of an event, and a hash of what that version says."""

    sequence: int = 0
    last_modified: datetime | None = None
    stamp: datetime | None = None
    content: str = ""


@dataclass(frozen=True)
class CalendarEvent:
    """One event, or one occurrence of a series.

    `start` and `end` are dates for whole days, else aware datetimes, or naive ones where no zone was
    named that anybody knows. The end is exclusive, as iCalendar has it; None where none was said.
    """

    uid: str
    recurrence_id: date | datetime | None
    """Of an occurrence of a series, the start it has by the rule."""
    summary: str
    start: date | datetime
    end: date | datetime | None
    zone: str | None
    status: Status | None
    place: str | None
    url: str | None
    revision: Revision

    @property
    def all_day(self) -> bool:
        return not isinstance(self.start, datetime)

    @property
    def identity(self) -> tuple[str, str]:
        """The UID and, of a series, which occurrence: the same for every reading of it."""
        return self.uid, "" if self.recurrence_id is None else moment(self.recurrence_id)


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something of a calendar that was left out, or taken otherwise than written, and why."""

    what: str
    reason: str


@dataclass(frozen=True, slots=True)
class CalendarRead:
    """A calendar between two dates. Where `ok` is false, what was skipped says why nothing was read."""

    ok: bool
    name: str | None = None
    events: tuple[CalendarEvent, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    refresh: timedelta | None = None
    """How often its publisher wants it to be asked for, where that is said."""
    is_whole: bool = True
    """Whether it ends as it must; else events may be missing."""


def moment(at: date | datetime) -> str:
    """RFC 3339: an instant in UTC, a time without zone as it is, a date as a date."""
    if isinstance(at, datetime) and at.tzinfo is not None:
        return at.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"
    return at.isoformat()


def is_newer(old: Revision, new: Revision) -> bool:
    """Whether `new` is to be taken in the place of `old`."""
    if new.sequence != old.sequence:
        return new.sequence > old.sequence
    for before, after in ((old.last_modified, new.last_modified), (old.stamp, new.stamp)):
        if before is not None and after is not None and before != after:
            return after > before and new.content != old.content
    return new.content != old.content
