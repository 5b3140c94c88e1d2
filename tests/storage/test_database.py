"""One writer behind a lock: a transaction is one commit or nothing, whatever raises or is cancelled in it.
Instants go in aware and come out aware; the reader cannot write.
"""

from __future__ import annotations

import asyncio
import sqlite3
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from storage.database import Database
from storage.schema import Migration
from tests.storage.filed import NOW, opened

SCHEMA = (
    Migration(
        "tables for these tests",
        """
        CREATE TABLE thing (id INTEGER PRIMARY KEY, seen_at INTEGER, seen INTEGER) STRICT;
        CREATE TABLE part (
            thing INTEGER REFERENCES thing (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
        ) STRICT
        """,
    ),
)


async def add(db: Database, number: int) -> None:
    async with db.transaction() as tx:
        await tx.run("INSERT INTO thing (id) VALUES (:id)", id=number)


async def things(db: Database) -> list[int]:
    return [row["id"] for row in await db.reader.all("SELECT id FROM thing ORDER BY id")]


def test_a_transaction_is_seen_by_the_reader_once_it_is_committed(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with opened(tmp_path, SCHEMA) as db:
            async with db.transaction() as tx:
                await tx.run("INSERT INTO thing (id) VALUES (1)")
                assert await tx.value("SELECT count(*) FROM thing") == 1
                assert await things(db) == []
            assert await things(db) == [1]

    asyncio.run(scenario())


def test_what_is_committed_is_there_after_closing(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with opened(tmp_path, SCHEMA) as db:
            await add(db, 1)
        async with opened(tmp_path, SCHEMA) as db:
            assert await things(db) == [1]

    asyncio.run(scenario())


def test_a_transaction_that_raises_leaves_nothing_and_the_next_one_goes_on(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with opened(tmp_path, SCHEMA) as db:
            with pytest.raises(ZeroDivisionError):
                async with db.transaction() as tx:
                    await tx.run("INSERT INTO thing (id) VALUES (1)")
                    raise ZeroDivisionError
            await add(db, 2)
            assert await things(db) == [2]

    asyncio.run(scenario())


def test_a_commit_that_fails_leaves_nothing_and_the_next_one_goes_on(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with opened(tmp_path, SCHEMA) as db:
            with pytest.raises(sqlite3.IntegrityError):
                async with db.transaction() as tx:
                    await tx.run("INSERT INTO thing (id) VALUES (1)")
                    await tx.run("INSERT INTO part (thing) VALUES (99)")
            await add(db, 2)
            assert await things(db) == [2]

    asyncio.run(scenario())


@pytest.mark.parametrize("turns", range(12))
def test_a_transaction_cancelled_anywhere_leaves_nothing_open(tmp_path: Path, turns: int) -> None:
    """`turns` of the loop are let pass before the cancel, so that it strikes at another place each time."""

    async def scenario() -> None:
        async with opened(tmp_path, SCHEMA) as db:

            async def cut_short() -> None:
                async with db.transaction() as tx:
                    await tx.run("INSERT INTO thing (id) VALUES (1)")
                    await tx.run("INSERT INTO thing (id) VALUES (2)")
                    await asyncio.Event().wait()

            task = asyncio.create_task(cut_short())
            for _ in range(turns):
                await asyncio.sleep(0)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            await add(db, 3)
            assert await things(db) == [3]

    asyncio.run(scenario())


def test_a_transaction_cancelled_in_the_middle_leaves_nothing_open(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with opened(tmp_path, SCHEMA) as db:
            inside = asyncio.Event()

            async def cut_short() -> None:
                async with db.transaction() as tx:
                    await tx.run("INSERT INTO thing (id) VALUES (1)")
                    inside.set()
                    await asyncio.Event().wait()

            task = asyncio.create_task(cut_short())
            await inside.wait()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            await add(db, 3)
            assert await things(db) == [3]

    asyncio.run(scenario())


def test_transactions_of_many_tasks_do_not_mix(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with opened(tmp_path, SCHEMA) as db:

            async def attempt(number: int) -> None:
                async with db.transaction() as tx:
                    await tx.run("INSERT INTO thing (id) VALUES (:id)", id=number)
                    await asyncio.sleep(0)
                    if number % 3 == 0:
                        raise ZeroDivisionError

            outcomes = await asyncio.gather(*(attempt(n) for n in range(30)), return_exceptions=True)
            assert sum(isinstance(outcome, ZeroDivisionError) for outcome in outcomes) == 10
            assert await things(db) == [n for n in range(30) if n % 3]

    asyncio.run(scenario())


def test_the_reader_cannot_write(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with opened(tmp_path, SCHEMA) as db:
            with pytest.raises(sqlite3.OperationalError, match="readonly"):
                await db.reader.all("INSERT INTO thing (id) VALUES (1)")

    asyncio.run(scenario())


@pytest.mark.parametrize(
    "instant",
    [
        NOW,
        datetime(1969, 12, 31, 23, 59, 59, tzinfo=UTC),
        datetime(2025, 10, 29, 16, tzinfo=timezone(timedelta(hours=8))),
        datetime(2400, 1, 1, tzinfo=UTC),
    ],
)
def test_an_instant_comes_back_as_the_same_instant_in_utc(tmp_path: Path, instant: datetime) -> None:
    async def scenario() -> None:
        async with opened(tmp_path, SCHEMA) as db:
            async with db.transaction() as tx:
                await tx.run("INSERT INTO thing (id, seen_at, seen) VALUES (1, :at, :at)", at=instant)
            row = await db.reader.one("SELECT seen_at, seen FROM thing")
            assert row == {"seen_at": instant, "seen": int(instant.timestamp())}
            assert row["seen_at"].tzinfo is UTC

    asyncio.run(scenario())


def test_an_instant_without_a_zone_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with opened(tmp_path, SCHEMA) as db:
            with pytest.raises(ValueError, match="without a zone"):
                async with db.transaction() as tx:
                    await tx.run("INSERT INTO thing (id) VALUES (1)")
                    await tx.run("UPDATE thing SET seen_at = :at", at=NOW.replace(tzinfo=None))
            assert await things(db) == []

    asyncio.run(scenario())


def test_an_empty_instant_and_an_empty_answer_are_none(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with opened(tmp_path, SCHEMA) as db:
            await add(db, 1)
            assert await db.reader.one("SELECT seen_at FROM thing") == {"seen_at": None}
            assert await db.reader.one("SELECT id FROM thing WHERE id = 9") is None
            assert await db.reader.value("SELECT id FROM thing WHERE id = 9") is None

    asyncio.run(scenario())


def test_a_commit_is_told_of_and_a_rollback_is_not(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with opened(tmp_path, SCHEMA) as db:
            heard: list[int] = []
            db.after_commit = lambda: heard.append(1)
            await add(db, 1)
            with pytest.raises(sqlite3.IntegrityError):
                await add(db, 1)
            assert heard == [1]

    asyncio.run(scenario())


def test_an_owner_takes_its_parts_along(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with opened(tmp_path, SCHEMA) as db:
            await add(db, 1)
            async with db.transaction() as tx:
                await tx.run_many("INSERT INTO part (thing) VALUES (:thing)", [{"thing": 1}, {"thing": 1}])
                assert await tx.run("DELETE FROM thing") == 1
            assert await db.reader.value("SELECT count(*) FROM part") == 0

    asyncio.run(scenario())
