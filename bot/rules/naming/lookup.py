"""A query and the names of the catalogue: which entities are meant, the likeliest first.

Three ways to ask. `find` takes a query that is a name and nothing else: every word of it must be
accounted for by one name. A name that reads the same is meant (score 1). Else a name that has all
the words, and more, may be meant: the more it has besides, the less likely. `suggest` takes what
somebody is still typing: the last word may be a beginning, and what no name accounts for is
overlooked. `spans` finds names inside a longer text. In each, words that no name has are taken for
misspelt ones (see `spelling`); an entity so found scores lower. Nothing scored below one half is
an answer, only something to offer: so are a word that English uses otherwise (`us`) and a longer
name of which too little is asked. Where several have the same score, what stands (a forum, a
country) is before what takes place once, and a shorter name before a longer one.

Names that exist in the world but are no entity here are known beside: they keep what is asked
about them from being taken for something else. Nigeria is not found as Niger, nor North Korea as
South Korea, and "Korea", which both have, is no answer.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice, product
from math import prod

from bot.rules.catalogue import Catalogue
from bot.rules.naming.countries import names_beside, with_country_names
from bot.rules.naming.names import RANK, NameTable, content, is_ignored
from bot.rules.naming.spelling import Meant, Slot
from bot.rules.naming.spotting import letters_agree, spots
from bot.rules.naming.wanted import Fit, Group, Option, Wanted
from bot.rules.text import Word, is_unspaced, without_invisible, words
from storage.records import Entity, EntityId, NameUse

DOUBTFUL = 0.45
"""What is offered but is no answer scores this or less."""
_OTHER_ORDER = 0.95
_SOLE = 0.6
_NEARLY = 0.6
_LEFT_OUT = 0.6
_LONGEST_TEXT = 2_000
_LONGEST_NAME = 60
_MOST_WORDS = 12
_MOST_READINGS = 16
_FUNCTION_WORDS = frozenset(
    {
        *("a", "am", "an", "and", "are", "as", "at", "be", "by", "do", "for", "go", "has", "he", "how"),
        *("i", "id", "if", "in", "is", "it", "me", "my", "no", "of", "on", "or", "our", "so", "that"),
        *("the", "they", "to", "up", "us", "was", "we", "what", "when", "where", "which", "who", "you"),
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


class NameIndex:
    """Every name of every entity, ready to be asked. Built once per catalogue."""

    def __init__(self, entities: Iterable[Entity], known_beside: Iterable[str] = ()) -> None:
        self._table = NameTable(entities, known_beside)
        self._spelling = self._table.spelling

    @classmethod
    def of(cls, catalogue: Catalogue) -> NameIndex:
        """With what all countries are called in every language."""
        return cls(with_country_names(catalogue.entities.values()), names_beside())

    def find(self, query: str, within: Collection[EntityId] | None = None, limit: int = 25) -> list[Found]:
        """Entities a query that is a name may mean, best first; `within` leaves out all others."""
        given = _words(query[:_LONGEST_TEXT])
        typed = _without_article(given)
        if not 0 < len(typed) <= _LONGEST_NAME:
            return []
        slots = self._read(typed)
        if not slots[-1].meant:
            begun = self._spelling.begun(typed[-1].folded)
            slots[-1] = Slot(slots[-1].first, slots[-1].last, begun)
        asked_for = self._filter(within)
        scores = self._having_all(slots, asked_for) if _is_telling(typed) else {}
        for row, quality in self._reading_so(slots, asked_for).items():
            if self._is_another_word(row, typed):
                continue
            sure = within is not None or len(given) > len(typed) or self._is_no_pronoun(row, typed)
            scores[row] = quality if sure else min(quality, DOUBTFUL)
        return self._ranked(self._without_rivals(scores), limit)

    def suggest(self, typed: str, within: Collection[EntityId] | None = None, limit: int = 25) -> list[Found]:
        """Entities somebody may be typing the name of, best first."""
        given = _without_article(_words(typed[:_LONGEST_TEXT]))
        so_far = given[:_MOST_WORDS]
        if not so_far:
            return []
        whole = [word.folded for word in so_far[:-1] if not is_ignored(word)]
        slots = self._spelling.read(whole)
        groups = [self._group(slot.meant or self._spelling.roughly(whole[slot.first])) for slot in slots]
        groups.append(self._begun(so_far[-1].folded))
        known = [group for group in groups if group]
        asked_for = self._filter(within)
        fits = Wanted(self._table, known).fits(asked_for)
        scores = {row: _closeness(fit) for row, fit in fits.items()}
        for left_out in range(len(known)) if len(known) > 1 and not scores else ():
            fits = Wanted(self._table, known[:left_out] + known[left_out + 1 :]).fits(asked_for)
            for row, fit in fits.items():
                scores[row] = max(_LEFT_OUT * _closeness(fit), scores.get(row, 0.0))
        scores |= self._reading_so(self._read(given[:_LONGEST_NAME]), asked_for)
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

    def _group(self, meant: Iterable[Meant]) -> Group:
        place = self._table.place
        return tuple(
            Option(tuple(range(place(word), place(word) + 1) for word in one.words), one.quality)
            for one in meant
        )

    def _begun(self, word: str) -> Group:
        """What a word may become that somebody is still typing."""
        places = self._spelling.beginning_with(word)
        if places:
            return (Option((places,), 1.0),)
        nearly = tuple(Option((some,), _NEARLY) for some in self._spelling.nearly_beginning_with(word))
        meant = self._spelling.meant(word) + (() if nearly else self._spelling.roughly(word))
        return self._group(meant) + nearly

    def _reading_so(self, slots: Sequence[Slot], asked_for: Callable[[int], bool] | None) -> dict[int, float]:
        """Rows that have just these words in this order."""
        found: dict[int, float] = {}
        for meant in islice(product(*(slot.meant for slot in slots)), _MOST_READINGS):
            places = [self._table.place(word) for one in meant for word in one.words]
            for row in self._table.reading(places):
                if asked_for is None or asked_for(row):
                    found[row] = max(found.get(row, 0.0), prod(one.quality for one in meant))
        return found

    def _is_no_pronoun(self, row: int, typed: Sequence[Word]) -> bool:
        """Typed in the name's own letters, or a word that is nothing else in English."""
        name = self._table.name(row)
        return letters_agree(name, typed) or (
            name.use is NameUse.EXACT and typed[0].folded not in _FUNCTION_WORDS
        )

    def _is_another_word(self, row: int, typed: Sequence[Word]) -> bool:
        """Whether a word of English only reads as a short name with accents does: "my" is not "Mỹ"."""
        name = self._table.name(row)
        return (
            name.use is not NameUse.EXACT
            and typed[0].folded in _FUNCTION_WORDS
            and not letters_agree(name, typed)
        )

    def _having_all(self, slots: Sequence[Slot], asked_for: Callable[[int], bool] | None) -> dict[int, float]:
        """Rows that have all that is meant, in any order and with more words. Where they are the names
        of one entity, and more than a word says so, that entity is meant."""
        fits = Wanted(self._table, [self._group(slot.meant) for slot in slots]).fits(asked_for)
        said = sum(len(slot.meant[0].words) for slot in slots if slot.meant)
        meant = {entity and entity.id for entity in map(self._table.entity, fits)}
        least = _SOLE if said > 1 and len(meant) == 1 else 0.0
        return {row: fit.quality * max(_OTHER_ORDER * fit.share, least) for row, fit in fits.items()}

    def _filter(self, within: Collection[EntityId] | None) -> Callable[[int], bool] | None:
        """Whether a row's entity is asked for; what is known beside always is."""
        if within is None:
            return None
        ids = frozenset(within)

        def is_asked_for(row: int) -> bool:
            entity = self._table.entity(row)
            return entity is None or entity.id in ids

        return is_asked_for

    def _without_rivals(self, scores: dict[int, float]) -> dict[int, float]:
        """What a name that is known beside says as well is no answer."""
        rival = max((score for row, score in scores.items() if not self._table.entity(row)), default=0.0)
        return {
            row: min(score, DOUBTFUL) if score <= rival and self._table.entity(row) else score
            for row, score in scores.items()
        }

    def _ranked(self, scores: dict[int, float], limit: int) -> list[Found]:
        found: dict[EntityId, Found] = {}
        entities = (
            (row, score, entity) for row, score in scores.items() if (entity := self._table.entity(row))
        )
        for row, score, entity in sorted(entities, key=lambda one: (-one[1], RANK[one[2].kind], one[0])):
            found.setdefault(entity.id, Found(entity, score, self._table.name(row).text))
        return list(found.values())[:limit]


def _is_telling(typed: Sequence[Word]) -> bool:
    """Whether there is more to a query than "in", or than one letter of a script without spaces."""
    telling = [word.folded for word in content(typed) if word.folded not in _FUNCTION_WORDS]
    return any(len(word) > 1 and not is_unspaced(word) for word in telling) or (
        len(telling) > 1 and all(map(is_unspaced, telling))
    )


def _closeness(fit: Fit) -> float:
    """How near a name is to what is typed so far: little left to type, and the beginning the same."""
    return fit.quality * (0.5 * fit.share + (0.4 if fit.begins else 0.2))


def _words(query: str) -> list[Word]:
    return words(without_invisible(query))


def _without_article(typed: list[Word]) -> list[Word]:
    return typed[1:] if len(typed) > 1 and typed[0].folded == "the" else typed
