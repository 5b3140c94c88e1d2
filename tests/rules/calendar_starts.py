"""When the events of a small calendar start."""

from __future__ import annotations

from datetime import date

from bot.rules.calendars.nouns import moment
from tests.rules.ics import event, read

GOOD = event("DTSTART:20261105T090000Z", uid="good", summary="The good one")
BERLIN = "DTSTART;TZID=Europe/Berlin:20261105T090000"


def starts(data: bytes, first: date = date(2026, 10, 1), last: date = date(2027, 9, 30)) -> list[str]:
    found = read(data, first, last)
    assert found.skipped == ()
    return [moment(one.start) for one in found.events]
