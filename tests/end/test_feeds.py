"""Feeds as moderators handle them: looked at first, found on pages, paused, resumed, exchanged as lists."""

from __future__ import annotations

import asyncio
from pathlib import Path

import discord

from bot.demo.feed import FeedItem
from tests.end.stage import Stage, follow, labels_of, stage, text_of, watch

CONCERNS = FeedItem("Ministers gather for the 12th ADMM-Plus", "In Kuala Lumpur.")
MORE = FeedItem("Budget row delays a hotline of ADMM-Plus navies", "Costs are in dispute.")


async def resumed(here: Stage, how: str) -> str:
    asked = await here.mod.slash(here.desk, "feed resume", feed="Test wire")
    assert "2 entries came in it" in text_of(asked)
    return text_of(await here.mod.click(asked.response, label=how))


async def posted_news(here: Stage) -> discord.Message:
    await watch(here)
    await follow(here, here.news, "admm-plus", what="news")
    here.feed.publish(CONCERNS, here.now)
    await here.pass_to(2025, 10, 29, 9)
    (posted,) = here.news.history()
    return posted


async def paused_through_news(here: Stage) -> None:
    await watch(here)
    await follow(here, here.news, "admm-plus", what="news")
    await here.mod.slash(here.desk, "feed pause", feed="Test wire")
    for number, item in enumerate((CONCERNS, MORE)):
        here.feed.publish(item, here.now)
        await here.pass_to(2025, 10, 29, 9 + number)
    assert here.news.history() == []


def test_a_feed_is_shown_before_it_is_watched(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            here.feed.publish(FeedItem("An [old](https://x.example) @everyone story", "Old."), here.now)
            shown = await here.mod.slash(here.desk, "feed add", url=here.feed.url)
            assert "An \\[old\\]" in text_of(shown) and labels_of(shown.response) == ["Watch it"]
            listed = text_of(await here.mod.slash(here.desk, "feed list"))
            assert "No feed is watched yet" in listed
            await here.mod.click(shown.response, label="Watch it")
            again = await here.mod.click(shown.response, label="Watch it")
            assert "already" in text_of(again)
            health = text_of(await here.mod.slash(here.desk, "feed health"))
            assert "🟢" in health and "asked next" in health
            tested = text_of(await here.mod.slash(here.desk, "feed test", feed="Test wire"))
            assert "answered with 1 entry" in tested

    asyncio.run(scenario())


def test_what_a_paused_feed_brought_is_told_in_one_message_where_that_is_chosen(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            await paused_through_news(here)
            assert "2 news items" in await resumed(here, "All in one message")
            await here.pass_to(2025, 10, 29, 11)
            (posted,) = here.news.history()
            assert "12th ADMM" in text_of(posted) and "Budget row" in text_of(posted)
            why = text_of(await here.ann.click(posted, label="Why?"))
            assert "Budget row" in why and "Test wire" in why and "mentions 12th ADMM" in why

    asyncio.run(scenario())


def test_what_a_paused_feed_brought_is_skipped_or_told_one_by_one(tmp_path: Path) -> None:
    async def scenario(folder: Path, how: str, told: int) -> None:
        async with stage(folder) as here:
            await paused_through_news(here)
            assert "goes on" in await resumed(here, how)
            await here.ticks()
            assert len(here.news.history()) == told

    asyncio.run(scenario(tmp_path / "skip", "Skip them", 0))
    asyncio.run(scenario(tmp_path / "all", "Each by itself", 2))


def test_feeds_are_exchanged_as_a_list(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            nothing = await here.mod.slash(here.desk, "feed export")
            assert "No feed is watched yet" in text_of(nothing)
            await watch(here)
            exported = await here.mod.slash(here.desk, "feed export")
            assert "1 feed" in text_of(exported)

    asyncio.run(scenario())


def test_why_tells_of_a_message_and_of_a_page_that_was_not_posted(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            await watch(here)
            await follow(here, here.news, "admm-plus", what="news")
            here.feed.publish(CONCERNS, here.now)
            here.feed.publish(FeedItem("Local bakery wins a prize", "For bread."), here.now)
            await here.pass_to(2025, 10, 29, 9)
            (posted,) = here.news.history()
            why = await here.ann.context_menu(here.news, "Why was this posted?", posted)
            assert "Why this was posted" in text_of(why) and "after 1 attempt" in text_of(why)
            nowhere = await here.ann.slash(here.desk, "why", link="https://nowhere.example/page")
            assert "none of the 1 feed" in text_of(nowhere)

    asyncio.run(scenario())


def test_what_news_mention_is_opened_from_the_message_itself(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            posted = await posted_news(here)
            assert labels_of(posted) == ["Related", "Why?"]
            shown = await here.ann.click(posted, label="Related")
            assert "These news mention" in text_of(shown) and "Kuala Lumpur" in text_of(shown)
            card = await here.ann.click(shown.response, label="Kuala Lumpur (place)")
            assert "Kuala Lumpur" in text_of(card)

    asyncio.run(scenario())


def test_a_message_that_is_changed_keeps_its_buttons(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            await posted_news(here)
            here.feed.publish(CONCERNS, here.now)  # the same again, on another page
            await here.pass_to(2025, 10, 29, 10)
            (posted,) = here.news.history()
            assert "Also" in text_of(posted) and labels_of(posted) == ["Related", "Why?"]
            assert "These news mention" in text_of(await here.ann.click(posted, label="Related"))

    asyncio.run(scenario())
