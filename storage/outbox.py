"""The outbox: messages that are owed, each under a key that can exist only once.

A row is written in the transaction that records its cause and leaves the `pending` state in the
transaction that records its fate. `claimed_at` is when an attempt began whose fate is unknown;
it is cleared only by an answer that proves nothing was posted.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any

from storage.database import Reader, Row, Transaction
from storage.deliveries import Delivery, Op, OutboxId, OutboxState, Owed
from storage.records import ChannelId, GuildId, UserId

LEASE = timedelta(seconds=60)
"""How long a claimed row is left alone before it may be claimed again."""


_ADD = (
    "INSERT INTO outbox (key, guild_id, channel_id, user_id, notice, nonce, event_id, entry_id, op,"
    " target_message_id, state, not_before_at, created_at, expires_at) VALUES (:key, :guild_id,"
    " :channel_id, :user_id, :notice, :nonce, :event_id, :entry_id, :op, :target_message_id, :state,"
    " :not_before_at, :now, :expires_at) ON CONFLICT (key) DO NOTHING"
)
_OLDEST = (
    "SELECT min(id) FROM outbox WHERE state = 'pending' AND op <> 'live' AND op <> 'publish'"
    " GROUP BY channel_id, user_id"
    " UNION ALL SELECT min(id) FROM outbox WHERE state = 'pending' AND op = 'live' GROUP BY channel_id"
    " UNION ALL SELECT min(id) FROM outbox WHERE state = 'pending' AND op = 'publish' GROUP BY channel_id"
)
"""The oldest row of each target, which is delivered in order; its live list and what it publishes go by
themselves."""


def nonce_of(key: str) -> str:
    """24 hexadecimal digits that belong to `key` alone: Discord takes at most 25 characters."""
    return blake2b(key.encode(), digest_size=12).hexdigest()


async def add(tx: Transaction, *, now: datetime, **what: Any) -> bool:
    """Owe a message, `what` being the fields of an `Owed`; returns False if its key was owed before."""
    return await tx.run(_ADD, **_row(Owed(**what), now)) > 0


async def add_all(tx: Transaction, owed: Iterable[Owed], now: datetime) -> None:
    """Owe many messages at once; what was owed before stays as it is."""
    await tx.run_many(_ADD, [_row(one, now) for one in owed])


async def claim(tx: Transaction, now: datetime, limit: int) -> list[Delivery]:
    """Take the oldest pending row of each target, if it is due, for the length of the lease; live lists
    only where nothing else is due.

    Rows come back as they were before the claim: a `claimed_at` that is set means that an
    earlier attempt may have posted the message.
    """
    rows = await tx.all(
        f"SELECT * FROM outbox WHERE id IN ({_OLDEST}) AND not_before_at <= :now"
        " ORDER BY op = 'live', id LIMIT :limit",
        now=now,
        limit=limit,
    )
    if rows:
        await tx.run(
            "UPDATE outbox SET claimed_at = coalesce(claimed_at, :now), not_before_at = :until_at"
            " WHERE id IN (SELECT value FROM json_each(:ids))",
            ids=json.dumps([row["id"] for row in rows]),
            now=now,
            until_at=now + LEASE,
        )
    return [delivery_of(row) for row in rows]


async def release_claims(tx: Transaction, now: datetime) -> int:
    """At start every claimed row is ours, since one process holds the file: make them due."""
    return await tx.run(
        "UPDATE outbox SET not_before_at = :now"
        " WHERE state = 'pending' AND claimed_at IS NOT NULL AND not_before_at > :now",
        now=now,
    )


async def hasten(tx: Transaction, now: datetime, longest_at: datetime) -> int:
    """After the clock was set back: what was owed in a time that is yet to come, or waits until after
    `longest_at`, is due at once."""
    return await tx.run(
        "UPDATE outbox SET not_before_at = :now"
        " WHERE state = 'pending' AND not_before_at > :now"
        " AND (created_at > :now OR not_before_at > :longest_at)",
        now=now,
        longest_at=longest_at,
    )


async def mark_sent(tx: Transaction, row_id: OutboxId, message_id: int | None, now: datetime) -> None:
    await tx.run(
        "UPDATE outbox SET state = 'sent', sent_at = :now, message_id = :message_id, claimed_at = NULL,"
        " last_error = NULL WHERE id = :id",
        id=row_id,
        message_id=message_id,
        now=now,
    )


async def retry_later(
    tx: Transaction, row_id: OutboxId, *, at: datetime, reason: str, counts: bool, maybe_posted: bool
) -> None:
    """Leave a row owed; `maybe_posted` keeps the claim's instant, so that the next attempt looks first."""
    await tx.run(
        "UPDATE outbox SET not_before_at = :at, attempts = attempts + :more, last_error = :reason,"
        " claimed_at = CASE WHEN :maybe THEN claimed_at END WHERE id = :id",
        id=row_id,
        at=at,
        more=int(counts),
        reason=reason,
        maybe=int(maybe_posted),
    )


