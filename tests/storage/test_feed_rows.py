"""A feed exists while a server follows it; every key an entry was known by is kept, its entry is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from storage import entries, feeds, guilds
from storage.database import Database
from storage.news import Entry, Feed, FeedId
from storage.records import GuildId
from tests.storage.filed import HERE, NOW, THERE, with_database

URL = "https://site.example/feed"
DAY = timedelta(days=1)


async def followed(db: Database, url: str = URL, *by: GuildId) -> Feed:
    async with db.transaction() as tx:
        feed = await feeds.put(tx, url, "Site", NOW)
        for guild_id in by or (HERE,):
            await feeds.follow(tx, guild_id, feed.id, NOW)
    return feed


def entry(feed_id: FeedId, guid: str, title: str, link: str | None, found_at: datetime) -> Entry:
    return Entry(feed_id, guid, title, link, "", None, None, found_at)


def test_a_feed_is_made_once_for_all_servers_and_is_due_at_once(tmp_path: Path) -> None:
    async def scenario(db: Database) -> None:
        first, again = await followed(db), await followed(db, URL, THERE)
        assert first == again
        assert (first.url, first.title, first.baseline_at, first.failures) == (URL, "Site", None, 0)
        assert await feeds.due(db.reader, NOW, 10) == [first]
        async with db.transaction() as tx:
            assert not await feeds.follow(tx, HERE, first.id, NOW)

    with_database(tmp_path, scenario)


def test_what_a_poll_changed_is_read_back(tmp_path: Path) -> None:
    async def scenario(db: Database) -> None:
        feed = await followed(db)
        after = replace(
            feed,
            title="Renamed",
            etag='W/"é"',
            last_modified="Wed",
            body_hash="h",
            baseline_at=NOW,
            next_poll_at=NOW + DAY,
            failures=3,
            failing_since_at=NOW,
            last_error="503",
            last_ok_at=NOW - DAY,
            scan="0f 1e",
        )
        async with db.transaction() as tx:
            await feeds.save_polls(tx, [after])
        assert await feeds.of_guild(db.reader, HERE) == [after]
        assert await feeds.due(db.reader, NOW, 10) == []

    with_database(tmp_path, scenario)


def test_feeds_are_due_longest_overdue_first_and_only_for_servers_the_bot_is_in(tmp_path: Path) -> None:
    async def scenario(db: Database) -> None:
        late, early = await followed(db, "https://a.example"), await followed(db, "https://b.example", THERE)
        both = await followed(db, "https://c.example", HERE, THERE)
        async with db.transaction() as tx:
            await feeds.save_polls(tx, [replace(early, next_poll_at=NOW - DAY)])
        assert [one.id for one in await feeds.due(db.reader, NOW, 10)] == [early.id, late.id, both.id]
        assert [one.id for one in await feeds.due(db.reader, NOW, 1)] == [early.id]
        async with db.transaction() as tx:
            await guilds.mark_left(tx, THERE, NOW)
        assert [one.id for one in await feeds.due(db.reader, NOW, 10)] == [late.id, both.id]

    with_database(tmp_path, scenario)


def test_a_feed_that_nobody_follows_is_removed_with_its_keys_and_entries(tmp_path: Path) -> None:
    async def scenario(db: Database) -> None:
        feed = await followed(db, URL, HERE, THERE)
        async with db.transaction() as tx:
            await feeds.remember_keys(tx, feed.id, {"g:1"})
            await entries.add(tx, entry(feed.id, "1", "One", None, NOW), ())
            await feeds.unfollow(tx, HERE, feed.id)
        assert await feeds.still_there(db.reader, feed)
        assert await feeds.of_guild(db.reader, HERE) == []
        async with db.transaction() as tx:
            await feeds.unfollow(tx, THERE, feed.id)
        assert not await feeds.still_there(db.reader, feed)
        other = await followed(db, "https://other.example")
        assert not await feeds.still_there(db.reader, replace(feed, id=other.id))
        assert await feeds.known_among(db.reader, feed.id, ["g:1"]) == frozenset()
        assert await db.reader.value("SELECT count(*) FROM entry") == 0

    with_database(tmp_path, scenario)


def test_keys_are_remembered_once_for_each_feed_and_outlive_their_entries(tmp_path: Path) -> None:
    async def scenario(db: Database) -> None:
        one, other = await followed(db), await followed(db, "https://other.example")
        async with db.transaction() as tx:
            await feeds.remember_keys(tx, one.id, {"g:1", "l:x"})
            await feeds.remember_keys(tx, one.id, {"g:1", "g:2"})
            await feeds.remember_keys(tx, one.id, set())
            await entries.add(tx, entry(one.id, "1", "One", "https://x", NOW), ())
            await entries.add(tx, entry(one.id, "2", "Two", None, NOW + DAY), ())
            assert await entries.forget_before(tx, NOW + DAY) == 1
        assert await feeds.known_among(db.reader, one.id, ["g:1", "g:2", "l:x", "g:9"]) == {
            "g:1",
            "g:2",
            "l:x",
        }
        assert await feeds.known_among(db.reader, other.id, ["g:1"]) == frozenset()

    with_database(tmp_path, scenario)
