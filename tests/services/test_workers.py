"""Jobs in real processes: they end in time and within their memory, or are ended; so are their processes,
also when their parent is killed; and the loop goes on meanwhile.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import pickle
import signal
import sys
from collections.abc import AsyncIterator, Callable
from datetime import date
from pathlib import Path

import pytest

from bot.rules.calendars import reading as calendars
from bot.services.workers import Died, Raised, TimedOut, TooMuchMemory, Unfinished, Workers
from tests.services import jobs

PROJECT = Path(__file__).parent.parent.parent
PATIENCE_SECONDS = 20


@contextlib.asynccontextmanager
async def working(at_most: int = 2, seconds: int = 20, megabytes: int = 400) -> AsyncIterator[Workers]:
    workers = Workers(at_most, seconds, megabytes)
    try:
        yield workers
    finally:
        await workers.close()


def is_running(pid: int) -> bool:
    """Whether there is such a process, and not merely what is left of one until its parent has heard."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not holds():  # noqa: ASYNC110 (other processes set no event)
            await asyncio.sleep(0.01)


async def noted(path: Path) -> int:
    """The process id that a job wrote down."""
    await until(lambda: path.exists() and path.read_text("ascii") != "")
    return int(path.read_text("ascii"))  # noqa: ASYNC240


def test_a_job_is_done_in_another_process_that_is_kept_for_the_next() -> None:
    async def scenario() -> None:
        async with working() as workers:
            assert await workers.run(jobs.add, 2, 3) == 5
            first, second = await workers.run(jobs.pid), await workers.run(jobs.pid)
        assert first == second != os.getpid()

    asyncio.run(scenario())


def test_a_job_that_loops_for_ever_is_killed_and_the_next_one_done() -> None:
    async def scenario() -> None:
        async with working(at_most=1, seconds=2) as workers:
            before = await workers.run(jobs.pid)
            with pytest.raises(TimedOut, match="longer than 2 seconds"):
                await workers.run(jobs.loop_for_ever)
            assert not is_running(before)
            assert await workers.run(jobs.pid) != before

    asyncio.run(scenario())


@pytest.mark.parametrize("job", [jobs.eat_memory, jobs.answer_at_length])
def test_a_job_that_takes_too_much_memory_is_refused_and_the_next_one_done(job: object) -> None:
    async def scenario() -> None:
        async with working(at_most=1) as workers:
            with pytest.raises(TooMuchMemory, match="more than 400 MB"):
                await workers.run(job)  # type: ignore[arg-type]
            assert await workers.run(jobs.add, 2, 3) == 5

    asyncio.run(scenario())


@pytest.mark.parametrize("job", [jobs.crash, jobs.fall, jobs.leave])
def test_a_process_that_ends_in_a_job_is_replaced(job: object) -> None:
    async def scenario() -> None:
        async with working(at_most=1) as workers:
            with pytest.raises(Died):
                await workers.run(job)  # type: ignore[arg-type]
            assert await workers.run(jobs.add, 2, 3) == 5

    asyncio.run(scenario())


def test_a_process_that_was_killed_while_idle_is_replaced() -> None:
    async def scenario() -> None:
        async with working(at_most=1) as workers:
            idle = await workers.run(jobs.pid)
            os.kill(idle, signal.SIGKILL)
            with contextlib.suppress(Died):  # it may not be known yet
                await workers.run(jobs.pid)
            assert await workers.run(jobs.add, 2, 3) == 5

    asyncio.run(scenario())


def test_what_a_function_raises_is_raised_with_its_traceback() -> None:
    async def scenario() -> None:
        async with working() as workers:
            with pytest.raises(Raised, match="raise_something") as raised:
                await workers.run(jobs.raise_something)
            assert "ValueError: a bug of ours" in str(raised.value)
            with pytest.raises(Raised, match="RecursionError"):
                await workers.run(jobs.recurse)

    asyncio.run(scenario())


def test_what_cannot_be_sent_is_refused_before_anything_starts() -> None:
    async def scenario() -> None:
        async with working() as workers:
            with pytest.raises((pickle.PicklingError, AttributeError)):
                await workers.run(lambda: 1)

    asyncio.run(scenario())


def test_what_a_job_prints_is_no_answer() -> None:
    async def scenario() -> None:
        async with working() as workers:
            assert await workers.run(jobs.chatter) == "this is"

    asyncio.run(scenario())


def test_megabytes_go_in() -> None:
    async def scenario() -> None:
        async with working() as workers:
            assert await workers.run(jobs.length, bytes(8_000_000)) == 8_000_000

    asyncio.run(scenario())


def test_a_worker_knows_neither_discord_nor_our_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "a-token-that-nobody-may-see")

    async def scenario() -> None:
        async with working() as workers:
            known = {name.partition(".")[0] for name in await workers.run(jobs.modules)}
            assert known & {"discord", "aiohttp", "asyncio", "sqlite3", "aiosqlite", "apscheduler"} == set()
            assert "DISCORD_TOKEN" not in await workers.run(jobs.environment)

    asyncio.run(scenario())


