"""Who follows what: channels and people with their subjects, paused or not."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime

from storage.database import Reader, Row, Transaction
from storage.options import Options, from_json
from storage.records import SHIPPED, ChannelId, EntityId, GuildId, Subscription, SubscriptionId, UserId

_TAKES_NEWS = (
    "subscription AS s JOIN guild_feed AS g ON g.guild_id = s.guild_id"
    " WHERE g.feed_id = :feed_id AND g.paused_at IS NULL AND s.news = 1 AND s.paused_at IS NULL"
)


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
    """Make a channel follow a subject, or change how it does; a paused one goes on, its options stay."""
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


async def put_person(
    tx: Transaction,
    guild_id: GuildId,
    user_id: UserId,
    subject: EntityId,
    *,
    options: Options,
    asked_in: ChannelId | None,
    now: datetime,
) -> SubscriptionId:
    """Remind a person of a subject, or change how; `guild_id` is `SHIPPED` where it was asked in none."""
    value = await tx.value(
        "INSERT INTO subscription (guild_id, user_id, subject, news, reminders, options,"
        " asked_in_channel_id, created_at)"
        " VALUES (:guild_id, :user_id, :subject, 0, 1, :options, :asked_in, :now)"
        " ON CONFLICT (user_id, coalesce(guild_id, 0), subject) WHERE user_id IS NOT NULL DO UPDATE SET"
        " options = excluded.options, asked_in_channel_id = excluded.asked_in_channel_id,"
        " paused_at = NULL, paused_reason = NULL RETURNING id",
        guild_id=guild_id or None,
        user_id=user_id,
        subject=subject,
        options=options.to_json(),
        asked_in=asked_in,
        now=now,
    )
    return SubscriptionId(value)


async def set_options(tx: Transaction, subscription_id: SubscriptionId, options: Options) -> None:
    await tx.run(
        "UPDATE subscription SET options = :options WHERE id = :id",
        id=subscription_id,
        options=options.to_json(),
    )


async def of_person(reader: Reader, user_id: UserId) -> list[Subscription]:
    """What a person is reminded of, wherever it was asked for."""
    rows = await reader.all("SELECT * FROM subscription WHERE user_id = :id ORDER BY id", id=user_id)
    return [_subscription(row) for row in rows]


async def of_people(reader: Reader) -> list[Subscription]:
    """What all people are reminded of."""
    rows = await reader.all("SELECT * FROM subscription WHERE user_id IS NOT NULL ORDER BY guild_id, id")
    return [_subscription(row) for row in rows]


async def remove_id(tx: Transaction, subscription_id: SubscriptionId) -> bool:
    return await tx.run("DELETE FROM subscription WHERE id = :id", id=subscription_id) > 0


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


async def by_ids(reader: Reader, ids: Iterable[SubscriptionId]) -> dict[SubscriptionId, Subscription]:
    rows = await reader.all(
        "SELECT * FROM subscription WHERE id IN (SELECT value FROM json_each(:ids))",
        ids=json.dumps(sorted(set(ids))),
    )
    return {SubscriptionId(row["id"]): _subscription(row) for row in rows}


async def remove(tx: Transaction, channel_id: ChannelId, subject: EntityId) -> bool:
    changed = await tx.run(
        "DELETE FROM subscription WHERE channel_id = :channel_id AND subject = :subject",
        channel_id=channel_id,
        subject=subject,
    )
    return changed > 0


async def of_guild(reader: Reader, guild_id: GuildId) -> list[Subscription]:
    """What the channels of a server follow."""
    rows = await reader.all(
        "SELECT * FROM subscription WHERE guild_id = :guild_id AND channel_id IS NOT NULL"
        " ORDER BY channel_id, created_at, id",
        guild_id=guild_id,
    )
    return [_subscription(row) for row in rows]


async def of_channel(reader: Reader, channel_id: ChannelId) -> list[Subscription]:
    """What a channel follows, paused or not."""
    rows = await reader.all(
        "SELECT * FROM subscription WHERE channel_id = :channel_id ORDER BY created_at, id",
        channel_id=channel_id,
    )
    return [_subscription(row) for row in rows]


async def in_guild(reader: Reader, guild_id: GuildId) -> list[Subscription]:
    """What the channels of a server follow, and what people asked in it to be reminded of; for `SHIPPED`
    what people asked in no server."""
    rows = await reader.all(
        "SELECT * FROM subscription WHERE guild_id IS :guild_id ORDER BY channel_id, created_at, id",
        guild_id=guild_id or None,
    )
    return [_subscription(row) for row in rows]


async def following_feed(reader: Reader, feed_id: int, subject: EntityId | None = None) -> list[Subscription]:
    """Channels that take news, or those of one subject, of the servers that follow this feed."""
    rows = await reader.all(
        f"SELECT s.* FROM {_TAKES_NEWS} AND (:subject IS NULL OR s.subject = :subject) ORDER BY s.id",
        feed_id=feed_id,
        subject=subject,
    )
    return [_subscription(row) for row in rows]


async def subjects_following(reader: Reader, feed_id: int) -> list[EntityId]:
    """What channels that take news of this feed follow, each subject once."""
    rows = await reader.all(
        f"SELECT DISTINCT s.subject FROM {_TAKES_NEWS} ORDER BY s.subject", feed_id=feed_id
    )
    return [EntityId(row["subject"]) for row in rows]


async def pause_channel(tx: Transaction, channel_id: ChannelId, reason: str, now: datetime) -> int:
    return await tx.run(
        "UPDATE subscription SET paused_at = :now, paused_reason = :reason"
        " WHERE channel_id = :channel_id AND paused_at IS NULL",
        channel_id=channel_id,
        reason=reason,
        now=now,
    )


async def pause_person(
    tx: Transaction, user_id: UserId, guild_id: GuildId | None, reason: str, now: datetime
) -> int:
    """Pause what a person asked for in a server, or in none."""
    return await tx.run(
        "UPDATE subscription SET paused_at = :now, paused_reason = :reason"
        " WHERE user_id = :user_id AND guild_id IS :guild_id AND paused_at IS NULL",
        user_id=user_id,
        guild_id=guild_id,
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
        guild_id=GuildId(row["guild_id"]) if row["guild_id"] else SHIPPED,
        channel_id=ChannelId(row["channel_id"]) if row["channel_id"] else None,
        subject=EntityId(row["subject"]),
        news=bool(row["news"]),
        reminders=bool(row["reminders"]),
        role_id=row["role_id"],
        created_at=row["created_at"],
        paused_at=row["paused_at"],
        paused_reason=row["paused_reason"],
        user_id=UserId(row["user_id"]) if row["user_id"] else None,
        options=from_json(row["options"]),
        asked_in_channel_id=ChannelId(row["asked_in_channel_id"]) if row["asked_in_channel_id"] else None,
    )
