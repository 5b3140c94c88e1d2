"""Which channel may be subscribed, by whom, and what the bot lacks there; said in words."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands

from bot.rules.wording import listed
from bot.ui.desk import Desk
from bot.ui.options import guild_of
from storage.records import ChannelId, EntityId

_NEEDED = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "embed_links": "Embed Links",
    "attach_files": "Attach Files",
    "read_message_history": "Read Message History",
}


def missing(channel: discord.TextChannel) -> str:
    """What the bot may not do in a channel and would have to, as a sentence; empty where nothing is."""
    mine = channel.permissions_for(channel.guild.me)
    lacking = [label for name, label in _NEEDED.items() if not getattr(mine, name)]
    if not lacking:
        return ""
    return (
        f"I lack {listed(lacking)} in {channel.mention}. Give me that there and run this again;"
        " nothing was changed."
    )


def may_subscribe(interaction: discord.Interaction[Any]) -> bool:
    """Whether a button to subscribe this channel is of use to whoever asks here."""
    return isinstance(_channel(interaction), discord.TextChannel) and interaction.permissions.manage_guild


async def subscribe_here(interaction: discord.Interaction[Any], desk: Desk, entity: EntityId) -> str:
    """Subscribe the channel of a card to what the card is about; returns what is to be said.

    Raises `MissingPermissions` for people who may not manage the server, and `NoSuchEntity`.
    """
    guild_id = guild_of(interaction)
    if not interaction.permissions.manage_guild:
        raise app_commands.MissingPermissions(["manage_guild"])
    channel = _channel(interaction)
    if not isinstance(channel, discord.TextChannel):
        return "Only a text channel can be subscribed. Choose one with `/subscribe`."
    if lacking := missing(channel):
        return lacking
    label = desk.asking.by_id(entity).label
    await desk.subscribing.subscribe(guild_id, ChannelId(channel.id), entity, news=True, reminders=True)
    no_feed = "" if await desk.feeds.of_guild(guild_id) else no_feed_yet()
    return f"{channel.mention} now gets news and reminders on **{label}**. `/unsubscribe` ends that.{no_feed}"


def role_unheard(channel: discord.TextChannel, role: discord.Role | None) -> str:
    """A role that Discord will not let the bot ping is shown in a post, but nobody is notified."""
    heard = role is None or role.mentionable or channel.permissions_for(channel.guild.me).mention_everyone
    return "" if heard else "\nThat role is not mentionable: allow anyone to mention it in its settings."


def no_feed_yet() -> str:
    return "\nNo feed is watched yet: add one with `/feed add`."


def _channel(interaction: discord.Interaction[Any]) -> Any:
    """The channel asked from, where the bot is in its server: an app of one's own is used elsewhere too."""
    guild = interaction.client.get_guild(interaction.guild_id) if interaction.guild_id else None
    return guild.get_channel(interaction.channel_id) if guild and interaction.channel_id else None
