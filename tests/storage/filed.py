"""A database in a folder of its own, closed whatever happens, with two servers in it for rows to name."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from storage import guilds
from storage.database import Database, open_database
from storage.records import ChannelId, GuildId
from storage.schema import MIGRATIONS, Migration

NOW = datetime(2025, 10, 29, 8, 0, tzinfo=UTC)
HERE, THERE = GuildId(10), GuildId(20)
DESK, DECK = ChannelId(101), ChannelId(102)


@asynccontextmanager
async def opened(folder: Path, migrations: tuple[Migration, ...] = MIGRATIONS) -> AsyncIterator[Database]:
    db = await open_database(folder, migrations)
    try:
        yield db
    finally:
        await db.close()


def with_database(folder: Path, scenario: Callable[[Database], Awaitable[None]]) -> None:
    """Run `scenario` with a database that knows two servers."""

    async def run() -> None:
        async with opened(folder) as db:
            async with db.transaction() as tx:
                await guilds.put(tx, HERE)
                await guilds.put(tx, THERE)
            await scenario(db)

    asyncio.run(run())
