"""The whole bot shows its events among Discord's own, in a server that chose so."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from tests.end.stage import Stage, stage, text_of

SOURCE = "A letter of the ministry, https://ministry.example/letter"


async def chosen(here: Stage) -> None:
    await here.mod.slash(here.desk, "settings", mirror="on")


def scheduled(here: Stage) -> list[Any]:
    return list(here.env.backend.get_guild(here.guild.id).scheduled_events.values())


def test_an_event_that_is_added_stands_among_discords_own_and_moves_and_ends_with_it(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            await chosen(here)
            added = {"title": "Briefing", "when": "9 Nov 2025 09:00 Asia/Manila", "source": SOURCE}
            await here.mod.slash(here.desk, "event add", **added)
            await here.ticks()
            (made,) = scheduled(here)
            assert (made.name, made.entity_metadata, made.status) == (
                "Briefing",
                {"location": "not announced"},
                1,
            )
            assert made.scheduled_start_time == "2025-11-09T01:00:00+00:00"
            moved = {"event": "Briefing", "when": "10 Nov 2025 09:00 Asia/Manila", "source": SOURCE}
            await here.mod.slash(here.desk, "event move", **moved)
            await here.ticks()
            assert scheduled(here) == [made] and made.scheduled_start_time == "2025-11-10T01:00:00+00:00"
            told = text_of(await here.mod.slash(here.desk, "event cancel", event="Briefing", source=SOURCE))
            assert "Cancelled" in told
            await here.ticks()
            assert [one.status for one in scheduled(here)] == [4]

    asyncio.run(scenario())
