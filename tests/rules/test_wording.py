"""A date is said as precisely as it is known and never more: a year stays a year."""

from __future__ import annotations

import calendar
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules import wording
from storage import edtf
from storage.records import EventStatus
from tests.rules.making import PROPERTY, event, fact


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2025-11-01", "Saturday 1 November 2025"),
        ("2026-11", "November 2026"),
        ("2026", "2026"),
        ("2024/2027", "2024–2027"),
        ("2017/..", "since 2017"),
        ("../2025", "by 2025"),
        ("../2025-10", "by October 2025"),
        ("2025-11-01/2025-11-03", "1–3 November 2025"),
        ("2026-09-28/2026-10-02", "28 September – 2 October 2026"),
        ("2025-12-30/2026-01-02", "30 December 2025 – 2 January 2026"),
        ("2026?", "2026 (uncertain)"),
        ("TBC", "to be confirmed"),
    ],
)
def test_a_date_in_words(text: str, said: str) -> None:
    assert wording.date_in_words(edtf.parse(text)) == said


@PROPERTY
@given(st.integers(1, 9999), st.sampled_from(["{}", "{}?", "{}/..", "../{}", "{}/9999"]))
def test_a_year_is_never_said_as_a_day_or_month(year: int, form: str) -> None:
    value = edtf.parse(form.format(f"{year:04}"))
    for said in (wording.date_in_words(value), wording.when(value), wording.event_when(event(str(value)))):
        assert not any(name in said for name in [*calendar.month_name[1:], *calendar.day_name])
        assert "<t:" not in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2026", "in 2026, no day announced"),
        ("2026-11", "in November 2026, no day announced"),
        ("../2025-11-01", "by Saturday 1 November 2025, exact date not known"),
        ("TBC", "date to be confirmed"),
        ("2025-11-01", "Saturday 1 November 2025"),
    ],
)
def test_what_is_not_known_of_a_date_is_said_with_it(text: str, said: str) -> None:
    assert wording.when(edtf.parse(text)) == said


def test_a_planned_meeting_says_so_with_the_month_of_the_plan_and_what_was_inferred() -> None:
    planned = event(
        status=EventStatus.PLANNED, planned_as_of=edtf.parse("2025-10"), date_doubt="year inferred"
    )
    assert wording.event_when(planned) == (
        "Saturday 1 November 2025, no hour announced · planned as of October 2025 · year inferred"
    )


def test_an_announced_hour_is_a_timestamp_that_every_reader_sees_in_their_own_zone() -> None:
    timed = event(hour="09:00", zone="Asia/Kuala_Lumpur")
    at = int(datetime(2025, 11, 1, 1, tzinfo=UTC).timestamp())
    assert wording.event_when(timed) == f"<t:{at}:F> (09:00 in Asia/Kuala_Lumpur)"
    assert wording.local(datetime(2025, 10, 31, 20, tzinfo=UTC), "Asia/Kuala_Lumpur") == (
        "Saturday 1 November 2025, 04:00 (Asia/Kuala_Lumpur)"
    )


@pytest.mark.parametrize(
    ("status", "said"),
    [("planned", "planned"), ("confirmed", ""), ("postponed", "postponed"), ("cancelled", "cancelled")],
)
def test_a_status_is_said_unless_it_is_the_ordinary_one(status: str, said: str) -> None:
    assert wording.event_status(event(status=EventStatus(status))) == said


@pytest.mark.parametrize(
    ("given_", "said"),
    [
        ({"status": "inferred", "as_given": "slated for 1 November"}, "year inferred"),
        ({"status": "derived", "as_given": "slated for 1 November"}, "year derived"),
        ({"status": "inferred", "as_given": "on 1 November 2025"}, "date inferred"),
        ({"status": "inferred"}, "date inferred"),
        ({"status": "stated", "as_given": "slated for 1 November"}, ""),
    ],
)
def test_only_the_year_is_doubted_where_the_source_leaves_out_just_that(
    given_: dict[str, str], said: str
) -> None:
    assert wording.doubt(fact("meeting", "date", edtf="2025-11-01", **given_)) == said


@pytest.mark.parametrize(
    ("items", "said"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_a_list_in_words(items: list[str], said: str) -> None:
    assert wording.listed(items) == said


@pytest.mark.parametrize(
    ("number", "said"),
    [
        *[("1", "1st"), ("2", "2nd"), ("3", "3rd"), ("4", "4th"), ("11", "11th"), ("12", "12th")],
        *[("13", "13th"), ("21", "21st"), ("112", "112th"), ("second", "second"), ("١٢", "١٢"), ("", "")],
    ],
)
def test_an_ordinal_in_words(number: str, said: str) -> None:
    assert wording.ordinal(number) == said


@pytest.mark.parametrize(
    ("length", "said"),
    [
        (timedelta(days=2, hours=3, minutes=4), "2 days 3 hours"),
        (timedelta(hours=1), "1 hour"),
        (timedelta(seconds=61), "1 minute 1 second"),
        (timedelta(0), "0 seconds"),
    ],
)
def test_a_length_of_time_is_said_to_its_two_largest_units(length: timedelta, said: str) -> None:
    assert wording.duration(length) == said


def test_a_count_agrees_with_its_noun() -> None:
    assert [wording.counted(n, "entry", "entries") for n in (0, 1, 2)] == [
        "0 entries",
        "1 entry",
        "2 entries",
    ]
