"""What is written reads back the same, is what other programs take, and is always the same bytes."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rules.calendars.nouns import Status
from bot.rules.calendars.written import Exported, has_day, uid, write
from storage import edtf
from storage.records import SHIPPED, Event, EventStatus, FactStatus
from tests.rules.ics import only, read

CHANGED = datetime(2026, 10, 1, 12, 30, 15, 999, tzinfo=UTC)


def meeting(
    day: str = "2026-11-05",
    *,
    title: str = "12th ADMM-Plus",
    start_at: datetime | None = None,
    status: EventStatus = EventStatus.CONFIRMED,
    date_status: FactStatus = FactStatus.STATED,
    place: str | None = "Kuala Lumpur",
    url: str | None = "https://tests.example/note",
    source: str | None = "A note, The tests",
    event_id: str = "admm-plus-12",
) -> Event:
    return Event(
        id=event_id,
        guild_id=SHIPPED,
        title=title,
        edtf=edtf.parse(day),
        wall_time=time(9, 0) if start_at else None,
        zone="Asia/Kuala_Lumpur" if start_at else None,
        start_at=start_at,
        status=status,
        date_status=date_status,
        date_doubt="year inferred" if date_status is FactStatus.INFERRED else None,
        date_reason="from the date of the note" if date_status is FactStatus.INFERRED else None,
        planned_as_of=edtf.parse("2026-09") if status is EventStatus.PLANNED else None,
        place=place,
        place_status=FactStatus.STATED,
        url=url,
        source=source,
        concerns=frozenset(),
    )


def written(*events: Event, sequence: int = 0) -> bytes:
    return write("Ours", [Exported(event, sequence, CHANGED) for event in events])


def parsed(data: bytes) -> icalendar.Event:
    """The one event, as the library reads it."""
    (event,) = icalendar.Calendar.from_ical(data).walk("VEVENT")
    assert isinstance(event, icalendar.Event)
    return event


def test_a_time_is_written_in_utc_and_needs_no_zone() -> None:
    data = written(meeting(start_at=datetime(2026, 11, 5, 1, tzinfo=UTC)), sequence=4)
    assert b"DTSTART:20261105T010000Z\r\n" in data and b"VTIMEZONE" not in data and b"TZID" not in data
    assert b"TRANSP:OPAQUE\r\n" in data and b"DTEND" not in data
    one = only(read(data))
    assert (one.start, one.end, one.revision.sequence) == (datetime(2026, 11, 5, 1, tzinfo=UTC), None, 4)
    assert "09:00 in Asia/Kuala_Lumpur" in str(parsed(data)["DESCRIPTION"])


@pytest.mark.parametrize(
    ("day", "first", "after"),
    [
        ("2026-11-05", date(2026, 11, 5), date(2026, 11, 6)),
        ("2026-11-05/2026-11-07", date(2026, 11, 5), date(2026, 11, 8)),
        ("2026-11-05/..", date(2026, 11, 5), date(2026, 11, 6)),
        ("2026-11-05/2026-12", date(2026, 11, 5), date(2026, 11, 6)),
    ],
)
def test_days_are_written_as_days_with_an_exclusive_end(day: str, first: date, after: date) -> None:
    data = written(meeting(day))
    assert b"DTSTART;VALUE=DATE:" in data and b"TRANSP:TRANSPARENT\r\n" in data
    assert (only(read(data)).start, only(read(data)).end) == (first, after)


def test_of_an_event_over_several_days_the_hour_is_said_and_no_end_made_up() -> None:
    data = written(meeting("2026-11-05/2026-11-07", start_at=datetime(2026, 11, 5, 1, tzinfo=UTC)))
    assert (only(read(data)).start, only(read(data)).end) == (date(2026, 11, 5), date(2026, 11, 8))
    assert "09:00 in Asia/Kuala_Lumpur" in str(parsed(data)["DESCRIPTION"])


@pytest.mark.parametrize(
    "day", ["2026", "2026-11", "TBC", "2026/2027", "../2026-11-05", "2026-11/2026-12-03"]
)
def test_what_has_no_day_is_not_written(day: str) -> None:
    assert not has_day(meeting(day))
    found = read(written(meeting(day)))
    assert (found.ok, found.name, found.events) == (True, "Ours", ())


@pytest.mark.parametrize(
    ("event", "status", "said"),
    [
        (meeting(), "CONFIRMED", "Thursday 5 November 2026 · no hour announced"),
        (meeting(status=EventStatus.PLANNED), "TENTATIVE", "planned as of September 2026"),
        (meeting(date_status=FactStatus.INFERRED), "TENTATIVE", "year inferred\nfrom the date of the note"),
        (meeting("2026-11-05?"), "TENTATIVE", "(uncertain)"),
        (meeting(status=EventStatus.CANCELLED), "CANCELLED", "cancelled"),
        (meeting(status=EventStatus.POSTPONED), "CANCELLED", "postponed"),
        (meeting(), "CONFIRMED", "Source: A note, The tests"),
        (meeting(source=None), "CONFIRMED", "Source: unknown"),
    ],
)
def test_how_sure_an_event_is_and_who_says_so_is_written(event: Event, status: str, said: str) -> None:
    made = parsed(written(event))
    assert made["STATUS"] == status and said in str(made["DESCRIPTION"])


def test_what_is_cancelled_stays() -> None:
    assert only(read(written(meeting(status=EventStatus.CANCELLED)))).status is Status.CANCELLED


def test_the_head_is_what_other_programs_ask_for() -> None:
    head, _, _ = written(meeting()).partition(b"BEGIN:VEVENT")
    assert head.decode().split("\r\n") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Attache//Attache//EN",
        "METHOD:PUBLISH",
        "NAME:Ours",
        "X-WR-CALNAME:Ours",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "X-PUBLISHED-TTL:PT6H",
        "",
    ]


def test_a_stamp_is_when_an_event_last_changed() -> None:
    made = parsed(written(meeting()))
    assert made["DTSTAMP"].to_ical() == made["LAST-MODIFIED"].to_ical() == b"20261001T123015Z"  # type: ignore[union-attr]
    never = parsed(write("Ours", [Exported(meeting())]))
    assert never["DTSTAMP"].to_ical() == b"19700101T000000Z"  # type: ignore[union-attr]


def test_the_same_events_make_the_same_bytes_in_whatever_order_they_come() -> None:
    events = [meeting(f"2026-11-{day:02}", event_id=f"m{day}") for day in range(5, 15)]
    assert written(*events) == written(*reversed(events))


def test_the_uid_of_an_event_is_always_the_same() -> None:
    moved = meeting("2026-12-05", title="Renamed")
    assert only(read(written(meeting()))).uid == only(read(written(moved))).uid == uid(meeting())


def test_there_is_no_alarm() -> None:
    assert b"VALARM" not in written(meeting())


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "https://a\r\nATTENDEE:x", "https://a b", "", "ftp://a"]
)
def test_only_a_web_address_is_written_as_one(url: str) -> None:
    assert b"URL" not in written(meeting(url=url)) and b"ATTENDEE" not in written(meeting(url=url))


HOSTILE = [
    "a\r\nDTSTART:19700101T000000Z",
    "END:VEVENT\nBEGIN:VEVENT",
    "one, two; three\\, four\\n five: six\\",
    "\u202eright to left\u202c \u05e9\u05dc\u05d5\u05dd",
    "👩🏽‍🚀" * 300,
    "ก" * 10_000,
    "x" * 10_000,
    '"quoted" ^n ^\'',
    "null\x00bell\x07escape\x1b",
    "lone \ud800 surrogate",
    "\u2028line\u2029paragraph\x85next",
]


@pytest.mark.parametrize("title", HOSTILE)
def test_a_hostile_title_is_a_title_and_nothing_else(title: str) -> None:
    data = written(meeting(title=title, place=title, source=title))
    _check_lines(data)
    found = only(read(data))
    assert found.start == date(2026, 11, 5) and found.summary == found.place == _one_line(title)
    assert str(parsed(data)["SUMMARY"]) == _one_line(title)


TEXTS = st.text(max_size=200) | st.sampled_from(HOSTILE)


@settings(max_examples=200, deadline=None)
@given(
    title=TEXTS,
    place=TEXTS,
    first=st.dates(date(2026, 10, 1), date(2027, 9, 1)),
    length=st.integers(0, 20),
    at=st.none() | st.times(),
    sequence=st.integers(0, 2**31 - 1),
    status=st.sampled_from(EventStatus),
)
def test_what_is_written_reads_back_the_same(
    title: str, place: str, first: date, length: int, at: time | None, sequence: int, status: EventStatus
) -> None:
    last = first + timedelta(days=length)
    start_at = (
        datetime.combine(first, at.replace(microsecond=0), UTC) if at is not None and not length else None
    )
    event = meeting(
        f"{first}/{last}" if length else f"{first}",
        title=title,
        place=place,
        start_at=start_at,
        status=status,
    )
    data = written(event, sequence=sequence)
    _check_lines(data)
    parsed(data)
    found = only(read(data))
    assert (found.summary, found.place or "") == (_one_line(title), _one_line(place))
    assert (found.start, found.revision.sequence) == (start_at or first, sequence)
    assert found.end == (None if start_at else last + timedelta(days=1))
    assert found.revision.stamp == found.revision.last_modified == CHANGED.replace(microsecond=0)
    is_off = status in (EventStatus.CANCELLED, EventStatus.POSTPONED)
    assert (found.status is Status.CANCELLED) is is_off


def _check_lines(data: bytes) -> None:
    """Every line ends as it must, is no longer than it may be, and is whole letters."""
    assert data.endswith(b"END:VCALENDAR\r\n")
    for line in data.split(b"\r\n"):
        line.decode("utf-8")
        assert len(line) <= 75 and b"\n" not in line and b"\r" not in line


def _one_line(text: str) -> str:
    kept = "".join(one for one in text if one in "\t\n\r" or not _is_forbidden(ord(one)))
    return " ".join(kept.split())


def _is_forbidden(point: int) -> bool:
    return point < 32 or 127 <= point < 160 or 0xD800 <= point < 0xE000 or point in (0xFFFE, 0xFFFF)
