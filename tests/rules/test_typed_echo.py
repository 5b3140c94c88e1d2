"""A reading is said back in words, with zone and countdown, and never more precisely than it is known."""

from __future__ import annotations

import calendar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.dates.typed import read
from bot.rules.dates.typed_echo import in_words, reading_in_words
from storage import edtf
from storage.edtf import Announced
from tests.rules.making import PROPERTY, utc

NOW = utc("2026-11-24T14:07:33")
HERE = "Asia/Kolkata"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "2026-12-01 09:30 Asia/Manila",
            "Tuesday 1 December 2026, 09:30 (Asia/Manila) · in 6 days 11 hours",
        ),
        ("next Tuesday 9am", "Tuesday 1 December 2026, 09:00 (Asia/Kolkata) · in 6 days 13 hours"),
        ("in 1 hour", "Tuesday 24 November 2026, 20:38 (Asia/Kolkata) · in 1 hour"),
        ("24 Nov 2026 13:07 UTC", "Tuesday 24 November 2026, 13:07 (UTC) · 1 hour ago"),
        ("24 Nov 2026 14:08 UTC", "Tuesday 24 November 2026, 14:08 (UTC) · now"),
        (
            "1–3 Dec 2026 9am KL",
            "1–3 December 2026, 09:00 on the first day (Asia/Kuala_Lumpur) · in 6 days 10 hours",
        ),
        ("today", "Tuesday 24 November 2026, no hour announced · today"),
        ("tomorrow", "Wednesday 25 November 2026, no hour announced · tomorrow"),
        ("yesterday", "Monday 23 November 2026, no hour announced · yesterday"),
        ("1 Dec 2026", "Tuesday 1 December 2026, no hour announced · in 7 days"),
        ("1 Nov 2026?", "Sunday 1 November 2026 (uncertain), no hour announced · 23 days ago"),
        ("28 Sep – 2 Oct 2027", "28 September – 2 October 2027 · in 308 days"),
        ("November 2027", "in November 2027, no day announced"),
        ("2027", "in 2027, no day announced"),
        ("2024–2027", "2024–2027"),
        ("TBC", "date to be confirmed"),
    ],
)
def test_a_reading_is_said_with_its_zone_and_how_far_off_it_is(text: str, said: str) -> None:
    assert reading_in_words(read(text, NOW, HERE), NOW, HERE) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "2027-03-14 02:30 America/New_York",
            "Sunday 14 March 2027, 03:30 (America/New_York); the clock skips 02:30 on that day",
        ),
        (
            "2011-12-30 09:00 Pacific/Apia",
            "Saturday 31 December 2011, 09:00 (Pacific/Apia); the clock skips Friday 30 December 2011",
        ),
        (
            "2026-11-01 01:30 America/New_York",
            "Sunday 1 November 2026, 01:30 (America/New_York), the first time that the clock shows it",
        ),
        (
            "2026-11-01 01:30 America/New_York second",
            "Sunday 1 November 2026, 01:30 (America/New_York), the second time that the clock shows it",
        ),
    ],
)
def test_what_a_clock_change_does_to_the_hour_is_said(text: str, said: str) -> None:
    assert in_words(read(text, NOW, HERE)) == said


@PROPERTY
@given(
    st.integers(1, 9999),
    st.integers(1, 12),
    st.sampled_from(["{0:04}", "{0:04}?", "{0:04}/9999", "../{0:04}"]),
)
def test_no_day_month_or_countdown_is_said_of_a_year_and_no_day_of_a_month(
    year: int, month: int, form: str
) -> None:
    said = reading_in_words(Announced(edtf.parse(form.format(year))), NOW, HERE)
    assert not any(name in said for name in [*calendar.month_name[1:], *calendar.day_name])
    said += reading_in_words(Announced(edtf.parse(f"{year:04}-{month:02}")), NOW, HERE)
    assert not any(name in said for name in calendar.day_name) and " · " not in said and "<t:" not in said
