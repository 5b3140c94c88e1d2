"""What is read again is told from what was there before; when to ask, and when not to believe."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.rules.calendars import pacing
from bot.rules.calendars.entries import Entry
from bot.rules.calendars.merging import Merge, is_to_wait, merge
from bot.rules.calendars.nouns import Revision
from storage import edtf
from storage.edtf import Announced
from storage.records import EntityId, GuildId, UserId
from storage.statements import Calendar, CalendarEntry, CalendarId
from tests.rules.making import HERE, NOW

LATER = datetime(2026, 2, 1, tzinfo=UTC)


def entry(uid: str, day: int = 1, recurrence_id: str = "", title: str = "", **version: object) -> Entry:
    announced = Announced(edtf.parse(f"2026-12-{day:02}"))
    revision = Revision(content=str(version.pop("content", "a")), **version)  # type: ignore[arg-type]
    return Entry(uid, recurrence_id, title or f"Title {uid}", announced, None, None, None, revision)


def row(uid: str, recurrence_id: str = "", title: str = "", **given: object) -> CalendarEntry:
    made = CalendarEntry(
        CalendarId(1),
        uid,
        recurrence_id,
        f"own.{uid}",
        True,
        title or f"Title {uid}",
        None,
        None,
        0,
        None,
        None,
        "a",
    )
    return replace(made, **given)  # type: ignore[arg-type]


def merged(entries: list[Entry], rows: list[CalendarEntry], days: dict[str, int] | None = None) -> Merge:
    ahead = {one.event_id: date(2026, 12, (days or {}).get(one.uid, 1)) for one in rows}
    return merge(entries, rows, ahead)


def test_what_is_new_known_and_missing_is_told_apart() -> None:
    found = merged([entry("a"), entry("b")], [row("a"), row("c", title="C")], {"c": 9})
    assert [one.uid for one in found.new] == ["b"]
    assert [(one.before.uid, one.is_newer) for one in found.again] == [("a", False)]
    assert [one.uid for one in found.missing] == ["c"]


def test_what_is_over_is_not_missing() -> None:
    assert merge([], [row("a")], {}).missing == ()


@pytest.mark.parametrize(
    ("before", "now", "newer"),
    [
        ({}, {"content": "b"}, True),
        ({}, {"content": "a"}, False),
        ({"sequence": 2}, {"content": "b", "sequence": 1}, False),
        ({"sequence": 1}, {"content": "a", "sequence": 2}, True),
        ({"modified_at": LATER}, {"content": "b", "last_modified": NOW}, False),
        ({"modified_at": NOW}, {"content": "b", "last_modified": LATER}, True),
        ({"stamp_at": LATER}, {"content": "b", "stamp": NOW}, False),
    ],
)
def test_a_version_is_taken_where_it_is_not_older(
    before: dict[str, object], now: dict[str, object], newer: bool
) -> None:
    (again,) = merged([entry("a", **now)], [row("a", **before)]).again  # type: ignore[arg-type]
    assert again.is_newer is newer


def test_an_occurrence_whose_hour_moved_by_the_rule_is_the_same_one() -> None:
    rows = [row("a", f"2026-12-0{day}T08:00:00Z", event_id=f"own.{day}") for day in (1, 8)]
    entries = [entry("a", day, f"2026-12-0{day}T09:00:00Z") for day in (1, 8, 9)]
    ahead = {"own.1": date(2026, 12, 1), "own.8": date(2026, 12, 8)}
    found = merge(entries, rows, ahead)
    assert [(one.before.event_id, one.now.recurrence_id) for one in found.again] == [
        ("own.1", "2026-12-01T09:00:00Z"),
        ("own.8", "2026-12-08T09:00:00Z"),
    ]
    assert ([one.recurrence_id for one in found.new], found.missing) == (["2026-12-09T09:00:00Z"], ())


def test_a_new_uid_of_the_same_title_and_day_is_no_new_event() -> None:
    found = merged(
        [entry("x", title="The TALK"), entry("y", 2, title="The Talk")], [row("a", title="The talk")]
    )
    assert [(one.before.uid, one.now.uid) for one in found.again] == [("a", "x")]
    assert [one.uid for one in found.new] == ["y"]


def followed(**given: object) -> Calendar:
    made = Calendar(
        CalendarId(1), GuildId(HERE), EntityId("forum"), "https://a.example", "A", UserId(1), NOW, read_at=NOW
    )
    return replace(made, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("found", "expected", "waits"),
    [(0, 0, False), (0, 1, True), (1, 2, False), (1, 3, True), (5, 5, False), (9, 2, False)],
)
def test_less_than_half_of_what_is_expected_is_not_believed_at_once(
    found: int, expected: int, waits: bool
) -> None:
    assert is_to_wait(followed(), found, expected, NOW) is waits
    six_hours = followed(shrunk_at=NOW - timedelta(hours=6))
    assert not is_to_wait(six_hours, found, expected, NOW)
    five_hours = followed(shrunk_at=NOW - timedelta(hours=5))
    assert is_to_wait(five_hours, found, expected, NOW) is waits


def wait(calendar: Calendar) -> timedelta:
    assert calendar.next_poll_at is not None
    return calendar.next_poll_at - NOW


@pytest.mark.parametrize(
    ("wanted", "minutes"),
    [(None, 60), (1, 15), (15, 15), (240, 240), (1440, 1440), (10_000, 1440), (0, 60), (-5, 15)],
)
def test_it_is_asked_as_often_as_it_wants_within_bounds(wanted: int | None, minutes: int) -> None:
    calendar = followed(refresh=timedelta(minutes=wanted) if wanted is not None else None)
    assert wait(pacing.alive(calendar, NOW, 0)) == timedelta(minutes=minutes)
    assert wait(pacing.alive(calendar, NOW, 1)) == timedelta(minutes=minutes) * 1.1
    assert wait(pacing.alive(calendar, NOW, 0, timedelta(hours=30))) == timedelta(days=1)


def test_failures_double_the_wait_up_to_a_day_and_never_end() -> None:
    calendar, hours = followed(), []
    for _ in range(40):
        calendar = pacing.failed(calendar, "no", NOW, 0)
        hours.append(wait(calendar) / timedelta(hours=1))
    assert hours[:6] == [1, 2, 4, 8, 16, 24] and set(hours[6:]) == {24}
    assert (calendar.failures, calendar.last_error, calendar.failing_since_at) == (40, "no", NOW)
    assert not pacing.is_to_be_told(calendar, NOW + timedelta(hours=23))
    assert pacing.is_to_be_told(calendar, NOW + timedelta(hours=24))
    assert not pacing.is_to_be_told(replace(calendar, trouble_told_at=NOW), NOW + timedelta(days=9))
    assert pacing.alive(calendar, NOW, 0).failing_since_at is None


def test_all_of_it_is_asked_for_once_a_week_and_while_some_of_it_was_not_taken() -> None:
    assert not pacing.asks_for_everything(followed(), NOW + timedelta(days=6))
    assert pacing.asks_for_everything(followed(), NOW + timedelta(days=7))
    for given in ({"no_room": 1}, {"shrunk_at": NOW}, {"read_at": None}):
        assert pacing.asks_for_everything(followed(**given), NOW)
