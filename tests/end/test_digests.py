"""What was told together says what became of each event in it, as a message of its own would."""

from __future__ import annotations

import asyncio
from pathlib import Path

from tests.end.stage import follow, stage, text_of

SOURCE = "A letter of the ministry, https://ministry.example/letter"


def test_a_digest_says_what_moved_and_what_was_called_off_since_and_says_again_what_came_back(
    tmp_path: Path,
) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            await follow(here, here.meetings, "ADMM+")
            for n in range(6):
                given = {"title": f"Talk {n}", "when": f"9 Nov 2025 1{n}:00", "source": SOURCE}
                await here.mod.slash(here.desk, "event add", **given, of="admm-plus")
            await here.ticks()
            await here.pass_to(2025, 11, 8, 21)
            digest = here.meetings.history()[-1]
            assert "6 reminders" in text_of(digest) and "~~" not in text_of(digest)
            moved = {"event": "Talk 2", "when": "9 Nov 2025 12:30", "source": SOURCE}
            await here.mod.slash(here.desk, "event move", **moved)
            await here.mod.slash(here.desk, "event cancel", event="Talk 5", source=SOURCE)
            await here.ticks()
            told = text_of(next(one for one in here.meetings.history() if one.id == digest.id))
            assert "[~~Talk 2~~]" in told and "**Moved** to Sunday 9 November 2025, 12:30 (UTC)" in told
            assert "[~~Talk 5~~]" in told and "**Cancelled.**" in told and "[Talk 4]" in told
            assert "what moved since is struck through" in told
            await here.mod.slash(here.desk, "event move", **{**moved, "when": "9 Nov 2025 12:00"})
            await here.ticks()
            told = text_of(next(one for one in here.meetings.history() if one.id == digest.id))
            assert "[Talk 2]" in told and "[~~Talk 5~~]" in told

    asyncio.run(scenario())
