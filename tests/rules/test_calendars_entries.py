"""An entry is dated as precisely as its calendar has it, and never more; what is over is left out."""

from __future__ import annotations

from datetime import date, time

import pytest

from bot.rules.calendars.entries import Entry, Found, read
from storage import edtf
from storage.edtf import Announced
from storage.records import EventStatus
from tests.rules.ics import calendar, event
from tests.rules.making import on

NOW = on(date(2026, 11, 22))


def found(*parts: str, zone: str = "Asia/Manila") -> Found:
    return read(calendar(*parts), NOW, zone)


def only(*lines: str, zone: str = "Asia/Manila", summary: str = "A meeting") -> Entry:
    (entry,) = found(event(*lines, uid="one", summary=summary), zone=zone).entries
    return entry


def day(text: str, hour: str | None = None, zone: str | None = None, fold: int = 0) -> Announced:
    return Announced(edtf.parse(text), time.fromisoformat(hour) if hour else None, zone, fold)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("DTSTART;VALUE=DATE:20261201",), day("2026-12-01")),
        (("DTSTART;VALUE=DATE:20261201", "DTEND;VALUE=DATE:20261202"), day("2026-12-01")),
        (("DTSTART;VALUE=DATE:20261201", "DTEND;VALUE=DATE:20261204"), day("2026-12-01/2026-12-03")),
        (("DTSTART:20261201T060000Z",), day("2026-12-01", "06:00", "UTC")),
        (("DTSTART;TZID=Asia/Tokyo:20261201T060000",), day("2026-12-01", "06:00", "Asia/Tokyo")),
        (("DTSTART;TZID=Tokyo Standard Time:20261201T060000",), day("2026-12-01", "06:00", "Asia/Tokyo")),
        (("DTSTART:20261201T060000",), day("2026-12-01")),
        (("DTSTART;TZID=Somewhere:20261201T060000",), day("2026-12-01")),
        (("DTSTART:20261201T200000Z", "DTEND:20261202T020000Z"), day("2026-12-01", "20:00", "UTC")),
        (
            ("DTSTART:20261201T080000Z", "DTEND:20261203T100000Z"),
            day("2026-12-01/2026-12-03", "08:00", "UTC"),
        ),
        (("DTSTART:20261201T000000Z", "DTEND:20261202T000000Z"), day("2026-12-01", "00:00", "UTC")),
        (
            ("DTSTART;TZID=America/New_York:20270314T023000",),
            day("2027-03-14", "03:30", "America/New_York"),
        ),
    ],
)
def test_a_date_is_that_of_the_calendar(lines: tuple[str, ...], expected: Announced) -> None:
    assert only(*lines).announced == expected


def test_a_zone_of_the_calendars_own_is_told_in_the_servers() -> None:
    zone = (
        "BEGIN:VTIMEZONE\r\nTZID:Ours\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0300\r\n"
    )
    zone += "TZOFFSETTO:+0300\r\nEND:STANDARD\r\nEND:VTIMEZONE"
    (entry,) = found(zone, event("DTSTART;TZID=Ours:20261201T060000")).entries
    assert entry.announced == day("2026-12-01", "11:00", "Asia/Manila")


def test_an_hour_without_a_zone_is_left_out_and_said_to_be() -> None:
    shown = found(event("DTSTART:20261201T060000", summary="Talk"))
    assert [(one.what, one.reason) for one in shown.skipped] == [
        ("the hour of Talk", "it names no time zone")
    ]


@pytest.mark.parametrize(
    ("lines", "is_there"),
    [
        (("DTSTART;VALUE=DATE:20261122",), True),
        (("DTSTART;VALUE=DATE:20261121",), False),
        (("DTSTART;VALUE=DATE:20261120", "DTEND;VALUE=DATE:20261123"), True),
        (("DTSTART:20261121T235959Z",), False),
        (("DTSTART:20261122T000001Z",), True),
        (("DTSTART;VALUE=DATE:20271225",), True),
        (("DTSTART;VALUE=DATE:20280225",), False),
        (("DTSTART;VALUE=DATE:00010101",), False),
        (("DTSTART;VALUE=DATE:99991231",), False),
    ],
)
def test_what_is_over_or_farther_than_four_hundred_days_is_left_out(
    lines: tuple[str, ...], is_there: bool
) -> None:
    assert bool(found(event(*lines)).entries) is is_there


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("CONFIRMED", EventStatus.CONFIRMED),
        ("TENTATIVE", EventStatus.PLANNED),
        ("CANCELLED", EventStatus.CANCELLED),
        ("", None),
        ("NONSENSE", None),
    ],
)
def test_a_status_is_that_of_the_calendar_or_none(said: str, status: EventStatus | None) -> None:
    assert only("DTSTART;VALUE=DATE:20261201", f"STATUS:{said}").status is status


def test_names_places_and_pages_are_cut_and_shown_as_they_are_seen() -> None:
    entry = only(
        "DTSTART;VALUE=DATE:20261201",
        "LOCATION:a\u202eb " + "x" * 500,
        "URL:https://x.example/a b",
        summary="T" * 300,
    )
    assert len(entry.title) == 200 and len(entry.place or "") == 300 and entry.link is None
    assert only("DTSTART;VALUE=DATE:20261201", "URL:https://x.example/a").link == "https://x.example/a"
    for bad in ("javascript:alert(1)", "x" * 5_000, "file:///etc/passwd"):
        assert only("DTSTART;VALUE=DATE:20261201", f"URL:{bad}").link is None


def test_what_has_no_name_is_left_out_and_named_by_its_uid() -> None:
    shown = found(event("DTSTART;VALUE=DATE:20261201", uid="nameless", summary="\u200b"))
    assert (shown.entries, [(one.what, one.reason) for one in shown.skipped]) == (
        (),
        [("nameless", "has no name")],
    )


def test_the_occurrences_of_a_series_are_told_apart_and_a_very_long_uid_is_shortened() -> None:
    shown = found(event("DTSTART:20261201T060000Z", "RRULE:FREQ=DAILY;COUNT=3", uid="u" * 5_000))
    assert [one.recurrence_id for one in shown.entries] == [
        f"2026-12-0{number}T06:00:00Z" for number in (1, 2, 3)
    ]
    assert len({one.uid for one in shown.entries}) == 1 and len(shown.entries[0].uid) == 32


@pytest.mark.parametrize(
    ("line", "minutes"),
    [
        ("REFRESH-INTERVAL;VALUE=DURATION:PT1H", 60),
        ("X-PUBLISHED-TTL:P1D", 1440),
        ("REFRESH-INTERVAL:often", None),
        ("X-PUBLISHED-TTL:" + "9" * 400, None),
        ("X-PUBLISHED-TTL:P" + "9" * 30 + "D", None),
        ("X-OTHER:1", None),
    ],
)
def test_how_often_it_wants_to_be_asked_is_read_where_it_is_a_length(line: str, minutes: int | None) -> None:
    refresh = found(line, event("DTSTART;VALUE=DATE:20261201")).refresh
    assert (refresh.total_seconds() / 60 if refresh else None) == minutes
