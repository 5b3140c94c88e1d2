"""`/setup` and `/help`: what a server is asked once, and what everyone may ask."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.ui import feeds_shown, tuning
from bot.ui.answers import answer
from bot.ui.desk import Desk
from bot.ui.embeds import of_lines
from bot.ui.lists import list_message
from bot.ui.options import guild_of, moderators_only, zones
from storage.records import ChannelId


def setup(tree: app_commands.CommandTree, desk: Desk) -> None:
    @app_commands.command(
        name="setup", description="Time zone, hour of the day and notices channel of this server"
    )
    @app_commands.guild_only()
    @moderators_only
    @app_commands.describe(
        zone="Time zone: type a large city nearby",
        hour="Hour of the day (0 to 23) for reminders of dates without a time",
        notices="Where I say that a feed fails or a channel is lost",
        test="Post a test message to the notices channel",
    )
    @app_commands.autocomplete(zone=zones)
    async def set_up(
        interaction: discord.Interaction,
        zone: str | None = None,
        hour: app_commands.Range[int, 0, 23] | None = None,
        notices: discord.TextChannel | None = None,
        test: bool = False,
    ) -> None:
        guild_id = guild_of(interaction)
        if zone is None and hour is None and notices is None:
            guild = await desk.guilds.get(guild_id)
        else:
            channel_id = ChannelId(notices.id) if notices else None
            guild = await desk.guilds.set_up(
                guild_id, zone=zone, day_hour=hour, notices_channel_id=channel_id
            )
        lines = tuning.of_server(guild, desk.clock())
        if test and guild.notices_channel_id is not None:
            await desk.guilds.send_test(guild_id, guild.notices_channel_id)
            lines.append(f"A test message is on its way to <#{guild.notices_channel_id}>.")
        elif test:
            lines.append("There is no notices channel to test yet: choose one with `notices`.")
        view = None
        if not await desk.feeds.of_guild(guild_id):
            lines.append(
                "No feed is watched yet: watch those chosen below, choose others, or `/feed add` any other."
            )
            view = feeds_shown.bundle_choice(desk.bundle)
        await answer(interaction, embeds=[of_lines(tuning.SERVER, lines, empty="")], view=view)

    @app_commands.command(name="help", description="What I can do, and how to begin")
    @app_commands.guild_only()
    async def help_(interaction: discord.Interaction) -> None:
        shown = await list_message(interaction, desk, "commands")
        await answer(interaction, embeds=[shown.embed], view=shown.view)

    tree.add_command(set_up)
    tree.add_command(help_)
