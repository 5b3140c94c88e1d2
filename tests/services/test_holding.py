"""What can wait waits for the end of the quiet hours and is then told in one message; so is what many fell
due of while nobody was there to tell it. Nothing of it is told twice, and what no longer helps is missed.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.rules.digests import CatchUp
from bot.rules.notices import Notice, NoticeKind
from bot.services import holding
from storage import channels, held, outbox, subscriptions
from storage.options import Options
from storage.records import Channel
from tests.fakes import MONDAY, MovableClock
from tests.services.nights import NIGHT, sets, states, tell, waits
from tests.services.office import ANN, LETTER, Office, run
from tests.services.world import (
    DECK,
    DESK,
    EVERYTHING,
    FORUM,
    HERE,
    NOTICES,
    PIRACY,
    SALVAGE,
    world,
)


def test_what_waited_in_a_channel_is_told_in_one_message_and_other_channels_apart(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            desk, deck = w.messenger.place(DESK), w.messenger.place(DECK)
            for key in ("a", "b", "c"):
                await waits(w, key)
            await waits(w, "d", channel_id=DECK)
            await tell(w)
            assert (desk.titles, deck.titles, await states(w)) == ([], [], {"held": 4})
            assert await held.next_due_at(w.db.reader) == w.clock() + timedelta(hours=1)
            w.clock.moves_on(hours=1)
            await tell(w)
            await tell(w)
            assert (desk.titles, deck.titles) == (["3 news items"], ["d"])
            assert "• a\n" in desk.posts[0].notice.body
            assert await states(w) == {"digested": 3, "sent": 2}
            assert {(await w.row(key))["digest_id"] for key in ("a", "b", "c")} == {5}

    asyncio.run(scenario())


def test_of_what_waited_only_what_still_helps_is_told(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            desk = w.messenger.place(DESK)
            await waits(w, "a", expires_at=w.clock() + timedelta(minutes=50))
            await waits(w, "b", expires_at=w.clock() + timedelta(minutes=90))
            w.clock.moves_on(hours=1)
            await tell(w)
            assert (desk.titles, await states(w)) == (["b"], {"missed": 1, "sent": 1})

    asyncio.run(scenario())


def test_a_digest_helps_as_long_as_the_last_of_what_it_tells(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            for key, hours in (("a", 9), ("b", 2)):
                await waits(w, key, expires_at=w.clock() + timedelta(hours=hours))
            w.clock.moves_on(hours=1)
            await holding.release(w.db, w.clock(), CatchUp.LATE)
            (row,) = await w.owed()
            assert row["expires_at"] == MONDAY + timedelta(hours=9)

    asyncio.run(scenario())


def test_a_run_that_ends_before_it_tells_what_waited_leaves_it_to_the_next(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            for key in ("a", "b"):
                await waits(w, key)
        async with world(tmp_path, clock=MovableClock(MONDAY + timedelta(hours=8))) as w:
            w.messenger.place(DESK)
            await tell(w)
        async with world(tmp_path, clock=MovableClock(MONDAY + timedelta(hours=9))) as w:
            await tell(w)
            assert await states(w) == {"digested": 2, "sent": 1}

    asyncio.run(scenario())


def test_what_is_owed_to_a_lost_channel_is_cancelled_though_it_waits(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            await waits(w, "a")
            await w.subscribing.channel_deleted(HERE, DESK)
            w.clock.moves_on(hours=1)
            await tell(w)
            assert await states(w) == {"cancelled": 1}

    asyncio.run(scenario())


def test_a_quiet_night_holds_reminders_and_changes_and_ends_with_one_digest(tmp_path: Path) -> None:
    async def scenario(o: Office) -> None:
        desk = o.w.messenger.place(DESK)
        await sets(o.w, replace(NIGHT, day_hour=23))
        await o.w.guilds.set_up(HERE, day_hour=23)
        await o.w.follow(EVERYTHING)
        o.w.clock.moves_to(2025, 10, 31, 23)
        await o.w.reminding.tick()
        await o.do.move(HERE, ANN, "Talk on Boarding", "4 Nov 2025 15:00 Asia/Tokyo", LETTER)
        o.w.clock.moves_to(2025, 11, 1, 6, 59, 59)
        await tell(o.w)
        assert desk.titles == []
        o.w.clock.moves_to(2025, 11, 1, 7)
        await tell(o.w)
        assert desk.titles == ["Moved: Talk on Boarding"], (
            "the forum began at midnight; the old date of the talk is taken back"
        )
        assert await states(o.w) == {"missed": 1, "sent": 1, "cancelled": 1}
        o.w.clock.moves_to(2025, 11, 1, 23)
        await o.do.cancel(HERE, ANN, "Talk on Boarding", LETTER)
        await o.add(of="harbour-forum")
        o.w.clock.moves_to(2025, 11, 2, 7)
        await tell(o.w)
        assert desk.titles[1:] == ["2 changes"]
        assert "~~Tuesday 4 November 2025, 15:00 (Asia/Tokyo)~~" in desk.posts[1].notice.body

    run(tmp_path, scenario)


@pytest.mark.parametrize(("role", "breaks"), [(77, True), (None, False)])
def test_only_an_hour_ahead_with_a_role_to_call_breaks_the_night(
    tmp_path: Path, role: int | None, breaks: bool
) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            desk = w.messenger.place(DESK)
            await sets(w, Options(quiet_from=3, quiet_to=9))
            await w.subscribing.subscribe(HERE, DESK, PIRACY, news=True, reminders=True, role_id=role)
            w.clock.moves_to(2025, 11, 2, 6)
            await w.reminding.tick()
            await w.delivering.tick()
            assert desk.titles == [], "a day ahead can wait"
            w.clock.moves_to(2025, 11, 3, 5)
            await w.reminding.tick()
            await w.delivering.tick()
            assert desk.titles == (["Talk on Boarding"] if breaks else [])

    asyncio.run(scenario())


def test_what_could_not_be_told_at_the_end_of_a_night_waits_for_that_of_the_next(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            desk = w.messenger.place(DESK)
            await sets(w, Options(quiet_from=22, quiet_to=9))
            await waits(w, "a")
            w.clock.moves_to(2025, 10, 20, 23)
            await tell(w)
            assert desk.titles == []
            w.clock.moves_to(2025, 10, 21, 9)
            await tell(w)
            assert desk.titles == ["a"]

    asyncio.run(scenario())


def test_what_waits_for_less_than_the_quiet_hours_of_the_channel_is_told_in_them(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            desk = w.messenger.place(DESK)
            await sets(w, Options(quiet_from=5, quiet_to=12))
            await waits(w, "a")
            w.clock.moves_on(hours=1)
            await tell(w)
            assert desk.titles == ["a"], "a subscription of its own quiet hours, or none, was told so"

    asyncio.run(scenario())


def test_a_subscription_without_quiet_hours_is_told_in_those_of_its_channel(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            for place in (DESK, DECK):
                w.messenger.place(place)
                await w.follow(FORUM, place)
            await w.follow(SALVAGE, DESK)
            async with w.db.transaction() as tx:
                for place in (DESK, DECK):
                    await channels.save(tx, Channel(place, HERE, options=Options(quiet_from=5, quiet_to=12)))
                loud = await subscriptions.get(tx, DESK, SALVAGE)
                assert loud is not None
                await subscriptions.set_options(tx, loud.id, Options(quiet_from=0, quiet_to=0))
            w.clock.moves_to(2025, 10, 31, 9)
            await w.reminding.tick()
            assert [row["channel_id"] for row in await w.owed()] == [DESK]
            assert [row["channel_id"] for row in await w.owed("held")] == [DECK]

    asyncio.run(scenario())


def test_a_test_message_is_told_at_night_and_trouble_waits(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            await sets(w, Options(quiet_from=5, quiet_to=12))
            await w.guilds.set_up(HERE, notices_channel_id=NOTICES)
            notices = w.messenger.place(NOTICES)
            w.messenger.place(DESK).is_gone()
            await w.follow(FORUM)
            await w.owes("first")
            await w.guilds.send_test(HERE, NOTICES)
            await w.delivering.tick()
            assert notices.titles == ["This is a test message"]
            w.clock.moves_to(2025, 10, 20, 12)
            await tell(w)
            assert notices.titles[1:] == ["Subscriptions paused"]

    asyncio.run(scenario())


def test_only_so_many_news_of_an_hour_are_told_at_once(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            await sets(w, Options(most_per_hour=2))
            guild = await w.guilds.get(HERE)
            item = Notice(NoticeKind.NEWS, "A story", "Told.")
            for number in range(4):
                w.clock.moves_on(minutes=10)
                async with w.db.transaction() as tx:
                    until = await holding.until(tx, guild, DESK, item, w.clock())
                    await outbox.add(
                        tx, key=f"news:{number}", notice=item.to_json(), now=w.clock(), channel_id=DESK,
                        guild_id=HERE, held_until_at=until,
                    )  # fmt: skip
            assert [row["key"] for row in await w.owed()] == ["news:0", "news:1"]
            (first, _) = await w.owed("held")
            assert first["not_before_at"] == MONDAY + timedelta(hours=1)
            w.clock.moves_to(2025, 10, 20, 9)
            async with w.db.transaction() as tx:
                assert await holding.until(tx, guild, DESK, item, w.clock()) is None

    asyncio.run(scenario())
