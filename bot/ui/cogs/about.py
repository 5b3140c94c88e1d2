"""“What is this about?” in a message's menu: what it mentions, with cards to open."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.ui.answers import answer
from bot.ui.desk import Desk
from bot.ui.mentioned import mentioned_message
from bot.ui.options import everywhere

_NOTHING = (
    "I recognise nothing in this message: no forum, meeting, country, person or topic I know."
    " `/search` takes names in many spellings."
)


def setup(tree: app_commands.CommandTree, desk: Desk) -> None:
    @app_commands.context_menu(name="What is this about?")
    @everywhere
    async def about(interaction: discord.Interaction, message: discord.Message) -> None:
        found = desk.asking.mentioned(_text_of(message))
        if not found:
            await answer(interaction, _NOTHING)
            return
        shown = mentioned_message("This message mentions", found)
        await answer(interaction, embeds=[shown.embed], view=shown.view)

    tree.add_command(about)


def _text_of(message: discord.Message) -> str:
    """All a reader sees of a message; embeds too, since that is where news are."""
    parts = [message.content]
    for embed in message.embeds:
        parts += [embed.title or "", embed.description or ""]
        parts += [f"{field.name}\n{field.value}" for field in embed.fields]
    return "\n".join(part for part in parts if part)
