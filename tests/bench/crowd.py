"""What is measured of a crowd of reminders that are due in one second, whoever keeps them."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import time
from collections.abc import AsyncIterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

DUE, PENDING = 1_000, 100_000
AHEAD = timedelta(seconds=3)
"""How long after the start the crowd falls due."""
PATIENCE_SECONDS = 180


@dataclass(slots=True)
class Crowd:
    """What one keeper did with the crowd; all but the last two in milliseconds."""

    lateness: list[float] = field(default_factory=list)
    """From due to claimed, or run."""
    owed: list[float] = field(default_factory=list)
    """From due to written down, so that no end of the process loses it; of who writes nothing down, none."""
    stall: float = 0.0
    memory: float = 0.0
    """Megabytes, beyond what the process took before it kept anything."""
    first: float = 0.0
    """Seconds from the start to the first one, which was overdue then."""

    def print(self) -> None:
        print(json.dumps(asdict(self)))


def read(line: str) -> Crowd:
    return Crowd(**json.loads(line))


def whole_second() -> datetime:
    """When the crowd falls due: instants of reminders are whole seconds."""
    return (datetime.now(UTC) + AHEAD).replace(microsecond=0)


def late_by(due_at: float) -> float:
    return (time.time() - due_at) * 1000


def resident_megabytes() -> float:
    """Resident memory as Linux tells it."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024 / 1024


@contextlib.asynccontextmanager
async def stall_told(crowd: Crowd) -> AsyncIterator[None]:
    """How long the loop did not answer at worst, meanwhile."""

    async def beat() -> None:
        while True:
            before = time.perf_counter()
            await asyncio.sleep(0.001)
            crowd.stall = max(crowd.stall, (time.perf_counter() - before) * 1000 - 1)

    beating = asyncio.create_task(beat())
    try:
        yield
    finally:
        beating.cancel()
