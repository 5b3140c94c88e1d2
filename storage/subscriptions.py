"""Who follows what: channels and their subjects, paused or not."""

from __future__ import annotations

from datetime import datetime

from storage.database import Reader, Row, Transaction
from storage.records import ChannelId, EntityId, GuildId, Subscription, SubscriptionId


async def put(
    tx: Transaction,
    guild_id: GuildId,
    channel_id: ChannelId,
    subject: EntityId,
    *,
    news: bool,
    reminders: bool,
    role_id: int | None,
    now: datetime,
) -> SubscriptionId:
    """Make a channel follow a subject, or change how it does; a paused one goes on."""
    value = await tx.value(
        "INSERT INTO subscription (guild_id, channel_id, subject, news, reminders, role_id, created_at)"
        " VALUES (:guild_id, :channel_id, :subject, :news, :reminders, :role_id, :now)"
        " ON CONFLICT (channel_id, subject) DO UPDATE SET news = excluded.news,"
        " reminders = excluded.reminders, role_id = excluded.role_id, paused_at = NULL, paused_reason = NULL"
        " RETURNING id",
        guild_id=guild_id,
        channel_id=channel_id,
        subject=subject,
        news=int(news),
        reminders=int(reminders),
        role_id=role_id,
        now=now,
    )
    return SubscriptionId(value)


async def get(reader: Reader, channel_id: ChannelId, subject: EntityId) -> Subscription | None:
    row = await reader.one(
        "SELECT * FROM subscription WHERE channel_id = :channel_id AND subject = :subject",
        channel_id=channel_id,
        subject=subject,
    )
    return _subscription(row) if row else None


async def by_id(reader: Reader, subscription_id: SubscriptionId) -> Subscription | None:
    row = await reader.one("SELECT * FROM subscription WHERE id = :id", id=subscription_id)
    return _subscription(row) if row else None


async def remove(tx: Transaction, channel_id: ChannelId, subject: EntityId) -> bool:
    changed = await tx.run(
        "DELETE FROM subscription WHERE channel_id = :channel_id AND subject = :subject",
        channel_id=channel_id,
        subject=subject,
    )
    return changed > 0


async def of_guild(reader: Reader, guild_id: GuildId) -> list[Subscription]:
    rows = await reader.all(
        "SELECT * FROM subscription WHERE guild_id = :guild_id ORDER BY channel_id, created_at, id",
        guild_id=guild_id,
    )
    return [_subscription(row) for row in rows]


async def following_feed(reader: Reader, feed_id: int) -> list[Subscription]:
    """Channels that take news, of the servers that follow this feed."""
    rows = await reader.all(
        "SELECT s.* FROM subscription AS s JOIN guild_feed AS g ON g.guild_id = s.guild_id"
        " WHERE g.feed_id = :feed_id AND s.news = 1 AND s.paused_at IS NULL ORDER BY s.id",
        feed_id=feed_id,
    )
    return [_subscription(row) for row in rows]


async def pause_channel(tx: Transaction, channel_id: ChannelId, reason: str, now: datetime) -> int:
    return await tx.run(
        "UPDATE subscription SET paused_at = :now, paused_reason = :reason"
        " WHERE channel_id = :channel_id AND paused_at IS NULL",
        channel_id=channel_id,
        reason=reason,
        now=now,
    )


async def forget_paused(tx: Transaction, reason: str, limit_at: datetime) -> int:
    """Remove what was paused for `reason` before `limit_at`."""
    return await tx.run(
        "DELETE FROM subscription WHERE paused_reason = :reason AND paused_at < :limit_at",
        reason=reason,
        limit_at=limit_at,
    )


async def pause_guild(tx: Transaction, guild_id: GuildId, reason: str, now: datetime) -> int:
    return await tx.run(
        "UPDATE subscription SET paused_at = :now, paused_reason = :reason"
        " WHERE guild_id = :guild_id AND paused_at IS NULL",
        guild_id=guild_id,
        reason=reason,
        now=now,
    )


async def resume_guild(tx: Transaction, guild_id: GuildId, *, unless: str) -> int:
    """Let everything go on in a server but what was paused for the reason `unless`."""
    return await tx.run(
        "UPDATE subscription SET paused_at = NULL, paused_reason = NULL"
        " WHERE guild_id = :guild_id AND paused_reason <> :unless",
        guild_id=guild_id,
        unless=unless,
    )


def _subscription(row: Row) -> Subscription:
    return Subscription(
        id=SubscriptionId(row["id"]),
        guild_id=GuildId(row["guild_id"]),
        channel_id=ChannelId(row["channel_id"]),
        subject=EntityId(row["subject"]),
        news=bool(row["news"]),
        reminders=bool(row["reminders"]),
        role_id=row["role_id"],
        created_at=row["created_at"],
        paused_at=row["paused_at"],
        paused_reason=row["paused_reason"],
    )
