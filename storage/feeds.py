"""Feeds, who follows them, their entries, and every key an entry was ever known by."""

from __future__ import annotations

from datetime import datetime

from storage.database import Reader, Row, Transaction
from storage.news import Feed, FeedId
from storage.records import GuildId


async def put(tx: Transaction, url: str, title: str, now: datetime) -> Feed:
    """The feed at `url`, made if nobody follows it yet; it is due at once."""
    await tx.run(
        "INSERT INTO feed (url, title, next_poll_at) VALUES (:url, :title, :now)"
        " ON CONFLICT (url) DO NOTHING",
        url=url,
        title=title,
        now=now,
    )
    row = await tx.one("SELECT * FROM feed WHERE url = :url", url=url)
    assert row is not None
    return _feed(row)


async def follow(tx: Transaction, guild_id: GuildId, feed_id: FeedId, now: datetime) -> bool:
    added = await tx.run(
        "INSERT INTO guild_feed (guild_id, feed_id, created_at) VALUES (:guild_id, :feed_id, :now)"
        " ON CONFLICT (guild_id, feed_id) DO NOTHING",
        guild_id=guild_id,
        feed_id=feed_id,
        now=now,
    )
    return added > 0


async def unfollow(tx: Transaction, guild_id: GuildId, feed_id: FeedId) -> None:
    """A server no longer follows a feed; one that nobody follows is removed with its entries."""
    await tx.run(
        "DELETE FROM guild_feed WHERE guild_id = :guild_id AND feed_id = :feed_id",
        guild_id=guild_id,
        feed_id=feed_id,
    )
    await tx.run(
        "DELETE FROM feed WHERE id = :feed_id AND NOT EXISTS"
        " (SELECT 1 FROM guild_feed WHERE guild_feed.feed_id = feed.id)",
        feed_id=feed_id,
    )


async def of_guild(reader: Reader, guild_id: GuildId) -> list[Feed]:
    rows = await reader.all(
        "SELECT f.* FROM feed AS f JOIN guild_feed AS g ON g.feed_id = f.id"
        " WHERE g.guild_id = :guild_id ORDER BY f.title, f.id",
        guild_id=guild_id,
    )
    return [_feed(row) for row in rows]


async def due(reader: Reader, now: datetime, limit: int) -> list[Feed]:
    """Feeds to poll: those of servers the bot is in, the longest overdue first."""
    rows = await reader.all(
        "SELECT f.* FROM feed AS f WHERE f.next_poll_at <= :now AND EXISTS"
        " (SELECT 1 FROM guild_feed AS g JOIN guild ON guild.id = g.guild_id"
        "  WHERE g.feed_id = f.id AND guild.left_at IS NULL)"
        " ORDER BY f.next_poll_at, f.id LIMIT :limit",
        now=now,
        limit=limit,
    )
    return [_feed(row) for row in rows]


async def still_there(reader: Reader, feed: Feed) -> bool:
    """Whether this very feed is still followed: the id of a removed one may belong to another by now."""
    found = await reader.value("SELECT 1 FROM feed WHERE id = :id AND url = :url", id=feed.id, url=feed.url)
    return found is not None


async def save_poll(tx: Transaction, feed: Feed) -> None:
    """Write what a poll changed of the feed itself."""
    await tx.run(
        "UPDATE feed SET title = :title, etag = :etag, last_modified = :last_modified,"
        " body_hash = :body_hash, baseline_at = :baseline_at, next_poll_at = :next_poll_at,"
        " failures = :failures, failing_since_at = :failing_since_at, last_error = :last_error,"
        " last_ok_at = :last_ok_at WHERE id = :id",
        id=feed.id,
        title=feed.title,
        etag=feed.etag,
        last_modified=feed.last_modified,
        body_hash=feed.body_hash,
        baseline_at=feed.baseline_at,
        next_poll_at=feed.next_poll_at,
        failures=feed.failures,
        failing_since_at=feed.failing_since_at,
        last_error=feed.last_error,
        last_ok_at=feed.last_ok_at,
    )


async def known_keys(reader: Reader, feed_id: FeedId) -> frozenset[str]:
    rows = await reader.all("SELECT key FROM entry_key WHERE feed_id = :feed_id", feed_id=feed_id)
    return frozenset(row["key"] for row in rows)


async def remember_keys(tx: Transaction, feed_id: FeedId, keys: set[str]) -> None:
    await tx.run_many(
        "INSERT INTO entry_key (feed_id, key) VALUES (:feed_id, :key) ON CONFLICT DO NOTHING",
        [{"feed_id": feed_id, "key": key} for key in sorted(keys)],
    )


def _feed(row: Row) -> Feed:
    return Feed(
        id=FeedId(row["id"]),
        url=row["url"],
        title=row["title"],
        etag=row["etag"],
        last_modified=row["last_modified"],
        body_hash=row["body_hash"],
        baseline_at=row["baseline_at"],
        next_poll_at=row["next_poll_at"],
        failures=row["failures"],
        failing_since_at=row["failing_since_at"],
        last_error=row["last_error"],
        last_ok_at=row["last_ok_at"],
    )
