"""What is set of a channel as a whole: its options, its next brief, its live list and its calendar's key."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime

from storage.database import Reader, Row, Transaction
from storage.options import from_json
from storage.records import Channel, ChannelId, GuildId


async def get(reader: Reader, channel_id: ChannelId) -> Channel | None:
    row = await reader.one("SELECT * FROM channel WHERE id = :id", id=channel_id)
    return _channel(row) if row else None


async def by_ids(reader: Reader, ids: Iterable[ChannelId]) -> dict[ChannelId, Channel]:
    rows = await reader.all(
        "SELECT * FROM channel WHERE id IN (SELECT value FROM json_each(:ids))",
        ids=json.dumps(sorted(set(ids))),
    )
    return {channel.id: channel for channel in map(_channel, rows)}


async def of_guild(reader: Reader, guild_id: GuildId) -> dict[ChannelId, Channel]:
    rows = await reader.all("SELECT * FROM channel WHERE guild_id = :guild_id", guild_id=guild_id)
    return {channel.id: channel for channel in map(_channel, rows)}


async def keyed(reader: Reader, beginning: str) -> Channel | None:
    """The channel whose calendar's key begins so: the rest of a secret is not for an index to compare."""
    row = await reader.one(
        "SELECT * FROM channel WHERE calendar_key >= :first AND calendar_key < :after",
        first=beginning,
        after=f"{beginning}\x7f",
    )
    return _channel(row) if row else None


async def save(tx: Transaction, channel: Channel) -> None:
    """Keep what is set of a channel as it is now."""
    await tx.run(
        "INSERT INTO channel (id, guild_id, options, brief_at, briefed_at, live_at, live_message_id,"
        " live_digest, calendar_key) VALUES (:id, :guild_id, :options, :brief_at, :briefed_at, :live_at,"
        " :live_message_id, :live_digest, :calendar_key) ON CONFLICT (id) DO UPDATE SET"
        " options = excluded.options, brief_at = excluded.brief_at, briefed_at = excluded.briefed_at,"
        " live_at = excluded.live_at, live_message_id = excluded.live_message_id,"
        " live_digest = excluded.live_digest, calendar_key = excluded.calendar_key",
        id=channel.id,
        guild_id=channel.guild_id,
        options=channel.options.to_json(),
        brief_at=channel.brief_at,
        briefed_at=channel.briefed_at,
        live_at=channel.live_at,
        live_message_id=channel.live_message_id,
        live_digest=channel.live_digest,
        calendar_key=channel.calendar_key,
    )


async def shows_list_in(tx: Transaction, channel_id: ChannelId, message_id: int | None) -> None:
    """A channel's live list stands in this message; None where it was deleted."""
    await tx.run(
        "UPDATE channel SET live_message_id = :message_id WHERE id = :id",
        id=channel_id,
        message_id=message_id,
    )


async def forget(tx: Transaction, channel_id: ChannelId) -> None:
    await tx.run("DELETE FROM channel WHERE id = :id", id=channel_id)


async def briefs_due(reader: Reader, now: datetime) -> list[Channel]:
    """Channels whose brief is due, in servers the bot is in."""
    return await _due(reader, "brief_at", now)


async def lists_due(reader: Reader, now: datetime) -> list[Channel]:
    """Channels whose live list is to be looked after, in servers the bot is in."""
    return await _due(reader, "live_at", now)


async def next_brief_at(reader: Reader) -> datetime | None:
    return await _next_at(reader, "brief_at")


async def next_list_at(reader: Reader) -> datetime | None:
    return await _next_at(reader, "live_at")


async def look_after_lists(tx: Transaction, now: datetime, guild_id: GuildId | None = None) -> None:
    """Have the live lists of a server, or of all, looked after at once: what they show may be other."""
    await tx.run(
        "UPDATE channel SET live_at = :now"
        " WHERE live_at > :now AND (:guild_id IS NULL OR guild_id = :guild_id)",
        now=now,
        guild_id=guild_id,
    )


async def _due(reader: Reader, column: str, now: datetime) -> list[Channel]:
    rows = await reader.all(
        "SELECT channel.* FROM channel JOIN guild ON guild.id = guild_id WHERE left_at IS NULL"
        f" AND {column} <= :now ORDER BY {column}, channel.id",
        now=now,
    )
    return [_channel(row) for row in rows]


async def _next_at(reader: Reader, column: str) -> datetime | None:
    row = await reader.one(
        f"SELECT min({column}) AS due_at FROM channel JOIN guild ON guild.id = guild_id WHERE left_at IS NULL"
    )
    return row["due_at"] if row else None


def _channel(row: Row) -> Channel:
    return Channel(
        id=ChannelId(row["id"]),
        guild_id=GuildId(row["guild_id"]),
        options=from_json(row["options"]),
        brief_at=row["brief_at"],
        briefed_at=row["briefed_at"],
        live_at=row["live_at"],
        live_message_id=row["live_message_id"],
        live_digest=row["live_digest"],
        calendar_key=row["calendar_key"],
    )
