"""Whatever sites send, and however many of them do at once: the process that polls stays under 200 MB, reads
what can be read of it, and comes again to each.
"""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import json
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

from aiohttp import web

from tests.fakes_web import entry, rss

PROJECT = Path(__file__).parent.parent.parent
MEGABYTES = 200
MEGABYTE = 1024 * 1024
FULL_ONES, ENTRIES = 12, 5000
PATIENCE_SECONDS = 100


def full(number: int) -> bytes:
    """As many entries as are read, each with as much text as is kept of so many, on less than 5 MB."""
    items = [
        {
            "id": f"{number}-{n}",
            "url": f"https://news.example/{n}",
            "title": f"{n} {'ü' * 290}",
            "summary": "é" * 60,
        }
        for n in range(ENTRIES)
    ]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": f"Full {number}", "items": items}
    return json.dumps(feed, ensure_ascii=False).encode()


HOSTILE = {
    "bomb": (gzip.compress(b" " * (200 * MEGABYTE), 1), {"Content-Encoding": "gzip"}),
    "title": (b"<rss><channel><item><title>" + b"a" * (7 * MEGABYTE // 2), {}),
    "deep": (b"<rss><channel>" + b"<b>" * MEGABYTE, {}),
    "attributes": (b"<rss><channel " + b"".join(b'a%d="" ' % n for n in range(300_000)), {}),
    "entities": (b'<!DOCTYPE r [<!ENTITY a "aaaa">]><rss>' + b"&a;" * MEGABYTE, {}),
}
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


async def endless(request: web.Request) -> web.StreamResponse:
    answer = web.StreamResponse()
    await answer.prepare(request)
    with contextlib.suppress(ConnectionError):
        while True:
            await answer.write(b"<item>" * 10_000)
    return answer


def saying(body: bytes, headers: dict[str, str], status: int = 200) -> Answer:
    async def answer(_request: web.Request) -> web.StreamResponse:
        return web.Response(body=body, headers=headers, status=status)

    return answer


@contextlib.asynccontextmanager
async def many_hosts(answers: dict[str, Answer]) -> AsyncIterator[list[str]]:
    """A host for each answer where loopback has so many, or else one for all; yields the addresses."""
    application = web.Application()
    for name, answer in answers.items():
        application.router.add_get(f"/{name}", answer)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        first = web.TCPSite(runner, "127.0.0.1", 0)
        await first.start()
        port, hosts = runner.addresses[0][1], ["127.0.0.1"]
        with contextlib.suppress(OSError):
            for number in range(2, len(answers) + 1):
                await web.TCPSite(runner, f"127.0.0.{number}", port).start()
                hosts.append(f"127.0.0.{number}")
        yield [f"http://{hosts[n % len(hosts)]}:{port}/{name}" for n, name in enumerate(answers)]
    finally:
        await runner.cleanup()


def test_hostile_feeds_in_any_number_leave_the_process_under_200_mb_and_others_read(tmp_path: Path) -> None:
    answers = {name: saying(body, headers) for name, (body, headers) in HOSTILE.items()}
    answers |= {f"full-{number}": saying(full(number), {}) for number in range(FULL_ONES)}
    answers |= {
        "endless": endless,
        "patient": saying(b"", {"Retry-After": "9" * 20}, 503),
        "post": saying(rss(entry("Weather stays fair")), {}),
    }

    async def scenario() -> bytes:
        async with many_hosts(answers) as urls:
            polling = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "tests.services.flooded", str(tmp_path), *urls),
                cwd=PROJECT,
                stdout=asyncio.subprocess.PIPE,
            )
            async with asyncio.timeout(PATIENCE_SECONDS):
                told, _ = await polling.communicate()
            return told

    told = json.loads(asyncio.run(scenario()))
    assert told["peak"] < MEGABYTES, told["before"]
    feeds = {url.rpartition("/")[2]: row for url, row in told["feeds"].items()}
    assert [name for name, row in feeds.items() if not row["later"]] == []
    assert {name for name, row in feeds.items() if row["last_error"] is None} >= {
        "post",
        "full-0",
        f"full-{FULL_ONES - 1}",
    }
    assert [feeds[f"full-{number}"]["keys"] for number in range(FULL_ONES)] == [2 * ENTRIES] * FULL_ONES
    assert feeds["post"]["keys"] > 0
