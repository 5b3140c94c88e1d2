"""When reminders come is told an instant each; where nothing can be planned, why that is so (P1, P3, R4)."""

from __future__ import annotations

import pytest

from bot.rules.dates import leads
from bot.rules.moment import Moment
from bot.rules.plans_told import of_event
from bot.rules.reminding import instants
from storage.records import Event, EventStatus
from tests.rules.making import event, timing, utc

TALK = event("2025-11-01", hour="14:00", zone="Asia/Kuala_Lumpur")


def told(of: Event, now: str, typed: str = "1 week, 1 day, 1 hour") -> list[str]:
    holding = timing(leads=leads.parse_all(typed) if typed else ())
    at = utc(now)
    return of_event(of, holding, instants(of, holding), Moment(at, at.date()))


def test_each_reminder_is_told_with_its_instant_the_soonest_first() -> None:
    week, day, hour = (
        int(utc(at).timestamp()) for at in ("2025-10-25T06:00", "2025-10-31T06:00", "2025-11-01T05:00")
    )
    assert told(TALK, "2025-10-01T00:00") == [
        f"• 1 week before: <t:{week}:F> (<t:{week}:R>)",
        f"• 1 day before: <t:{day}:F> (<t:{day}:R>)",
        f"• 1 hour before: <t:{hour}:F> (<t:{hour}:R>)",
    ]


def test_what_is_past_or_not_possible_is_said() -> None:
    lines = told(event("2025-11-01"), "2025-10-26T00:00")
    assert lines[1:] == [
        "Past already, and not made up for: 1 week.",
        "Not possible, since no hour was announced: 1 hour.",
    ]
    assert told(TALK, "2025-11-01T05:30")[-1] == "So nothing is left to remind of, unless it moves."
    assert told(event("2026-11"), "2025-10-26T00:00")[0].startswith("• 1 month before")


@pytest.mark.parametrize(
    ("of", "reason"),
    [
        (
            event("2026"),
            "not known as a day or a month (in 2026, no day announced), so nothing can be planned",
        ),
        (event("TBC"), "(date to be confirmed), so nothing can be planned yet"),
        (event("2026/.."), "so nothing can be planned yet"),
        (event("2025-10-01"), "It is over"),
        (event("2025-11-01", status=EventStatus.CANCELLED), "It was cancelled"),
        (event("2025-11-01", status=EventStatus.POSTPONED), "no new date is known"),
    ],
)
def test_where_nothing_can_be_planned_it_is_told_why(of: Event, reason: str) -> None:
    (line,) = told(of, "2025-10-26T00:00")
    assert reason in line


def test_who_wants_no_lead_time_is_told_that_nothing_comes() -> None:
    assert told(TALK, "2025-10-01T00:00", "") == ["No lead time is wanted, so nothing is reminded of."]
