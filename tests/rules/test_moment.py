"""What is over and what goes on, as of a moment."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.rules.moment import Moment, coming, is_going_on, is_over, past
from tests.rules.making import event

DAYS = event("2025-11-03/2025-11-05", hour="09:00", zone="Asia/Manila")


def at(text: str) -> Moment:
    moment = datetime.fromisoformat(text).replace(tzinfo=UTC)
    return Moment(moment, moment.date())


@pytest.mark.parametrize(
    ("when", "over"),
    [
        ("2025-11-03T00:59", False),
        ("2025-11-03T01:00", False),
        ("2025-11-05T15:59", False),
        ("2025-11-05T16:00", True),  # midnight in Manila
    ],
)
def test_what_takes_several_days_goes_on_until_its_last_is_over_in_its_zone(when: str, over: bool) -> None:
    assert is_over(DAYS, at(when)) is over
    assert (coming([DAYS], at(when)), past([DAYS], at(when))) == (([], [DAYS]) if over else ([DAYS], []))


@pytest.mark.parametrize(
    ("day", "hour", "when", "over"),
    [
        ("2025-11-03", "09:00", "2025-11-03T00:59", False),
        ("2025-11-03", "09:00", "2025-11-03T01:00", True),
        ("2025-11-03/..", "09:00", "2025-11-03T01:00", True),
        ("2025-11-03", None, "2025-11-03T23:59", False),
        ("2025-11-03", None, "2025-11-04T00:00", True),
        ("2025-11-03/2025-11-05", None, "2025-11-05T23:59", False),
        ("2025-11", None, "2025-11-30T23:59", False),
        ("2025", None, "2026-01-01T00:00", True),
    ],
)
def test_an_hour_is_over_when_it_comes_and_a_date_when_its_last_possible_day_is(
    day: str, hour: str | None, when: str, over: bool
) -> None:
    assert is_over(event(day, hour=hour, zone="Asia/Manila" if hour else None), at(when)) is over


def test_what_is_ahead_stands_by_its_beginning_and_on_one_day_by_its_hour() -> None:
    noon = event("2025-11-06", hour="12:00", zone="UTC", id="noon")
    early = event("2025-11-06", hour="06:00", zone="UTC", id="early")
    days, inside = event("2025-11-06/2025-11-09", id="days"), event("2025-11-07", id="inside")
    year, month = event("2025", id="year"), event("2025-11", id="month")
    known = [year, month, noon, inside, days, early]
    ahead = coming(known, at("2025-11-05T00:00"))
    assert [one.id for one in ahead] == ["early", "noon", "days", "inside", "month", "year"]
    going_on = coming(known, at("2025-11-07T00:00"))
    assert [one.id for one in going_on] == ["inside", "days", "month", "year"], "what goes on is not the next"
    assert [one.id for one in past([noon, early], at("2025-11-07T00:00"))] == ["noon", "early"]


@pytest.mark.parametrize(
    ("day", "hour", "when", "going_on"),
    [
        ("2025-11-03/2025-11-05", None, "2025-11-03T12:00", False),
        ("2025-11-03/2025-11-05", None, "2025-11-04T00:00", True),
        ("2025-11-03/2025-11-05", None, "2025-11-06T00:00", False),
        ("2025-11-03/2025-11-05", "09:00", "2025-11-03T00:59", False),
        ("2025-11-03/2025-11-05", "09:00", "2025-11-03T01:00", True),
        ("2025-11-03", "09:00", "2025-11-03T01:00", False),
        ("2025-11", None, "2025-11-15T00:00", False),
    ],
)
def test_what_has_begun_and_is_not_over_goes_on(
    day: str, hour: str | None, when: str, going_on: bool
) -> None:
    assert is_going_on(event(day, hour=hour, zone="Asia/Manila" if hour else None), at(when)) is going_on
