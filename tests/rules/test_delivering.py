"""How long to wait before a delivery is tried again."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.rules.delivering import backoff
from tests.rules.making import PROPERTY


def test_the_wait_doubles_with_each_failed_attempt_up_to_five_minutes() -> None:
    waits = [backoff(attempts, jitter=0.5).total_seconds() for attempts in range(12)]
    assert waits == [2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300, 300]


@PROPERTY
@given(st.integers(0, 10_000), st.floats(0, 1))
def test_jitter_spreads_the_wait_by_half(attempts: int, jitter: float) -> None:
    middle = backoff(attempts, 0.5)
    assert middle * 0.5 <= backoff(attempts, jitter) <= middle * 1.5 + timedelta(microseconds=1)
