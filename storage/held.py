"""What is held in the outbox, until when, and what becomes of it: told by itself, or with others."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from storage.database import Reader, Transaction
from storage.deliveries import Delivery, OutboxId
from storage.outbox import delivery_of
from storage.records import ChannelId, GuildId, Target


async def targets(reader: Reader, now: datetime, limit: int) -> list[Target]:
    """Where something that was held may be told by now."""
    rows = await reader.all(
        "SELECT DISTINCT channel_id, user_id FROM outbox WHERE state = 'held' AND not_before_at <= :now"
        " LIMIT :limit",
        now=now,
        limit=limit,
    )
    return [Target(row["channel_id"], row["user_id"]) for row in rows]


async def of(reader: Reader, target: Target, now: datetime) -> list[Delivery]:
    """What was held for a target until now, in the order in which it is owed."""
    rows = await reader.all(
        "SELECT * FROM outbox WHERE state = 'held' AND not_before_at <= :now"
        " AND channel_id IS :channel_id AND user_id IS :user_id ORDER BY id",
        now=now,
        channel_id=target.channel_id,
        user_id=target.user_id,
    )
    return [delivery_of(row) for row in rows]


async def next_due_at(reader: Reader) -> datetime | None:
    """When something that is held may be told next."""
    row = await reader.one("SELECT min(not_before_at) AS due_at FROM outbox WHERE state = 'held'")
    return row["due_at"] if row else None


async def go_on(tx: Transaction, row_ids: Sequence[OutboxId], until_at: datetime) -> None:
    """Hold longer what is held."""
    await tx.run_many(
        "UPDATE outbox SET not_before_at = :until_at WHERE id = :id",
        [{"id": row_id, "until_at": until_at} for row_id in row_ids],
    )


async def let_go(tx: Transaction, row_id: OutboxId, notice: str, now: datetime) -> None:
    """What was held is owed by itself, in these words."""
    await tx.run(
        "UPDATE outbox SET state = 'pending', not_before_at = :now, notice = :notice WHERE id = :id",
        id=row_id,
        notice=notice,
        now=now,
    )


async def tell_together(tx: Transaction, row_ids: Sequence[OutboxId], key: str) -> None:
    """What was held is told by the delivery of that key."""
    await tx.run_many(
        "UPDATE outbox SET state = 'digested', digest_id = (SELECT id FROM outbox WHERE key = :key)"
        " WHERE id = :id",
        [{"id": row_id, "key": key} for row_id in row_ids],
    )


async def digests_of_event(
    reader: Reader, guild_id: GuildId, event_id: str, *, begins: str, now: datetime
) -> list[Delivery]:
    """The messages that told several things together, and among them one of an event that was owed under a
    key that begins so and still helps; for `SHIPPED` those to people who asked in no server."""
    rows = await reader.all(
        "SELECT * FROM outbox WHERE state = 'sent' AND message_id IS NOT NULL AND id IN"
        " (SELECT digest_id FROM outbox WHERE state = 'digested' AND guild_id IS :guild_id"
        " AND event_id = :event_id AND substr(key, 1, length(:begins)) = :begins AND expires_at > :now)"
        " ORDER BY id",
        guild_id=guild_id or None,
        event_id=event_id,
        begins=begins,
        now=now,
    )
    return [delivery_of(row) for row in rows]


async def told_by(reader: Reader, digest_id: OutboxId) -> list[Delivery]:
    """What a message told together, in the order in which it was owed."""
    rows = await reader.all("SELECT * FROM outbox WHERE digest_id = :id ORDER BY id", id=digest_id)
    return [delivery_of(row) for row in rows]


async def take_overdue(tx: Transaction, *, begins: str, limit_at: datetime) -> int:
    """Hold what should have gone out before `limit_at` under keys that begin so, and surely did not.

    It waited for nothing, so it is held until when it was owed.
    """
    return await tx.run(
        "UPDATE outbox SET state = 'held', not_before_at = created_at"
        " WHERE state = 'pending' AND op = 'send' AND claimed_at IS NULL"
        " AND not_before_at < :limit_at AND substr(key, 1, length(:begins)) = :begins",
        begins=begins,
        limit_at=limit_at,
    )


async def count_told(reader: Reader, channel_id: ChannelId, *, begins: str, since_at: datetime) -> int:
    """How many messages a channel was or will be told by themselves under keys that begin so."""
    value = await reader.value(
        "SELECT count(*) FROM outbox WHERE channel_id = :channel_id AND created_at >= :since_at"
        " AND state IN ('pending', 'sent') AND substr(key, 1, length(:begins)) = :begins",
        channel_id=channel_id,
        begins=begins,
        since_at=since_at,
    )
    return int(value)
