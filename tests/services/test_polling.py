"""The first poll of a feed posts nothing. From then on a new entry that mentions what a channel follows is
owed once to each channel, however many of its subscriptions match and however many feeds tell of it.
A feed is asked with its validators as they were given.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.rules.notices import from_json
from tests.fakes_web import entry, rss
from tests.services.world import (
    DECK,
    DESK,
    EVERYTHING,
    FORUM,
    HERE,
    NOTICES,
    PIRACY,
    SALVAGE,
    THERE,
    WEATHER,
    world,
)

PIRATES = entry("Piracy rises off the cape")
DIVERS = entry("Divers try salvage of the wreck")


def test_the_first_poll_posts_nothing(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            w.web.site("post").publishes(PIRATES, DIVERS)
            await w.follow(EVERYTHING)
            await w.add_unread(w.web.site("post").url)
            await w.polling.tick()
            assert len(w.web.site("post").requests) == 1
            assert await w.owed() == []
            await w.polls_later()
            assert await w.owed() == []

    asyncio.run(scenario())


def test_a_new_entry_is_owed_to_each_channel_that_follows_what_it_mentions(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            await w.reads()
            await w.follow(PIRACY, DESK)
            await w.follow(EVERYTHING, DECK)
            await w.follow(SALVAGE, NOTICES)
            w.web.site("post").publishes(PIRATES, WEATHER)
            await w.polls_later()
            owed = await w.owed()
            assert [row["channel_id"] for row in owed] == [DESK, DECK]
            notice = from_json(owed[0]["notice"])
            assert (notice.title, notice.url) == (PIRATES.title, PIRATES.link)
            assert dict(notice.fields)["Source"] == "The Harbour Post"
            assert dict(notice.fields)["Matched"] == "Piracy"

    asyncio.run(scenario())


def test_two_subscriptions_of_one_channel_that_match_are_one_post_that_names_both(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            await w.reads()
            await w.follow(PIRACY)
            await w.follow(SALVAGE)
            w.web.site("post").publishes(entry("Piracy hampers salvage"))
            await w.polls_later()
            (row,) = await w.owed()
            assert dict(from_json(row["notice"]).fields)["Matched"] == "Piracy, Salvage"

    asyncio.run(scenario())


def test_the_same_page_from_two_feeds_is_one_post(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            await w.reads("post", "times")
            await w.follow(PIRACY)
            page = "https://news.example/cape"
            w.web.site("post").publishes(entry("Piracy off the cape", link=page, guid="a"))
            w.web.site("times").publishes(
                entry("Cape: piracy again", link=f"{page}?utm_source=feed#top", guid="b")
            )
            await w.polls_later()
            assert len(await w.owed()) == 1

    asyncio.run(scenario())


@pytest.mark.parametrize(
    "how",
    [{"news": False}, {"channel": "paused"}, {"guild": THERE}],
    ids=["reminders only", "paused", "other"],
)
def test_who_takes_no_news_or_follows_no_such_feed_is_owed_none(
    tmp_path: Path, how: dict[str, object]
) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            await w.reads()
            await w.follow(
                PIRACY, guild_id=THERE if "guild" in how else HERE, news=bool(how.get("news", True))
            )
            if "channel" in how:
                await w.guilds.left(HERE)
                await w.add_unread(w.web.site("post").url, THERE)
            w.web.site("post").publishes(PIRATES)
            await w.polls_later()
            assert len(w.web.site("post").requests) == 2
            assert await w.owed() == []

    asyncio.run(scenario())


def test_both_validators_are_sent_back_verbatim_and_kept_from_every_200(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            post = w.web.site("post")
            post.publishes(WEATHER, etag='W/"a,b"', last_modified="Monday, sort of")
            await w.feeds.add(HERE, post.url)
            post.publishes(DIVERS, etag='"2"')
            await w.polls_later()
            assert post.requests[1]["If-None-Match"] == 'W/"a,b"'
            assert post.requests[1]["If-Modified-Since"] == "Monday, sort of"
            await w.polls_later()
            assert post.requests[2]["If-None-Match"] == '"2"'
            assert "If-Modified-Since" not in post.requests[2]
            assert "tests@example.org" in post.requests[2]["User-Agent"]

    asyncio.run(scenario())


def test_a_304_leaves_the_feed_as_it_was_and_well(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            post = w.web.site("post")
            post.publishes(WEATHER, etag='"1"', last_modified="then")
            await w.feeds.add(HERE, post.url)
            before = await w.feed_row(post.url)
            post.answers(304)
            await w.polls_later()
            after = await w.feed_row(post.url)
            assert (after["etag"], after["last_modified"]) == ('"1"', "then")
            assert (after["failures"], after["last_ok_at"]) == (0, w.clock())
            assert after["next_poll_at"] > before["next_poll_at"]

    asyncio.run(scenario())


def test_a_body_that_did_not_change_is_not_read_again_but_its_validators_are_kept(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            post = w.web.site("post")
            post.sends(rss(PIRATES), etag='"1"')
            await w.follow(PIRACY)
            await w.feeds.add(HERE, post.url)
            async with w.db.transaction() as tx:
                await tx.run("DELETE FROM entry_key")  # a document that is read again would be all new
            post.sends(rss(PIRATES), etag='"2"')
            await w.polls_later()
            assert await w.owed() == []
            assert (await w.feed_row(post.url))["etag"] == '"2"'

    asyncio.run(scenario())


def test_a_feed_with_the_wrong_content_type_is_read_all_the_same(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            await w.reads()
            await w.follow(PIRACY)
            w.web.site("post").sends(rss(PIRATES, WEATHER), "text/html; charset=utf-8")
            await w.polls_later()
            assert len(await w.owed()) == 1

    asyncio.run(scenario())


def test_a_feed_that_is_removed_while_it_is_asked_stays_removed_and_owes_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            await w.reads()
            await w.follow(PIRACY)
            post = w.web.site("post")
            post.publishes(PIRATES)
            post.meanwhile(lambda: w.feeds.remove(HERE, post.url))
            await w.polls_later()
            assert await w.db.reader.all("SELECT * FROM feed") == []
            assert await w.owed() == []

    asyncio.run(scenario())
    assert caplog.records == []


def test_a_channel_that_stops_following_while_a_feed_is_asked_is_owed_nothing(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            await w.reads()
            await w.follow(FORUM)
            w.web.site("post").publishes(entry("The 3rd Harbour Forum opens"))
            w.web.site("post").meanwhile(lambda: w.subscribing.unsubscribe(DESK, FORUM))
            await w.polls_later()
            assert await w.owed() == []

    asyncio.run(scenario())


def test_a_new_entry_and_what_is_owed_for_it_are_one_commit(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            await w.reads()
            await w.follow(PIRACY)
            w.web.site("post").publishes(PIRATES)
            async with w.db.transaction() as tx:
                await tx.run("ALTER TABLE outbox RENAME TO elsewhere")
            await w.polls_later()
            async with w.db.transaction() as tx:
                await tx.run("ALTER TABLE elsewhere RENAME TO outbox")
            assert await w.owed() == []
            w.clock.moves_on(hours=2)
            await w.polling.tick()
            assert len(await w.owed()) == 1

    asyncio.run(scenario())


def test_a_feed_that_only_counts_its_readers_anew_is_known_by_a_scan_and_what_is_new_is_still_posted(
    tmp_path: Path,
) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            await w.follow(PIRACY)
            await w.reads()
            site = w.web.site("post")
            row = await w.feed_row(site.url)
            counted = rss(WEATHER).replace(b"</item>", b"<views>7</views></item>")
            site.sends(counted)
            await w.polls_later()
            after = await w.feed_row(site.url)
            assert row["scan"] and after["scan"] == row["scan"] and after["body_hash"] != row["body_hash"]
            site.publishes(PIRATES)
            await w.polls_later()
            assert len(await w.owed()) == 1

    asyncio.run(scenario())
