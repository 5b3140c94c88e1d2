"""A server with a forum on the stand-in, and the deliveries to it, in this process and on its own clock."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import discord

from bot.rules.notices import Notice, NoticeKind
from bot.services.delivery import Delivering
from bot.services.pacing import Pacer
from bot.ui.messenger import DiscordMessenger
from bot.ui.once import first_answer_counts
from storage import channels, guilds, outbox
from storage.database import Row
from storage.deliveries import Op
from storage.options import Options
from storage.records import Channel as ChannelRow
from storage.records import ChannelId, GuildId
from tests.fakes import MovableClock
from tests.services.world import World, world
from tests.wire import Channel, Message, StandIn
from tests.wire import Guild as WireGuild
from tests.wire.sample import pointed_at

POST, CROSSPOST = "POST /channels/*/threads", "POST /channels/*/messages/*/crosspost"


@dataclass
class Hall:
    """A server on the stand-in with a forum, and the deliveries to it."""

    w: World
    wire: StandIn
    guild: WireGuild
    forum: Channel
    client: discord.Client
    delivering: Delivering

    async def owes(self, key: str, title: str = "", channel: Channel | None = None, **more: Any) -> None:
        told = Notice(NoticeKind.NEWS, title or key, "Said.", labels=("ADMM-Plus", "Piracy"))
        place = ChannelId((channel or self.forum).id)
        async with self.w.db.transaction() as tx:
            await guilds.put(tx, GuildId(self.guild.id))
            await outbox.add(
                tx,
                key=key,
                notice=told.to_json(),
                now=self.w.clock(),
                guild_id=GuildId(self.guild.id),
                channel_id=place,
                **more,
            )

    async def changes(self, key: str, title: str) -> None:
        target = (await self.row(key))["message_id"]
        await self.owes(f"change of {key}", title, op=Op.EDIT, target_message_id=target)

    async def wants(self, options: Options, channel: Channel | None = None) -> None:
        place = ChannelId((channel or self.forum).id)
        async with self.w.db.transaction() as tx:
            await guilds.put(tx, GuildId(self.guild.id))
            await channels.save(tx, ChannelRow(place, GuildId(self.guild.id), options=options))

    async def delivers(self, **after: float) -> None:
        """Let so much time pass, and deliver what is due."""
        self.w.clock.moves_on(**after)
        await self.delivering.tick()

    async def row(self, key: str) -> Row:
        return await self.w.row(key)

    @property
    def posts(self) -> list[Channel]:
        return self.wire.posts(self.forum)

    def first(self, post: Channel) -> Message:
        (message,) = self.wire.posted(post)
        return message

    def asked(self, route: str) -> int:
        end = route.rpartition("/")[2]
        return sum(one.startswith("POST") and one.endswith(f"/{end}") for one, _ in self.wire.answered)


@asynccontextmanager
async def hall(
    folder: Path, *tags: str, requires_tag: bool = False, hears: bool = True
) -> AsyncIterator[Hall]:
    """With `hears` the client is told of the server by the gateway, as it usually is."""
    clock = MovableClock()
    async with StandIn(clock=lambda: clock().timestamp()) as wire, world(folder, clock=clock) as w:
        guild = wire.guild("Embassy")
        forum = wire.forum(guild, "forum", *tags, requires_tag=requires_tag)
        with pointed_at(wire):
            client = discord.Client(
                intents=discord.Intents(guilds=True),
                http_trace=first_answer_counts(),
                guild_ready_timeout=0.05,
            )
            running = asyncio.create_task(client.start(wire.token) if hears else client.login(wire.token))
            try:
                if hears:
                    await wire.ready()
                    await client.wait_until_ready()
                else:
                    await running
                delivering = Delivering(w.db, clock, DiscordMessenger(client), Pacer(rate=10_000), None)
                yield Hall(w, wire, guild, forum, client, delivering)
            finally:
                await client.close()
                await running


Scenario = Callable[[Hall], Awaitable[None]]


def run(folder: Path, scenario: Scenario, *tags: str, **how: bool) -> None:
    async def played() -> None:
        async with hall(folder, *tags, **how) as here:
            await scenario(here)

    asyncio.run(played())
