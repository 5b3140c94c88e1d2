"""Lead times that moderators set for one event, for all channels of their server that follow it.

A person who chose lead times of their own keeps them.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.rules import plans_told
from bot.rules.moment import Moment
from bot.rules.reminding import instants
from bot.rules.timing import timing_of
from bot.services.asking import Asking
from bot.services.diary import Diary
from bot.services.ports import Clock
from bot.services.reminding import Reminding
from bot.services.subscribing import read_options
from storage import event_leads, guilds
from storage.database import Database
from storage.records import Event, Guild, GuildId


@dataclass(frozen=True, slots=True)
class Set:
    """The lead times of an event as they stand now."""

    event: Event
    leads: tuple[str, ...] | None
    """None where it has none of its own."""
    plan: tuple[str, ...]
    """When that is, a line each."""


class EventLeads:
    def __init__(
        self, db: Database, clock: Clock, diary: Diary, asking: Asking, reminding: Reminding
    ) -> None:
        self._db = db
        self._clock = clock
        self._diary = diary
        self._asking = asking
        self._reminding = reminding

    async def show(self, guild_id: GuildId, query: str) -> Set:
        """Raises as `Diary.event`."""
        event = await self._diary.event(guild_id, query)
        guild = await guilds.get(self._db.reader, guild_id) or Guild(guild_id)
        own = (await event_leads.of_guild(self._db.reader, guild_id)).get(event.id)
        return _set(event, guild, own, await self._asking.now(guild_id))

    async def set(self, guild_id: GuildId, query: str, typed: str) -> Set:
        """Let an event be reminded of at these times; `default` for those of each channel again.

        Raises `NoSuchChoice`, and as `Diary.event`.
        """
        labels = read_options({"leads": typed})["leads"]
        event, now = await self._diary.event(guild_id, query), await self._asking.now(guild_id)
        async with self._db.transaction() as tx:
            await guilds.put(tx, guild_id)
            guild = await guilds.get(tx, guild_id) or Guild(guild_id)
            if labels is None:
                await event_leads.remove(tx, guild_id, event.id)
            else:
                await event_leads.put(tx, guild_id, event.id, labels)
            await self._reminding.replan_event(tx, guild, event)
        return _set(event, guild, labels, now)


def _set(event: Event, guild: Guild, own: tuple[str, ...] | None, now: Moment) -> Set:
    timing = timing_of(guild, None, None, own)
    return Set(event, own, tuple(plans_told.of_event(event, timing, instants(event, timing), now)))
