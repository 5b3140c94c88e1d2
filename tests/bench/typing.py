"""Autocomplete while feeds are polled and a hundred people type, beside a client that offers a constant.

Measured from outside, over the wire of the small Discord on loopback: from the moment a keystroke is sent
to the bot's process until its choices arrive. The other client's figure is what the wire itself takes.
"""

from __future__ import annotations

import asyncio
import os
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

from aiohttp import web

from tests.end.process import running_bot
from tests.wire import StandIn, nouns

PEOPLE = 100
KEYS_EACH = 20
SECONDS_BETWEEN_KEYS = (0.2, 0.8)
FEEDS = 20
ENTRIES = 20
ALTERNATIVE = "a discord.py client that offers a constant, no feeds"
NAMES = (
    "ADMM-Plus",
    "Experts' Working Group",
    "counter-terrorism",
    "Malaysia",
    "12th ADMM-Plus",
    "maritime exercise",
)


async def typing() -> list[str]:
    """Lines to print: round trips of every keystroke, ours with feeds polled each second, and the floor."""
    with tempfile.TemporaryDirectory() as folder:
        ours, polls = await _ours(Path(folder))
        floor = await _floor()
    return [
        f"{PEOPLE} people type {len(ours)} letters while {FEEDS} feeds of {ENTRIES} entries are polled"
        f" {polls} times: choices after {_spread(ours)}",
        f"{ALTERNATIVE}: {_spread(floor)}; ratio of medians"
        f" {statistics.median(ours) / statistics.median(floor):.2f}",
    ]


async def _ours(folder: Path) -> tuple[list[float], int]:
    async with StandIn(patience=60) as discord, _Feeds() as feeds:
        guild = discord.guild("Embassy")
        managers = discord.role(guild, "Managers", permissions=nouns.MANAGE_GUILD)
        mod = discord.person("mod", guild, roles=[managers])
        desk = discord.channel(guild, "desk")
        settings = {
            "ATTACHE_POLLING_ALLOW_PRIVATE": feeds.host,
            "ATTACHE_POLLING_INTERVAL_SECONDS": "1",
            "ATTACHE_POLLING_MINIMUM_INTERVAL_SECONDS": "1",
        }
        async with running_bot(discord, folder, **settings) as bot:
            await discord.ready()
            for number in range(FEEDS):
                shown = await discord.slash(mod, desk, "feed add", url=f"http://{feeds.host}/{number}.xml")
                await discord.click(mod, shown, "watch:")
            before = feeds.served
            took = await _typed(discord, guild, desk)
            polls = feeds.served - before
            assert await bot.stop() == 0
            return took, polls


async def _floor() -> list[float]:
    async with StandIn(patience=60) as discord:
        guild = discord.guild("Embassy")
        desk = discord.channel(guild, "desk")
        environment = os.environ | {
            "DISCORD_TOKEN": discord.token,
            "ATTACHE_DISCORD_API_URL": discord.api_url,
            "ATTACHE_DISCORD_GATEWAY_URL": discord.gateway_url,
        }
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.bench.bare_typing",
            env=environment,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            await discord.ready()
            return await _typed(discord, guild, desk)
        finally:
            process.kill()
            await process.wait()


async def _typed(discord: StandIn, guild: nouns.Guild, desk: nouns.Channel) -> list[float]:
    """Seconds until the choices of each keystroke came, all people at once."""
    chance = random.Random(7)
    people = [discord.person(f"reader-{number}", guild) for number in range(PEOPLE)]
    took: list[float] = []

    async def person(user: nouns.User) -> None:
        await asyncio.sleep(chance.random())
        name, length = chance.choice(NAMES), 0
        for _ in range(KEYS_EACH):
            length = length % len(name) + 1
            began = time.perf_counter()
            await discord.type(user, desk, "search", query=name[:length])
            took.append(time.perf_counter() - began)
            await asyncio.sleep(chance.uniform(*SECONDS_BETWEEN_KEYS))

    await asyncio.gather(*(person(user) for user in people))
    return took


def _spread(seconds: list[float]) -> str:
    ranked = sorted(seconds)
    p99 = ranked[int(len(ranked) * 0.99)]
    return f"p50 {statistics.median(ranked) * 1000:.1f} ms, p99 {p99 * 1000:.1f} ms"


class _Feeds:
    """Feeds on loopback in which something is new at each request."""

    def __init__(self) -> None:
        self.served = 0

    async def __aenter__(self) -> _Feeds:
        server = web.Application()
        server.router.add_get("/{name}.xml", self._serve)
        self._runner = web.AppRunner(server, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.host = f"127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    async def _serve(self, request: web.Request) -> web.Response:
        self.served += 1
        name, last = request.match_info["name"], self.served
        items = "".join(
            f"<item><guid>{name}-{number}</guid><title>Ministers of state {number} meet</title>"
            f"<link>http://{self.host}/{name}/{number}</link>"
            "<description>On the ADMM-Plus.</description></item>"
            for number in range(last, last + ENTRIES)
        )
        text = f"<rss version='2.0'><channel><title>Feed {name}</title>{items}</channel></rss>"
        return web.Response(text=text, content_type="application/rss+xml")