async def end(tx: Transaction, row_id: OutboxId, state: OutboxState, reason: str) -> None:
    await tx.run(
        "UPDATE outbox SET state = :state, last_error = :reason, claimed_at = NULL WHERE id = :id",
        id=row_id,
        state=state.value,
        reason=reason,
    )


async def cancel_pending(tx: Transaction, *, channel_id: ChannelId, reason: str) -> int:
    return await tx.run(
        "UPDATE outbox SET state = 'cancelled', last_error = :reason, claimed_at = NULL"
        " WHERE state IN ('pending', 'held') AND channel_id = :channel_id",
        channel_id=channel_id,
        reason=reason,
    )


async def cancel_person(tx: Transaction, user_id: UserId, guild_id: GuildId | None, reason: str) -> int:
    """Owe a person no more what was asked for in a server, or in none."""
    return await tx.run(
        "UPDATE outbox SET state = 'cancelled', last_error = :reason, claimed_at = NULL"
        " WHERE state IN ('pending', 'held') AND user_id = :user_id AND guild_id IS :guild_id",
        user_id=user_id,
        guild_id=guild_id,
        reason=reason,
    )


async def cancel_guild(tx: Transaction, guild_id: GuildId, reason: str) -> int:
    return await tx.run(
        "UPDATE outbox SET state = 'cancelled', last_error = :reason, claimed_at = NULL"
        " WHERE state IN ('pending', 'held') AND guild_id = :guild_id",
        guild_id=guild_id,
        reason=reason,
    )


async def drop_of_event(
    tx: Transaction, guild_id: GuildId, event_id: str, *, begins: str, now: datetime, reason: str
) -> set[str]:
    """Owe a server no more what was owed of an event under keys that begin so; returns the keys.

    What may be on its way at this moment keeps its turn in the channel, so that what is owed after it
    arrives after it; it helps no longer, so that it is not tried again.
    """
    which = (
        " WHERE state IN ('pending', 'held') AND guild_id IS :guild_id AND event_id = :event_id"
        " AND substr(key, 1, length(:begins)) = :begins"
    )
    given: Row = {"guild_id": guild_id or None, "event_id": event_id, "begins": begins}
    await tx.run(f"UPDATE outbox SET expires_at = :now{which} AND claimed_at IS NOT NULL", now=now, **given)
    rows = await tx.all(
        "UPDATE outbox SET state = 'cancelled', last_error = :reason"
        f"{which} AND claimed_at IS NULL RETURNING key",
        reason=reason,
        **given,
    )
    return {row["key"] for row in rows}


async def sent_of_event(
    reader: Reader, guild_id: GuildId, event_id: str, *, begins: str, now: datetime
) -> list[Delivery]:
    """The messages of an event that a server was sent under keys that begin so, and that still help; for
    `SHIPPED` those to people who asked in no server."""
    rows = await reader.all(
        "SELECT * FROM outbox WHERE state = 'sent' AND message_id IS NOT NULL AND guild_id IS :guild_id"
        " AND event_id = :event_id AND substr(key, 1, length(:begins)) = :begins AND expires_at > :now"
        " ORDER BY id",
        guild_id=guild_id or None,
        event_id=event_id,
        begins=begins,
        now=now,
    )
    return [delivery_of(row) for row in rows]


