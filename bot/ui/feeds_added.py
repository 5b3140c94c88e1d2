"""Adds many feeds one after the other and shows how far it came: each of them is asked over the network."""

from __future__ import annotations

from collections.abc import AsyncIterator
from time import monotonic
from typing import Any

import discord

from bot.rules import wording
from bot.services.feeds import Taken
from bot.ui import feeds_shown
from bot.ui.answers import answer

_SHOWN_EVERY_SECONDS = 2.0


async def add_with_progress(interaction: discord.Interaction[Any], taking: AsyncIterator[Taken]) -> None:
    """Say what becomes of each feed; the command, or press, was deferred before."""
    taken: list[Taken] = []
    shown_at = monotonic()
    async for one in taking:
        taken.append(one)
        if monotonic() - shown_at >= _SHOWN_EVERY_SECONDS:
            shown_at = monotonic()
            await interaction.edit_original_response(
                content=f"Reading the feeds: {wording.counted(len(taken), 'feed')} done …"
            )
    await answer(interaction, embeds=[feeds_shown.outcome(taken)])
