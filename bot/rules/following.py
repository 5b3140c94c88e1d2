"""What a channel that follows a subject takes from a news item, given what the item mentions.

A subject is met when it is mentioned, or when something that belongs to it is: the forum of a
working group or of a meeting. "Everything" is met by any forum, meeting, instrument, person or
topic of the catalogue; a country, region or place alone is too little, or every item of a
country's newspapers would be posted.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.rules.catalogue import Catalogue
from bot.rules.matching.phrases import WIDE
from storage.records import EVERYTHING, EntityId


def matched(catalogue: Catalogue, subject: EntityId, mentioned: Sequence[EntityId]) -> list[str]:
    """The labels by which an item meets a subject; empty where it does not."""
    once = list(dict.fromkeys(entity for entity in mentioned if entity in catalogue.entities))
    if subject == EVERYTHING:
        telling = [entity for entity in once if catalogue.entities[entity].kind not in WIDE]
        return [catalogue.label(entity) for entity in once] if telling else []
    return [catalogue.label(entity) for entity in once if subject in catalogue.with_parents([entity])]


def what_meets(catalogue: Catalogue, subject: EntityId) -> set[EntityId]:
    """What an item may mention to meet a subject: the same rule from the other side."""
    if subject == EVERYTHING:
        return {one.id for one in catalogue.entities.values() if one.kind not in WIDE}
    return catalogue.with_parts([subject])