async def next_due_at(reader: Reader) -> datetime | None:
    """When the next row may be claimed: the earliest of the oldest rows of each target."""
    row = await reader.one(f"SELECT min(not_before_at) AS due_at FROM outbox WHERE id IN ({_OLDEST})")
    return row["due_at"] if row else None


async def by_nonce(reader: Reader, nonce: str) -> Delivery | None:
    row = await reader.one("SELECT * FROM outbox WHERE nonce = :nonce", nonce=nonce)
    return delivery_of(row) if row else None


async def by_message(reader: Reader, message_id: int) -> Delivery | None:
    """The delivery that posted a message, whatever changed it since."""
    row = await reader.one(
        "SELECT * FROM outbox WHERE message_id = :id ORDER BY op = 'edit', id LIMIT 1", id=message_id
    )
    return delivery_of(row) if row else None


async def by_key(reader: Reader, key: str) -> Delivery | None:
    row = await reader.one("SELECT * FROM outbox WHERE key = :key", key=key)
    return delivery_of(row) if row else None


async def of_entry(reader: Reader, entry_id: int) -> list[Delivery]:
    """Every message that was owed for an entry of a feed, the oldest first."""
    rows = await reader.all("SELECT * FROM outbox WHERE entry_id = :id ORDER BY id", id=entry_id)
    return [delivery_of(row) for row in rows]


async def reword(tx: Transaction, row_id: OutboxId, notice: str) -> None:
    """Let a row say something else, whether it was sent already or not."""
    await tx.run("UPDATE outbox SET notice = :notice WHERE id = :id", id=row_id, notice=notice)


async def dead_since(reader: Reader, guild_id: GuildId, since_at: datetime) -> list[Delivery]:
    rows = await reader.all(
        "SELECT * FROM outbox WHERE guild_id = :guild_id AND state = 'dead' AND created_at >= :since_at"
        " ORDER BY id DESC LIMIT 20",
        guild_id=guild_id,
        since_at=since_at,
    )
    return [delivery_of(row) for row in rows]


async def forget_before(tx: Transaction, limit_at: datetime) -> int:
    """Drop rows that left the pending state and are older than `limit_at`."""
    return await tx.run(
        "DELETE FROM outbox WHERE state NOT IN ('pending', 'held') AND created_at < :limit_at",
        limit_at=limit_at,
    )


def _row(owed: Owed, now: datetime) -> Row:
    return {
        "key": owed.key,
        "guild_id": owed.guild_id,
        "channel_id": owed.channel_id,
        "user_id": owed.user_id,
        "notice": owed.notice,
        "nonce": nonce_of(owed.key),
        "event_id": owed.event_id,
        "entry_id": owed.entry_id,
        "op": owed.op.value,
        "target_message_id": owed.target_message_id,
        "state": (OutboxState.HELD if owed.held_until_at else OutboxState.PENDING).value,
        "not_before_at": owed.held_until_at or now,
        "now": now,
        "expires_at": owed.expires_at,
    }


def delivery_of(row: Row) -> Delivery:
    """A row as the noun it is."""
    return Delivery(
        id=OutboxId(row["id"]),
        key=row["key"],
        guild_id=GuildId(row["guild_id"]) if row["guild_id"] else None,
        channel_id=ChannelId(row["channel_id"]) if row["channel_id"] else None,
        user_id=UserId(row["user_id"]) if row["user_id"] else None,
        notice=row["notice"],
        nonce=row["nonce"],
        event_id=row["event_id"],
        state=OutboxState(row["state"]),
        attempts=row["attempts"],
        not_before_at=row["not_before_at"],
        claimed_at=row["claimed_at"],
        created_at=row["created_at"],
        expires_at=row["expires_at"],
        sent_at=row["sent_at"],
        message_id=row["message_id"],
        last_error=row["last_error"],
        op=Op(row["op"]),
        target_message_id=row["target_message_id"],
        digest_id=OutboxId(row["digest_id"]) if row["digest_id"] else None,
        entry_id=row["entry_id"],
    )
