"""One pace for everything that counts against Discord's global limit of 50 requests a second."""

from __future__ import annotations

import asyncio

REQUESTS_A_SECOND = 45


class Pacer:
    """`turn` returns at most `rate` times a second, in the order it was asked."""

    def __init__(self, rate: int = REQUESTS_A_SECOND) -> None:
        self._gap_seconds = 1 / rate
        self._next = 0.0
        self._queue = asyncio.Lock()

    async def turn(self) -> None:
        loop = asyncio.get_running_loop()
        async with self._queue:
            await asyncio.sleep(max(0.0, self._next - loop.time()))
            # From when it was really released: a loop that was held up must not let a burst out.
            self._next = loop.time() + self._gap_seconds
