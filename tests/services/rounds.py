"""What tests of many polls share: feeds anywhere on this machine, a server that is told of them, rounds."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from bot.rules.notices import from_json
from bot.services.fetching import Fetcher
from tests.services.world import HERE, NOTICES, PIRACY, World, world

OUT_OF_REACH = ("127.0.0.2", "127.0.0.3", "127.0.0.4")
"""Addresses of this machine where nobody answers."""


class OnLoopback(Fetcher):
    """Follows feeds anywhere on this machine: hosts besides the one of the sites, and some out of reach."""

    def __init__(self, user_agent: str, allowed_hosts: frozenset[str] = frozenset()) -> None:
        super().__init__(user_agent, allowed_hosts | {"localhost", *OUT_OF_REACH})


def run(folder: Path, scenario: Callable[[World], Awaitable[None]]) -> None:
    async def scene() -> None:
        async with world(folder, fetcher=OnLoopback) as w:
            await w.guilds.set_up(HERE, notices_channel_id=NOTICES)
            await w.follow(PIRACY)
            await scenario(w)

    asyncio.run(scene())


async def told(w: World) -> list[str]:
    """The titles of what the server's notices channel is owed."""
    return [from_json(row["notice"]).title for row in await w.owed() if row["channel_id"] == NOTICES]


async def polls_after(w: World, **while_: float) -> None:
    w.clock.moves_on(**while_)
    await w.polling.tick()
