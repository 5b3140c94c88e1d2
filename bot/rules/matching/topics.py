"""All topics that are queries, asked together which of them an entry meets.

A query that is met has a term that is, so only those are evaluated of which a term was found: an entry costs
what it says, whatever the number of topics. Must not know who saved them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping
from typing import Generic, TypeVar

from bot.rules.catalogue import Catalogue
from bot.rules.matching.phrases import Words
from bot.rules.matching.queries import (
    ComesFrom,
    Entry,
    Mentions,
    Query,
    Says,
    Term,
    is_met,
    naming,
    parse,
    terms,
)
from storage.records import EntityId

Key = TypeVar("Key", bound=Hashable)


class Topics(Generic[Key]):
    def __init__(self, queries: Mapping[Key, Query]) -> None:
        self._queries = dict(queries)
        self._places = {key: place for place, key in enumerate(self._queries)}
        self._asking: dict[Term, list[Key]] = defaultdict(list)
        for key, query in self._queries.items():
            for term in dict.fromkeys(terms(query)):
                self._asking[term].append(key)

    @property
    def queries(self) -> Mapping[Key, Query]:
        return self._queries

    @property
    def phrases(self) -> frozenset[Words]:
        """What a matcher must look for so that all topics can be told."""
        return frozenset(term.words for term in self._asking if isinstance(term, Says))

    def met(self, entry: Entry) -> list[Key]:
        """The topics that an entry meets, in the order in which they were given."""
        found: list[Term] = [*map(Mentions, entry.mentioned), *map(Says, entry.said)]
        found += map(ComesFrom, entry.feed)
        asking = {key for term in found for key in self._asking.get(term, ())}
        return sorted(
            (key for key in asking if is_met(self._queries[key], entry)), key=self._places.__getitem__
        )


def shipped(catalogue: Catalogue) -> Topics[EntityId]:
    """The topics of the packs that are queries."""
    named, known = naming(catalogue), catalogue.entities.keys()
    return Topics(
        {
            entity.id: parse(entity.query, named, known)
            for entity in catalogue.entities.values()
            if entity.query
        }
    )
