"""`/fact`: what a server adds to the catalogue or corrects in it, shown in its own look-ups alone."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.rules import overlay, wording
from bot.rules.showing import paging
from bot.rules.text import cut, escaped
from bot.services.correcting import Corrected, Wording
from bot.services.refusals import Refusal
from bot.ui.answers import answer
from bot.ui.desk import Desk
from bot.ui.embeds import of_lines
from bot.ui.options import guild_of, moderators_only, names
from storage.records import UserId
from storage.revisions import Correction

Said = app_commands.Range[str, 1, 300]
Choices = list[app_commands.Choice[str]]

_VALUE = "What is so: words, the name of a country, forum, person …, or, of a date, the date"
_SOURCE = "Where it is from: a title, an address, or both"
_DATE = "Since when, or when: 2026-11-01, 1 Nov 2026, November 2026, 2026, 2024/2027"
_NOTE = "What a reader must know"


def setup(tree: app_commands.CommandTree, desk: Desk) -> None:
    group = app_commands.Group(
        name="fact",
        description="What this server adds to what I know, or corrects in it",
        guild_only=True,
        default_permissions=discord.Permissions(manage_guild=True),
    )
    complete_names = names(desk.asking)

    async def complete_facts(interaction: discord.Interaction, typed: str) -> Choices:
        try:
            entity = desk.asking.entity(_so_far(interaction, "entity"))
        except Refusal:
            return []
        facts = {fact.key: desk.correcting.headed(fact, entity) for fact in desk.correcting.facts_on(entity)}
        return _choices(facts, typed)

    async def complete_values(interaction: discord.Interaction, typed: str) -> Choices:
        """The words or the date of the fact that was chosen, to be changed; of one with an object, names."""
        try:
            entity = desk.asking.entity(_so_far(interaction, "entity"))
            fact = desk.correcting.fact(entity, _so_far(interaction, "fact"))
        except Refusal:
            return []
        if fact.object is not None:
            return await complete_names(interaction, typed)
        value = fact.text or str(fact.edtf)
        return [app_commands.Choice(name=value, value=value)] if len(value) <= 100 else []

    async def complete_headings(_: discord.Interaction, typed: str) -> Choices:
        return _choices({name: overlay.heading(name) for name in overlay.predicates_like(typed)}, "")

    async def complete_own(interaction: discord.Interaction, typed: str) -> Choices:
        mine = await desk.correcting.of_guild(guild_of(interaction))
        return _choices({str(made.id): f"#{made.id} {_what(desk, made)}" for made in reversed(mine)}, typed)

    @group.command(description="Put another value beside one of my facts, with its source")
    @moderators_only
    @app_commands.describe(
        entity="Whose fact", fact="Which of its facts", value=_VALUE, source=_SOURCE, date=_DATE, note=_NOTE
    )
    @app_commands.autocomplete(entity=complete_names, fact=complete_facts, value=complete_values)
    async def correct(
        interaction: discord.Interaction,
        entity: str,
        fact: str,
        value: Said,
        source: Said,
        date: str | None = None,
        note: Said | None = None,
    ) -> None:
        done = await desk.correcting.correct(
            guild_of(interaction), _user(interaction), entity, fact, Wording(value, source, date, note)
        )
        await answer(interaction, embeds=[of_lines(*_told(desk, done), empty="")])

    @group.command(description="Add a fact that I do not know, with its source")
    @moderators_only
    @app_commands.describe(
        entity="What it is about",
        about="Under which heading of its card",
        value=_VALUE,
        source=_SOURCE,
        date=_DATE,
        note=_NOTE,
    )
    @app_commands.autocomplete(entity=complete_names, about=complete_headings, value=complete_names)
    async def add(
        interaction: discord.Interaction,
        entity: str,
        about: str,
        value: Said,
        source: Said,
        date: str | None = None,
        note: Said | None = None,
    ) -> None:
        done = await desk.correcting.add(
            guild_of(interaction), _user(interaction), entity, about, Wording(value, source, date, note)
        )
        await answer(interaction, embeds=[of_lines(*_told(desk, done), empty="")])

    @group.command(
        name="list", description="What this server added or corrected: who, when and by what source"
    )
    @moderators_only
    @app_commands.describe(withdrawn="Show what was withdrawn instead", page="Which page of the list")
    async def list_(
        interaction: discord.Interaction, withdrawn: bool = False, page: app_commands.Range[int, 1, 999] = 1
    ) -> None:
        mine = await desk.correcting.of_guild(guild_of(interaction), withdrawn=withdrawn)
        pages = paging.lines_paged([_line(desk, made) for made in reversed(mine)])
        page = min(page, len(pages))
        footer = f"Page {page} of {len(pages)}; `page` shows another" if len(pages) > 1 else ""
        title = "What this server withdrew" if withdrawn else "What this server added or corrected"
        embed = of_lines(
            title, [*pages[page - 1]], empty="Nothing. `/fact correct` and `/fact add` do so.", footer=footer
        )
        await answer(interaction, embeds=[embed])

    @group.command(description="Take back what this server added or corrected")
    @moderators_only
    @app_commands.describe(which="Its number, or pick it from the list")
    @app_commands.autocomplete(which=complete_own)
    async def withdraw(interaction: discord.Interaction, which: str) -> None:
        gone = await desk.correcting.withdraw(guild_of(interaction), _user(interaction), which)
        await answer(interaction, f"#{gone.id} is withdrawn: {escaped(_what(desk, gone))}")

    tree.add_command(group)


def _so_far(interaction: discord.Interaction, option: str) -> str:
    """What was chosen in another option while somebody still types in this one."""
    return str(getattr(interaction.namespace, option, None) or "")


def _choices(labels: dict[str, str], typed: str) -> Choices:
    wanted = typed.strip().casefold()
    found = [(value, label) for value, label in labels.items() if wanted in label.casefold()]
    return [app_commands.Choice(name=cut(label, 100), value=value) for value, label in found[:25]]


def _user(interaction: discord.Interaction) -> UserId:
    return UserId(interaction.user.id)


def _what(desk: Desk, made: Correction) -> str:
    value = desk.correcting.value(made)
    return f"{desk.asking.label(made.subject)} · {overlay.heading(made.predicate)}: {value}"


def _told(desk: Desk, done: Corrected) -> tuple[str, list[str]]:
    """What was done, and what follows from it."""
    made = done.made
    title = f"{desk.asking.label(made.subject)}: {overlay.heading(made.predicate)}"
    lines = []
    if done.before is not None:
        lines.append(f"**Before**: {escaped(desk.correcting.value(done.before))}")
    lines.append(f"**{'Now beside it' if done.before else 'Added'}**: {escaped(desk.correcting.value(made))}")
    if made.note:
        lines.append(f"**Note**: {escaped(made.note)}")
    lines.append(f"**Source**: {_source(made)}")
    if done.former is not None:
        said = escaped(desk.correcting.value(done.former))
        lines.append(f"It takes the place of #{done.former.id} ({said}), which is withdrawn.")
    lines.append(f"Cards in this server show it from now on. `/fact withdraw which:{made.id}` takes it back.")
    if made.predicate == "date":
        lines.append("Reminders still follow the catalogue's date.")
    return title, lines


def _line(desk: Desk, made: Correction) -> str:
    day = wording.day_in_words(made.day)
    beside = f"\n-# {_beside(desk, made)}" if made.corrects else ""
    gone = (
        f"\n-# withdrawn by <@{made.withdrawn_by_user_id}> {wording.instant(made.withdrawn_at)}"
        if made.withdrawn_at is not None
        else ""
    )
    return (
        f"**#{made.id}** {escaped(_what(desk, made))}"
        f"\n-# by <@{made.by_user_id}>, {day}; source: {_source(made)}{beside}{gone}"
    )


def _beside(desk: Desk, made: Correction) -> str:
    said = desk.correcting.beside(made)
    return f"beside “{escaped(said)}”" if said else "beside a fact that the catalogue no longer holds"


def _source(made: Correction) -> str:
    return f"{escaped(made.source)} <{made.url}>" if made.url else escaped(made.source)
