"""`/search`, `/country`, `/person` and `/instrument`: cards of anything the catalogue knows."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands

from bot.rules.answers.answering import Answer
from bot.rules.text import cut, escaped
from bot.services.refusals import NoSuchEntity
from bot.ui.answers import answer
from bot.ui.buttons import to_choose
from bot.ui.desk import Desk
from bot.ui.embeds import of_answer, of_lines
from bot.ui.happenings import event_message
from bot.ui.options import AS_OF, EVERYWHERE, PUBLIC, anything, asker_of, everywhere, names
from bot.ui.shown import card_message
from storage.records import EntityKind

_MOST_CANDIDATES = 10


def setup(tree: app_commands.CommandTree, desk: Desk) -> None:
    async def show(
        interaction: discord.Interaction[Any], name: str, kind: EntityKind, as_of: str | None, public: bool
    ) -> None:
        day = await desk.asking.day(asker_of(interaction), as_of)
        shown = await card_message(interaction, desk, desk.asking.entity(name, [kind]).id, day)
        await answer(interaction, embeds=[shown.embed], view=shown.view, public=public)

    country = app_commands.Group(
        name="country", description="Countries and their part in forums", **EVERYWHERE
    )

    @country.command(name="show", description="All a country is here: member, partner, co-chair, host")
    @app_commands.describe(name="Its name, such as Malaysia", as_of=AS_OF, public=PUBLIC)
    @app_commands.autocomplete(name=names(desk.asking, EntityKind.COUNTRY))
    async def show_country(
        interaction: discord.Interaction, name: str, as_of: str | None = None, public: bool = False
    ) -> None:
        await show(interaction, name, EntityKind.COUNTRY, as_of, public)

    @app_commands.command(description="A person: their office as of its source, and their part here")
    @everywhere
    @app_commands.describe(name="A name, such as Rajnath Singh", as_of=AS_OF, public=PUBLIC)
    @app_commands.autocomplete(name=names(desk.asking, EntityKind.PERSON))
    async def person(
        interaction: discord.Interaction, name: str, as_of: str | None = None, public: bool = False
    ) -> None:
        await show(interaction, name, EntityKind.PERSON, as_of, public)

    @app_commands.command(description="An agreement, plan, statement or partnership")
    @everywhere
    @app_commands.describe(name="Its name, such as Plan of Action", as_of=AS_OF, public=PUBLIC)
    @app_commands.autocomplete(name=names(desk.asking, EntityKind.INSTRUMENT))
    async def instrument(
        interaction: discord.Interaction, name: str, as_of: str | None = None, public: bool = False
    ) -> None:
        await show(interaction, name, EntityKind.INSTRUMENT, as_of, public)

    @app_commands.command(description="Ask by a name or a plain question: who co-chairs the EWG on CT?")
    @everywhere
    @app_commands.describe(query="A name or a question", as_of=AS_OF, public=PUBLIC)
    @app_commands.autocomplete(query=anything(desk.asking))
    async def search(
        interaction: discord.Interaction, query: str, as_of: str | None = None, public: bool = False
    ) -> None:
        asker = asker_of(interaction)
        day = await desk.asking.day(asker, as_of)
        found = await desk.asking.answer(asker, query, day)
        if not found.results and not found.said:
            event = await desk.diary.named_in(asker, query)
            if event is None:
                raise NoSuchEntity(query)
            of_event = await event_message(interaction, desk, event, day)
            await answer(interaction, embeds=of_event.embeds, view=of_event.view, public=public)
            return
        if not found.results:
            embeds = of_answer(desk.asking.said(asker, found))
            await answer(interaction, embeds=embeds, public=public)
            return
        if found.ambiguous:
            candidates = [one.entity for one in found.results]
            await answer(
                interaction,
                embeds=[_candidates(query, found)],
                view=to_choose(candidates, day),
                public=public,
            )
            return
        shown = await card_message(interaction, desk, found.results[0].entity.id, day)
        said = of_answer(desk.asking.said(asker, found))
        await answer(interaction, embeds=[*said, shown.embed], view=shown.view, public=public)

    tree.add_command(country)
    tree.add_command(person)
    tree.add_command(instrument)
    tree.add_command(search)


def _candidates(query: str, found: Answer) -> discord.Embed:
    entities = [one.entity for one in found.results]
    lines = [
        f"**{one.label}** ({one.kind.value.replace('-', ' ')}) — {cut(one.summary, 200)}" for one in entities
    ]
    footer = "The likeliest ten; a longer name finds fewer." if len(lines) >= _MOST_CANDIDATES else ""
    return of_lines(f"What “{escaped(cut(query, 80))}” may mean", lines, empty="", footer=footer)
