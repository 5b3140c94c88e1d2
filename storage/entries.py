"""Entries of feeds that were found: what each says, what it mentions, and the story it tells."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from storage.database import Reader, Row, Transaction
from storage.news import Entry, FeedId
from storage.records import EntityId, GuildId

_READ = (
    "SELECT entry.*, feed.title AS feed_title, feed.url AS feed_url,"
    " coalesce(entry.found_at = feed.baseline_at, 0) AS was_there"
    " FROM entry JOIN feed ON feed.id = entry.feed_id"
)
_WAS_NEW = "(feed.baseline_at IS NULL OR entry.found_at <> feed.baseline_at)"
"""It did not stand in its feed when that was first read."""
_ENOUGH_TO_KNOW = 5


async def add(tx: Transaction, entry: Entry, mentioned: Iterable[EntityId]) -> Entry:
    """Keep an entry with what it mentions; returned with its id, and as the first of its story where it
    belongs to none."""
    (made,) = await add_all(tx, [(entry, mentioned)])
    return made


async def add_all(tx: Transaction, found: Sequence[tuple[Entry, Iterable[EntityId]]]) -> list[Entry]:
    """Keep entries, as `add` keeps one."""
    last: int = await tx.value("SELECT coalesce(max(id), 0) FROM entry")
    made = [
        replace(entry, id=last + number, story_id=entry.story_id or last + number)
        for number, (entry, _) in enumerate(found, 1)
    ]
    await tx.run_many(
        "INSERT INTO entry (id, feed_id, guid, title, link, summary, published, published_at, found_at, hash,"
        " story_key, story_id) VALUES (:id, :feed_id, :guid, :title, :link, :summary, :published,"
        " :published_at, :found_at, :hash, :story_key, :story_id)",
        [_written(entry) for entry in made],
    )
    await _mention(tx, {entry.id: mentioned for entry, (_, mentioned) in zip(made, found, strict=True)})
    return made


async def edit(tx: Transaction, entry: Entry, mentioned: Iterable[EntityId]) -> None:
    """Keep what a known entry says now."""
    await tx.run(
        "UPDATE entry SET title = :title, link = :link, summary = :summary, hash = :hash, edits = edits + 1"
        " WHERE id = :id",
        id=entry.id,
        title=entry.title,
        link=entry.link,
        summary=entry.summary,
        hash=entry.hash,
    )
    await tx.run("DELETE FROM mention WHERE entry_id = :id", id=entry.id)
    await _mention(tx, {entry.id: mentioned})


async def forget_all(tx: Transaction, feed_id: FeedId) -> None:
    """Keep nothing of a feed that begins anew."""
    await tx.run("DELETE FROM entry WHERE feed_id = :feed_id", feed_id=feed_id)


async def get(reader: Reader, entry_id: int) -> Entry | None:
    row = await reader.one(f"{_READ} WHERE entry.id = :id", id=entry_id)
    return _entry(row) if row else None


async def by_guids(reader: Reader, feed_id: FeedId, guids: Iterable[str]) -> dict[str, Entry]:
    """The latest entry of a feed for each of these guids."""
    rows = await reader.all(
        f"{_READ} WHERE feed_id = :feed_id AND guid IN (SELECT value FROM json_each(:guids))"
        " ORDER BY entry.id",
        feed_id=feed_id,
        guids=json.dumps(list(guids)),
    )
    return {row["guid"]: _entry(row) for row in rows}


async def said_before(reader: Reader, feed_id: FeedId, guids: Iterable[str]) -> dict[str, tuple[str, int]]:
    """Of the latest entry of a feed for each of these guids, the hash of what it said and its edits."""
    rows = await reader.all(
        "SELECT guid, hash, edits FROM entry WHERE feed_id = :feed_id"
        " AND guid IN (SELECT value FROM json_each(:guids)) ORDER BY id",
        feed_id=feed_id,
        guids=json.dumps(list(guids)),
    )
    return {row["guid"]: (row["hash"], row["edits"]) for row in rows}


async def titles_of(reader: Reader, feed_id: FeedId, limit: int) -> list[str]:
    """The latest titles of a feed."""
    rows = await reader.all(
        "SELECT title FROM entry WHERE feed_id = :feed_id ORDER BY id DESC LIMIT :limit",
        feed_id=feed_id,
        limit=limit,
    )
    return [row["title"] for row in rows]


async def found_since(reader: Reader, since_at: datetime, limit: int) -> list[Entry]:
    """The entries of all feeds that were new since then, the oldest first; of too many the latest."""
    rows = await reader.all(
        f"SELECT * FROM ({_READ} WHERE found_at >= :since_at AND {_WAS_NEW}"
        " ORDER BY entry.id DESC LIMIT :limit)"
        " ORDER BY id",
        since_at=since_at,
        limit=limit,
    )
    return [_entry(row) for row in rows]


async def of_guild_since(
    reader: Reader, guild_id: GuildId, since_at: datetime, limit: int, feed_id: FeedId | None = None
) -> list[Entry]:
    """What was found since then in the feeds of a server, or in one of them, the oldest first."""
    rows = await reader.all(
        f"SELECT * FROM ({_READ} WHERE found_at >= :since_at AND entry.feed_id IN"
        " (SELECT feed_id FROM guild_feed WHERE guild_id = :guild_id)"
        " AND (:feed_id IS NULL OR entry.feed_id = :feed_id)"
        " ORDER BY entry.id DESC LIMIT :limit) ORDER BY id",
        guild_id=guild_id,
        since_at=since_at,
        feed_id=feed_id,
        limit=limit,
    )
    return [_entry(row) for row in rows]


async def first_of_story(reader: Reader, story_key: str) -> Entry | None:
    """The entry that first told what another one that points to the same page tells, where that was new."""
    row = await reader.one(
        f"{_READ} WHERE entry.id = (SELECT story_id FROM entry JOIN feed ON feed.id = entry.feed_id"
        f" WHERE story_key = :key AND {_WAS_NEW} ORDER BY entry.id LIMIT 1)",
        key=story_key,
    )
    return _entry(row) if row else None


async def by_story_key(reader: Reader, guild_id: GuildId, story_key: str) -> Entry | None:
    """The first entry of a server's feeds that points to this page; rather one that was new in its feed."""
    row = await reader.one(
        f"{_READ} WHERE story_key = :key AND entry.feed_id IN"
        " (SELECT feed_id FROM guild_feed WHERE guild_id = :guild_id) ORDER BY was_there, entry.id LIMIT 1",
        key=story_key,
        guild_id=guild_id,
    )
    return _entry(row) if row else None


