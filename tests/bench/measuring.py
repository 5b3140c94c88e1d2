"""What a process that benches something measures of itself: time, processor, memory, stalls of its loop."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

_TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


@dataclass(slots=True)
class Measured:
    """What something took."""

    seconds: float = 0.0
    cpu: float = 0.0
    """Seconds of processors, its child processes' too."""
    stall: float = 0.0
    """Milliseconds for which the loop did not answer at worst."""
    peak: float = 0.0
    """Megabytes that the process held at most, without its children."""


@contextlib.asynccontextmanager
async def measured() -> AsyncIterator[Measured]:
    """Measure what happens meanwhile, on a loop that has nothing else to do."""
    found = Measured()
    _forget_peak()
    beating = asyncio.create_task(_beat(found))
    await asyncio.sleep(0)
    began, cpu = time.perf_counter(), _cpu_seconds()
    try:
        yield found
    finally:
        found.seconds, found.cpu = time.perf_counter() - began, _cpu_seconds() - cpu
        await asyncio.sleep(0.01)
        beating.cancel()
        found.peak = peak_megabytes()


async def _beat(found: Measured) -> None:
    while True:
        before = time.perf_counter()
        await asyncio.sleep(0.002)
        found.stall = max(found.stall, (time.perf_counter() - before) * 1000 - 2)


def _forget_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5", "ascii")


def peak_megabytes() -> float:
    (peak,) = re.findall(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text("ascii"))
    return int(peak) / 1024


def _cpu_seconds() -> float:
    children = [
        Path(f"/proc/{pid}/stat") for pid in Path("/proc/thread-self/children").read_text("ascii").split()
    ]
    return time.process_time() + sum(_ticks(stat) for stat in children) / _TICKS_A_SECOND


def _ticks(stat: Path) -> int:
    with contextlib.suppress(OSError):
        fields = stat.read_text("ascii").rpartition(")")[2].split()
        return int(fields[11]) + int(fields[12])
    return 0
