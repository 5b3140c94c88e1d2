"""What stood in a feed when it was first read is known to previews and look-ups, and told to nobody."""

from __future__ import annotations

from datetime import timedelta
from email.utils import format_datetime
from html import escape
from pathlib import Path

from bot.rules.entries.keys import canonical_link
from bot.services.audience import Audience
from bot.services.topics import TopicService, Tried
from storage import entries, feeds
from tests.fakes_web import Entry, entry
from tests.services.world import HERE, PIRACY, World, run

PIRATES = entry("Piracy rises off the cape")


def publish(w: World, name: str, *dated: tuple[Entry, timedelta | None]) -> None:
    """A feed whose entries are so old; None is one without a date."""
    items = "".join(
        f"<item><guid>{one.link}</guid><title>{escape(one.title)}</title><link>{one.link}</link>"
        + (f"<pubDate>{format_datetime(w.clock() - age)}</pubDate>" if age is not None else "")
        + "</item>"
        for one, age in dated
    )
    w.web.site(name).sends(
        f"<rss version='2.0'><channel><title>{name}</title>{items}</channel></rss>".encode()
    )


async def previewed(w: World) -> Tried:
    topics = TopicService(w.db, w.clock, w.catalogue, Audience(w.catalogue), limit=10)
    return await topics.preview(HERE, PIRACY)


def test_a_preview_knows_what_of_the_last_week_stood_in_a_feed_that_was_just_added(tmp_path: Path) -> None:
    async def scenario(w: World) -> None:
        old, undated = entry("Piracy of old"), entry("Piracy at any time")
        ahead = entry("Piracy in days to come")
        days = timedelta(days=1)
        publish(w, "post", (PIRATES, days), (old, 8 * days), (undated, None), (ahead, -days))
        await w.follow(PIRACY)
        await w.feeds.add(HERE, w.web.site("post").url)
        tried = await previewed(w)
        assert [one.title for one, _ in tried.found] == [PIRATES.title]
        await w.polls_later()
        assert await w.owed() == []
        w.clock.moves_on(days=7)
        assert (await previewed(w)).looked_at == 0

    run(tmp_path, scenario)


def test_what_two_feeds_tell_is_previewed_once(tmp_path: Path) -> None:
    async def scenario(w: World) -> None:
        for name, one in (("post", PIRATES), ("mail", PIRATES)):
            publish(w, name, (one, timedelta(hours=3)))
            await w.feeds.add(HERE, w.web.site(name).url)
        tried = await previewed(w)
        assert (tried.looked_at, len(tried.found)) == (2, 1)

    run(tmp_path, scenario)


def test_what_stood_there_is_news_where_another_feed_tells_it_later(tmp_path: Path) -> None:
    async def scenario(w: World) -> None:
        await w.follow(PIRACY)
        await w.reads("mail")
        publish(w, "post", (PIRATES, timedelta(hours=1)))
        await w.feeds.add(HERE, w.web.site("post").url)
        w.web.site("mail").publishes(PIRATES)
        await w.polls_later()
        (owed,) = await w.owed()
        (told,) = await entries.found_since(w.db.reader, w.clock() - timedelta(days=1), 9)
        assert (owed["entry_id"], told.story_id) == (told.id, told.id)

    run(tmp_path, scenario)


def test_what_stood_there_says_nothing_of_how_often_news_come(tmp_path: Path) -> None:
    async def scenario(w: World) -> None:
        dated = [(entry(f"Piracy {number}"), timedelta(hours=number)) for number in range(9)]
        publish(w, "post", *dated)
        feed, _ = await w.feeds.add(HERE, w.web.site("post").url)
        w.clock.moves_on(hours=1)
        publish(w, "post", (PIRATES, timedelta(0)), *dated)
        await w.polling.tick()
        assert await entries.usual_gap(w.db.reader, feed.id) is None

    run(tmp_path, scenario)


def test_what_is_looked_at_twice_before_it_is_watched_begins_once(tmp_path: Path) -> None:
    async def scenario(w: World) -> None:
        publish(w, "post", (PIRATES, timedelta(hours=1)))
        await w.feeds.look(HERE, w.web.site("post").url)
        w.clock.moves_on(minutes=5)
        look = await w.feeds.look(HERE, w.web.site("post").url)
        assert look.feed is not None
        await w.feeds.watch(HERE, look.feed.id)
        assert (await previewed(w)).looked_at == 1
        assert await entries.found_since(w.db.reader, w.clock() - timedelta(days=1), 9) == []

    run(tmp_path, scenario)


def test_what_one_feed_began_with_and_another_told_as_news_was_posted(tmp_path: Path) -> None:
    async def scenario(w: World) -> None:
        await w.follow(PIRACY)
        await w.reads("mail")
        publish(w, "post", (PIRATES, timedelta(hours=1)))
        await w.feeds.add(HERE, w.web.site("post").url)
        w.web.site("mail").publishes(PIRATES)
        await w.polls_later()
        key = f"l:{canonical_link(PIRATES.link)}"
        found = await entries.by_story_key(w.db.reader, HERE, key)
        assert found is not None and not found.was_there

    run(tmp_path, scenario)


def test_what_stood_there_does_not_become_news_where_the_feed_joins_another(tmp_path: Path) -> None:
    async def scenario(w: World) -> None:
        publish(w, "post", (PIRATES, timedelta(hours=1)))
        post, _ = await w.feeds.add(HERE, w.web.site("post").url)
        w.clock.moves_on(minutes=5)
        await w.reads("mail")
        async with w.db.transaction() as tx:
            await feeds.move(tx, post, w.web.site("mail").url)
        assert await entries.found_since(w.db.reader, w.clock() - timedelta(days=1), 9) == []

    run(tmp_path, scenario)
