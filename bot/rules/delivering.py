"""How long to wait before a delivery is tried again."""

from __future__ import annotations

from datetime import timedelta

_LONGEST = 300


def backoff(attempts: int, jitter: float) -> timedelta:
    """Two to the power of the failed attempts, at most five minutes; `jitter` 0–1 spreads it by half."""
    seconds = min(_LONGEST, 2 ** min(attempts + 1, 16))
    return timedelta(seconds=seconds * (0.5 + jitter))
