"""What is shown of an entity: its card and the list of its facts, each as one embed with its buttons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

import discord

from bot.rules.showing import paging
from bot.rules.showing.citations import said
from bot.rules.showing.telling import Told
from bot.rules.text import escaped
from bot.ui import buttons
from bot.ui.channels import may_subscribe
from bot.ui.desk import Desk
from bot.ui.embeds import of_card_page, of_facts_page
from bot.ui.options import asker_of
from storage.records import SERVER, EntityId, GuildId


@dataclass(frozen=True, slots=True)
class Shown:
    embed: discord.Embed
    view: discord.ui.View | None


async def card_message(
    interaction: discord.Interaction[Any],
    desk: Desk,
    entity_id: EntityId,
    as_of: date | None = None,
    page: int = 1,
) -> Shown:
    """A page of an entity's card. Raises `NoSuchEntity` where a pack no longer has it."""
    entity = desk.asking.by_id(entity_id)
    asker = asker_of(interaction)
    card = await desk.asking.card(asker, entity, as_of)
    pages = paging.pages(card)
    page = min(max(page, 1), len(pages))
    view = buttons.under_card(
        entity_id,
        desk.asking.related(asker, entity),
        as_of,
        page,
        len(pages),
        may_follow=may_subscribe(interaction),
        may_remind=page == 1 and await lies_ahead(desk, asker, entity_id),
    )
    return Shown(of_card_page(card, pages[page - 1], as_of), view)


async def facts_message(
    interaction: discord.Interaction[Any],
    desk: Desk,
    entity_id: EntityId,
    as_of: date | None = None,
    page: int = 1,
) -> Shown:
    """A page of all facts about an entity, each with a citation to paste."""
    entity = desk.asking.by_id(entity_id)
    facts = await desk.asking.facts(asker_of(interaction), entity, as_of)
    lines = [_with_citation(list(told)) for _, told in groupby(facts, key=_where)]
    pages = paging.lines_paged(lines, 3500)
    page = min(max(page, 1), len(pages))
    view = buttons.paging(lambda to: buttons.facts_id(entity_id, as_of, to), page, len(pages))
    return Shown(of_facts_page(entity.label, pages[page - 1], page, len(pages)), view)


async def lies_ahead(desk: Desk, asker: GuildId, event_id: str) -> bool:
    """Whether it is an event that somebody may want to be reminded of, whatever day the card is as of."""
    return await desk.personal.may_be_asked(asker, event_id, await desk.asking.now(asker))


def _where(told: Told) -> tuple[str, str, str]:
    return told.heading, told.source.id, told.fact.place


def _with_citation(together: list[Told]) -> str:
    """Facts under one heading from one place of one source, and the citation they share."""
    facts = "; ".join(told.text for told in together)
    return f"**{together[0].heading}**: {facts}\n-# {_citation(together[0])}"


def _citation(told: Told) -> str:
    """The source with the place in it, to paste; its address stays as it is, so that it can be opened."""
    publisher = told.source.publisher if told.fact.pack == SERVER else escaped(told.source.publisher)
    parts = [escaped(told.source.title), publisher, said(told.source), escaped(told.fact.place)]
    words = ", ".join(part for part in parts if part)
    return f"{words}, <{told.source.url}>" if told.source.url else words
