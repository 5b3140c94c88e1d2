"""Planned reminders: one row for each lead time of an event and subscription, with its due instant."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from storage.database import Reader, Row, Transaction
from storage.records import GuildId, Reminder, ReminderState, SubscriptionId

_PUT = (
    "INSERT INTO reminder (event_id, subscription_id, start, lead, due_at, expires_at, state)"
    " SELECT :event_id, value, :start, :lead, :due_at, :expires_at, 'pending' FROM json_each(:subscriptions)"
    " WHERE true ON CONFLICT (event_id, subscription_id, start, lead) DO UPDATE"
    " SET due_at = excluded.due_at, expires_at = excluded.expires_at WHERE state = 'pending'"
)


async def put(tx: Transaction, *planned: Reminder) -> None:
    """Plan reminders; one that is planned already only takes the new instants, one done stays done."""
    alike: dict[tuple[str, str, str, datetime, datetime], list[int]] = defaultdict(list)
    for one in planned:
        alike[one.event_id, one.start, one.lead, one.due_at, one.expires_at].append(one.subscription_id)
    await tx.run_many(
        _PUT,
        [
            {
                "event_id": event_id,
                "start": start,
                "lead": lead,
                "due_at": due_at,
                "expires_at": expires_at,
                "subscriptions": json.dumps(ids),
            }
            for (event_id, start, lead, due_at, expires_at), ids in alike.items()
        ],
    )


async def put_off(tx: Transaction, again: Reminder) -> None:
    """Remind once more at an instant somebody chose; one that was put off before is moved there."""
    await tx.run(
        "INSERT INTO reminder (event_id, subscription_id, start, lead, due_at, expires_at, state)"
        " VALUES (:event_id, :subscription_id, :start, :lead, :due_at, :expires_at, 'pending')"
        " ON CONFLICT (event_id, subscription_id, start, lead) DO UPDATE"
        " SET due_at = excluded.due_at, expires_at = excluded.expires_at, state = 'pending'",
        event_id=again.event_id,
        subscription_id=again.subscription_id,
        start=again.start,
        lead=again.lead,
        due_at=again.due_at,
        expires_at=again.expires_at,
    )


async def withdraw(tx: Transaction, *reminder_ids: int) -> None:
    await tx.run(
        "DELETE FROM reminder WHERE id IN (SELECT value FROM json_each(:ids)) AND state = 'pending'",
        ids=json.dumps(reminder_ids),
    )


async def pending_of(reader: Reader, subscription_id: SubscriptionId) -> list[Reminder]:
    rows = await reader.all(
        "SELECT * FROM reminder WHERE subscription_id = :id AND state = 'pending'", id=subscription_id
    )
    return [_reminder(row) for row in rows]


async def done_of(reader: Reader, subscription_id: SubscriptionId) -> list[Reminder]:
    """What was said to a subscription already."""
    rows = await reader.all(
        "SELECT * FROM reminder WHERE subscription_id = :id AND state = 'done'", id=subscription_id
    )
    return [_reminder(row) for row in rows]


async def of_event(reader: Reader, event_id: str, guild_id: GuildId) -> list[Reminder]:
    """Every reminder of an event for the subscriptions of a server, whatever became of it."""
    rows = await reader.all(
        "SELECT reminder.* FROM reminder JOIN subscription ON subscription.id = subscription_id"
        " WHERE event_id = :event_id AND guild_id IS :guild_id",
        event_id=event_id,
        guild_id=guild_id or None,
    )
    return [_reminder(row) for row in rows]


async def due(reader: Reader, now: datetime, limit: int) -> list[Reminder]:
    """The first `limit` that are due, with what else is due of the same events to the same targets."""
    rows = await reader.all(
        "WITH first AS (SELECT DISTINCT event_id, channel_id, user_id, guild_id FROM (SELECT event_id,"
        "  subscription_id FROM reminder WHERE state = 'pending' AND due_at <= :now ORDER BY due_at, id"
        "  LIMIT :limit) JOIN subscription ON subscription.id = subscription_id)"
        " SELECT reminder.* FROM first CROSS JOIN subscription AS s CROSS JOIN reminder"
        " WHERE (s.channel_id = first.channel_id OR (s.user_id = first.user_id AND s.user_id IS NOT NULL"
        "  AND coalesce(s.guild_id, 0) = coalesce(first.guild_id, 0)))"
        " AND reminder.subscription_id = s.id AND reminder.event_id = first.event_id"
        " AND state = 'pending' AND due_at <= :now ORDER BY due_at, reminder.id",
        now=now,
        limit=limit,
    )
    return [_reminder(row) for row in rows]


async def next_due_at(reader: Reader) -> datetime | None:
    row = await reader.one("SELECT min(due_at) AS due_at FROM reminder WHERE state = 'pending'")
    return row["due_at"] if row else None


async def settle(tx: Transaction, reminder_id: int, state: ReminderState) -> None:
    await settle_all(tx, [reminder_id], state)


async def settle_all(tx: Transaction, reminder_ids: Sequence[int], state: ReminderState) -> None:
    await tx.run(
        "UPDATE reminder SET state = :state WHERE id IN (SELECT value FROM json_each(:ids))",
        ids=json.dumps(reminder_ids),
        state=state.value,
    )


def _reminder(row: Row) -> Reminder:
    return Reminder(
        event_id=row["event_id"],
        subscription_id=SubscriptionId(row["subscription_id"]),
        start=row["start"],
        lead=row["lead"],
        due_at=row["due_at"],
        expires_at=row["expires_at"],
        state=ReminderState(row["state"]),
        id=row["id"],
    )
