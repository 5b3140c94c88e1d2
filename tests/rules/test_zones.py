"""A zone is a place or UTC, found by what people call it; offsets and abbreviations are never guessed.
An hour that a clock change skips is later by the gap, and one that comes twice is the pass that was chosen.
"""

from __future__ import annotations

import zoneinfo
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.dates import zones
from bot.rules.dates.zone_names import ABBREVIATIONS, ALSO_CALLED
from bot.rules.dates.zones import (
    ClockChange,
    NotAZone,
    NotOnTheClock,
    clock_change,
    find_zones,
    instant,
    named,
)
from tests.rules.making import PROPERTY, utc

NAMES = frozenset(available_timezones())
WALLS = st.builds(datetime.combine, st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.times())
OFFERED = st.sampled_from(sorted(name for name in NAMES if zones.is_offered(name)))


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("kuala", "Asia/Kuala_Lumpur"),
        ("Kuala Lumpur", "Asia/Kuala_Lumpur"),
        ("KL", "Asia/Kuala_Lumpur"),
        ("asia/kuala_lumpur", "Asia/Kuala_Lumpur"),
        ("new york", "America/New_York"),
        ("york new", "America/New_York"),
        ("berl", "Europe/Berlin"),
        ("utc", "UTC"),
        ("Port-au-Prince", "America/Port-au-Prince"),
        ("new del", "Asia/Kolkata"),
        ("hanoi", "Asia/Ho_Chi_Minh"),
        ("geneva", "Europe/Zurich"),
        ("japan", "Asia/Tokyo"),
    ],
)
def test_a_zone_is_found_by_what_people_type(query: str, first: str) -> None:
    assert find_zones(query, NAMES)[0] == first


@pytest.mark.parametrize(
    "query", ["EST", "localtime", "Etc/GMT+5", "US/Eastern", "posixrules", "🚢 nowhere", "GMT0"]
)
def test_what_is_no_place_is_not_offered(query: str) -> None:
    offered = find_zones(query, [*NAMES, "localtime", "posixrules", "posix/Asia/Tokyo", "right/Asia/Tokyo"])
    assert query not in offered
    assert all("/" in name or name == "UTC" for name in offered)


@PROPERTY
@given(st.text(max_size=30))
def test_any_query_is_answered_with_at_most_25_zones(query: str) -> None:
    assert len(find_zones(query, NAMES)) <= 25


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Asia/Manila", "Asia/Manila"),
        (" asia/manila ", "Asia/Manila"),
        ("Manila", "Asia/Manila"),
        ("KL", "Asia/Kuala_Lumpur"),
        ("Port Moresby", "Pacific/Port_Moresby"),
        ("Washington DC", "America/New_York"),
        ("UTC", "UTC"),
        ("Z", "UTC"),
        ("GMT", "UTC"),
        ("US/Eastern", "US/Eastern"),
    ],
)
def test_a_zone_that_is_named_in_full_is_taken(text: str, zone: str) -> None:
    assert named(text).key == zone


@pytest.mark.parametrize(
    ("text", "reason", "candidates"),
    [
        ("IST", "IST is no zone", ("Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem")),
        ("bst", "BST is no zone", ("Europe/London", "Asia/Dhaka", "Pacific/Bougainville")),
        ("CST", "CST is no zone", ABBREVIATIONS["CST"]),
        ("EST", "EST is no zone", ABBREVIATIONS["EST"]),
        ("EST5EDT", "is no zone", ("America/New_York",)),
        ("kuala", "is no zone by itself", ("Asia/Kuala_Lumpur",)),
        ("Asia/Kol", "is no zone by itself", ("Asia/Kolkata",)),
        ("york", "is no zone by itself", ("America/New_York",)),
        ("localtime", "know no zone", ()),
        ("posixrules", "know no zone", ()),
        ("posix/Asia/Tokyo", "know no zone", ()),
        ("Factory", "know no zone", ()),
        ("Etc/GMT+5", "is an offset", ()),
        ("etc/utc", "is an offset", ()),
        ("+08:00", "is an offset", ()),
        ("UTC+8", "is an offset", ()),
        ("-0500", "is an offset", ()),
        ("../../etc/passwd", "know no zone", ()),
        ("/etc/localtime", "know no zone", ()),
        ("", "know no zone", ()),
        ("\x00", "know no zone", ()),
        ("x" * 10_000, "at most 64 characters", ()),
    ],
)
def test_what_is_no_zone_or_may_be_several_is_asked_back(
    text: str, reason: str, candidates: tuple[str, ...]
) -> None:
    with pytest.raises(NotAZone, match=reason) as refused:
        named(text)
    assert refused.value.candidates == candidates


def test_every_place_of_the_tables_is_a_zone_that_is_offered() -> None:
    places = {*ALSO_CALLED, *(place for meant in ABBREVIATIONS.values() for place in meant)}
    assert [place for place in places if place not in NAMES or not zones.is_offered(place)] == []
    called = [(zone, name) for zone, names in ALSO_CALLED.items() for name in names]
    assert [(zone, name) for zone, name in called if named(name).key != zone] == []


@PROPERTY
@given(OFFERED)
def test_every_zone_that_is_offered_is_taken_by_its_name(name: str) -> None:
    assert named(name).key == name


@PROPERTY
@given(st.text(max_size=70))
def test_any_text_is_a_zone_or_refused_by_name(text: str) -> None:
    try:
        assert named(text).key in NAMES
    except NotAZone as refused:
        assert str(refused)


