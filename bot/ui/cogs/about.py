"""“What is this about?” in a message's menu: what it mentions, with cards to open."""

from __future__ import annotations

from collections import defaultdict

import discord
from discord import app_commands

from bot.ui.answers import answer
from bot.ui.buttons import to_choose
from bot.ui.desk import Desk
from bot.ui.embeds import of_lines
from bot.ui.options import everywhere
from storage.records import Entity, EntityKind

_HEADINGS = {
    EntityKind.FORUM: "Forums and bodies",
    EntityKind.BODY: "Forums and bodies",
    EntityKind.WORKING_GROUP: "Forums and bodies",
    EntityKind.MEETING: "Meetings and exercises",
    EntityKind.SUMMIT: "Meetings and exercises",
    EntityKind.EXERCISE: "Meetings and exercises",
    EntityKind.COUNTRY: "Countries and places",
    EntityKind.PLACE: "Countries and places",
    EntityKind.REGION: "Countries and places",
    EntityKind.PERSON: "People",
    EntityKind.TOPIC: "Topics",
}
_REST = "Agreements and more"
_NOTHING = (
    "I recognise nothing in this message: no forum, meeting, country, person or topic I know."
    " `/search` takes names in many spellings."
)


def setup(tree: app_commands.CommandTree, desk: Desk) -> None:
    @app_commands.context_menu(name="What is this about?")
    @everywhere
    async def about(interaction: discord.Interaction, message: discord.Message) -> None:
        found = desk.asking.mentioned(_text_of(message))
        if not found:
            await answer(interaction, _NOTHING)
            return
        embed = of_lines("This message mentions", _grouped(found), empty=_NOTHING)
        await answer(interaction, embeds=[embed], view=to_choose(found))

    tree.add_command(about)


def _text_of(message: discord.Message) -> str:
    """All a reader sees of a message; embeds too, since that is where news are."""
    parts = [message.content]
    for embed in message.embeds:
        parts += [embed.title or "", embed.description or ""]
        parts += [f"{field.name}\n{field.value}" for field in embed.fields]
    return "\n".join(part for part in parts if part)


def _grouped(found: list[Entity]) -> list[str]:
    groups: dict[str, list[str]] = defaultdict(list)
    for entity in found:
        groups[_HEADINGS.get(entity.kind, _REST)].append(f"**{entity.label}** — {entity.summary}")
    order = dict.fromkeys([*_HEADINGS.values(), _REST])
    return [line for heading in order if heading in groups for line in (f"__{heading}__", *groups[heading])]
