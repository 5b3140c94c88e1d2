"""Every name of a catalogue in one table, as compact as arrays are: which rows have a word, which read so.

A row is a name, the shortest first, so that rows in order are also the likeliest first. Its words
are those that tell it from others: "of" and "the" are left out unless there is nothing else. The
last rows have no entity: they are the names that are known beside the catalogue.
"""

from __future__ import annotations

import unicodedata
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from bot.rules.naming.spelling import Spelling
from bot.rules.text import Word, is_unspaced, without_invisible, words
from storage.records import Entity, EntityKind, Name, NameUse

_IGNORED = frozenset({"the", "of", "on", "and", "a", "an", "for"})
_KINDS = (
    *(EntityKind.FORUM, EntityKind.BODY, EntityKind.COUNTRY, EntityKind.WORKING_GROUP, EntityKind.PERSON),
    *(EntityKind.SUMMIT, EntityKind.EXERCISE, EntityKind.MEETING, EntityKind.INSTRUMENT),
    *(EntityKind.CHAIRMANSHIP, EntityKind.PLACE, EntityKind.REGION, EntityKind.TOPIC, EntityKind.OBSERVANCE),
)
RANK = {kind: rank for rank, kind in enumerate(_KINDS)}
"""What is meant first where names are equal: what stands before what takes place once."""
_NOBODY = -1


class _Row(NamedTuple):
    beside: bool
    size: int
    length: int
    rank: int
    entity: int
    name: Name
    words: tuple[str, ...]


class NameTable:
    def __init__(self, entities: Iterable[Entity], beside: Iterable[str]) -> None:
        self._entities = tuple(entities)
        rows = sorted(_rows(self._entities, beside), key=lambda row: row[:5])
        self._names = [row.name for row in rows]
        self._entity = array("i", (row.entity for row in rows))
        vocabulary = sorted({word for row in rows for word in row.words})
        familiar = {word for row in rows if _is_familiar(row.name) for word in row.words}
        self.spelling = Spelling(vocabulary, familiar)
        self._words, self._starts = array("I"), array("I", [0])
        for row in rows:
            self._words.extend(map(self.place, row.words))
            self._starts.append(len(self._words))
        self._longest = array("I", [0]) * len(vocabulary)
        for number in range(len(rows)):
            first = self._words[self._starts[number]]
            self._longest[first] = max(self._longest[first], self.size(number))
        self._postings, self._firsts = self._posted(len(vocabulary))
        hashes = [hash(tuple(self.words(row))) for row in range(len(rows))]
        self._by_hash = array("I", sorted(range(len(rows)), key=hashes.__getitem__))
        self._hashes = array("q", sorted(hashes))

    def place(self, word: str) -> int:
        """The number of a word that some name has."""
        place = self.spelling.place(word)
        assert place is not None
        return place

    def entity(self, row: int) -> Entity | None:
        number = self._entity[row]
        return None if number == _NOBODY else self._entities[number]

    def name(self, row: int) -> Name:
        return self._names[row]

    def words(self, row: int) -> array[int]:
        return self._words[self._starts[row] : self._starts[row + 1]]

    def size(self, row: int) -> int:
        return self._starts[row + 1] - self._starts[row]

    def having(self, places: range) -> array[int]:
        """Rows that have one of these words; in order where it is one word."""
        return self._postings[self._firsts[places.start] : self._firsts[places.stop]]

    def count(self, places: range) -> int:
        return self._firsts[places.stop] - self._firsts[places.start]

    def is_letter(self, places: range) -> bool:
        """Whether it is a letter of a script without spaces that has this place."""
        return len(places) == 1 and is_unspaced(self.spelling.word(places.start))

    def reading(self, places: Sequence[int]) -> list[int]:
        """Rows that have these words, in this order, and no others."""
        wanted, sought = hash(tuple(places)), array("I", places)
        at, found = bisect_left(self._hashes, wanted), []
        while at < len(self._hashes) and self._hashes[at] == wanted:
            row = self._by_hash[at]
            if self.words(row) == sought:
                found.append(row)
            at += 1
        return sorted(found)

    def longest_from(self, word: int) -> int:
        """How many words the longest name has that begins with this one."""
        return self._longest[word]

    def _posted(self, known: int) -> tuple[array[int], array[int]]:
        """For each word the rows that have it, one after the other, and where each word's begin."""
        counts = array("I", [0]) * (known + 1)
        for row in range(len(self._names)):
            for word in set(self.words(row)):
                counts[word + 1] += 1
        firsts = array("I", [0])
        for count in counts[1:]:
            firsts.append(firsts[-1] + count)
        postings, free = array("I", [0]) * firsts[-1], array("I", firsts)
        for row in range(len(self._names)):
            for word in set(self.words(row)):
                postings[free[word]] = row
                free[word] += 1
        return postings, firsts


def _is_familiar(name: Name) -> bool:
    """Whether its words are the catalogue's own language, and no abbreviation that is a word too."""
    return name.language in (None, "en") and name.use is not NameUse.EXACT


def content(typed: Sequence[Word]) -> tuple[Word, ...]:
    """The words that tell a name from others."""
    return tuple(word for word in typed if not is_ignored(word)) or tuple(typed)


def is_ignored(word: Word) -> bool:
    """Whether it is such a word as "an"; "Ấn" is not."""
    return word.folded in _IGNORED and len(unicodedata.normalize("NFD", word.raw)) == len(word.raw)


def _folded(text: str) -> tuple[str, ...]:
    return tuple(word.folded for word in content(words(without_invisible(text))))


def _rows(entities: Sequence[Entity], beside: Iterable[str]) -> Iterator[_Row]:
    taken = set()
    for number, entity in enumerate(entities):
        seen = set()
        for name in entity.names:
            folded = _folded(name.text)
            taken.add(folded)
            if folded and (folded, name.use) not in seen:
                seen.add((folded, name.use))
                yield _Row(False, len(folded), len(name.text), RANK[entity.kind], number, name, folded)
    for text in beside:
        folded = _folded(text)
        if folded and folded not in taken:
            taken.add(folded)
            yield _Row(True, len(folded), len(text), len(RANK), _NOBODY, Name(text), folded)
