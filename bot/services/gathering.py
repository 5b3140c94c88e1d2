"""Gathers what a reminder tells beside its date: what it is about, news, what sources say, what was changed.

One is made for a batch of reminders: what is known of an event is read once for all who are reminded of it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.rules.moving import Said
from bot.rules.readings_of_events import by_moderator, of_pack, with_pack
from bot.rules.reminders_told import Beside, news_on
from bot.rules.wording import event_title
from storage import catalogue, entries, events, readings
from storage.database import Transaction
from storage.records import SHIPPED, EntityId, Event, GuildId, UserId
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

    async def beside(self, guild_id: GuildId, event: Event) -> Beside:
        """What a server knows of an event."""
        if (guild_id, event.id) not in self._known:
            self._known[guild_id, event.id] = await self._read(guild_id, event)
        return self._known[guild_id, event.id]

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
            await entries.about(tx, guild_id, subjects, self._now - _NEWS_SINCE, _MOST_NEWS),
            await self._readings(guild_id, event),
            await events.history(tx, guild_id, event.id),
        )

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
