"""The threads in which people are told who take no direct messages: one for each person and server."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from storage.database import Reader, Transaction
from storage.deliveries import OutboxId
from storage.records import ChannelId, GuildId, UserId


@dataclass(frozen=True, slots=True)
class PersonsThread:
    """A person's thread, in the channel where the person asked; None while it is not known to be there."""

    guild_id: GuildId
    user_id: UserId
    channel_id: ChannelId
    thread_id: ChannelId | None


async def get(reader: Reader, guild_id: GuildId, user_id: UserId) -> PersonsThread | None:
    row = await reader.one(
        "SELECT * FROM thread WHERE guild_id = :guild_id AND user_id = :user_id",
        guild_id=guild_id,
        user_id=user_id,
    )
    if row is None:
        return None
    thread_id = ChannelId(row["thread_id"]) if row["thread_id"] else None
    return PersonsThread(guild_id, user_id, ChannelId(row["channel_id"]), thread_id)


async def put(tx: Transaction, thread: PersonsThread) -> None:
    await tx.run(
        "INSERT INTO thread (guild_id, user_id, channel_id, thread_id)"
        " VALUES (:guild_id, :user_id, :channel_id, :thread_id) ON CONFLICT (guild_id, user_id)"
        " DO UPDATE SET channel_id = excluded.channel_id, thread_id = excluded.thread_id",
        guild_id=thread.guild_id,
        user_id=thread.user_id,
        channel_id=thread.channel_id,
        thread_id=thread.thread_id,
    )


async def take_over(tx: Transaction, row_id: OutboxId, now: datetime) -> None:
    """Nothing was posted to the person's direct messages; it is owed in their thread, at once."""
    await tx.run(
        "UPDATE outbox SET op = 'thread', claimed_at = NULL, not_before_at = :now, attempts = 0"
        " WHERE id = :id",
        id=row_id,
        now=now,
    )
