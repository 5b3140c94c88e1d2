"""`/country` and `/search`: cards of anything the catalogue knows."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.rules.text import cut, escaped
from bot.services.refusals import NoSuchEntity
from bot.ui.answers import answer
from bot.ui.desk import Desk
from bot.ui.embeds import of_card, of_lines
from bot.ui.options import guild_of, names
from storage.records import EntityKind


def setup(tree: app_commands.CommandTree, desk: Desk) -> None:
    group = app_commands.Group(
        name="country", description="Countries and their part in forums", guild_only=True
    )

    @group.command(description="All a country is here: member, partner, co-chair, host")
    @app_commands.describe(name="Its name, such as Malaysia", public="Show the answer to everyone here")
    @app_commands.autocomplete(name=names(desk.asking, EntityKind.COUNTRY))
    async def show(interaction: discord.Interaction, name: str, public: bool = False) -> None:
        entity = desk.asking.entity(name, [EntityKind.COUNTRY])
        card = await desk.asking.card(guild_of(interaction), entity)
        await answer(interaction, embeds=of_card(card), public=public)

    @app_commands.command(description="Find a forum, meeting, country, person, agreement or topic")
    @app_commands.guild_only()
    @app_commands.describe(query="A name, or part of one", public="Show the answer to everyone here")
    @app_commands.autocomplete(query=names(desk.asking))
    async def search(interaction: discord.Interaction, query: str, public: bool = False) -> None:
        found = desk.asking.search(query)
        if found and (len(found) == 1 or found[0].score > found[1].score):
            card = await desk.asking.card(guild_of(interaction), found[0].entity)
            await answer(interaction, embeds=of_card(card), public=public)
            return
        if not found:
            raise NoSuchEntity(query)
        lines = [f"**{f.entity.label}** ({f.entity.kind.value}) — {f.entity.summary}" for f in found]
        title = f"What “{escaped(cut(query, 80))}” may mean"
        await answer(interaction, embeds=[of_lines(title, lines, empty="")], public=public)

    tree.add_command(group)
    tree.add_command(search)
