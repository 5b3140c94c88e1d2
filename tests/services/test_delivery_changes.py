"""A message that was posted is changed in its channel's order, under the button it was posted with; to change
it twice is as good as once. A channel's live list is one message, posted anew where somebody deleted it.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from storage import channels, outbox
from storage.deliveries import Op
from storage.records import Channel
from tests.services.world import DESK, HERE, World, world


async def posted(w: World, key: str = "first") -> int:
    """Owe and deliver a message; returns its id."""
    await w.owes(key)
    await w.delivering.tick()
    return int((await w.row(key))["message_id"])


async def lists(w: World, key: str, **more: Any) -> str:
    return await w.owes(key, op=Op.LIVE, **more)


async def list_stands_in(w: World) -> int | None:
    channel = await channels.get(w.db.reader, DESK)
    assert channel is not None
    return channel.live_message_id


async def keeps_a_list(w: World) -> None:
    await w.guilds.set_up(HERE)
    async with w.db.transaction() as tx:
        await channels.save(tx, Channel(DESK, HERE))


def test_a_message_is_changed_and_keeps_the_button_it_was_posted_with(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            desk = w.messenger.place(DESK)
            target = await posted(w)
            await w.owes("changed", op=Op.EDIT, target_message_id=target)
            await w.owes("next")
            await w.delivering.tick()
            assert desk.titles == ["changed", "next"]
            assert [post.nonce for post in desk.edits] == [outbox.nonce_of("first")]
            assert [(await w.row(key))["state"] for key in ("changed", "next")] == ["sent", "sent"]

    asyncio.run(scenario())


def test_a_message_changed_twice_keeps_its_first_button(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            desk = w.messenger.place(DESK)
            target = await posted(w)
            for key in ("once", "again"):
                await w.owes(key, op=Op.EDIT, target_message_id=target)
            await w.delivering.tick()
            assert (desk.titles, desk.posts[0].nonce) == (["again"], outbox.nonce_of("first"))

    asyncio.run(scenario())


@pytest.mark.parametrize("lost", [True, False], ids=["the answer was lost", "it never arrived"])
def test_a_change_nobody_heard_of_is_simply_made_again(tmp_path: Path, lost: bool) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            desk = w.messenger.place(DESK)
            target = await posted(w)
            desk.loses_the_answer() if lost else desk.breaks_before_posting()
            await w.owes("changed", op=Op.EDIT, target_message_id=target)
            await w.delivering.tick()
            w.clock.moves_on(minutes=6)
            await w.delivering.tick()
            assert (desk.titles, desk.looks, (await w.row("changed"))["state"]) == (["changed"], 0, "sent")

    asyncio.run(scenario())


def test_a_change_of_a_message_that_was_deleted_is_done(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            desk = w.messenger.place(DESK)
            target = await posted(w)
            desk.deletes(target)
            await w.owes("changed", op=Op.EDIT, target_message_id=target)
            await w.delivering.tick()
            assert (desk.titles, (await w.row("changed"))["state"]) == ([], "sent")

    asyncio.run(scenario())


def test_a_live_list_is_posted_once_and_then_changed_where_it_stands(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            desk = w.messenger.place(DESK)
            await keeps_a_list(w)
            await lists(w, "list 1")
            await lists(w, "list 2")
            await w.delivering.tick()
            assert desk.titles == ["list 2"]
            assert desk.posts[0].nonce == outbox.nonce_of("list 2"), "its button tells of what it shows"
            assert await list_stands_in(w) == desk.posts[0].id

    asyncio.run(scenario())


def test_a_live_list_that_was_deleted_is_posted_anew(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            desk = w.messenger.place(DESK)
            await keeps_a_list(w)
            await lists(w, "list 1")
            await w.delivering.tick()
            desk.deletes(desk.posts[0].id)
            await lists(w, "list 2")
            await w.delivering.tick()
            assert desk.titles == ["list 2"]
            assert await list_stands_in(w) == desk.posts[0].id

    asyncio.run(scenario())


def test_a_live_list_posted_with_its_answer_lost_is_found_and_not_posted_twice(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            desk = w.messenger.place(DESK)
            await keeps_a_list(w)
            desk.loses_the_answer()
            await lists(w, "list 1")
            await lists(w, "list 2")
            await w.delivering.tick()
            w.clock.moves_on(minutes=6)
            await w.delivering.tick()
            assert (desk.titles, desk.looks) == (["list 2"], 1)
            assert await list_stands_in(w) == desk.posts[0].id

    asyncio.run(scenario())


def test_a_live_list_of_a_channel_whose_settings_are_kept_meanwhile_stays_where_it_stands(
    tmp_path: Path,
) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            desk = w.messenger.place(DESK)
            await keeps_a_list(w)
            await lists(w, "list 1")
            await w.delivering.tick()
            channel = await channels.get(w.db.reader, DESK)
            assert channel is not None
            async with w.db.transaction() as tx:
                await channels.save(tx, replace(channel, live_digest="other"))
            await lists(w, "list 2")
            await w.delivering.tick()
            assert desk.titles == ["list 2"]

    asyncio.run(scenario())
