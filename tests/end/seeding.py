"""What a bot finds in its data folder when it starts, written there before; and what it left there.

Nothing here runs while a bot holds the folder but `peek`, which only reads.
"""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.rules.notices import Notice
from storage import events, feeds, guilds, outbox, reminders, subscriptions
from storage.database import Database, open_database
from storage.records import (
    EVERYTHING,
    ChannelId,
    EntityId,
    Event,
    GuildId,
    Reminder,
    SubscriptionId,
)
from tests.rules.making import event
from tests.wire import Channel, Guild

PATIENCE_SECONDS = 60


def now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


@contextlib.asynccontextmanager
async def data_of(folder: Path) -> AsyncIterator[Database]:
    """The data of a bot that does not run."""
    db = await open_database(folder / "data")
    try:
        yield db
    finally:
        await db.close()


async def follow(
    folder: Path,
    guild: Guild,
    channels: Sequence[Channel],
    meetings: Sequence[Event] = (),
    *,
    notices: Channel | None = None,
) -> None:
    """Make every channel follow everything, and be reminded of each meeting an hour before."""
    guild_id = GuildId(guild.id)
    async with data_of(folder) as db, db.transaction() as tx:
        await guilds.put(tx, guild_id)
        known = await guilds.get(tx, guild_id)
        assert known is not None
        await guilds.save(tx, replace(known, notices_channel_id=ChannelId(notices.id) if notices else None))
        await events.replace_of_pack(tx, "test", list(meetings))
        for channel in channels:
            made = await subscriptions.put(
                tx,
                guild_id,
                ChannelId(channel.id),
                EVERYTHING,
                news=True,
                reminders=True,
                role_id=None,
                now=now(),
            )
            for one in meetings:
                await reminders.put(tx, _an_hour_before(one, made))


async def watch(folder: Path, guild: Guild, url: str, title: str) -> None:
    """Make a server watch a feed whose present entries are news."""
    async with data_of(folder) as db, db.transaction() as tx:
        followed = await feeds.put(tx, url, title, now())
        await feeds.follow(tx, GuildId(guild.id), followed.id, now())
        await feeds.save_polls(tx, [replace(followed, baseline_at=now())])


async def owe(folder: Path, guild: Guild, channels: Sequence[Channel], notices: Sequence[Notice]) -> None:
    """Owe every channel every notice."""
    async with data_of(folder) as db, db.transaction() as tx:
        await guilds.put(tx, GuildId(guild.id))
        for number, notice in enumerate(notices):
            for channel in channels:
                await outbox.add(
                    tx,
                    key=f"test:{channel.id}:{number}",
                    notice=notice.to_json(),
                    now=now(),
                    guild_id=GuildId(guild.id),
                    channel_id=ChannelId(channel.id),
                )


def meeting(number: int, start_at: datetime) -> Event:
    """A meeting that begins at an announced second, in UTC."""
    name = f"meeting-{number}"
    hour = start_at.time().isoformat()
    made = event(start_at.date().isoformat(), hour=hour, zone="UTC", id=name, title=f"Meeting {number}")
    return replace(made, concerns=frozenset({EntityId(name)}))


def _an_hour_before(made: Event, subscription_id: SubscriptionId) -> Reminder:
    start_at = made.start_at
    assert start_at is not None
    due_at = start_at - timedelta(hours=1)
    return Reminder(made.id, subscription_id, start_at.isoformat(), "1 hour", due_at, start_at)


def peek(folder: Path, sql: str) -> list[tuple[Any, ...]]:
    """Rows of the data folder's database, whether a bot runs on it or not."""
    path = folder / "data" / "attache.db"
    with contextlib.closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as db:
        return db.execute(sql).fetchall()


def states(folder: Path) -> dict[str, int]:
    """How many messages are in which state."""
    return dict(peek(folder, "SELECT state, count(*) FROM outbox GROUP BY state"))


async def until_settled(folder: Path, messages: int) -> None:
    """Look into a running bot's database until so many messages were owed and none is any more."""

    def settled() -> bool:
        found = states(folder)
        return sum(found.values()) >= messages and "pending" not in found

    await _until(settled, lambda: f"{messages} messages settled: {states(folder)}")


async def until_found(folder: Path, sql: str, *rows: tuple[Any, ...]) -> None:
    """Look into a running bot's database until a query gives these rows."""
    await _until(lambda: peek(folder, sql) == list(rows), lambda: f"{rows} of {sql}: {peek(folder, sql)}")


async def _until(holds: Callable[[], bool], what: Callable[[], str]) -> None:
    # Another process's commit is no event here; so this looks again and again.
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not holds():  # noqa: ASYNC110
                await asyncio.sleep(0.05)
    except TimeoutError:
        raise AssertionError(f"waited {PATIENCE_SECONDS} s for {what()}") from None
