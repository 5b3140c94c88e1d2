"""What is over or called off stays in a calendar for 30 days; what has no day is named and left out."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.rules.calendars.exported import chosen
from bot.rules.calendars.written import uid
from storage.records import Event, EventStatus, GuildId
from tests.rules.making import catalogue, event, fact, on

NOW = on(date(2026, 11, 22))
LAST_MONTH, LONG_AGO = datetime(2026, 10, 30, tzinfo=UTC), datetime(2026, 10, 20, tzinfo=UTC)


def kept(made: Event, changed_at: datetime | None = None) -> bool:
    found = chosen([made], {made.id: changed_at} if changed_at else {}, catalogue([], []), NOW)
    return [one.event for one in found.exported] == [made]


@pytest.mark.parametrize(
    ("day", "stays"),
    [("2026-11-23", True), ("2026-10-23", True), ("2026-10-22", False), ("2026-10-20/2026-10-24", True)],
)
def test_what_is_over_stays_for_thirty_days(day: str, stays: bool) -> None:
    assert kept(event(day)) is stays


@pytest.mark.parametrize("status", [EventStatus.CANCELLED, EventStatus.POSTPONED])
@pytest.mark.parametrize(("at", "stays"), [(LAST_MONTH, True), (LONG_AGO, False), (None, True)])
def test_what_is_called_off_stays_for_thirty_days_after_that(
    status: EventStatus, at: datetime | None, stays: bool
) -> None:
    assert kept(event("2027-03-01", status=status), at) is stays
    assert kept(event("2027-03-01"), at)


@pytest.mark.parametrize("day", ["2026-12", "2027", "TBC", "../2027-01-01"])
def test_what_has_no_day_is_left_out_and_named(day: str) -> None:
    found = chosen([event(day)], {}, catalogue([], []), NOW)
    assert (found.exported, found.undated) == ((), (event(day),))
    off = event(day, status=EventStatus.CANCELLED)
    assert chosen([off], {}, catalogue([], []), NOW).undated == ()


def test_a_stamp_is_the_last_change_in_the_server_or_else_what_a_source_said_last() -> None:
    known = catalogue([], [fact("meeting", "date", edtf="2026-12-01")])
    made: Any = event("2026-12-01", revision=3)
    (one,) = chosen([made], {}, known, NOW).exported
    assert (one.sequence, one.changed_at) == (3, datetime(2025, 10, 1, tzinfo=UTC))
    (one,) = chosen([made], {made.id: LAST_MONTH}, known, NOW).exported
    assert one.changed_at == LAST_MONTH


def test_the_own_events_of_two_servers_are_not_taken_for_one() -> None:
    here, there = (event(id="own.1", guild_id=GuildId(number)) for number in (10, 20))
    assert uid(here) != uid(there)
    assert uid(event(guild_id=GuildId(10))) == uid(event()), "a reading of a shipped one is that one"
