"""Owes a notice: one row of the outbox in the transaction that records its cause."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.rules.notices import Notice
from storage import outbox
from storage.database import Transaction
from storage.deliveries import Op
from storage.records import ChannelId, GuildId, UserId

_HELPS_FOR = timedelta(days=1)


async def owe(
    tx: Transaction,
    told: tuple[str, Notice],
    now: datetime,
    *,
    guild_id: GuildId | None = None,
    channel_id: ChannelId | None = None,
    user_id: UserId | None = None,
    event_id: str | None = None,
    entry_id: int | None = None,
    expires_at: datetime | None = None,
    op: Op = Op.SEND,
    target_message_id: int | None = None,
    held_until_at: datetime | None = None,
) -> bool:
    """Owe what a rule of `rules.notices` told to one channel or person, once for its key; returns False
    where it was owed before.

    Without `expires_at` it helps for a day; with `held_until_at` it is told then, with others that wait.
    """
    key, notice = told
    return await outbox.add(
        tx,
        key=key,
        notice=notice.to_json(),
        now=now,
        guild_id=guild_id,
        channel_id=channel_id,
        user_id=user_id,
        event_id=event_id,
        entry_id=entry_id,
        expires_at=expires_at or now + _HELPS_FOR,
        op=op,
        target_message_id=target_message_id,
        held_until_at=held_until_at,
    )
