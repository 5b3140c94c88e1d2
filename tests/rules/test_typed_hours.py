"""An hour that was typed: with its day, in its zone or on the clock of whoever asks, in the pass meant."""

from __future__ import annotations

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules import wording
from bot.rules.dates import typed, zones
from bot.rules.dates.typed import NotADay, read
from storage import edtf
from storage.edtf import Announced
from tests.rules.making import PROPERTY, utc

NOW = utc("2026-11-24T14:07:33")
"""A Tuesday."""
HERE = "Asia/Kolkata"


@pytest.mark.parametrize(
    ("text", "on", "hour", "zone"),
    [
        ("2026-11-01 09:30 Asia/Manila", "2026-11-01", "09:30", "Asia/Manila"),
        ("2026-11-01T09:30Z", "2026-11-01", "09:30", "UTC"),
        ("2026-11-01T09:30:15", "2026-11-01", "09:30:15", HERE),
        ("next Tuesday 9am", "2026-12-01", "09:00", HERE),
        ("tomorrow 18:00", "2026-11-25", "18:00", HERE),
        ("tomorrow at 6 p.m.", "2026-11-25", "18:00", HERE),
        ("9am tomorrow", "2026-11-25", "09:00", HERE),
        ("18:00 on 1 Nov 2026", "2026-11-01", "18:00", HERE),
        ("9am 1 Nov 2026 Asia/Manila", "2026-11-01", "09:00", "Asia/Manila"),
        ("Tue 3 Nov 2026 14:00 KL", "2026-11-03", "14:00", "Asia/Kuala_Lumpur"),
        ("1 Nov 2026, 9.30 am (Asia/Manila)", "2026-11-01", "09:30", "Asia/Manila"),
        ("1 Nov 2026 0900 hrs Manila time", "2026-11-01", "09:00", "Asia/Manila"),
        ("1–3 Nov 2026 9am", "2026-11-01/2026-11-03", "09:00", HERE),
        ("1 Nov 2026 noon UTC", "2026-11-01", "12:00", "UTC"),
        ("1 Nov 2026 12am", "2026-11-01", "00:00", HERE),
        ("1 Nov 2026 12pm", "2026-11-01", "12:00", HERE),
        ("in 3 weeks 9am", "2026-12-15", "09:00", HERE),
        ("Sat 1 November 2025, 09:00 (Asia/Kuala_Lumpur)", "2025-11-01", "09:00", "Asia/Kuala_Lumpur"),
    ],
)
def test_an_hour_is_read_with_its_zone_or_on_the_clock_of_whoever_asks(
    text: str, on: str, hour: str, zone: str
) -> None:
    assert read(text, NOW, HERE) == Announced(edtf.parse(on), time.fromisoformat(hour), zone)


@pytest.mark.parametrize(
    ("text", "hour", "on"),
    [
        # To the next whole minute, so that nothing is early.
        ("in 3 hours", "22:38", "2026-11-24"),
        ("in 15 min", "19:53", "2026-11-24"),
        ("in an hour", "20:38", "2026-11-24"),
        ("in half an hour", "20:08", "2026-11-24"),
        ("in 30 hours", "01:38", "2026-11-26"),
    ],
)
def test_so_many_hours_from_now_is_an_hour_on_ones_own_clock(text: str, hour: str, on: str) -> None:
    assert read(text, NOW, HERE) == Announced(edtf.parse(on), time.fromisoformat(hour), HERE)


