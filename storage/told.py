"""What of an event was told to whom, as the outbox knows it."""

from __future__ import annotations

from datetime import datetime

from storage.database import Reader
from storage.records import GuildId, Target


async def last_at(
    reader: Reader, guild_id: GuildId, target: Target, event_id: str, *, begins: str
) -> datetime | None:
    """When a channel or person was last told of an event, under a key that begins so; None for never."""
    row = await reader.one(
        "SELECT max(created_at) AS told_at FROM outbox WHERE event_id = :event_id AND guild_id IS :guild_id"
        " AND channel_id IS :channel_id AND user_id IS :user_id AND op <> 'edit'"
        " AND state IN ('pending', 'held', 'sent', 'digested')"
        " AND substr(key, 1, length(:begins)) = :begins",
        event_id=event_id,
        guild_id=guild_id or None,
        channel_id=target.channel_id,
        user_id=target.user_id,
        begins=begins,
    )
    return row["told_at"] if row else None
