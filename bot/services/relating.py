"""What stands around a piece of news in a server: what it mentions, the latest on the same, and the events it
speaks of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.services.audience import Audience
from bot.services.catalogue import CatalogueService
from bot.services.ports import Clock
from storage import entries, events, outbox
from storage import proposals as joins
from storage.database import Database
from storage.news import Entry
from storage.records import Entity, EntityKind, Event, GuildId

_MOST_ENTITIES = 10
_MOST_NEWS = 5
_LOOKED_AT = 50
_LOOKED_BACK = timedelta(days=90)
_TOO_LITTLE = (EntityKind.COUNTRY, EntityKind.REGION, EntityKind.PLACE)
"""What too many news mention for two of them to be related by it, where they mention anything else."""


@dataclass(frozen=True, slots=True)
class Related:
    entry: Entry
    mentioned: tuple[Entity, ...]
    news: tuple[Entry, ...]
    """The latest first, each story once and its own left out."""
    events: tuple[tuple[Event, str], ...]
    """Those it speaks of, each with the reason to think so."""


class Relating:
    def __init__(self, db: Database, clock: Clock, catalogue: CatalogueService, audience: Audience) -> None:
        self._db = db
        self._clock = clock
        self._catalogue = catalogue
        self._audience = audience

    async def to_message(self, nonce: str) -> Related | None:
        """What is related to the news of a message, in the server it was posted in; None where the message
        or its entry is no longer kept."""
        delivery = await outbox.by_nonce(self._db.reader, nonce)
        if delivery is None or delivery.entry_id is None or delivery.guild_id is None:
            return None
        entry = await entries.get(self._db.reader, delivery.entry_id)
        if entry is None:
            return None
        known = self._catalogue.known_to(delivery.guild_id).entities
        mentioned = [known[one] for one in self._audience.mentioned(entry) if one in known]
        return Related(
            entry,
            tuple(mentioned[:_MOST_ENTITIES]),
            tuple(await self._news(delivery.guild_id, entry, mentioned)),
            tuple(await self._events(delivery.guild_id, entry)),
        )

    async def _news(self, guild_id: GuildId, entry: Entry, mentioned: Sequence[Entity]) -> list[Entry]:
        telling = [one.id for one in mentioned if one.kind not in _TOO_LITTLE]
        subjects = telling or [one.id for one in mentioned]
        since_at = self._clock() - _LOOKED_BACK
        found = await entries.about(self._db.reader, guild_id, subjects, since_at, _LOOKED_AT)
        once: dict[int | None, Entry] = {}
        for one in found:
            if one.story_id != entry.story_id:
                once.setdefault(one.story_id, one)
        return list(once.values())[:_MOST_NEWS]

    async def _events(self, guild_id: GuildId, entry: Entry) -> list[tuple[Event, str]]:
        found = []
        for event_id, reason in await joins.joined_to(self._db.reader, entry.id, guild_id):
            event = await events.get(self._db.reader, event_id, guild_id)
            if event is not None:
                found.append((event, reason))
        return found
