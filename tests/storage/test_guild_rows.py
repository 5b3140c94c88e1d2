"""A server is remembered with its settings, marked when left, and forgotten with all that was its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from storage import feeds, guilds, outbox, settings, subscriptions
from storage.database import Database
from storage.records import EntityId, Guild, GuildId
from tests.storage.filed import DESK, HERE, NOW, THERE, with_database

DAY = timedelta(days=1)


def test_a_new_server_has_plain_settings_and_keeps_those_it_is_given(tmp_path: Path) -> None:
    async def scenario(db: Database) -> None:
        assert await guilds.get(db.reader, HERE) == Guild(HERE, "UTC", 9)
        chosen = Guild(HERE, "Asia/Kuala_Lumpur", 18, DESK, set_up_at=NOW)
        async with db.transaction() as tx:
            await guilds.save(tx, chosen)
            assert not await guilds.put(tx, HERE)
        assert await guilds.get(db.reader, HERE) == chosen
        assert await guilds.get(db.reader, GuildId(99)) is None

    with_database(tmp_path, scenario)


def test_a_server_that_was_left_and_is_joined_again_counts_as_new_with_its_settings_kept(
    tmp_path: Path,
) -> None:
    async def scenario(db: Database) -> None:
        async with db.transaction() as tx:
            await guilds.save(tx, Guild(HERE, "Europe/Berlin", 7))
            await guilds.mark_left(tx, HERE, NOW)
            await guilds.mark_left(tx, HERE, NOW + DAY)
            assert await guilds.get(tx, HERE) == replace(Guild(HERE, "Europe/Berlin", 7), left_at=NOW)
            assert await guilds.ids_present(tx) == {THERE}
            assert await guilds.put(tx, HERE)
            assert await guilds.ids_present(tx) == {HERE, THERE}
        assert await guilds.get(db.reader, HERE) == Guild(HERE, "Europe/Berlin", 7)

    with_database(tmp_path, scenario)


def test_a_server_left_long_ago_is_forgotten_with_everything_of_its_own(tmp_path: Path) -> None:
    async def scenario(db: Database) -> None:
        async with db.transaction() as tx:
            for guild_id, channel in ((HERE, DESK), (THERE, 201)):
                await subscriptions.put(
                    tx, guild_id, channel, EntityId("x"), news=True, reminders=True, role_id=None, now=NOW
                )
                await outbox.add(
                    tx, key=f"k{guild_id}", notice="{}", now=NOW, guild_id=guild_id, channel_id=channel
                )
                feed = await feeds.put(tx, "https://site.example", "Site", NOW)
                await feeds.follow(tx, guild_id, feed.id, NOW)
            await guilds.mark_left(tx, HERE, NOW)
            assert await guilds.forget_left_before(tx, NOW) == 0
            assert await guilds.forget_left_before(tx, NOW + DAY) == 1
        for table in ("guild", "subscription", "outbox", "guild_feed"):
            column = "id" if table == "guild" else "guild_id"
            assert await db.reader.all(f"SELECT {column} AS of FROM {table}") == [{"of": THERE}], table

    with_database(tmp_path, scenario)


def test_servers_that_follow_a_feed_are_told_of_its_trouble_unless_left(tmp_path: Path) -> None:
    async def scenario(db: Database) -> None:
        async with db.transaction() as tx:
            feed = await feeds.put(tx, "https://site.example", "Site", NOW)
            await feeds.follow(tx, HERE, feed.id, NOW)
            await feeds.follow(tx, THERE, feed.id, NOW)
            await guilds.mark_left(tx, THERE, NOW)
        assert [one.id for one in await guilds.following_feed(db.reader, feed.id)] == [HERE]

    with_database(tmp_path, scenario)


def test_what_the_program_keeps_about_itself_is_read_back_and_overwritten(tmp_path: Path) -> None:
    async def scenario(db: Database) -> None:
        assert await settings.read(db.reader, "pack:x") is None
        for value in ("one", "two"):
            async with db.transaction() as tx:
                await settings.write(tx, "pack:x", value)
        assert await settings.read(db.reader, "pack:x") == "two"

    with_database(tmp_path, scenario)
