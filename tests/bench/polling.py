"""A thousand feeds polled: all new, all unchanged, and all with news; beside what else could poll them.

Each poller has a process of its own, and all of them the same sites, in another process: ten feeds to a host
of 127.0.0.0/8, so that the rules for hosts hold. No connection is left from an earlier round, for between two
polls of a feed lies a quarter of an hour.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import sys
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

from tests.bench.feed_server import ENTRIES
from tests.bench.measuring import Measured
from tests.bench.pollers import PHASES, read

FEEDS, FEW = 1000, 200
"""Feeds, and how many of them those are given who do the same whatever the sites answer."""
READER, ATTACHE, FEEDPARSER, BARE = "reader", "attache", "feedparser", "bare"
_NAMES = {
    ATTACHE: "attaché, all of it, with its database",
    READER: "lemon24/reader, 8 workers",
    FEEDPARSER: "feedparser on the loop, as common bots do",
    BARE: "a bare aiohttp GET loop, the floor",
}


async def polling() -> list[str]:
    """Lines to print, by what the sites answer."""
    lines = [f"{FEEDS:,} feeds of {ENTRIES} entries, ten to a host; feedparser alone has {FEW} of them"]
    names = [name for name in _NAMES if name != READER or importlib.util.find_spec("reader")]
    if READER not in names:
        lines.append("lemon24/reader is not here: `make bench` installs it where it can be had")
    async with _sites() as port:
        found = {name: await _polled(name, port) for name in names}
    for number, phase in enumerate(PHASES):
        lines.append(phase)
        of_all = {name: rounds[number] for name, rounds in found.items() if len(rounds) > number}
        lines += [_line(name, of_all) for name in of_all]
    return lines


def _line(name: str, of_all: dict[str, Measured]) -> str:
    took, rates = of_all[name], {one: _feeds(one) / of_all[one].seconds for one in of_all}
    more = ""
    if name == ATTACHE:
        more = "".join(
            f", {rates[name] / rate:.2f} times {peer}" for peer, rate in rates.items() if peer != name
        )
    thousand = took.cpu / _feeds(name) * 1000
    return (
        f"  {_NAMES[name]:<40}{rates[name]:>6,.0f} feeds/s, {thousand:.2f} s of processor for a thousand,"
        f" {took.peak:.0f} MB at most, {took.stall:.0f} ms longest stall{more}"
    )


def _feeds(name: str) -> int:
    return FEW if name == FEEDPARSER else FEEDS


@contextlib.asynccontextmanager
async def _sites() -> AsyncIterator[int]:
    serving = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.bench.feed_server", str(FEEDS)), stdout=asyncio.subprocess.PIPE
    )
    assert serving.stdout is not None
    try:
        yield int(await serving.stdout.readline())
    finally:
        serving.kill()
        await serving.wait()


async def _polled(name: str, port: int) -> list[Measured]:
    """What each round took a poller, one after the other."""
    with tempfile.TemporaryDirectory() as folder:
        polling = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.bench.pollers", name, str(port), str(_feeds(name)), folder),
            stdout=asyncio.subprocess.PIPE,
            cwd=Path(__file__).parents[2],
        )
        told, _ = await polling.communicate()
    return [read(line) for line in told.decode().splitlines()]
