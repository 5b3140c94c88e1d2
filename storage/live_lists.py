"""The rows of the outbox that keep the live list of a channel: of many states only the last counts."""

from __future__ import annotations

from storage.database import Reader, Transaction
from storage.deliveries import Delivery
from storage.outbox import delivery_of
from storage.records import ChannelId


async def supersede(tx: Transaction, channel_id: ChannelId, reason: str) -> None:
    """Before a newer state of a channel's live list is owed: older ones are owed no more, and of those
    posted only the last is remembered."""
    await tx.run(
        "UPDATE outbox SET state = 'cancelled', last_error = :reason"
        " WHERE op = 'live' AND channel_id = :channel_id AND state IN ('pending', 'held')"
        " AND claimed_at IS NULL",
        channel_id=channel_id,
        reason=reason,
    )
    await tx.run(
        "DELETE FROM outbox WHERE op = 'live' AND channel_id = :channel_id"
        " AND state NOT IN ('pending', 'held') AND id < (SELECT max(id) FROM outbox"
        " WHERE op = 'live' AND channel_id = :channel_id AND state = 'sent')",
        channel_id=channel_id,
    )


async def last(reader: Reader, channel_id: ChannelId) -> Delivery | None:
    """The state of a channel's live list that was owed last, whatever became of it."""
    row = await reader.one(
        "SELECT * FROM outbox WHERE op = 'live' AND channel_id = :channel_id ORDER BY id DESC LIMIT 1",
        channel_id=channel_id,
    )
    return delivery_of(row) if row else None
