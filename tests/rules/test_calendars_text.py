"""What is taken for a calendar: bytes in any usual encoding, cut up before anything is parsed. What is none
is refused by name; what breaks off, or is nested wrongly, costs what it stands in.
"""

from __future__ import annotations

import gzip
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rules.calendars import reading as calendars
from bot.rules.calendars.text import MOST_BYTES
from tests.rules.ics import calendar, event, only, read, reasons

ONE = event("DTSTART:20261105T090000Z", uid="one", summary="Réunion à Genève")
WHOLE = calendar("NAME:Ours", ONE)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "is empty"),
        (b" \r\n\r\n", "is empty"),
        (b"<!DOCTYPE html><html><body>Sign in</body></html>", "looks like a web page"),
        (b'\xef\xbb\xbf{"events": []}', "looks like JSON"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "is no calendar"),
        (b"plain words", "is no calendar"),
        (gzip.compress(WHOLE), "is compressed"),
        (b"PK\x03\x04" + bytes(50), "is compressed"),
        (WHOLE + b" " * MOST_BYTES, "is larger than 2 MB"),
        (calendar("CALSCALE:HEBREW", ONE), "counts by the calendar 'HEBREW'"),
        (calendar("BEGIN:X-BOX\r\n" * 5_000, ONE), "nests components more than 8 deep"),
    ],
)
def test_what_is_no_calendar_is_refused_with_the_reason(data: bytes, why: str) -> None:
    found = read(data)
    assert (found.ok, found.events) == (False, ()) and why in reasons(found)


def test_the_path_of_a_file_is_text_and_nothing_is_opened(tmp_path: Path) -> None:
    (tmp_path / "secret.ics").write_bytes(WHOLE)
    found = read(str(tmp_path / "secret.ics").encode())
    assert not found.ok and "is no calendar" in reasons(found)


@pytest.mark.parametrize(
    "data",
    [
        WHOLE,
        b"\xef\xbb\xbf" + WHOLE,
        WHOLE.decode().encode("windows-1252"),
        WHOLE.decode().encode("utf-16"),
        WHOLE.decode().encode("utf-16-le"),
        WHOLE.decode().encode("utf-16-be"),
        b"\r\n\r\n" + WHOLE,
        WHOLE.replace(b"\r\n", b"\n"),
        WHOLE.replace(b"\r\n", b"\r"),
        WHOLE.replace(b"\r\n", b"\r\r\n"),
        WHOLE.replace(b"BEGIN:", b"begin:").replace(b"DTSTART", b"dtstart").replace(b"END:", b"End:"),
        WHOLE.replace(b"VEVENT", b"VEVENT "),
        WHOLE.replace("é".encode(), b"\xc3\r\n \xa9"),
    ],
)
def test_a_calendar_is_read_in_any_usual_encoding(data: bytes) -> None:
    found = read(data)
    assert (only(found).summary, found.name, found.skipped) == ("Réunion à Genève", "Ours", ())


def test_only_the_line_that_is_no_utf_8_is_taken_for_another_encoding() -> None:
    data = WHOLE.replace(b"NAME:Ours", "NAME:Français".encode("windows-1252"))
    found = read(data)
    assert (found.name, only(found).summary) == ("Français", "Réunion à Genève")


def test_long_lines_are_unfolded() -> None:
    data = calendar(event("DTSTART:20261105T090000Z", uid="one", summary="a\r\n b\r\n\tc"))
    assert only(read(data)).summary == "abc"


@pytest.mark.parametrize("cut", ["END:VCALENDAR", "UID:two", "END:VEVENT\r\nEND:VCALENDAR"])
def test_a_file_that_breaks_off_says_so_and_keeps_what_was_whole(cut: str) -> None:
    whole = calendar(ONE, "BEGIN:VEVENT\r\nUID:two\r\nDTSTART:20261106T090000Z\r\nEND:VEVENT").decode()
    found = read(whole[: whole.rindex(cut)].encode())
    assert [one.uid for one in found.events][:1] == ["one"]
    assert "there is no END:VCALENDAR" in reasons(found)


def test_an_event_that_another_interrupts_is_broken_and_the_other_is_read() -> None:
    found = read(calendar("BEGIN:VEVENT\r\nUID:half\r\nDTSTART:20261105T090000Z", ONE))
    assert only(found).uid == "one" and "half: has no end" in reasons(found)


def test_ends_of_what_was_never_begun_are_nothing() -> None:
    assert only(read(calendar("END:VEVENT", "END:VTODO", ONE, "END:VEVENT"))).uid == "one"


def test_tasks_and_journals_are_no_events() -> None:
    assert read(calendar(ONE.replace("VEVENT", "VTODO"), ONE.replace("VEVENT", "VJOURNAL"))).events == ()


def test_an_empty_calendar_is_one() -> None:
    found = read(calendar())
    assert (found.ok, found.events, found.skipped) == (True, (), ())


def test_several_calendars_in_one_file_are_read_as_one() -> None:
    other = calendar("NAME:Theirs", event("DTSTART:20261106T090000Z", uid="two"))
    found = read(WHOLE + other)
    assert (found.name, [one.uid for one in found.events]) == ("Ours", ["one", "two"])


def test_an_event_that_was_sent_without_a_calendar_is_read() -> None:
    assert only(read(ONE.encode())).uid == "one"


def test_events_nested_in_events_are_no_bomb() -> None:
    found = read(calendar("BEGIN:VEVENT\r\n" * 4_000))
    assert (found.ok, found.events) == (True, ())


def test_texts_without_end_are_cut() -> None:
    long = event("DTSTART:20261105T090000Z", uid="one", summary="x" * 50_000)
    assert len(only(read(calendar(long))).summary) == 10_000
    longer = event("DTSTART:20261105T090000Z", uid="one", summary="x" * 500_000)
    assert only(read(calendar(longer))).summary == "x" * 10_000


LINES = [
    *b"""
    BEGIN:VCALENDAR END:VCALENDAR BEGIN:VEVENT END:VEVENT BEGIN:VALARM BEGIN:VTIMEZONE END:VTIMEZONE
    BEGIN:STANDARD END:STANDARD UID:1 UID:2 DTSTART:20261105T090000Z DTSTART: DTSTART;TZID=Z:20261105T090000
    DTSTART;VALUE=DATE:20261105 TZID:Z TZOFFSETFROM:+0100 TZOFFSETTO:+9900 X-WR-TIMEZONE:Z RRULE:FREQ=WEEKLY
    RRULE: RRULE:FREQ=MONTHLY;BYDAY=9MO RDATE:x RDATE;VALUE=PERIOD:20261105T090000Z/PT1H
    RECURRENCE-ID:20261112
    EXDATE;TZID=Z:20261112T090000 DURATION:P1D DTEND;VALUE=DATE:20261105 \xff\xfe\x00
    """.split(),
    b" ",
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(LINES), max_size=40))
def test_no_order_of_lines_raises(lines: list[bytes]) -> None:
    calendars.read(b"\r\n".join(lines), date(2026, 1, 1), date(2026, 12, 31))


@given(st.binary(max_size=300))
def test_no_bytes_raise(data: bytes) -> None:
    calendars.read(data, date(2026, 1, 1), date(2026, 12, 31))
    calendars.read(b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n" + data, date(2026, 1, 1), date(2026, 12, 31))
