"""`attache run` over the wire: what people ask, how it starts, is cut off, stops and starts again.

It answers and posts as in process. Discord out of reach at the start is tried again, a wrong token is not.
A connection that is cut is made anew. A stop lets what is in flight be marked; what cannot be is left
claimed, and the next start finds it in the channel. A receipt that is lost is no failure.
"""

from __future__ import annotations

import asyncio
import signal
from datetime import timedelta
from pathlib import Path

import pytest

from bot.demo.feed import FeedItem, SampleFeed
from bot.timetable import stepped
from tests.end import seeding
from tests.end.embassy import POST, embassy, sound_bot
from tests.end.process import running_bot
from tests.wire import Hold


def test_a_look_up_is_completed_and_answered(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with embassy() as here, sound_bot(here.discord, tmp_path):
            await here.discord.ready()
            offered = await here.discord.type(here.ann, here.desk, "forum show", name="admm")
            chosen = next(choice["value"] for choice in offered if choice["name"] == "ADMM-Plus")
            for name in (chosen, "ADMM+"):
                card = await here.discord.slash(here.ann, here.desk, "forum show", name=name)
                assert "Member states (11)" in card.text and "Dialogue partners (8)" in card.text
                assert card.ephemeral
            unknown = await here.discord.slash(here.ann, here.desk, "forum show", name="Atlantis")
            assert "I know nothing by the name" in unknown.text

    asyncio.run(scenario())


def test_what_a_moderator_sets_up_brings_each_news_item_once(tmp_path: Path) -> None:
    async def scenario(feed: SampleFeed) -> None:
        await seeding.start(tmp_path)
        polling = {
            "ATTACHE_POLLING_ALLOW_PRIVATE": feed.host,
            "ATTACHE_POLLING_INTERVAL_SECONDS": "1",
            "ATTACHE_POLLING_MINIMUM_INTERVAL_SECONDS": "1",
        }
        async with embassy() as here, sound_bot(here.discord, tmp_path, **polling):
            await seeding_done(here)

    asyncio.run(scenario(SampleFeed("Wire")))
