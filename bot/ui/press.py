"""What every press of a button shares: it is made from its custom id, and what breaks in it is answered."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import discord

from bot.ui import buttons
from bot.ui.answers import answer, answer_failure
from bot.ui.desk import Desk
from storage.records import EntityId


class Press(discord.ui.DynamicItem[discord.ui.Item[Any]], template=r"(?!)"):
    """A press: `pressed` does what it is for, and raises named refusals as a command does."""

    def __init__(self, item: discord.ui.Item[Any], match: re.Match[str]) -> None:
        super().__init__(item)
        self.match = match

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Press:
        return cls(item, match)

    async def callback(self, interaction: discord.Interaction[Any]) -> Any:
        desk: Desk = interaction.client.desk
        try:
            await self.pressed(interaction, desk)
        except Exception as error:
            # An edge as a command is: discord.py would only log this, and the person see no answer.
            await answer_failure(interaction, error, desk.operator_id)

    async def pressed(self, interaction: discord.Interaction[Any], desk: Desk) -> None:
        raise NotImplementedError

    @property
    def entity(self) -> EntityId:
        return EntityId(self.match["entity"])

    @property
    def as_of(self) -> date | None:
        return buttons.day_of(self.match["day"])

    @property
    def page(self) -> int:
        return int(self.match["page"])


async def in_place(
    interaction: discord.Interaction[Any], embed: discord.Embed, view: discord.ui.View | None
) -> None:
    """Show a page in the button's own message where only the presser sees that, else in a new answer."""
    message = interaction.message
    if message is None or not message.flags.ephemeral:
        await answer(interaction, embeds=[embed], view=view)
        return
    await interaction.response.edit_message(embeds=[*message.embeds[:-1], embed], view=view)


def is_titled(message: discord.Message | None, beginning: str) -> bool:
    return bool(message and message.embeds and (message.embeds[-1].title or "").startswith(beginning))
