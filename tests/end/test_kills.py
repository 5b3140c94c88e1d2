"""kill -9 at random moments while 200 reminders and news items are due: none is lost, none comes twice. The
same while messages are changed, live lists are kept and what was held is told together.

The stand-in forgets nonces after two minutes as Discord may, or, in half of the runs, almost at once, so
that the bot must find in the channel's history what an earlier life posted. `ATTACHE_KILLS` sets the number.
"""

from __future__ import annotations

import asyncio
import os
import random
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.demo.feed import FeedItem, SampleFeed
from bot.rules.notices import Notice, NoticeKind
from bot.services import owing
from storage import channels as channel_table
from storage.deliveries import Op
from storage.records import Channel as ChannelRow
from storage.records import ChannelId, GuildId
from tests.end import seeding
from tests.end.process import running_bot
from tests.wire import Channel, Chaos, Guild, StandIn

KILLS = int(os.environ.get("ATTACHE_KILLS", "10"))
CHANNELS = 20
HEADLINES = (
    "ADMM-Plus ministers sign a pact on cyber defence",
    "Typhoon relief drill of the ADMM-Plus begins in Vietnam",
    "Canada asks to observe ADMM-Plus peacekeeping courses",
    "New secretary for ADMM-Plus military medicine named",
    "Divers of the ADMM-Plus clear mines off Brunei",
)
"""As many stories, none of which is another."""
EACH = len(HEADLINES)
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
            for title in HEADLINES:
                feed.publish(FeedItem(title, "A story."), datetime.now(UTC))

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


def test_no_change_list_or_digest_is_lost_or_doubled_by_kills(tmp_path: Path) -> None:
    asyncio.run(_changes(tmp_path, kills=max(2, KILLS // 3), seed=KILLS))


async def _changes(folder: Path, kills: int, seed: int) -> None:
    """Each channel's message is changed twice, its list too, and six messages that were held become one."""
    chance = random.Random(seed)
    chaos = _chaos(seed, 0.05)
    async with StandIn(nonce_window=0.05, chaos=chaos, patience=60) as discord:
        guild = discord.guild("Embassy")
        channels = [discord.channel(guild, f"channel-{number}") for number in range(CHANNELS // 2)]
        await seeding.owe(folder, guild, channels, [Notice(NoticeKind.TEST, "First", "Said.")])
        async with running_bot(discord, folder) as bot:
            await seeding.until_settled(folder, len(channels))
            assert await bot.stop() == 0
        rows = len(channels) + await _owe_changes(folder, guild, channels)

        def done() -> int:
            return sum(1 + message.revision for channel in channels for message in discord.posted(channel))

        for _ in range(kills):
            async with running_bot(discord, folder) as bot:
                goal = min(5 * len(channels) - 1, done() + chance.randint(1, 5 * len(channels) // kills))
                await discord.until(lambda goal=goal: done() >= goal, f"{goal} deliveries")  # type: ignore[misc]
                await asyncio.sleep(chance.uniform(0, 0.05))
                await bot.kill()
            await discord.gone()
        async with running_bot(discord, folder) as bot:
            await seeding.until_settled(folder, rows)
            assert await bot.stop() == 0
        for channel in channels:
            shown = sorted(_title(message) for message in discord.posted(channel))
            assert shown == ["6 reminders", "Changed 2", "List 2"]
    told = {"sent": 6 * len(channels), "digested": 6 * len(channels)}
    assert seeding.states(folder) == told


async def _owe_changes(folder: Path, guild: Guild, channels: Sequence[Channel]) -> int:
    """Owe every channel two changes of its message, two lists and a digest; returns how many rows that is."""
    first = dict(seeding.peek(folder, "SELECT channel_id, message_id FROM outbox"))
    now = seeding.now()
    async with seeding.data_of(folder) as db, db.transaction() as tx:
        for place in channels:
            channel_id = ChannelId(place.id)
            await channel_table.save(tx, ChannelRow(channel_id, GuildId(guild.id)))

            async def owe(
                kind: NoticeKind, title: str, channel_id: ChannelId = channel_id, **how: object
            ) -> None:
                told = (f"{title}:{channel_id}", Notice(kind, title, "Said."))
                await owing.owe(tx, told, now, guild_id=GuildId(guild.id), channel_id=channel_id, **how)  # type: ignore[arg-type]

            for number in (1, 2):
                await owe(
                    NoticeKind.TEST, f"Changed {number}", op=Op.EDIT, target_message_id=first[channel_id]
                )
                await owe(NoticeKind.LIVE, f"List {number}", op=Op.LIVE)
            for number in range(6):
                await owe(NoticeKind.REMINDER, f"Held {number}", held_until_at=now + timedelta(seconds=1))
    return len(channels) * 11


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
        routes=("POST /channels/*/messages", "PATCH /channels/*/messages/*"),
    )


def _title(message: object) -> str:
    return str(message.embeds[0]["title"])  # type: ignore[attr-defined]
