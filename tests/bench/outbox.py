"""What it costs to owe and to claim a message durably, beside the plainest durable write there is."""

from __future__ import annotations

import contextlib
import sqlite3
import statistics
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from storage import guilds
from storage import outbox as table
from storage.database import Database, open_database
from storage.records import ChannelId, GuildId

MESSAGES = 300
RUNS = 5
ALTERNATIVE = "one INSERT by sqlite3 alone, WAL and synchronous=FULL too"


async def outbox() -> list[str]:
    """Lines to print: milliseconds a message, median of `RUNS` runs of `MESSAGES` each, in turn."""
    owed, claimed, plain = [], [], []
    for _ in range(RUNS):
        with tempfile.TemporaryDirectory() as folder:
            db = await open_database(Path(folder))
            try:
                owed.append(await _owe(db))
                claimed.append(await _claim(db))
            finally:
                await db.close()
            plain.append(_plain(Path(folder) / "plain.db"))
    ours, theirs = statistics.median(owed), statistics.median(plain)
    return [
        f"to owe one message, committed: {ours:.2f} ms; {ALTERNATIVE}: {theirs:.2f} ms;"
        f" ratio {ours / theirs:.2f} (medians of {RUNS} runs of {MESSAGES})",
        f"to claim and mark one sent, two commits: {statistics.median(claimed):.2f} ms;"
        f" the same INSERT: {theirs:.2f} ms; ratio {statistics.median(claimed) / theirs:.2f}",
    ]


async def _owe(db: Database) -> float:
    now = datetime.now(UTC)
    async with db.transaction() as tx:
        await guilds.put(tx, GuildId(1))
    began = time.perf_counter()
    for number in range(MESSAGES):
        async with db.transaction() as tx:
            await table.add(
                tx,
                key=f"k{number}",
                notice="{}",
                now=now,
                guild_id=GuildId(1),
                channel_id=ChannelId(number + 1),
            )
    return (time.perf_counter() - began) / MESSAGES * 1000


async def _claim(db: Database) -> float:
    now = datetime.now(UTC)
    began = time.perf_counter()
    done = 0
    while done < MESSAGES:
        async with db.transaction() as tx:
            rows = await table.claim(tx, now, 1)
        async with db.transaction() as tx:
            for row in rows:
                await table.mark_sent(tx, row.id, 1, now)
        done += len(rows)
    return (time.perf_counter() - began) / MESSAGES * 1000


def _plain(path: Path) -> float:
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = FULL")
        db.execute("CREATE TABLE plain (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT")
        began = time.perf_counter()
        for number in range(MESSAGES):
            db.execute("INSERT INTO plain (text) VALUES (:text)", {"text": f"k{number}"})
        return (time.perf_counter() - began) / MESSAGES * 1000
