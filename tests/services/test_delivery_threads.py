"""Who takes no direct messages is told in a thread of their own, where they asked, and stays there; where no
thread can be, what they asked for is paused, with the reason.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from storage import subscriptions, threads
from storage.deliveries import Op
from storage.options import Options
from storage.records import SHIPPED, ChannelId, GuildId, Subscription, UserId
from tests.fakes import Place
from tests.services.world import DECK, DESK, FORUM, HERE, World, world

ANN = UserId(501)
THREAD = DESK * 1000


async def asks(w: World, asked_in: ChannelId | None = DESK, guild_id: GuildId = HERE) -> None:
    """Ann asks to be reminded, in a channel of the server."""
    await w.guilds.set_up(HERE)
    async with w.db.transaction() as tx:
        await subscriptions.put_person(
            tx, guild_id, ANN, FORUM, options=Options(), asked_in=asked_in, now=w.clock()
        )


async def owes_her(w: World, key: str, guild_id: GuildId | None = HERE, **more: object) -> None:
    await w.owes(key, None, user_id=ANN, guild_id=guild_id, **more)


async def asked_for(w: World) -> Subscription:
    (one,) = await subscriptions.of_person(w.db.reader, ANN)
    return one


def closed(w: World) -> Place:
    """Ann's direct messages, which are closed."""
    w.messenger.place(DESK)
    ann = w.messenger.place(ANN)
    ann.closes()
    return ann


def test_who_takes_no_direct_messages_is_told_in_one_thread_where_they_asked(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            ann = closed(w)
            await asks(w)
            for key in ("first", "second"):
                await owes_her(w, key)
            await w.delivering.tick()
            thread = w.messenger.place(THREAD)
            assert (ann.titles, thread.titles) == ([], ["first", "second"])
            assert w.messenger.place(DESK).threads == {ANN: THREAD} and w.messenger.place(DESK).posts == []
            assert (await w.row("first"))["op"] == Op.THREAD
            assert (await asked_for(w)).paused_at is None

    asyncio.run(scenario())


def test_a_message_in_a_thread_is_changed_there(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            closed(w)
            await asks(w)
            await owes_her(w, "first")
            await w.delivering.tick()
            target = (await w.row("first"))["message_id"]
            await owes_her(w, "changed", op=Op.EDIT, target_message_id=target)
            await w.delivering.tick()
            assert w.messenger.place(THREAD).titles == ["changed"]

    asyncio.run(scenario())


def test_an_answer_that_was_lost_in_a_thread_is_looked_for_there(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            closed(w)
            await asks(w)
            thread = w.messenger.place(THREAD)
            thread.loses_the_answer()
            await owes_her(w, "first")
            await w.delivering.tick()
            w.clock.moves_on(minutes=6)
            await w.delivering.tick()
            assert (thread.titles, thread.looks, (await w.row("first"))["state"]) == (["first"], 1, "sent")

    asyncio.run(scenario())


def test_a_thread_that_was_deleted_is_made_anew(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            closed(w)
            await asks(w)
            await owes_her(w, "first")
            await w.delivering.tick()
            w.messenger.place(THREAD).is_gone()
            w.messenger.place(DESK).threads.clear()
            w.messenger.place(DESK).threads[0] = 0
            await owes_her(w, "second")
            for _ in range(2):
                await w.delivering.tick()
                w.clock.moves_on(minutes=1)
            assert w.messenger.place(THREAD + 1).titles == ["second"]
            known = await threads.get(w.db.reader, HERE, ANN)
            assert known is not None and known.thread_id == THREAD + 1

    asyncio.run(scenario())


def test_a_change_in_a_thread_that_was_deleted_is_done(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            closed(w)
            await asks(w)
            await owes_her(w, "first")
            await w.delivering.tick()
            target = (await w.row("first"))["message_id"]
            w.messenger.place(THREAD).is_gone()
            await owes_her(w, "changed", op=Op.EDIT, target_message_id=target)
            await w.delivering.tick()
            assert (await w.row("changed"))["state"] == "sent"
            assert (await asked_for(w)).paused_at is None

    asyncio.run(scenario())


def test_where_no_thread_may_be_made_what_was_asked_for_is_paused_with_the_reason(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            closed(w)
            await asks(w)
            w.messenger.place(DESK).may_have_threads = False
            for key in ("first", "second"):
                await owes_her(w, key)
            await w.delivering.tick()
            paused = await asked_for(w)
            assert paused.paused_reason == "direct messages are closed, and I may make no threads there"
            assert [(await w.row(key))["state"] for key in ("first", "second")] == ["dead", "cancelled"]

    asyncio.run(scenario())


def test_a_thread_nobody_lets_write_in_is_given_up_after_a_few_attempts(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            closed(w)
            await asks(w)
            thread = w.messenger.place(THREAD)
            for _ in range(3):
                thread.is_gone("I may not post there")
            await owes_her(w, "first")
            for _ in range(4):
                await w.delivering.tick()
                w.clock.moves_on(minutes=1)
            assert (await w.row("first"))["state"] == "dead"
            assert (
                await asked_for(w)
            ).paused_reason == "direct messages are closed, and I may not post there"

    asyncio.run(scenario())


@pytest.mark.parametrize("guild_id", [HERE, SHIPPED], ids=["in a server", "in none"])
def test_who_asked_in_no_channel_is_paused(tmp_path: Path, guild_id: GuildId) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            closed(w)
            await asks(w, None, guild_id)
            await owes_her(w, "first", guild_id or None)
            await w.delivering.tick()
            paused = await asked_for(w)
            assert paused.paused_reason == "direct messages are closed, and it was asked for in no channel"

    asyncio.run(scenario())


def test_a_change_of_a_direct_message_that_cannot_be_made_pauses_nothing(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            ann = w.messenger.place(ANN)
            await asks(w, DECK)
            await owes_her(w, "first")
            await w.delivering.tick()
            ann.refuses("closed")
            await owes_her(w, "changed", op=Op.EDIT, target_message_id=ann.posts[0].id)
            await w.delivering.tick()
            assert ((await w.row("changed"))["state"], (await asked_for(w)).paused_at) == ("dead", None)

    asyncio.run(scenario())
