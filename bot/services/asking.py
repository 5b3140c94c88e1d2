"""Answers look-ups: finds who is meant and gathers what is known as of a server's today."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.rules import cards, moment
from bot.rules.catalogue import Catalogue
from bot.rules.lookup import Found, NameIndex
from bot.services.catalogue import CatalogueService
from bot.services.ports import Clock
from bot.services.refusals import Ambiguous, NoSuchEntity
from storage import events, guilds
from storage.database import Database
from storage.records import EVERYTHING, Entity, EntityId, EntityKind, Event, GuildId

HAPPENINGS = (EntityKind.MEETING, EntityKind.SUMMIT, EntityKind.EXERCISE)
STANDING = (EntityKind.FORUM, EntityKind.BODY, EntityKind.WORKING_GROUP)


@dataclass(frozen=True, slots=True)
class Agenda:
    """Events as of a moment: what lies ahead, the soonest first, and what is over, the latest first."""

    now: moment.Moment
    ahead: tuple[Event, ...]
    over: tuple[Event, ...]


class Asking:
    def __init__(self, db: Database, clock: Clock, catalogue: CatalogueService) -> None:
        self._db = db
        self._clock = clock
        self._catalogue = catalogue

    @property
    def _known(self) -> Catalogue:
        return self._catalogue.current.catalogue

    @property
    def _names(self) -> NameIndex:
        return self._catalogue.current.names

    def suggest(self, typed: str, kinds: Collection[EntityKind] = (), limit: int = 25) -> list[Entity]:
        """What somebody may be typing; with nothing typed yet, the first there are."""
        of_kind = [e for e in self._known.entities.values() if not kinds or e.kind in kinds]
        if not typed.strip():
            return of_kind[:limit]
        within = {entity.id for entity in of_kind}
        return [found.entity for found in self._names.find(typed, within, limit)]

    def entity(self, query: str, kinds: Collection[EntityKind] = ()) -> Entity:
        """The one entity meant by an id or a name; raises `NoSuchEntity` and `Ambiguous`."""
        by_id = self._known.entities.get(EntityId(query.strip()))
        if by_id is not None and (not kinds or by_id.kind in kinds):
            return by_id
        within = {e.id for e in self._known.entities.values() if not kinds or e.kind in kinds}
        found = self._names.find(query, within)
        if not found:
            raise NoSuchEntity(query)
        best = [item for item in found if item.score >= found[0].score - 1e-9]
        if len(best) > 1:
            raise Ambiguous(query, tuple(item.entity.label for item in best))
        return best[0].entity

    def subject(self, query: str) -> EntityId:
        """What a subscription may follow: an entity, or everything."""
        if query.strip().casefold() == EVERYTHING:
            return EVERYTHING
        return self.entity(query).id

    def label(self, subject: EntityId) -> str:
        return "everything" if subject == EVERYTHING else self._known.label(subject)

    def search(self, query: str) -> list[Found]:
        """Everything a query may mean, the likeliest first; an id means itself."""
        by_id = self._known.entities.get(EntityId(query.strip()))
        return [Found(by_id, 1.0, by_id.name)] if by_id else self._names.find(query, limit=10)

    def named(self, known: Sequence[Event]) -> list[Entity]:
        """The entities behind events, for their cards."""
        entities = self._known.entities
        return [entities[EntityId(event.id)] for event in known if EntityId(event.id) in entities]

    async def card(self, guild_id: GuildId, entity: Entity) -> cards.Card:
        known = await events.all_of(self._db.reader, guild_id)
        return cards.card(self._known, entity, known, await self._now(guild_id))

    def members(self, entity: Entity) -> cards.Card | None:
        return cards.members_card(self._known, entity)

    def all_of(self, *kinds: EntityKind) -> list[Entity]:
        return self._known.of_kind(*kinds)

    async def agenda(self, guild_id: GuildId, subject: EntityId | None = None) -> Agenda:
        """Events as of the server's today, all of them or those that concern `subject`."""
        now = await self._now(guild_id)
        known = await events.all_of(self._db.reader, guild_id)
        concerned = [event for event in known if subject is None or subject in event.concerns]
        return Agenda(now, tuple(moment.coming(concerned, now)), tuple(cards.past(concerned, now)))

    async def _now(self, guild_id: GuildId) -> moment.Moment:
        guild = await guilds.get(self._db.reader, guild_id)
        at = self._clock()
        return moment.Moment(at, at.astimezone(ZoneInfo(guild.zone if guild else "UTC")).date())
