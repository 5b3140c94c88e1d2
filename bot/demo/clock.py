"""The demo's one clock, and the `/clock` command that asks for it to be moved on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import discord
from discord import app_commands
from simcord.env import Env

from bot.rules import wording

START = datetime(2025, 10, 29, 8, 0, tzinfo=UTC)
"""Three days before the 12th ADMM-Plus."""

ZONE = "Asia/Kuala_Lumpur"
"""The zone of the demo's server and of its page."""

Wish = Callable[[datetime, datetime | None], datetime]
"""From the present and the next reminder's instant to where the clock shall stand."""

_WISHES: dict[str, tuple[str, Wish]] = {
    "hour": ("an hour", lambda now, _due: now + timedelta(hours=1)),
    "day": ("a day", lambda now, _due: now + timedelta(days=1)),
    "reminder": ("to the next reminder, if one is planned", lambda now, due: due if due is not None else now),
}


class DemoClock:
    """The bot's and the page's clock: SimCord's, which stands still until the driver moves it."""

    def __init__(self) -> None:
        self._env: Env | None = None

    def attach(self, env: Env) -> None:
        """Follow `env` from here on; call it before the first guild, whose id carries its date."""
        env.backend.clock._epoch = START  # the marked line: SimCord's clock begins in 2026, with no setter
        self._env = env

    def __call__(self) -> datetime:
        return START if self._env is None else self._env.now()


def clock_command(
    wishes: asyncio.Queue[Wish], now: Callable[[], datetime]
) -> app_commands.Command[Any, ..., None]:
    """The demo's own command: it answers at once and leaves the moving to whoever reads `wishes`."""

    @app_commands.command(name="clock", description="Demo only: move the demo's clock on")
    @app_commands.describe(to="How far")
    @app_commands.choices(
        to=[app_commands.Choice(name=name, value=key) for key, (name, _) in _WISHES.items()]
    )
    @app_commands.guild_only()
    async def clock(interaction: discord.Interaction, to: str) -> None:
        name, wish = _WISHES[to]
        there = wording.local(now(), ZONE)
        await interaction.response.send_message(f"It is {there}. Moving on: {name} …", ephemeral=True)
        wishes.put_nowait(wish)

    return clock
