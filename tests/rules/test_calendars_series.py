"""Series of events: what recurs, is moved, added or taken out, and how far a series is followed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rules.calendars import reading as calendars
from bot.rules.calendars.nouns import Skipped, Status, moment
from bot.rules.calendars.series import begin_near
from tests.rules.calendar_starts import BERLIN, GOOD, starts
from tests.rules.ics import calendar, event, only, read, reasons


def test_a_series_is_expanded_on_the_wall_clock_of_its_zone() -> None:
    weekly = event("DTSTART;TZID=Europe/Berlin:20261018T090000", "RRULE:FREQ=WEEKLY;COUNT=3")
    assert starts(calendar(weekly)) == [
        "2026-10-18T07:00:00Z",
        "2026-10-25T08:00:00Z",
        "2026-11-01T08:00:00Z",
    ]


def test_each_occurrence_has_the_start_it_has_by_the_rule_as_its_recurrence_id() -> None:
    moved = event("RECURRENCE-ID:20261106T090000Z", "DTSTART:20261106T150000Z", uid="s", summary="Moved")
    found = read(calendar(event("DTSTART:20261105T090000Z", "RRULE:FREQ=DAILY;COUNT=3", uid="s"), moved))
    assert [(one.identity, moment(one.start), one.summary) for one in found.events] == [
        (("s", "2026-11-05T09:00:00Z"), "2026-11-05T09:00:00Z", "A meeting"),
        (("s", "2026-11-06T09:00:00Z"), "2026-11-06T15:00:00Z", "Moved"),
        (("s", "2026-11-07T09:00:00Z"), "2026-11-07T09:00:00Z", "A meeting"),
    ]


def test_this_and_what_follows_moves_without_becoming_another_occurrence() -> None:
    later = event("RECURRENCE-ID;RANGE=THISANDFUTURE:20261106T090000Z", "DTSTART:20261106T100000Z", uid="s")
    found = read(calendar(event("DTSTART:20261105T090000Z", "RRULE:FREQ=DAILY;COUNT=4", uid="s"), later))
    assert [
        (moment(one.start)[:13], moment(one.recurrence_id or one.start)[:13]) for one in found.events
    ] == [
        ("2026-11-05T09", "2026-11-05T09"),
        ("2026-11-06T10", "2026-11-06T09"),
        ("2026-11-07T10", "2026-11-07T09"),
        ("2026-11-08T10", "2026-11-08T09"),
    ]


def test_a_single_event_has_no_recurrence_id() -> None:
    assert only(read(calendar(GOOD))).identity == ("good", "")


@pytest.mark.parametrize("start", [["DTSTART:20261106T090000Z"], []])
def test_a_cancelled_occurrence_stays_as_cancelled(start: list[str]) -> None:
    off = event("RECURRENCE-ID:20261106T090000Z", *start, "STATUS:CANCELLED", uid="s")
    found = read(calendar(event("DTSTART:20261105T090000Z", "RRULE:FREQ=DAILY;COUNT=3", uid="s"), off))
    assert [one.status for one in found.events] == [None, Status.CANCELLED, None]
    assert found.events[1].identity == ("s", "2026-11-06T09:00:00Z")


def test_a_calendar_that_cancels_cancels_all_that_is_in_it() -> None:
    found = read(calendar("METHOD:CANCEL", event("DTSTART:20261105T090000Z", "STATUS:CONFIRMED")))
    assert only(found).status is Status.CANCELLED


def test_days_are_added_and_taken_out() -> None:
    lines = "RRULE:FREQ=DAILY;COUNT=3", "EXDATE;VALUE=DATE:20261106", "RDATE;VALUE=DATE:20261120,20261121"
    assert starts(calendar(event("DTSTART;VALUE=DATE:20261105", *lines))) == [
        "2026-11-05",
        "2026-11-07",
        "2026-11-20",
        "2026-11-21",
    ]


@pytest.mark.parametrize(
    ("start", "until", "last"),
    [
        ("DTSTART;TZID=Asia/Manila:20261105T230000", "20261107", "2026-11-07T15:00:00Z"),
        ("DTSTART;TZID=America/New_York:20261105T210000", "20261107", "2026-11-08T02:00:00Z"),
        ("DTSTART;TZID=Asia/Manila:20261105T090000", "20261107T090000", "2026-11-07T01:00:00Z"),
        ("DTSTART;TZID=Asia/Manila:20261105T090000", "20261107T010000Z", "2026-11-07T01:00:00Z"),
        ("DTSTART:20261105T090000Z", "20261107", "2026-11-07T09:00:00Z"),
        ("DTSTART:20261105T090000", "20261107", "2026-11-07T09:00:00"),
        ("DTSTART:20261105T090000", "20261107T235959Z", "2026-11-07T09:00:00"),
        ("DTSTART;VALUE=DATE:20261105", "20261107", "2026-11-07"),
        ("DTSTART;VALUE=DATE:20261105", "20261107T000000Z", "2026-11-07"),
    ],
)
def test_a_series_runs_to_the_end_of_the_day_it_is_said_to_end_on(start: str, until: str, last: str) -> None:
    found = starts(calendar(event(start, f"RRULE:FREQ=DAILY;UNTIL={until}")))
    assert len(found) == 3 and found[-1] == last


def test_of_two_events_with_one_uid_the_one_with_the_higher_sequence_counts_wherever_it_stands() -> None:
    old = event("DTSTART:20261105T090000Z", "SEQUENCE:1", uid="u", summary="Old")
    new = event("DTSTART:20261106T090000Z", "SEQUENCE:2", uid="u", summary="New")
    for parts in ((old, new), (new, old)):
        found = read(calendar(*parts))
        assert only(found).summary == "New"
        assert found.skipped == (Skipped("Old", "another event of this calendar has the same UID"),)


def test_an_exception_without_its_series_is_an_event() -> None:
    one = only(read(calendar(event("RECURRENCE-ID:20261106T090000Z", "DTSTART:20261106T150000Z", uid="s"))))
    assert (one.identity, moment(one.start)) == (("s", "2026-11-06T09:00:00Z"), "2026-11-06T15:00:00Z")


def test_both_dates_asked_for_are_taken_in_and_what_reaches_into_them() -> None:
    data = calendar(
        event("DTSTART:20261031T230000Z", "DTEND:20261101T000000Z", summary="over by then"),
        event("DTSTART:20261031T230000Z", "DTEND:20261101T003000Z", summary="reaches in"),
        event("DTSTART;VALUE=DATE:20261030", "DTEND;VALUE=DATE:20261102", summary="days"),
        event("DTSTART;TZID=Pacific/Auckland:20261101T003000", summary="the first there"),
        event("DTSTART;TZID=Pacific/Honolulu:20261130T235900", summary="the last there"),
        event("DTSTART;VALUE=DATE:20261201", summary="after"),
        event("DTSTART:20261031T120000Z", "RRULE:FREQ=DAILY", summary="daily"),
    )
    found = read(data, date(2026, 11, 1), date(2026, 11, 30))
    names = [one.summary for one in found.events]
    assert sorted(set(names)) == ["daily", "days", "reaches in", "the first there", "the last there"]
    assert names.count("daily") == 30


def test_events_are_sorted_by_start() -> None:
    found = read(calendar(GOOD, *(event(f"DTSTART:202611{day:02}T090000Z") for day in (20, 3, 11))))
    assert all(one.start <= other.start for one, other in pairwise(found.events))


def test_a_series_is_followed_for_400_days_and_a_single_event_over_all_of_the_time() -> None:
    data = calendar(
        event("DTSTART;VALUE=DATE:20260101", "RRULE:FREQ=DAILY", uid="s"), event("DTSTART:20400101T090000Z")
    )
    found = read(data, date(2026, 1, 1), date(2040, 12, 31))
    assert len(found.events) == 401 and found.events[-1].start.year == 2040
    assert "a series is followed for 400 days" in reasons(found)


def test_no_series_fills_a_calendar() -> None:
    often = event(
        "DTSTART:20261001T000000Z", f"RRULE:FREQ=DAILY;BYHOUR={','.join(map(str, range(24)))}", uid="s"
    )
    found = read(calendar(often, GOOD))
    assert len(found.events) == 1_001 and "more than 1000 times" in reasons(found)
    many = read(calendar(GOOD, *[event(BERLIN, "RRULE:FREQ=DAILY") for _ in range(40)]))
    assert len(many.events) == calendars.MOST_IN_ALL and "more than 10000 events" in reasons(many)


def test_only_so_many_events_of_a_file_are_read() -> None:
    found = read(calendar(*[event("DTSTART:20261105T090000Z") for _ in range(5_003)]))
    assert len(found.events) == 5_000 and "3 events: only the first 5000 are read" in reasons(found)


def test_so_many_mistakes_are_told_and_no_more() -> None:
    assert len(read(calendar(*[event() for _ in range(2_000)])).skipped) == 1_000


@pytest.mark.parametrize(
    ("first", "last"), [(date.min, date.max), (date.min, date.min), (date.max, date.max)]
)
def test_the_ends_of_time_are_no_trouble(first: date, last: date) -> None:
    edges = [
        *("DTSTART;VALUE=DATE:00010101", "DTSTART;VALUE=DATE:99991231"),
        *("DTSTART;TZID=Asia/Manila:00010101T000000", "DTSTART;TZID=America/New_York:99991231T235900"),
    ]
    rules = [[], ["RRULE:FREQ=YEARLY"], ["RRULE:FREQ=DAILY;COUNT=2"], ["DURATION:P9999D"]]
    data = calendar(GOOD, *(event(edge, *rule) for edge in edges for rule in rules))
    assert read(data, first, last).ok
    assert [one.uid for one in read(data).events].count("good") == 1


rules = st.builds(
    lambda freq, interval, more: f"FREQ={freq};INTERVAL={interval}{more}",
    st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]),
    st.integers(1, 7),
    st.sampled_from(
        ["", ";BYDAY=MO,TH", ";BYMONTHDAY=31", ";BYMONTHDAY=-1", ";BYMONTH=3,11", ";WKST=SU;BYDAY=SU"]
    ),
)


@settings(max_examples=150, deadline=None)
@given(
    st.dates(date(1930, 1, 1), date(2024, 1, 1)),
    rules,
    st.sampled_from(
        ["DTSTART;VALUE=DATE:%Y%m%d", "DTSTART;TZID=America/New_York:%Y%m%dT013000", "DTSTART:%Y%m%dT233000Z"]
    ),
)
def test_a_series_that_began_long_ago_is_the_same_from_a_later_start(
    start: date, rule: str, written: str
) -> None:
    near = calendar(event(start.strftime(written), f"RRULE:{rule}", uid="s"))
    far = calendar(event(start.strftime(written), f"RRULE:{rule}", "RRULE:FREQ=YEARLY;COUNT=1", uid="s"))
    assert starts(near) == starts(far)  # with a second rule, which adds the first day again, nothing is moved


def test_a_series_that_began_long_ago_is_followed_from_a_day_near() -> None:
    import icalendar

    made = icalendar.Event.from_ical(
        event("DTSTART:19500105T090000Z", "DTEND:19500105T100000Z", "RRULE:FREQ=YEARLY").encode()
    )
    assert isinstance(made, icalendar.Event)
    begin_near(made, date(2026, 11, 1))
    assert made.start == datetime(2023, 1, 5, 9, tzinfo=UTC) and made.end == made.start + timedelta(hours=1)
