"""Entries of feeds that were found, and what of the catalogue each of them mentions."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime

from storage.database import Reader, Row, Transaction
from storage.news import Entry, FeedId
from storage.records import EntityId, GuildId


async def add(tx: Transaction, entry: Entry, mentioned: Iterable[EntityId]) -> int:
    """Keep an entry with what it mentions; returns its id."""
    made: int = await tx.value(
        "INSERT INTO entry (feed_id, guid, title, link, summary, published, published_at, found_at) VALUES"
        " (:feed_id, :guid, :title, :link, :summary, :published, :published_at, :found_at) RETURNING id",
        feed_id=entry.feed_id,
        guid=entry.guid,
        title=entry.title,
        link=entry.link,
        summary=entry.summary,
        published=entry.published,
        published_at=entry.published_at,
        found_at=entry.found_at,
    )
    await tx.run_many(
        "INSERT INTO mention (entry_id, entity) VALUES (:entry_id, :entity) ON CONFLICT DO NOTHING",
        [{"entry_id": made, "entity": one} for one in sorted(set(mentioned))],
    )
    return made


async def about(
    reader: Reader, guild_id: GuildId, subjects: Iterable[EntityId], since_at: datetime, limit: int
) -> list[Entry]:
    """The latest entries of a server's feeds that mention any of these subjects, the latest first."""
    rows = await reader.all(
        "SELECT entry.*, feed.title AS feed_title FROM entry JOIN feed ON feed.id = entry.feed_id"
        " WHERE found_at >= :since_at"
        " AND entry.feed_id IN (SELECT feed_id FROM guild_feed WHERE guild_id = :guild_id)"
        " AND EXISTS (SELECT 1 FROM mention WHERE entry_id = entry.id"
        "  AND entity IN (SELECT value FROM json_each(:subjects)))"
        " ORDER BY found_at DESC, entry.id DESC LIMIT :limit",
        guild_id=guild_id,
        subjects=json.dumps(sorted(subjects)),
        since_at=since_at,
        limit=limit,
    )
    return [_entry(row) for row in rows]


async def forget_before(tx: Transaction, limit_at: datetime) -> int:
    """Drop old entries; their keys stay, so that none of them is ever new again."""
    return await tx.run("DELETE FROM entry WHERE found_at < :limit_at", limit_at=limit_at)


def _entry(row: Row) -> Entry:
    return Entry(
        feed_id=FeedId(row["feed_id"]),
        guid=row["guid"],
        title=row["title"],
        link=row["link"],
        summary=row["summary"],
        published=row["published"],
        published_at=row["published_at"],
        found_at=row["found_at"],
        feed_title=row["feed_title"],
        id=row["id"],
    )
