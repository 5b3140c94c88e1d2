"""What people ask for, lead times of events, what was put off, and when somebody was told last."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from storage import event_leads, outbox, reminders, subscriptions, told
from storage.database import Database
from storage.deliveries import OutboxState
from storage.options import Options
from storage.records import (
    SHIPPED,
    ChannelId,
    EntityId,
    GuildId,
    Reminder,
    ReminderState,
    SubscriptionId,
    Target,
    UserId,
)
from tests.storage.filed import DESK, HERE, NOW, THERE, with_database

ANN, BEN, FORUM = UserId(5), UserId(6), EntityId("forum")
DAY = timedelta(days=1)


async def asks(
    db: Database, guild_id: GuildId = HERE, person: UserId = ANN, options: Options | None = None
) -> SubscriptionId:
    async with db.transaction() as tx:
        return await subscriptions.put_person(
            tx, guild_id, person, FORUM, options=options or Options(), asked_in=DESK, now=NOW
        )


def test_a_person_asks_for_a_subject_once_in_each_server_and_once_in_none(tmp_path: Path) -> None:
    async def scenario(db: Database) -> None:
        first = await asks(db)
        assert await asks(db, options=Options(leads=("1 day",))) == first
        others = {await asks(db, THERE), await asks(db, SHIPPED), await asks(db, person=BEN)}
        assert await asks(db, SHIPPED) in others and len(others) == 3
        mine = await subscriptions.of_person(db.reader, ANN)
        assert [one.guild_id for one in mine] == [HERE, THERE, SHIPPED]
        assert mine[0].options.leads == ("1 day",) and mine[0].target == Target(None, ANN)
        assert mine[0].asked_in_channel_id == DESK and (mine[0].news, mine[0].reminders) == (False, True)
        assert [one.user_id for one in await subscriptions.in_guild(db.reader, HERE)] == [ANN, BEN]
        assert await subscriptions.of_guild(db.reader, HERE) == []
        assert [one.user_id for one in await subscriptions.in_guild(db.reader, SHIPPED)] == [ANN]

    with_database(tmp_path, scenario)


def test_lead_times_of_an_event_are_those_of_one_server(tmp_path: Path) -> None:
    async def scenario(db: Database) -> None:
        async with db.transaction() as tx:
            await event_leads.put(tx, HERE, "talk", ("1 week", "1 day"))
            await event_leads.put(tx, HERE, "talk", ("1 day",))
            await event_leads.put(tx, HERE, "dinner", ())
            await event_leads.put(tx, THERE, "talk", ("1 hour",))
            assert await event_leads.of_guild(tx, HERE) == {"talk": ("1 day",), "dinner": ()}
            await event_leads.remove(tx, HERE, "talk")
        assert await event_leads.of_guild(db.reader, HERE) == {"dinner": ()}
        assert await event_leads.of_guild(db.reader, THERE) == {"talk": ("1 hour",)}

    with_database(tmp_path, scenario)


def test_what_is_put_off_again_is_moved_and_pending_although_it_was_said(tmp_path: Path) -> None:
    async def scenario(db: Database) -> None:
        of = await asks(db)
        for hours in (1, 2):
            again = Reminder("talk", of, "2025-11-01", "snoozed", NOW + timedelta(hours=hours), NOW + DAY)
            async with db.transaction() as tx:
                await reminders.put_off(tx, again)
            (pending,) = await reminders.pending_of(db.reader, of)
            assert pending.due_at == again.due_at
            async with db.transaction() as tx:
                await reminders.settle(tx, pending.id, ReminderState.DONE)

    with_database(tmp_path, scenario)


def test_one_is_told_last_when_it_was_owed_and_neither_cancelled_nor_missed(tmp_path: Path) -> None:
    async def scenario(db: Database) -> None:
        async def owed(key: str, hours: int, state: OutboxState, person: UserId = ANN) -> None:
            at = NOW + timedelta(hours=hours)
            async with db.transaction() as tx:
                await outbox.add(tx, key=key, notice="{}", now=at, user_id=person, event_id="talk")
                if state is not OutboxState.PENDING:
                    row = await outbox.by_key(tx, key)
                    assert row is not None
                    await outbox.end(tx, row.id, state, "")

        async def last() -> float | None:
            told_at = await told.last_at(db.reader, SHIPPED, "talk", begins="reminder:")
            at = told_at.get(Target(None, ANN))
            return (at - NOW) / timedelta(hours=1) if at else None

        assert await last() is None
        await owed("reminder:a", 1, OutboxState.SENT)
        await owed("reminder:b", 2, OutboxState.CANCELLED)
        await owed("reminder:c", 3, OutboxState.MISSED)
        await owed("change:d", 4, OutboxState.SENT)
        await owed("reminder:e", 5, OutboxState.SENT, BEN)
        assert await last() == 1
        await owed("reminder:f", 6, OutboxState.PENDING)
        assert await last() == 6
        channel = Target(ChannelId(DESK), None)
        assert channel not in await told.last_at(db.reader, SHIPPED, "talk", begins="reminder:")

    with_database(tmp_path, scenario)
