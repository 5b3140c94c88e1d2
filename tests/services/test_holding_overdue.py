"""What fell due while nobody was there to tell it is told late, together where it is much, or not at all."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from bot.rules.digests import CatchUp
from bot.rules.notices import NoticeKind, from_json
from bot.services import holding
from bot.services.reminding import Reminding
from storage import outbox
from storage.records import ChannelId, UserId
from tests.fakes import MONDAY, MovableClock
from tests.services.nights import MEETINGS, reminds
from tests.services.world import (
    DECK,
    DESK,
    FORUM,
    World,
    pack,
    world,
)


async def overdue(w: World, catch_up: CatchUp = CatchUp.LATE) -> None:
    """Three hours after the bot went away a day before each of six meetings, it is back."""
    w.clock.moves_to(2025, 11, 15, 12)
    await Reminding(w.db, w.clock, catch_up).tick()
    await w.delivering.tick()


async def six_meetings_on_one_day(w: World, *places: ChannelId) -> None:
    for place in places:
        w.messenger.place(place)
        await w.follow(FORUM, place)
    async with w.db.transaction() as tx:
        await tx.run("UPDATE reminder SET due_at = 1763197200, expires_at = 1763251200")


@pytest.mark.parametrize("catch_up", list(CatchUp))
def test_six_overdue_reminders_of_a_channel_are_one_message_and_five_are_not(
    tmp_path: Path, catch_up: CatchUp
) -> None:
    async def scenario() -> None:
        async with world(tmp_path, text=pack(more=MEETINGS)) as w:
            desk, deck = w.messenger.place(DESK), w.messenger.place(DECK)
            await six_meetings_on_one_day(w, DESK, DECK)
            async with w.db.transaction() as tx:
                await tx.run(
                    "DELETE FROM reminder WHERE event_id IN ('forum-3', 'call-0') AND subscription_id ="
                    " (SELECT id FROM subscription WHERE channel_id = :deck)",
                    deck=DECK,
                )
                await tx.run("DELETE FROM reminder WHERE event_id = 'forum-3'")
            await overdue(w, catch_up)
            match catch_up:
                case CatchUp.LATE:
                    assert desk.titles == ["6 reminders"] and len(deck.posts) == 5
                    assert all(post.late == timedelta(hours=3) for post in deck.posts)
                    assert desk.posts[0].notice.body.count("late: it was due <t:1763197200:F>") == 6
                case CatchUp.DIGEST:
                    assert (desk.titles, deck.titles) == (["6 reminders"], ["5 reminders"])
                case CatchUp.SKIP:
                    assert desk.posts == [] == deck.posts
            rows = await w.db.reader.all("SELECT DISTINCT state FROM reminder")
            assert "pending" not in {row["state"] for row in rows}
            await overdue(w, catch_up)
            assert len(desk.posts) <= 1 and len(deck.posts) <= 5

    asyncio.run(scenario())


@pytest.mark.parametrize("catch_up", list(CatchUp))
def test_reminders_that_were_still_owed_when_the_last_run_ended_are_overdue_too(
    tmp_path: Path, catch_up: CatchUp
) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            for number in range(7):
                await reminds(w, f"reminder:{number}")
            await w.owes("news:1")
            async with w.db.transaction() as tx:
                (claimed,) = await outbox.claim(tx, w.clock(), 1)
        async with world(tmp_path, clock=MovableClock(MONDAY + timedelta(hours=2))) as w:
            desk = w.messenger.place(DESK)
            await w.delivering.recover()
            await holding.gather_overdue(w.db, w.clock(), catch_up)
            await w.delivering.tick()
            together = [] if catch_up is CatchUp.SKIP else ["6 reminders"]
            assert desk.titles == [claimed.key, "news:1", *together], "what is in flight goes on by itself"

    asyncio.run(scenario())


def test_the_overdue_of_a_person_are_one_message_too(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            ann = w.messenger.place(501)
            for number in range(6):
                await reminds(w, f"reminder:{number}", channel_id=None, user_id=UserId(501))
            w.clock.moves_on(hours=2)
            await holding.gather_overdue(w.db, w.clock(), CatchUp.LATE)
            await w.delivering.tick()
            assert ann.titles == ["6 reminders"]
            assert from_json((await w.owed("sent"))[0]["notice"]).kind is NoticeKind.DIGEST

    asyncio.run(scenario())
