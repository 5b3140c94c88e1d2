"""A query and the names of the catalogue: which entities are meant, the likeliest first.

Three ways to ask. `find` takes a query that is a name and nothing else: every word of it must be
accounted for by one name. A name that reads the same is meant (score 1). Else a name that has all
the words, and more, may be meant: the more it has besides, the less likely. `suggest` takes what
somebody is still typing: the last word may be a beginning, and what no name accounts for is
overlooked. `spans` finds names inside a longer text. In each, words that no name has are taken for
misspelt ones (see `spelling`); an entity so found scores lower. Nothing scored below one half is
an answer, only something to offer.

Names that exist in the world but are no entity here are known beside: they keep what is asked
about them from being taken for something else. Nigeria is not found as Niger, nor North Korea as
South Korea, and "Korea", which both have, is no answer.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from heapq import nsmallest
from itertools import islice, product
from math import prod

from bot.rules.names import NameTable, content, is_ignored
from bot.rules.spelling import Meant, Slot
from bot.rules.spotting import letters_agree, spots
from bot.rules.text import Word, without_invisible, words
from storage.records import Entity, EntityId, NameUse

DOUBTFUL = 0.45
"""What is offered but is no answer scores this or less."""
_OTHER_ORDER = 0.95
_SURE = 0.6
_NEARLY = 0.6
_LEFT_OUT = 0.6
_LONGEST_QUERY = 200
_LONGEST_TEXT = 2_000
_MOST_WORDS = 12
_MOST_READINGS = 16
_MOST_ROWS = 400
_FUNCTION_WORDS = frozenset(
    {
        *("a", "am", "an", "and", "are", "as", "at", "be", "by", "do", "for", "go", "has", "he", "how", "i"),
        *(
            "id",
            "if",
            "in",
            "is",
            "it",
            "me",
            "my",
            "no",
            "of",
            "on",
            "or",
            "our",
            "so",
            "that",
            "the",
            "they",
        ),
        *("to", "up", "us", "was", "we", "what", "when", "where", "which", "who", "you"),
    }
)
"""Words of English that are no name by themselves, though a name may read the same (US)."""


@dataclass(frozen=True, slots=True)
class Found:
    entity: Entity
    score: float
    name: str
    """The name that was recognised."""


@dataclass(frozen=True, slots=True)
class Span:
    """Words `first` up to, not including, `last` of a text, and what they name; none where it is
    a name known beside the catalogue."""

    first: int
    last: int
    found: tuple[Found, ...]
    text: str
    """The name in its own spelling."""


@dataclass(frozen=True, slots=True)
class _Option:
    """Words of names that a typed word may mean: for each the places in the vocabulary it may have."""

    words: tuple[range, ...]
    quality: float


_Group = tuple[_Option, ...]
"""All that one typed word may mean."""


class NameIndex:
    """Every name of every entity, ready to be asked. Built once per catalogue."""

    def __init__(self, entities: Iterable[Entity], known_beside: Iterable[str] = ()) -> None:
        self._table = NameTable(entities, known_beside)
        self._spelling = self._table.spelling

    def find(self, query: str, within: Collection[EntityId] | None = None, limit: int = 25) -> list[Found]:
        """Entities a query that is a name may mean, best first; `within` leaves out all others."""
        given = _words(query[:_LONGEST_QUERY])
        typed = _without_article(given)
        if not typed:
            return []
        slots = self._read(typed)
        if not slots[-1].meant:
            begun = self._spelling.begun(typed[-1].folded)
            slots[-1] = Slot(slots[-1].first, slots[-1].last, begun)
        groups = [self._group(slot.meant) for slot in slots]
        telling = any(word.folded not in _FUNCTION_WORDS for word in content(typed))
        scores = self._having_all(groups, within, self._share) if telling else {}
        if len(groups) > 1 and len({self._table.entity(row) for row in scores}) == 1:
            scores = {row: max(score, _SURE * self._quality(row, groups)) for row, score in scores.items()}
        for row, quality in self._reading_so(slots, within).items():
            sure = within is not None or len(given) > len(typed) or self._is_no_pronoun(row, typed)
            scores[row] = quality if sure else min(quality, DOUBTFUL)
        return self._ranked(self._without_rivals(scores), limit)

    def suggest(self, typed: str, within: Collection[EntityId] | None = None, limit: int = 25) -> list[Found]:
        """Entities somebody may be typing the name of, best first."""
        so_far = _without_article(_words(typed[:_LONGEST_QUERY]))[:_MOST_WORDS]
        if not so_far:
            return []
        slots = self._spelling.read([word.folded for word in so_far[:-1] if not is_ignored(word)])
        groups = [self._group(slot.meant) for slot in slots] + [self._begun(so_far[-1].folded)]
        known = [group for group in groups if group]
        scores = self._having_all(known, within, self._closeness) if known else {}
        if not scores and len(known) > 1:
            for left_out in range(len(known)):
                fewer = [group for at, group in enumerate(known) if at != left_out]
                for row, score in self._having_all(fewer, within, self._closeness).items():
                    scores[row] = max(score * _LEFT_OUT, scores.get(row, 0.0))
        for row, quality in self._reading_so(self._read(so_far), within).items():
            scores[row] = quality
        return self._ranked(scores, limit)

    def spans(self, query: str) -> list[Span]:
        """Names inside a text, in order; places count the words of the text."""
        text = without_invisible(query[:_LONGEST_TEXT])
        return [
            self._span(spot.first, spot.last, self._without_rivals(dict(spot.rows)))
            for spot in spots(self._table, words(text), text.isupper())
        ]

    def _span(self, first: int, last: int, scores: dict[int, float]) -> Span:
        found = tuple(self._ranked(scores, limit=25))
        best = max(scores, key=lambda row: (scores[row], -row))
        return Span(first, last, found, found[0].name if found else self._table.name(best).text)

    def _read(self, typed: Sequence[Word]) -> list[Slot]:
        return self._spelling.read([word.folded for word in content(typed)])

    def _group(self, meant: Iterable[Meant]) -> _Group:
        place = self._table.place
        return tuple(
            _Option(tuple(range(place(word), place(word) + 1) for word in one.words), one.quality)
            for one in meant
        )

    def _begun(self, word: str) -> _Group:
        """What a word may become that somebody is still typing."""
        places = self._spelling.beginning_with(word)
        if places:
            return (_Option((places,), 1.0),)
        nearly = self._spelling.nearly_beginning_with(word)
        return self._group(self._spelling.meant(word)) + tuple(_Option((some,), _NEARLY) for some in nearly)

    def _reading_so(self, slots: Sequence[Slot], within: Collection[EntityId] | None) -> dict[int, float]:
        """Rows that have just these words in this order."""
        found: dict[int, float] = {}
        for meant in islice(product(*(slot.meant for slot in slots)), _MOST_READINGS):
            places = [self._table.place(word) for one in meant for word in one.words]
            for row in self._table.reading(places):
                if self._is_asked_for(row, within):
                    found[row] = max(found.get(row, 0.0), prod(one.quality for one in meant))
        return found

    def _is_no_pronoun(self, row: int, typed: Sequence[Word]) -> bool:
        """Typed in the name's own letters, or a word that is nothing else in English."""
        name = self._table.name(row)
        return letters_agree(name, typed) or (
            name.use is NameUse.EXACT and typed[0].folded not in _FUNCTION_WORDS
        )

    def _having_all(
        self,
        groups: Sequence[_Group],
        within: Collection[EntityId] | None,
        scored: Callable[[int, Sequence[_Group]], float],
    ) -> dict[int, float]:
        """Rows that have one option of every group, in any order, each with its score."""
        if not all(groups):
            return {}
        rows = self._rows_of(groups)
        asked_for = [row for row in rows if self._is_asked_for(row, within)] if within is not None else rows
        scores = {row: scored(row, groups) for row in nsmallest(_MOST_ROWS, asked_for)}
        return {row: score for row, score in scores.items() if score > 0}

    def _rows_of(self, groups: Sequence[_Group]) -> Collection[int]:
        having = self._table.having
        by_group = (
            [reduce(set.intersection, (set(having(places)) for places in option.words)) for option in group]
            for group in groups
        )
        unions = sorted((set().union(*sets) if len(sets) > 1 else sets[0] for sets in by_group), key=len)
        return reduce(set.intersection, unions)

    def _is_asked_for(self, row: int, within: Collection[EntityId] | None) -> bool:
        entity = self._table.entity(row)
        return within is None or entity is None or entity.id in within

    def _share(self, row: int, groups: Sequence[_Group]) -> float:
        """How much of a name the query accounts for."""
        count = sum(len(option.words) for option in self._chosen(row, groups))
        return _OTHER_ORDER * self._quality(row, groups) * min(1.0, count / self._table.size(row))

    def _closeness(self, row: int, groups: Sequence[_Group]) -> float:
        """How near a name is to what is typed so far: little left to type, and the beginning the same."""
        begins = self._table.words(row)[0] in self._chosen(row, groups)[0].words[0]
        return self._share(row, groups) * 0.5 + self._quality(row, groups) * (0.4 if begins else 0.2)

    def _quality(self, row: int, groups: Sequence[_Group]) -> float:
        return prod(option.quality for option in self._chosen(row, groups))

    def _chosen(self, row: int, groups: Sequence[_Group]) -> list[_Option]:
        """Of each group the option that the row has."""
        words = self._table.words(row)
        return [next(option for option in group if _has(words, option)) for group in groups]

    def _without_rivals(self, scores: dict[int, float]) -> dict[int, float]:
        """What a name that is known beside says as well is no answer."""
        rival = max((score for row, score in scores.items() if not self._table.entity(row)), default=0.0)
        return {
            row: min(score, DOUBTFUL) if score <= rival and self._table.entity(row) else score
            for row, score in scores.items()
        }

    def _ranked(self, scores: dict[int, float], limit: int) -> list[Found]:
        found: dict[EntityId, Found] = {}
        for row, score in sorted(scores.items(), key=lambda item: (-item[1], item[0])):
            entity = self._table.entity(row)
            if entity is not None:
                found.setdefault(entity.id, Found(entity, score, self._table.name(row).text))
        return list(found.values())[:limit]


def _has(words: Sequence[int], option: _Option) -> bool:
    return all(any(word in places for word in words) for places in option.words)


def _words(query: str) -> list[Word]:
    return words(without_invisible(query))


def _without_article(typed: list[Word]) -> list[Word]:
    return typed[1:] if len(typed) > 1 and typed[0].folded == "the" else typed
