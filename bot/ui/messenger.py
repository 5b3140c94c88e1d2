"""Posts notices to Discord and sorts its answers into Sent, Retry, Gone and Refused (see `faults`).

A forum channel takes no messages but posts, each of which is one notice (see `forum_posts`); every other
channel, thread or person takes messages. Which of them a channel is, is asked only where it matters.
"""

from __future__ import annotations

from collections.abc import Awaitable
from dataclasses import replace
from datetime import timedelta
from typing import Any, TypeVar

import aiohttp
import discord

from bot.rules import notices
from bot.rules.notices import Notice
from bot.services.ports import Gone, NotFound, Opened, Outcome, Retry, Sent
from bot.ui import faults, forum_posts, threads
from bot.ui.buttons import why_id
from bot.ui.buttons_reminders import under_message
from bot.ui.embeds import of_notice
from bot.ui.posted import Posted, custom_ids, posted
from storage.deliveries import Delivery
from storage.records import ChannelId, GuildId, UserId

T = TypeVar("T")

_CLOCKS_DIFFER_BY = timedelta(seconds=60)
_HISTORY = 1000


class DiscordMessenger:
    def __init__(self, client: discord.Client) -> None:
        self._client = client

    async def send(self, delivery: Delivery, notice: Notice, late: timedelta | None) -> Outcome:
        return await self._sorted(delivery.guild_id, self._send(delivery, notice, late))

    async def edit(self, delivery: Delivery, notice: Notice) -> Outcome:
        """Change an earlier message; who was mentioned in it stays named, and nobody is pinged."""
        return await self._sorted(delivery.guild_id, self._edit(delivery, notice))

    async def publish(self, delivery: Delivery) -> Outcome:
        assert delivery.channel_id is not None and delivery.target_message_id is not None
        channel = self._client.get_partial_messageable(delivery.channel_id)
        message = channel.get_partial_message(delivery.target_message_id)
        return await self._sorted(delivery.guild_id, _publish(message))

    async def open_thread(self, channel_id: ChannelId, user_id: UserId) -> Opened | Retry | Gone:
        """The person's thread below a channel: found by its name among the bot's own, or made."""
        try:
            opened = await self._sorted(None, threads.persons(self._client, channel_id, user_id))
        except threads.NoThread as error:
            return Gone(str(error))
        match opened:
            case int():
                return Opened(ChannelId(opened))
            case Retry() | Gone():
                return opened
        return Gone(getattr(opened, "reason", "there can be no thread"))

    async def find(self, delivery: Delivery) -> Sent | NotFound | Retry | Gone:
        """Read the channel, or the bot's own posts in a forum, from shortly before the first attempt on.

        Where the history may not be read, the nonce alone has to do: the answer is `NotFound`.
        """
        try:
            return await self._find(delivery)
        except discord.Forbidden:
            return NotFound()
        except discord.NotFound as error:
            return Gone(faults.reason(error))
        except discord.HTTPException as error:
            return Retry(faults.reason(error), maybe_posted=True)
        except (aiohttp.ClientError, OSError) as error:
            return faults.broken(error)

    async def _send(self, delivery: Delivery, notice: Notice, late: timedelta | None) -> Sent:
        told = posted(delivery, self._without_lost_role(delivery, notice), late)
        known = self._known(delivery.channel_id)
        if isinstance(known, discord.ForumChannel):
            return Sent(await forum_posts.make(known, notice, told))
        try:
            return Sent(await self._message(delivery, told), _may_be_published(delivery, known))
        except discord.HTTPException as error:
            if error.code not in faults.TAKES_NO_MESSAGES or known is not None:
                raise
            forum = await self._place(delivery)
            if not isinstance(forum, discord.ForumChannel):
                raise
            return Sent(await forum_posts.make(forum, notice, told))

    async def _message(self, delivery: Delivery, told: Posted) -> int:
        """Post with the stored nonce; discord.py then sets `enforce_nonce`, so that a repetition
        within Discord's window answers with the first message."""
        channel = await self._channel(delivery)
        message = await channel.send(
            told.content,
            embed=told.embed,
            view=told.view,
            nonce=delivery.nonce,
            allowed_mentions=told.allowed,
        )
        return message.id

    async def _edit(self, delivery: Delivery, notice: Notice) -> Sent:
        assert delivery.target_message_id is not None
        view, place = under_message(delivery, notice), await self._place(delivery)
        if isinstance(place, discord.ForumChannel):
            return await self._edit_post(delivery.target_message_id, notice, view)
        channel = await self._channel(delivery)
        message = channel.get_partial_message(delivery.target_message_id)
        try:
            await message.edit(embed=of_notice(notice, None), view=view)
        except discord.HTTPException as error:
            if error.code != faults.ARCHIVED:
                raise
            # A message wakes a thread up; a change of one does not.
            await self._client.http.edit_channel(message.channel.id, archived=False)
            await message.edit(embed=of_notice(notice, None), view=view)
        return Sent(message.id)

    async def _edit_post(self, post_id: int, notice: Notice, view: discord.ui.View) -> Sent:
        """What keeps one post from being changed says nothing of the forum."""
        try:
            thread = self._client.get_channel(post_id) or await self._client.fetch_channel(post_id)
            if isinstance(thread, discord.Thread):
                await forum_posts.change(thread, notice, view)
                return Sent(post_id)
        except (discord.NotFound, discord.Forbidden, forum_posts.PostGone):
            pass
        return Sent(None)

    async def _find(self, delivery: Delivery) -> Sent | NotFound:
        assert delivery.claimed_at is not None and self._client.user is not None
        wanted, since = why_id(delivery.nonce), delivery.claimed_at - _CLOCKS_DIFFER_BY
        place = await self._place(delivery)
        if isinstance(place, discord.ForumChannel):
            notice = notices.from_json(delivery.notice)
            found = await forum_posts.find(place, self._client.user.id, notice, since, wanted)
            return Sent(found) if found is not None else NotFound(is_covered=False)
        channel = await self._channel(delivery)
        async for message in channel.history(limit=_HISTORY, after=since, oldest_first=True):
            if message.author.id == self._client.user.id and wanted in custom_ids(message):
                return Sent(message.id, _may_be_published(delivery, place))
        return NotFound()

    async def _channel(self, delivery: Delivery) -> discord.PartialMessageable | discord.DMChannel:
        if delivery.channel_id is not None:
            return self._client.get_partial_messageable(delivery.channel_id)
        assert delivery.user_id is not None
        return await self._client.create_dm(discord.Object(delivery.user_id))

    def _without_lost_role(self, delivery: Delivery, notice: Notice) -> Notice:
        """The notice as it is, but for a role that was deleted since it was chosen."""
        guild = self._client.get_guild(delivery.guild_id) if delivery.guild_id is not None else None
        if guild is None or guild.unavailable or notice.role_id is None or guild.get_role(notice.role_id):
            return notice
        return replace(notice, role_id=None)

    def _known(self, channel_id: ChannelId | None) -> Any:
        """The channel as Discord told of it; None before it did, and for a thread that sleeps."""
        return self._client.get_channel(channel_id) if channel_id is not None else None

    async def _place(self, delivery: Delivery) -> Any:
        """The same, asked for where it is not known."""
        if delivery.channel_id is None:
            return None
        return self._known(delivery.channel_id) or await self._client.fetch_channel(delivery.channel_id)

    async def _sorted(self, guild_id: GuildId | None, asked: Awaitable[T]) -> T | Outcome:
        try:
            return await asked
        except discord.HTTPException as error:
            is_in = guild_id is None or self._client.get_guild(guild_id) is not None
            return faults.outcome(error, is_in=is_in)
        except (aiohttp.ClientError, OSError) as error:
            return faults.broken(error)


async def _publish(message: discord.PartialMessage) -> Sent:
    await message.publish()
    return Sent(message.id)


def _may_be_published(delivery: Delivery, channel: Any) -> bool:
    """Whether it is for an announcement channel; one that is not known yet may be one."""
    if delivery.channel_id is None or delivery.user_id is not None:
        return False
    return channel is None or (isinstance(channel, discord.TextChannel) and channel.is_news())
