"""A channel follows a subject once; pausing keeps the row, and only its own reason resumes it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from storage import feeds, subscriptions
from storage.database import Database
from storage.records import ChannelId, EntityId, GuildId, SubscriptionId
from tests.storage.filed import DECK, DESK, HERE, NOW, THERE, with_database

FORUM, PIRACY = EntityId("forum"), EntityId("piracy")


async def follow(
    db: Database,
    channel_id: ChannelId = DESK,
    subject: EntityId = FORUM,
    guild_id: GuildId = HERE,
    **given: Any,
) -> SubscriptionId:
    values = {"news": True, "reminders": True, "role_id": None, "now": NOW, **given}
    async with db.transaction() as tx:
        return await subscriptions.put(tx, guild_id, channel_id, subject, **values)


def test_a_subscription_is_read_back_as_it_was_made(tmp_path: Path) -> None:
    async def scenario(db: Database) -> None:
        made = await follow(db, news=False, role_id=2**62)
        found = await subscriptions.get(db.reader, DESK, FORUM)
        assert found is not None and found == await subscriptions.by_id(db.reader, made)
        assert (found.guild_id, found.channel_id, found.subject) == (HERE, DESK, FORUM)
        assert (found.news, found.reminders, found.role_id) == (False, True, 2**62)
        assert (found.created_at, found.paused_at, found.paused_reason) == (NOW, None, None)
        assert await subscriptions.get(db.reader, DECK, FORUM) is None

    with_database(tmp_path, scenario)


def test_following_again_changes_the_row_keeps_its_id_and_ends_a_pause(tmp_path: Path) -> None:
    async def scenario(db: Database) -> None:
        first = await follow(db)
        async with db.transaction() as tx:
            await subscriptions.pause_channel(tx, DESK, "lost", NOW)
        assert await follow(db, reminders=False, role_id=7, now=NOW + timedelta(days=1)) == first
        (found,) = await subscriptions.of_guild(db.reader, HERE)
        assert (found.reminders, found.role_id, found.created_at) == (False, 7, NOW)
        assert (found.paused_at, found.paused_reason) == (None, None)

    with_database(tmp_path, scenario)


def test_removing_says_whether_there_was_something_to_remove(tmp_path: Path) -> None:
    async def scenario(db: Database) -> None:
        await follow(db)
        async with db.transaction() as tx:
            assert not await subscriptions.remove(tx, DECK, FORUM)
            assert await subscriptions.remove(tx, DESK, FORUM)
            assert not await subscriptions.remove(tx, DESK, FORUM)

    with_database(tmp_path, scenario)


def test_a_paused_channel_is_listed_with_its_reason_and_keeps_the_first(tmp_path: Path) -> None:
    async def scenario(db: Database) -> None:
        await follow(db)
        await follow(db, subject=PIRACY)
        await follow(db, channel_id=DECK)
        async with db.transaction() as tx:
            assert await subscriptions.pause_channel(tx, DESK, "lost", NOW) == 2
            assert await subscriptions.pause_channel(tx, DESK, "again", NOW) == 0
        listed = await subscriptions.of_guild(db.reader, HERE)
        assert [one.paused_reason for one in listed] == ["lost", "lost", None]
        assert [one.paused_at for one in listed] == [NOW, NOW, None]

    with_database(tmp_path, scenario)


def test_in_a_server_that_comes_back_what_is_not_gone_goes_on_and_in_no_other(tmp_path: Path) -> None:
    async def scenario(db: Database) -> None:
        await follow(db)
        await follow(db, channel_id=DECK)
        await follow(db, channel_id=ChannelId(201), guild_id=THERE)
        async with db.transaction() as tx:
            await subscriptions.pause_channel(tx, DECK, "lost", NOW)
            assert await subscriptions.pause_guild(tx, HERE, "left", NOW) == 1
            await subscriptions.pause_channel(tx, ChannelId(201), "lost", NOW)
            assert await subscriptions.resume_guild(tx, HERE, unless="gone") == 2
            await subscriptions.pause_channel(tx, DECK, "gone", NOW)
            assert await subscriptions.resume_guild(tx, HERE, unless="gone") == 0
        listed = await subscriptions.of_guild(db.reader, HERE)
        assert {one.channel_id: one.paused_reason for one in listed} == {DESK: None, DECK: "gone"}
        (elsewhere,) = await subscriptions.of_guild(db.reader, THERE)
        assert elsewhere.paused_reason == "lost"

    with_database(tmp_path, scenario)


def test_news_of_a_feed_goes_to_the_channels_that_take_it_in_the_servers_that_follow_it(
    tmp_path: Path,
) -> None:
    async def scenario(db: Database) -> None:
        await follow(db)
        await follow(db, subject=PIRACY, news=False)
        await follow(db, channel_id=DECK)
        await follow(db, channel_id=ChannelId(201), guild_id=THERE)
        async with db.transaction() as tx:
            feed = await feeds.put(tx, "https://site.example/feed", "Site", NOW)
            await feeds.follow(tx, HERE, feed.id, NOW)
            await subscriptions.pause_channel(tx, DECK, "lost", NOW)
        (found,) = await subscriptions.following_feed(db.reader, feed.id)
        assert (found.channel_id, found.subject) == (DESK, FORUM)

    with_database(tmp_path, scenario)
