"""What is known, indexed for reading: entities, the facts about and around them, their sources.

Built once from what the database holds and never changed; a new load makes a new one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from storage.records import Entity, EntityId, EntityKind, Fact, Pack, Source

_BELONGS_TO = ("edition-of", "working-group-of", "part-of", "chairmanship-of", "organised-by")


class Catalogue:
    def __init__(self, entities: Iterable[Entity], facts: Iterable[Fact], sources: Iterable[Source]) -> None:
        self.entities: Mapping[EntityId, Entity] = _each_once(entities)
        self.sources: Mapping[str, Source] = {source.id: source for source in sources}
        self._ids_of: dict[tuple[EntityKind, ...], frozenset[EntityId]] = {}
        self._beneath: Catalogue | None = None
        self._about: dict[EntityId, list[Fact]] = defaultdict(list)
        self._naming: dict[EntityId, list[Fact]] = defaultdict(list)
        for fact in facts:
            self._about[fact.subject].append(fact)
            if fact.object is not None:
                self._naming[fact.object].append(fact)

    @classmethod
    def of_packs(cls, packs: Iterable[Pack]) -> Catalogue:
        """What these packs say together, in their order."""
        all_of = tuple(packs)
        return cls(
            [entity for pack in all_of for entity in pack.entities],
            [fact for pack in all_of for fact in pack.facts],
            [source for pack in all_of for source in pack.sources],
        )

    def with_more(self, facts: Iterable[Fact], sources: Iterable[Source]) -> Catalogue:
        """This catalogue with further facts on top, such as what a server corrected; it shares this one's."""
        above = Catalogue((), facts, ())
        above.entities = self.entities
        above.sources = {**self.sources, **{source.id: source for source in sources}}
        above._beneath = self
        return above

    def about(self, entity_id: EntityId, predicate: str | None = None) -> list[Fact]:
        """Facts whose subject it is, in the order of the pack."""
        beneath = self._beneath.about(entity_id, predicate) if self._beneath else []
        return _of(self._about.get(entity_id, []), predicate) + beneath

    def naming(self, entity_id: EntityId, predicate: str | None = None) -> list[Fact]:
        """Facts whose object it is."""
        beneath = self._beneath.naming(entity_id, predicate) if self._beneath else []
        return _of(self._naming.get(entity_id, []), predicate) + beneath

    def of_kind(self, *kinds: EntityKind) -> list[Entity]:
        return [entity for entity in self.entities.values() if entity.kind in kinds]

    def ids_of(self, *kinds: EntityKind) -> frozenset[EntityId]:
        """The ids of every entity of these kinds; remembered, since each letter that is typed asks for it."""
        if kinds not in self._ids_of:
            self._ids_of[kinds] = frozenset(entity.id for entity in self.of_kind(*kinds))
        return self._ids_of[kinds]

    def label(self, entity_id: EntityId) -> str:
        entity = self.entities.get(entity_id)
        return entity.label if entity else entity_id

    def places_around(self, place: EntityId) -> set[EntityId]:
        """A place, and what it is located in."""
        found, waiting = set(), [place]
        while waiting:
            here = waiting.pop()
            if here not in found:
                found.add(here)
                waiting += [fact.object for fact in self.about(here, "located-in") if fact.object]
        return found

    def with_parents(self, ids: Iterable[EntityId]) -> set[EntityId]:
        """These and what they belong to: the forum of a working group, the forum of a meeting."""
        found: set[EntityId] = set()
        waiting = list(ids)
        while waiting:
            entity_id = waiting.pop()
            if entity_id in found:
                continue
            found.add(entity_id)
            for predicate in _BELONGS_TO:
                waiting += [fact.object for fact in self.about(entity_id, predicate) if fact.object]
        return found

    def with_parts(self, ids: Iterable[EntityId]) -> set[EntityId]:
        """These and what belongs to them: whatever has one of them among its parents."""
        found: set[EntityId] = set()
        waiting = list(ids)
        while waiting:
            entity_id = waiting.pop()
            if entity_id not in found:
                found.add(entity_id)
                naming = self.naming(entity_id)
                waiting += [fact.subject for fact in naming if fact.predicate in _BELONGS_TO]
        return found

    def said_on(self, fact: Fact) -> date | None:
        """The last possible day its source was published, or else read; None where neither is known."""
        source = self.sources.get(fact.source)
        known = (source.published or source.read) if source else None
        return known.hi if known else None


def _each_once(entities: Iterable[Entity]) -> dict[EntityId, Entity]:
    """What several packs hold, as the first tells of it, found by the names that any of them gives it."""
    found: dict[EntityId, Entity] = {}
    for entity in entities:
        first = found.setdefault(entity.id, entity)
        if first is not entity:
            texts = {name.text for name in first.names}
            more = [name for name in entity.names if name.text not in texts]
            found[entity.id] = replace(first, names=(*first.names, *more))
    return found


def _of(facts: list[Fact], predicate: str | None) -> list[Fact]:
    return [fact for fact in facts if predicate is None or fact.predicate == predicate]
