"""Lead times that a server's moderators set for one event, by their labels."""

from __future__ import annotations

import json
from collections.abc import Sequence

from storage.database import Reader, Transaction
from storage.records import GuildId


async def of_guild(reader: Reader, guild_id: GuildId) -> dict[str, tuple[str, ...]]:
    """By the event's id; an empty one for no reminder at all."""
    rows = await reader.all("SELECT * FROM event_lead WHERE guild_id = :guild_id", guild_id=guild_id)
    return {row["event_id"]: tuple(json.loads(row["leads"])) for row in rows}


async def put(tx: Transaction, guild_id: GuildId, event_id: str, leads: Sequence[str]) -> None:
    await tx.run(
        "INSERT INTO event_lead (guild_id, event_id, leads) VALUES (:guild_id, :event_id, :leads)"
        " ON CONFLICT (guild_id, event_id) DO UPDATE SET leads = excluded.leads",
        guild_id=guild_id,
        event_id=event_id,
        leads=json.dumps(list(leads)),
    )


async def remove(tx: Transaction, guild_id: GuildId, event_id: str) -> None:
    await tx.run(
        "DELETE FROM event_lead WHERE guild_id = :guild_id AND event_id = :event_id",
        guild_id=guild_id,
        event_id=event_id,
    )
