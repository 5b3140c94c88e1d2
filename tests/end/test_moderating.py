"""Moderators change what a server follows; members may not, and mistakes change nothing."""

from __future__ import annotations

import asyncio
from pathlib import Path

import discord
import pytest

from storage import subscriptions
from storage.records import GuildId
from tests.end.stage import follow, stage, text_of, watch


@pytest.mark.parametrize("command", ["setup", "subscribe", "unsubscribe", "feed add", "feed remove"])
def test_members_are_refused_what_moderators_may(tmp_path: Path, command: str) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            # Discord hides the command; a server can show it to everyone, so the bot checks too.
            known = {one.name: one for one in await here.app.client.tree.fetch_commands()}
            here.guild.set_command_permissions(known[command.split()[0]], {here.guild.default_role: True})
            options = {
                "setup": {},
                "subscribe": {"channel": here.desk, "to": "everything"},
                "unsubscribe": {"channel": here.desk, "to": "everything"},
                "feed add": {"url": here.feed.url},
                "feed remove": {"feed": "1"},
            }[command]
            shown = text_of(await here.ann.slash(here.desk, command, **options))
            assert "may manage this server" in shown
            assert await subscriptions.of_guild(here.app.db.reader, GuildId(here.guild.id)) == []

    asyncio.run(scenario())


def test_subscribe_names_each_permission_the_bot_lacks(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            silent = discord.PermissionOverwrite(send_messages=False, embed_links=False)
            closed = here.guild.create_text_channel("closed", overwrites={here.guild.default_role: silent})
            shown = await follow(here, closed, "admm-plus")
            assert (
                "I lack Send Messages, Embed Links and Attach Files" in shown
                and "nothing was changed" in shown
            )
            assert await subscriptions.of_guild(here.app.db.reader, GuildId(here.guild.id)) == []

    asyncio.run(scenario())


def test_set_up_shows_and_changes_settings_and_sends_a_test_message(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            assert "UTC" in text_of(await here.mod.slash(here.desk, "setup"))
            shown = await here.mod.slash(
                here.desk, "setup", zone="Asia/Kuala_Lumpur", hour=7, notices=here.news, test=True
            )
            assert "Asia/Kuala_Lumpur" in text_of(shown) and "07:00" in text_of(shown)
            await here.ticks()
            assert "test message" in text_of(here.news.last_message)
            wrong = text_of(await here.mod.slash(here.desk, "setup", zone="Atlantis/Sunken"))
            assert "no time zone I know" in wrong
            (first, *_) = await here.mod.autocomplete(here.desk, "setup", "zone", "IST")
            assert first["value"] == "Asia/Kolkata"
            asked = text_of(await here.mod.slash(here.desk, "setup", zone="IST"))
            assert "is it Asia/Kolkata, Europe/Dublin or Asia/Jerusalem?" in asked
            shown = await here.mod.slash(here.desk, "setup", zone="Kuala Lumpur")
            assert "**Time zone**: Asia/Kuala_Lumpur" in text_of(shown)
            await follow(here, here.desk, "admm-plus")
            await here.pass_to(2025, 10, 30, 23)
            assert "12th ADMM-Plus" in text_of(here.desk.last_message)

    asyncio.run(scenario())


def test_a_feed_that_cannot_be_read_is_not_saved(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            for url in (
                "http://169.254.169.254/latest",
                "file:///etc/passwd",
                "not an address",
                here.feed.url + "x",
            ):
                shown = text_of(await here.mod.slash(here.desk, "feed add", url=url))
                assert "Nothing was saved" in shown
            listed = await here.mod.slash(here.desk, "feed list")
            assert "No feed is watched yet" in text_of(listed)
            await watch(here)
            assert "already" in await watch(here)
            removed = await here.mod.slash(here.desk, "feed remove", feed="test wire")
            assert "watched no more" in text_of(removed)

    asyncio.run(scenario())


def test_unsubscribe_offers_what_the_channel_follows_and_nothing_else(tmp_path: Path) -> None:
    async def scenario() -> list[str]:
        async with stage(tmp_path) as here:
            await follow(here, here.desk, "admm-plus")
            await follow(here, here.news, "india")
            found = await here.mod.autocomplete(here.desk, "unsubscribe", "to", "", channel=here.desk)
            return [choice["name"] for choice in found]

    assert asyncio.run(scenario()) == ["ADMM-Plus"]


def test_a_role_that_cannot_be_heard_is_told_of(tmp_path: Path) -> None:
    async def scenario() -> tuple[str, str]:
        async with stage(tmp_path) as here:
            no_pings = discord.PermissionOverwrite(mention_everyone=False)
            quiet = here.guild.create_text_channel("quiet", overwrites={here.guild.default_role: no_pings})
            mute = here.guild.create_role("Mute", permissions=discord.Permissions.none())
            heard = here.guild.create_role("Heard", permissions=discord.Permissions.none(), mentionable=True)
            return (
                await follow(here, quiet, "admm-plus", role=mute),
                await follow(here, quiet, "admm-plus", role=heard),
            )

    mute, heard = asyncio.run(scenario())
    assert "not mentionable" in mute and "not mentionable" not in heard


def test_following_ends_with_unsubscribe(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            await follow(here, here.desk, "admm-plus")
            ended = await here.mod.slash(here.desk, "unsubscribe", channel=here.desk, to="admm-plus")
            assert "no longer follows" in text_of(ended)
            again = await here.mod.slash(here.desk, "unsubscribe", channel=here.desk, to="admm-plus")
            assert "does not follow" in text_of(again)
            await here.pass_to(2025, 10, 31, 9)
            assert here.desk.history() == []

    asyncio.run(scenario())
