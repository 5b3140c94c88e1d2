"""`/settings`: what holds in all channels of a server that set nothing else."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.ui import tuning
from bot.ui.answers import answer
from bot.ui.desk import Desk
from bot.ui.embeds import of_lines
from bot.ui.options import guild_of, moderators_only, zones
from storage.records import ChannelId


def setup(tree: app_commands.CommandTree, desk: Desk) -> None:
    @app_commands.command(description="What holds in this server: lead times, hours, briefs, quiet hours")
    @app_commands.guild_only()
    @moderators_only
    @app_commands.describe(
        zone="Time zone: type a large city nearby",
        hour="Hour of the day (0 to 23) for reminders of dates without a time",
        notices="Where I say that a feed fails or a channel is lost",
        mirror="Show events with a known hour among Discord's own, if I may create events",
        **tuning.DESCRIBED,
    )
    @app_commands.autocomplete(zone=zones)
    @tuning.completed
    async def settings(
        interaction: discord.Interaction,
        zone: str | None = None,
        hour: app_commands.Range[int, 0, 23] | None = None,
        notices: discord.TextChannel | None = None,
        leads: tuning.Leads | None = None,
        quiet: tuning.Short | None = None,
        brief: tuning.HowOften | None = None,
        brief_hour: tuning.Short | None = None,
        brief_day: tuning.Weekday | None = None,
        live: tuning.Switch | None = None,
        most_per_hour: tuning.Short | None = None,
        pace: tuning.Speed | None = None,
        publish: tuning.Switch | None = None,
        mirror: tuning.Switch | None = None,
    ) -> None:
        options = {
            "leads": leads,
            "quiet": quiet,
            "brief": brief,
            "brief_hour": brief_hour,
            "brief_day": brief_day,
            "live": live,
            "most_per_hour": most_per_hour,
            "pace": pace,
            "publish": publish,
            "mirror": mirror,
        }
        given = (zone, hour, notices, *options.values())
        if all(one is None for one in given):
            guild = await desk.guilds.get(guild_of(interaction))
        else:
            guild = await desk.guilds.set_up(
                guild_of(interaction),
                zone=zone,
                day_hour=hour,
                notices_channel_id=ChannelId(notices.id) if notices else None,
                options=options,
            )
        await answer(
            interaction,
            embeds=[of_lines(tuning.SERVER, tuning.of_server(guild, desk.clock()), empty="")],
        )

    tree.add_command(settings)
