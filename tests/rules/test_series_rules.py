"""What comes back by a rule: when, as precisely as the first, under which name, and no more than asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules import editions, moving, series, wording
from bot.rules.dates import typed_rules
from bot.rules.dates.recurring import NotARule
from bot.rules.moment import Moment
from bot.rules.moving import Said
from storage import edtf
from storage.edtf import Announced
from storage.records import Event, FactStatus, GuildId, UserId
from storage.revisions import Series
from tests.rules.making import PROPERTY, utc

HERE = GuildId(10)
NOW = Moment(utc("2026-10-01T08:00"), date(2026, 10, 1))
SAID = Said("A letter", "https://ministry.example/letter", UserId(501), NOW.at, NOW.today)


def first(when: str, title: str = "3rd Forum", hour: str | None = None, zone: str = "Asia/Manila") -> Event:
    announced = Announced(
        edtf.parse(when), time.fromisoformat(hour) if hour else None, zone if hour else None
    )
    return moving.added(HERE, "own.1", title, announced, SAID, place="Hanoi", link=None, concerns=frozenset())


def begun(when: str, rule: str, **given: str) -> Series:
    return replace(series.begun(first(when, **given), typed_rules.read(rule), SAID), id=7)


def coming(when: str, rule: str, number: int = 3, **given: str) -> list[str]:
    return [
        str(one.announced.edtf) for one in islice(series.coming_after(begun(when, rule, **given)), number)
    ]


@pytest.mark.parametrize(
    ("when", "rule", "expected"),
    [
        ("2026-11-01", "every year", ["2027-11-01", "2028-11-01", "2029-11-01"]),
        ("2026-11-10", "2nd Tuesday of every month", ["2026-12-08", "2027-01-12", "2027-02-09"]),
        ("2026-11", "every year", ["2027-11", "2028-11", "2029-11"]),
        ("2026-11", "every November", ["2027-11", "2028-11", "2029-11"]),
        ("2026", "every 2 years", ["2028", "2030", "2032"]),
        (
            "2026-11-30/2026-12-02",
            "every year",
            ["2027-11-30/2027-12-02", "2028-11-30/2028-12-02", "2029-11-30/2029-12-02"],
        ),
        # A day that is none in most years is left out in those (P6).
        ("2028-02-29", "every year", ["2032-02-29", "2036-02-29", "2040-02-29"]),
        ("2026-11-01?", "every week", ["2026-11-08?", "2026-11-15?", "2026-11-22?"]),
        ("2026-11-01", "every year, 2 times", ["2027-11-01"]),
        ("2026-11-01", "every week until 15 Nov 2026", ["2026-11-08", "2026-11-15"]),
        ("9998-11-01", "every year", ["9999-11-01"]),
        ("9998-12-30/9999-01-02", "every year", []),
    ],
)
def test_what_comes_back_is_as_precise_and_as_long_as_the_first(
    when: str, rule: str, expected: list[str]
) -> None:
    assert coming(when, rule) == expected


@pytest.mark.parametrize(
    ("when", "rule", "reason"),
    [
        (
            "2026-11-11",
            "2nd Tuesday of every month",
            "not a day of its own rule; the next is Tuesday 8 December",
        ),
        ("2026-11", "every month", "only come back every year or every few years"),
        ("2026-11", "every 1 November", "only come back every year or every few years"),
        ("2026-11", "every October", "only come back every year or every few years"),
        ("TBC", "every year", "no date that could come back"),
        ("2026-11-01/..", "every year", "the last day has to be known"),
        ("2026-11-01/2026-12", "every year", "the last day has to be known"),
        ("../2026-11", "every year", "no date that could come back"),
    ],
)
def test_a_date_that_cannot_come_back_by_a_rule_is_refused_with_the_reason(
    when: str, rule: str, reason: str
) -> None:
    with pytest.raises(NotARule, match=reason):
        begun(when, rule)


def test_an_hour_stays_where_it_is_on_the_wall_clock_whatever_the_clock_changes() -> None:
    weekly = begun("2026-10-18", "every week", hour="02:30", zone="America/New_York")
    said = [
        (one.day.isoformat(), series.made(weekly, one, "own.2", NOW).start_at)
        for one in islice(series.coming_after(weekly), 21)
    ]
    starts = dict(said)
    assert starts["2026-10-25"] == utc("2026-10-25T06:30")
    assert starts["2026-11-08"] == utc("2026-11-08T07:30")
    assert starts["2027-03-14"] == utc("2027-03-14T07:30")  # 02:30 is skipped, and is 03:30 (R2)


def test_made_are_the_occurrences_of_400_days_at_least_two_and_at_most_sixty() -> None:
    def days(when: str, rule: str, made_ahead: int = 0) -> list[str]:
        return [str(one.day) for one in series.wanted(begun(when, rule), made_ahead, NOW).make]

    assert days("2026-11-01", "every 5 years") == ["2031-11-01", "2036-11-01"]
    assert days("2026-11-01", "every 5 years", made_ahead=1) == ["2031-11-01"]
    assert days("2026-11-01", "every 5 years", made_ahead=2) == []
    assert len(days("2026-10-05", "every week")) == 56
    daily = series.wanted(begun("2026-10-05", "every day"), 0, NOW)
    assert (len(daily.make), str(daily.until), daily.count) == (60, "2026-12-04", 60)
    assert days("2026-10-05", "every day", made_ahead=58) == ["2026-10-06", "2026-10-07"]


def test_what_would_have_come_back_before_today_is_passed_over_and_counted() -> None:
    long_ago = series.wanted(begun("2020-11-01", "every year"), 0, NOW)
    assert [(one.number, str(one.day)) for one in long_ago.make] == [(6, "2026-11-01"), (7, "2027-11-01")]
    assert (str(long_ago.until), long_ago.count) == ("2027-11-01", 7)
    with pytest.raises(NotARule, match="more than 1,000 times"):
        series.wanted(begun("2020-11-01", "every day"), 0, NOW)


def test_a_series_goes_on_from_where_it_was_followed_to_and_ends_after_its_count() -> None:
    whole = begun("2026-11-01", "every year, 4 times")
    rest = replace(whole, made_until=date(2028, 11, 1), made_count=2)
    assert [(one.number, str(one.day)) for one in series.coming_after(rest)] == [(3, "2029-11-01")]


def test_an_occurrence_says_that_its_date_is_by_its_rule_and_where_the_next_edition_is_nobody_said() -> None:
    yearly = begun("2026-11-01", "every year")
    one = series.made(yearly, next(series.coming_after(yearly)), "own.2", NOW)
    assert (one.title, one.date_status, one.place, one.revision) == ("4th Forum", FactStatus.DERIVED, None, 1)
    assert (one.series_id, one.occurrence, one.source) == (7, "2027-11-01", "A letter")
    assert one.date_reason == "every year, beginning Sunday 1 November 2026"
    assert "by its rule, not announced" in wording.event_when(one)
    assert "planned as of" not in wording.event_when(one)
    same = begun("2026-11-01", "every week", title="Staff meeting")
    assert series.made(same, next(series.coming_after(same)), "own.2", NOW).place == "Hanoi"


def test_the_first_stands_beside_those_the_rule_made_and_each_knows_its_neighbours() -> None:
    yearly = begun("2026-11-01", "every year")
    opening = series.begins_with(first("2026-11-01"), yearly)
    later = [
        series.made(yearly, one, f"own.{one.number + 1}", NOW)
        for one in islice(series.coming_after(yearly), 2)
    ]
    assert series.is_first(opening, yearly) and not series.is_untouched(opening, yearly)
    assert all(series.is_untouched(one, yearly) for one in later)
    confirmed = moving.with_status(later[0], HERE, opening.status.CONFIRMED, SAID)
    assert not series.is_untouched(confirmed, yearly)
    assert (confirmed.date_doubt, confirmed.date_status) == (None, FactStatus.STATED)
    everything = [later[1], opening, later[0]]
    assert series.neighbours(later[0], everything) == (opening, later[1])
    assert series.neighbours(opening, everything) == (None, later[0])


@pytest.mark.parametrize(
    ("title", "next_one"),
    [
        ("3rd ADMM-Plus Meeting", "4th ADMM-Plus Meeting"),
        ("11TH FORUM", "12TH FORUM"),
        ("Third Harbour Forum", "Fourth Harbour Forum"),
        ("TWENTY-NINTH MEETING", "THIRTIETH MEETING"),
        ("the ninety-ninth talk", "the 100th talk"),
        ("Exercise MILAN 2026", "Exercise MILAN 2027"),
        ("3rd Forum 2026", "4th Forum 2027"),
        ("2nd Tuesday Talk", "2nd Tuesday Talk"),
        ("1st Quarter Review of the 7th Group", "1st Quarter Review of the 8th Group"),
        ("Cycle 2026–2029", "Cycle 2026–2029"),
        ("21st-century Dialogue", "21st-century Dialogue"),
        ("Briefing", "Briefing"),
        ("Room 3", "Room 3"),
        ("", ""),
    ],
)
def test_the_next_edition_counts_on_and_what_is_no_edition_stays(title: str, next_one: str) -> None:
    assert editions.titled(title, 2026, 1, 2027) == next_one


_RULES = st.sampled_from(
    ["every year", "every 2 weeks", "every month", "every day", "every 3 years, 9 times"]
)


@PROPERTY
@given(_RULES, st.dates(date(1900, 1, 1), date(2200, 1, 1)), st.lists(st.integers(0, 700), max_size=6))
def test_however_often_it_is_looked_after_each_occurrence_is_made_once_in_order_and_none_is_past(
    rule: str, day: date, waits: list[int]
) -> None:
    kept, today = begun(str(day), rule), date(day.year, 1, 1)
    seen: list[date] = []
    for wait in [0, *waits]:
        today = date.fromordinal(min(today.toordinal() + wait, date(2300, 1, 1).toordinal()))
        now = Moment(datetime.combine(today, time(0), ZoneInfo("UTC")), today)
        ahead = sum(one >= today for one in seen)
        try:
            found = series.wanted(kept, ahead, now)
        except NotARule:
            return
        assert all(one.day >= today for one in found.make)
        seen += [one.day for one in found.make]
        kept = replace(kept, made_until=found.until, made_count=found.count)
        assert sum(one >= today for one in seen) <= series.MOST_AHEAD
    assert seen == sorted(set(seen)) and day not in seen