def test_zone_rules_come_from_the_package_alone_and_name_their_release() -> None:
    assert zoneinfo.TZPATH == ()
    assert zones.tzdata_version() >= "2026a"


@pytest.mark.parametrize(
    ("zone", "day", "hour", "fold", "at", "change"),
    [
        ("America/New_York", "2027-03-14", "02:30", 0, "2027-03-14T07:30", ClockChange.SKIPPED),
        # Of an hour that is skipped there is no second pass: it is later all the same.
        ("America/New_York", "2027-03-14", "02:30", 1, "2027-03-14T07:30", ClockChange.SKIPPED),
        ("America/New_York", "2027-03-14", "03:00", 0, "2027-03-14T07:00", None),
        ("America/New_York", "2026-11-01", "01:30", 0, "2026-11-01T05:30", ClockChange.TWICE),
        ("America/New_York", "2026-11-01", "01:30", 1, "2026-11-01T06:30", ClockChange.TWICE),
        ("America/New_York", "2026-11-01", "02:00", 1, "2026-11-01T07:00", None),
        # Lord Howe changes its clock by half an hour.
        ("Australia/Lord_Howe", "2026-10-04", "02:10", 0, "2026-10-03T15:40", ClockChange.SKIPPED),
        ("Australia/Lord_Howe", "2027-04-04", "01:45", 0, "2027-04-03T14:45", ClockChange.TWICE),
        ("Australia/Lord_Howe", "2027-04-04", "01:45", 1, "2027-04-03T15:15", ClockChange.TWICE),
        # Apia left out 30 December 2011.
        ("Pacific/Apia", "2011-12-30", "09:00", 0, "2011-12-30T19:00", ClockChange.SKIPPED),
        ("Pacific/Apia", "2011-12-31", "09:00", 0, "2011-12-30T19:00", None),
        # The clock jumps at midnight: a day begins at 01:00, and may have 23 hours or 25.
        ("America/Santiago", "2026-09-06", "00:00", 0, "2026-09-06T04:00", ClockChange.SKIPPED),
        ("America/Santiago", "2027-04-03", "23:30", 0, "2027-04-04T02:30", ClockChange.TWICE),
        ("America/Santiago", "2027-04-03", "23:30", 1, "2027-04-04T03:30", ClockChange.TWICE),
        ("Asia/Beirut", "2027-03-28", "00:00", 0, "2027-03-27T22:00", ClockChange.SKIPPED),
        ("Africa/Cairo", "2027-04-30", "00:00", 0, "2027-04-29T22:00", ClockChange.SKIPPED),
        ("Africa/Cairo", "2026-10-29", "23:30", 1, "2026-10-29T21:30", ClockChange.TWICE),
        # Casablanca stopped changing its clock in September 2026, as only a release of that year knows.
        ("Africa/Casablanca", "2026-03-22", "02:30", 0, "2026-03-22T02:30", ClockChange.SKIPPED),
        ("Africa/Casablanca", "2026-09-20", "01:30", 0, "2026-09-20T00:30", ClockChange.TWICE),
        ("Africa/Casablanca", "2026-09-20", "01:30", 1, "2026-09-20T01:30", ClockChange.TWICE),
        ("Africa/Casablanca", "2027-06-01", "09:00", 0, "2027-06-01T09:00", None),
        ("Asia/Kathmandu", "2027-01-01", "00:00", 0, "2026-12-31T18:15", None),
        ("Europe/Berlin", "2028-02-29", "12:00", 0, "2028-02-29T11:00", None),
        ("Pacific/Kiritimati", "2027-01-01", "00:00", 0, "2026-12-31T10:00", None),
    ],
)
def test_r1_and_r2_an_hour_of_a_zone_is_one_instant_whatever_its_clock_does(
    zone: str, day: str, hour: str, fold: int, at: str, change: ClockChange | None
) -> None:
    where = (date.fromisoformat(day), time.fromisoformat(hour), ZoneInfo(zone))
    assert instant(*where, fold) == utc(at)
    assert clock_change(*where) is change


@pytest.mark.parametrize(
    ("day", "hour", "zone"),
    [
        (date.min, time(0), "Asia/Tokyo"),
        (date.max, time(23), "America/New_York"),
    ],
)
def test_an_hour_beyond_the_calendars_edge_has_no_instant(day: date, hour: time, zone: str) -> None:
    with pytest.raises(NotOnTheClock, match="outside the years 1 to 9999"):
        instant(day, hour, ZoneInfo(zone))


@PROPERTY
@given(OFFERED, WALLS, st.integers(0, 1))
def test_the_clock_shows_an_instants_hour_unless_it_skips_it_and_then_a_later_one(
    name: str, wall: datetime, fold: int
) -> None:
    zone = ZoneInfo(name)
    at = instant(wall.date(), wall.time(), zone, fold)
    shown = at.astimezone(zone).replace(tzinfo=None, fold=0)
    skipped = clock_change(wall.date(), wall.time(), zone) is ClockChange.SKIPPED
    assert shown > wall if skipped else shown == wall


@PROPERTY
@given(OFFERED, WALLS)
def test_the_second_pass_is_never_before_the_first(name: str, wall: datetime) -> None:
    where = (wall.date(), wall.time(), ZoneInfo(name))
    gained = instant(*where, 1) - instant(*where)
    assert (gained > timedelta(0)) is (clock_change(*where) is ClockChange.TWICE)
    assert gained >= timedelta(0) and instant(*where).tzinfo is UTC
