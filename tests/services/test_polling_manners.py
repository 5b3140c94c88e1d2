"""Sites are treated well. What is gone is asked no more, what moved is followed, a host that asks to be left
alone is, with all its feeds; a feed is asked sooner while it has news, and for everything once a week.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from bot.rules.notices import from_json
from tests.fakes_web import entry, rss
from tests.services.rounds import polls_after, run, told
from tests.services.world import DESK, EVERYTHING, HERE, INTERVAL, THERE, World

PIRATES = entry("Piracy rises off the cape")
DIVERS = entry("Divers salvage the wreck, and find piracy")


def test_a_feed_that_is_gone_twice_an_hour_apart_ends_and_the_server_is_told(tmp_path: Path) -> None:
    async def scenario(w: World) -> None:
        await w.reads()
        post = w.web.site("post")
        post.answers(410)
        await polls_after(w, minutes=20)
        await polls_after(w, minutes=40)
        assert await told(w) == []
        await polls_after(w, hours=1)
        assert await told(w) == ["A feed has ended"]
        asked = len(post.requests)
        await polls_after(w, days=3)
        assert (len(post.requests), len(await told(w))) == (asked, 1)

    run(tmp_path, scenario)


@pytest.mark.parametrize("unchanged", [True, False], ids=["not modified", "the document"])
def test_a_feed_that_moved_for_good_is_asked_where_it_is_after_two_polls_and_keeps_what_it_knew(
    tmp_path: Path, unchanged: bool
) -> None:
    async def scenario(w: World) -> None:
        post, new = w.web.site("post"), w.web.site("new")
        post.publishes(PIRATES, etag='"1"')
        await w.feeds.add(HERE, post.url)
        post.redirects_to(new.url, 301)
        new.answers(304) if unchanged else new.sends(rss(PIRATES) + b"<!-- moved -->")
        await w.polls_later()
        assert (await w.feed_row(post.url))["moved_to"] == new.url
        await w.polls_later()
        assert (await w.feed_row(new.url))["moved_to"] is None
        asked = len(post.requests)
        new.sends(rss(DIVERS, PIRATES))
        await w.polls_later()
        assert len(post.requests) == asked
        assert [from_json(row["notice"]).title for row in await w.owed()] == [DIVERS.title]

    run(tmp_path, scenario)


def test_a_feed_that_moves_to_where_another_is_becomes_one_with_it(tmp_path: Path) -> None:
    async def scenario(w: World) -> None:
        post, new = w.web.site("post"), w.web.site("new")
        for site, guild_id in ((post, HERE), (new, THERE)):
            site.publishes(PIRATES)
            await w.feeds.add(guild_id, site.url)
        post.publishes(DIVERS)
        await w.polls_later()
        post.redirects_to(new.url, 308)
        for _ in range(2):
            await w.polls_later()
        (feed,) = await w.db.reader.all("SELECT * FROM feed")
        assert feed["url"] == new.url
        assert [one.id for one in await w.feeds.of_guild(HERE)] == [feed["id"]]
        new.publishes(DIVERS, entry("Piracy falls again"))
        await w.polls_later()
        titles = [from_json(row["notice"]).title for row in await w.owed()]
        assert titles == [DIVERS.title, "Piracy falls again"]
        assert len(await w.db.reader.all("SELECT * FROM entry")) == 2

    run(tmp_path, scenario)


def test_a_redirect_for_now_is_followed_and_not_kept(tmp_path: Path) -> None:
    async def scenario(w: World) -> None:
        await w.reads()
        post = w.web.site("post")
        w.web.site("new").publishes(PIRATES)
        post.redirects_to(w.web.site("new").url, 302)
        for _ in range(3):
            await w.polls_later()
        assert (await w.feed_row(post.url))["moved_to"] is None
        assert len(await w.owed()) == 1

    run(tmp_path, scenario)


def test_a_host_that_asks_to_be_left_alone_is_with_all_its_feeds_and_no_other_host(tmp_path: Path) -> None:
    async def scenario(w: World) -> None:
        names = [f"post-{number}" for number in range(8)]
        await w.reads(*names, "times")
        elsewhere = w.web.site("times").url.replace("127.0.0.1", "localhost")
        async with w.db.transaction() as tx:
            await tx.run("UPDATE feed SET url = :url WHERE url LIKE '%times'", url=elsewhere)
        for name in names:
            w.web.site(name).answers(429, retry_after="7200")
        before = sum(len(w.web.site(name).requests) for name in names)
        await w.polls_later()
        assert sum(len(w.web.site(name).requests) for name in names) - before <= 2
        assert len(w.web.site("times").requests) == 2
        waits = await w.db.reader.all("SELECT next_poll_at FROM feed WHERE url LIKE '%post-%'")
        assert {row["next_poll_at"] - w.clock() for row in waits} == {timedelta(hours=2)}
        for name in names:
            w.web.site(name).publishes(PIRATES)
        await polls_after(w, minutes=119)
        assert await w.owed() == []
        await polls_after(w, minutes=1)
        assert len(await w.owed()) == 1
        asked = [len(w.web.site(name).requests) for name in names]
        assert sum(asked) - before <= len(names) + 2 and min(asked) >= 2

    run(tmp_path, scenario)


def test_a_host_that_asked_once_is_left_alone_by_a_feed_that_is_added_meanwhile(tmp_path: Path) -> None:
    async def scenario(w: World) -> None:
        await w.reads()
        w.web.site("post").answers(503, retry_after="3600")
        await w.polls_later()
        await w.add_unread(w.web.site("late").url)
        w.web.site("late").publishes(PIRATES)
        await polls_after(w, minutes=30)
        assert w.web.site("late").requests == []
        await polls_after(w, minutes=31)
        assert len(w.web.site("late").requests) == 1

    run(tmp_path, scenario)


def test_the_feeds_of_a_host_are_asked_over_one_connection_that_is_closed_with_the_last(
    tmp_path: Path,
) -> None:
    async def scenario(w: World) -> None:
        names = ("post", "times", "mail")
        await w.reads(*names)
        await w.polls_later()
        ends = [w.web.site(name).requests[-1].get("Connection") for name in names]
        assert sorted(ends, key=str) == [None, None, "close"]

    run(tmp_path, scenario)


@pytest.mark.parametrize("asked", ["9" * 20, "-1", "soon", "Fri, 31 Dec 9999 23:59:59 GMT", "1e999"])
def test_a_wait_that_no_clock_can_count_stops_nothing_and_no_other_feed(tmp_path: Path, asked: str) -> None:
    async def scenario(w: World) -> None:
        await w.reads("post", "times")
        async with w.db.transaction() as tx:
            elsewhere = w.web.site("times").url.replace("127.0.0.1", "localhost")
            await tx.run("UPDATE feed SET url = :url WHERE url LIKE '%times'", url=elsewhere)
        w.web.site("post").answers(503, retry_after=asked)
        w.web.site("times").publishes(PIRATES)
        await w.polls_later()
        assert len(await w.owed()) == 1
        wait = (await w.feed_row(w.web.site("post").url))["next_poll_at"] - w.clock()
        assert INTERVAL <= wait <= timedelta(days=1)

    run(tmp_path, scenario)


def test_what_others_said_is_kept_while_a_slow_site_is_still_awaited(tmp_path: Path) -> None:
    async def scenario(w: World) -> None:
        await w.reads("slow", "post", "same")
        w.web.site("post").publishes(PIRATES)
        w.web.site("same").answers(304)
        committed, checked = asyncio.Event(), []
        w.db.after_commit = committed.set

        async def are_kept() -> bool:
            committed.clear()
            later = (await w.feed_row(w.web.site("same").url))["next_poll_at"] > w.clock()
            return later and len(await w.owed()) == 1

        async def until_the_others_are_kept() -> None:
            async with asyncio.timeout(10):
                while not await are_kept():
                    await committed.wait()
            checked.append(True)

        w.web.site("slow").publishes(DIVERS)
        w.web.site("slow").meanwhile(until_the_others_are_kept)
        await w.polls_later()
        assert checked and len(await w.owed()) == 2

    run(tmp_path, scenario)


def test_a_feed_with_news_is_asked_again_in_a_third_of_the_interval_each_at_another_moment(
    tmp_path: Path,
) -> None:
    async def scenario(w: World) -> None:
        names = [f"post-{number}" for number in range(10)]
        await w.reads(*names)
        for name in names:
            w.web.site(name).publishes(entry(f"Piracy off {name}"))
        await w.polls_later()
        rows = await w.db.reader.all("SELECT next_poll_at FROM feed")
        waits = [row["next_poll_at"] - w.clock() for row in rows]
        assert all(INTERVAL / 3 <= wait <= INTERVAL / 3 * 1.1 for wait in waits)
        assert len(set(waits)) > 1

    run(tmp_path, scenario)


def test_once_a_week_everything_is_asked_for_and_only_once_though_nothing_changed(tmp_path: Path) -> None:
    async def scenario(w: World) -> None:
        post = w.web.site("post")
        post.publishes(PIRATES, etag='"1"')
        await w.feeds.add(HERE, post.url)
        conditional = []
        for wait in (timedelta(hours=1), timedelta(days=7), timedelta(days=1), timedelta(days=1)):
            w.clock.now += wait
            await w.polling.tick()
            conditional.append("If-None-Match" in post.requests[-1])
        assert conditional == [True, False, True, True]

    run(tmp_path, scenario)


def test_a_paused_feed_is_read_and_not_posted_where_it_is_paused(tmp_path: Path) -> None:
    async def scenario(w: World) -> None:
        await w.reads()
        post = w.web.site("post")
        await w.feeds.add(THERE, post.url)
        await w.follow(EVERYTHING, DESK + 500, THERE)  # type: ignore[arg-type]
        await w.feeds.pause(HERE, "The Harbour Post")
        post.publishes(PIRATES)
        await w.polls_later()
        assert [row["guild_id"] for row in await w.owed()] == [THERE]
        assert len(await w.db.reader.all("SELECT * FROM entry")) == 1
        await w.feeds.resume(HERE, "The Harbour Post", tell=False)
        await w.polls_later()
        assert len(await w.owed()) == 1

    run(tmp_path, scenario)


def test_feeds_that_make_their_host_ask_for_rest_are_asked_behind_its_others(tmp_path: Path) -> None:
    async def scenario(w: World) -> None:
        await w.reads("busy", "full", "post", "mail")
        for name in ("busy", "full"):
            w.web.site(name).answers(429, retry_after="9" * 20)
        for _ in range(2):
            await polls_after(w, hours=25)
        others = [w.web.site(name) for name in ("post", "mail")]
        asked = [len(site.requests) for site in others]
        for _ in range(3):
            await polls_after(w, hours=25)
        assert [len(site.requests) for site in others] == [before + 3 for before in asked]

    run(tmp_path, scenario)
