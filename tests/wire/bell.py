"""The bell that rings whenever the bot has done something, so that tests wait for events and never sleep.

It also keeps the complaints: what the bot did that the stand-in does not know. It knows nothing else.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable


class Unexpected(AssertionError):
    """The bot did what the stand-in does not know, or planned trouble never came."""


class NoAnswer(AssertionError):
    """What was waited for did not happen."""


class Bell:
    """`answered` lists every request so far with the status of its answer (444 for none)."""

    def __init__(self, patience: float) -> None:
        self.patience = patience
        self.complaints: list[str] = []
        self.answered: list[tuple[str, int]] = []
        self._rung = asyncio.Event()

    def ring(self) -> None:
        self._rung.set()
        self._rung = asyncio.Event()

    def complain(self, about: str) -> None:
        self.complaints.append(about)
        self.ring()

    async def until(self, holds: Callable[[], bool], what: str) -> None:
        """Wait until something holds, looking at every ring. Raises `NoAnswer` or `Unexpected`."""
        try:
            async with asyncio.timeout(self.patience):
                while not holds():
                    if self.complaints:
                        raise Unexpected(f"while waiting for {what}: " + "\n".join(self.complaints))
                    await self._rung.wait()
        except TimeoutError:
            last = self.answered[-5:]
            raise NoAnswer(f"waited {self.patience:g} s for {what}; the last requests were {last}") from None
