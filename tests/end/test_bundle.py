"""A server that is set up chooses feeds from one menu: each is watched, or named with its trouble."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import discord

from bot.bundle import shipped_feeds
from tests.end.stage import Stage, stage, text_of

BUNDLE = """
[[feed]]
id = "wire"
publisher = "Test wire"
url = "FEED"
language = "en"
on = true

[[feed]]
id = "gone"
publisher = "A paper that is no more"
url = "FEED.gone"
language = "en"
on = true

[[feed]]
id = "inside"
publisher = "Something inside"
url = "http://127.0.0.1:9/feed.xml"
language = "en"
on = false
"""


def menu(shown: Any) -> discord.SelectMenu | None:
    rows = shown.response.message.components
    return next((item for row in rows for item in row.children if isinstance(item, discord.SelectMenu)), None)


async def watched(here: Stage) -> str:
    return text_of(await here.mod.slash(here.desk, "feed list"))


def test_feeds_are_chosen_at_set_up_and_those_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage(tmp_path, bundle=BUNDLE) as here:
            shown = await here.mod.slash(here.desk, "setup", zone="Asia/Kuala_Lumpur")
            assert "No feed is watched yet" in text_of(shown)
            offered = menu(shown)
            assert offered is not None
            assert [(one.label, one.default) for one in offered.options] == [
                ("Test wire", True),
                ("A paper that is no more", True),
                ("Something inside", False),
            ]
            done = text_of(await here.mod.select(shown.response, ["wire", "gone", "inside"]))
            assert "**1** of 3 are watched from now on" in done
            assert "A paper that is no more" in done and "404" in done and "Something inside" in done
            assert "Test wire" in await watched(here)
            again = await here.mod.slash(here.desk, "setup")
            assert "No feed is watched yet" not in text_of(again) and menu(again) is None

    asyncio.run(scenario())


def test_those_that_are_chosen_already_are_watched_at_the_press_of_a_button(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage(tmp_path, bundle=BUNDLE) as here:
            shown = await here.mod.slash(here.desk, "setup")
            done = text_of(await here.mod.click(shown.response, label="Watch the 2 chosen"))
            assert "**1** of 2 are watched from now on" in done and "Something inside" not in done
            assert "Test wire" in await watched(here)

    asyncio.run(scenario())


def test_the_shipped_feeds_are_offered_with_those_chosen_that_are_known_to_work(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            offered = menu(await here.mod.slash(here.desk, "setup"))
            assert offered is not None
            known = shipped_feeds()
            assert [(one.value, one.default) for one in offered.options] == [
                (one.id, one.on) for one in known
            ]
            assert offered.max_values == len(known)

    asyncio.run(scenario())
