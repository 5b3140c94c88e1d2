"""Gathers what a reminder tells beside its date: what it is about, news, what sources say, what was changed.

One is made for a batch of reminders: what is known of an event is read once for all who are reminded of it,
and news of it once for all servers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from bot.rules.moving import Said
from bot.rules.notices import REMINDERS
from bot.rules.readings_of_events import by_moderator, of_pack, with_pack
from bot.rules.reminders_told import Beside, news_on
from bot.rules.wording import event_title
from storage import catalogue, entries, events, feeds, readings, told
from storage.database import Transaction
from storage.news import Entry, FeedId
from storage.records import SHIPPED, Entity, EntityId, Event, GuildId, Target, UserId
from storage.statements import Reading

_NEWS_SINCE = timedelta(days=14)
_MOST_NEWS = 12
"""Several may tell the same."""
_MOST_ANYWHERE = 200
"""Read of all feeds together; a server whose feeds say less is asked for by itself."""


class Gathering:
    def __init__(self, tx: Transaction, now: datetime, feeds_of: Mapping[GuildId, set[FeedId]]) -> None:
        self._tx = tx
        self._now = now
        self._feeds_of = feeds_of
        self._known: dict[tuple[GuildId, str], Beside] = {}
        self._told: dict[tuple[GuildId, str], dict[Target, datetime]] = {}
        self._labels: dict[EntityId, str] = {}
        self._entities: dict[frozenset[EntityId], dict[EntityId, Entity]] = {}
        self._speaking_of: dict[str, list[tuple[GuildId, Entry]]] = {}
        self._about: dict[frozenset[EntityId], list[Entry]] = {}

    @classmethod
    async def of_servers(cls, tx: Transaction, now: datetime, guild_ids: Iterable[GuildId]) -> Gathering:
        return cls(tx, now, await feeds.ids_of_guilds(tx, guild_ids))

    async def beside(self, guild_id: GuildId, event: Event) -> Beside:
        """What a server knows of an event."""
        if (guild_id, event.id) not in self._known:
            self._known[guild_id, event.id] = await self._read(guild_id, event)
        return self._known[guild_id, event.id]

    async def reminded_at(self, guild_id: GuildId, target: Target, event: Event) -> datetime | None:
        """When somebody was reminded of an event last, if anything was changed of it at all."""
        if not (await self.beside(guild_id, event)).history:
            return None
        if (guild_id, event.id) not in self._told:
            told_at = await told.last_at(self._tx, guild_id, event.id, begins=REMINDERS)
            self._told[guild_id, event.id] = told_at
        return self._told[guild_id, event.id].get(target)

    async def label(self, subject: EntityId, event: Event) -> str:
        """What is called so of those who hear of the event, which may have asked for it by itself."""
        if subject == event.id:
            return event_title(event)
        if subject not in self._labels:
            self._labels[subject] = await catalogue.label(self._tx, subject)
        return self._labels[subject]

    async def _read(self, guild_id: GuildId, event: Event) -> Beside:
        ids = frozenset({EntityId(event.id), *event.concerns})
        if ids not in self._entities:
            self._entities[ids] = await catalogue.briefly(self._tx, ids)
        entities = self._entities[ids]
        # What a server sees as it was shipped was changed by nobody there.
        is_own = event.guild_id != SHIPPED
        return Beside(
            entities,
            await self._news(guild_id, event, news_on(event, entities)),
            await self._readings(guild_id, event),
            await events.history(self._tx, guild_id, event.id) if is_own else [],
        )

    async def _news(self, guild_id: GuildId, event: Event, subjects: frozenset[EntityId]) -> list[Entry]:
        """What speaks of the event itself, then what speaks of its forum."""
        if not self._feeds_of.get(guild_id):
            return []
        itself = await self._of_event(guild_id, event.id)
        around = await self._of_subjects(guild_id, subjects)
        known = {entry.id for entry in itself}
        return [*itself, *(entry for entry in around if entry.id not in known)][:_MOST_NEWS]

    async def _of_event(self, guild_id: GuildId, event_id: str) -> list[Entry]:
        since_at, here = self._now - _NEWS_SINCE, (SHIPPED, guild_id)
        if event_id not in self._speaking_of:
            self._speaking_of[event_id] = await entries.of_event_anywhere(
                self._tx, event_id, since_at, _MOST_ANYWHERE
            )
        anywhere = self._speaking_of[event_id]
        mine = self._from_feeds_of(guild_id, [entry for joined_in, entry in anywhere if joined_in in here])
        if _are_enough(mine, anywhere):
            return mine
        return await entries.of_event(self._tx, guild_id, event_id, since_at, _MOST_NEWS)

    async def _of_subjects(self, guild_id: GuildId, subjects: frozenset[EntityId]) -> list[Entry]:
        since_at = self._now - _NEWS_SINCE
        if subjects not in self._about:
            self._about[subjects] = await entries.about_anywhere(self._tx, subjects, since_at, _MOST_ANYWHERE)
        mine = self._from_feeds_of(guild_id, self._about[subjects])
        if _are_enough(mine, self._about[subjects]):
            return mine
        return await entries.about(self._tx, guild_id, subjects, since_at, _MOST_NEWS)

    def _from_feeds_of(self, guild_id: GuildId, found: Iterable[Entry]) -> list[Entry]:
        mine = self._feeds_of[guild_id]
        return list({entry.id: entry for entry in found if entry.feed_id in mine}.values())[:_MOST_NEWS]

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


def _are_enough(mine: Sequence[Entry], anywhere: Sequence[object]) -> bool:
    """Whether what was read of all feeds holds the latest of one server's."""
    return len(mine) == _MOST_NEWS or len(anywhere) < _MOST_ANYWHERE