def test_a_worker_that_reads_calendars_knows_only_the_rules_for_it() -> None:
    async def scenario() -> None:
        async with working() as workers:
            found = await workers.run(
                calendars.read, b"BEGIN:VCALENDAR", date(2026, 1, 1), date(2026, 12, 31)
            )
            assert found.ok
            ours = [one for one in await workers.run(jobs.modules) if one.startswith(("bot.", "storage"))]
            assert [one for one in ours if not one.startswith("bot.rules")] == ["bot.services"]

    asyncio.run(scenario())


def test_many_jobs_at_once_are_all_done_by_so_many_processes_as_there_may_be() -> None:
    async def scenario() -> None:
        async with working(at_most=2) as workers:
            sums = await asyncio.gather(*(workers.run(jobs.add, n, n) for n in range(100)))
            assert sums == [2 * n for n in range(100)]
            assert len(set(await asyncio.gather(*(workers.run(jobs.pid) for _ in range(20))))) <= 2

    asyncio.run(scenario())


def test_jobs_begin_in_the_order_they_came_in(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with working(at_most=1) as workers:
            await asyncio.gather(
                *(workers.run(jobs.note, tmp_path / "log", letter) for letter in "abcdefghij")
            )

    asyncio.run(scenario())
    assert (tmp_path / "log").read_text("utf-8") == "abcdefghij"


def test_a_bad_job_leaves_those_beside_it_alone() -> None:
    async def scenario() -> None:
        async with working(at_most=2, seconds=2) as workers:
            bad = asyncio.create_task(workers.run(jobs.loop_for_ever))
            assert await asyncio.gather(*(workers.run(jobs.add, n, 1) for n in range(10))) == list(
                range(1, 11)
            )
            with pytest.raises(TimedOut):
                await bad

    asyncio.run(scenario())


def test_whoever_stops_waiting_for_a_job_ends_it(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with working(at_most=1) as workers:
            task = asyncio.create_task(workers.run(jobs.tell_and_loop, tmp_path / "pid"))
            pid = await noted(tmp_path / "pid")
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert not is_running(pid)
            assert await workers.run(jobs.add, 2, 3) == 5

    asyncio.run(scenario())


def test_who_waits_for_a_turn_can_stop_waiting() -> None:
    async def scenario() -> None:
        async with working(at_most=1, seconds=2) as workers:
            bad = asyncio.create_task(workers.run(jobs.loop_for_ever))
            waiting = asyncio.create_task(workers.run(jobs.add, 1, 1))
            await asyncio.sleep(0)
            waiting.cancel()
            with pytest.raises(asyncio.CancelledError):
                await waiting
            with pytest.raises(TimedOut):
                await bad
            assert await workers.run(jobs.add, 2, 3) == 5

    asyncio.run(scenario())


def test_closing_ends_the_processes_and_what_they_do(tmp_path: Path) -> None:
    async def scenario() -> None:
        workers = Workers()
        task = asyncio.create_task(workers.run(jobs.tell_and_loop, tmp_path / "pid"))
        pid = await noted(tmp_path / "pid")
        idle = await workers.run(jobs.pid)
        await workers.close()
        with pytest.raises(Died):
            await task
        assert not is_running(pid) and not is_running(idle)
        with pytest.raises(Unfinished, match="were stopped"):
            await workers.run(jobs.add, 2, 3)

    asyncio.run(scenario())


PARENT = """
import asyncio, sys
from pathlib import Path
from bot.services.workers import Workers
from tests.services import jobs
asyncio.run(Workers(seconds=2).run(getattr(jobs, sys.argv[1]), Path(sys.argv[2])))
"""


@pytest.mark.parametrize("job", ["tell_and_loop", "tell_and_match"])
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_no_process_outlives_its_parent_however_that_ends(
    tmp_path: Path, number: signal.Signals, job: str
) -> None:
    async def scenario() -> None:
        parent = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", PARENT, job, str(tmp_path / "pid")),
            cwd=PROJECT,
            stderr=asyncio.subprocess.DEVNULL,
        )
        worker = await noted(tmp_path / "pid")
        assert is_running(worker)
        parent.send_signal(number)
        await parent.wait()
        await until(lambda: not is_running(worker))

    asyncio.run(scenario())


def test_the_loop_goes_on_while_a_worker_works() -> None:
    async def scenario() -> int:
        async with working(seconds=2) as workers:
            task = asyncio.create_task(workers.run(jobs.loop_for_ever))
            turns = 0
            while not task.done():
                await asyncio.sleep(0.01)
                turns += 1
            with pytest.raises(TimedOut):
                await task
        return turns

    assert asyncio.run(scenario()) > 20  # a loop that stood still would make one or two
