"""What a press of a button or a choice in a menu does, told by its custom id alone (see `buttons`)."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import discord

from bot.ui import buttons, channels, explained
from bot.ui.answers import answer, answer_failure
from bot.ui.desk import Desk
from bot.ui.happenings import HISTORY, history_message
from bot.ui.lists import list_message
from bot.ui.shown import card_message, facts_message
from bot.ui.timelines import text_of, timeline_of
from storage.records import EntityId

_DAY = r"(?P<day>-|\d{8})"
_PAGE = r"(?P<page>\d{1,4})"
_ENTITY = r"(?P<entity>[a-z0-9-]{1,80})"


class _Press(discord.ui.DynamicItem[discord.ui.Item[Any]], template=r"(?!)"):
    """What all presses share: they are made from their id, and what breaks is answered as for a command."""

    def __init__(self, item: discord.ui.Item[Any], match: re.Match[str]) -> None:
        super().__init__(item)
        self.match = match

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> _Press:
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


class WhyPress(_Press, template=r"why:(?P<nonce>[0-9a-f]{24})"):
    """Tells why a message was posted."""

    async def pressed(self, interaction: discord.Interaction[Any], desk: Desk) -> None:
        explanation = await desk.explaining.explain(self.match["nonce"])
        if explanation is None:
            await answer(interaction, explained.NO_LONGER_KEPT)
        else:
            await answer(interaction, embeds=[explained.of_message(explanation)])


class CardPress(_Press, template=rf"card:{_DAY}:{_ENTITY}"):
    """Opens the card of something related, or of what was meant."""

    async def pressed(self, interaction: discord.Interaction[Any], desk: Desk) -> None:
        shown = await card_message(interaction, desk, self.entity, self.as_of)
        await answer(interaction, embeds=[shown.embed], view=shown.view)


class CardChoice(_Press, template=rf"open:{_DAY}"):
    """Opens the card that was chosen from the menu of what is related."""

    async def pressed(self, interaction: discord.Interaction[Any], desk: Desk) -> None:
        assert isinstance(self.item, discord.ui.Select)
        shown = await card_message(interaction, desk, EntityId(self.item.values[0]), self.as_of)
        await answer(interaction, embeds=[shown.embed], view=shown.view)


class TurnPress(_Press, template=rf"turn:{_PAGE}:{_DAY}:{_ENTITY}"):
    """Turns the page of a card."""

    async def pressed(self, interaction: discord.Interaction[Any], desk: Desk) -> None:
        shown = await card_message(interaction, desk, self.entity, self.as_of, self.page)
        await _in_place(interaction, shown.embed, shown.view)


class FactsPress(_Press, template=rf"facts:{_PAGE}:{_DAY}:{_ENTITY}"):
    """Lists every fact of a card with a citation to paste, or turns the page of that list."""

    async def pressed(self, interaction: discord.Interaction[Any], desk: Desk) -> None:
        shown = await facts_message(interaction, desk, self.entity, self.as_of, self.page)
        if _is_titled(interaction.message, "Sources of"):
            await _in_place(interaction, shown.embed, shown.view)
        else:
            await answer(interaction, embeds=[shown.embed], view=shown.view)


class FollowPress(_Press, template=rf"follow:{_ENTITY}"):
    """Subscribes the channel of the message to the entity of the card."""

    async def pressed(self, interaction: discord.Interaction[Any], desk: Desk) -> None:
        await answer(interaction, await channels.subscribe_here(interaction, desk, self.entity))


class ListPress(_Press, template=rf"list:(?P<what>ahead|past|forums):{_PAGE}:{_DAY}"):
    """Turns the page of a list."""

    async def pressed(self, interaction: discord.Interaction[Any], desk: Desk) -> None:
        what: Any = self.match["what"]
        shown = await list_message(interaction, desk, what, self.as_of, self.page)
        await _in_place(interaction, shown.embed, shown.view)


class HistoryPress(_Press, template=rf"history:{_PAGE}:(?P<event>[a-z0-9.-]{{1,80}})"):
    """Shows how an event was changed, or turns the page of that."""

    async def pressed(self, interaction: discord.Interaction[Any], desk: Desk) -> None:
        shown = await history_message(interaction, desk, self.match["event"], self.page)
        if _is_titled(interaction.message, HISTORY):
            await _in_place(interaction, shown.embed, shown.view)
        else:
            await answer(interaction, embeds=[shown.embed], view=shown.view)


class TimelinePress(_Press, template=rf"timeline:{_PAGE}:{_DAY}:{_ENTITY}"):
    """Turns the page of a timeline's text; its picture stays."""

    async def pressed(self, interaction: discord.Interaction[Any], desk: Desk) -> None:
        known = await timeline_of(interaction, desk, self.entity, self.as_of)
        shown = text_of(known, self.as_of, self.page)
        await _in_place(interaction, shown.embed, shown.view)


PRESSES = (
    WhyPress,
    CardPress,
    CardChoice,
    TurnPress,
    FactsPress,
    FollowPress,
    ListPress,
    HistoryPress,
    TimelinePress,
)


async def _in_place(
    interaction: discord.Interaction[Any], embed: discord.Embed, view: discord.ui.View | None
) -> None:
    """Show a page in the button's own message where only the presser sees that, else in a new answer."""
    message = interaction.message
    if message is None or not message.flags.ephemeral:
        await answer(interaction, embeds=[embed], view=view)
        return
    await interaction.response.edit_message(embeds=[*message.embeds[:-1], embed], view=view)


def _is_titled(message: discord.Message | None, beginning: str) -> bool:
    return bool(message and message.embeds and (message.embeds[-1].title or "").startswith(beginning))
