"""Channels are briefed at their hour, and keep a list of what is coming in one message that is healed."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import discord

from bot.demo.feed import FeedItem
from tests.end.stage import Stage, follow, stage, text_of, watch

CONCERNS = FeedItem("Ministers gather for the 12th ADMM-Plus", "Counter-terrorism is on the agenda.")


def seen(message: Any) -> str:
    """What a person reads of a message, in which an escaped letter is that letter."""
    return text_of(message).replace("\\", "")


async def wants(here: Stage, channel: Any, **options: str) -> str:
    """A moderator sets how a channel is told; returns the answer."""
    return text_of(await here.mod.slash(here.desk, "subscription edit", channel=channel, **options))


def test_a_daily_brief_says_what_is_coming_what_moved_and_what_was_in_the_news(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            await here.mod.slash(here.desk, "setup", zone="Asia/Manila")
            await watch(here)
            await follow(here, here.meetings, "admm-plus", what="reminders")
            await wants(here, here.meetings, brief="daily", brief_hour="17")
            here.feed.publish(CONCERNS, here.now)
            await here.pass_to(2025, 10, 29, 8, 50)
            moved = await here.mod.slash(
                here.desk,
                "event move",
                event="12th ADMM-Plus",
                when="3 Nov 2025",
                source="A letter, https://ministry.example/letter",
            )
            assert "Moved" in text_of(moved)
            await here.pass_to(2025, 10, 29, 9)
            await here.ticks()
            briefs = [m for m in here.meetings.history() if "Daily brief" in text_of(m)]
            (shown,) = map(seen, briefs)
            assert "Daily brief, Wednesday 29 October 2025" in shown
            assert "**12th ADMM-Plus** · in 5 days" in shown and "by this server, source: A letter" in shown
            assert "~~Saturday 1 November 2025, no hour announced~~" in shown
            assert "Ministers gather for the 12th ADMM" in shown and "Test wire" in shown
            why = text_of(await here.ann.click(briefs[0], label="Why?"))
            assert "It is briefed every day, this time at 17:00 (Asia/Manila)." in why

    asyncio.run(scenario())


def test_a_weekly_brief_of_nothing_says_so_and_is_marked_late_after_a_downtime(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            await follow(here, here.meetings, "asean-india-maritime-exercise-2")
            await wants(here, here.meetings, brief="weekly")
            await here.pass_to(2025, 11, 4, 12)
            shown = text_of(here.meetings.last_message)
            assert "Weekly brief, Monday 3 November 2025" in shown and "sent 1 day 4 hours late" in shown
            assert "Nothing with a known day is coming in the next 30 days" in shown
            assert "`/subscribe`" in shown and "<t:" not in shown

    asyncio.run(scenario())


def test_what_a_server_sets_briefs_each_of_its_channels_and_one_may_want_none(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            await follow(here, here.meetings, "admm-plus", what="reminders")
            await follow(here, here.news, "admm-plus", what="reminders")
            await wants(here, here.news, brief="off")
            await here.mod.slash(here.desk, "settings", brief="daily", brief_hour="9")
            await here.pass_to(2025, 10, 29, 9)
            assert ["Daily brief" in text_of(m) for m in here.meetings.history()] == [True]
            assert here.news.history() == []

    asyncio.run(scenario())


def test_a_live_list_is_one_message_kept_up_to_date_and_healed_if_deleted(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            await follow(here, here.meetings, "admm-plus")
            await wants(here, here.meetings, live="on")
            await here.ticks()
            (kept,) = here.meetings.history()
            assert "What is coming" in text_of(kept) and "**12th ADMM-Plus** · in 3 days" in text_of(kept)
            await here.mod.slash(
                here.desk, "event move", event="12th ADMM-Plus", when="2 Nov 2025", source="A letter"
            )
            await here.pass_to(2025, 10, 29, 8, 1)
            (changed,) = [m for m in here.meetings.history() if m.id == kept.id]
            assert "**12th ADMM-Plus** · in 4 days" in seen(changed)
            cleaners = here.guild.create_role(
                "Cleaners", permissions=discord.Permissions(manage_messages=True)
            )
            cleaner = here.guild.add_member(here.env.create_user("cleaner"), roles=[cleaners])
            await cleaner.delete(changed)
            await here.pass_to(2025, 10, 29, 9, 1)
            lists = [m for m in here.meetings.history() if "What is coming" in text_of(m)]
            assert len(lists) == 1 and lists[0].id != kept.id
            await wants(here, here.meetings, live="off")
            await here.pass_to(2025, 10, 29, 9, 2)
            ended = [m for m in here.meetings.history() if m.id == lists[0].id]
            assert "no longer kept" in text_of(ended[0])

    asyncio.run(scenario())
