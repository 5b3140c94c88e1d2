"""Of a page that was posted or not it is told which stage it reached, worked out as posting does it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.rules.why import told
from bot.services.audience import Audience
from bot.services.explaining import Explaining
from bot.services.refusals import NotALink
from tests.fakes_web import entry
from tests.services.world import DESK, FORUM, HERE, PIRACY, SALVAGE, WEATHER, World, run

PIRATES = entry("Piracy rises off the cape")


async def became(w: World, link: str | None) -> str:
    trace = await Explaining(w.db, Audience(w.catalogue)).of_link(HERE, link or "")
    return "\n".join(told(trace))


def test_a_page_of_no_feed_is_said_to_be_in_none(tmp_path: Path) -> None:
    async def scenario(w: World) -> None:
        assert "watches no feed" in await became(w, "https://nowhere.example/x")
        await w.reads()
        assert "none of the 1 feed" in await became(w, "https://nowhere.example/x")

    run(tmp_path, scenario)


@pytest.mark.parametrize("page", ["http://[half", "nothing", "", "@everyone", "x" * 6000, "https://a b/"])
def test_what_is_no_address_of_a_page_is_refused(tmp_path: Path, page: str) -> None:
    async def scenario(w: World) -> None:
        with pytest.raises(NotALink):
            await became(w, page)

    run(tmp_path, scenario)


def test_a_page_is_found_however_its_address_was_pasted(tmp_path: Path) -> None:
    async def scenario(w: World) -> None:
        await w.reads()
        assert WEATHER.link is not None
        bare = WEATHER.link.removeprefix("https://")
        for pasted in (f"<{WEATHER.link}>", bare, f"{WEATHER.link}?utm_source=chat#end"):
            assert "held it already" in await became(w, pasted)

    run(tmp_path, scenario)


def test_what_was_there_at_the_first_poll_is_said_to_be_old(tmp_path: Path) -> None:
    async def scenario(w: World) -> None:
        await w.reads()
        assert "held it already when I read it first" in await became(w, WEATHER.link)

    run(tmp_path, scenario)


def test_a_page_stops_where_nothing_is_mentioned_or_nobody_follows_it(tmp_path: Path) -> None:
    async def scenario(w: World) -> None:
        await w.reads()
        plain = entry("A new ferry is painted blue")
        w.web.site("post").publishes(plain, PIRATES)
        await w.polls_later()
        assert "mentions nothing I know" in await became(w, plain.link)
        assert "no channel of this server takes news" in await became(w, PIRATES.link)
        await w.follow(SALVAGE)
        assert "no channel follows any of that; followed are Salvage" in await became(w, PIRATES.link)
        await w.follow(PIRACY)
        assert "began to follow this only afterwards" in await became(w, PIRATES.link)

    run(tmp_path, scenario)


def test_a_page_of_a_paused_feed_is_said_to_wait_or_to_have_been_skipped(tmp_path: Path) -> None:
    async def scenario(w: World) -> None:
        await w.follow(PIRACY)
        await w.reads()
        w.clock.moves_on(minutes=1)
        url = w.web.site("post").url
        await w.feeds.pause(HERE, url)
        w.web.site("post").publishes(PIRATES)
        await w.polls_later()
        assert "since its feed is paused here since <t:" in await became(w, PIRATES.link)
        await w.feeds.resume(HERE, url, tell=False)
        assert "what was missed was skipped" in await became(w, PIRATES.link)

    run(tmp_path, scenario)


def test_a_page_that_was_posted_tells_when_and_by_what(tmp_path: Path) -> None:
    async def scenario(w: World) -> None:
        await w.follow(PIRACY)
        await w.reads("post", "mail")
        w.web.site("post").publishes(PIRATES)
        await w.polls_later()
        assert "(by Piracy): on its way" in await became(w, PIRATES.link)
        await w.delivering.tick()
        tracked = f"{PIRATES.link}?utm_source=feed#top"
        assert "(by Piracy): sent <t:" in await became(w, tracked)
        assert "after 1 attempt" in await became(w, tracked)

    run(tmp_path, scenario)


def test_a_message_of_news_is_explained_with_its_entry(tmp_path: Path) -> None:
    async def scenario(w: World) -> None:
        await w.follow(FORUM)
        await w.follow(PIRACY)
        await w.reads()
        w.web.site("post").publishes(PIRATES)
        await w.polls_later()
        await w.delivering.tick()
        (post,) = w.messenger.place(DESK).posts
        explaining = Explaining(w.db, Audience(w.catalogue))
        found = await explaining.of_message(post.id)
        assert found is not None and found.entry is not None and found.entry.title == PIRATES.title
        assert await explaining.of_message(1) is None

    run(tmp_path, scenario)
