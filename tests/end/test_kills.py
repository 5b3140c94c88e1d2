"""kill -9 at random moments while 200 reminders and news items are due: none is lost, none comes twice.

The stand-in forgets nonces after two minutes as Discord may, or, in half of the runs, almost at once, so
that the bot must find in the channel's history what an earlier life posted. `ATTACHE_KILLS` sets the number.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import sqlite3
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.demo.feed import FeedItem, SampleFeed
from storage import edtf, events, feeds, guilds, reminders, subscriptions
from storage.database import open_database
from storage.records import (
    EVERYTHING,
    SHIPPED,
    ChannelId,
    EntityId,
    Event,
    EventStatus,
    FactStatus,
    GuildId,
    Reminder,
    SubscriptionId,
)
from tests.end.process import running_bot
from tests.wire import Channel, Chaos, Guild, StandIn

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
            await _owe_reminders(folder, guild, channels, feed)
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
                await asyncio.wait_for(_until_nothing_is_owed(folder / "data" / "attache.db"), 60)
                assert await bot.stop() == 0
            told = Counter(
                (channel.id, _title(message)) for channel in channels for message in discord.posted(channel)
            )
            assert {key: number for key, number in told.items() if number != 1} == {}
            assert len(told) == DUE
    finally:
        await feed.close()
    db = await open_database(folder / "data")
    try:
        states = await db.reader.all("SELECT state, count(*) AS n FROM outbox GROUP BY state")
        assert states == [{"state": "sent", "n": DUE}]
    finally:
        await db.close()


async def _until_nothing_is_owed(path: Path) -> None:
    """Look into the running bot's database, reading only, until every row has found its end."""
    with contextlib.closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as db:
        states = {"": 0}
        while sum(states.values()) < DUE or "pending" in states:
            await asyncio.sleep(0.1)
            states = dict(db.execute("SELECT state, count(*) FROM outbox GROUP BY state").fetchall())


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


async def _owe_reminders(folder: Path, guild: Guild, channels: list[Channel], feed: SampleFeed) -> None:
    """Every channel follows everything; five meetings are an hour away, five stories unread."""
    now = datetime.now(UTC).replace(microsecond=0)
    meetings = [_meeting(number, now + timedelta(hours=1, seconds=number)) for number in range(EACH)]
    guild_id = GuildId(guild.id)
    db = await open_database(folder / "data")
    try:
        async with db.transaction() as tx:
            await guilds.put(tx, guild_id)
            await events.replace_of_pack(tx, "test", meetings)
            for channel in channels:
                made = await subscriptions.put(
                    tx,
                    guild_id,
                    ChannelId(channel.id),
                    EVERYTHING,
                    news=True,
                    reminders=True,
                    role_id=None,
                    now=now,
                )
                for meeting in meetings:
                    await reminders.put(tx, _an_hour_before(meeting, made))
            followed = await feeds.put(tx, feed.url, "Wire", now)
            await feeds.follow(tx, guild_id, followed.id, now)
            await feeds.save_poll(tx, replace(followed, baseline_at=now))
    finally:
        await db.close()


def _an_hour_before(meeting: Event, subscription_id: SubscriptionId) -> Reminder:
    start_at = meeting.start_at
    assert start_at is not None
    due_at = start_at - timedelta(hours=1)
    return Reminder(meeting.id, subscription_id, start_at.isoformat(), "1 hour", due_at, start_at)


def _meeting(number: int, start_at: datetime) -> Event:
    return Event(
        id=f"meeting-{number}",
        guild_id=SHIPPED,
        title=f"Meeting {number}",
        edtf=edtf.parse(start_at.date().isoformat()),
        wall_time=start_at.time(),
        zone="UTC",
        start_at=start_at,
        status=EventStatus.CONFIRMED,
        date_status=FactStatus.STATED,
        date_doubt=None,
        date_reason=None,
        planned_as_of=None,
        place=None,
        place_status=None,
        url=None,
        source=None,
        concerns=frozenset({EntityId(f"meeting-{number}")}),
    )
