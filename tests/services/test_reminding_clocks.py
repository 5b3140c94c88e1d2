"""However the clock is set and the event moved meanwhile: nothing is said early, nothing twice, nothing after
the beginning, and what is due is said in one turn of the ticks.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rules.reminders_told import reminder_key
from bot.services.delivery import Delivering
from bot.services.pacing import Pacer
from storage import events, guilds, reminders, subscriptions
from storage.database import Row
from storage.records import ChannelId, EntityId, Event, Guild, ReminderState, Subscription
from tests.fakes import MONDAY
from tests.rules.making import event
from tests.services.world import HERE, OPERATOR, World, world

_LEADS = (timedelta(days=7), timedelta(days=1), timedelta(hours=1), timedelta(0))
_BY = st.one_of(st.integers(-130, 130), st.integers(-3 * 24 * 60, 9 * 24 * 60), st.sampled_from([-120, 120]))
_AROUND = st.tuples(st.sampled_from(_LEADS), st.integers(-3, 3))
_STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("clock by"), _BY),
        st.tuples(st.just("clock to"), _AROUND),
        st.tuples(st.just("event by"), _BY),
        st.tuples(st.just("restart"), st.none()),
    ),
    max_size=14,
)
_ZONES = st.sampled_from(["UTC", "America/New_York", "Asia/Kuala_Lumpur", "Australia/Lord_Howe"])


class Diary:
    """One event that one channel follows, in a world that other such pairs share."""

    def __init__(self, w: World, number: int, zone: str) -> None:
        self._w = w
        self.channel = ChannelId(1000 + number)
        self.event = self._starting(event(id=f"own.{number}"), timedelta(days=8), zone)
        self.place = w.messenger.place(self.channel)

    async def begins(self) -> None:
        self._w.clock.now = MONDAY
        async with self._w.db.transaction() as tx:
            await guilds.put(tx, HERE)
            await events.put(tx, self.event)
        await self._w.follow(EntityId(self.event.id), self.channel, news=False)

    async def step(self, what: str, how: Any = None) -> None:
        match what:
            case "clock by":
                await self._set_to(self._w.clock() + timedelta(minutes=how))
            case "clock to":
                ahead, minutes = how
                await self._set_to(self.begins_at - ahead + timedelta(minutes=minutes))
            case "event by":
                await self._move(timedelta(minutes=how))
            case "restart":
                w = self._w
                w.delivering = Delivering(w.db, w.clock, w.messenger, Pacer(rate=10_000), OPERATOR)
                await w.delivering.recover()
        await self._w.reminding.tick()
        await self._w.delivering.tick()
        await self._nothing_due_is_left()

    @property
    def begins_at(self) -> datetime:
        assert self.event.start_at is not None
        return self.event.start_at

    async def _set_to(self, now: datetime) -> None:
        self._w.clock.now = now
        await self._w.delivering.clock_was_set()

    async def _move(self, by: timedelta) -> None:
        assert self.event.zone is not None
        self.event = self._starting(self.event, self.begins_at - MONDAY + by, self.event.zone)
        async with self._w.db.transaction() as tx:
            await events.put(tx, self.event)
            guild = await guilds.get(tx, HERE) or Guild(HERE)
            await self._w.reminding.replan_event(tx, guild, self.event)

    async def said(self) -> dict[str, Row]:
        rows = await self._w.db.reader.all(
            "SELECT * FROM outbox WHERE channel_id = :id AND key LIKE 'reminder:%'", id=self.channel
        )
        return {row["key"]: row for row in rows}

    async def reminders(self) -> list[tuple[str, Row]]:
        (one,) = await self._following()
        rows = await self._w.db.reader.all("SELECT * FROM reminder WHERE event_id = :id", id=self.event.id)
        known = await reminders.of_event(self._w.db.reader, self.event.id, HERE)
        return [(reminder_key(one, of), row) for of, row in zip(known, rows, strict=True)]

    async def _following(self) -> list[Subscription]:
        return await subscriptions.of_channel(self._w.db.reader, self.channel)

    async def _nothing_due_is_left(self) -> None:
        now = self._w.clock()
        assert [
            row for _, row in await self.reminders() if row["state"] == "pending" and row["due_at"] <= now
        ] == []
        owed = [row for row in await self._w.owed() if row["channel_id"] == self.channel]
        assert owed == [] and await self._w.owed("held") == []

    def _starting(self, of: Event, ahead: timedelta, zone: str) -> Event:
        start_at = MONDAY + ahead
        there = event(f"{start_at:%Y-%m-%d}", hour=f"{start_at:%H:%M}", zone=zone)
        return replace(there, id=of.id, guild_id=HERE, concerns=frozenset({EntityId(of.id)}))


def test_a_clock_that_is_set_again_and_again_says_each_reminder_once_and_none_early(tmp_path: Path) -> None:
    numbers = count(1)

    async def tried(w: World, steps: list[tuple[str, Any]], zone: str) -> None:
        diary = Diary(w, next(numbers), zone)
        await diary.begins()
        for what, how in steps:
            await diary.step(what, how)
        w.clock.now = max(w.clock.now, diary.begins_at) + timedelta(days=1)
        await diary.step("clock by", 0)
        said = await diary.said()
        for key, row in await diary.reminders():
            assert (row["state"] == ReminderState.DONE) is (key in said), key
            if key in said and said[key]["state"] == "sent":
                assert row["due_at"] <= said[key]["sent_at"] < row["expires_at"]
        assert {row["state"] for row in said.values()} <= {"sent", "digested"}
        assert set(Counter(post.nonce for post in diary.place.posts).values()) <= {1}

    async def scenario() -> None:
        async with world(tmp_path, limit=1000) as w:
            loop = asyncio.get_running_loop()

            @settings(deadline=None, derandomize=True, max_examples=60)
            @given(_STEPS, _ZONES)
            def property_(steps: list[tuple[str, Any]], zone: str) -> None:
                asyncio.run_coroutine_threadsafe(tried(w, steps, zone), loop).result()

            await asyncio.to_thread(property_)

    asyncio.run(scenario())
