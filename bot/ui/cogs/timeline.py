"""`/timeline`: a forum or a country over time, as a picture and in words."""

from __future__ import annotations

from collections.abc import Collection

import discord
from discord import app_commands

from bot.services.asking import STANDING
from bot.ui.answers import answer, defer
from bot.ui.desk import Desk
from bot.ui.options import AS_OF, EVERYWHERE, PUBLIC, asker_of, names
from bot.ui.timelines import picture_of, text_of, timeline_of
from storage.records import EntityKind


def setup(tree: app_commands.CommandTree, desk: Desk) -> None:
    group = app_commands.Group(
        name="timeline", description="Meetings, cycles and plans over time", **EVERYWHERE
    )

    @group.command(description="A forum over time: meetings, cycles, chairmanships and plans, as a picture")
    @app_commands.describe(name="Its name, such as ADMM-Plus", as_of=AS_OF, public=PUBLIC)
    @app_commands.autocomplete(name=names(desk.asking, *STANDING))
    async def forum(
        interaction: discord.Interaction, name: str, as_of: str | None = None, public: bool = False
    ) -> None:
        await _show(interaction, name, STANDING, as_of, public)

    @group.command(description="A country over time: what it hosts, chairs, joins and signs, as a picture")
    @app_commands.describe(name="Its name, such as Malaysia", as_of=AS_OF, public=PUBLIC)
    @app_commands.autocomplete(name=names(desk.asking, EntityKind.COUNTRY))
    async def country(
        interaction: discord.Interaction, name: str, as_of: str | None = None, public: bool = False
    ) -> None:
        await _show(interaction, name, (EntityKind.COUNTRY,), as_of, public)

    async def _show(
        interaction: discord.Interaction,
        name: str,
        kinds: Collection[EntityKind],
        as_of: str | None,
        public: bool,
    ) -> None:
        entity = desk.asking.entity(name, kinds)
        day = await desk.asking.day(asker_of(interaction), as_of)
        await defer(interaction, public=public)
        timeline = await timeline_of(interaction, desk, entity.id, day)
        picture, text = await picture_of(timeline), text_of(timeline, day)
        await answer(interaction, embeds=[text.embed], view=text.view, files=picture, public=public)

    tree.add_command(group)
