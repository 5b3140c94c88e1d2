"""`/remind`: reminders by direct message, for everyone."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands

from bot.rules.text import cut, escaped
from bot.ui import tuning
from bot.ui.answers import answer
from bot.ui.desk import Desk
from bot.ui.options import remindable
from bot.ui.reminded import asked_message, asker_in, list_message
from storage.records import UserId

_CONTEXTS: dict[str, Any] = {
    "allowed_installs": app_commands.AppInstallationType(guild=True, user=True),
    "allowed_contexts": app_commands.AppCommandContext(guild=True, dm_channel=True),
}
"""In servers and in the bot's own direct messages, where the reminders come."""


def setup(tree: app_commands.CommandTree, desk: Desk) -> None:
    group = app_commands.Group(name="remind", description="Reminders by direct message", **_CONTEXTS)

    @group.command(description="Be reminded by direct message of an event, or of a forum's coming meetings")
    @app_commands.describe(
        event="An event, or a forum, topic or country for all its coming meetings",
        leads="How long before: 1 week, 1 day, 1 hour; empty for the usual ones",
    )
    @app_commands.autocomplete(event=remindable(desk), leads=tuning.leads)
    async def me(interaction: discord.Interaction, event: str, leads: tuning.Leads | None = None) -> None:
        shown = asked_message(await desk.personal.remind(asker_in(interaction), event, leads))
        await answer(interaction, embeds=[shown.embed], view=shown.view)

    @group.command(name="list", description="What you are reminded of, with a button to end each")
    async def list_(interaction: discord.Interaction) -> None:
        shown = await list_message(interaction, desk)
        await answer(interaction, embeds=[shown.embed], view=shown.view)

    @group.command(description="Be reminded of something no more")
    @app_commands.describe(what="Pick it from the list")
    async def cancel(interaction: discord.Interaction, what: str) -> None:
        label = await desk.personal.cancel(UserId(interaction.user.id), what)
        await answer(interaction, f"I remind you of **{escaped(label)}** no more.")

    @cancel.autocomplete("what")
    async def complete(interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        kept = await desk.personal.of_person(UserId(interaction.user.id))
        wanted = typed.strip().casefold()
        return [
            app_commands.Choice(name=cut(one.label, 100), value=str(one.subscription.id))
            for one in kept
            if wanted in one.label.casefold()
        ][:25]

    tree.add_command(group)
