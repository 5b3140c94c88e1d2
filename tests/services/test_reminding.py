"""A subscription plans reminders of what it concerns, and takes them along when it ends; they move with the
server's zone and hour. A due reminder is one owed message in a channel, however many of its subscriptions
asked. After a time of silence what still helps is owed, what does not is missed. To load a pack sends
nothing and forgets nothing that is owed. What has no day is never reminded of.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.rules.notices import from_json
from bot.services.refusals import NothingChosen, NotSubscribed, TooMany
from storage.database import Row
from tests.fakes import MovableClock
from tests.services.world import (
    DECK,
    DESK,
    EVERYTHING,
    FORUM,
    HERE,
    PIRACY,
    SALVAGE,
    World,
    pack,
    world,
    written,
)


def test_to_subscribe_plans_and_to_unsubscribe_withdraws(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            await w.follow(FORUM)
            assert await planned(w) == [
                ("forum-3", "1 week", utc(10, 25, 9)),
                ("forum-3", "1 day", utc(10, 31, 9)),
            ]
            await w.subscribing.unsubscribe(DESK, FORUM)
            assert await planned(w) == []
            with pytest.raises(NotSubscribed):
                await w.subscribing.unsubscribe(DESK, FORUM)

    asyncio.run(scenario())


def test_an_announced_hour_is_counted_in_its_own_zone_and_an_hour_ahead_is_planned(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            await w.guilds.set_up(HERE, zone="America/New_York", day_hour=7)
            await w.follow(PIRACY)
            assert await planned(w) == [
                ("talk", "1 week", utc(10, 27, 6)),
                ("talk", "1 day", utc(11, 2, 6)),
                ("talk", "1 hour", utc(11, 3, 5)),
            ]

    asyncio.run(scenario())


def test_what_was_announced_for_a_year_is_never_planned(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            await w.follow(EVERYTHING)
            assert {event for event, *_ in await planned(w)} == {"forum-3", "talk"}
            await w.subscribing.subscribe(HERE, DECK, "tide-2", news=True, reminders=True)  # type: ignore[arg-type]
            assert {event for event, *_ in await planned(w)} == {"forum-3", "talk"}

    asyncio.run(scenario())


def test_reminders_move_with_the_zone_and_the_hour_of_the_server(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            await w.follow(FORUM)
            await w.guilds.set_up(HERE, zone="Asia/Kuala_Lumpur")
            assert [at for *_, at in await planned(w)] == [utc(10, 25, 1), utc(10, 31, 1)]
            await w.guilds.set_up(HERE, day_hour=18)
            assert [at for *_, at in await planned(w)] == [utc(10, 25, 10), utc(10, 31, 10)]
            await w.guilds.set_up(HERE, notices_channel_id=DECK)
            assert [at for *_, at in await planned(w)] == [utc(10, 25, 10), utc(10, 31, 10)]

    asyncio.run(scenario())


def test_what_is_due_is_owed_once_although_two_subscriptions_ask_for_it(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            await w.follow(FORUM, DESK)
            await w.follow(SALVAGE, DESK)
            await w.follow(EVERYTHING, DECK)
            w.clock.moves_to(2025, 10, 25, 8, 59, 59)
            await w.reminding.tick()
            assert await w.owed() == []
            w.clock.moves_to(2025, 10, 25, 9)
            await w.reminding.tick()
            await w.reminding.tick()
            owed = await w.owed()
            assert [row["channel_id"] for row in owed] == [DESK, DECK]
            assert owed[0]["event_id"] == "forum-3" and owed[0]["expires_at"] == utc(11, 1, 0)
            notice = from_json(owed[0]["notice"])
            assert notice.title == "3rd Harbour Forum" and "1 week" in notice.footer
            assert await states(w) == {"done": 3, "pending": 6}

    asyncio.run(scenario())


def test_after_a_silence_only_the_closest_reminder_is_owed_and_says_when_it_was_due(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            await w.follow(FORUM)
        async with world(tmp_path, clock=MovableClock(utc(10, 31, 20))) as w:
            await w.reminding.tick()
            (row,) = await w.owed()
            assert from_json(row["notice"]).footer == "Reminder · 1 day before"
            assert from_json(row["notice"]).due_at == int(utc(10, 31, 9).timestamp())
            assert await states(w) == {"done": 1, "missed": 1}

    asyncio.run(scenario())


def test_after_the_start_nothing_is_owed_any_more(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            await w.follow(FORUM)
        async with world(tmp_path, clock=MovableClock(utc(11, 1, 0))) as w:
            await w.reminding.tick()
            assert await w.owed() == []
            assert await states(w) == {"missed": 2}

    asyncio.run(scenario())


def test_a_subscription_that_comes_late_is_not_reminded_of_what_is_past(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path, clock=MovableClock(utc(10, 25, 9))) as w:
            await w.follow(FORUM)
            assert [lead for _, lead, _ in await planned(w)] == ["1 day"]
            await w.reminding.tick()
            assert await w.owed() == []

    asyncio.run(scenario())


def test_a_pack_that_is_loaded_again_sends_nothing_and_keeps_what_is_overdue(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            await w.follow(FORUM)
            w.clock.moves_to(2025, 10, 25, 12)
            await w.catalogue.load([written(w.folder, pack(more="\n# A remark.\n"))])
            assert await w.owed() == []
            await w.reminding.tick()
            assert len(await w.owed()) == 1
            await w.catalogue.load([written(w.folder, pack(more="\n# Another.\n"))])
            await w.reminding.tick()
            assert len(await w.owed()) == 1

    asyncio.run(scenario())


def test_a_date_that_moves_takes_its_reminders_along(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            await w.follow(FORUM)
            await w.catalogue.load([written(w.folder, pack(day="2025-11-15"))])
            assert [at for *_, at in await planned(w)] == [utc(11, 8, 9), utc(11, 14, 9)]
            await w.catalogue.load([written(w.folder, pack(day="2025"))])
            assert await planned(w) == []

    asyncio.run(scenario())


def test_a_paused_subscription_reminds_of_nothing_and_goes_on_when_asked(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            await w.follow(FORUM)
            await w.subscribing.channel_deleted(HERE, DESK)
            w.clock.moves_to(2025, 10, 26)
            await w.reminding.tick()
            assert await w.owed() == []
            await w.follow(FORUM)
            w.clock.moves_to(2025, 10, 31, 9)
            await w.reminding.tick()
            (row,) = await w.owed()
            assert from_json(row["notice"]).footer == "Reminder · 1 day before"

    asyncio.run(scenario())


def test_news_alone_plan_nothing_and_a_change_to_news_withdraws(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            await w.follow(FORUM)
            await w.follow(FORUM, reminders=False)
            assert await planned(w) == []
            (subscription,) = await w.subscribing.of_guild(HERE)
            assert (subscription.news, subscription.reminders) == (True, False)
            with pytest.raises(NothingChosen):
                await w.follow(FORUM, news=False, reminders=False)

    asyncio.run(scenario())


def test_a_server_has_only_so_many_subscriptions_and_may_still_change_them(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path, limit=1) as w:
            await w.follow(FORUM)
            with pytest.raises(TooMany) as refused:
                await w.follow(PIRACY)
            assert (refused.value.noun, refused.value.limit) == ("subscriptions", 1)
            await w.follow(FORUM, news=False)

    asyncio.run(scenario())


def test_more_reminders_than_a_batch_are_all_owed_in_one_tick(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path, limit=1000) as w:
            for number in range(250):
                await w.subscribing.subscribe(HERE, 5000 + number, FORUM, news=False, reminders=True)  # type: ignore[arg-type]
            w.clock.moves_to(2025, 10, 25, 9)
            await w.reminding.tick()
            assert len({row["channel_id"] for row in await w.owed()}) == 250

    asyncio.run(scenario())


def utc(month: int, day: int, hour: int) -> datetime:
    return datetime(2025, month, day, hour, tzinfo=UTC)


async def planned(w: World) -> list[tuple[str, str, datetime]]:
    """What is pending: event, lead and instant, the soonest first."""
    rows: list[Row] = await w.db.reader.all(
        "SELECT * FROM reminder WHERE state = 'pending' ORDER BY due_at, id"
    )
    return [(row["event_id"], row["lead"], row["due_at"]) for row in rows]


async def states(w: World) -> dict[str, int]:
    rows = await w.db.reader.all("SELECT state, count(*) AS number FROM reminder GROUP BY state")
    return {row["state"]: row["number"] for row in rows}
