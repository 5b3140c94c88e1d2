"""Lead times as people type them: one number and one unit, from a minute to a year; days on the calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.dates import leads
from bot.rules.dates.leads import DEFAULT_LEADS, Lead, NotALead
from tests.rules.making import PROPERTY


@pytest.mark.parametrize(
    ("text", "lead"),
    [
        ("1 month", Lead("1 month", months=1)),
        ("30 days", Lead("30 days", days=30)),
        ("1 week", Lead("1 week", days=7)),
        ("a week", Lead("1 week", days=7)),
        ("1 day", Lead("1 day", days=1)),
        (" 1  Day before ", Lead("1 day", days=1)),
        ("1 hour", Lead("1 hour", seconds=3600)),
        ("15 min", Lead("15 minutes", seconds=900)),
        ("90min", Lead("90 minutes", seconds=5400)),
        ("1 minute", Lead("1 minute", seconds=60)),
        ("1 year", Lead("1 year", months=12)),
        ("12 months", Lead("12 months", months=12)),
        ("366 days", Lead("366 days", days=366)),
        # A day counted in hours or minutes is a day.
        ("24 hours", Lead("1 day", days=1)),
        ("2880 minutes", Lead("2 days", days=2)),
        ("23 hours", Lead("23 hours", seconds=82_800)),
    ],
)
def test_a_lead_time_is_read(text: str, lead: Lead) -> None:
    assert leads.parse(text) == lead


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("0 days", "zero"),
        ("0 min", "zero"),
        ("-1 day", "has a sign"),
        ("−1 day", "has a sign"),
        ("+1 day", "has a sign"),
        ("100 years", "100 years is too long"),
        ("1 century", "'century' is no unit"),
        ("2 years", "too long"),
        ("13 months", "too long"),
        ("367 days", "too long"),
        ("53 weeks", "too long"),
        ("99999 hours", "no whole days"),
        ("9999999999 min", "too long|no whole days"),
        ("36 hours", "count it in days"),
        ("5m", "minutes or months"),
        ("week", "no number"),
        ("1.5 hours", "no lead time"),
        ("1 day 2 hours", "no lead time"),
        ("٣ days", "no lead time"),
        ("１ day", "no lead time"),
        ("", "no lead time"),
        ("soon", "no unit"),
        ("1 day\x00", "no lead time"),
        ("x" * 10_000, "at most 32 characters, this has 10000"),
        ("9" * 30 + " d", "too long"),
    ],
)
def test_what_is_no_lead_time_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(NotALead, match=reason):
        leads.parse(text)


@PROPERTY
@given(st.one_of(st.text(max_size=40), st.from_regex(r"-?\d{0,5} ?(min|hours?|days?|weeks?|months?|years?)")))
def test_any_text_is_a_lead_time_of_at_most_a_year_or_refused(text: str) -> None:
    try:
        lead = leads.parse(text)
    except NotALead as refused:
        assert str(refused)
        return
    assert leads.parse(str(lead)) == lead
    assert 0 < lead.seconds < 86_400 or 0 < lead.days <= 366 or 0 < lead.months <= 12


def test_several_lead_times_are_kept_the_longest_first_and_none_twice() -> None:
    found = leads.parse_all("1 hour, 1 day and 1 week; 1 day")
    assert found == (Lead("1 week", days=7), Lead("1 day", days=1), Lead("1 hour", seconds=3600))
    assert leads.in_words(found) == "1 week, 1 day and 1 hour"
    assert leads.parse_all(leads.in_words(DEFAULT_LEADS)) == DEFAULT_LEADS


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "no lead time is given"),
        (" , ", "no lead time is given"),
        ("1 day, 0 days", "zero"),
        (", ".join(f"{days} days" for days in range(1, 12)), "at most 10 lead times, these are 11"),
        ("1 day," * 2_000, "at most 320 characters"),
    ],
)
def test_several_lead_times_are_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(NotALead, match=reason):
        leads.parse_all(text)


@pytest.mark.parametrize(
    ("day", "lead", "before"),
    [
        ("2027-03-31", "1 month", "2027-02-28"),
        ("2028-03-31", "1 month", "2028-02-29"),
        ("2027-03-31", "30 days", "2027-03-01"),
        ("2027-01-31", "1 month", "2026-12-31"),
        ("2028-02-29", "1 year", "2027-02-28"),
        ("2027-01-01", "1 week", "2026-12-25"),
        ("2027-01-01", "1 hour", "2027-01-01"),
        ("0001-01-31", "1 month", None),
        ("0001-01-01", "1 day", None),
        ("0002-01-01", "1 year", "0001-01-01"),
    ],
)
def test_a_lead_is_counted_back_on_the_calendar(day: str, lead: str, before: str | None) -> None:
    found = leads.parse(lead).before(date.fromisoformat(day))
    assert found == (date.fromisoformat(before) if before else None)


@PROPERTY
@given(st.dates(), st.integers(1, 366), st.integers(1, 12))
def test_days_are_exact_and_a_month_is_never_another_day_unless_the_month_is_short(
    day: date, days: int, months: int
) -> None:
    back = Lead("", days=days).before(day)
    assert back is None or day - back == timedelta(days=days)
    there = Lead("", months=months).before(day)
    assert there is None or there.day == day.day or (there + timedelta(days=1)).day == 1
