"""A message's button finds the row it came from for as long as that is kept."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot.services.audience import Audience
from bot.services.explaining import Explaining
from tests.services.world import DESK, PIRACY, world


def test_a_reminder_says_what_the_channel_follows_and_when_it_fell_due(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            await w.follow(PIRACY)
            w.clock.moves_to(2025, 11, 3, 5)
            await w.reminding.tick()
            w.messenger.place(DESK)
            await w.delivering.tick()
            (post,) = w.messenger.place(DESK).posts
            found = await Explaining(w.db, Audience(w.catalogue)).explain(post.nonce)
            assert found is not None and found.delivery.message_id == post.id
            assert found.notice == post.notice
            assert "follows Piracy" in found.notice.why[0]
            assert "1 hour before" in found.notice.why[1]

    asyncio.run(scenario())


def test_of_a_message_that_is_not_kept_nothing_is_known(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            assert await Explaining(w.db, Audience(w.catalogue)).explain("f" * 24) is None

    asyncio.run(scenario())
