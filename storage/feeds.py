"""Feeds, who follows them, their entries, and every key an entry was ever known by."""

from __future__ import annotations

import json
from collections.abc import Iterable
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


async def get(reader: Reader, feed_id: FeedId) -> Feed | None:
    row = await reader.one("SELECT * FROM feed WHERE id = :id", id=feed_id)
    return _feed(row) if row else None


async def ids_of_guilds(reader: Reader, guild_ids: Iterable[GuildId]) -> dict[GuildId, set[FeedId]]:
    """The feeds of each of these servers."""
    found: dict[GuildId, set[FeedId]] = {guild_id: set() for guild_id in guild_ids}
    rows = await reader.all(
        "SELECT guild_id, feed_id FROM guild_feed WHERE guild_id IN (SELECT value FROM json_each(:ids))",
        ids=json.dumps(sorted(found)),
    )
    for row in rows:
        found[GuildId(row["guild_id"])].add(FeedId(row["feed_id"]))
    return found


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
        " AND f.ended_at IS NULL"
        " ORDER BY f.next_poll_at, f.id LIMIT :limit",
        now=now,
        limit=limit,
    )
    return [_feed(row) for row in rows]


async def still_there(reader: Reader, feed: Feed) -> bool:
    """Whether this very feed is still followed: the id of a removed one may belong to another by now."""
    found = await reader.value("SELECT 1 FROM feed WHERE id = :id AND url = :url", id=feed.id, url=feed.url)
    return found is not None


_SAVE = (
    "UPDATE feed SET title = :title, etag = :etag, last_modified = :last_modified,"
    " body_hash = :body_hash, baseline_at = :baseline_at, next_poll_at = :next_poll_at,"
    " failures = :failures, failing_since_at = :failing_since_at, last_error = :last_error,"
    " last_ok_at = :last_ok_at, moved_to = :moved_to, gone_at = :gone_at, ended_at = :ended_at,"
    " newest_at = :newest_at, silence_told_at = :silence_told_at, unconditional_at = :unconditional_at,"
    " scan = :scan"
    " WHERE id = :id AND url = :url"
)


async def save_polls(tx: Transaction, polled: Iterable[Feed]) -> None:
    """Write what polls changed of the feeds themselves, of those that are still there.

    An address that changed is taken by `move`.
    """
    await tx.run_many(_SAVE, [_saved(feed) for feed in polled])


def _saved(feed: Feed) -> Row:
    return {
        "id": feed.id,
        "url": feed.url,
        "title": feed.title,
        "etag": feed.etag,
        "last_modified": feed.last_modified,
        "body_hash": feed.body_hash,
        "baseline_at": feed.baseline_at,
        "next_poll_at": feed.next_poll_at,
        "failures": feed.failures,
        "failing_since_at": feed.failing_since_at,
        "last_error": feed.last_error,
        "last_ok_at": feed.last_ok_at,
        "moved_to": feed.moved_to,
        "gone_at": feed.gone_at,
        "ended_at": feed.ended_at,
        "newest_at": feed.newest_at,
        "silence_told_at": feed.silence_told_at,
        "unconditional_at": feed.unconditional_at,
        "scan": feed.scan,
    }


async def move(tx: Transaction, feed: Feed, url: str) -> FeedId:
    """Give a feed another address; where there is a feed already, those who follow this one follow that."""
    there = await tx.value("SELECT id FROM feed WHERE url = :url AND id <> :id", url=url, id=feed.id)
    if there is None:
        await tx.run("UPDATE feed SET url = :url WHERE id = :id", url=url, id=feed.id)
        return feed.id
    await tx.run(
        "INSERT INTO guild_feed (guild_id, feed_id, created_at, paused_at)"
        " SELECT guild_id, :there, created_at, paused_at FROM guild_feed WHERE feed_id = :id"
        " ON CONFLICT (guild_id, feed_id) DO NOTHING",
        there=there,
        id=feed.id,
    )
    # What stood there from the beginning was never new, which the other feed's beginning would not tell.
    await tx.run(
        "DELETE FROM entry WHERE feed_id = :id"
        " AND found_at = (SELECT baseline_at FROM feed WHERE feed.id = entry.feed_id)",
        id=feed.id,
    )
    await tx.run("UPDATE entry SET feed_id = :there WHERE feed_id = :id", there=there, id=feed.id)
    await tx.run(
        "INSERT INTO entry_key (feed_id, key) SELECT :there, key FROM entry_key WHERE feed_id = :id"
        " ON CONFLICT DO NOTHING",
        there=there,
        id=feed.id,
    )
    await tx.run("DELETE FROM feed WHERE id = :id", id=feed.id)
    return FeedId(there)


