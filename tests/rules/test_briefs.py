"""When briefs are due: at their hour in the server's zone, whatever the clock does there."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.briefs import armed, due_brief, list_due_at, next_brief_at
from storage.options import Brief, Options
from storage.records import Channel, ChannelId, Guild, GuildId
from tests.rules.making import PROPERTY

DAILY = Options(brief=Brief.DAILY, brief_hour=8)
GUILD = Guild(GuildId(1), zone="Asia/Kuala_Lumpur")
CHANNEL = Channel(ChannelId(2), GuildId(1))
NOW = datetime(2025, 10, 29, 12, 0, tzinfo=UTC)


def at(*when: int) -> datetime:
    return datetime(*when, tzinfo=UTC)  # type: ignore[misc, arg-type]


def test_there_is_no_brief_where_none_was_asked_for() -> None:
    assert next_brief_at(Options(), "UTC", NOW) is None
    assert next_brief_at(Options(brief=Brief.OFF, brief_hour=3), "UTC", NOW) is None


@pytest.mark.parametrize(
    ("options", "zone", "now", "due_at"),
    [
        (DAILY, "UTC", at(2025, 10, 29, 7, 59, 59), at(2025, 10, 29, 8)),
        (DAILY, "UTC", at(2025, 10, 29, 8), at(2025, 10, 30, 8)),
        (DAILY, "Asia/Kuala_Lumpur", at(2025, 10, 29, 0), at(2025, 10, 30, 0)),
        (DAILY, "America/Los_Angeles", at(2025, 10, 29, 2), at(2025, 10, 29, 15)),
        (Options(brief=Brief.DAILY), "UTC", at(2025, 12, 31, 9), at(2026, 1, 1, 8)),
        (replace(DAILY, brief_hour=0), "UTC", at(2025, 10, 29, 23, 59), at(2025, 10, 30)),
        (Options(brief=Brief.WEEKLY), "UTC", NOW, at(2025, 11, 3, 8)),
        (Options(brief=Brief.WEEKLY, brief_weekday=2), "UTC", NOW, at(2025, 11, 5, 8)),
        (Options(brief=Brief.WEEKLY, brief_weekday=2, brief_hour=13), "UTC", NOW, at(2025, 10, 29, 13)),
    ],
)
def test_a_brief_comes_at_its_hour_of_the_server(
    options: Options, zone: str, now: datetime, due_at: datetime
) -> None:
    assert next_brief_at(options, zone, now) == due_at


@pytest.mark.parametrize(
    ("zone", "hour", "now", "due_at", "then_at"),
    [
        # 02:00 is skipped on 9 March 2025 in New York; it is 03:00 by then.
        ("America/New_York", 2, at(2025, 3, 8, 12), at(2025, 3, 9, 7), at(2025, 3, 10, 6)),
        # 01:00 comes twice on 2 November 2025; the first pass counts, and the second is no brief.
        ("America/New_York", 1, at(2025, 11, 2, 4), at(2025, 11, 2, 5), at(2025, 11, 3, 6)),
        # Apia left out 30 December 2011: its brief and that of the 31st are one.
        ("Pacific/Apia", 8, at(2011, 12, 29, 20), at(2011, 12, 30, 18), at(2011, 12, 31, 18)),
        # Lord Howe's summer time is half an hour.
        ("Australia/Lord_Howe", 2, at(2025, 10, 4, 12), at(2025, 10, 4, 15, 30), at(2025, 10, 5, 15)),
    ],
)
def test_a_clock_change_brings_no_brief_twice_and_leaves_none_out(
    zone: str, hour: int, now: datetime, due_at: datetime, then_at: datetime
) -> None:
    options = replace(DAILY, brief_hour=hour)
    assert next_brief_at(options, zone, now) == due_at
    assert next_brief_at(options, zone, due_at) == then_at


def test_at_the_edge_of_the_calendar_there_is_no_next_brief() -> None:
    assert next_brief_at(DAILY, "UTC", datetime.max.replace(tzinfo=UTC)) is None
    assert next_brief_at(DAILY, "UTC", datetime.min.replace(tzinfo=UTC)) is None


def test_a_channel_that_begins_to_be_briefed_hears_of_what_comes_from_then_on() -> None:
    begun = armed(replace(CHANNEL, options=DAILY, briefed_at=at(2024, 1, 1)), GUILD, NOW)
    assert (begun.brief_at, begun.briefed_at) == (at(2025, 10, 30, 0), NOW)


def test_what_a_server_sets_holds_for_its_channels() -> None:
    assert armed(CHANNEL, replace(GUILD, options=DAILY), NOW).brief_at == at(2025, 10, 30, 0)


def test_another_hour_moves_the_next_brief_and_keeps_what_it_tells_of() -> None:
    begun = armed(replace(CHANNEL, options=DAILY), GUILD, NOW)
    later = armed(replace(begun, options=replace(DAILY, brief_hour=21)), GUILD, NOW + timedelta(minutes=30))
    assert (later.brief_at, later.briefed_at) == (at(2025, 10, 29, 13), NOW)


def test_a_brief_that_is_due_stays_due_unless_briefs_are_turned_off() -> None:
    due = replace(CHANNEL, options=DAILY, brief_at=NOW - timedelta(seconds=1), briefed_at=at(2025, 10, 28))
    assert armed(due, GUILD, NOW) == due
    assert armed(replace(due, options=Options(brief=Brief.OFF)), GUILD, NOW).brief_at is None


def test_a_live_list_is_looked_after_at_once_when_it_is_turned_on_or_off() -> None:
    on = armed(replace(CHANNEL, options=Options(live=True)), GUILD, NOW)
    assert on.live_at == NOW
    assert armed(replace(on, options=Options()), GUILD, NOW + timedelta(1)).live_at == NOW + timedelta(1)
    assert armed(replace(CHANNEL, live_message_id=5), GUILD, NOW).live_at == NOW
    assert armed(CHANNEL, GUILD, NOW).live_at is None


@pytest.mark.parametrize(
    ("options", "planned_at", "now", "due_at"),
    [
        (DAILY, at(2025, 10, 29, 8), at(2025, 10, 29, 8), at(2025, 10, 29, 8)),
        (DAILY, at(2025, 10, 29, 8), at(2025, 10, 29, 19, 59), at(2025, 10, 29, 8)),
        (DAILY, at(2025, 10, 29, 8), at(2025, 10, 29, 20), None),
        (DAILY, at(2025, 10, 20, 8), at(2025, 10, 29, 9), at(2025, 10, 29, 8)),
        (DAILY, at(1999, 10, 20, 8), at(2025, 10, 29, 9), at(2025, 10, 29, 8)),
        (Options(brief=Brief.WEEKLY), at(2025, 10, 27, 8), at(2025, 10, 30, 19, 59), at(2025, 10, 27, 8)),
        (Options(brief=Brief.WEEKLY), at(2025, 10, 27, 8), at(2025, 10, 30, 20), None),
        (Options(brief=Brief.WEEKLY), at(2025, 10, 6, 8), at(2025, 10, 28, 8), at(2025, 10, 27, 8)),
        (Options(brief=Brief.OFF), at(2025, 10, 29, 8), at(2025, 10, 29, 8), None),
    ],
)
def test_of_missed_briefs_the_last_is_said_while_it_helps(
    options: Options, planned_at: datetime, now: datetime, due_at: datetime | None
) -> None:
    due = due_brief(options, "UTC", planned_at, now)
    assert (due.due_at if due else None) == due_at


def test_a_daily_brief_looks_a_week_ahead_and_a_weekly_one_a_month() -> None:
    daily = due_brief(DAILY, "Asia/Kuala_Lumpur", at(2025, 10, 29, 23), at(2025, 10, 29, 23))
    assert daily is not None and (daily.until, daily.reach) == (date(2025, 11, 6), "7 days")
    weekly = due_brief(Options(brief=Brief.WEEKLY), "UTC", at(2025, 10, 27, 8), at(2025, 10, 27, 8))
    assert weekly is not None and (weekly.until, weekly.reach) == (date(2025, 11, 26), "30 days")
    assert weekly.expires_at == at(2025, 10, 30, 20)


@PROPERTY
@given(
    st.sampled_from(["UTC", "America/New_York", "Asia/Kuala_Lumpur", "Australia/Lord_Howe", "Pacific/Apia"]),
    st.integers(0, 23),
    st.sampled_from([Brief.DAILY, Brief.WEEKLY]),
    st.integers(1262304000, 1893456000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
)
def test_each_local_day_or_week_has_one_brief_at_its_hour_or_after_the_gap(
    zone: str, hour: int, pace: Brief, now: datetime
) -> None:
    options = Options(brief=pace, brief_hour=hour, brief_weekday=3)
    first = next_brief_at(options, zone, now)
    second = next_brief_at(options, zone, first) if first else None
    assert first is not None and second is not None and now < first < second
    days = [one.astimezone(ZoneInfo(zone)).date() for one in (first, second)]
    assert (days[1] - days[0]).days in ((1, 2) if pace is Brief.DAILY else (6, 7, 8))
    assert first - now <= timedelta(days=9) and first.astimezone(ZoneInfo(zone)).hour in (hour, hour + 1)


def test_a_list_is_looked_after_every_hour_and_after_each_midnight_of_its_server() -> None:
    owed_at = at(2025, 10, 29, 15, 30)
    assert list_due_at(ChannelId(2), "UTC", owed_at, owed_at) == at(2025, 10, 29, 16, 30)
    assert list_due_at(ChannelId(302), "Asia/Kuala_Lumpur", owed_at, owed_at) == at(2025, 10, 29, 16, 0, 2)
