"""Posts notices to Discord and sorts its answers into Sent, Retry, Gone and Refused.

A lost answer may hide a posted message: then, and only then, `maybe_posted` is set. Codes:
https://discord.com/developers/docs/topics/opcodes-and-status-codes#json
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import aiohttp
import discord

from bot.rules.notices import Notice
from bot.services.ports import Closed, Gone, NotFound, Opened, Outcome, Refused, Retry, Sent
from bot.ui import threads
from bot.ui.buttons import why_id
from bot.ui.buttons_reminders import under_message
from bot.ui.embeds import of_notice
from storage.deliveries import Delivery
from storage.records import ChannelId, GuildId, UserId

_UNKNOWN_MESSAGE = 10008
_MISSING_ACCESS = 50001
_CLOSED = (50007, 50278)
_ARCHIVED = 50083
_OLD_EDITED_OFTEN = 30046
_CLOCKS_DIFFER_BY = timedelta(seconds=60)
_HISTORY = 1000
_AFTER_429 = timedelta(seconds=5)
_AFTER_OLD_EDITS = timedelta(minutes=10)


class DiscordMessenger:
    def __init__(self, client: discord.Client) -> None:
        self._client = client

    async def send(self, delivery: Delivery, notice: Notice, late: timedelta | None) -> Outcome:
        """Post with the stored nonce; discord.py then sets `enforce_nonce`, so that a repetition
        within Discord's window answers with the first message."""
        called = _called(delivery, notice)
        try:
            channel = await self._channel(delivery)
            message = await channel.send(
                called.content,
                embed=of_notice(notice, late),
                view=under_message(delivery, notice),
                nonce=delivery.nonce,
                allowed_mentions=called.allowed,
            )
        except discord.HTTPException as error:
            return self._sorted(error, delivery)
        except (aiohttp.ClientError, OSError) as error:
            return Retry(f"the connection broke ({type(error).__name__})", maybe_posted=True)
        return Sent(message.id)

    async def edit(self, delivery: Delivery, notice: Notice) -> Outcome:
        """Change an earlier message; who was mentioned in it stays named, and nobody is pinged."""
        assert delivery.target_message_id is not None
        try:
            channel = await self._channel(delivery)
            await self._change(channel.get_partial_message(delivery.target_message_id), delivery, notice)
        except discord.HTTPException as error:
            return self._sorted(error, delivery)
        except (aiohttp.ClientError, OSError) as error:
            return Retry(f"the connection broke ({type(error).__name__})", maybe_posted=True)
        return Sent(delivery.target_message_id)

    async def _change(self, message: discord.PartialMessage, delivery: Delivery, notice: Notice) -> None:
        try:
            await message.edit(embed=of_notice(notice, None), view=under_message(delivery, notice))
        except discord.HTTPException as error:
            if error.code != _ARCHIVED:
                raise
            # A message wakes a thread up; a change of one does not.
            await self._client.http.edit_channel(message.channel.id, archived=False)
            await message.edit(embed=of_notice(notice, None), view=under_message(delivery, notice))

    async def open_thread(self, channel_id: ChannelId, user_id: UserId) -> Opened | Retry | Gone:
        """The person's thread below a channel: found by its name among the bot's own, or made."""
        try:
            return Opened(ChannelId(await threads.persons(self._client, channel_id, user_id)))
        except threads.NoThread as error:
            return Gone(str(error))
        except discord.HTTPException as error:
            sorted_ = self._sorted(error, None)
            return sorted_ if isinstance(sorted_, Retry | Gone) else Gone(_reason(error))
        except (aiohttp.ClientError, OSError) as error:
            return Retry(f"the connection broke ({type(error).__name__})", maybe_posted=False)

    async def find(self, delivery: Delivery) -> Sent | NotFound | Retry | Gone:
        """Read the channel from shortly before the first attempt on.

        Where the history may not be read, the nonce alone has to do: the answer is `NotFound`.
        """
        assert delivery.claimed_at is not None and self._client.user is not None
        wanted = why_id(delivery.nonce)
        try:
            channel = await self._channel(delivery)
            since = delivery.claimed_at - _CLOCKS_DIFFER_BY
            async for message in channel.history(limit=_HISTORY, after=since, oldest_first=True):
                if message.author.id == self._client.user.id and wanted in _custom_ids(message):
                    return Sent(message.id)
        except discord.Forbidden:
            return NotFound()
        except discord.NotFound as error:
            return Gone(_reason(error))
        except discord.HTTPException as error:
            return Retry(_reason(error), maybe_posted=True)
        except (aiohttp.ClientError, OSError) as error:
            return Retry(f"the connection broke ({type(error).__name__})", maybe_posted=True)
        return NotFound()

    async def _channel(self, delivery: Delivery) -> discord.PartialMessageable | discord.DMChannel:
        if delivery.channel_id is not None:
            return self._client.get_partial_messageable(delivery.channel_id)
        assert delivery.user_id is not None
        return await self._client.create_dm(discord.Object(delivery.user_id))

    def _sorted(self, error: discord.HTTPException, delivery: Delivery | None) -> Outcome:
        if error.code == _UNKNOWN_MESSAGE:
            # The message of this nonce was posted and then deleted by somebody: it was delivered.
            return Sent(None)
        if error.code == _MISSING_ACCESS and not self._is_in(delivery.guild_id if delivery else None):
            # Which of the two shows soon, and a server that was left is paused whole: blaming the
            # channel would keep it paused after a return.
            return Retry("I am not in the server, or not connected yet", maybe_posted=False)
        if error.code in _CLOSED:
            return Closed(_reason(error))
        if error.status in (403, 404) and error.code:
            return Gone(_reason(error))
        if error.code == _OLD_EDITED_OFTEN:
            return Retry(_reason(error), maybe_posted=False, after=_AFTER_OLD_EDITS, counts=False)
        if error.status == 429:
            return Retry("Discord asked to slow down", maybe_posted=False, after=_AFTER_429, counts=False)
        if error.status == 400:
            return Refused(_reason(error))
        return Retry(_reason(error), maybe_posted=error.status >= 500 or error.status == 408)

    def _is_in(self, guild_id: GuildId | None) -> bool:
        return guild_id is None or self._client.get_guild(guild_id) is not None


def _reason(error: discord.HTTPException) -> str:
    known = {
        _MISSING_ACCESS: "I may not see the channel",
        50013: "I may not post in the channel",
        10003: "the channel no longer exists",
        50007: "this person takes no direct messages from me",
        50278: "this person is in no server with me",
    }
    return known.get(error.code, f"Discord answered {error.status} ({error.code}: {error.text[:200]})")


@dataclass(frozen=True, slots=True)
class _Called:
    """Who is called above a message, and nobody else by anything in it."""

    content: str | None
    allowed: discord.AllowedMentions


def _called(delivery: Delivery, notice: Notice) -> _Called:
    if delivery.channel_id is not None and delivery.user_id is not None:
        person = discord.Object(delivery.user_id)
        only = discord.AllowedMentions(everyone=False, users=[person], roles=False)
        return _Called(f"<@{person.id}>", only)
    if notice.role_id is not None:
        role = discord.Object(notice.role_id)
        return _Called(f"<@&{role.id}>", discord.AllowedMentions(everyone=False, users=False, roles=[role]))
    return _Called(None, discord.AllowedMentions.none())


def _custom_ids(message: discord.Message) -> set[str | None]:
    return {
        child.custom_id
        for row in message.components
        if isinstance(row, discord.ActionRow)
        for child in row.children
        if isinstance(child, discord.Button)
    }
