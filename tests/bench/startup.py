"""From start to ready and idle memory in one server, beside a discord.py client that only connects."""

from __future__ import annotations

import asyncio
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from tests.wire import StandIn

RUNS = 5
IDLE_SECONDS = 3.0
ALTERNATIVE = "a discord.py client that only connects"


async def startup() -> list[str]:
    """Lines to print: medians of `RUNS` starts each, in turn, on the same loopback Discord."""
    attache, bare = [], []
    with tempfile.TemporaryDirectory() as folder:
        await _measured(["-m", "bot", "run"], Path(folder))  # the first start loads the pack and syncs
        for _ in range(RUNS):
            attache.append(await _measured(["-m", "bot", "run"], Path(folder)))
            bare.append(await _measured(["-m", "tests.bench.bare"], Path(folder)))
    lines = []
    for number, (what, unit) in enumerate((("from start to ready", "s"), ("idle memory (RSS)", "MB"))):
        ours = statistics.median(one[number] for one in attache)
        theirs = statistics.median(one[number] for one in bare)
        lines.append(
            f"{what}: {ours:.2f} {unit}; {ALTERNATIVE}: {theirs:.2f} {unit}; ratio {ours / theirs:.2f}"
            f" (medians of {RUNS}, one server)"
        )
    return lines


async def _measured(command: list[str], folder: Path) -> tuple[float, float]:
    """Seconds until the stand-in has sent all there is, and megabytes `IDLE_SECONDS` later."""
    async with StandIn(patience=30) as discord:
        discord.channel(discord.guild("Embassy"), "desk")
        environment = os.environ | {
            "DISCORD_TOKEN": discord.token,
            "ATTACHE_DISCORD_API_URL": discord.api_url,
            "ATTACHE_DISCORD_GATEWAY_URL": discord.gateway_url,
            "ATTACHE_DATA_FOLDER": str(folder / "data"),
        }
        began = time.perf_counter()
        process = await asyncio.create_subprocess_exec(
            sys.executable, *command, env=environment, stderr=asyncio.subprocess.DEVNULL
        )
        try:
            await discord.ready()
            ready_seconds = time.perf_counter() - began
            await asyncio.sleep(IDLE_SECONDS)
            return ready_seconds, _resident_megabytes(process.pid)
        finally:
            process.kill()
            await process.wait()


def _resident_megabytes(pid: int) -> float:
    """Resident memory as Linux tells it."""
    pages = int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024 / 1024
