"""`attache run` as a process of its own, connected to the stand-in of `tests/wire`."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

from tests.wire import StandIn

PATIENCE_SECONDS = 20


class Running:
    """A running bot that can be stopped, or killed at any moment; `said` is what it printed and logged."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._lines: list[str] = []
        self._more = asyncio.Event()
        self._listening = asyncio.create_task(self._listen())

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def said(self) -> str:
        return "".join(self._lines)

    async def says(self, text: str) -> None:
        """Wait until it has said something."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while text not in self.said:
                assert not self._listening.done(), f"it ended without saying {text!r}:\n{self.said}"
                await self._more.wait()

    async def stop(self, number: int = signal.SIGTERM) -> int:
        """Ask it to stop; returns its exit status."""
        self.ask_to_stop(number)
        return await self.ended()

    def ask_to_stop(self, number: int = signal.SIGTERM) -> None:
        self._process.send_signal(number)

    async def ended(self) -> int:
        """Wait until it has ended by itself; returns its exit status."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            await asyncio.wait({self._listening})
            return await self._process.wait()

    async def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        await self._listening
        await self._process.wait()

    async def _listen(self) -> None:
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            self._lines.append(line.decode("utf-8", "replace"))
            self._ring()
        self._ring()

    def _ring(self) -> None:
        self._more.set()
        self._more = asyncio.Event()


@contextlib.asynccontextmanager
async def running_bot(discord: StandIn, folder: Path, **settings: str) -> AsyncIterator[Running]:
    """Start the bot on the data folder `folder/data`; it is killed at the end if it still runs."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ATTACHE_")}
    environment = kept | {
        "DISCORD_TOKEN": discord.token,
        "ATTACHE_DISCORD_API_URL": discord.api_url,
        "ATTACHE_DISCORD_GATEWAY_URL": discord.gateway_url,
        "ATTACHE_DATA_FOLDER": str(folder / "data"),
        "PYTHONIOENCODING": "utf-8",
        **settings,
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "run",
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    running = Running(process)
    try:
        yield running
    finally:
        await running.kill()
        sys.stdout.write(running.said)  # shown by pytest when the test fails
