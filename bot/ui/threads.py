"""Threads of the bot's own, looked for before they are made: no nonce keeps Discord from making two.

A person's thread is called after the person, whose name on Discord is nobody else's. It is private where the
bot may make private ones, else open to those who see the channel; who cannot see the channel gets none.
"""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from typing import Literal

import discord

from bot.rules.text import cut

_WEEK_IN_MINUTES: Literal[10080] = 10080
_LOOKED_AT = 100


class NoThread(Exception):
    """There can be no thread; the message says why."""


async def persons(client: discord.Client, channel_id: int, user_id: int) -> int:
    """The id of the thread below a channel for a person, who is in it then.

    Raises `NoThread`, and discord.py's exceptions for what Discord answers.
    """
    channel = await _parent(client, channel_id)
    person = await client.fetch_user(user_id)
    name = cut(f"Reminders for {person.name}", 100)
    thread = await _known(client, channel, name) or await _made(channel, name)
    await thread.add_user(person)
    return thread.id


async def _parent(client: discord.Client, channel_id: int) -> discord.TextChannel:
    channel = client.get_channel(channel_id) or await client.fetch_channel(channel_id)
    if isinstance(channel, discord.Thread):
        channel = channel.parent or channel
    if not isinstance(channel, discord.TextChannel):
        raise NoThread("there are no threads in the channel where it was asked for")
    return channel


async def _known(client: discord.Client, channel: discord.TextChannel, name: str) -> discord.Thread | None:
    assert client.user is not None
    async for thread in _all_of(channel):
        mine = thread.owner_id == client.user.id and thread.parent_id == channel.id
        if mine and thread.name == name and not thread.locked:
            return thread
    return None


async def _all_of(channel: discord.TextChannel) -> AsyncIterator[discord.Thread]:
    for thread in await channel.guild.active_threads():
        yield thread
    # Without Read Message History there is no list of those that are archived.
    with contextlib.suppress(discord.Forbidden):
        async for thread in channel.archived_threads(private=True, joined=True, limit=_LOOKED_AT):
            yield thread
        async for thread in channel.archived_threads(limit=_LOOKED_AT):
            yield thread


async def _made(channel: discord.TextChannel, name: str) -> discord.Thread:
    kinds = [discord.ChannelType.private_thread, discord.ChannelType.public_thread]
    if channel.is_news():
        kinds = [discord.ChannelType.news_thread]
    for kind in kinds:
        with contextlib.suppress(discord.Forbidden):
            return await channel.create_thread(
                name=name, type=kind, invitable=False, auto_archive_duration=_WEEK_IN_MINUTES
            )
    raise NoThread(f"I may make no threads in <#{channel.id}>")
