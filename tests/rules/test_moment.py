"""What is over and what goes on, as of a moment."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.rules.moment import Moment, coming, is_over, past
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
