"""Quiet hours hold what can wait, over midnight and clock changes; news keep the pace that was chosen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.rules.holding import HOUR, held_until, hour_began, quiet_until
from bot.rules.notices import NoticeKind
from storage.options import DEFAULTS, Options, Pace
from tests.rules.making import PROPERTY, utc

NIGHT = Options(quiet_from=22, quiet_to=7)
KUALA_LUMPUR, KOLKATA = ZoneInfo("Asia/Kuala_Lumpur"), ZoneInfo("Asia/Kolkata")
BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
UTC_ZONE = ZoneInfo("UTC")
ZONES = [ZoneInfo(name) for name in ("Asia/Kathmandu", "America/Havana", "Australia/Lord_Howe",
                                     "Pacific/Apia", "Europe/London", "Africa/Casablanca")]  # fmt: skip


@pytest.mark.parametrize(
    ("at", "ends"),
    [
        ("2025-10-29 13:59", None),
        ("2025-10-29 14:00", "2025-10-29 23:00"),
        ("2025-10-29 18:00", "2025-10-29 23:00"),
        ("2025-10-29 22:59", "2025-10-29 23:00"),
        ("2025-10-29 23:00", None),
    ],
)
def test_a_night_over_midnight_is_that_of_the_servers_clock(at: str, ends: str | None) -> None:
    assert quiet_until(NIGHT, KUALA_LUMPUR, utc(at)) == (utc(ends) if ends else None)


@pytest.mark.parametrize(
    ("begin", "end", "at", "ends"),
    [
        (12, 14, "2025-10-29 12:00", "2025-10-29 14:00"),
        (12, 14, "2025-10-29 11:59", None),
        (12, 14, "2025-10-29 14:00", None),
        (0, 6, "2025-10-29 00:00", "2025-10-29 06:00"),
        (22, 0, "2025-10-29 23:59", "2025-10-30 00:00"),
        (22, 0, "2025-10-30 00:00", None),
        (9, 9, "2025-10-29 09:30", None),
        (None, None, "2025-10-29 03:00", None),
    ],
)
def test_hours_of_one_day_and_equal_hours(
    begin: int | None, end: int | None, at: str, ends: str | None
) -> None:
    options = Options(quiet_from=begin, quiet_to=end)
    assert quiet_until(options, UTC_ZONE, utc(at)) == (utc(ends) if ends else None)


@pytest.mark.parametrize(
    ("begin", "end", "zone", "at", "ends"),
    [
        # 02:00 is skipped in New York on 8 March 2026: the night ends with the gap.
        (22, 2, NEW_YORK, "2026-03-08 06:59", "2026-03-08 07:00"),
        (22, 2, NEW_YORK, "2026-03-08 07:00", None),
        # 02:00 to 03:00 comes twice in Berlin on 26 October 2025: the first counts.
        (22, 2, BERLIN, "2025-10-25 23:30", "2025-10-26 00:00"),
        (22, 3, BERLIN, "2025-10-26 01:30", "2025-10-26 02:00"),
        (22, 7, BERLIN, "2025-10-25 21:00", "2025-10-26 06:00"),
    ],
)
def test_an_end_within_a_clock_change(
    begin: int, end: int, zone: ZoneInfo, at: str, ends: str | None
) -> None:
    options = Options(quiet_from=begin, quiet_to=end)
    assert quiet_until(options, zone, utc(at)) == (utc(ends) if ends else None)


@PROPERTY
@given(
    some.integers(0, 23),
    some.integers(0, 23),
    some.sampled_from(ZONES),
    some.integers(int(utc("2008-01-01").timestamp()), int(utc("2030-01-01").timestamp())),
)
def test_quiet_hours_end_within_a_day_or_so_and_are_over_then(
    begin: int, end: int, zone: ZoneInfo, second: int
) -> None:
    options, at = Options(quiet_from=begin, quiet_to=end), datetime.fromtimestamp(second, UTC)
    ends_at = quiet_until(options, zone, at)
    if ends_at is not None:
        assert at < ends_at <= at + timedelta(hours=49), "a whole day is missing from Apia's calendar"
        assert quiet_until(options, zone, ends_at) is None


@pytest.mark.parametrize("kind", list(NoticeKind))
def test_at_night_everything_waits_but_what_somebody_asked_for(kind: NoticeKind) -> None:
    asked_for = {NoticeKind.WELCOME, NoticeKind.TEST, NoticeKind.LIVE, NoticeKind.DIGEST}
    held = held_until(NIGHT, UTC_ZONE, utc("2025-10-29 23:00"), kind)
    assert held == (None if kind in asked_for else utc("2025-10-30 07:00"))
    assert held_until(NIGHT, UTC_ZONE, utc("2025-10-29 12:00"), kind) is None


@pytest.mark.parametrize(
    ("lead", "has_role", "goes_out"),
    [
        (HOUR, True, True),
        (timedelta(minutes=15), True, True),
        (HOUR, False, False),
        (HOUR + timedelta(minutes=1), True, False),
        (None, True, False),
    ],
)
def test_only_a_reminder_an_hour_ahead_that_calls_a_role_breaks_the_night(
    lead: timedelta | None, has_role: bool, goes_out: bool
) -> None:
    at = utc("2025-10-29 23:00")
    held = held_until(NIGHT, UTC_ZONE, at, NoticeKind.REMINDER, lead=lead, has_role=has_role)
    assert (held is None) == goes_out


@pytest.mark.parametrize(
    ("options", "zone", "at", "told"),
    [
        (Options(pace=Pace.INSTANT), UTC_ZONE, "2025-10-29 09:10", None),
        (Options(pace=Pace.HOURLY), UTC_ZONE, "2025-10-29 09:10", "2025-10-29 10:00"),
        (Options(pace=Pace.HOURLY), UTC_ZONE, "2025-10-29 09:00", "2025-10-29 10:00"),
        (Options(pace=Pace.HOURLY), KOLKATA, "2025-10-29 09:10", "2025-10-29 09:30"),
        (Options(pace=Pace.DAILY), UTC_ZONE, "2025-10-29 09:10", "2025-10-30 08:00"),
        (Options(pace=Pace.DAILY, brief_hour=18), UTC_ZONE, "2025-10-29 09:10", "2025-10-29 18:00"),
        (Options(pace=Pace.HOURLY, quiet_from=22, quiet_to=7), UTC_ZONE, "2025-10-29 21:30",
         "2025-10-30 07:00"),
        (Options(pace=Pace.DAILY, brief_hour=6, quiet_from=22, quiet_to=7), UTC_ZONE, "2025-10-29 09:10",
         "2025-10-30 07:00"),
        (Options(quiet_from=22, quiet_to=7), UTC_ZONE, "2025-10-29 23:10", "2025-10-30 07:00"),
    ],
)  # fmt: skip
def test_news_keep_the_pace_that_was_chosen(
    options: Options, zone: ZoneInfo, at: str, told: str | None
) -> None:
    held = held_until(options.over(DEFAULTS), zone, utc(at), NoticeKind.NEWS)
    assert held == (utc(told) if told else None)


def test_the_pace_is_that_of_news_alone() -> None:
    options = Options(pace=Pace.DAILY, most_per_hour=0).over(DEFAULTS)
    for kind in set(NoticeKind) - {NoticeKind.NEWS}:
        assert held_until(options, UTC_ZONE, utc("2025-10-29 09:10"), kind) is None


@pytest.mark.parametrize(("told", "held"), [(0, False), (2, False), (3, True), (9, True)])
def test_the_first_of_an_hour_come_at_once_and_the_rest_at_its_end(told: int, held: bool) -> None:
    at = utc("2025-10-29 09:10")
    until = held_until(Options(most_per_hour=3), UTC_ZONE, at, NoticeKind.NEWS, told_this_hour=told)
    assert until == (utc("2025-10-29 10:00") if held else None)
    assert hour_began(KOLKATA, at) == utc("2025-10-29 08:30")
