"""What the tests ask worker processes to do; at the top of a module, so that a worker finds it."""

from __future__ import annotations

import os
import re
import signal
import sys
from pathlib import Path


def add(one: int, other: int) -> int:
    return one + other


def length(data: bytes) -> int:
    return len(data)


def pid() -> int:
    return os.getpid()


def loop_for_ever() -> None:
    while True:
        pass


def eat_memory() -> int:
    eaten = []
    while True:
        eaten.append(bytearray(1_000_000))


def answer_at_length() -> bytes:
    return bytes(40_000_000)


def crash() -> None:
    os._exit(7)


def fall() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def leave() -> None:
    sys.exit("no more")


def raise_something() -> None:
    raise ValueError("a bug of ours")


def recurse(depth: int = 0) -> int:
    return recurse(depth + 1) + 1


def chatter() -> str:
    print("this is no answer", flush=True)  # noqa: T201
    return "this is"


def modules() -> list[str]:
    return sorted(sys.modules)


def environment() -> dict[str, str]:
    return dict(os.environ)


def tell_and_loop(path: Path) -> None:
    """Write down which process this is, and never end."""
    path.write_text(str(os.getpid()), "ascii")
    loop_for_ever()


def tell_and_match(path: Path) -> None:
    """The same, in one call that lets no other thread of Python run."""
    path.write_text(str(os.getpid()), "ascii")
    re.match(r"(a+)+$", "a" * 60 + "b")


def note(path: Path, word: str) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(word)
