"""Reading a calendar: times, zones, series and their exceptions, and one broken event that loses no other."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rules.calendars import reading as calendars
from bot.rules.calendars.nouns import Skipped, Status, moment
from bot.rules.calendars.series import begin_near
from tests.rules.ics import calendar, event, only, read, reasons

GOOD = event("DTSTART:20261105T090000Z", uid="good", summary="The good one")
BERLIN = "DTSTART;TZID=Europe/Berlin:20261105T090000"
OWN_ZONE = (
    "BEGIN:VTIMEZONE\r\nTZID:{id}\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:{offset}\r\n"
    "TZOFFSETTO:{offset}\r\nEND:STANDARD\r\nEND:VTIMEZONE"
)


def starts(data: bytes, first: date = date(2026, 10, 1), last: date = date(2027, 9, 30)) -> list[str]:
    found = read(data, first, last)
    assert found.skipped == ()
    return [moment(one.start) for one in found.events]


def test_a_time_in_utc_is_itself() -> None:
    found = only(read(calendar(event("DTSTART:20261105T090000Z", "DTEND:20261105T100000Z"))))
    assert (moment(found.start), moment(found.end or found.start)) == (
        "2026-11-05T09:00:00Z",
        "2026-11-05T10:00:00Z",
    )
    assert (found.zone, found.all_day, found.status, found.revision.sequence) == ("UTC", False, None, 0)


def test_a_time_in_a_zone_becomes_an_instant_and_keeps_its_zone() -> None:
    found = only(read(calendar(event(BERLIN, "DURATION:PT90M", "STATUS:CONFIRMED", "SEQUENCE:3"))))
    assert (moment(found.start), found.zone) == ("2026-11-05T08:00:00Z", "Europe/Berlin")
    assert found.end == datetime(2026, 11, 5, 9, 30, tzinfo=UTC)
    assert (found.status, found.revision.sequence) == (Status.CONFIRMED, 3)


@pytest.mark.parametrize(
    ("zone", "name"),
    [
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("/freeassociation.sourceforge.net/Europe/Berlin", "Europe/Berlin"),
        ("/Europe/Berlin", "Europe/Berlin"),
        ('"Europe/Berlin"', "Europe/Berlin"),
    ],
)
def test_the_zone_names_of_other_programs_are_known(zone: str, name: str) -> None:
    found = only(read(calendar(event(f"DTSTART;TZID={zone}:20261105T090000"))))
    assert (moment(found.start), found.zone) == ("2026-11-05T08:00:00Z", name)


UNKNOWN = [
    *("Customized Time Zone", "GMT+0200", "tzone://Microsoft/Utc", "(UTC+01:00) Amsterdam", "europe/berlin"),
    *("../../etc/passwd", "/etc/passwd", "Europe", "America/Argentina", "..", "zone.tab", "A" * 90),
]


@pytest.mark.parametrize("zone", UNKNOWN)
def test_a_zone_that_is_not_known_is_no_zone_and_said(zone: str) -> None:
    found = read(calendar(event(f'DTSTART;TZID="{zone}":20261105T090000')))
    one = only(found)
    assert (moment(one.start), one.zone) == ("2026-11-05T09:00:00", None)
    assert f"its time zone {zone!r} is not known" in reasons(found)


def test_a_zone_may_be_defined_in_the_calendar_before_or_behind_what_names_it() -> None:
    zone = OWN_ZONE.format(id="Ours", offset="+0530")
    for parts in (
        [zone, event("DTSTART;TZID=Ours:20261105T090000")],
        [event("DTSTART;TZID=Ours:20261105T090000"), zone],
    ):
        found = only(read(calendar(*parts)))
        assert (moment(found.start), found.zone) == ("2026-11-05T03:30:00Z", "Ours")


def test_a_zone_that_one_calendar_defines_means_nothing_in_the_next() -> None:
    one = event("DTSTART;TZID=Ours:20261105T090000", uid="one")
    only(read(calendar(OWN_ZONE.format(id="Ours", offset="+0530"), one)))
    found = only(read(calendar(OWN_ZONE.format(id="Ours", offset="-0300"), one)))
    assert moment(found.start) == "2026-11-05T12:00:00Z"
    assert only(read(calendar(one))).zone is None


def test_a_zone_that_cannot_be_read_costs_only_the_zone() -> None:
    zone = "BEGIN:VTIMEZONE\r\nTZID:Ours\r\nBEGIN:STANDARD\r\nDTSTART:never\r\nEND:STANDARD\r\nEND:VTIMEZONE"
    found = read(calendar(zone, event("DTSTART;TZID=Ours:20261105T090000", uid="one"), GOOD))
    assert [moment(one.start) for one in found.events] == ["2026-11-05T09:00:00Z", "2026-11-05T09:00:00"]
    assert "the time zone Ours: its definition cannot be read" in reasons(found)


def test_a_floating_time_stays_without_a_zone() -> None:
    found = read(calendar(event("DTSTART:20261105T090000")))
    assert (moment(only(found).start), only(found).zone, found.skipped) == ("2026-11-05T09:00:00", None, ())


def test_a_floating_time_is_of_the_zone_that_the_calendar_names_for_itself() -> None:
    parts = event("DTSTART:20261105T090000", "DTEND:20261105T100000"), event("DTSTART;VALUE=DATE:20261105")
    found = read(calendar("X-WR-TIMEZONE:Asia/Manila", *parts))
    assert [(moment(one.start), one.zone) for one in found.events] == [
        ("2026-11-05", None),
        ("2026-11-05T01:00:00Z", "Asia/Manila"),
    ]


@pytest.mark.parametrize("zone", [*UNKNOWN, 'Our "Time"', "A" * 5_000])
def test_a_floating_time_stays_one_where_the_calendar_names_no_zone_that_is_known(zone: str) -> None:
    found = only(read(calendar(f"X-WR-TIMEZONE:{zone}", event("DTSTART:20261105T090000"))))
    assert (moment(found.start), found.zone) == ("2026-11-05T09:00:00", None)


def test_a_calendar_may_name_a_zone_of_its_own_for_all_its_times() -> None:
    zone = OWN_ZONE.format(id="(UTC+5:30) Ours; theirs", offset="+0530")
    data = calendar("X-WR-TIMEZONE:(UTC+5:30) Ours; theirs", zone, event("DTSTART:20261105T090000"))
    assert moment(only(read(data)).start) == "2026-11-05T03:30:00Z"


def test_an_hour_that_a_clock_change_skips_is_later_by_the_gap() -> None:
    found = only(read(calendar(event("DTSTART;TZID=America/New_York:20270314T023000"))))
    assert moment(found.start) == "2027-03-14T07:30:00Z"


def test_days_are_dates_with_an_exclusive_end() -> None:
    found = only(read(calendar(event("DTSTART;VALUE=DATE:20261105", "DTEND;VALUE=DATE:20261108"))))
    assert (found.start, found.end, found.all_day, found.zone) == (
        date(2026, 11, 5),
        date(2026, 11, 8),
        True,
        None,
    )
    alone = only(read(calendar(event("DTSTART;VALUE=DATE:20261105"))))
    assert alone.end == date(2026, 11, 6)


def test_a_time_without_an_end_has_none() -> None:
    assert only(read(calendar(event("DTSTART:20261105T090000Z")))).end is None


@pytest.mark.parametrize(
    ("start", "end", "why"),
    [
        ("DTSTART:20261105T090000Z", "DTEND:20261104T090000Z", "it lies before its start"),
        ("DTSTART:20261105T090000Z", "DURATION:-PT1H", "it lies before its start"),
        ("DTSTART:20261105T090000Z", "DTEND;VALUE=DATE:20261106", "it is a date and its start a time"),
        ("DTSTART:20261105T090000Z", "DTEND:20261105T100000", "only one of start and end has a time zone"),
        ("DTSTART:20261105T090000Z", "DTEND:tomorrow", "its DTEND cannot be read"),
        ("DTSTART:20261105T090000Z", "DURATION:P999999999999999999W", "its DURATION cannot be read"),
    ],
)
def test_an_end_that_cannot_be_one_is_left_out_and_the_start_kept(start: str, end: str, why: str) -> None:
    found = read(calendar(event(start, end)))
    assert (moment(only(found).start), only(found).end) == ("2026-11-05T09:00:00Z", None)
    assert why in reasons(found)


def test_a_day_that_ends_where_it_starts_is_a_day_long() -> None:
    found = read(calendar(event("DTSTART;VALUE=DATE:20261105", "DTEND;VALUE=DATE:20261105")))
    assert only(found).end == date(2026, 11, 6) and "its end is left out" in reasons(found)


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (event("DTEND:20261105T090000Z"), "has no DTSTART"),
        (event("DTSTART:20261105T090000Z", "DTSTART:20261106T090000Z"), "has more than one DTSTART"),
        (event("DTSTART:20261105T090000Z", uid=None), "has no UID"),
        (event("DTSTART:20261105T090000Z", "UID:", uid=None), "has no UID"),
        (event("DTSTART:20261105T090000Z", "UID:b", uid="a"), "has more than one UID"),
        (event("DTSTART:20260230T090000Z"), "has a DTSTART that cannot be read"),
        (event("DTSTART:soon"), "has a DTSTART that cannot be read"),
        (event("DTSTART;VALUE=PERIOD:20261105T090000Z/PT1H"), "has a DTSTART that"),
        (event("DTSTART;TZID=Europe/Berlin"), "has a DTSTART that cannot be read"),
        (event("DTSTART:20261105T090000Z", "RRULE:FREQ=SECONDLY"), "recurs SECONDLY"),
        (event("DTSTART:20261105T090000Z", "RRULE:FREQ=MINUTELY"), "recurs MINUTELY"),
        (event("DTSTART:20261105T090000Z", "RRULE:FREQ=HOURLY;COUNT=2"), "recurs HOURLY"),
        (event("DTSTART:20261105T090000Z", "RRULE:COUNT=2"), "recurs without a frequency"),
        (event("DTSTART:20261105T090000Z", "RRULE:FREQ=SOMETIMES"), "RRULE"),
        (event("DTSTART:20261105T090000Z", "RRULE:FREQ=DAILY;INTERVAL=0"), "INTERVAL or COUNT below 1"),
        (event("DTSTART:20261105T090000Z", "RRULE:FREQ=DAILY;COUNT=-1"), "INTERVAL or COUNT below 1"),
        (
            event("DTSTART:20261105T090000Z", f"RRULE:FREQ=DAILY;BYMINUTE={','.join(map(str, range(60)))}"),
            "recurs more than 24 times a day",
        ),
        (event("DTSTART:20261105T090000Z", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"), "no day fulfils"),
        (event("DTSTART:20261105T090000Z", "RRULE:FREQ=DAILY;BYSETPOS=300"), "no day fulfils"),
        (event("DTSTART:20261105T090000Z", "RRULE:RSCALE=CHINESE;FREQ=YEARLY"), "RRULE|another calendar"),
        (event("DTSTART:20261105T090000Z", "RRULE:FREQ=YEARLY;BYMONTH=13"), "RRULE|expanded|no day"),
        (event("DTSTART:20261105T090000Z", *["RRULE:FREQ=DAILY"] * 11), "more than 10 rules"),
        (event("DTSTART:20261105T090000Z", *["EXDATE:20261105T090000Z"] * 3_000), "more than 2000 lines"),
        (event("DTSTART:20261105T090000Z", "EXRULE:FREQ=DAILY"), "EXRULE"),
        (event("DTSTART:20261105T090000Z", "RRULE:FREQ=DAILY", "EXDATE:never"), "has a EXDATE"),
        (event("DTSTART:20261105T090000Z", "RRULE:FREQ=DAILY", "RDATE:20261340"), "has a RDATE"),
        ("BEGIN:VEVENT\r\nUID:x\r\nSUMMARY:A meeting\r\nDTSTART:20261105T090000Z", "has no end"),
    ],
)
def test_a_broken_event_is_named_with_its_reason_and_loses_no_other(bad: str, why: str) -> None:
    found = read(calendar(bad, GOOD))
    assert found.ok and only(found).uid == "good"
    assert [one.what for one in found.skipped] == ["A meeting"]
    assert any(part in reasons(found) for part in why.split("|")), reasons(found)


def test_a_broken_line_that_nobody_needs_costs_nothing() -> None:
    lines = (
        "DTSTART:20261105T090000Z",
        "this is no line",
        "ATTENDEE;=:::",
        "GEO:north",
        "X-ODD;\x01=:",
        "CREATED:x",
    )
    found = read(calendar("X-BROKEN", event(*lines), "BEGIN", ":"))
    assert moment(only(found).start) == "2026-11-05T09:00:00Z" and found.skipped == ()


def test_a_line_that_means_little_and_cannot_be_read_is_as_if_it_were_not_there() -> None:
    lines = (
        "STATUS:PERHAPS",
        "SEQUENCE:" + "9" * 5000,
        "DTSTAMP:now",
        "LAST-MODIFIED:20261399T000000Z",
        "URL:::",
    )
    one = only(read(calendar(event("DTSTART:20261105T090000Z", *lines))))
    assert (one.status, one.revision.sequence, one.revision.stamp) == (None, 0, None)
    assert (
        only(read(calendar(event("DTSTART:20261105T090000Z", "SEQUENCE:99999999999")))).revision.sequence == 0
    )


def test_an_alarm_adds_nothing() -> None:
    alarm = "BEGIN:VALARM", "TRIGGER:-PT1H", "REPEAT:99999999", "DURATION:PT1S", "SUMMARY:Ring", "END:VALARM"
    assert only(read(calendar(event("DTSTART:20261105T090000Z", *alarm)))).summary == "A meeting"


def test_names_and_texts_are_unescaped_and_in_one_line() -> None:
    found = read(
        calendar(r"X-WR-CALNAME:Ours\, and\ntheirs", event(r"LOCATION:Hall 1\; left\, then up", BERLIN))
    )
    assert (found.name, only(found).place) == ("Ours, and theirs", "Hall 1; left, then up")


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