def test_an_hour_that_comes_twice_is_the_pass_that_was_chosen() -> None:
    text = "2026-11-01 01:30 America/New_York"
    assert [
        read(text + which, NOW, HERE).fold for which in ("", " first", " second", ", the second time")
    ] == [*[0, 0, 1, 1]]
    assert read("in 1 hour", utc("2026-11-01T05:15"), "America/New_York").fold == 1
    with pytest.raises(NotADay, match="does not come twice"):
        read("2026-11-01 05:30 America/New_York second", NOW, HERE)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("November 2026 9am", "an hour needs a day"),
        ("2026 9am", "an hour needs a day"),
        ("TBC 9am", "an hour needs a day"),
        ("by 1 Nov 2026 9am", "an hour needs a day"),
        ("1 Nov 2026 9:00-17:00", "only the hour at which it begins"),
        ("1 Nov 2026 9am to 5pm", "only the hour at which it begins"),
        ("1 Nov 2026 9am 10am", "only the hour at which it begins"),
        ("1 Nov 2026 at 9", "morning or the evening"),
        ("1 Nov 2026 midnight", "may begin the day or end it"),
        ("1 Nov 2026 24:00", "no hour 24"),
        ("1 Nov 2026 13pm", "no hour 13pm"),
        ("1 Nov 2026 0am", "no hour 0am"),
        ("1 Nov 2026 09:75", "no minute"),
        ("1 Nov 2026 9am Nowhere", "know no zone"),
        ("1 Nov 2026 9am EST", "EST is no zone"),
        ("1 Nov 2026 9am localtime", "know no zone"),
        ("1 Nov 2026 9am Etc/GMT+5", "is an offset"),
        ("2026-11-01T09:30+08:00", "is an offset"),
        ("2026-11-01 9am UTC+8", "is an offset"),
        ("1 Nov 2026 Asia/Manila", "a zone says nothing without an hour"),
        ("tomorrow 18:00 Pacific/Auckland", "2026-11-24 for you and 2026-11-25 in Pacific/Auckland"),
        ("9999-12-31 23:00 America/New_York", "outside the years 1 to 9999"),
        ("0001-01-01 00:00 Asia/Tokyo", "outside the years 1 to 9999"),
        ("in 0 hours", "no length of time"),
        ("２pm tomorrow", "is not a date"),
    ],
)
def test_an_hour_that_is_wrong_or_lacks_a_day_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(NotADay, match=reason):
        read(text, NOW, HERE)


def test_nothing_lies_beyond_the_last_year() -> None:
    for text in (
        "tomorrow",
        "next Monday",
        "next year",
        "next month",
        "in 2 weeks",
        "in 5 months",
        "in 30 hours",
    ):
        with pytest.raises(NotADay, match="beyond the year 9999"):
            read(text, utc("9999-12-31T12:00"), "UTC")


@pytest.mark.parametrize(
    ("text", "meant"),
    [("09:00", time(9)), ("9am", time(9)), ("noon", time(12)), ("23:59:59", time(23, 59, 59))],
)
def test_an_hour_alone_is_read(text: str, meant: time) -> None:
    assert typed.hour(text) == meant


@pytest.mark.parametrize(
    "text", ["", "9", "25:00", "9:60", "midnight", "09:00Z", "1 Nov 2026", "٠٩:٠٠", "9" * 99]
)
def test_what_is_no_hour_is_refused(text: str) -> None:
    with pytest.raises(NotADay):
        typed.hour(text)


@PROPERTY
@given(
    st.datetimes(datetime.fromisoformat("1900-01-01"), datetime.fromisoformat("2100-01-01")),
    st.sampled_from(["America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Apia", "UTC"]),
)
def test_what_is_said_of_an_instant_is_read_back_as_that_instant(at: datetime, zone: str) -> None:
    at = at.replace(second=0, microsecond=0, fold=0, tzinfo=UTC)
    fold = at.astimezone(ZoneInfo(zone)).fold
    found = read(wording.local(at, zone) + (" second" if fold else ""), NOW, HERE)
    assert found.edtf.lo is not None and found.wall_time is not None
    seconds = at.astimezone(ZoneInfo(zone)).second
    back = zones.instant(found.edtf.lo, found.wall_time.replace(second=seconds), ZoneInfo(zone), found.fold)
    assert back == at
