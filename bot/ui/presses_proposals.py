"""Presses under what news propose of an event: a moderator applies it, or leaves everything as it is."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands

from bot.rules import notices_proposals, revisions
from bot.ui.answers import answer
from bot.ui.buttons import AnyButton, stopped, why_id
from bot.ui.desk import Desk
from bot.ui.embeds import of_notice
from bot.ui.options import guild_of
from bot.ui.press import Press
from storage.records import UserId


class ProposalPress(Press, template=r"proposal:(?P<how>apply|dismiss):(?P<nonce>[0-9a-f]{24})"):
    """Applies or dismisses, and leaves in the message what became of it."""

    async def pressed(self, interaction: discord.Interaction[Any], desk: Desk) -> None:
        if not interaction.permissions.manage_guild:
            raise app_commands.MissingPermissions(["manage_guild"])
        guild_id, by, nonce = guild_of(interaction), UserId(interaction.user.id), self.match["nonce"]
        if self.match["how"] == "apply":
            changed = await desk.joining.apply(desk.scheduling, guild_id, by, nonce)
            lines = revisions.told(changed.before, changed.after, changed.now.at, changed.zone)
            outcome = f"Applied by <@{by}>: {'; '.join(lines)}"
        else:
            await desk.joining.dismiss(guild_id, by, nonce)
            outcome = f"Dismissed by <@{by}>; nothing was changed"
        explanation = await desk.explaining.explain(nonce)
        if explanation is None:
            await answer(interaction, outcome)
            return
        settled = notices_proposals.settled(explanation.notice, outcome)
        why = AnyButton(label="Why?", custom_id=why_id(nonce))
        await interaction.response.edit_message(embed=of_notice(settled, None), view=stopped([why]))
