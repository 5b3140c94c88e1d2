"""A lead time of an event is planned once for a subscription; one that is done is never pending again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from storage import reminders, subscriptions
from storage.database import Database
from storage.records import EntityId, Reminder, ReminderState, SubscriptionId
from tests.storage.filed import DESK, HERE, NOW, with_database

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


async def subscribe(db: Database, subject: str = "forum") -> SubscriptionId:
    async with db.transaction() as tx:
        return await subscriptions.put(
            tx, HERE, DESK, EntityId(subject), news=True, reminders=True, role_id=None, now=NOW
        )


async def put(db: Database, *planned: Reminder) -> None:
    async with db.transaction() as tx:
        for one in planned:
            await reminders.put(tx, one)


def made(of: SubscriptionId, lead: str = "1 day", due_in: timedelta = DAY) -> Reminder:
    return Reminder("meeting", of, "2025-11-01", lead, NOW + due_in, NOW + 3 * DAY)


def test_a_reminder_is_read_back_as_it_was_planned(tmp_path: Path) -> None:
    async def scenario(db: Database) -> None:
        planned = made(await subscribe(db))
        await put(db, planned)
        (found,) = await reminders.pending_of(db.reader, planned.subscription_id)
        assert replace(found, id=0) == planned
        assert found.id > 0

    with_database(tmp_path, scenario)


def test_planning_again_only_moves_the_instants(tmp_path: Path) -> None:
    async def scenario(db: Database) -> None:
        of = await subscribe(db)
        await put(db, made(of), made(of, due_in=2 * DAY))
        (found,) = await reminders.pending_of(db.reader, of)
        assert found.due_at == NOW + 2 * DAY

    with_database(tmp_path, scenario)


@pytest.mark.parametrize("state", [ReminderState.DONE, ReminderState.MISSED])
def test_a_settled_reminder_is_never_pending_again_nor_withdrawn(
    tmp_path: Path, state: ReminderState
) -> None:
    async def scenario(db: Database) -> None:
        of = await subscribe(db)
        await put(db, made(of))
        (found,) = await reminders.pending_of(db.reader, of)
        async with db.transaction() as tx:
            await reminders.settle(tx, found.id, state)
            await reminders.withdraw(tx, found.id)
        await put(db, made(of, due_in=2 * DAY))
        assert await reminders.pending_of(db.reader, of) == []
        assert await db.reader.all("SELECT state, due_at FROM reminder") == [
            {"state": state.value, "due_at": NOW + DAY}
        ]

    with_database(tmp_path, scenario)


def test_what_is_due_comes_earliest_first_and_no_more_than_asked_for(tmp_path: Path) -> None:
    async def scenario(db: Database) -> None:
        of = await subscribe(db)
        await put(db, made(of, "c", 3 * HOUR), made(of, "a", HOUR), made(of, "b", 2 * HOUR))
        assert await reminders.due(db.reader, NOW, 10) == []
        assert [one.lead for one in await reminders.due(db.reader, NOW + 2 * HOUR, 10)] == ["a", "b"]
        # What else is due of the same event to the same channel is decided with it.
        assert [one.lead for one in await reminders.due(db.reader, NOW + DAY, 2)] == ["a", "b", "c"]
        assert await reminders.next_due_at(db.reader) == NOW + HOUR

    with_database(tmp_path, scenario)


def test_with_nothing_pending_nothing_is_due_next(tmp_path: Path) -> None:
    async def scenario(db: Database) -> None:
        assert await reminders.next_due_at(db.reader) is None

    with_database(tmp_path, scenario)


def test_reminders_go_with_their_subscription_and_stay_with_others(tmp_path: Path) -> None:
    async def scenario(db: Database) -> None:
        one, other = await subscribe(db), await subscribe(db, "piracy")
        await put(db, made(one), made(other))
        async with db.transaction() as tx:
            await subscriptions.remove(tx, DESK, EntityId("forum"))
        assert [r.subscription_id for r in await reminders.due(db.reader, NOW + DAY, 10)] == [other]

    with_database(tmp_path, scenario)
