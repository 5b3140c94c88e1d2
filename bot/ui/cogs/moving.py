"""`/event` for moderators: events of the server's own, and what it changes of any event's date.

Each change names its source, is told to the channels that follow the event, and stands in its history.
"""

from __future__ import annotations

import discord
from discord import app_commands

from bot.rules import revisions
from bot.rules.moment import is_over
from bot.rules.showing.series import series_told
from bot.rules.text import escaped
from bot.services.scheduling import Changed, Details
from bot.ui.answers import answer
from bot.ui.desk import Desk
from bot.ui.embeds import of_lines
from bot.ui.groups import event_group
from bot.ui.options import dates, events_to_change, guild_of, moderators_here, names, rules
from storage.records import UserId

Said = app_commands.Range[str, 1, 300]
Title = app_commands.Range[str, 1, 200]

_EVENT = "Its name: pick it from the list"
_WHEN = "1 Nov 2026 09:30 Asia/Manila, next Tuesday 9am, 1–3 Nov 2026, November 2026, 2026 or TBC"
_ENDS = "The last day, where it takes several"
_SOURCE = "Who says so: a title, an address, or both"
_OF = "The forum, topic or country it concerns: who follows that hears of it"
_PLACE = "Where it takes place"
_LINK = "The address of a page about it"
_REPEATS = "How often it comes back: every year, 2nd Tuesday of every month, every 2 weeks until 2027"
_HOW = "Every year, 2nd Tuesday of every month, … or stop"
_FOLLOWING = "Cancel all that its rule would bring after it, too"


def setup(tree: app_commands.CommandTree, desk: Desk) -> None:
    group = event_group(tree)
    complete_names, complete_events = names(desk.asking), events_to_change(desk)
    complete_dates, complete_last_days, complete_rules = dates(desk), dates(desk, hours=False), rules(desk)

    @group.command(description="Add an event of this server's own, with its source")
    @moderators_here
    @app_commands.describe(
        title="What it is called",
        when=_WHEN,
        source=_SOURCE,
        of=_OF,
        place=_PLACE,
        link=_LINK,
        ends=_ENDS,
        repeats=_REPEATS,
    )
    @app_commands.autocomplete(
        when=complete_dates, ends=complete_last_days, of=complete_names, repeats=complete_rules
    )
    async def add(
        interaction: discord.Interaction,
        title: Title,
        when: str,
        source: Said,
        of: str | None = None,
        place: Said | None = None,
        link: Said | None = None,
        ends: str | None = None,
        repeats: str | None = None,
    ) -> None:
        details = Details(title, of, place, link)
        await _tell(
            interaction,
            await desk.scheduling.add(
                guild_of(interaction), _user(interaction), when, source, details, ends, repeats
            ),
        )

    @group.command(description="Change what an event is called, concerns, where it is, or its page")
    @moderators_here
    @app_commands.describe(
        event=_EVENT, source=_SOURCE, title="What it is called from now on", of=_OF, place=_PLACE, link=_LINK
    )
    @app_commands.autocomplete(event=complete_events, of=complete_names)
    async def edit(
        interaction: discord.Interaction,
        event: str,
        source: Said,
        title: Title | None = None,
        of: str | None = None,
        place: Said | None = None,
        link: Said | None = None,
    ) -> None:
        details = Details(title, of, place, link)
        await _tell(
            interaction,
            await desk.scheduling.edit(guild_of(interaction), _user(interaction), event, source, details),
        )

    @group.command(description="Give an event another date, or a more precise one; reminders follow it")
    @moderators_here
    @app_commands.describe(event=_EVENT, when=_WHEN, source=_SOURCE, ends=_ENDS)
    @app_commands.autocomplete(event=complete_events, when=complete_dates, ends=complete_last_days)
    async def move(
        interaction: discord.Interaction, event: str, when: str, source: Said, ends: str | None = None
    ) -> None:
        await _tell(
            interaction,
            await desk.scheduling.move(guild_of(interaction), _user(interaction), event, when, source, ends),
        )

    @group.command(description="An event comes back by a rule, by another one, or by none any more")
    @moderators_here
    @app_commands.describe(event=_EVENT, how=_HOW, source=_SOURCE)
    @app_commands.autocomplete(event=complete_events, how=complete_rules)
    async def repeat(interaction: discord.Interaction, event: str, how: str, source: Said) -> None:
        await _tell(
            interaction,
            await desk.scheduling.repeat(guild_of(interaction), _user(interaction), event, how, source),
        )

    @group.command(description="An event does not take place on its date; a new one is not known yet")
    @moderators_here
    @app_commands.describe(event=_EVENT, source=_SOURCE)
    @app_commands.autocomplete(event=complete_events)
    async def postpone(interaction: discord.Interaction, event: str, source: Said) -> None:
        await _tell(
            interaction,
            await desk.scheduling.postpone(guild_of(interaction), _user(interaction), event, source),
        )

    @group.command(description="An event does not take place; nothing is reminded of any more")
    @moderators_here
    @app_commands.describe(event=_EVENT, source=_SOURCE, following=_FOLLOWING)
    @app_commands.autocomplete(event=complete_events)
    async def cancel(
        interaction: discord.Interaction, event: str, source: Said, following: bool = False
    ) -> None:
        await _tell(
            interaction,
            await desk.scheduling.cancel(
                guild_of(interaction), _user(interaction), event, source, and_following=following
            ),
        )

    @group.command(description="An event that was planned takes place on its date")
    @moderators_here
    @app_commands.describe(event=_EVENT, source=_SOURCE)
    @app_commands.autocomplete(event=complete_events)
    async def confirm(interaction: discord.Interaction, event: str, source: Said) -> None:
        await _tell(
            interaction,
            await desk.scheduling.confirm(guild_of(interaction), _user(interaction), event, source),
        )


def _user(interaction: discord.Interaction) -> UserId:
    return UserId(interaction.user.id)


async def _tell(interaction: discord.Interaction, done: Changed) -> None:
    """What was done, and what follows from it."""
    after = done.after
    lines = revisions.told(done.before, after, done.now.at, done.zone)
    if is_over(after, done.now) and not after.is_called_off:
        lines.append("That is past: it is kept, and nothing is reminded of.")
    lines += series_told(done.series, done.made, done.gone)
    address = f" <{done.said.url}>" if done.said.url else ""
    lines.append(f"**Source**: {escaped(done.said.source)}{address}")
    lines.append(revisions.told_to(done.told, after))
    lines.append("-# In this server alone; `/event history` shows every change.")
    title = revisions.headline(done.before, after, done.what)
    await answer(interaction, embeds=[of_lines(title, lines, empty="")])
