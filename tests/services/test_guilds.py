"""A server that is left is paused, and what was owed to it is cancelled; one that comes back goes on where it
was. After 30 days away it is forgotten. A server's settings change by what is given and nothing else.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.rules.notices import from_json
from bot.services.refusals import NoSuchZone
from bot.services.subscribing import CHANNEL_DELETED
from storage.records import Guild
from tests.fakes_web import entry
from tests.services.world import DECK, DESK, FORUM, HERE, NOTICES, PIRACY, THERE, world


def test_a_new_server_is_told_what_to_type_first(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            await w.guilds.seen(HERE, DESK)
            (row,) = await w.owed()
            assert row["channel_id"] == DESK and "/setup" in from_json(row["notice"]).body
            assert await w.guilds.get(HERE) == Guild(HERE)

    asyncio.run(scenario())


def test_a_server_where_the_bot_may_post_nowhere_is_remembered_all_the_same(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            await w.guilds.seen(HERE, None)
            assert await w.owed() == []
            assert await w.db.reader.value("SELECT count(*) FROM guild") == 1

    asyncio.run(scenario())


def test_a_server_that_is_left_is_owed_nothing_and_its_feeds_rest(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            post = w.web.site("post")
            post.publishes()
            await w.follow(PIRACY)
            await w.follow(FORUM, guild_id=THERE, channel_id=DECK)
            await w.feeds.add(HERE, post.url)
            await w.owes("first")
            await w.guilds.left(HERE)
            assert (await w.row("first"))["state"] == "cancelled"
            (mine,) = await w.subscribing.of_guild(HERE)
            assert mine.paused_at == w.clock() and mine.paused_reason is not None
            (other,) = await w.subscribing.of_guild(THERE)
            assert other.paused_at is None
            post.publishes(entry("Piracy again"))
            await w.polls_later()
            assert len(post.requests) == 1
            w.clock.moves_to(2025, 11, 3, 5)
            await w.reminding.tick()
            await w.delivering.tick()

    asyncio.run(scenario())


def test_a_server_that_comes_back_goes_on_where_it_was(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            await w.guilds.set_up(HERE, zone="Asia/Tokyo")
            await w.follow(FORUM, DESK)
            await w.follow(FORUM, DECK)
            await w.subscribing.channel_deleted(HERE, DECK)
            await w.guilds.left(HERE)
            w.clock.moves_to(2025, 10, 26)
            await w.reminding.tick()
            await w.guilds.seen(HERE, None)
            paused = {s.channel_id: s.paused_at is not None for s in await w.subscribing.of_guild(HERE)}
            assert paused == {DESK: False, DECK: True}
            assert (await w.guilds.get(HERE)).zone == "Asia/Tokyo"
            w.clock.moves_to(2025, 10, 31)
            await w.reminding.tick()
            assert [(row["channel_id"], row["state"]) for row in await w.owed()] == [(DESK, "pending")]

    asyncio.run(scenario())


def test_after_login_servers_that_came_and_went_in_the_meantime_are_caught_up(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            await w.follow(PIRACY)
            await w.guilds.present({THERE: DECK})
            assert (await w.guilds.get(HERE)).left_at == w.clock()
            assert (await w.subscribing.of_guild(HERE))[0].paused_at is not None
            w.clock.moves_on(days=1)
            await w.guilds.present({HERE: None, THERE: DECK})
            assert (await w.guilds.get(HERE)).left_at is None
            assert (await w.subscribing.of_guild(HERE))[0].paused_at is None
            assert [row["channel_id"] for row in await w.owed()] == [DECK], "greeted once, the day before"

    asyncio.run(scenario())


def test_a_server_is_forgotten_thirty_days_after_it_was_left(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            await w.follow(FORUM)
            await w.follow(FORUM, guild_id=THERE, channel_id=DECK)
            await w.owes("first")
            await w.guilds.left(HERE)
            w.clock.moves_on(days=30)
            await w.guilds.tidy()
            assert (await w.guilds.get(HERE)).left_at is not None
            w.clock.moves_on(seconds=1)
            await w.guilds.tidy()
            assert await w.guilds.get(HERE) == Guild(HERE)
            assert await w.subscribing.of_guild(HERE) == [] and await w.owed("cancelled") == []
            assert len(await w.subscribing.of_guild(THERE)) == 1

    asyncio.run(scenario())


def test_a_feed_that_only_a_forgotten_server_followed_begins_anew(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            post = w.web.site("post")
            post.publishes(entry("Weather"))
            await w.feeds.add(HERE, post.url)
            await w.guilds.left(HERE)
            w.clock.moves_on(days=31)
            await w.guilds.tidy()
            post.publishes(entry("Piracy in the meantime"))
            await w.follow(PIRACY, guild_id=THERE)
            await w.feeds.add(THERE, post.url)
            await w.polls_later()
            assert await w.owed() == []

    asyncio.run(scenario())


def test_old_entries_and_messages_are_dropped_but_no_entry_is_ever_new_again(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            post = w.web.site("post")
            post.publishes()
            await w.follow(PIRACY)
            await w.feeds.add(HERE, post.url)
            post.publishes(entry("Piracy again"))
            await w.polls_later()
            w.messenger.place(DESK)
            await w.delivering.tick()
            await w.owes("pending still", DECK)
            w.clock.moves_on(days=91)
            await w.guilds.tidy()
            assert await w.db.reader.value("SELECT count(*) FROM entry") == 0
            assert [row["key"] for row in await w.db.reader.all("SELECT key FROM outbox")] == [
                "pending still"
            ]
            post.publishes(entry("Weather"))
            await w.polling.tick()
            assert len(await w.owed()) == 1

    asyncio.run(scenario())


def test_settings_change_by_what_is_given_and_keep_the_rest(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            await w.guilds.set_up(HERE, zone=" asia/KUALA_lumpur ")
            await w.guilds.set_up(HERE, day_hour=0)
            guild = await w.guilds.set_up(HERE, notices_channel_id=NOTICES)
            assert guild == Guild(HERE, "Asia/Kuala_Lumpur", 0, NOTICES, w.clock())
            assert await w.guilds.get(HERE) == guild

    asyncio.run(scenario())


@pytest.mark.parametrize(
    "zone", ["", "  ", "Kuala", "Mars/Olympus", "../etc/passwd", "+08:00", "\x00", "x" * 5000]
)
def test_a_zone_nobody_knows_is_refused_and_changes_nothing(tmp_path: Path, zone: str) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            with pytest.raises(NoSuchZone) as refused:
                await w.guilds.set_up(HERE, zone=zone, day_hour=5)
            assert refused.value.query == zone
            assert await w.guilds.get(HERE) == Guild(HERE)

    asyncio.run(scenario())


def test_a_test_message_is_owed_to_the_notices_channel(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            await w.guilds.send_test(HERE, NOTICES)
            w.messenger.place(NOTICES)
            await w.delivering.tick()
            (post,) = w.messenger.place(NOTICES).posts
            assert post.notice.title == "This is a test message"

    asyncio.run(scenario())


def test_a_deleted_channel_is_paused_and_no_longer_takes_notices(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            await w.guilds.set_up(HERE, notices_channel_id=DESK)
            await w.follow(PIRACY)
            await w.owes("first")
            await w.owes("other", DECK)
            await w.subscribing.channel_deleted(HERE, DESK)
            assert (await w.guilds.get(HERE)).notices_channel_id is None
            assert (await w.subscribing.of_guild(HERE))[0].paused_reason == CHANNEL_DELETED
            assert [row["key"] for row in await w.owed()] == ["other"]

    asyncio.run(scenario())
