"""Many rows of the outbox at once: what an entry of a feed makes many channels be owed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from storage.database import Reader, Transaction
from storage.deliveries import Delivery, Op, OutboxState
from storage.outbox import delivery_of, nonce_of
from storage.records import ChannelId, GuildId


@dataclass(frozen=True, slots=True)
class ToChannel:
    """One message that a channel is to be owed."""

    key: str
    notice: str
    guild_id: GuildId
    channel_id: ChannelId
    expires_at: datetime
    held_until_at: datetime | None


async def add_all(tx: Transaction, owed: Iterable[ToChannel], entry_id: int, now: datetime) -> None:
    """Owe each of these for an entry, once for its key, as `outbox.add` owes one."""
    await tx.run_many(
        "INSERT INTO outbox (key, guild_id, channel_id, notice, nonce, entry_id, op, state, not_before_at,"
        " created_at, expires_at) VALUES (:key, :guild_id, :channel_id, :notice, :nonce, :entry_id, :op,"
        " :state, :not_before_at, :now, :expires_at) ON CONFLICT (key) DO NOTHING",
        [
            {
                "key": one.key,
                "guild_id": one.guild_id,
                "channel_id": one.channel_id,
                "notice": one.notice,
                "nonce": nonce_of(one.key),
                "entry_id": entry_id,
                "op": Op.SEND.value,
                "state": (OutboxState.HELD if one.held_until_at else OutboxState.PENDING).value,
                "not_before_at": one.held_until_at or now,
                "now": now,
                "expires_at": one.expires_at,
            }
            for one in owed
        ],
    )


async def by_keys(reader: Reader, keys: Iterable[str]) -> dict[str, Delivery]:
    """The rows that stand under these keys."""
    rows = await reader.all(
        "SELECT * FROM outbox WHERE key IN (SELECT value FROM json_each(:keys))", keys=json.dumps(list(keys))
    )
    return {row["key"]: delivery_of(row) for row in rows}
