"""Pure functions on hostile bytes, run in processes that can be killed and that end with us.

`await workers.run(function, *arguments)` calls a function of `bot.rules`, defined at the top of its
module, in a process of its own: for so many seconds and with so much memory at most, while the loop
goes on. A process is kept for the next job, and replaced when a job went wrong in it; so many work
at once, and jobs begin in the order they came in. Whoever stops waiting for a job ends it.

The protocol is our own, and short. A ProcessPoolExecutor's workers outlive a parent that was killed,
and one task of them cannot be stopped. anyio's `to_process` can do both; but it imports the parent's
main module into the worker, with all of Discord, and knows no limit of memory.

This bounds what a job may cost. It is no sandbox: what the functions do, they do as us.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import pickle
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Callable
from typing import TypeVar, TypeVarTuple, cast

from bot.services.worker import DONE, LENGTH_BYTES, RAISED, TOO_MUCH_MEMORY

Result = TypeVar("Result")
Arguments = TypeVarTuple("Arguments")

_MOST_BYTES = 32_000_000
"""Of an answer: what is longer is more than we want in our own memory."""

_SLICE = 256 * 1024
_LONG = 50_000
"""Bytes of an answer that are unpacked beside the loop, which would stand still for ten thousand events."""

_NEEDED = ("PATH", "PYTHONHOME", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR")
"""What a worker gets of our environment; it holds no token."""


class Unfinished(Exception):
    """A job did not come to its end; the message says why."""


class TimedOut(Unfinished):
    """It took longer than a job may."""


class TooMuchMemory(Unfinished):
    """It needed more memory than a job may, or had more to say."""


class Died(Unfinished):
    """Its process ended in the middle of it, or was ended with all others."""


class Raised(Exception):
    """The function raised, which none of ours should: the message is the traceback."""


class Workers:
    """So many processes at most, started when there is something to do."""

    def __init__(self, at_most: int = 2, seconds: int = 5, megabytes: int = 400) -> None:
        self._seconds, self._megabytes = seconds, megabytes
        self._turns = asyncio.Semaphore(at_most)
        self._idle: list[Process] = []
        self._all: set[Process] = set()
        self._closed = False

    async def run(self, function: Callable[[*Arguments], Result], *arguments: *Arguments) -> Result:
        """What `function` returns; raises `Unfinished` if it did not, and `Raised` if it raised."""
        async with self._turns:
            process = await self._process()
            fit = False
            try:
                async with asyncio.timeout(self._seconds):
                    answer = await _exchange(process, pickle.dumps((function, arguments)))
                fit = answer[:1] != TOO_MUCH_MEMORY
            except TimeoutError:
                raise TimedOut(f"it took longer than {self._seconds} seconds") from None
            finally:
                if fit:
                    self._idle.append(process)
                else:
                    await self._end(process)
        return cast(Result, await _result(answer, self._megabytes))

    async def close(self) -> None:
        """End all processes, and with them what they are doing."""
        self._closed = True
        self._idle.clear()
        for process in list(self._all):
            await self._end(process)

    async def _process(self) -> Process:
        if self._closed:
            raise Died("the workers were stopped")
        while self._idle:
            process = self._idle.pop()
            if process.returncode is None:
                return process
            self._all.discard(process)
        limits = str(self._seconds + 1), str(self._megabytes)
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "bot.services.worker", *limits),
            stdin=PIPE,
            stdout=PIPE,
            stderr=DEVNULL,
            env={name: os.environ[name] for name in _NEEDED if name in os.environ}
            | {"PYTHONPATH": os.pathsep.join(path or "." for path in sys.path)},
            limit=_MOST_BYTES,  # below it reading never pauses; a paused pipe's process is awaited for ever
        )
        self._all.add(process)
        return process

    async def _end(self, process: Process) -> None:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        self._all.discard(process)


async def _exchange(process: Process, job: bytes) -> bytes:
    assert process.stdin is not None and process.stdout is not None
    try:
        process.stdin.write(len(job).to_bytes(LENGTH_BYTES, "big"))
        for start in range(0, len(job), _SLICE):  # whole, the pipe would keep another copy of it
            process.stdin.write(job[start : start + _SLICE])
            await process.stdin.drain()
        del job  # it may be as long as a document, and is not needed while the process works on it
        length = int.from_bytes(await process.stdout.readexactly(LENGTH_BYTES), "big")
        return TOO_MUCH_MEMORY if length > _MOST_BYTES else await process.stdout.readexactly(length)
    except (asyncio.IncompleteReadError, ConnectionError):
        raise Died("its process ended in the middle of it") from None


async def _result(answer: bytes, megabytes: int) -> object:
    kind, said = answer[:1], memoryview(answer)[1:]
    if kind == TOO_MUCH_MEMORY:
        raise TooMuchMemory(f"it needed more than {megabytes} MB of memory")
    if kind == RAISED:
        raise Raised(str(said, "utf-8"))
    assert kind == DONE
    if len(said) > _LONG:
        return await asyncio.to_thread(pickle.loads, said)
    return pickle.loads(said)
