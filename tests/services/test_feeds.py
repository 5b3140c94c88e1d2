"""To follow a feed is its first poll: it is read, counted, and nothing of it is posted. An address that is
refused or cannot be read leaves nothing behind. A server follows a feed once and only so many.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.services.refusals import TooMany
from bot.services.refusals_of_news import (
    AlreadyFollowed,
    FeedUnreadable,
    NoSuchFeed,
    NotPaused,
)
from tests.fakes_web import entry
from tests.services.world import HERE, PIRACY, THERE, world

PIRATES = entry("Piracy rises off the cape")


def test_following_a_feed_reads_it_and_posts_nothing_of_what_it_holds(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            w.web.site("post").publishes(PIRATES, entry("Weather"), etag='"1"')
            await w.follow(PIRACY)
            feed, count = await w.feeds.add(HERE, f"  {w.web.site('post').url} ")
            assert (feed.title, count, feed.baseline_at) == ("The Harbour Post", 2, w.clock())
            assert [mine.id for mine in await w.feeds.of_guild(HERE)] == [feed.id]
            assert (await w.feed_row(feed.url))["etag"] == '"1"'
            await w.polling.tick()
            assert len(w.web.site("post").requests) == 1
            await w.polls_later()
            assert len(w.web.site("post").requests) == 2
            assert await w.owed() == []

    asyncio.run(scenario())


def test_a_second_server_shares_the_feed_and_each_channel_gets_its_own_post(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            post = w.web.site("post")
            post.publishes(entry("Weather"))
            await w.follow(PIRACY, guild_id=HERE)
            await w.subscribing.subscribe(THERE, 201, PIRACY, news=True, reminders=False)  # type: ignore[arg-type]
            await w.feeds.add(HERE, post.url)
            await w.feeds.add(THERE, post.url)
            asked = len(post.requests)
            post.publishes(PIRATES)
            await w.polls_later()
            assert len(post.requests) == asked + 1
            assert [row["guild_id"] for row in await w.owed()] == [HERE, THERE]
            await w.feeds.remove(HERE, post.url)
            assert len(await w.feeds.of_guild(THERE)) == 1

    asyncio.run(scenario())


def test_a_feed_that_is_followed_already_is_refused_before_it_is_asked(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            w.web.site("post").publishes()
            await w.feeds.add(HERE, w.web.site("post").url)
            with pytest.raises(AlreadyFollowed):
                await w.feeds.add(HERE, w.web.site("post").url)
            assert len(w.web.site("post").requests) == 1

    asyncio.run(scenario())


def test_a_server_follows_only_so_many_feeds_even_when_two_are_added_at_once(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path, limit=2) as w:
            for name in ("a", "b", "c", "d"):
                w.web.site(name).publishes(title=name)
            await w.feeds.add(HERE, w.web.site("a").url)
            both = await asyncio.gather(
                *(w.feeds.add(HERE, w.web.site(name).url) for name in ("b", "c")), return_exceptions=True
            )
            assert sorted(type(outcome) for outcome in both if isinstance(outcome, Exception)) == [TooMany]
            assert len(await w.feeds.of_guild(HERE)) == 2
            with pytest.raises(TooMany) as refused:
                await w.feeds.add(HERE, w.web.site("d").url)
            assert (refused.value.noun, refused.value.limit) == ("feeds", 2)
            assert w.web.site("d").requests == []
            await w.feeds.add(THERE, w.web.site("d").url)

    asyncio.run(scenario())


@pytest.mark.parametrize("how", ["missing", "page", "private", "no address"])
def test_what_cannot_be_read_leaves_nothing_behind(tmp_path: Path, how: str) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            w.web.site("missing").answers(404)
            w.web.site("page").sends(b"<html><body>Hello</body></html>", "text/html")
            address = {"private": "http://127.0.0.1/feed", "no address": "post"}.get(how, w.web.site(how).url)
            with pytest.raises(FeedUnreadable) as refused:
                await w.feeds.add(HERE, address)
            assert refused.value.reason and "Traceback" not in refused.value.reason
            for table in ("feed", "guild_feed", "entry_key"):
                assert await w.db.reader.value(f"SELECT count(*) FROM {table}") == 0

    asyncio.run(scenario())


@pytest.mark.parametrize("by", ["title", "address", "id"])
def test_a_feed_is_removed_by_title_address_or_id_with_all_that_was_known_of_it(
    tmp_path: Path, by: str
) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            w.web.site("post").publishes(PIRATES)
            feed, _ = await w.feeds.add(HERE, w.web.site("post").url)
            query = {"title": " the harbour POST ", "address": feed.url.upper(), "id": str(feed.id)}[by]
            with pytest.raises(NoSuchFeed):
                await w.feeds.remove(THERE, query)
            assert (await w.feeds.remove(HERE, query)).id == feed.id
            assert await w.feeds.of_guild(HERE) == []
            for table in ("feed", "guild_feed", "entry_key"):
                assert await w.db.reader.value(f"SELECT count(*) FROM {table}") == 0
            with pytest.raises(NoSuchFeed):
                await w.feeds.remove(HERE, query)

    asyncio.run(scenario())


def test_a_feed_that_is_followed_anew_begins_anew(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            post = w.web.site("post")
            post.publishes(entry("Weather"))
            await w.follow(PIRACY)
            await w.feeds.add(HERE, post.url)
            await w.feeds.remove(HERE, post.url)
            post.publishes(PIRATES)
            await w.feeds.add(HERE, post.url)
            await w.polls_later()
            assert await w.owed() == []

    asyncio.run(scenario())


def test_a_feed_that_had_ended_is_asked_again_once_somebody_finds_it_alive(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            await w.reads()
            post = w.web.site("post")
            post.answers(410)
            for _ in range(3):
                w.clock.moves_on(hours=2)
                await w.polling.tick()
            assert (await w.feed_row(post.url))["ended_at"] is not None
            post.publishes(PIRATES)
            await w.follow(PIRACY)
            feed, _ = await w.feeds.add(THERE, post.url)
            assert feed.ended_at is None
            await w.polls_later()
            (owed,) = await w.owed()
            assert owed["guild_id"] == HERE

    asyncio.run(scenario())


def test_of_two_who_resume_a_feed_the_second_is_told_that_it_goes_on_already(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            await w.reads()
            url = w.web.site("post").url
            with pytest.raises(NotPaused):
                await w.feeds.missed(HERE, url)
            await w.feeds.pause(HERE, url)
            await w.feeds.resume(HERE, url, tell=True)
            with pytest.raises(NotPaused):
                await w.feeds.resume(HERE, url, tell=True, together=True)

    asyncio.run(scenario())
