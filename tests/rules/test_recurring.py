"""A rule gives the days of a series: RFC 5545, but nothing within a day, and never without an end."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.dates import recurring, zones
from bot.rules.dates.recurring import MOST_OCCURRENCES, NotARule
from tests.rules.making import PROPERTY, utc

NEW_YORK = ZoneInfo("America/New_York")


def days(
    rule: str, first: str, until: str | None = "2030-01-01T00:00", hour: str | None = "02:30"
) -> list[str]:
    wall = time.fromisoformat(hour) if hour else None

    def begins_at(day: date) -> datetime:
        return zones.instant(day, wall or time(0), NEW_YORK)

    end = utc(until) if until else None
    found = recurring.days(recurring.parse(rule), date.fromisoformat(first), wall, begins_at, end)
    return [str(day) for day in found]


@pytest.mark.parametrize(
    ("rule", "first", "until", "expected"),
    [
        ("FREQ=WEEKLY", "2027-03-07", "2027-03-22T00:00", ["2027-03-07", "2027-03-14", "2027-03-21"]),
        ("FREQ=WEEKLY;COUNT=2", "2027-03-07", None, ["2027-03-07", "2027-03-14"]),
        (
            "RRULE:FREQ=DAILY;INTERVAL=10",
            "2027-01-01",
            "2027-01-21T07:30",
            ["2027-01-01", "2027-01-11", "2027-01-21"],
        ),
        (
            "freq=monthly;byday=2tu",
            "2027-01-12",
            "2027-03-31T00:00",
            ["2027-01-12", "2027-02-09", "2027-03-09"],
        ),
        ("FREQ=MONTHLY;BYDAY=-1FR;COUNT=2", "2027-01-29", None, ["2027-01-29", "2027-02-26"]),
        (
            "FREQ=YEARLY;BYMONTH=11;BYDAY=1SU;COUNT=3",
            "2026-11-01",
            None,
            ["2026-11-01", "2027-11-07", "2028-11-05"],
        ),
        # A day that a month or year does not have is left out (P6).
        ("FREQ=MONTHLY", "2027-01-31", "2027-06-01T00:00", ["2027-01-31", "2027-03-31", "2027-05-31"]),
        (
            "FREQ=YEARLY",
            "2028-02-29",
            "2041-01-01T00:00",
            ["2028-02-29", "2032-02-29", "2036-02-29", "2040-02-29"],
        ),
        ("FREQ=YEARLY", "2096-02-29", "2105-01-01T00:00", ["2096-02-29", "2104-02-29"]),
        # The end is included, as an instant and as a day, in UTC and on the wall clock.
        ("FREQ=DAILY;UNTIL=20270102", "2027-01-01", None, ["2027-01-01", "2027-01-02"]),
        ("FREQ=DAILY;UNTIL=20270102T073000Z", "2027-01-01", None, ["2027-01-01", "2027-01-02"]),
        ("FREQ=DAILY;UNTIL=20270102T072959Z", "2027-01-01", None, ["2027-01-01"]),
        ("FREQ=DAILY;UNTIL=20270102T023000", "2027-01-01", None, ["2027-01-01", "2027-01-02"]),
        ("FREQ=DAILY;UNTIL=20270102T022959", "2027-01-01", None, ["2027-01-01"]),
        ("FREQ=WEEKLY;UNTIL=20261231", "2027-03-07", None, []),
        ("FREQ=WEEKLY", "2027-03-07", "2027-01-01T00:00", []),
        # An hour that the clock skips is later, and is one all the same (R2).
        ("FREQ=DAILY;COUNT=3", "2027-03-13", None, ["2027-03-13", "2027-03-14", "2027-03-15"]),
        ("FREQ=YEARLY", "9998-01-01", "9999-12-31T00:00", ["9998-01-01", "9999-01-01"]),
        ("FREQ=YEARLY;COUNT=2", "0001-02-01", None, ["0001-02-01", "0002-02-01"]),
    ],
)
def test_a_rule_gives_the_days_of_its_series(
    rule: str, first: str, until: str | None, expected: list[str]
) -> None:
    assert days(rule, first, until) == expected


def test_a_day_without_an_hour_is_within_an_end_of_that_day_whatever_its_hour() -> None:
    rule = "FREQ=DAILY;UNTIL=20270102T000000Z"
    assert days(rule, "2027-01-01", hour=None) == ["2027-01-01", "2027-01-02"]


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        ("FREQ=SECONDLY", "too often"),
        ("FREQ=MINUTELY;COUNT=2", "too often"),
        ("FREQ=HOURLY", "too often"),
        ("FREQ=DAILY;BYHOUR=9,10", "BYHOUR is not kept"),
        ("FREQ=DAILY;BYSECOND=0", "BYSECOND is not kept"),
        ("FREQ=FORTNIGHTLY", "no FREQ='FORTNIGHTLY'"),
        ("FREQ=DAILY;BYEASTER=0", "no part of a recurrence rule"),
        ("FREQ=DAILY;FREQ=WEEKLY", "twice"),
        ("FREQ=DAILY;INTERVAL=0", "INTERVAL is a number"),
        ("FREQ=DAILY;INTERVAL=-1", "INTERVAL is a number"),
        ("FREQ=DAILY;COUNT=0", "COUNT is a number"),
        ("FREQ=DAILY;COUNT=99999", "COUNT is a number"),
        ("FREQ=DAILY;COUNT=２", "COUNT is a number"),
        ("FREQ=DAILY;COUNT=2;UNTIL=20270101", "not both"),
        ("FREQ=YEARLY;BYMONTH=13", "BYMONTH has no 13"),
        ("FREQ=YEARLY;BYMONTHDAY=0", "BYMONTHDAY has no 0"),
        ("FREQ=YEARLY;BYMONTH=one", "whole numbers"),
        ("FREQ=WEEKLY;BYDAY=XX", "weekdays such as"),
        ("FREQ=WEEKLY;BYDAY=1MO", "needs FREQ=MONTHLY"),
        ("FREQ=MONTHLY;BYDAY=99MO", "BYDAY has no 99"),
        ("FREQ=WEEKLY;WKST=1", "WKST is a weekday"),
        ("FREQ=WEEKLY;UNTIL=20270229", "does not exist"),
        ("FREQ=WEEKLY;UNTIL=2027-03-01", "UNTIL is a day or an instant"),
        ("BYDAY=MO", "has no FREQ"),
        ("", "is no recurrence rule"),
        ("every week", "is no recurrence rule"),
        ("FREQ=DAILY\nRRULE:FREQ=SECONDLY", "no FREQ="),
        ("FREQ=DAILY;BYMONTH=" + "1," * 500, "at most 256 characters"),
    ],
)
def test_what_is_no_rule_is_refused_with_the_reason(rule: str, reason: str) -> None:
    with pytest.raises(NotARule, match=reason):
        recurring.parse(rule)


@pytest.mark.parametrize(
    ("rule", "first", "until", "reason"),
    [
        ("FREQ=DAILY", "2027-01-01", None, "has no end"),
        ("FREQ=DAILY", "2027-01-01", "2037-01-01T00:00", f"more than {MOST_OCCURRENCES:,}"),
        ("FREQ=DAILY;COUNT=9999", "2027-01-01", None, f"more than {MOST_OCCURRENCES:,}"),
        (
            "FREQ=WEEKLY;BYDAY=TU",
            "2026-11-01",
            "2027-01-01T00:00",
            "Sunday 1 November 2026 is not a day of its own",
        ),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "2027-01-01", "2027-02-01T00:00", "has no day from"),
        ("FREQ=DAILY;BYSETPOS=2", "2027-01-01", "2027-02-01T00:00", "has no day from|cannot be worked out"),
        ("FREQ=YEARLY;INTERVAL=999;COUNT=2", "2027-01-01", None, "worked out for 400 years"),
    ],
)
def test_a_series_that_never_ends_never_begins_or_is_too_long_is_refused(
    rule: str, first: str, until: str | None, reason: str
) -> None:
    with pytest.raises(NotARule, match=reason):
        days(rule, first, until)


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=YEARLY",
        "FREQ=DAILY;COUNT=5",
        "FREQ=MONTHLY;BYDAY=2TU;UNTIL=20271231",
        "FREQ=WEEKLY;UNTIL=20271231T090000Z",
        "FREQ=WEEKLY;UNTIL=20271231T090000",
    ],
)
def test_a_rule_is_kept_as_text_that_says_the_same(rule: str) -> None:
    assert str(recurring.parse(rule)) == rule


def test_a_series_without_an_end_goes_on_from_any_of_its_days_as_it_would_have() -> None:
    rule = recurring.parse("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH")
    first = date(2026, 11, 10)

    def begins_at(day: date) -> datetime:
        return datetime.combine(day, time(0), UTC)

    whole = list(islice(recurring.endless(rule, first, None, begins_at), 12))
    for number in (3, 6):
        assert list(islice(recurring.endless(rule, whole[number], None, begins_at), 5)) == whole[number:][:5]


_RULES = st.builds(
    "FREQ={};{}".format,
    st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]),
    st.sampled_from(
        [
            "INTERVAL=3",
            "BYMONTH=2,11",
            "BYMONTHDAY=-1,29",
            "BYDAY=MO,FR",
            "BYDAY=TU;BYSETPOS=2",
            "WKST=SU;INTERVAL=2",
        ]
    ),
)


@PROPERTY
@given(_RULES, st.dates(date(1600, 1, 1), date(9000, 1, 1)))
def test_a_series_has_each_day_once_in_order_none_after_its_end_and_begins_with_its_first(
    rule: str, first: date
) -> None:
    until = datetime(first.year + 3, 1, 1, tzinfo=UTC)
    try:
        found = days(rule, str(first), until.replace(tzinfo=None).isoformat())
    except NotARule as refused:
        assert "not a day of its own rule" in str(refused) or "has no day" in str(refused)
        return
    assert found == sorted(set(found))
    assert found[:1] in ([str(first)], [])
    assert all(day < str(until.date()) for day in found)


_PARTS = "FREQ = DAILY WEEKLY ; BYDAY MO 1 , - COUNT UNTIL 20270101 INTERVAL"


@PROPERTY
@given(st.one_of(st.text(max_size=40), st.lists(st.sampled_from(_PARTS.split(" "))).map("".join)))
def test_any_text_is_a_rule_or_refused_by_name(text: str) -> None:
    try:
        assert recurring.parse(text).get("FREQ")
    except NotARule as refused:
        assert str(refused)
