"""What the commands' options share: name completion, and who may change a server's settings."""

from __future__ import annotations

import re
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar
from zoneinfo import available_timezones

import discord
from discord import app_commands

from bot.rules.answering import CHOSEN
from bot.rules.text import cut
from bot.rules.zones import find_zones
from bot.services.asking import Asking
from bot.ui.desk import Desk
from storage.records import EVERYTHING, SHIPPED, EntityKind, GuildId

Choices = Callable[[discord.Interaction, str], Coroutine[Any, Any, list[app_commands.Choice[str]]]]
T = TypeVar("T")

_MOST_CHOICES = 25
_LONGEST_CHOICE = 100
_OPENER = re.compile(
    r"(who|whose|what|which|where|when|since|how|why|is|are|was|were|does|do|did|has|have|will|can|tell)\s",
    re.IGNORECASE,
)
AS_OF = "A day, such as 2026-11-01: answer as of then"
PUBLIC = "Show the answer to everyone here"

EVERYWHERE: dict[str, Any] = {
    "allowed_installs": app_commands.AppInstallationType(guild=True, user=True),
    "allowed_contexts": app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True),
}
"""Look-ups work in servers, in direct messages and as an app of one's own; nothing else does."""


def moderators_only(command: T) -> T:
    """Hide a command from members by default, and refuse them if the server shows it to them."""
    shown_to: Any = app_commands.default_permissions(manage_guild=True)
    return shown_to(app_commands.checks.has_permissions(manage_guild=True)(command))  # type: ignore[no-any-return]


def everywhere(command: T) -> T:
    """`EVERYWHERE` for a command that stands alone."""
    installs = app_commands.allowed_installs(guilds=True, users=True)
    return app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)(installs(command))


def guild_of(interaction: discord.Interaction) -> GuildId:
    if interaction.guild_id is None:
        raise app_commands.NoPrivateMessage()
    return GuildId(interaction.guild_id)


def asker_of(interaction: discord.Interaction[Any]) -> GuildId:
    """The server whose settings and corrections an answer follows; in a direct message nobody's."""
    return GuildId(interaction.guild_id) if interaction.guild_id is not None else SHIPPED


def names(asking: Asking, *kinds: EntityKind) -> Choices:
    """Completes names of the catalogue; the value of a choice is the entity's id."""

    async def complete(_: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return [_choice(entity.label, entity.id) for entity in asking.suggest(typed, kinds, _MOST_CHOICES)]

    return complete


def anything(asking: Asking) -> Choices:
    """Completes names where a plain question may be asked too: the value of a choice is marked as an id.

    Whoever types a question is offered it as it stands, so that Enter does not put a name in its place.
    """

    async def complete(_: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        if is_question(typed):
            return [_choice(typed, typed)] if len(typed) <= _LONGEST_CHOICE else []
        return [_choice(entity.label, f"{CHOSEN}{entity.id}") for entity in asking.suggest(typed)]

    return complete


def is_question(typed: str) -> bool:
    """Whether somebody is typing a question and not a name."""
    return _OPENER.match(typed.lstrip()) is not None


def subjects(asking: Asking) -> Choices:
    """Completes what a channel may follow."""

    async def complete(_: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        found = [_choice(f"{e.label} ({e.kind.value})", e.id) for e in asking.suggest(typed)]
        if EVERYTHING.startswith(typed.strip().casefold()):
            found.insert(0, _choice("Everything", EVERYTHING))
        return found[:_MOST_CHOICES]

    return complete


def followed(desk: Desk) -> Choices:
    """Completes what the channel that is already chosen follows, or any channel while none is."""

    async def complete(interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        channel = interaction.namespace.channel
        made = await desk.subscribing.of_guild(guild_of(interaction))
        here = [s.subject for s in made if channel is None or s.channel_id == channel.id]
        labels = {subject: desk.asking.label(subject) for subject in here}
        wanted = typed.strip().casefold()
        return [_choice(label, s) for s, label in labels.items() if wanted in label.casefold()][
            :_MOST_CHOICES
        ]

    return complete


async def zones(_: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
    return [_choice(name, name) for name in find_zones(typed, available_timezones(), _MOST_CHOICES)]


def _choice(name: str, value: str) -> app_commands.Choice[str]:
    return app_commands.Choice(name=cut(name, 100), value=value)
