"""Gathers what a reminder tells beside its date: what it is about, news, what sources say, what was changed.

One is made for a batch of reminders: what is known of an event is read once for all who are reminded of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.rules.moving import Said
from bot.rules.notices import REMINDERS
from bot.rules.readings_of_events import by_moderator, of_pack, with_pack
from bot.rules.reminders_told import Beside, news_on
from bot.rules.wording import event_title
from storage import catalogue, entries, events, readings, told
from storage.database import Transaction
from storage.news import Entry
from storage.records import SHIPPED, EntityId, Event, GuildId, Target, UserId
from storage.statements import Reading

_NEWS_SINCE = timedelta(days=14)
_MOST_NEWS = 12
"""Several may tell the same."""


class Gathering:
    def __init__(self, tx: Transaction, now: datetime) -> None:
        self._tx = tx
        self._now = now
        self._known: dict[tuple[GuildId, str], Beside] = {}
        self._labels: dict[EntityId, str] = {}
        self._events: dict[tuple[GuildId, str], Event | None] = {}

    async def event(self, guild_id: GuildId, event_id: str) -> Event | None:
        """An event as a server sees it."""
        if (guild_id, event_id) not in self._events:
            self._events[guild_id, event_id] = await events.get(self._tx, event_id, guild_id)
        return self._events[guild_id, event_id]

    async def beside(self, guild_id: GuildId, event: Event) -> Beside:
        """What a server knows of an event."""
        if (guild_id, event.id) not in self._known:
            self._known[guild_id, event.id] = await self._read(guild_id, event)
        return self._known[guild_id, event.id]

    async def reminded_at(self, guild_id: GuildId, target: Target, event: Event) -> datetime | None:
        """When somebody was reminded of an event last, if anything was changed of it at all."""
        if not (await self.beside(guild_id, event)).history:
            return None
        return await told.last_at(self._tx, guild_id, target, event.id, begins=REMINDERS)

    async def label(self, subject: EntityId, event: Event) -> str:
        """What is called so of those who hear of the event, which may have asked for it by itself."""
        if subject == event.id:
            return event_title(event)
        if subject not in self._labels:
            self._labels[subject] = await catalogue.label(self._tx, subject)
        return self._labels[subject]

    async def _read(self, guild_id: GuildId, event: Event) -> Beside:
        tx = self._tx
        entities = await catalogue.briefly(tx, {EntityId(event.id), *event.concerns})
        subjects = news_on(event, entities)
        return Beside(
            entities,
            await self._news(guild_id, event, subjects),
            await self._readings(guild_id, event),
            await events.history(tx, guild_id, event.id),
        )

    async def _news(self, guild_id: GuildId, event: Event, subjects: Iterable[EntityId]) -> list[Entry]:
        """What speaks of the event itself, then what speaks of its forum."""
        since_at = self._now - _NEWS_SINCE
        itself = await entries.of_event(self._tx, guild_id, event.id, since_at, _MOST_NEWS)
        around = await entries.about(self._tx, guild_id, subjects, since_at, _MOST_NEWS)
        known = {entry.id for entry in itself}
        return [*itself, *(entry for entry in around if entry.id not in known)][:_MOST_NEWS]

    async def _readings(self, guild_id: GuildId, event: Event) -> list[Reading]:
        if event.guild_id == SHIPPED:
            return []
        kept = await readings.of_event(self._tx, guild_id, event.id)
        shipped = await events.get(self._tx, event.id, SHIPPED)
        if shipped is not None and not kept:
            kept = [by_moderator(event, self._said(event))]
        return with_pack(kept, of_pack(shipped, None) if shipped is not None else None)

    def _said(self, event: Event) -> Said:
        """By what source a server dates an event of the catalogue; who said it and when is told nowhere."""
        return Said(event.source or "not named", event.url, UserId(0), self._now, self._now.date())
