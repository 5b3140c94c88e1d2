"""kill -9 at random moments while 200 reminders and news items are due: none is lost, none comes twice.

The stand-in forgets nonces after two minutes as Discord may, or, in half of the runs, almost at once, so
that the bot must find in the channel's history what an earlier life posted. `ATTACHE_KILLS` sets the number.
"""

from __future__ import annotations

import asyncio
import os
import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.demo.feed import FeedItem, SampleFeed
from tests.end import seeding
from tests.end.process import running_bot
from tests.wire import Chaos, StandIn

KILLS = int(os.environ.get("ATTACHE_KILLS", "10"))
CHANNELS = 20
EACH = 5
DUE = CHANNELS * EACH * 2


@pytest.mark.parametrize("nonce_window", [120.0, 0.05])
def test_no_message_is_lost_or_doubled_by_kills(tmp_path: Path, nonce_window: float) -> None:
    asyncio.run(_scenario(tmp_path, nonce_window, kills=KILLS // 2, seed=KILLS))


async def _scenario(folder: Path, nonce_window: float, kills: int, seed: int) -> None:
    chance = random.Random(seed)
    chaos = _chaos(seed, nonce_window)
    feed = SampleFeed("Wire")
    await feed.start()
    try:
        async with StandIn(nonce_window=nonce_window, chaos=chaos, patience=60) as discord:
            guild = discord.guild("Embassy")
            channels = [discord.channel(guild, f"channel-{number}") for number in range(CHANNELS)]
            soon = seeding.now() + timedelta(hours=1)
            meetings = [seeding.meeting(number, soon + timedelta(seconds=number)) for number in range(EACH)]
            await seeding.follow(folder, guild, channels, meetings)
            await seeding.watch(folder, guild, feed.url, "Wire")
            for number in range(EACH):
                feed.publish(FeedItem(f"ADMM-Plus story {number}", "A story."), datetime.now(UTC))

            def count() -> int:
                return sum(len(discord.posted(channel)) for channel in channels)

            settings = {
                "ATTACHE_POLLING_ALLOW_PRIVATE": feed.host,
                "ATTACHE_POLLING_INTERVAL_SECONDS": "1",
                "ATTACHE_POLLING_MINIMUM_INTERVAL_SECONDS": "1",
            }
            for _ in range(kills):
                async with running_bot(discord, folder, **settings) as bot:
                    if chance.random() < 0.3:
                        await asyncio.sleep(chance.uniform(0, 1.5))  # anywhere in its start
                    else:
                        goal = min(DUE - 1, count() + chance.randint(1, max(2, DUE // kills)))
                        await discord.until(lambda goal=goal: count() >= goal, f"{goal} messages")  # type: ignore[misc]
                        await asyncio.sleep(chance.uniform(0, 0.05))
                    await bot.kill()
                await discord.gone()
            async with running_bot(discord, folder, **settings) as bot:
                await seeding.until_settled(folder, DUE)
                assert await bot.stop() == 0
            told = Counter(
                (channel.id, _title(message)) for channel in channels for message in discord.posted(channel)
            )
            assert {key: number for key, number in told.items() if number != 1} == {}
            assert len(told) == DUE
    finally:
        await feed.close()
    assert seeding.states(folder) == {"sent": DUE}


def _chaos(seed: int, nonce_window: float) -> Chaos:
    """Refusals and lost answers for one post in ten.

    A 5xx after storing belongs to the long window alone: discord.py repeats such a post by itself after
    a second or more, with the same nonce, and a window shorter than that is none at all.
    """
    return Chaos(
        seed,
        broken_before=0.02,
        broken_after=0.03 if nonce_window > 10 else 0.0,
        dropped_before=0.02,
        dropped_after=0.03,
        limited=0.02,
        seconds=0.05,
        routes=("POST /channels/*/messages",),
    )


def _title(message: object) -> str:
    return str(message.embeds[0]["title"])  # type: ignore[attr-defined]
