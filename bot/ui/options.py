"""What the commands' options share: name completion, and who may change a server's settings."""

from __future__ import annotations

import re
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar
from zoneinfo import available_timezones

import discord
from discord import app_commands

from bot.rules.answers.answering import CHOSEN
from bot.rules.dates.zones import find_zones
from bot.rules.moment import is_over
from bot.rules.moving import is_own
from bot.rules.text import cut
from bot.rules.wording import date_in_brief
from bot.services.asking import HAPPENINGS, Asking
from bot.services.diary import picked
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


def moderators_here(command: T) -> T:
    """The same for a command in a group that is for everyone: Discord cannot hide a part of a group."""

    def is_here(interaction: discord.Interaction) -> bool:
        if interaction.guild_id is None or interaction.client.get_guild(interaction.guild_id) is None:
            raise app_commands.NoPrivateMessage()
        return True

    here: Any = app_commands.check(is_here)(command)
    return app_commands.checks.has_permissions(manage_guild=True)(here)  # type: ignore[no-any-return]


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


def events(desk: Desk) -> Choices:
    """Completes names of events that may be shown: the server's own with their dates, since those of a
    series share their name, then those of the catalogue."""

    async def complete(interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        own = [one for one in await desk.diary.suggest(asker_of(interaction), typed) if is_own(one)]
        found = [_choice(f"{cut(one.title, 70)} · {date_in_brief(one.edtf)}", one.id) for one in own]
        return [*found, *await of_catalogue(interaction, typed)][:_MOST_CHOICES]

    of_catalogue = names(desk.asking, *HAPPENINGS)
    return complete


def events_to_change(desk: Desk) -> Choices:
    """Completes names of events with their dates, each as it stands now; the next ones first."""

    async def complete(interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        known = await desk.diary.suggest(asker_of(interaction), typed, _MOST_CHOICES)
        found = [_choice(f"{cut(one.title, 70)} · {date_in_brief(one.edtf)}", picked(one)) for one in known]
        others = desk.asking.suggest(typed, HAPPENINGS, _MOST_CHOICES) if typed.strip() else []
        ids = {one.id for one in known}
        return [*found, *(_choice(one.label, one.id) for one in others if one.id not in ids)][:_MOST_CHOICES]

    return complete


def remindable(desk: Desk) -> Choices:
    """Completes what a person may be reminded of: events that lie ahead, then all else that meets."""

    async def complete(interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        asker = asker_of(interaction)
        now = await desk.asking.now(asker)
        ahead = [one for one in await desk.diary.suggest(asker, typed) if not is_over(one, now)]
        found = [_choice(f"{cut(one.title, 70)} · {date_in_brief(one.edtf)}", one.id) for one in ahead]
        others = [one for one in desk.asking.suggest(typed) if one.kind not in HAPPENINGS]
        found += [_choice(f"{one.label} ({one.kind.value})", one.id) for one in others]
        return found[:_MOST_CHOICES]

    return complete


def dates(desk: Desk, *, hours: bool = True) -> Choices:
    """Completes a date with how it is read, in words; what is no date yet with what is wrong with it.

    With `hours`, a day is offered with the hour, too, that the event which is already chosen has.
    """

    async def complete(interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        event = str(getattr(interaction.namespace, "event", None) or "") if hours else ""
        readings = await desk.diary.readings(asker_of(interaction), typed, event)
        return [_choice(words, value) for words, value in readings if value and len(value) <= _LONGEST_CHOICE]

    return complete


def rules(desk: Desk) -> Choices:
    """Completes how often an event comes back, in words with the next dates of the date or event chosen."""

    async def complete(interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        when, ends, event = (
            str(getattr(interaction.namespace, option, None) or "") for option in ("when", "ends", "event")
        )
        readings = await desk.diary.rule_readings(asker_of(interaction), typed, when, ends or None, event)
        return [_choice(words, value) for words, value in readings if len(value) <= _LONGEST_CHOICE]

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

    async def complete(interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        own = asking.own_topics(asker_of(interaction), typed)
        found = [_choice(f"{topic.name} (topic of this server)", topic.id) for topic in own]
        found += [_choice(f"{e.label} ({e.kind.value})", e.id) for e in asking.suggest(typed)]
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
