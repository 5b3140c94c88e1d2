"""What a worker process runs: jobs come on its standard input, answers leave on its standard output.

A job and an answer are a length of four bytes and that many more; an answer's first byte says how the
job went. The process knows nothing of the bot but the function it is asked to call. A thread waits
for the end of the input, which comes when the parent ends, however it ends, and ends the process
with it. An alarm of the system ends a job that nothing else could interrupt. Where both want the processor,
the parent, which answers people, comes first.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import threading
import traceback
from queue import SimpleQueue
from typing import BinaryIO

DONE, RAISED, TOO_MUCH_MEMORY = b"d", b"r", b"m"
LENGTH_BYTES = 4


def main() -> None:
    seconds, megabytes = int(sys.argv[1]), int(sys.argv[2])
    jobs_in, answers_out = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # what a job prints is no answer
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends us when it is done
    _limit_memory(megabytes)
    _give_way()
    jobs: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_receive, args=(jobs_in, jobs), daemon=True).start()
    while True:
        job = jobs.get()
        _alarm(seconds)
        answer = _answer(job)
        _alarm(0)
        answers_out.write(len(answer).to_bytes(LENGTH_BYTES, "big") + answer)
        answers_out.flush()


def _receive(jobs_in: BinaryIO, jobs: SimpleQueue[bytes]) -> None:
    while len(length := jobs_in.read(LENGTH_BYTES)) == LENGTH_BYTES:
        jobs.put(jobs_in.read(int.from_bytes(length, "big")))
    os._exit(0)


def _answer(job: bytes) -> bytes:
    try:
        function, arguments = pickle.loads(job)
        return DONE + pickle.dumps(function(*arguments))
    except MemoryError:
        return TOO_MUCH_MEMORY
    except Exception:  # a bug of the function: its traceback is raised again where the job was given
        return RAISED + traceback.format_exc().encode("utf-8", "replace")


def _limit_memory(megabytes: int) -> None:
    """Where the system knows no such limit (Windows) or does not hold it (macOS), time alone is limited."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (megabytes * 1_000_000, megabytes * 1_000_000))


def _give_way() -> None:
    if sys.platform != "win32":
        os.nice(5)


def _alarm(seconds: int) -> None:
    if sys.platform != "win32":
        signal.alarm(seconds)


if __name__ == "__main__":
    main()
