"""What has to do with a thing: by what it belongs to, by a fact that names both, by its place, by its name.

The working groups, meetings and chairmanships of a forum are tied to it and to its body, a meeting to
the country of its place, the ASEAN-India Summit to India. Looked for from the thing, never by going
through all there is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from bot.rules.catalogue import Catalogue
from bot.rules.naming.lookup import NameIndex
from bot.rules.text import phrase
from storage.records import Entity, EntityId

_BELONGS_TO = ("edition-of", "working-group-of", "part-of", "part-of", "chairmanship-of", "organised-by")
_MOST = 200


def tied_to(
    catalogue: Catalogue, names: NameIndex, thing: Entity, among: Collection[EntityId] | None = None
) -> set[EntityId]:
    """Everything tied to a thing, itself included; where `among` is given, by name only of these."""
    here = {thing.id, *_subjects(catalogue, [thing.id], "located-in")}
    found = _beneath(catalogue, {thing.id, *_subjects(catalogue, [thing.id], "forum-of")})
    found |= {fact.subject for fact in catalogue.naming(thing.id)}
    found |= {fact.object for fact in catalogue.about(thing.id) if fact.object}
    found |= set(_subjects(catalogue, here, "hosted-in"))
    called_after = (item.entity for item in names.find(thing.label, among, _MOST))
    return found | {entity.id for entity in called_after if is_named_in(thing, entity)}


def in_order(
    catalogue: Catalogue, of_kind: Collection[EntityId], tied: set[EntityId] | None
) -> list[EntityId]:
    """Those of a kind that are tied, in the order of the catalogue."""
    if tied is None:
        return [one for one in catalogue.entities if one in of_kind]
    places = (
        {one: place for place, one in enumerate(catalogue.entities)} if len(tied & set(of_kind)) > 1 else {}
    )
    return sorted(tied & set(of_kind), key=lambda one: places.get(one, 0))


def tied_to_all(
    catalogue: Catalogue,
    names: NameIndex,
    things: Sequence[Sequence[Entity]],
    among: Collection[EntityId] | None = None,
) -> set[EntityId] | None:
    """What is tied to every one of the things; None where there are none, so that all is."""
    found: set[EntityId] | None = None
    for thing in things:
        tied = {entity_id for entity in thing for entity_id in tied_to(catalogue, names, entity, among)}
        found = tied if found is None else found & tied
    return found


def is_named_in(entity: Entity, other: Entity) -> bool:
    """Whether the name of the other has this one's name in it: India in the ASEAN-India Summit."""
    inside = [phrase(name.text) for name in entity.names if name.language is None]
    whole = phrase(other.name)
    return any(
        words and words == whole[start : start + len(words)]
        for words in inside
        for start in range(len(whole))
    )


def _beneath(catalogue: Catalogue, ids: Iterable[EntityId]) -> set[EntityId]:
    """These and what belongs to them, to any depth."""
    found: set[EntityId] = set()
    waiting = list(ids)
    while waiting:
        entity_id = waiting.pop()
        if entity_id not in found:
            found.add(entity_id)
            waiting += _subjects(catalogue, [entity_id], *_BELONGS_TO)
    return found


def _subjects(catalogue: Catalogue, ids: Iterable[EntityId], *predicates: str) -> list[EntityId]:
    return [
        fact.subject
        for entity_id in ids
        for predicate in predicates
        for fact in catalogue.naming(entity_id, predicate)
    ]
