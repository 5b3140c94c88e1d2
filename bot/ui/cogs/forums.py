"""`/forum`: standing bodies, what they are and who is in them."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.rules.showing import paging
from bot.services.asking import STANDING
from bot.ui.answers import answer
from bot.ui.desk import Desk
from bot.ui.embeds import of_card_page
from bot.ui.lists import list_message
from bot.ui.options import AS_OF, EVERYWHERE, PUBLIC, asker_of, names
from bot.ui.shown import card_message


def setup(tree: app_commands.CommandTree, desk: Desk) -> None:
    group = app_commands.Group(name="forum", description="Forums, bodies and working groups", **EVERYWHERE)
    complete = names(desk.asking, *STANDING)

    @group.command(description="What a forum is, who is in it, what it did last and does next")
    @app_commands.describe(name="Its name, such as ADMM-Plus", as_of=AS_OF, public=PUBLIC)
    @app_commands.autocomplete(name=complete)
    async def show(
        interaction: discord.Interaction, name: str, as_of: str | None = None, public: bool = False
    ) -> None:
        day = await desk.asking.day(asker_of(interaction), as_of)
        shown = await card_message(interaction, desk, desk.asking.entity(name, STANDING).id, day)
        await answer(interaction, embeds=[shown.embed], view=shown.view, public=public)

    @group.command(name="list", description="Every forum, body and working group I know")
    @app_commands.describe(public=PUBLIC)
    async def list_(interaction: discord.Interaction, public: bool = False) -> None:
        shown = await list_message(interaction, desk, "forums")
        await answer(interaction, embeds=[shown.embed], view=shown.view, public=public)

    @group.command(description="Who is in a forum or group, by role")
    @app_commands.describe(name="Its name, such as ADMM-Plus", as_of=AS_OF, public=PUBLIC)
    @app_commands.autocomplete(name=complete)
    async def members(
        interaction: discord.Interaction, name: str, as_of: str | None = None, public: bool = False
    ) -> None:
        asker = asker_of(interaction)
        day = await desk.asking.day(asker, as_of)
        entity = desk.asking.entity(name, STANDING)
        card = await desk.asking.members(asker, entity, day)
        if card is None:
            await answer(interaction, f"My sources name no members of {entity.label}.", public=public)
            return
        embeds = [of_card_page(card, page, day) for page in paging.pages(card)]
        await answer(interaction, embeds=embeds[:1], public=public)
        for embed in embeds[1:]:
            await answer(interaction, embeds=[embed], public=public)

    tree.add_command(group)
