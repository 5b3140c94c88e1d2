"""`/event leads`: when one event is reminded of, in all channels of the server."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.rules import wording
from bot.ui import tuning
from bot.ui.answers import answer
from bot.ui.desk import Desk
from bot.ui.embeds import of_lines
from bot.ui.groups import event_group
from bot.ui.options import events_to_change, guild_of, moderators_here


def setup(tree: app_commands.CommandTree, desk: Desk) -> None:
    group = event_group(tree)

    @group.command(description="How long before an event it is reminded of, whatever its channels have")
    @moderators_here
    @app_commands.describe(
        event="Its name: pick it from the list",
        leads="1 week, 1 day, 1 hour; none; or default for what each channel has; empty to see what holds",
    )
    @app_commands.autocomplete(event=events_to_change(desk), leads=tuning.leads)
    async def leads(interaction: discord.Interaction, event: str, leads: tuning.Leads | None = None) -> None:
        guild_id = guild_of(interaction)
        if leads is None:
            found = await desk.event_leads.show(guild_id, event)
        else:
            found = await desk.event_leads.set(guild_id, event, leads)
        if found.leads is None:
            held = "those of each channel, and of the server"
        else:
            held = wording.listed(found.leads) or "none"
        lines = [
            f"**Lead times**: {held}",
            *found.plan,
            "-# Who chose lead times of their own with `/remind me` keeps them.",
        ]
        await answer(
            interaction,
            embeds=[of_lines(f"Reminders of {wording.event_title(found.event)}", lines, empty="")],
        )
