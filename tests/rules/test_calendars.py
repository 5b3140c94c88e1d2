"""Reading a calendar: times, zones, series and their exceptions, and one broken event that loses no other."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot.rules.calendars.nouns import Status, moment
from tests.rules.calendar_starts import BERLIN, GOOD
from tests.rules.ics import calendar, event, only, read, reasons

OWN_ZONE = (
    "BEGIN:VTIMEZONE\r\nTZID:{id}\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:{offset}\r\n"
    "TZOFFSETTO:{offset}\r\nEND:STANDARD\r\nEND:VTIMEZONE"
)


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
