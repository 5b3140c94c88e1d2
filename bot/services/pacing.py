"""One pace for everything that counts against Discord's global limit of 50 requests a second."""

from __future__ import annotations

import asyncio

REQUESTS_A_SECOND = 45


class Pacer:
    """`turn` returns at most `rate` times a second, in the order it was asked."""

    def __init__(self, rate: int = REQUESTS_A_SECOND) -> None:
        self._gap_seconds = 1 / rate
        self._next = 0.0

    async def turn(self) -> None:
        now = asyncio.get_running_loop().time()
        at = max(now, self._next)
        self._next = at + self._gap_seconds
        if at > now:
            await asyncio.sleep(at - now)
