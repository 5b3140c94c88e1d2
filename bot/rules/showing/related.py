"""What a reader of a card may want to open next: the entities around it, the most telling first."""

from __future__ import annotations

from collections.abc import Iterable

from bot.rules.catalogue import Catalogue
from storage.records import Entity, EntityId, EntityKind

_ORDER = (
    EntityKind.WORKING_GROUP,
    EntityKind.FORUM,
    EntityKind.BODY,
    EntityKind.CHAIRMANSHIP,
    EntityKind.INSTRUMENT,
    EntityKind.PERSON,
    EntityKind.EXERCISE,
    EntityKind.SUMMIT,
    EntityKind.MEETING,
    EntityKind.OBSERVANCE,
    EntityKind.COUNTRY,
)
"""Topics, places and regions are left to the text: they say little on a button."""

_CHAIRING = ("co-chair", "held-by", "chairs")
_MANY_COUNTRIES = 8


def related(catalogue: Catalogue, entity: Entity) -> list[Entity]:
    """Entities that facts join with this one: who chairs it first, then by kind, in the packs' order.

    Members and partners are not among them where they are many: the card lists them.
    """
    chairing = [fact.object for p in _CHAIRING for fact in catalogue.about(entity.id, p)]
    around = [fact.object for fact in catalogue.about(entity.id)]
    around += [fact.subject for fact in catalogue.naming(entity.id)]
    first = _known(catalogue, chairing)
    others = [one for one in _known(catalogue, around) if one not in first and one.id != entity.id]
    ranked = sorted((one for one in others if one.kind in _ORDER), key=lambda one: _ORDER.index(one.kind))
    countries = sum(one.kind is EntityKind.COUNTRY for one in ranked)
    return first + [
        one for one in ranked if one.kind is not EntityKind.COUNTRY or countries <= _MANY_COUNTRIES
    ]


def _known(catalogue: Catalogue, ids: Iterable[EntityId | None]) -> list[Entity]:
    """Those of the ids that are entities, each once."""
    return [catalogue.entities[one] for one in dict.fromkeys(ids) if one and one in catalogue.entities]
