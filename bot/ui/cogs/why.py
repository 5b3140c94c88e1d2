"""`/why`, and “Why was this posted?” in a message's menu: how a post came about, or why there is none."""

from __future__ import annotations

import re

import discord
from discord import app_commands

from bot.rules.pasted import pasted
from bot.ui import explained
from bot.ui.answers import answer
from bot.ui.desk import Desk
from bot.ui.options import guild_of

_MESSAGE = re.compile(r"https://(?:\w+\.)?discord(?:app)?\.com/channels/\d{1,20}/\d{1,20}/(\d{1,20})/?")


def setup(tree: app_commands.CommandTree, desk: Desk) -> None:
    @app_commands.command(description="Why something was posted, or why a page of the news was not")
    @app_commands.guild_only()
    @app_commands.describe(link="The link of a message of mine, or the address of a page")
    async def why(interaction: discord.Interaction, link: str) -> None:
        posted = _MESSAGE.fullmatch(pasted(link))
        if posted is not None:
            await _tell_of_message(interaction, desk, int(posted[1]))
            return
        trace = await desk.explaining.of_link(guild_of(interaction), link)
        await answer(interaction, embeds=[explained.of_page(trace)])

    @app_commands.context_menu(name="Why was this posted?")
    @app_commands.guild_only()
    async def why_posted(interaction: discord.Interaction, message: discord.Message) -> None:
        await _tell_of_message(interaction, desk, message.id)

    tree.add_command(why)
    tree.add_command(why_posted)


async def _tell_of_message(interaction: discord.Interaction, desk: Desk, message_id: int) -> None:
    explanation = await desk.explaining.of_message(message_id)
    if explanation is None or explanation.delivery.guild_id not in (None, interaction.guild_id):
        await answer(
            interaction,
            "That is no message I posted here by myself in the last 90 days. `/why link:` also takes the"
            " address of a page, and tells what became of it.",
        )
        return
    await answer(interaction, embeds=[explained.of_message(explanation)])
