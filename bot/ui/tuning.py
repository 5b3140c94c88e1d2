"""What the options of a channel and of a server look like in commands, and how what holds is shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Literal

import discord
from discord import app_commands

from bot.rules import options_told, options_typed
from bot.rules.text import cut
from bot.rules.wording import listed, local
from bot.services.subscribing import CHANNEL_DELETED, Standing
from bot.ui.desk import Desk
from bot.ui.embeds import of_lines
from storage.records import Guild, Subscription

Leads = app_commands.Range[str, 1, 320]
Short = app_commands.Range[str, 1, 40]
Tags = app_commands.Range[str, 1, 120]
Switch = Literal["on", "off", "default"]
HowOften = Literal["off", "daily", "weekly", "default"]
Weekday = Literal["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "default"]
Speed = Literal["instant", "hourly", "daily", "default"]

DESCRIBED = {
    "leads": "How long before: 1 week, 1 day, 1 hour; none; or default",
    "quiet": "Hours in which nothing but what cannot wait is posted, such as 22-7; none; or default",
    "brief": "One message on what is coming, what moved and what was said of it",
    "brief_hour": "The hour of the brief, and of news once a day",
    "brief_day": "The day of a weekly brief",
    "live": "One message that is kept up to date with what is coming",
    "most_per_hour": "News posts in an hour, 1 to 100, or default; what is more is told together",
    "pace": "Whether news come as they are found, or together",
    "publish": "Publish what is posted in an announcement channel to those who follow it",
}
"""The options that channels and servers share."""

SERVER = "Settings of this server"
_CHOICES = 25


async def leads(_: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Completes lead times with how they are read; what is none yet with what is wrong with it."""
    return _choices(options_typed.leads_offered(typed))


async def hours(_: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
    return _choices(options_typed.hours_offered(typed))


def completed(command: Any) -> Any:
    """The completions of the options that channels and servers share."""
    complete: Callable[[Any], Any] = app_commands.autocomplete(leads=leads, brief_hour=hours)
    return complete(command)


def of_channel(desk: Desk, standing: Standing, channel: str) -> discord.Embed:
    """A channel as a whole and each of its subscriptions, with what holds and where it is from."""
    guild, known = standing.guild, standing.channel
    layers = options_told.layers_of(guild, known)
    lines = [f"**{channel} as a whole**", *options_told.of_posts(layers), *options_told.of_reminders(layers)]
    for one in standing.following:
        lines.append(f"\n{follows(desk, one)}")
        if one.options.leads is not None or one.options.day_hour is not None:
            lines += options_told.of_reminders(options_told.layers_of(guild, known, one))
    if not standing.following:
        lines.append("\nIt follows nothing yet; `/subscribe` begins.")
    footer = "What is set here stands over what the server has; /settings changes that"
    return of_lines("What holds here", lines, empty="", footer=footer)


def of_server(guild: Guild, now: datetime) -> list[str]:
    """The settings of a server, a line each, with where they are from."""
    layers = options_told.layers_of(guild)
    channel = (
        f"<#{guild.notices_channel_id}>" if guild.notices_channel_id else "not chosen (option `notices`)"
    )
    is_set = "set here" if guild.zone != options_told.SET_UP_BY_NOBODY.zone else "by default"
    return [
        f"**Time zone**: {guild.zone}, where it is {local(now, guild.zone)} · {is_set}",
        *options_told.of_reminders(layers),
        f"**Notices**: {channel}",
        *options_told.of_posts(layers),
        *options_told.of_server(layers),
    ]


def follows(desk: Desk, made: Subscription) -> str:
    """What one subscription of a channel brings."""
    what = listed([noun for noun, on in (("news", made.news), ("reminders", made.reminders)) if on])
    role = f", mentions <@&{made.role_id}>" if made.role_id else ""
    paused = f" — **paused**: {made.paused_reason}" if made.paused_at else ""
    if made.paused_reason == CHANNEL_DELETED:
        paused += "; removed after 30 days"
    return f"**{desk.asking.label(made.subject)}** ({what}{role}){paused}"


def _choices(offered: list[tuple[str, str]]) -> list[app_commands.Choice[str]]:
    return [
        app_commands.Choice(name=cut(words, 100), value=value)
        for words, value in offered[:_CHOICES]
        if 0 < len(value) <= 100
    ]
