"""Small calendars for the tests: `calendar(event("DTSTART:20261101T090000Z"))`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import count

from bot.rules.calendars import reading as calendars
from bot.rules.calendars.nouns import CalendarEvent, CalendarRead

_numbers: Iterator[int] = count()
FIRST, LAST = date(2026, 10, 1), date(2027, 9, 30)


def event(*lines: str, uid: str | None = "", summary: str = "A meeting") -> str:
    """A VEVENT with these lines; with a UID of its own, unless one or None is given."""
    named = [] if uid is None else [f"UID:{uid or next(_numbers)}"]
    return "\r\n".join(["BEGIN:VEVENT", *named, f"SUMMARY:{summary}", *lines, "END:VEVENT"])


def calendar(*parts: str) -> bytes:
    """A VCALENDAR of properties and components."""
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *parts, "END:VCALENDAR", ""]).encode()


def read(data: bytes, first: date = FIRST, last: date = LAST) -> CalendarRead:
    return calendars.read(data, first, last)


def only(found: CalendarRead) -> CalendarEvent:
    """The one event that was read."""
    assert len(found.events) == 1, found
    return found.events[0]


def reasons(found: CalendarRead) -> str:
    return "\n".join(f"{one.what}: {one.reason}" for one in found.skipped)
