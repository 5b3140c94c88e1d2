"""The crowd kept by APScheduler, one job a reminder: `python -m tests.bench.crowd_apscheduler STORE FOLDER`.

The store is `memory` or `sql`. Of its settings only `misfire_grace_time` is not its default: left at that, it
drops what it comes to more than a second late. A job only says that it ran and writes nothing down.
"""

from __future__ import annotations

import asyncio
import gc
import pickle
import sys
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

from apscheduler.job import Job  # type: ignore[import-untyped]
from apscheduler.schedulers.asyncio import AsyncIOScheduler  # type: ignore[import-untyped]
from apscheduler.triggers.date import DateTrigger  # type: ignore[import-untyped]

from tests.bench.crowd import (
    DUE,
    PATIENCE_SECONDS,
    PENDING,
    Crowd,
    late_by,
    resident_megabytes,
    stall_told,
    whole_second,
)

_OVERDUE = "overdue"
_crowd = Crowd()
_all_ran = asyncio.Event()


async def ring(due_at: float, began: float, name: str) -> None:
    """The job: one reminder that is due. The store finds it again by its name."""
    if name == _OVERDUE:
        _crowd.first = perf_counter() - began
        return
    _crowd.lateness.append(late_by(due_at))
    if len(_crowd.lateness) == DUE:
        _all_ran.set()


async def kept(store: str, folder: Path) -> Crowd:
    before = resident_megabytes()
    scheduler = AsyncIOScheduler(timezone=UTC, job_defaults={"misfire_grace_time": None})
    if store == "sql":
        due_at = _with_rows(scheduler, folder)
        scheduler.start()
    else:
        scheduler.start()
        due_at = _added(scheduler)
    gc.collect()
    await asyncio.sleep((due_at - datetime.now(UTC)).total_seconds() - 1)
    async with stall_told(_crowd), asyncio.timeout(PATIENCE_SECONDS):
        await _all_ran.wait()
    _crowd.memory = resident_megabytes() - before
    scheduler.shutdown(wait=False)
    return _crowd


def _added(scheduler: Any) -> datetime:
    """What is in memory alone is added anew at each start."""
    began = perf_counter()
    for job in (_overdue(began), *_waiting()):
        scheduler.add_job(ring, **job)
    due_at = whole_second()
    for job in _due(due_at):
        scheduler.add_job(ring, **job)
    return due_at


def _with_rows(scheduler: Any, folder: Path) -> datetime:
    """A file as the store writes it, found at the start."""
    from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore  # type: ignore[import-untyped]

    store = SQLAlchemyJobStore(url=f"sqlite:///{folder / 'jobs.db'}")
    scheduler.add_jobstore(store)
    store.start(scheduler, "default")
    _write(store, scheduler, _waiting())
    due_at = whole_second()
    _write(store, scheduler, _due(due_at))
    _write(store, scheduler, [_overdue(perf_counter())])
    return due_at


def _write(store: Any, scheduler: Any, jobs: Iterable[dict[str, Any]]) -> None:
    rows = []
    for job in jobs:
        at = job["trigger"].run_date
        made = Job(
            scheduler,
            **job,
            func=ring,
            kwargs={},
            name="ring",
            executor="default",
            misfire_grace_time=None,
            coalesce=True,
            max_instances=1,
            next_run_time=at,
        )
        rows.append(
            {"id": job["id"], "next_run_time": at.timestamp(), "job_state": pickle.dumps(made.__getstate__())}
        )
    with store.engine.begin() as connection:
        connection.execute(store.jobs_t.insert(), rows)


def _overdue(began: float) -> dict[str, Any]:
    return _job(_OVERDUE, datetime.now(UTC) - timedelta(seconds=2), began)


def _due(due_at: datetime) -> list[dict[str, Any]]:
    return [_job(f"due {number}", due_at) for number in range(DUE)]


def _waiting() -> list[dict[str, Any]]:
    now = datetime.now(UTC)
    ahead = (timedelta(days=1 + number % 300, seconds=number % 977) for number in range(PENDING))
    return [_job(f"later {number}", now + one) for number, one in enumerate(ahead)]


def _job(name: str, at: datetime, began: float = 0.0) -> dict[str, Any]:
    return {"id": name, "trigger": DateTrigger(at, UTC), "args": (at.timestamp(), began, name)}


if __name__ == "__main__":
    asyncio.run(kept(sys.argv[1], Path(sys.argv[2]))).print()
