"""Says something to whoever used a command: privately, unless they asked for a public answer.

A first answer whose receipt is lost is repeated by discord.py, and Discord then says that there is one
already. So there is: that is no failure, and nothing to apologise for.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence

import discord

log = logging.getLogger(__name__)

_ANSWERED_ALREADY = 40060
_DEFERRED = "deferred"


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
    if interaction.response.is_done() or _DEFERRED in interaction.extras:
        await interaction.followup.send(text or "", embeds=list(embeds), view=view, ephemeral=not public)
        return
    try:
        await interaction.response.send_message(text, embeds=list(embeds), view=view, ephemeral=not public)
    except discord.HTTPException as error:
        _unless_answered(interaction, error)


async def defer(interaction: discord.Interaction) -> None:
    """Say that the answer takes a moment; `answer` then fills it in, privately."""
    try:
        await interaction.response.defer(ephemeral=True, thinking=True)
    except discord.HTTPException as error:
        _unless_answered(interaction, error)
    # Kept here as well: discord.py knows of a deferral only if it saw the receipt.
    interaction.extras[_DEFERRED] = True


def _unless_answered(interaction: discord.Interaction, error: discord.HTTPException) -> None:
    if error.code != _ANSWERED_ALREADY:
        raise error
    log.warning("the receipt of an answer was lost; the answer itself had arrived (%s)", interaction.id)
