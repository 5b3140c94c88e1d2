"""What is put off comes when it was chosen to, while the event still begins when it did."""

from __future__ import annotations

import pytest

from bot.rules.reminding import SNOOZED, decide_due, replan
from bot.rules.snoozing import LENGTHS, put_off, still_put_off
from storage.records import Event, EventStatus
from tests.rules.making import event, reminder, subscription, timing, utc

TALK = event("2025-11-01", hour="14:00", zone="Asia/Kuala_Lumpur")  # 06:00 in UTC
DAY = event("2025-11-01")


@pytest.mark.parametrize(
    ("of", "now", "length", "at"),
    [
        (TALK, "2025-11-01T05:00", "15m", "2025-11-01T05:15"),
        (TALK, "2025-10-31T05:59", "1d", "2025-11-01T05:59"),
        (TALK, "2025-10-31T06:00", "1d", None),
        (TALK, "2025-11-01T05:00", "1h", None),
        # A date without an hour begins at its midnight in the server's zone.
        (DAY, "2025-10-31T14:59", "1h", "2025-10-31T15:59"),
        (DAY, "2025-10-31T15:00", "1h", None),
        (event(status=EventStatus.CANCELLED), "2025-10-01T00:00", "1h", None),
        (event("2026"), "2025-10-01T00:00", "1h", None),
    ],
)
def test_a_reminder_is_put_off_to_before_the_beginning_or_not_at_all(
    of: Event, now: str, length: str, at: str | None
) -> None:
    made = put_off(of, subscription(), timing("Asia/Manila"), utc(now), LENGTHS[length])
    assert (made.due_at if made else None) == (utc(at) if at else None)
    assert made is None or made.lead == SNOOZED


@pytest.mark.parametrize(
    ("of", "kept"),
    [
        (TALK, True),
        (event("2025-11-01", hour="14:00", zone="Asia/Kuala_Lumpur", title="Renamed", place="Room 3"), True),
        (event("2025-11-01", hour="06:00", zone="UTC"), True),
        (event("2025-11-01", hour="14:01", zone="Asia/Kuala_Lumpur"), False),
        (event("2025-11-01"), False),
        (event("2025-11-01", hour="14:00", zone="Asia/Kuala_Lumpur", status=EventStatus.POSTPONED), False),
        (event("2025-11-01", hour="14:00", zone="Asia/Kuala_Lumpur", id="another"), False),
    ],
)
def test_a_new_plan_keeps_what_was_put_off_while_the_beginning_is_the_same(of: Event, kept: bool) -> None:
    now, holding = utc("2025-11-01T04:00"), timing(leads=())
    again = put_off(TALK, subscription(), holding, now, LENGTHS["1h"])
    assert again is not None
    change = replan(still_put_off(of, holding, [again]), [again], now)
    assert (change.drop == ()) is kept


def test_what_was_put_off_is_said_and_never_taken_for_something_said_before() -> None:
    now = utc("2025-10-31T05:00")
    again = put_off(TALK, subscription(), timing(), now, LENGTHS["1h"])
    assert again is not None and decide_due([again], again.due_at).say == again
    moved = reminder(SNOOZED, "2025-11-01T00:00", "2025-11-01T06:05", start="another")
    assert replan([moved], [], now, [again]).put == (moved,)
