"""What a channel that follows a subject takes from a news item, given what the item mentions.

A subject is met when it is mentioned, or when something that belongs to it is: the forum of a
working group or of a meeting, and the topic that a working group has in its name. "Everything" is met by
any forum, meeting, instrument, person or topic of the catalogue; a country, region or place alone is too
little, or every item of a country's newspapers would be posted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.rules.catalogue import Catalogue
from bot.rules.matching.phrases import WIDE
from bot.rules.text import phrase
from storage.records import EVERYTHING, EntityId, EntityKind


def matched(catalogue: Catalogue, subject: EntityId, mentioned: Sequence[EntityId]) -> list[str]:
    """The labels by which an item meets a subject; empty where it does not."""
    return met(catalogue, [subject], mentioned).get(subject, [])


def met(
    catalogue: Catalogue, subjects: Iterable[EntityId], mentioned: Sequence[EntityId]
) -> dict[EntityId, list[str]]:
    """Which of these subjects an item meets, each with the labels by which."""
    once = list(dict.fromkeys(entity for entity in mentioned if entity in catalogue.entities))
    by: dict[EntityId, list[str]] = {}
    for entity in once:
        for subject in _brings(catalogue, entity):
            by.setdefault(subject, []).append(catalogue.label(entity))
    if any(catalogue.entities[entity].kind not in WIDE for entity in once):
        by[EVERYTHING] = [catalogue.label(entity) for entity in once]
    else:
        by.pop(EVERYTHING, None)
    return {subject: by[subject] for subject in subjects if subject in by}


def themes(catalogue: Catalogue, mentioned: Iterable[EntityId]) -> list[EntityId]:
    """The topics that working groups among these have in their own name, as the EWG on Counter-Terrorism."""
    found: dict[EntityId, None] = {}
    for entity_id in mentioned:
        entity = catalogue.entities.get(entity_id)
        if entity is None or entity.kind is not EntityKind.WORKING_GROUP:
            continue
        called = " ".join(phrase(entity.name))
        for fact in (*catalogue.about(entity_id, "covers"), *catalogue.about(entity_id, "agenda")):
            topic = catalogue.entities.get(fact.object) if fact.object else None
            is_topic = topic is not None and topic.kind is EntityKind.TOPIC
            if topic is not None and is_topic and " ".join(phrase(topic.name)) in called:
                found[topic.id] = None
    return list(found)


def _brings(catalogue: Catalogue, entity: EntityId) -> set[EntityId]:
    """What a mention of something meets: it, what it belongs to, and the theme of a working group."""
    return catalogue.with_parents([entity]) | set(themes(catalogue, [entity]))


def what_meets(catalogue: Catalogue, subject: EntityId) -> set[EntityId]:
    """What an item may mention to meet a subject: the same rule from the other side."""
    if subject == EVERYTHING:
        return {one.id for one in catalogue.entities.values() if one.kind not in WIDE}
    groups = [one.id for one in catalogue.of_kind(EntityKind.WORKING_GROUP)]
    on_it = [group for group in groups if subject in themes(catalogue, [group])]
    return catalogue.with_parts([subject]) | set(on_it)
