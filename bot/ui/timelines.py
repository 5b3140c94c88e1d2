"""A timeline as it is shown: its picture with a text for who does not see it, and its pages in words."""

from __future__ import annotations

import asyncio
import io
from datetime import date
from typing import Any

import discord

from bot.rules.showing import paging
from bot.rules.showing.timeline import Timeline
from bot.rules.showing.timeline_words import alt_text, in_words
from bot.ui import buttons
from bot.ui.desk import Desk
from bot.ui.embeds import of_card_page
from bot.ui.options import asker_of
from bot.ui.pictures import draw
from bot.ui.shown import Shown
from storage.records import EntityId


async def timeline_of(
    interaction: discord.Interaction[Any], desk: Desk, entity_id: EntityId, as_of: date | None
) -> Timeline:
    """The timeline of an entity for whoever asks. Raises `NoSuchEntity` where a pack no longer has it."""
    return await desk.asking.timeline(asker_of(interaction), desk.asking.by_id(entity_id), as_of)


async def picture_of(timeline: Timeline) -> list[discord.File]:
    """Its picture, drawn beside the event loop; none where nothing of it has a date."""
    if not timeline.drawn:
        return []
    png = await asyncio.to_thread(draw, timeline)
    return [discord.File(io.BytesIO(png), filename="timeline.png", description=alt_text(timeline))]


def text_of(timeline: Timeline, as_of: date | None, page: int = 1) -> Shown:
    """A page of it in words, with buttons to turn it where there are more."""
    card = in_words(timeline)
    pages = paging.pages(card)
    page = min(max(page, 1), len(pages))
    view = buttons.paging(lambda to: buttons.timeline_id(timeline.entity, as_of, to), page, len(pages))
    return Shown(of_card_page(card, pages[page - 1], as_of), view)
