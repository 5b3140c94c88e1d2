"""Discord's own scheduled events: listed, made, changed and ended, with its answers sorted.

For what is made here the first answer counts (see `once`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any, TypeVar

import aiohttp
import discord

from bot.rules.mirroring import Listed, Shown
from bot.services.ports import Faults, Full, Gone, Listing, Made, NotAllowed, Refused, Retry, Vanished
from storage.records import GuildId

_EXTERNAL, _GUILD_ONLY = 3, 2
_ACTIVE, _COMPLETED, _CANCELED = 2, 3, 4
_AHEAD = (1, _ACTIVE)
_TOO_MANY = 30038
_NO_SUCH_EVENT, _FINISHED = 10070, 180000
_NO_SUCH_GUILD = 10004
_SECONDS = 60
"""How long one request may take, with what discord.py waits where Discord asks to slow down."""


T = TypeVar("T")


class DiscordScheduledEvents:
    def __init__(self, client: discord.Client) -> None:
        self._client = client

    async def listed(self, guild_id: GuildId) -> Listing | Retry | Gone:
        """What is ahead or going on in a server, and whether the bot may add to it."""
        guild = self._client.get_guild(guild_id)
        if guild is None or guild.unavailable or self._client.user is None:
            return Retry("I am not in the server, or not connected yet", maybe_posted=False)
        answer = await _sorted(self._client.http.get_scheduled_events(guild_id, with_user_count=False))
        if not isinstance(answer, list):
            return answer if isinstance(answer, Retry | Gone) else Gone(f"the list was refused: {answer}")
        listed = [
            Listed(
                id=int(one["id"]),
                is_ours=int(one.get("creator_id") or 0) == self._client.user.id,
                description=one.get("description") or "",
                has_begun=one["status"] == _ACTIVE,
            )
            for one in answer
            if one["status"] in _AHEAD
        ]
        return Listing(tuple(listed), guild.me.guild_permissions.create_events)

    async def make(self, guild_id: GuildId, shown: Shown) -> Made | Faults:
        form = {"entity_type": _EXTERNAL, "privacy_level": _GUILD_ONLY, **_form(shown)}
        answer = await _sorted(self._client.http.create_guild_scheduled_event(guild_id, **form))
        return Made(int(answer["id"])) if isinstance(answer, dict) else answer

    async def change(self, guild_id: GuildId, scheduled_id: int, shown: Shown) -> Faults | None:
        return await self._edit(guild_id, scheduled_id, **_form(shown))

    async def cancel(self, guild_id: GuildId, scheduled_id: int) -> Faults | None:
        return await self._edit(guild_id, scheduled_id, status=_CANCELED)

    async def complete(self, guild_id: GuildId, scheduled_id: int) -> Faults | None:
        return await self._edit(guild_id, scheduled_id, status=_COMPLETED)

    async def remove(self, guild_id: GuildId, scheduled_id: int) -> Faults | None:
        answer = await _sorted(self._client.http.delete_scheduled_event(guild_id, scheduled_id))
        return answer if isinstance(answer, Faults) else None

    async def _edit(self, guild_id: GuildId, scheduled_id: int, **form: Any) -> Faults | None:
        answer = await _sorted(self._client.http.edit_scheduled_event(guild_id, scheduled_id, **form))
        return answer if isinstance(answer, Faults) else None


def _form(shown: Shown) -> dict[str, Any]:
    return {
        "name": shown.name,
        "description": shown.description,
        "entity_metadata": {"location": shown.place},
        "scheduled_start_time": shown.starts_at.isoformat(),
        "scheduled_end_time": shown.ends_at.isoformat(),
    }


async def _sorted(request: Awaitable[T]) -> T | Faults:
    """The answer, or what Discord said instead."""
    try:
        async with asyncio.timeout(_SECONDS):
            return await request
    except discord.HTTPException as error:
        return _refusal(error)
    except (aiohttp.ClientError, OSError) as error:
        # A time-out is an OSError, too.
        return Retry(f"the answer was lost ({str(error) or type(error).__name__})", maybe_posted=True)


def _refusal(error: discord.HTTPException) -> Faults:
    said = f"Discord answered {error.status} ({error.code}: {error.text[:200]})"
    if error.code == _TOO_MANY:
        return Full()
    if error.code in (_NO_SUCH_EVENT, _FINISHED):
        return Vanished()
    if error.code == _NO_SUCH_GUILD:
        return Gone(said)
    if error.status == 403:
        return NotAllowed(said)
    if error.status in (400, 404):
        return Refused(said)
    return Retry(said, maybe_posted=error.status >= 500 or error.status == 408)
