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


class Running:
    """A running bot that can be stopped, or killed at any moment."""

    def __init__(self, process: asyncio.subprocess.Process, log: Path) -> None:
        self._process = process
        self._log = log

    @property
    def pid(self) -> int:
        return self._process.pid

    async def stop(self, number: int = signal.SIGTERM) -> int:
        """Ask it to stop; returns its exit status."""
        self._process.send_signal(number)
        return await asyncio.wait_for(self._process.wait(), 10)

    async def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        await self._process.wait()

    @property
    def said(self) -> str:
        return self._log.read_text("utf-8")


@contextlib.asynccontextmanager
async def running_bot(discord: StandIn, folder: Path, **settings: str) -> AsyncIterator[Running]:
    """Start the bot on the data folder `folder/data`; it is killed at the end if it still runs."""
    environment = os.environ | {
        "DISCORD_TOKEN": discord.token,
        "ATTACHE_DISCORD_API_URL": discord.api_url,
        "ATTACHE_DISCORD_GATEWAY_URL": discord.gateway_url,
        "ATTACHE_DATA_FOLDER": str(folder / "data"),
        **settings,
    }
    log = folder / "log.txt"
    with log.open("ab") as output:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", env=environment, stdout=output, stderr=output
        )
    running = Running(process, log)
    try:
        yield running
    finally:
        await running.kill()
