"""What a press of a button or a choice in a menu does, told by its custom id alone (see `buttons`)."""

from __future__ import annotations

from typing import Any

import discord

from bot.ui import channels, explained, related_news
from bot.ui.answers import answer
from bot.ui.desk import Desk
from bot.ui.happenings import HISTORY, history_message
from bot.ui.lists import LISTS, list_message
from bot.ui.press import Press, in_place, is_titled
from bot.ui.presses_calendars import CALENDAR_PRESSES
from bot.ui.presses_feeds import FEED_PRESSES
from bot.ui.presses_proposals import ProposalPress
from bot.ui.presses_reminders import REMINDER_PRESSES
from bot.ui.shown import card_message, facts_message
from bot.ui.timelines import text_of, timeline_of
from storage.records import EntityId

_DAY = r"(?P<day>-|\d{8})"
_PAGE = r"(?P<page>\d{1,4})"
_ENTITY = r"(?P<entity>[a-z0-9-]{1,80})"


class WhyPress(Press, template=r"why:(?P<nonce>[0-9a-f]{24})"):
    """Tells why a message was posted."""

    async def pressed(self, interaction: discord.Interaction[Any], desk: Desk) -> None:
        explanation = await desk.explaining.explain(self.match["nonce"])
        if explanation is None:
            await answer(interaction, explained.NO_LONGER_KEPT)
        else:
            await answer(interaction, embeds=[explained.of_message(explanation)])


class RelatedPress(Press, template=r"related:(?P<nonce>[0-9a-f]{24})"):
    """Shows what a piece of news mentions, the latest on the same, and the events it speaks of."""

    async def pressed(self, interaction: discord.Interaction[Any], desk: Desk) -> None:
        related = await desk.relating.to_message(self.match["nonce"])
        if related is None:
            await answer(interaction, related_news.NO_LONGER_KEPT)
            return
        shown = related_news.related_message(related)
        await answer(interaction, embeds=[shown.embed], view=shown.view)


class CardPress(Press, template=rf"card:{_DAY}:{_ENTITY}"):
    """Opens the card of something related, or of what was meant."""

    async def pressed(self, interaction: discord.Interaction[Any], desk: Desk) -> None:
        shown = await card_message(interaction, desk, self.entity, self.as_of)
        await answer(interaction, embeds=[shown.embed], view=shown.view)


class CardChoice(Press, template=rf"open:{_DAY}"):
    """Opens the card that was chosen from the menu of what is related."""

    async def pressed(self, interaction: discord.Interaction[Any], desk: Desk) -> None:
        assert isinstance(self.item, discord.ui.Select)
        shown = await card_message(interaction, desk, EntityId(self.item.values[0]), self.as_of)
        await answer(interaction, embeds=[shown.embed], view=shown.view)


class TurnPress(Press, template=rf"turn:{_PAGE}:{_DAY}:{_ENTITY}"):
    """Turns the page of a card."""

    async def pressed(self, interaction: discord.Interaction[Any], desk: Desk) -> None:
        shown = await card_message(interaction, desk, self.entity, self.as_of, self.page)
        await in_place(interaction, shown.embed, shown.view)


class FactsPress(Press, template=rf"facts:{_PAGE}:{_DAY}:{_ENTITY}"):
    """Lists every fact of a card with a citation to paste, or turns the page of that list."""

    async def pressed(self, interaction: discord.Interaction[Any], desk: Desk) -> None:
        shown = await facts_message(interaction, desk, self.entity, self.as_of, self.page)
        if is_titled(interaction.message, "Sources of"):
            await in_place(interaction, shown.embed, shown.view)
        else:
            await answer(interaction, embeds=[shown.embed], view=shown.view)


class FollowPress(Press, template=rf"follow:{_ENTITY}"):
    """Subscribes the channel of the message to the entity of the card."""

    async def pressed(self, interaction: discord.Interaction[Any], desk: Desk) -> None:
        await answer(interaction, await channels.subscribe_here(interaction, desk, self.entity))


class ListPress(Press, template=rf"list:(?P<what>{'|'.join(LISTS)}):{_PAGE}:{_DAY}"):
    """Turns the page of a list."""

    async def pressed(self, interaction: discord.Interaction[Any], desk: Desk) -> None:
        shown = await list_message(interaction, desk, self.match["what"], self.as_of, self.page)
        await in_place(interaction, shown.embed, shown.view)


class HistoryPress(Press, template=rf"history:{_PAGE}:(?P<event>[a-z0-9.-]{{1,80}})"):
    """Shows how an event was changed, or turns the page of that."""

    async def pressed(self, interaction: discord.Interaction[Any], desk: Desk) -> None:
        shown = await history_message(interaction, desk, self.match["event"], self.page)
        if is_titled(interaction.message, HISTORY):
            await in_place(interaction, shown.embed, shown.view)
        else:
            await answer(interaction, embeds=[shown.embed], view=shown.view)


class TimelinePress(Press, template=rf"timeline:{_PAGE}:{_DAY}:{_ENTITY}"):
    """Turns the page of a timeline's text; its picture stays."""

    async def pressed(self, interaction: discord.Interaction[Any], desk: Desk) -> None:
        known = await timeline_of(interaction, desk, self.entity, self.as_of)
        shown = text_of(known, self.as_of, self.page)
        await in_place(interaction, shown.embed, shown.view)


PRESSES = (
    WhyPress,
    RelatedPress,
    CardPress,
    CardChoice,
    TurnPress,
    FactsPress,
    FollowPress,
    ListPress,
    HistoryPress,
    TimelinePress,
    *FEED_PRESSES,
    ProposalPress,
    *CALENDAR_PRESSES,
    *REMINDER_PRESSES,
)
