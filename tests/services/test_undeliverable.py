"""What can never arrive is ended at once, and somebody is told: the server of a channel that is gone, the
operator of a message that was refused. What no longer helps is missed; what still does says how late it is.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

from tests.services.world import DECK, DESK, HERE, NOTICES, OPERATOR, PIRACY, SALVAGE, world


def test_a_channel_that_is_gone_is_paused_and_the_server_is_told(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            desk, notices = w.messenger.place(DESK), w.messenger.place(NOTICES)
            await w.guilds.set_up(HERE, notices_channel_id=NOTICES)
            for subject, channel in ((PIRACY, DESK), (SALVAGE, DESK), (PIRACY, DECK)):
                await w.follow(subject, channel)
            desk.is_gone("the channel no longer exists")
            await w.owes("first")
            await w.owes("second")
            await w.delivering.tick()
            assert (await w.row("first"))["state"] == "dead"
            assert (await w.row("second"))["state"] == "cancelled"
            paused = [s.channel_id for s in await w.subscribing.of_guild(HERE) if s.paused_at]
            assert paused == [DESK, DESK]
            (told,) = notices.posts
            assert f"<#{DESK}>: the channel no longer exists" in told.notice.body
            assert [row.key for row in await w.subscribing.given_up(HERE)] == ["first"]

    asyncio.run(scenario())


def test_where_the_notices_channel_itself_is_gone_nobody_is_told_there(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            await w.guilds.set_up(HERE, notices_channel_id=DESK)
            await w.follow(PIRACY)
            w.messenger.place(DESK).is_gone()
            await w.owes("first")
            await w.delivering.tick()
            assert await w.owed() == [] and w.messenger.place(DESK).posts == []

    asyncio.run(scenario())


def test_a_refused_message_is_dead_at_once_and_the_operator_is_told(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            desk, operator = w.messenger.place(DESK), w.messenger.place(OPERATOR)
            desk.refuses("Discord answered 400")
            await w.owes("first")
            await w.owes("second")
            await w.delivering.tick()
            row = await w.row("first")
            assert (row["state"], row["last_error"]) == ("dead", "Discord answered 400")
            assert desk.titles == ["second"]
            (told,) = operator.posts
            assert "(first) was given up: Discord answered 400" in told.notice.body

    asyncio.run(scenario())


def test_an_operator_who_takes_no_messages_is_not_told_of_that(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            w.messenger.place(DESK).refuses("no")
            w.messenger.place(OPERATOR).refuses("no direct messages")
            await w.owes("first")
            await w.delivering.tick()
            assert len(await w.owed("dead")) == 2 and await w.owed() == []
            assert w.messenger.place(OPERATOR).posts == []

    asyncio.run(scenario())


def test_what_no_longer_helps_is_missed_and_what_is_late_says_so(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            desk = w.messenger.place(DESK)
            await w.owes("short", expires_at=w.clock() + timedelta(hours=1))
            await w.owes("long", expires_at=w.clock() + timedelta(hours=3))
            w.clock.moves_on(hours=1)
            await w.delivering.tick()
            assert (await w.row("short"))["state"] == "missed"
            assert (desk.titles, desk.posts[0].late) == (["long"], timedelta(hours=1))

    asyncio.run(scenario())


def test_what_was_posted_before_it_expired_was_not_missed(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            w.messenger.place(DESK).loses_the_answer()
            await w.owes("first", expires_at=w.clock() + timedelta(minutes=1))
            await w.delivering.tick()
            w.clock.moves_on(hours=1)
            await w.delivering.tick()
            assert (await w.row("first"))["state"] == "sent"

    asyncio.run(scenario())
