"""What of an event was told to whom, as the outbox knows it."""

from __future__ import annotations

from datetime import datetime

from storage.database import Reader
from storage.records import GuildId, Target


async def last_at(reader: Reader, guild_id: GuildId, event_id: str, *, begins: str) -> dict[Target, datetime]:
    """When each channel or person was last told of an event of a server, under a key that begins so."""
    rows = await reader.all(
        "SELECT channel_id, user_id, max(created_at) AS told_at FROM outbox WHERE event_id = :event_id"
        " AND guild_id IS :guild_id AND op <> 'edit' AND state IN ('pending', 'held', 'sent', 'digested')"
        " AND substr(key, 1, length(:begins)) = :begins GROUP BY channel_id, user_id",
        event_id=event_id,
        guild_id=guild_id or None,
        begins=begins,
    )
    return {Target(row["channel_id"], row["user_id"]): row["told_at"] for row in rows}
