"""One server with two channels on the stand-in, and the bot running on it without a fault."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.demo.feed import SampleFeed
from tests.end.process import Running, running_bot
from tests.wire import Channel, Guild, Role, StandIn, User, nouns

POST = "POST /channels/*/messages"


@dataclass(frozen=True, slots=True)
class Embassy:
    discord: StandIn
    guild: Guild
    desk: Channel
    news: Channel
    ann: User
    mod: User

    def posted(self) -> list[str]:
        """The titles of what was posted in all channels, oldest first."""
        return [
            str(message.embeds[0]["title"])
            for channel in self.guild.channels.values()
            for message in self.discord.posted(channel)
        ]

    def refused_for_speed(self) -> int:
        return sum(status == 429 for _, status in self.discord.answered)

    def count(self, route: str) -> int:
        return sum(one.startswith(route) for one, _ in self.discord.answered)


@contextlib.asynccontextmanager
async def embassy(**stand_in: Any) -> AsyncIterator[Embassy]:
    async with StandIn(patience=30, **stand_in) as discord:
        guild = discord.guild("Embassy")
        managers: Role = discord.role(guild, "Managers", permissions=nouns.MANAGE_GUILD)
        yield Embassy(
            discord=discord,
            guild=guild,
            desk=discord.channel(guild, "desk"),
            news=discord.channel(guild, "news"),
            ann=discord.person("ann", guild),
            mod=discord.person("mod", guild, roles=[managers]),
        )


@contextlib.asynccontextmanager
async def sound_bot(discord: StandIn, folder: Path, **settings: str) -> AsyncIterator[Running]:
    """A bot that is told to stop at the end, does so cleanly, and never logged a fault of its own."""
    async with running_bot(discord, folder, **settings) as bot:
        yield bot
        assert await bot.stop() == 0
        assert "Traceback" not in bot.said and "ERROR asyncio" not in bot.said


@contextlib.asynccontextmanager
async def sample_feed() -> AsyncIterator[SampleFeed]:
    feed = SampleFeed("Wire")
    await feed.start()
    try:
        yield feed
    finally:
        await feed.close()


def polled(feed: SampleFeed) -> dict[str, str]:
    """Settings under which the bot may read this feed, and does so every second."""
    return {
        "ATTACHE_POLLING_ALLOW_PRIVATE": feed.host,
        "ATTACHE_POLLING_INTERVAL_SECONDS": "1",
        "ATTACHE_POLLING_MINIMUM_INTERVAL_SECONDS": "1",
    }
