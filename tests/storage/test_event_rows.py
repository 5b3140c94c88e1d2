"""A server's own events and their revisions are kept as they were made, for that server alone; one that has
the id of a shipped event stands there in the place of it.
"""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path

import pytest

from storage import edtf, events, guilds, outbox, reminders, subscriptions
from storage.database import Database
from storage.edtf import Announced
from storage.records import EntityId, EventStatus, Reminder, ReminderState, UserId
from storage.revisions import ChangeKind, EventChange
from storage.schema import MIGRATIONS
from tests.rules.making import event
from tests.storage.filed import DECK, DESK, HERE, NOW, THERE, opened, with_database

SHIPPED = event(
    "2025-11-01", id="forum-12", title="12th Forum", source="An article", url="https://a.example/"
)
OWN = replace(
    event("2025-10-26/2025-10-28", hour="01:30", zone="Europe/Berlin", id="own.1", guild_id=HERE),
    title="'; DROP TABLE event; --",
    fold=1,
    link="https://b.example/",
    revision=3,
)
CHANGE = EventChange(
    guild_id=HERE,
    event_id="own.1",
    revision=1,
    what=ChangeKind.MOVED,
    title="A title",
    announced=Announced(edtf.parse("2025-10-26"), time(1, 30), "Europe/Berlin", 1),
    status=EventStatus.POSTPONED,
    place="Quay 3",
    link="https://b.example/",
    source="A letter",
    url="https://c.example/",
    by_user_id=UserId(2**63 - 1),
    created_at=NOW,
)


async def kept(db: Database, *changes: EventChange) -> None:
    async with db.transaction() as tx:
        await events.put(tx, OWN)
        for change in changes:
            await events.note(tx, change)


def test_an_event_and_its_revisions_are_read_back_as_they_were_stored(tmp_path: Path) -> None:
    async def scenario(db: Database) -> None:
        first = replace(
            CHANGE, revision=0, what=ChangeKind.KNOWN, by_user_id=None, source=None, url=None, place=None
        )
        await kept(db, CHANGE, first)
        assert await events.get(db.reader, "own.1", HERE) == OWN
        assert await events.history(db.reader, HERE, "own.1") == [first, CHANGE]
        assert await events.history(db.reader, THERE, "own.1") == []

    with_database(tmp_path, scenario)


def test_an_event_that_is_put_again_is_changed_and_not_doubled(tmp_path: Path) -> None:
    async def scenario(db: Database) -> None:
        await kept(db, CHANGE)
        changed = replace(
            OWN, title="Other", edtf=edtf.parse("2026"), wall_time=None, zone=None, fold=0, revision=4
        )
        async with db.transaction() as tx:
            await events.put(tx, changed)
        assert await events.own_of(db.reader, HERE) == [changed]
        assert await events.history(db.reader, HERE, "own.1") == [CHANGE]

    with_database(tmp_path, scenario)


def test_a_servers_own_reading_stands_in_the_place_of_the_shipped_event_there_alone(tmp_path: Path) -> None:
    async def scenario(db: Database) -> None:
        mine = replace(SHIPPED, guild_id=HERE, edtf=edtf.parse("2025-10-02"), revision=1)
        async with db.transaction() as tx:
            await events.replace_of_pack(tx, "pack", [SHIPPED])
            await events.put(tx, mine)
            await events.replace_of_pack(tx, "pack", [SHIPPED])
        for guild_id, seen in ((HERE, mine), (THERE, SHIPPED)):
            assert await events.all_of(db.reader, guild_id) == [seen]
            assert await events.get(db.reader, "forum-12", guild_id) == seen
        assert await events.coming(db.reader, date(2025, 10, 29), HERE) == []
        assert await events.coming(db.reader, date(2025, 10, 29), THERE) == [SHIPPED]
        assert await events.own_of(db.reader, THERE) == []

    with_database(tmp_path, scenario)


@pytest.mark.parametrize(
    "wrong",
    [
        replace(CHANGE, event_id="own.2"),
        replace(CHANGE, guild_id=THERE),
        replace(CHANGE, source=""),
        replace(CHANGE, by_user_id=None),
        replace(CHANGE, what=ChangeKind.KNOWN),
        replace(CHANGE, revision=-1),
    ],
    ids=[
        "no such event",
        "another server's",
        "no source",
        "by nobody",
        "known, by somebody",
        "before the first",
    ],
)
def test_a_revision_without_event_author_or_source_is_not_stored(tmp_path: Path, wrong: EventChange) -> None:
    async def scenario(db: Database) -> None:
        with pytest.raises(sqlite3.IntegrityError):
            await kept(db, wrong)
        assert await events.own_of(db.reader, HERE) == []

    with_database(tmp_path, scenario)


def test_a_revision_is_written_once(tmp_path: Path) -> None:
    async def scenario(db: Database) -> None:
        with pytest.raises(sqlite3.IntegrityError):
            await kept(db, CHANGE, CHANGE)

    with_database(tmp_path, scenario)


