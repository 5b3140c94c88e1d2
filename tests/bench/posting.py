"""New entries of feeds that many servers watch: from what was parsed to what channels are owed."""

from __future__ import annotations

import contextlib
import random
import sqlite3
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from bot.app import App, build
from bot.cli.run import settle
from bot.config import load
from bot.rules.parsing import ParsedFeed, parse_feed
from bot.rules.polling import Fetched
from storage import feeds
from storage.news import Feed
from storage.records import Entity, EntityKind
from tests.bench.measuring import measured
from tests.fakes_web import entry, rss

GUILDS, CHANNELS, SUBSCRIPTIONS = 500, 4, 20
FEEDS, NEW = 40, 5
_SUBJECTS = (EntityKind.FORUM, EntityKind.WORKING_GROUP, EntityKind.EXERCISE, EntityKind.TOPIC)
_SYLLABLES = ("ba", "do", "ki", "lu", "me", "no", "pa", "ri", "so", "tu", "ve", "wa", "xi", "yo", "zu")


async def posting() -> list[str]:
    """Lines to print."""
    chance = random.Random(20)
    now = datetime.now(UTC)
    with tempfile.TemporaryDirectory() as folder:
        app = await build(load(None, {"ATTACHE_DATA_FOLDER": folder}), lambda: now)
        try:
            known = app.catalogue.current.catalogue.entities.values()
            subjects = [one for one in known if one.kind in _SUBJECTS]
            watched = await _filled(app, subjects, chance, now)
            told = [(feed, Fetched(parsed=_document(feed, subjects, chance))) for feed in watched]
            settle()
            async with measured() as took:
                longest = 0.0
                for feed, fetched in told:
                    began = time.perf_counter()
                    await app.polling._record(feed, fetched)
                    longest = max(longest, time.perf_counter() - began)
            rows = await app.db.reader.all("SELECT * FROM outbox")
        finally:
            await app.close()
        floor = _written(Path(folder) / "attache.db", rows)
    return [
        f"{GUILDS} servers with {SUBSCRIPTIONS} subscriptions in {CHANNELS} channels each watch {FEEDS}"
        f" feeds; each feed has {NEW} new entries",
        f"from parsed to committed: {len(rows):,} rows for {FEEDS * NEW} entries in {took.seconds:.2f} s,"
        f" {len(rows) / took.seconds:,.0f} rows/s, {took.cpu:.2f} s of processor; the loop stood still for"
        f" {took.stall:.0f} ms at most, the longest transaction took {longest * 1000:.0f} ms",
        f"the same rows by sqlite3 alone, into the same table, a commit for each feed: {floor:.2f} s,"
        f" {len(rows) / floor:,.0f} rows/s; attaché takes {took.seconds / floor:.1f} times as long",
    ]


async def _filled(app: App, subjects: Sequence[Entity], chance: random.Random, now: datetime) -> list[Feed]:
    """Servers that watch feeds which were read before, and the feeds."""
    guilds, numbers = [{"id": one + 1} for one in range(GUILDS)], range(SUBSCRIPTIONS)
    follows = [
        {
            "guild": guild["id"],
            "channel": guild["id"] * 100 + number % CHANNELS,
            "subject": subject.id,
            "now": now,
        }
        for guild in guilds
        for number, subject in zip(numbers, chance.sample(subjects, SUBSCRIPTIONS), strict=True)
    ]
    async with app.db.transaction() as tx:
        await tx.run_many("INSERT INTO guild (id) VALUES (:id)", guilds)
        await tx.run_many(
            "INSERT INTO subscription (guild_id, channel_id, subject, news, reminders, created_at)"
            " VALUES (:guild, :channel, :subject, 1, 0, :now)",
            follows,
        )
        made = [await feeds.put(tx, f"https://feed-{n}.example/", f"Feed {n}", now) for n in range(FEEDS)]
        await tx.run("UPDATE feed SET baseline_at = :now", now=now)
        await tx.run(
            "INSERT INTO guild_feed (guild_id, feed_id, created_at)"
            " SELECT guild.id, feed.id, :now FROM guild, feed",
            now=now,
        )
        found = [await feeds.get(tx, feed.id) for feed in made]
    return [feed for feed in found if feed is not None]


def _document(feed: Feed, subjects: Sequence[Entity], chance: random.Random) -> ParsedFeed:
    made = []
    for number in range(NEW):
        one, other = chance.sample(subjects, 2)
        title = f"{one.name}: {_words(4, chance)}"
        text = f"{_words(12, chance)} with {other.name} {_words(12, chance)}"
        made.append(entry(title, summary=text, guid=f"{feed.id}-{number}"))
    return parse_feed(rss(*made), "", feed.url)


def _words(count: int, chance: random.Random) -> str:
    """Words of no language, so that no entry tells what another one does."""
    return " ".join("".join(chance.choices(_SYLLABLES, k=4)) for _ in range(count))


def _written(path: Path, rows: Sequence[dict[str, object]]) -> float:
    """Seconds in which sqlite3 writes these rows, without anything that leads to them."""
    columns = list(rows[0])
    values = [
        tuple(int(v.timestamp()) if isinstance(v, datetime) else v for v in row.values()) for row in rows
    ]
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = FULL")
        db.execute("DELETE FROM outbox")
        insert = f"INSERT INTO outbox ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"
        step = -(-len(values) // FEEDS)
        began = time.perf_counter()
        for start in range(0, len(values), step):
            db.execute("BEGIN IMMEDIATE")
            db.executemany(insert, values[start : start + step])
            db.execute("COMMIT")
        return time.perf_counter() - began