async def mentioned_in(reader: Reader, entry_id: int) -> list[EntityId]:
    rows = await reader.all("SELECT entity FROM mention WHERE entry_id = :id ORDER BY entity", id=entry_id)
    return [EntityId(row["entity"]) for row in rows]


async def about(
    reader: Reader, guild_id: GuildId, subjects: Iterable[EntityId], since_at: datetime, limit: int
) -> list[Entry]:
    """The latest entries of a server's feeds that mention any of these subjects, the latest first."""
    rows = await reader.all(
        f"{_READ} WHERE found_at >= :since_at"
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


async def about_anywhere(
    reader: Reader, subjects: Iterable[EntityId], since_at: datetime, limit: int
) -> list[Entry]:
    """The same of all feeds, whoever follows them."""
    rows = await reader.all(
        f"{_READ} WHERE found_at >= :since_at"
        " AND EXISTS (SELECT 1 FROM mention WHERE entry_id = entry.id"
        "  AND entity IN (SELECT value FROM json_each(:subjects)))"
        " ORDER BY found_at DESC, entry.id DESC LIMIT :limit",
        subjects=json.dumps(sorted(subjects)),
        since_at=since_at,
        limit=limit,
    )
    return [_entry(row) for row in rows]


async def of_event(
    reader: Reader, guild_id: GuildId, event_id: str, since_at: datetime, limit: int
) -> list[Entry]:
    """The latest entries of a server's feeds that speak of an event, the latest first."""
    rows = await reader.all(
        f"{_READ} WHERE found_at >= :since_at AND entry.id IN (SELECT entry_id FROM entry_event"
        "  WHERE event_id = :event_id AND guild_id IN (0, :guild_id))"
        " AND entry.feed_id IN (SELECT feed_id FROM guild_feed WHERE guild_id = :guild_id)"
        " ORDER BY entry.id DESC LIMIT :limit",
        event_id=event_id,
        guild_id=guild_id,
        since_at=since_at,
        limit=limit,
    )
    return [_entry(row) for row in rows]


async def of_event_anywhere(
    reader: Reader, event_id: str, since_at: datetime, limit: int
) -> list[tuple[GuildId, Entry]]:
    """The same of all feeds and servers: each entry with the server in which it speaks of the event, or
    `SHIPPED` for all."""
    rows = await reader.all(
        "SELECT found.*, entry_event.guild_id AS joined_in FROM entry_event"
        f" JOIN ({_READ} WHERE found_at >= :since_at) AS found ON found.id = entry_event.entry_id"
        " WHERE event_id = :event_id ORDER BY found.id DESC LIMIT :limit",
        event_id=event_id,
        since_at=since_at,
        limit=limit,
    )
    return [(GuildId(row["joined_in"]), _entry(row)) for row in rows]


async def usual_gap(reader: Reader, feed_id: FeedId) -> timedelta | None:
    """The mean time between two entries of a feed; None where too few are known."""
    return (await usual_gaps(reader, [feed_id])).get(feed_id)


async def usual_gaps(reader: Reader, feed_ids: Iterable[FeedId]) -> dict[FeedId, timedelta]:
    """The mean time between two entries of each of these feeds of which enough are known."""
    rows = await reader.all(
        "SELECT feed_id, count(*) AS n, min(found_at) AS first_at, max(found_at) AS last_at FROM entry"
        f" JOIN feed ON feed.id = entry.feed_id AND {_WAS_NEW}"
        " WHERE feed_id IN (SELECT value FROM json_each(:ids)) GROUP BY feed_id HAVING count(*) >= :enough",
        ids=json.dumps(list(feed_ids)),
        enough=_ENOUGH_TO_KNOW,
    )
    return {FeedId(row["feed_id"]): (row["last_at"] - row["first_at"]) / (row["n"] - 1) for row in rows}


async def forget_before(tx: Transaction, limit_at: datetime) -> int:
    """Drop old entries; their keys stay, so that none of them is ever new again."""
    return await tx.run("DELETE FROM entry WHERE found_at < :limit_at", limit_at=limit_at)


async def _mention(tx: Transaction, mentioned: Mapping[int, Iterable[EntityId]]) -> None:
    rows = [{"entry_id": entry, "entity": one} for entry, found in mentioned.items() for one in set(found)]
    await tx.run_many(
        "INSERT INTO mention (entry_id, entity) VALUES (:entry_id, :entity) ON CONFLICT DO NOTHING", rows
    )


def _written(entry: Entry) -> Row:
    return {
        "id": entry.id,
        "feed_id": entry.feed_id,
        "guid": entry.guid,
        "title": entry.title,
        "link": entry.link,
        "summary": entry.summary,
        "published": entry.published,
        "published_at": entry.published_at,
        "found_at": entry.found_at,
        "hash": entry.hash,
        "story_key": entry.story_key,
        "story_id": entry.story_id,
    }


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
        feed_url=row["feed_url"],
        id=row["id"],
        hash=row["hash"],
        edits=row["edits"],
        story_key=row["story_key"],
        story_id=row["story_id"],
        was_there=bool(row["was_there"]),
    )
