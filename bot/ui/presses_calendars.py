"""Presses about calendars: to follow one that was shown, and to choose which of several dates counts."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands

from bot.rules import readings_of_events, wording
from bot.rules.showing import calendars
from bot.ui import buttons
from bot.ui.answers import answer, defer
from bot.ui.desk import Desk
from bot.ui.options import guild_of
from bot.ui.press import Press
from storage.records import UserId
from storage.statements import CalendarId


class SavePress(Press, template=r"calendar:(?P<calendar>\d{1,18})"):
    """Follows the calendar of a preview."""

    async def pressed(self, interaction: discord.Interaction[Any], desk: Desk) -> None:
        _moderators(interaction)
        await defer(interaction)
        calendar, taken = await desk.importing.save(
            guild_of(interaction), CalendarId(int(self.match["calendar"]))
        )
        said = calendars.saved(calendar, taken.added, taken.known, taken.changed, taken.no_room)
        await answer(interaction, said)


class UsePress(
    Press,
    template=r"use:(?P<origin>c\d{1,18}|pack|moderator):(?P<shown>[0-9a-f]{4}):(?P<event>[a-z0-9.-]{1,80})",
):
    """Lets reminders of an event follow what one of its sources says."""

    async def pressed(self, interaction: discord.Interaction[Any], desk: Desk) -> None:
        _moderators(interaction)
        event, reading = await desk.choosing.choose(
            guild_of(interaction),
            UserId(interaction.user.id),
            self.match["event"],
            buttons.origin_of(self.match["origin"]),
            self.match["shown"],
        )
        title = wording.event_title(event)
        await answer(interaction, f"Reminders of **{title}** follow this from now on:\n"
                     f"{readings_of_events.line(reading)}")  # fmt: skip


CALENDAR_PRESSES = (SavePress, UsePress)


def _moderators(interaction: discord.Interaction[Any]) -> None:
    if not interaction.permissions.manage_guild:
        raise app_commands.MissingPermissions(["manage_guild"])
