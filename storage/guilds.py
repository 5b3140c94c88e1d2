"""Servers the bot is in: their zone, hour of the day and notices channel, and when they were left."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime

from storage.database import Reader, Row, Transaction
from storage.options import from_json
from storage.records import ChannelId, Guild, GuildId


async def get(reader: Reader, guild_id: GuildId) -> Guild | None:
    row = await reader.one("SELECT * FROM guild WHERE id = :id", id=guild_id)
    return _guild(row) if row else None


async def by_ids(reader: Reader, ids: Iterable[GuildId]) -> dict[GuildId, Guild]:
    rows = await reader.all(
        "SELECT * FROM guild WHERE id IN (SELECT value FROM json_each(:ids))",
        ids=json.dumps(sorted(set(ids))),
    )
    return {GuildId(row["id"]): _guild(row) for row in rows}


async def ids_present(reader: Reader) -> set[GuildId]:
    rows = await reader.all("SELECT id FROM guild WHERE left_at IS NULL")
    return {GuildId(row["id"]) for row in rows}


async def following_feed(reader: Reader, feed_id: int) -> list[Guild]:
    rows = await reader.all(
        "SELECT guild.* FROM guild JOIN guild_feed ON guild_feed.guild_id = guild.id"
        " WHERE guild_feed.feed_id = :feed_id AND guild.left_at IS NULL",
        feed_id=feed_id,
    )
    return [_guild(row) for row in rows]


async def put(tx: Transaction, guild_id: GuildId) -> bool:
    """Remember a server the bot is in; returns whether it was unknown or had been left."""
    added = await tx.run("INSERT INTO guild (id) VALUES (:id) ON CONFLICT (id) DO NOTHING", id=guild_id)
    returned = await tx.run(
        "UPDATE guild SET left_at = NULL WHERE id = :id AND left_at IS NOT NULL", id=guild_id
    )
    return bool(added or returned)


async def save(tx: Transaction, guild: Guild) -> None:
    await tx.run(
        "UPDATE guild SET zone = :zone, day_hour = :day_hour, notices_channel_id = :channel,"
        " set_up_at = :set_up_at, options = :options,"
        " mirror_at = CASE WHEN :mirrors THEN coalesce(mirror_at, 0) ELSE mirror_at END WHERE id = :id",
        id=guild.id,
        zone=guild.zone,
        day_hour=guild.day_hour,
        channel=guild.notices_channel_id,
        set_up_at=guild.set_up_at,
        options=guild.options.to_json(),
        mirrors=bool(guild.options.mirror),
    )


async def number_events(tx: Transaction, guild_id: GuildId, count: int, taken: int) -> int:
    """The first of `count` numbers that no own event of a server ever had; `taken` is the highest in use."""
    row = await tx.one(
        "UPDATE guild SET events_numbered = max(events_numbered, :taken) + :count WHERE id = :id"
        " RETURNING events_numbered - :count + 1 AS first",
        id=guild_id,
        count=count,
        taken=taken,
    )
    assert row is not None
    return int(row["first"])


async def mark_left(tx: Transaction, guild_id: GuildId, left_at: datetime) -> None:
    await tx.run(
        "UPDATE guild SET left_at = :left_at WHERE id = :id AND left_at IS NULL", id=guild_id, left_at=left_at
    )


async def forget_left_before(tx: Transaction, limit_at: datetime) -> int:
    """Remove servers left before `limit_at` with all that was theirs; returns how many."""
    await tx.run(
        "DELETE FROM outbox WHERE guild_id IN (SELECT id FROM guild WHERE left_at < :limit_at)",
        limit_at=limit_at,
    )
    await tx.run(
        "DELETE FROM event WHERE guild_id IN (SELECT id FROM guild WHERE left_at < :limit_at)",
        limit_at=limit_at,
    )
    forgotten = await tx.run("DELETE FROM guild WHERE left_at < :limit_at", limit_at=limit_at)
    await tx.run("DELETE FROM feed WHERE id NOT IN (SELECT feed_id FROM guild_feed)")
    return forgotten


def _guild(row: Row) -> Guild:
    return Guild(
        id=GuildId(row["id"]),
        zone=row["zone"],
        day_hour=row["day_hour"],
        notices_channel_id=ChannelId(row["notices_channel_id"]) if row["notices_channel_id"] else None,
        set_up_at=row["set_up_at"],
        left_at=row["left_at"],
        options=from_json(row["options"]),
    )
