"""Open, pragmas, migrations, one writer behind a lock and a read-only reader.

The only importer of aiosqlite, and the only place where instants become integers: a parameter
that is an aware datetime is stored as UTC seconds, a column that ends in `_at` comes back as an
aware datetime. Must not know what any table means.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiosqlite
from filelock import FileLock, Timeout

from storage.schema import APPLICATION_ID, MIGRATIONS, Migration

Row = dict[str, Any]

_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA busy_timeout = 5000",
    "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA temp_store = MEMORY",
)


class CannotOpen(Exception):
    """The data file cannot be used; the message says why and what to do."""


class Reader:
    """Look-ups on one connection. Parameters are named; rows are dictionaries."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection

    async def all(self, sql: str, **params: Any) -> list[Row]:
        rows = list(await self._connection.execute_fetchall(sql, _adapted(params)))
        columns = rows[0].keys() if rows else []
        instants = [name for name in columns if name.endswith("_at")]
        return [_converted(columns, instants, row) for row in rows]

    async def one(self, sql: str, **params: Any) -> Row | None:
        rows = await self.all(sql, **params)
        return rows[0] if rows else None

    async def value(self, sql: str, **params: Any) -> Any:
        """The first column of the first row, or None."""
        row = await self.one(sql, **params)
        return next(iter(row.values())) if row else None


class Transaction(Reader):
    """A write transaction: everything in it is one commit, or nothing is."""

    async def run(self, sql: str, **params: Any) -> int:
        """Execute one statement; returns the number of rows it changed."""
        # The cursor is not closed: a statement that changes rows is over, and closing is a wait of its own.
        return (await self._connection.execute(sql, _adapted(params))).rowcount

    async def run_many(self, sql: str, rows: Sequence[Mapping[str, Any]]) -> None:
        await self._connection.executemany(sql, [_adapted(row) for row in rows])


class Database:
    """The one writer and the one reader of a data file. Made by `open_database`."""

    def __init__(self, writer: aiosqlite.Connection, reader: aiosqlite.Connection, lock: FileLock) -> None:
        self._writer = writer
        self._reader_connection = reader
        self._file_lock = lock
        self._turn = asyncio.Lock()
        self.reader = Reader(reader)
        self.after_commit: Callable[[], None] = _nothing

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        """The only way to write: commits when the block ends, rolls back when it raises.

        BEGIN stands inside the `try` and the end is shielded: a task cancelled anywhere in
        between leaves no transaction open for the next one to fall into.
        """
        async with self._turn:
            try:
                await self._writer.execute("BEGIN IMMEDIATE")
                yield Transaction(self._writer)
            except BaseException:
                await asyncio.shield(self._roll_back())
                raise
            try:
                await asyncio.shield(self._writer.execute("COMMIT"))
            except sqlite3.Error:
                await asyncio.shield(self._roll_back())
                raise
        self.after_commit()

    async def _roll_back(self) -> None:
        # Sent through the writer's queue without asking first: a BEGIN that was cancelled may
        # still be waiting there, and only what stands behind it in the queue can undo it.
        with suppress(sqlite3.OperationalError):
            await self._writer.execute("ROLLBACK")

    async def close(self) -> None:
        async with self._turn:
            await self._reader_connection.close()
            await self._writer.close()
        self._file_lock.release()


async def open_database(folder: Path, migrations: tuple[Migration, ...] = MIGRATIONS) -> Database:
    """Open (or make) `attache.db` in `folder`; raises `CannotOpen`.

    A second process on the same folder, a file of another program, and a file newer than this
    program are refused; a migration that fails leaves file and version as they were.
    """
    try:
        await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
        lock = FileLock(folder / "attache.lock", timeout=0)
        lock.acquire()
    except Timeout as error:
        raise CannotOpen(
            f"another Attaché is already running on {folder};"
            " stop it first, or give this one a data folder of its own"
        ) from error
    except OSError as error:
        raise CannotOpen(f"the data folder {folder} cannot be used: {error.strerror}") from error
    path = folder / "attache.db"
    writer: aiosqlite.Connection | None = None
    try:
        writer = await aiosqlite.connect(path, isolation_level=None)
        await _check_owner(writer, path)
        for pragma in _PRAGMAS:
            await writer.execute(pragma)
        await _migrate(writer, path, migrations)
        reader = await aiosqlite.connect(path, isolation_level=None)
        writer.row_factory = reader.row_factory = sqlite3.Row
        await reader.execute("PRAGMA query_only = ON")
        await reader.execute("PRAGMA busy_timeout = 5000")
    except sqlite3.DatabaseError as error:
        await _give_up(writer, lock)
        raise CannotOpen(f"{path} is not a usable database: {error}; move it away to begin anew") from error
    except BaseException:
        await _give_up(writer, lock)
        raise
    return Database(writer, reader, lock)


async def _give_up(writer: aiosqlite.Connection | None, lock: FileLock) -> None:
    if writer is not None:
        await writer.close()
    lock.release()


async def _check_owner(connection: aiosqlite.Connection, path: Path) -> None:
    owner = await _pragma(connection, "application_id")
    tables = await (await connection.execute("SELECT count(*) FROM sqlite_schema")).fetchone()
    assert tables is not None
    if owner != APPLICATION_ID and tables[0] > 0:
        raise CannotOpen(f"{path} belongs to another program; give Attaché a data folder of its own")


async def _migrate(connection: aiosqlite.Connection, path: Path, migrations: tuple[Migration, ...]) -> None:
    version = await _pragma(connection, "user_version")
    if version > len(migrations):
        raise CannotOpen(
            f"{path} has schema {version}, this program knows {len(migrations)}; run a newer Attaché"
        )
    for number, step in enumerate(migrations[version:], start=version + 1):
        try:
            await connection.executescript(
                f"BEGIN IMMEDIATE; {step.sql};"
                f" PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {number}; COMMIT"
            )
        except sqlite3.Error as error:
            if connection.in_transaction:
                await connection.execute("ROLLBACK")
            raise CannotOpen(f"{path}: step {number} of the schema ({step.why}) failed: {error}") from error


async def _pragma(connection: aiosqlite.Connection, name: str) -> int:
    row = await (await connection.execute(f"PRAGMA {name}")).fetchone()
    assert row is not None
    return int(row[0])


def _adapted(params: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _seconds(value) if isinstance(value, datetime) else value for name, value in params.items()}


def _seconds(instant: datetime) -> int:
    if instant.tzinfo is None:
        raise ValueError("an instant without a zone cannot be stored")
    return int(instant.timestamp())


def _converted(columns: list[str], instants: list[str], row: Any) -> Row:
    made = dict(zip(columns, row, strict=True))
    for name in instants:
        if made[name] is not None:
            made[name] = datetime.fromtimestamp(made[name], UTC)
    return made


def _nothing() -> None:
    """Until somebody wants to hear of commits."""
