"""A running timetable under clocks that are set and machines that sleep: nothing early, nothing twice, and
what is overdue goes out within one turn of the guard.

The wall clock is the test's, for the bot and for APScheduler alike; the steady one is the machine's.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path

import pytest
from apscheduler.schedulers import base as apscheduler  # type: ignore[import-untyped]

from bot.services.arming import arm_channel
from bot.timetable import Timetable, stepped
from storage import channels, guilds
from storage.options import Brief, Options
from storage.records import Channel, ChannelId, GuildId
from tests.end.stage import START, Stage, follow, stage, text_of
from tests.fakes import PATIENCE_SECONDS

TURN_SECONDS = 0.02
DUE = datetime(2025, 10, 31, 9, 0, tzinfo=UTC)
"""The day before the 12th ADMM-Plus, at the server's hour."""
TWO_HOURS = timedelta(hours=2)


@dataclass
class Running:
    """A stage whose timetable runs."""

    here: Stage
    turned: asyncio.Event = field(default_factory=asyncio.Event)
    turns: int = 0
    polls: int = 0

    def is_set_to(self, now: datetime) -> None:
        self.here.now = now

    def goes_on(self, by: timedelta) -> None:
        self.here.now += by

    @property
    def posted(self) -> list[str]:
        return [text_of(message) for message in self.here.desk.history()]

    async def has(self, count: int) -> None:
        """Wait until so many messages are in the channel."""
        await self._until(lambda: len(self.posted) >= count)
        assert len(self.posted) == count

    async def some_turns(self) -> None:
        """Let the guard look at the clocks a few times."""
        enough = self.turns + 5
        await self._until(lambda: self.turns >= enough)

    async def has_polled(self, count: int) -> None:
        await self._until(lambda: self.polls >= count)

    async def _until(self, is_so: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not is_so():
                self.turned.clear()
                await self.turned.wait()


@contextlib.asynccontextmanager
async def running(
    here: Stage, monkeypatch: pytest.MonkeyPatch, now: datetime = START
) -> AsyncIterator[Running]:
    class WallClock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return here.now.astimezone(tz)

    made = Running(here)
    here.now = now
    clock, poll = here.app.clock, here.app.polling.tick

    def counted_clock() -> datetime:
        made.turns += 1
        made.turned.set()
        return clock()

    async def counted_poll() -> None:
        made.polls += 1
        await poll()

    here.app.clock = counted_clock
    here.app.polling.tick = counted_poll  # type: ignore[method-assign]
    monkeypatch.setattr(apscheduler, "datetime", WallClock)
    timetable = Timetable(here.app, guard_seconds=TURN_SECONDS)
    timetable.start()
    try:
        await made.some_turns()
        yield made
    finally:
        await timetable.stop()


async def _briefed(here: Stage, **options: object) -> None:
    async with here.app.db.transaction() as tx:
        guild = await guilds.get(tx, GuildId(here.guild.id))
        assert guild is not None
        channel = Channel(ChannelId(here.desk.id), guild.id, Options(**options))  # type: ignore[arg-type]
        await channels.save(tx, channel)
        await arm_channel(tx, guild, channel.id, here.now)


def test_what_fell_due_in_a_jump_ahead_or_a_sleep_goes_out_at_once_marked_late(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            await follow(here, here.desk, "admm-plus")
            async with running(here, monkeypatch, DUE - timedelta(hours=1)) as bot:
                assert bot.posted == []
                bot.goes_on(TWO_HOURS)
                await bot.has(1)
                assert "1 day before" in bot.posted[0] and "1 hour late" in bot.posted[0]
                await bot.some_turns()
                assert len(bot.posted) == 1

    asyncio.run(scenario())


def test_after_a_step_back_nothing_goes_out_early_and_all_of_it_at_its_instant(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            await follow(here, here.desk, "admm-plus")
            async with running(here, monkeypatch, DUE - timedelta(minutes=1)) as bot:
                bot.goes_on(-TWO_HOURS)
                await bot.some_turns()
                bot.is_set_to(DUE - timedelta(seconds=1))
                await bot.some_turns()
                assert bot.posted == []
                bot.is_set_to(DUE)
                await bot.has(1)
                assert "late" not in bot.posted[0]

    asyncio.run(scenario())


def test_a_step_back_over_what_was_said_says_nothing_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            await follow(here, here.desk, "admm-plus")
            await _briefed(here, brief=Brief.DAILY, brief_hour=9)
            async with running(here, monkeypatch, DUE - timedelta(hours=1)) as bot:
                bot.is_set_to(DUE)
                await bot.has(2)
                for by in (-TWO_HOURS, TWO_HOURS, -TWO_HOURS, 2 * TWO_HOURS):
                    bot.goes_on(by)
                    await bot.some_turns()
                assert sorted("brief" in text for text in bot.posted) == [False, True]

    asyncio.run(scenario())


def test_what_was_owed_just_before_a_step_back_does_not_wait_for_that_hour_to_come_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            await follow(here, here.desk, "admm-plus")
            here.now = DUE
            await here.app.tick_remind()
            async with running(here, monkeypatch, DUE - TWO_HOURS) as bot:
                assert bot.posted == []
                bot.goes_on(timedelta(minutes=5))
                await bot.has(1)

    asyncio.run(scenario())


def test_a_sleep_past_the_beginning_of_a_meeting_says_nothing_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            await follow(here, here.desk, "admm-plus")
            async with running(here, monkeypatch, DUE - timedelta(hours=1)) as bot:
                bot.goes_on(timedelta(days=1))
                await bot.has_polled(2)
                await bot.some_turns()
                assert bot.posted == []

    asyncio.run(scenario())


@pytest.mark.parametrize("by", [-TWO_HOURS, TWO_HOURS, timedelta(days=-3650), timedelta(days=3650)])
def test_feeds_are_polled_on_after_a_clock_was_set_by_whatever_length(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, by: timedelta
) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here, running(here, monkeypatch) as bot:
            await bot.has_polled(1)
            bot.goes_on(by)
            await bot.has_polled(2)
            await bot.some_turns()
            assert bot.polls <= 3  # what was missed is not made up for
            before = bot.polls
            bot.goes_on(timedelta(seconds=30))
            await bot.has_polled(before + 1)

    asyncio.run(scenario())


@pytest.mark.parametrize(
    ("when", "due_at", "begins_at"),
    [
        # 02:30 is skipped in New York on 8 March 2026: the meeting is at 03:30, an hour after 01:30.
        ("8 Mar 2026 02:30 America/New_York", "2026-03-08T06:30", "2026-03-08T07:30"),
        # 01:30 comes twice there on 1 November 2026: the first is meant, unless the second was said.
        ("1 Nov 2026 01:30 America/New_York", "2026-11-01T04:30", "2026-11-01T05:30"),
        ("1 Nov 2026 01:30 America/New_York second", "2026-11-01T05:30", "2026-11-01T06:30"),
    ],
)
def test_an_hour_that_a_clock_change_skips_or_brings_twice_is_reminded_of_once_at_its_instant(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, when: str, due_at: str, begins_at: str
) -> None:
    async def scenario() -> None:
        due, begins = (datetime.fromisoformat(one).replace(tzinfo=UTC) for one in (due_at, begins_at))
        async with stage(tmp_path) as here:
            await follow(here, here.desk, "everything")
            here.now = due - timedelta(minutes=30)
            added = await here.mod.slash(
                here.news, "event add", title="Night talk", when=when, source="A letter"
            )
            assert "Night talk" in text_of(added)
            async with running(here, monkeypatch, due - timedelta(seconds=1)) as bot:
                await bot.has(1)
                await bot.some_turns()
                assert "Announced" in bot.posted[0] and len(bot.posted) == 1
                bot.is_set_to(due)
                await bot.has(2)
                (reminder,) = [one for one in bot.posted if "1 hour before" in one]
                assert f"<t:{int(begins.timestamp())}:R>" in reminder and "late" not in reminder
                for minutes in (59, 60, 61, 121):
                    bot.is_set_to(due + timedelta(minutes=minutes))
                    await bot.some_turns()
                assert len(bot.posted) == 2

    asyncio.run(scenario())


def test_a_brief_and_a_live_list_come_back_to_their_hours_after_the_clock_was_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            await follow(here, here.desk, "admm-plus")
            await _briefed(here, brief=Brief.DAILY, brief_hour=18, live=True)
            async with running(here, monkeypatch) as bot:
                await bot.has(1)
                bot.goes_on(timedelta(hours=8))
                await bot.some_turns()
                assert ["Updated" in text for text in bot.posted] == [True]
                bot.goes_on(TWO_HOURS)
                await bot.has(2)
                bot.goes_on(-TWO_HOURS)
                await bot.some_turns()
                bot.goes_on(TWO_HOURS)
                await bot.some_turns()
                assert len(bot.posted) == 2

    asyncio.run(scenario())


@pytest.mark.parametrize(
    ("wall", "steady", "was_set"),
    [
        (timedelta(seconds=15), timedelta(seconds=15), False),
        (timedelta(seconds=75), timedelta(seconds=15), False),
        (timedelta(seconds=76), timedelta(seconds=15), True),
        (timedelta(hours=-2), timedelta(seconds=15), True),
        (timedelta(hours=8), timedelta(seconds=15), True),
        (timedelta(minutes=5), timedelta(minutes=5), False),
    ],
)
def test_a_clock_that_was_set_is_told_from_one_that_went_on(
    wall: timedelta, steady: timedelta, was_set: bool
) -> None:
    assert stepped(wall, steady) is was_set
