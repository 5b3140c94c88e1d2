"""News that tell of a new date or a cancellation are shown to moderators, who alone change anything."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot.demo.feed import FeedItem
from bot.services.refusals_of_news import (
    ProposalOver,
)
from storage.records import GuildId, UserId
from tests.end.stage import Stage, labels_of, stage, text_of, watch

MOVED = FeedItem(
    "12th ADMM-Plus postponed to 8 November 2025",
    "The 12th ADMM-Plus, planned in Kuala Lumpur, has been postponed to 8 November 2025, the host said.",
)
DENIED = FeedItem(
    "12th ADMM-Plus will not be postponed", "Officials deny that the 12th ADMM-Plus is cancelled."
)


async def proposed(here: Stage, item: FeedItem) -> None:
    await here.mod.slash(here.desk, "setup", notices=here.news)
    await watch(here)
    here.feed.publish(item, here.now)
    await here.pass_to(2025, 10, 29, 9)


def test_a_new_date_in_the_news_is_proposed_and_changes_nothing_by_itself(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            await proposed(here, MOVED)
            (shown,) = here.news.history()
            said = text_of(shown)
            assert (
                "12th ADMM" in said
                and "Saturday 8 November 2025" in said
                and "postponed to 8 November 2025" in said
            )
            assert labels_of(shown) == ["Apply", "Dismiss", "Why?"]
            still = text_of(await here.ann.slash(here.desk, "event next"))
            assert "1 November 2025" in still and "Saturday 8 November" not in still
            card = text_of(await here.ann.slash(here.desk, "event show", name="12th ADMM-Plus"))
            assert "In the news" in card and "postponed to 8 November" in card

    asyncio.run(scenario())


def test_a_moderator_applies_it_once_and_nobody_else_does(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            await proposed(here, MOVED)
            (shown,) = here.news.history()
            refused = await here.ann.click(shown, label="Apply")
            assert "may manage this server" in text_of(refused)
            await here.mod.click(shown, label="Apply")
            after = here.news.history()[0]
            assert "Applied by <@" in text_of(after) and labels_of(after) == ["Why?"]
            history = text_of(await here.ann.slash(here.desk, "event history", name="12th ADMM-Plus"))
            assert "8 November 2025" in history and "Test wire" in history

    asyncio.run(scenario())


def test_of_two_buttons_pressed_at_once_one_counts(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            await proposed(here, MOVED)
            desk, guild = here.app.client.desk, GuildId(here.guild.id)
            nonce = str(await here.app.db.reader.value("SELECT nonce FROM proposal"))
            done = await asyncio.gather(
                desk.joining.apply(desk.scheduling, guild, UserId(1), nonce),
                desk.joining.dismiss(guild, UserId(2), nonce),
                return_exceptions=True,
            )
            assert [isinstance(one, ProposalOver) for one in done] == [False, True]
            assert await here.app.db.reader.value("SELECT state FROM proposal") == "applied"

    asyncio.run(scenario())


def test_what_was_dismissed_is_not_proposed_again_and_a_denial_never(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            await proposed(here, MOVED)
            (shown,) = here.news.history()
            await here.mod.click(shown, label="Dismiss")
            assert "Dismissed by <@" in text_of(here.news.history()[0])
            again = FeedItem("Host confirms: 12th ADMM-Plus postponed to 8 November 2025", MOVED.summary)
            for number, item in enumerate((again, DENIED)):
                here.feed.publish(item, here.now)
                await here.pass_to(2025, 10, 29, 10 + number)
            assert len(here.news.history()) == 1

    asyncio.run(scenario())


def test_what_was_done_by_hand_meanwhile_is_said_to_be_so_and_settles_the_proposal(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            await proposed(here, MOVED)
            (shown,) = here.news.history()
            await here.mod.slash(
                here.desk, "event move", event="12th ADMM-Plus", when="8 November 2025", source="A letter"
            )
            for said in ("nothing", "applied"):
                assert said in text_of(await here.mod.click(shown, label="Apply")).casefold()

    asyncio.run(scenario())
