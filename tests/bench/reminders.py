"""1,000 reminders that fall due in one second while 100,000 wait, beside APScheduler with a job for each."""

from __future__ import annotations

import asyncio
import importlib.util
import sys
import tempfile
from dataclasses import dataclass

from tests.bench import crowd
from tests.bench.crowd import DUE, PENDING, Crowd

RUNS = 3


@dataclass(frozen=True, slots=True)
class Keeper:
    """Who keeps the crowd, and the arguments of the process in which it does."""

    name: str
    arguments: tuple[str, ...]
    needs: str | None = None


KEEPERS = (
    Keeper("Attaché", ("tests.bench.crowd_attache",)),
    Keeper("APScheduler, memory store", ("tests.bench.crowd_apscheduler", "memory")),
    Keeper("APScheduler, SQLAlchemy store", ("tests.bench.crowd_apscheduler", "sql"), "sqlalchemy"),
)


async def reminders() -> list[str]:
    """Lines to print: for each keeper the run with the median of its latest reminders, of `RUNS` in turn."""
    able = [one for one in KEEPERS if one.needs is None or importlib.util.find_spec(one.needs) is not None]
    runs: dict[str, list[Crowd]] = {one.name: [] for one in able}
    for _ in range(RUNS):
        for keeper in able:
            runs[keeper.name].append(await _kept(keeper))
    lines = [
        f"{DUE:,} due in one second, {PENDING:,} waiting: from due to written down for delivery, after which"
        " nothing loses it, and to taken up by delivery, which then sends 45 a second; of APScheduler to run"
    ]
    lines += [f"{name}: {_told(crowds)}" for name, crowds in runs.items()]
    left_out = [one for one in KEEPERS if one not in able]
    return [*lines, *(f"{one.name}: not measured, {one.needs} is not installed" for one in left_out)]


async def _kept(keeper: Keeper) -> Crowd:
    with tempfile.TemporaryDirectory() as folder:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", *keeper.arguments, folder, stdout=asyncio.subprocess.PIPE
        )
        said, _ = await process.communicate()
    return crowd.read(said.decode().splitlines()[-1])


def _told(runs: list[Crowd]) -> str:
    one = sorted(runs, key=lambda run: _at(run.lateness, 0.99))[len(runs) // 2]
    owed = f"written down {_spread(one.owed)}; taken up " if one.owed else ""
    return (
        f"{owed}{_spread(one.lateness)}, {DUE - len(one.lateness)} dropped;"
        f" the loop stood still for {one.stall:.0f} ms; {one.memory:.0f} MB;"
        f" the first, overdue at the start, after {one.first:.2f} s"
    )


def _spread(lateness: list[float]) -> str:
    return f"p50 {_at(lateness, 0.5):.0f} ms, p99 {_at(lateness, 0.99):.0f} ms"


def _at(lateness: list[float], share: float) -> float:
    late = sorted(lateness)
    return late[min(int(len(late) * share), len(late) - 1)]
