"""Who polls the sites of `feed_server`: Attaché, and what is used or written in its place.

    python -m tests.bench.pollers NAME PORT FEEDS FOLDER

Prints a line of JSON for each of `PHASES`: what it took.
"""

from __future__ import annotations

import asyncio
import json
import logging
import sys
import urllib.request
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp

from tests.bench.measuring import Measured, measured

NEW, NOT_MODIFIED, SAME, NEWS = "all new", "all 304", "all 200 with the same body", "20 new entries in each"
PHASES = (NEW, NOT_MODIFIED, SAME, NEWS)
_BEFORE = {
    NEW: ("edition/1", "answer/304"),
    NOT_MODIFIED: (),
    SAME: ("answer/200",),
    NEWS: ("edition/2",),
}
"""What the sites are told before a phase."""
_AT_ONCE = 40
Poll = Callable[[str], Awaitable[None]]


def addresses(port: int, feeds: int) -> list[str]:
    """Ten feeds to a host: no more than two of them are asked for at once."""
    return [f"http://127.0.{1 + n % (feeds // 10)}.1:{port}/feed/{n}" for n in range(feeds)]


@asynccontextmanager
async def attache(urls: list[str], folder: Path) -> AsyncIterator[Poll]:
    """The bot as `attache run` builds it, but for Discord; one channel takes the news of all feeds."""
    from bot.app import build
    from bot.cli.run import settle
    from bot.config import load
    from storage import feeds, guilds
    from storage.records import ChannelId, EntityId, GuildId

    now = datetime.now(UTC)
    settings = {
        "ATTACHE_DATA_FOLDER": str(folder),
        "ATTACHE_POLLING_ALLOW_PRIVATE": ",".join(urlsplit(url).netloc for url in urls),
    }
    app = await build(load(None, settings), lambda: now)
    here = GuildId(1)
    async with app.db.transaction() as tx:
        await guilds.put(tx, here)
        for url in urls:
            await feeds.follow(tx, here, (await feeds.put(tx, url, url, now)).id, now)
    await app.subscribing.subscribe(here, ChannelId(2), EntityId("everything"), news=True, reminders=False)
    settle()

    async def poll(_phase: str) -> None:
        nonlocal now
        now += timedelta(minutes=20)
        await app.tick_poll()

    try:
        yield poll
    finally:
        await app.close()


@asynccontextmanager
async def reader(urls: list[str], folder: Path) -> AsyncIterator[Poll]:
    """lemon24/reader, with 8 workers, in a thread so that the loop goes on."""
    from reader import make_reader  # type: ignore[import-not-found]

    logging.getLogger("reader").setLevel(logging.CRITICAL)
    made = make_reader(str(folder / "reader.db"))
    for url in urls:
        made.add_feed(url)

    def update() -> None:
        with make_reader(str(folder / "reader.db")) as mine:
            mine.update_feeds(workers=8, scheduled=False)

    async def poll(_phase: str) -> None:
        await asyncio.to_thread(update)

    yield poll
    made.close()


@asynccontextmanager
async def feedparser(urls: list[str], _folder: Path) -> AsyncIterator[Poll]:
    """As common bots do: no conditions, each document parsed on the loop, what was seen kept in memory."""
    from feedparser import parse  # type: ignore[import-untyped]

    seen: set[str] = set()

    async def poll(_phase: str) -> None:
        async with aiohttp.ClientSession() as session:

            async def one(url: str) -> None:
                async with session.get(url) as answer:
                    seen.update(entry.get("id", "") for entry in parse(await answer.text()).entries)

            await _each(urls, one)

    yield poll


@asynccontextmanager
async def bare(urls: list[str], _folder: Path) -> AsyncIterator[Poll]:
    """A loop of GET with aiohttp that reads what comes and does nothing with it: the floor."""

    async def poll(phase: str) -> None:
        conditions = {"If-None-Match": '"1"'} if phase != NEW else {}
        # Between two polls of a feed lies a quarter of an hour, and no connection lives so long.
        async with aiohttp.ClientSession() as session:

            async def one(url: str) -> None:
                async with session.get(url, headers=conditions) as answer:
                    await answer.read()

            await _each(urls, one)

    yield poll


async def _each(urls: list[str], one: Callable[[str], Awaitable[None]]) -> None:
    turn = asyncio.Semaphore(_AT_ONCE)

    async def in_turn(url: str) -> None:
        async with turn:
            await one(url)

    await asyncio.gather(*(in_turn(url) for url in urls))


POLLERS = {"attache": attache, "reader": reader, "feedparser": feedparser, "bare": bare}


async def main(name: str, port: int, feeds: int, folder: Path) -> None:
    async with POLLERS[name](addresses(port, feeds), folder) as poll:
        for phase in PHASES:
            for order in _BEFORE[phase]:
                await asyncio.to_thread(_tell, f"http://127.0.0.1:{port}/{order}")
            async with measured() as found:
                await poll(phase)
            print(json.dumps(asdict(found)), flush=True)


def _tell(sites: str) -> None:
    urllib.request.urlopen(sites).close()


def read(line: str) -> Measured:
    return Measured(**json.loads(line))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4])))
