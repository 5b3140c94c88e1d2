"""What is shown of an event: its card, what this server changed of it, and the history of that."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import discord

from bot.rules import readings_of_events, revisions, wording
from bot.rules.moment import Moment
from bot.rules.notices_news import news_line
from bot.rules.showing import paging
from bot.rules.showing.cards import event_line
from bot.rules.showing.own_cards import own_card
from bot.rules.showing.series import series_lines
from bot.ui import buttons
from bot.ui.desk import Desk
from bot.ui.embeds import of_card_page, of_lines
from bot.ui.options import asker_of
from bot.ui.shown import Shown, card_message, lies_ahead
from storage.records import SHIPPED, EntityId, Event

HISTORY = "History of"
_HINT = "/event history shows every change"


@dataclass(frozen=True, slots=True)
class ShownEvent:
    embeds: list[discord.Embed]
    view: discord.ui.View | None


async def event_message(
    interaction: discord.Interaction[Any], desk: Desk, event: Event, as_of: date | None = None
) -> ShownEvent:
    """The card of an event; where sources differ on its date, above it what each says.

    Moderators have a button for each date that reminders might follow instead.
    """
    shown = await _card(interaction, desk, event, as_of)
    news = await desk.joining.news_of(asker_of(interaction), event.id) if as_of is None else []
    if news:
        told = of_lines("In the news", [news_line(entry) for entry in news], empty="")
        shown = ShownEvent([*shown.embeds, told], shown.view)
    readings = await desk.choosing.readings(asker_of(interaction), event.id) if as_of is None else []
    lines = readings_of_events.on_card(readings)
    if not lines:
        return shown
    embeds = [of_lines("What each source says of the date", lines, empty=""), *shown.embeds]
    if interaction.guild_id is None or not interaction.permissions.manage_guild:
        return ShownEvent(embeds, shown.view)
    return ShownEvent(embeds, buttons.with_dates(shown.view, readings_of_events.differing(readings)))


async def _card(
    interaction: discord.Interaction[Any], desk: Desk, event: Event, as_of: date | None
) -> ShownEvent:
    """The card of an event; above that of the catalogue stands what this server changed of it.

    An event that no pack knows, since the server added it or its pack is gone, has a card of its own.
    """
    now = await desk.asking.now(asker_of(interaction), as_of)
    around = await desk.repeating.around(event)
    of_series = series_lines(around.series, around.before, around.after) if around is not None else []
    if not desk.asking.knows(EntityId(event.id)):
        labels = sorted(map(desk.asking.label, event.concerns))
        card = own_card(event, labels, now, of_series)
        (page, *_) = paging.pages(card)
        ahead = await lies_ahead(desk, asker_of(interaction), event.id)
        view = buttons.under_event(event.id, may_remind=ahead)
        return ShownEvent([of_card_page(card, page, as_of)], view)
    shown = await card_message(interaction, desk, EntityId(event.id), as_of)
    return ShownEvent([*_as_changed(event, now, of_series), shown.embed], shown.view)


async def history_message(
    interaction: discord.Interaction[Any], desk: Desk, query: str, page: int = 1
) -> Shown:
    """A page of what was changed of an event in this server, the latest first."""
    event, changes = await desk.diary.history(asker_of(interaction), query)
    pages = paging.lines_paged(revisions.in_history(changes))
    page = min(max(page, 1), len(pages))
    footer = f"Page {page} of {len(pages)}" if len(pages) > 1 else ""
    empty = "This server has changed nothing of it."
    embed = of_lines(f"{HISTORY} {wording.event_title(event)}", pages[page - 1], empty=empty, footer=footer)
    return Shown(embed, buttons.paging(lambda to: buttons.history_id(event.id, to), page, len(pages)))


def _as_changed(event: Event, now: Moment, of_series: list[str]) -> list[discord.Embed]:
    if event.guild_id == SHIPPED:
        return []
    lines = [event_line(event, now), *of_series]
    return [of_lines("As this server has it", lines, empty="", footer=_HINT)]
