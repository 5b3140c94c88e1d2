"""Answers look-ups: finds who is meant and gathers what is known, as of a day, to whoever asks.

The asker is a server, whose zone and corrections count, or nobody in particular (`SHIPPED`), as in
a direct message.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot.rules import moment
from bot.rules.answers import answering
from bot.rules.catalogue import Catalogue
from bot.rules.dates import typed
from bot.rules.naming.lookup import NameIndex
from bot.rules.showing import cards, telling
from bot.rules.showing import related as rules_of_relation
from bot.rules.showing import timeline as timelines
from bot.rules.showing.citations import sources_linked
from bot.rules.text import escaped
from bot.services.catalogue import CatalogueService
from bot.services.ports import Clock
from bot.services.refusals import Ambiguous, NoSuchEntity, NotADay, OtherKind
from storage import events, guilds
from storage.database import Database
from storage.news import Topic
from storage.records import EVERYTHING, SHIPPED, Entity, EntityId, EntityKind, Event, GuildId

HAPPENINGS = (EntityKind.MEETING, EntityKind.SUMMIT, EntityKind.EXERCISE)
STANDING = (EntityKind.FORUM, EntityKind.BODY, EntityKind.WORKING_GROUP)

_SURE = 0.5
"""Below this a name is only a guess, which is offered and never answered."""


@dataclass(frozen=True, slots=True)
class Agenda:
    """Events as of a moment: what lies ahead, the soonest first, and what is over, the latest first."""

    now: moment.Moment
    ahead: tuple[Event, ...]
    over: tuple[Event, ...]
    called_off: tuple[Event, ...]
    unconfirmed: tuple[Event, ...]
    """Of these the date is to be confirmed."""


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
        if not typed.strip():
            return self.all_of(*kinds)[:limit]
        return [found.entity for found in self._names.suggest(typed, self._within(kinds), limit)]

    def by_id(self, entity_id: EntityId) -> Entity:
        """The entity of an id; raises `NoSuchEntity` where no pack has it (any more)."""
        found = self._known.entities.get(entity_id)
        if found is None:
            raise NoSuchEntity(entity_id)
        return found

    def knows(self, entity_id: EntityId) -> bool:
        return entity_id in self._known.entities

    def entity(self, query: str, kinds: Collection[EntityKind] = ()) -> Entity:
        """The one entity meant by an id or a name; raises `NoSuchEntity` and `Ambiguous`."""
        by_id = self._known.entities.get(EntityId(query.strip()))
        if by_id is not None and (not kinds or by_id.kind in kinds):
            return by_id
        found = self._names.find(query, self._within(kinds))
        if not found:
            elsewhere = self._names.find(query) if kinds else []
            if elsewhere and elsewhere[0].score >= _SURE:
                raise OtherKind(elsewhere[0].entity)
            raise NoSuchEntity(query)
        best = [item for item in found if item.score >= found[0].score - 1e-9]
        if len(best) > 1 or best[0].score < _SURE:
            raise Ambiguous(query, tuple(item.entity for item in best))
        return best[0].entity

    def subject(self, query: str, guild_id: GuildId = SHIPPED) -> EntityId:
        """What a subscription may follow: an entity, a topic the server saved, or everything."""
        wanted = query.strip().casefold()
        if wanted == EVERYTHING:
            return EVERYTHING
        for topic in self._catalogue.current.own_topics.values():
            if topic.guild_id == guild_id and wanted in (topic.id, topic.name.casefold()):
                return topic.id
        return self.entity(query).id

    def own_topics(self, guild_id: GuildId, typed: str) -> list[Topic]:
        """The topics of a server whose name holds what is typed."""
        wanted = typed.strip().casefold()
        own = self._catalogue.current.own_topics.values()
        return [one for one in own if one.guild_id == guild_id and wanted in one.name.casefold()]

    def label(self, subject: EntityId) -> str:
        """What is followed, as it is shown."""
        if subject == EVERYTHING:
            return "everything"
        own = self._catalogue.current.own_topics.get(subject)
        return escaped(own.name) if own is not None else self._known.label(subject)

    def all_of(self, *kinds: EntityKind) -> list[Entity]:
        """Every entity of these kinds, or every one, in the packs' order."""
        return self._known.of_kind(*kinds) if kinds else list(self._known.entities.values())

    def named(self, known: Sequence[Event]) -> list[Entity]:
        """The entities behind events, for their cards."""
        entities = self._known.entities
        return [entities[EntityId(event.id)] for event in known if EntityId(event.id) in entities]

    def mentioned(self, text: str) -> list[Entity]:
        """What a text mentions, each once: as news are matched, then any name in any language.

        Whoever asks what a message is about may be told more than a channel is posted.
        """
        found = [mention.entity for mention in self._catalogue.current.matcher.mentions(text)]
        sure = (span.found for span in self._names.spans(text) if len(span.found) == 1)
        found += [only.entity.id for (only,) in sure if only.score >= 1.0]
        return [self._known.entities[entity_id] for entity_id in dict.fromkeys(found)]

    def related(self, asker: GuildId, entity: Entity) -> list[Entity]:
        return rules_of_relation.related(self._catalogue.known_to(asker), entity)

    async def members(self, asker: GuildId, entity: Entity, as_of: date | None = None) -> cards.Card | None:
        """Who is in it, by role; None where nobody is named."""
        now = await self.now(asker, as_of)
        return cards.members_card(self._catalogue.known_to(asker), entity, now)

    def said(self, asker: GuildId, found: answering.Answer) -> list[str]:
        """What is said to a question, a line each, with the sources it rests on as links."""
        known = self._catalogue.known_to(asker)
        return [f"{one.text} {sources_linked(known, one.facts)}".rstrip() for one in found.said]

    async def day(self, asker: GuildId, text: str | None) -> date | None:
        """The day an answer shall be as of, None for today; raises `NotADay`."""
        if text is None or not text.strip():
            return None
        try:
            return typed.day(text, (await self.now(asker)).today)
        except typed.NotADay as error:
            raise NotADay(text, str(error)) from error

    async def answer(self, asker: GuildId, query: str, as_of: date | None = None) -> answering.Answer:
        """What a query or a plain question means, and what is said to it; an id means itself."""
        known, now = self._catalogue.known_to(asker), await self.now(asker, as_of)
        of_all = await events.all_of(self._db.reader, asker)
        return answering.answer(query, known, self._names, of_all, now)

    async def card(self, asker: GuildId, entity: Entity, as_of: date | None = None) -> cards.Card:
        known, now = self._catalogue.known_to(asker), await self.now(asker, as_of)
        return cards.card(known, entity, await events.all_of(self._db.reader, asker), now)

    async def facts(self, asker: GuildId, entity: Entity, as_of: date | None = None) -> list[telling.Told]:
        """Every fact on an entity's card, each with a citation to paste."""
        return telling.told(self._catalogue.known_to(asker), entity, await self.now(asker, as_of))

    async def timeline(self, asker: GuildId, entity: Entity, as_of: date | None = None) -> timelines.Timeline:
        known, now = self._catalogue.known_to(asker), await self.now(asker, as_of)
        of_all = await events.all_of(self._db.reader, asker)
        return timelines.timeline(known, entity, of_all, now, is_today=as_of is None)

    async def agenda(
        self, asker: GuildId, subject: EntityId | None = None, as_of: date | None = None
    ) -> Agenda:
        """Events as of a day, all of them or those that concern `subject`."""
        now = await self.now(asker, as_of)
        known = await events.all_of(self._db.reader, asker)
        concerned = [event for event in known if subject is None or subject in event.concerns]
        return Agenda(
            now,
            tuple(moment.coming(concerned, now)),
            tuple(moment.past(concerned, now)),
            tuple(moment.called_off(concerned)),
            tuple(moment.unconfirmed(concerned)),
        )

    async def now(self, asker: GuildId, as_of: date | None = None) -> moment.Moment:
        """The present of whoever asks, or the first moment of the day the answer shall be as of."""
        guild = await guilds.get(self._db.reader, asker) if asker != SHIPPED else None
        zone = ZoneInfo(guild.zone if guild else "UTC")
        if as_of is not None:
            return moment.Moment(datetime.combine(as_of, time(0), zone), as_of)
        at = self._clock()
        return moment.Moment(at, at.astimezone(zone).date())

    def _within(self, kinds: Collection[EntityKind]) -> frozenset[EntityId] | None:
        return self._known.ids_of(*kinds) if kinds else None
