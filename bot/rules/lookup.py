"""A query and the names of the catalogue: which entities are meant, the likeliest first.

A query is cut into words as names are. A name that reads the same is meant (score 1). Else a
name whose words the query's words begin, in any order, may be meant: that is what somebody is
still typing. Else each word that no name has is corrected against the words of all names, one
typo in words of five letters or more, two from nine on, and the two steps are tried again with
a lower score. A word that is itself a word of some name is never corrected: Austria stays Austria.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.rules.text import phrase
from storage.records import Entity, EntityId

_LONGEST_QUERY = 200
_IGNORED = frozenset({"the", "of", "on", "and", "a", "an", "for"})


@dataclass(frozen=True, slots=True)
class Found:
    entity: Entity
    score: float
    name: str
    """The name that was recognised."""


class NameIndex:
    """Every name of every entity, ready to be asked. Built once per catalogue."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        self._entities = {entity.id: entity for entity in entities}
        self._exact: dict[tuple[str, ...], list[tuple[EntityId, str]]] = defaultdict(list)
        self._by_word: dict[str, set[tuple[EntityId, str, tuple[str, ...]]]] = defaultdict(set)
        for entity in self._entities.values():
            for name in entity.names:
                words = phrase(name.text)
                self._exact[words].append((entity.id, name.text))
                for word in words:
                    self._by_word[word].add((entity.id, name.text, words))
        self._vocabulary = sorted(self._by_word)

    def find(self, query: str, within: Collection[EntityId] | None = None, limit: int = 25) -> list[Found]:
        """Entities the query may mean, best first; `within` leaves out all others."""
        words = _query_words(query)
        if not words:
            return []
        found = self._look(words, within, 1.0)
        if not found:
            corrected = tuple(self._corrected(word) for word in words)
            found = self._look(corrected, within, 0.8) if corrected != words else {}
        ranked = sorted(found.values(), key=lambda item: (-item.score, len(item.name), item.entity.label))
        return ranked[:limit]

    def _look(
        self, words: tuple[str, ...], within: Collection[EntityId] | None, weight: float
    ) -> dict[EntityId, Found]:
        found: dict[EntityId, Found] = {}
        for entity_id, name in self._exact.get(words, []):
            if within is None or entity_id in within:
                found.setdefault(entity_id, Found(self._entities[entity_id], weight, name))
        wanted = [word for word in words if word not in _IGNORED] or list(words)
        candidates = None
        for word in wanted:
            having = set().union(*(self._by_word[known] for known in self._beginning_with(word)))
            candidates = having if candidates is None else candidates & having
        for entity_id, name, name_words in candidates or ():
            if within is not None and entity_id not in within:
                continue
            score = weight * (0.5 + 0.4 * min(1.0, len(wanted) / len(name_words)))
            if entity_id not in found or found[entity_id].score < score:
                found[entity_id] = Found(self._entities[entity_id], score, name)
        return found

    def _beginning_with(self, word: str) -> list[str]:
        return [known for known in self._vocabulary if known.startswith(word)]

    def _corrected(self, word: str) -> str:
        allowed = 0 if len(word) < 5 else 1 if len(word) < 9 else 2
        if not allowed or self._beginning_with(word):
            return word
        best = process.extractOne(word, self._vocabulary, scorer=OSA.distance, score_cutoff=allowed)
        return best[0] if best else word


def _query_words(query: str) -> tuple[str, ...]:
    words = phrase(query[:_LONGEST_QUERY])
    return words[1:] if len(words) > 1 and words[0] == "the" else words
