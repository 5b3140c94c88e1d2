"""The rows of a live list stand beside what else is owed in its channel, and of them only the last counts."""

from __future__ import annotations

from pathlib import Path

from storage import live_lists, outbox
from storage.database import Database
from storage.deliveries import Op
from tests.storage.filed import DECK, DESK, HERE, NOW, with_database


async def owe(db: Database, key: str, op: Op = Op.LIVE, channel_id: int = DESK) -> None:
    async with db.transaction() as tx:
        await outbox.add(tx, now=NOW, key=key, notice="{}", guild_id=HERE, channel_id=channel_id, op=op)


async def claimed(db: Database, limit: int = 10) -> list[str]:
    async with db.transaction() as tx:
        return [one.key for one in await outbox.claim(tx, NOW, limit)]


def test_a_list_keeps_no_message_of_its_channel_waiting_and_comes_after_those_of_all_others(
    tmp_path: Path,
) -> None:
    async def scenario(db: Database) -> None:
        await owe(db, "list")
        await owe(db, "list of deck", channel_id=DECK)
        await owe(db, "first", Op.SEND)
        await owe(db, "second", Op.SEND)
        await owe(db, "deck", Op.SEND, DECK)
        assert await claimed(db, 3) == ["first", "deck", "list"]
        assert await claimed(db) == ["list of deck"]
        assert await outbox.next_due_at(db.reader) == NOW + outbox.LEASE

    with_database(tmp_path, scenario)


def test_a_newer_state_supersedes_what_is_not_on_its_way_and_only_the_last_that_was_sent_is_kept(
    tmp_path: Path,
) -> None:
    async def scenario(db: Database) -> None:
        for key in ("a", "b", "c"):
            await owe(db, key)
            async with db.transaction() as tx:
                (row,) = await outbox.claim(tx, NOW, 1)
                await outbox.mark_sent(tx, row.id, 5, NOW)
        await owe(db, "on its way")
        await claimed(db)
        await owe(db, "waiting")
        async with db.transaction() as tx:
            await live_lists.supersede(tx, DESK, "newer")
        rows = await db.reader.all("SELECT key, state FROM outbox ORDER BY id")
        assert [(row["key"], row["state"]) for row in rows] == [
            ("c", "sent"),
            ("on its way", "pending"),
            ("waiting", "cancelled"),
        ]
        last = await live_lists.last(db.reader, DESK)
        assert last is not None and last.key == "waiting"
        assert await live_lists.last(db.reader, DECK) is None

    with_database(tmp_path, scenario)
