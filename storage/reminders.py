"""Planned reminders: one row for each lead time of an event and subscription, with its due instant."""

from __future__ import annotations

from datetime import datetime

from storage.database import Reader, Row, Transaction
from storage.records import Reminder, ReminderState, SubscriptionId


async def put(tx: Transaction, reminder: Reminder) -> None:
    """Plan a reminder; one that is planned already only takes the new instants, one done stays done."""
    await tx.run(
        "INSERT INTO reminder (event_id, subscription_id, start, lead, due_at, expires_at, state)"
        " VALUES (:event_id, :subscription_id, :start, :lead, :due_at, :expires_at, 'pending')"
        " ON CONFLICT (event_id, subscription_id, start, lead) DO UPDATE"
        " SET due_at = excluded.due_at, expires_at = excluded.expires_at WHERE state = 'pending'",
        event_id=reminder.event_id,
        subscription_id=reminder.subscription_id,
        start=reminder.start,
        lead=reminder.lead,
        due_at=reminder.due_at,
        expires_at=reminder.expires_at,
    )


async def withdraw(tx: Transaction, reminder_id: int) -> None:
    await tx.run("DELETE FROM reminder WHERE id = :id AND state = 'pending'", id=reminder_id)


async def pending_of(reader: Reader, subscription_id: SubscriptionId) -> list[Reminder]:
    rows = await reader.all(
        "SELECT * FROM reminder WHERE subscription_id = :id AND state = 'pending'", id=subscription_id
    )
    return [_reminder(row) for row in rows]


async def due(reader: Reader, now: datetime, limit: int) -> list[Reminder]:
    rows = await reader.all(
        "SELECT * FROM reminder WHERE state = 'pending' AND due_at <= :now ORDER BY due_at, id LIMIT :limit",
        now=now,
        limit=limit,
    )
    return [_reminder(row) for row in rows]


async def next_due_at(reader: Reader) -> datetime | None:
    row = await reader.one("SELECT min(due_at) AS due_at FROM reminder WHERE state = 'pending'")
    return row["due_at"] if row else None


async def settle(tx: Transaction, reminder_id: int, state: ReminderState) -> None:
    await tx.run("UPDATE reminder SET state = :state WHERE id = :id", id=reminder_id, state=state.value)


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
