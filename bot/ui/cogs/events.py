"""`/event`: what lies ahead and what is over, with dates as precise as they are known, for everyone."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.rules.showing.cards import event_line, expected
from bot.ui.answers import answer
from bot.ui.desk import Desk
from bot.ui.embeds import of_lines
from bot.ui.groups import event_group
from bot.ui.happenings import event_message, history_message
from bot.ui.lists import NOTHING_AHEAD, list_message
from bot.ui.options import AS_OF, PUBLIC, asker_of, events, names


def setup(tree: app_commands.CommandTree, desk: Desk) -> None:
    group = event_group(tree)

    @group.command(name="next", description="The next meeting, of everything or of what you name")
    @app_commands.describe(of="A forum, country or topic it should concern", as_of=AS_OF, public=PUBLIC)
    @app_commands.autocomplete(of=names(desk.asking))
    async def next_(
        interaction: discord.Interaction,
        of: str | None = None,
        as_of: str | None = None,
        public: bool = False,
    ) -> None:
        asker = asker_of(interaction)
        day = await desk.asking.day(asker, as_of)
        subject = desk.asking.entity(of) if of else None
        agenda = await desk.asking.agenda(asker, subject.id if subject else None, day)
        if not agenda.ahead:
            await answer(interaction, NOTHING_AHEAD, public=public)
            return
        soonest = agenda.ahead[0]
        heading = expected(soonest, agenda.now)
        title = f"{heading}: {subject.label}" if subject else heading
        shown = await event_message(interaction, desk, soonest, day)
        line = of_lines(title, [event_line(soonest, agenda.now)], empty=NOTHING_AHEAD)
        await answer(interaction, embeds=[line, shown.embeds[-1]], view=shown.view, public=public)

    @group.command(name="list", description="What lies ahead, or what is over")
    @app_commands.describe(past="Show what is over instead", as_of=AS_OF, public=PUBLIC)
    async def list_(
        interaction: discord.Interaction, past: bool = False, as_of: str | None = None, public: bool = False
    ) -> None:
        day = await desk.asking.day(asker_of(interaction), as_of)
        shown = await list_message(interaction, desk, "past" if past else "ahead", day)
        await answer(interaction, embeds=[shown.embed], view=shown.view, public=public)

    @group.command(description="One meeting, summit or exercise")
    @app_commands.describe(name="Its name, such as 12th ADMM-Plus", as_of=AS_OF, public=PUBLIC)
    @app_commands.autocomplete(name=events(desk))
    async def show(
        interaction: discord.Interaction, name: str, as_of: str | None = None, public: bool = False
    ) -> None:
        day = await desk.asking.day(asker_of(interaction), as_of)
        event = await desk.diary.event(asker_of(interaction), name)
        shown = await event_message(interaction, desk, event, day)
        await answer(interaction, embeds=shown.embeds, view=shown.view, public=public)

    @group.command(description="What moved, when and by how much: every change this server made of an event")
    @app_commands.describe(name="Its name", public=PUBLIC)
    @app_commands.autocomplete(name=events(desk))
    async def history(interaction: discord.Interaction, name: str, public: bool = False) -> None:
        shown = await history_message(interaction, desk, name)
        await answer(interaction, embeds=[shown.embed], view=shown.view, public=public)
