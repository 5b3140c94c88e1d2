"""Room among the events that a server keeps: how many there may be, and which gives way to a new one.

Of the server's own that is over or called off the one of the earliest date goes first; no id is ever given
to another event.
"""

from __future__ import annotations

from bot.rules import moving
from bot.rules.moment import Moment, is_over
from bot.services.refusals import TooMany
from storage import edtf, events, guilds
from storage.database import Transaction
from storage.records import Event, GuildId


class Room:
    def __init__(self, limit: int) -> None:
        self._limit = limit

    async def make(self, tx: Transaction, guild_id: GuildId, now: Moment, count: int = 1) -> list[Event]:
        """See to room for `count` more; returns what the server kept before. Raises `TooMany`."""
        own = await events.own_of(tx, guild_id)
        lacking = len(own) + count - self._limit
        if lacking <= 0:
            return own
        done = [one for one in own if _gives_way(one, now)]
        if lacking > len(done):
            raise TooMany("events of its own that lie ahead", self._limit, "Cancel one first.")
        for one in sorted(done, key=lambda one: edtf.sort_key(one.edtf))[:lacking]:
            await events.forget(tx, one)
        return own

    async def left(self, tx: Transaction, guild_id: GuildId, now: Moment) -> int:
        """For how many more there is room, where what is over or called off gives way."""
        own = await events.own_of(tx, guild_id)
        return self._limit - sum(not _gives_way(one, now) for one in own)

    async def ids(self, tx: Transaction, guild_id: GuildId, now: Moment, count: int = 1) -> list[str]:
        """Ids of `count` new events that there is room for; raises `TooMany`."""
        own = await self.make(tx, guild_id, now, count)
        first = await guilds.number_events(tx, guild_id, count, moving.last_number(own))
        return [moving.own_id(number) for number in range(first, first + count)]


def _gives_way(event: Event, now: Moment) -> bool:
    return moving.is_own(event) and (is_over(event, now) or event.is_called_off)
