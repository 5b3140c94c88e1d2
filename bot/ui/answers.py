"""Says something to whoever used a command: privately, unless they asked for a public answer."""

from __future__ import annotations

from collections.abc import Sequence

import discord


async def answer(
    interaction: discord.Interaction,
    text: str | None = None,
    *,
    embeds: Sequence[discord.Embed] = (),
    view: discord.ui.View | None = None,
    public: bool = False,
) -> None:
    """Answer, or follow up where the command was deferred. Pings nobody."""
    view = view if view is not None else discord.utils.MISSING
    if interaction.response.is_done():
        await interaction.followup.send(text or "", embeds=list(embeds), view=view, ephemeral=not public)
    else:
        await interaction.response.send_message(text, embeds=list(embeds), view=view, ephemeral=not public)
