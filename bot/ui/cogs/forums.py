"""`/forum`: standing bodies, what they are and who is in them."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.services.asking import STANDING
from bot.ui.answers import answer
from bot.ui.desk import Desk
from bot.ui.embeds import of_card, of_lines
from bot.ui.options import guild_of, names


def setup(tree: app_commands.CommandTree, desk: Desk) -> None:
    group = app_commands.Group(name="forum", description="Forums, bodies and working groups", guild_only=True)
    complete = names(desk.asking, *STANDING)

    @group.command(description="What a forum is, who is in it, what it did last and does next")
    @app_commands.describe(name="Its name, such as ADMM-Plus", public="Show the answer to everyone here")
    @app_commands.autocomplete(name=complete)
    async def show(interaction: discord.Interaction, name: str, public: bool = False) -> None:
        entity = desk.asking.entity(name, STANDING)
        card = await desk.asking.card(guild_of(interaction), entity)
        await answer(interaction, embeds=of_card(card), public=public)

    @group.command(name="list", description="Every forum, body and working group I know")
    @app_commands.describe(public="Show the answer to everyone here")
    async def list_(interaction: discord.Interaction, public: bool = False) -> None:
        lines = [f"**{entity.label}** — {entity.summary}" for entity in desk.asking.all_of(*STANDING)]
        embed = of_lines("Forums", lines, empty="No catalogue is loaded; whoever runs me has to add a pack.")
        await answer(interaction, embeds=[embed], public=public)

    @group.command(description="Who is in a forum or group, by role")
    @app_commands.describe(name="Its name, such as ADMM-Plus", public="Show the answer to everyone here")
    @app_commands.autocomplete(name=complete)
    async def members(interaction: discord.Interaction, name: str, public: bool = False) -> None:
        entity = desk.asking.entity(name, STANDING)
        card = desk.asking.members(entity)
        if card is None:
            await answer(interaction, f"My sources name no members of {entity.label}.", public=public)
        else:
            await answer(interaction, embeds=of_card(card), public=public)

    tree.add_command(group)
