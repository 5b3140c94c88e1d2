"""`/event`: what lies ahead and what is over, with dates as precise as they are known."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.rules.cards import event_line, expected
from bot.services.asking import HAPPENINGS
from bot.ui.answers import answer
from bot.ui.desk import Desk
from bot.ui.embeds import of_card, of_lines
from bot.ui.options import guild_of, names

_NOTHING = "Nothing is announced in what I know. Try `/event list past:True` for what is over."


def setup(tree: app_commands.CommandTree, desk: Desk) -> None:
    group = app_commands.Group(name="event", description="Meetings, summits and exercises", guild_only=True)

    @group.command(name="next", description="The next meeting, of everything or of what you name")
    @app_commands.describe(
        of="A forum, country or topic it should concern", public="Show the answer to everyone here"
    )
    @app_commands.autocomplete(of=names(desk.asking))
    async def next_(interaction: discord.Interaction, of: str | None = None, public: bool = False) -> None:
        subject = desk.asking.entity(of) if of else None
        agenda = await desk.asking.agenda(guild_of(interaction), subject.id if subject else None)
        coming = desk.asking.named(agenda.ahead[:1])
        if not coming:
            await answer(interaction, _NOTHING, public=public)
            return
        card = await desk.asking.card(guild_of(interaction), coming[0])
        lines = [event_line(event, agenda.now) for event in agenda.ahead]
        heading = expected(agenda.ahead[0])
        title = f"{heading}: {subject.label}" if subject else heading
        await answer(
            interaction, embeds=[of_lines(title, lines[:1], empty=_NOTHING), *of_card(card)], public=public
        )

    @group.command(name="list", description="What lies ahead, or what is over")
    @app_commands.describe(past="Show what is over instead", public="Show the answer to everyone here")
    async def list_(interaction: discord.Interaction, past: bool = False, public: bool = False) -> None:
        agenda = await desk.asking.agenda(guild_of(interaction))
        events = agenda.over if past else agenda.ahead
        lines = [event_line(event, agenda.now) for event in events]
        embed = of_lines("What is over" if past else "What lies ahead", lines, empty=_NOTHING)
        await answer(interaction, embeds=[embed], public=public)

    @group.command(description="One meeting, summit or exercise")
    @app_commands.describe(name="Its name, such as 12th ADMM-Plus", public="Show the answer to everyone here")
    @app_commands.autocomplete(name=names(desk.asking, *HAPPENINGS))
    async def show(interaction: discord.Interaction, name: str, public: bool = False) -> None:
        entity = desk.asking.entity(name, HAPPENINGS)
        card = await desk.asking.card(guild_of(interaction), entity)
        await answer(interaction, embeds=of_card(card), public=public)

    tree.add_command(group)