def test_what_is_forgotten_goes_with_its_history_and_a_shipped_event_is_never_forgotten(
    tmp_path: Path,
) -> None:
    async def scenario(db: Database) -> None:
        await kept(db, CHANGE)
        async with db.transaction() as tx:
            await events.replace_of_pack(tx, "pack", [SHIPPED])
            await events.forget(tx, OWN)
            await events.forget(tx, SHIPPED)
        assert await events.all_of(db.reader, HERE) == [SHIPPED]
        assert await events.history(db.reader, HERE, "own.1") == []

    with_database(tmp_path, scenario)


def test_a_forgotten_server_takes_its_events_along(tmp_path: Path) -> None:
    async def scenario(db: Database) -> None:
        await kept(db, CHANGE)
        async with db.transaction() as tx:
            await guilds.mark_left(tx, HERE, NOW)
            await guilds.forget_left_before(tx, NOW + timedelta(seconds=1))
        assert await events.own_of(db.reader, HERE) == []
        assert await events.history(db.reader, HERE, "own.1") == []

    with_database(tmp_path, scenario)


def test_the_reminders_of_an_event_are_found_for_one_server_whatever_became_of_them(tmp_path: Path) -> None:
    async def scenario(db: Database) -> None:
        async with db.transaction() as tx:
            made = {}
            for guild_id, channel_id in ((HERE, DESK), (THERE, DECK)):
                follower = await subscriptions.put(
                    tx, guild_id, channel_id, EntityId("f"), news=True, reminders=True, role_id=None, now=NOW
                )
                made[guild_id] = [
                    Reminder("forum-12", follower, "2025-11-01", lead, NOW, NOW)
                    for lead in ("1 day", "1 week")
                ]
                await reminders.put(tx, *made[guild_id], Reminder("other", follower, "x", "1 day", NOW, NOW))
            first, second = await reminders.of_event(tx, "forum-12", HERE)
            await reminders.settle(tx, first.id, ReminderState.DONE)
        assert [replace(one, id=0) for one in (first, second)] == made[HERE]
        assert [one.state for one in await reminders.of_event(db.reader, "forum-12", HERE)] == [
            "done",
            "pending",
        ]
        assert [one.id for one in await reminders.done_of(db.reader, first.subscription_id)] == [first.id]

    with_database(tmp_path, scenario)


def test_what_was_owed_of_an_event_is_dropped_in_its_server_and_by_the_beginning_of_its_key(
    tmp_path: Path,
) -> None:
    async def scenario(db: Database) -> None:
        async with db.transaction() as tx:
            for key, guild_id, event_id in (
                ("reminder:a", HERE, "forum-12"),
                ("reminder:b", HERE, "other"),
                ("reminder:c", THERE, "forum-12"),
                ("change:d", HERE, "forum-12"),
                ("reminder:e", HERE, "forum-12"),
            ):
                await outbox.add(
                    tx, key=key, notice="{}", now=NOW, guild_id=guild_id, channel_id=DESK, event_id=event_id
                )
            await tx.run("UPDATE outbox SET claimed_at = 1 WHERE key = 'reminder:e'")
            later = NOW + timedelta(hours=1)
            dropped = await outbox.drop_of_event(
                tx, HERE, "forum-12", begins="reminder:", now=later, reason="it moved"
            )
        assert dropped == {"reminder:a"}
        rows = {row["key"]: row for row in await db.reader.all("SELECT * FROM outbox")}
        assert [key for key, row in rows.items() if row["state"] == "cancelled"] == ["reminder:a"]
        assert (rows["reminder:a"]["last_error"], rows["reminder:e"]["expires_at"]) == ("it moved", later)
        assert rows["reminder:b"]["expires_at"] is None

    with_database(tmp_path, scenario)


def test_the_events_of_an_older_file_are_kept_as_they_were(tmp_path: Path) -> None:
    async def make() -> None:
        async with opened(tmp_path, MIGRATIONS[:4]):
            pass

    async def look() -> None:
        async with opened(tmp_path) as db:
            (found,) = await events.all_of(db.reader, HERE)
            assert (found.id, str(found.edtf), found.wall_time, found.zone) == (
                "old", "2025-11-03", time(9), "Asia/Tokyo",
            )  # fmt: skip
            assert (found.fold, found.link, found.revision, found.concerns) == (0, None, 0, {"forum"})

    asyncio.run(make())
    with closing(sqlite3.connect(tmp_path / "attache.db")) as connection:
        connection.executescript(
            "INSERT INTO event (id, guild_id, pack, title, edtf, date_lo, date_hi, wall_time, zone, start_at,"
            " status, date_status, concerns) VALUES ('old', 0, 'pack', 'Old', '2025-11-03', '2025-11-03',"
            " '2025-11-03', '09:00:00', 'Asia/Tokyo', 1762128000, 'confirmed', 'stated', '[\"forum\"]')"
        )
    asyncio.run(look())
