"""A server saves what it wants to hear of as a query, tries it on last week's news, and follows it."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot.demo.feed import FeedItem
from tests.end.stage import follow, stage, text_of, watch

BERTHS = FeedItem("New berths for ferries in Kuala Lumpur harbour", "Two ferries fit at once.")
STRIKE = FeedItem("Ferries stand still in a strike", "No end is near.")
CONCERNS = FeedItem("Ministers gather for the 12th ADMM-Plus", "In Kuala Lumpur.")


def test_a_topic_of_a_server_is_tried_saved_followed_edited_and_removed(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            await watch(here)
            here.feed.publish(BERTHS, here.now)
            await here.pass_to(2025, 10, 29, 9)
            tried = await here.mod.slash(here.desk, "topic test", query="ferries NOT strike")
            assert "1 story" in text_of(tried) and "New berths" in text_of(tried)
            assert "I look for “ferries” and not “strike”." in text_of(tried)
            made = await here.mod.slash(here.desk, "topic add", name="Ferries", query="ferries NOT strike")
            assert "**Ferries** is saved" in text_of(made)
            assert "**Ferries**" in await follow(here, here.news, "Ferries", what="news")
            here.feed.publish(STRIKE, here.now)
            here.feed.publish(FeedItem("More ferries for the strait", "Twelve of them."), here.now)
            await here.pass_to(2025, 10, 29, 10)
            (posted,) = here.news.history()
            assert "More ferries" in text_of(posted) and "Ferries" in text_of(posted)
            edited = await here.mod.slash(
                here.desk, "topic edit", topic="Ferries", name="Boats", query="strike"
            )
            assert "**Boats** is now:\n`strike`\nI look for “strike”." in text_of(edited)
            listed = text_of(await here.mod.slash(here.desk, "topic list"))
            assert "Boats" in listed and "strike" in listed
            followed = text_of(await here.mod.slash(here.desk, "subscriptions"))
            assert "**Boats**" in followed
            gone = text_of(await here.mod.slash(here.desk, "topic remove", topic="Boats"))
            assert "1 channel" in gone
            assert "Nothing is followed yet" in text_of(await here.mod.slash(here.desk, "subscriptions"))

    asyncio.run(scenario())


def test_a_query_is_said_back_as_it_was_read_with_the_feeds_that_are_not_there(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            await watch(here)
            query = 'ADMM-Plus (feed:"Test wire" OR feed:Wire) \u202e-strike'
            said = text_of(await here.mod.slash(here.desk, "topic test", query=query))
            assert "**ADMM-Plus** and (from a feed called “test wire” or from a feed called “wire”)" in said
            assert "No feed of this server is called “wire”" in said and "called “test wire”:" not in said
            assert "\u202e" not in said

    asyncio.run(scenario())


def test_a_query_that_cannot_be_read_is_shown_where(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            for query in ("ferries AND (", "NOT ferries", '"open', "x" * 600, " "):
                said = text_of(await here.mod.slash(here.desk, "topic test", query=query))
                assert "I cannot read that query" in said
            for name in ("ADMM-Plus", "Everything"):
                taken = await here.mod.slash(here.desk, "topic add", name=name, query="ferries")
                assert "is the name of something already" in text_of(taken)

    asyncio.run(scenario())


def test_a_preview_shows_what_would_have_been_posted_and_posts_nothing(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            nothing = await here.mod.slash(here.desk, "preview", to="admm-plus")
            assert "No entry of the last week" in text_of(nothing)
            await watch(here)
            here.feed.publish(CONCERNS, here.now)
            here.feed.publish(STRIKE, here.now)
            await here.pass_to(2025, 10, 29, 9)
            shown = text_of(await here.mod.slash(here.desk, "preview", to="admm-plus"))
            assert "1 story" in shown and "2 entries" in shown and "12th ADMM" in shown
            assert here.desk.history() == []

    asyncio.run(scenario())
