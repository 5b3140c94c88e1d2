"""`/calendar`: events for other programs, as a file for everyone and at an address for a channel."""

from __future__ import annotations

from io import BytesIO

import discord
from discord import app_commands

from bot.rules.showing import calendars
from bot.ui.answers import answer
from bot.ui.desk import Desk
from bot.ui.options import EVERYWHERE, PUBLIC, asker_of, guild_of, moderators_here, subjects
from storage.records import ChannelId

_FOLLOWED = "Everything this channel follows"


def setup(tree: app_commands.CommandTree, desk: Desk) -> None:
    group = app_commands.Group(
        name="calendar", description="Events for other programs, and calendars to follow", **EVERYWHERE
    )
    complete_subjects = subjects(desk.asking)

    async def complete(interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        found = await complete_subjects(interaction, typed)
        if _FOLLOWED.casefold().startswith(typed.strip().casefold()):
            found.insert(0, app_commands.Choice(name=_FOLLOWED, value=_FOLLOWED))
        return found[:25]

    @group.command(description="A file of events for other programs; no alarm, they fetch when they like")
    @app_commands.describe(what="A forum, topic or country; all that this channel follows if left out")
    @app_commands.describe(public=PUBLIC)
    @app_commands.autocomplete(what=complete)
    async def get(interaction: discord.Interaction, what: str | None = None, public: bool = False) -> None:
        asker = asker_of(interaction)
        if what is None or what.strip().casefold() in ("", _FOLLOWED.casefold()):
            found = await desk.exporting.of_channel(asker, ChannelId(interaction.channel_id or 0))
        else:
            found = await desk.exporting.of(asker, [desk.asking.subject(what)])
        lines = [*calendars.made(found.name, found.count, found.undated), f"-# {calendars.NO_ALARM}"]
        file = discord.File(BytesIO(found.data), f"{found.filename}.ics")
        await answer(
            interaction, "\n".join(lines)[:2000], files=[file] if found.count else [], public=public
        )

    @group.command(description="The secret address of this channel's calendar, for programs to subscribe to")
    @moderators_here
    @app_commands.describe(renew="Make a new address; the old one is served no more")
    async def address(interaction: discord.Interaction, renew: bool = False) -> None:
        guild_id, channel_id = guild_of(interaction), ChannelId(interaction.channel_id or 0)
        at = await desk.exporting.address(guild_id, channel_id, renew=renew)
        await answer(
            interaction,
            f"All that this channel follows: <{at}>\nWhoever has this address can read it; `renew` makes"
            f" another.{' The old one is served no more.' if renew else ''}\n-# {calendars.NO_ALARM}",
        )

    tree.add_command(group)
