"""What is listed of a server, a line each: its feeds, topics and subscriptions, and what it may ask me."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import discord
from discord import app_commands

from bot.rules import wording
from bot.rules.text import escaped
from bot.ui import feeds_shown
from bot.ui.desk import Desk
from bot.ui.options import guild_of
from bot.ui.topics_shown import query_shown
from bot.ui.tuning import follows

_BEGIN = (
    "Begin with `/setup`, then `/subscribe` a channel and `/feed add` a feed. A live list (`/subscription"
    " edit`, `live`) is not pinned by me: pin it yourself, and I keep that message up to date."
)


async def feeds(interaction: discord.Interaction[Any], desk: Desk) -> Sequence[str]:
    return [feeds_shown.list_line(one) for one in await desk.feeds.health(guild_of(interaction))]


async def health(interaction: discord.Interaction[Any], desk: Desk) -> Sequence[str]:
    now = desk.clock()
    return [feeds_shown.health_line(one, now) for one in await desk.feeds.health(guild_of(interaction))]


async def topics(interaction: discord.Interaction[Any], desk: Desk) -> Sequence[str]:
    return [
        f"**{escaped(topic.name)}** — `{query_shown(topic.query)}`\n-# by <@{topic.by_user_id}>,"
        f" {wording.instant(topic.created_at)}"
        for topic in await desk.topics.of_guild(guild_of(interaction))
    ]


async def subscriptions(interaction: discord.Interaction[Any], desk: Desk) -> Sequence[str]:
    guild_id = guild_of(interaction)
    given_up = [
        f"⚠ A message of {wording.instant(row.created_at)} was given up: {row.last_error}"
        for row in await desk.subscribing.given_up(guild_id)
    ]
    following = await desk.subscribing.of_guild(guild_id)
    return [*(f"<#{made.channel_id}>: {follows(desk, made)}" for made in following), *given_up]


async def commands(interaction: discord.Interaction[Any], _: Desk) -> Sequence[str]:
    known = _commands(interaction.client.tree)
    for_all = [_line(one) for one in known if not _is_for_moderators(one)]
    for_some = [_line(one) for one in known if _is_for_moderators(one)]
    return [_BEGIN, "**For everyone**", *for_all, "**For people who may manage the server**", *for_some]


def command_lines(tree: app_commands.CommandTree) -> list[tuple[str, str]]:
    """Every command with its description, in the order of their names."""
    return [(command.qualified_name, command.description) for command in _commands(tree)]


def _commands(tree: app_commands.CommandTree) -> list[app_commands.Command[Any, ..., Any]]:
    found = [one for one in tree.walk_commands() if isinstance(one, app_commands.Command)]
    return sorted(found, key=lambda command: command.qualified_name)


def _is_for_moderators(command: app_commands.Command[Any, ..., Any]) -> bool:
    """Whether members are refused it, or Discord does not show it to them."""
    top = command.root_parent or command
    return bool(command.checks) or top.default_permissions is not None


def _line(command: app_commands.Command[Any, ..., Any]) -> str:
    return f"`/{command.qualified_name}` — {command.description}"
