"""`attache calendar` as a process of its own: what it reads, what it refuses, and what it writes."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.rules.calendars import reading as calendars
from tests.rules.ics import calendar, event
from tests.samples import PACK
from tests.test_cli import attache, refused

DAYS = ("--from", "2026-10-01", "--to", "2027-09-30")
EVENTS = """
[[entity]]
id = "harbour-forum"
kind = "forum"
name = "Harbour Forum"
summary = "Meets."

[[entity]]
id = "harbour-1"
kind = "meeting"
name = "1st Harbour Forum"
summary = "Met."

[[entity]]
id = "harbour-2"
kind = "meeting"
name = "2nd Harbour Forum"
summary = "Will meet."

[[fact]]
id = "f1"
subject = "harbour-1"
predicate = "edition-of"
object = "harbour-forum"
status = "stated"
source = "note"
place = "1"

[[fact]]
id = "f2"
subject = "harbour-2"
predicate = "edition-of"
object = "harbour-forum"
status = "stated"
source = "note"
place = "1"

[[fact]]
id = "f3"
subject = "harbour-1"
predicate = "date"
edtf = "2026-11-05/2026-11-06"
status = "stated"
source = "note"
place = "1"

[[fact]]
id = "f4"
subject = "harbour-2"
predicate = "date"
edtf = "2027"
status = "stated"
source = "note"
place = "1"
"""


def read(folder: Path, data: bytes, *words: str) -> tuple[int, dict[str, Any]]:
    (folder / "some.ics").write_bytes(data)
    done = attache(folder, "calendar", "read", "some.ics", *(words or DAYS), "--json")
    assert done.stderr == ""
    found: dict[str, Any] = json.loads(done.stdout)
    assert set(found) == {"ok", "calendar_name", "events", "skipped"}
    return done.returncode, found


@pytest.fixture
def harbour(tmp_path: Path) -> Path:
    (tmp_path / "harbour.toml").write_text(PACK + EVENTS)
    (tmp_path / "config.toml").write_text('[catalogue]\npacks = ["./harbour.toml"]\n')
    return tmp_path


def test_a_calendar_is_told_event_by_event(tmp_path: Path) -> None:
    series = (
        "DTSTART;TZID=Asia/Manila:20261105T090000",
        "DURATION:PT1H",
        "RRULE:FREQ=DAILY;COUNT=2",
        "SEQUENCE:2",
    )
    days = "DTSTART;VALUE=DATE:20261101", "DTEND;VALUE=DATE:20261103", "STATUS:CANCELLED"
    data = calendar(
        "NAME:Ours", event(*series, uid="s"), event(*days, uid="d"), event("DTSTART:20261201T100000", uid="f")
    )
    status, found = read(tmp_path, data)
    assert (status, found["ok"], found["calendar_name"], found["skipped"]) == (0, True, "Ours", [])
    told = [tuple(one.values()) for one in found["events"]]
    assert told == [
        ("d", None, "A meeting", "2026-11-01", "2026-11-03", True, None, "cancelled", 0),
        *(
            ("s", start, "A meeting", start, start.replace("T01", "T02"), False, "Asia/Manila", None, 2)
            for start in ("2026-11-05T01:00:00Z", "2026-11-06T01:00:00Z")
        ),
        ("f", None, "A meeting", "2026-12-01T10:00:00", None, False, None, None, 0),
    ]
    assert list(found["events"][0]) == [
        *("uid", "recurrence_id", "summary", "start", "end", "all_day", "zone", "status", "sequence"),
    ]


def test_what_was_left_out_is_told_with_the_reason(tmp_path: Path) -> None:
    status, found = read(tmp_path, calendar(event(summary="Undated"), event("DTSTART:20261105T090000Z")))
    assert (status, found["ok"], len(found["events"])) == (0, True, 1)
    assert found["skipped"] == [{"what": "Undated", "reason": "has no DTSTART"}]


@pytest.mark.parametrize("data", [b"", b"<html>", b"/etc/passwd", b"\x1f\x8b", bytes(3_000_000)])
def test_what_is_no_calendar_is_not_ok_and_says_why(tmp_path: Path, data: bytes) -> None:
    status, found = read(tmp_path, data)
    assert (status, found["ok"], found["events"], found["calendar_name"]) == (1, False, [], None)
    assert found["skipped"][0]["reason"]


def test_a_file_that_is_not_there_is_told_so(tmp_path: Path) -> None:
    done = attache(tmp_path, "calendar", "read", "none.ics", *DAYS, "--json")
    assert done.returncode == 1 and "No such file" in json.loads(done.stdout)["skipped"][0]["reason"]
    done = attache(tmp_path, "calendar", "read", ".", *DAYS)
    assert done.returncode == 1 and "cannot be opened" in done.stdout and "Traceback" not in done.stderr


def test_a_calendar_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    endless = event("DTSTART:20261105T090000Z", "RRULE:FREQ=DAILY;BYMONTH=2;BYYEARDAY=300")
    status, found = read(tmp_path, calendar(*[endless.replace("UID:", f"UID:{n}") for n in range(200)]))
    assert (status, found["ok"]) == (1, False)
    assert "longer than 5 seconds" in found["skipped"][0]["reason"]


def test_the_same_is_said_in_words(tmp_path: Path) -> None:
    data = calendar(
        "NAME:Ours", event("DTSTART;VALUE=DATE:20261105", "STATUS:TENTATIVE"), event(summary="Undated")
    )
    (tmp_path / "some.ics").write_bytes(data)
    done = attache(tmp_path, "calendar", "read", "some.ics", *DAYS)
    assert done.stdout.splitlines() == [
        "Ours: 1 event",
        "2026-11-05 to 2026-11-06: A meeting · tentative",
        "left out: Undated: has no DTSTART",
    ]


@pytest.mark.parametrize(
    "days", [("--from", "yesterday", "--to", "2027-01-01"), ("--from", "2027-01-02", "--to", "2027-01-01")]
)
def test_days_that_are_none_are_wrong_usage(tmp_path: Path, days: tuple[str, ...]) -> None:
    done = attache(tmp_path, "calendar", "read", "some.ics", *days)
    assert done.returncode == 2 and "--from" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize("asked", ["harbour-forum", "harbour-1"])
def test_events_of_a_forum_are_written_and_one_without_a_day_is_counted(harbour: Path, asked: str) -> None:
    done = attache(harbour, "calendar", "write", asked)
    assert done.returncode == 0
    found = calendars.read(done.stdout.encode(), date(2026, 1, 1), date(2027, 12, 31))
    assert [(one.summary, one.start, one.end) for one in found.events] == [
        ("1st Harbour Forum", date(2026, 11, 5), date(2026, 11, 7)),
    ]
    left_out = "1 event left out, of which no day is known\n" if asked == "harbour-forum" else ""
    assert done.stderr == left_out
    assert (
        "DTSTAMP:20251001T000000Z" in done.stdout
    )  # the last day on which its source may have been published


def test_an_id_that_nothing_has_is_refused_with_the_nearest(harbour: Path) -> None:
    done = attache(harbour, "calendar", "write", "harbour-form", "harbour-1")
    refused(done, "'harbour-form' is no id of the configured packs; did you mean 'harbour-forum'?")
    assert done.stdout == ""


def test_packs_that_cannot_be_read_are_refused(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('[catalogue]\npacks = ["./none.toml"]\n')
    refused(attache(tmp_path, "calendar", "write", "harbour-1"), "none.toml: cannot be read")