async def known_among(reader: Reader, feed_id: FeedId, keys: Iterable[str]) -> frozenset[str]:
    """Which of these keys this feed's entries were ever known by."""
    rows = await reader.all(
        "SELECT key FROM entry_key WHERE feed_id = :feed_id AND key IN (SELECT value FROM json_each(:keys))",
        feed_id=feed_id,
        keys=json.dumps(list(keys)),
    )
    return frozenset(row["key"] for row in rows)


async def hosts_to_wait_for(reader: Reader, now: datetime) -> dict[str, datetime]:
    """Hosts that asked to be left alone, and until when."""
    rows = await reader.all("SELECT name, not_before_at FROM host WHERE not_before_at > :now", now=now)
    return {row["name"]: row["not_before_at"] for row in rows}


async def wait_for_host(tx: Transaction, name: str, not_before_at: datetime) -> None:
    await tx.run(
        "INSERT INTO host (name, not_before_at) VALUES (:name, :at)"
        " ON CONFLICT (name) DO UPDATE SET not_before_at = excluded.not_before_at"
        " WHERE excluded.not_before_at > host.not_before_at",
        name=name,
        at=not_before_at,
    )


async def postpone(tx: Transaction, feed_ids: Iterable[FeedId], until_at: datetime) -> None:
    """Ask these feeds later, without holding anything against them."""
    await tx.run_many(
        "UPDATE feed SET next_poll_at = :at WHERE id = :id", [{"id": one, "at": until_at} for one in feed_ids]
    )


async def told_failing(tx: Transaction, feed_id: FeedId, guild_id: GuildId, now: datetime | None) -> None:
    """Note that a server was told that a feed fails, or, with None, that it is well again."""
    await tx.run(
        "UPDATE guild_feed SET failure_told_at = :now WHERE feed_id = :feed_id AND guild_id = :guild_id",
        feed_id=feed_id,
        guild_id=guild_id,
        now=now,
    )


async def told_of_failure(reader: Reader, feed_id: FeedId) -> set[GuildId]:
    """The servers that were told that this feed fails."""
    rows = await reader.all(
        "SELECT guild_id FROM guild_feed WHERE feed_id = :feed_id AND failure_told_at IS NOT NULL",
        feed_id=feed_id,
    )
    return {GuildId(row["guild_id"]) for row in rows}


async def pause(tx: Transaction, guild_id: GuildId, feed_id: FeedId, now: datetime | None) -> None:
    """Hold a feed's news back for a server from `now` on, or let them go on with None."""
    await tx.run(
        "UPDATE guild_feed SET paused_at = :now WHERE feed_id = :feed_id AND guild_id = :guild_id",
        feed_id=feed_id,
        guild_id=guild_id,
        now=now,
    )


async def paused_in(reader: Reader, guild_id: GuildId) -> dict[FeedId, datetime]:
    """The feeds a server paused, and since when."""
    rows = await reader.all(
        "SELECT feed_id, paused_at FROM guild_feed WHERE guild_id = :guild_id AND paused_at IS NOT NULL",
        guild_id=guild_id,
    )
    return {FeedId(row["feed_id"]): row["paused_at"] for row in rows}


async def remember_keys(tx: Transaction, feed_id: FeedId, keys: Iterable[str]) -> None:
    await tx.run_many(
        "INSERT INTO entry_key (feed_id, key) VALUES (:feed_id, :key) ON CONFLICT DO NOTHING",
        [{"feed_id": feed_id, "key": key} for key in sorted(keys)],
    )


def _feed(row: Row) -> Feed:
    return Feed(**row)  # its fields are the columns
