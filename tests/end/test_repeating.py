"""A moderator has an event come back: the rule is said back in words while it is typed, and in the answer."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from tests.end.stage import Stage, stage, text_of

SOURCE = "A letter of the ministry, https://ministry.example/letter"


async def offered(here: Stage, command: str, option: str, typed: str, **chosen: Any) -> list[str]:
    return [one["name"] for one in await here.mod.autocomplete(here.desk, command, option, typed, **chosen)]


def test_an_event_comes_back_as_it_was_said_and_each_one_shows_its_neighbours(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            when = "11 Nov 2025"
            assert await offered(here, "event add", "repeats", "every year", when=when) == [
                "every year · then 11 Nov 2026, 11 Nov 2027 and 11 Nov 2028"
            ]
            assert "every month on the 2nd Tuesday · then 9 Dec 2025, 13 Jan 2026 and 10 Feb 2026" in (
                await offered(here, "event add", "repeats", "", when=when)
            )
            assert await offered(here, "event add", "repeats", "2nd Monday of every month", when=when) == [
                "Tuesday 11 November 2025 is not a day of its own rule; the next is Monday 8 December 2025"
            ]
            told = text_of(
                await here.mod.slash(
                    here.desk,
                    "event add",
                    title="3rd Boarding Talk",
                    when=when,
                    source=SOURCE,
                    repeats="FREQ=YEARLY",
                )
            )
            assert "Comes back every year." in told
            assert (
                "By its rule, not announced: 4th Boarding Talk (11 Nov 2026) and"
                " 5th Boarding Talk (11 Nov 2027)." in told
            )
            card = text_of(await here.ann.slash(here.desk, "event show", name="4th Boarding Talk"))
            for part in (
                "by its rule, not announced",
                "Every year, beginning Tuesday 11 November 2025",
                "Before it: 3rd Boarding Talk (11 Nov 2025)",
                "After it: 5th Boarding Talk (11 Nov 2027)",
            ):
                assert part in card
            history = text_of(await here.ann.slash(here.desk, "event history", name="4th Boarding Talk"))
            assert "by its rule: every year" in history and "A letter of the ministry" in history
            assert await offered(here, "event repeat", "how", "sto", event="4th Boarding Talk") == [
                "No more: it does not come back"
            ]
            stopped = text_of(
                await here.mod.slash(
                    here.desk, "event repeat", event="4th Boarding Talk", how="stop", source=SOURCE
                )
            )
            assert "No more by its rule: 5th Boarding Talk (11 Nov 2027)." in stopped
            shown = text_of(await here.ann.slash(here.desk, "event list"))
            assert "4th Boarding Talk" in shown and "5th Boarding Talk" not in shown
            refused = text_of(
                await here.mod.slash(
                    here.desk, "event repeat", event="4th Boarding Talk", how="every hour", source=SOURCE
                )
            )
            assert "too often" in refused and "Nothing was changed." in refused

    asyncio.run(scenario())


def test_a_search_finds_what_the_server_added_by_its_name(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            added = {"title": "Boarding Talk", "when": "11 Nov 2025", "source": SOURCE}
            await here.mod.slash(here.desk, "event add", **added)
            for query in ("boarding talk", "when is the Boarding Talk?"):
                shown = text_of(await here.ann.slash(here.desk, "search", query=query))
                assert "Tuesday 11 November 2025" in shown and "A letter of the ministry" in shown
            assert "I know nothing" in text_of(
                await here.ann.slash(here.desk, "search", query="talk of boards")
            )

    asyncio.run(scenario())
