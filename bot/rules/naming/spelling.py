"""The words all names are made of, and which of them a typed word may mean.

A word that some name has means itself and nothing else. Any other may be two words written
together, half of a word written apart, another number of a word, or carry a Korean particle; only
then is it corrected: one typing error (a letter too many, too few, wrong, or two swapped) where the
word meant has five letters or more, two where it has nine. Of corrections the nearest stand, all of
them. A word with a digit in it is never corrected, nor is a letter that is a word. A typed word of
four letters is too little to be sure of. So are short abbreviations and short words of another
language in Latin letters, which many English words are near ("malaria", "Malásia"): what is meant so
is worth less than an answer.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.rules.text import is_unspaced

INFLECTED, JOINED = 0.97, 0.95
ONE_ERROR, TWO_ERRORS, SHORT = 0.85, 0.7, 0.45
_PARTICLES = ("에서", "으로", "은", "는", "이", "가", "을", "를", "의", "에", "와", "과", "도", "로")
_SHORTEST, _LONG, _LONGEST = 5, 9, 40
_LATIN = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Meant:
    """Words of names that a typed word may mean, and how sure that is (1: as typed)."""

    words: tuple[str, ...]
    quality: float = 1.0


@dataclass(frozen=True, slots=True)
class Slot:
    """Typed words from `first` up to, not including, `last`, and what they may mean, if anything."""

    first: int
    last: int
    meant: tuple[Meant, ...]


class Spelling:
    """`vocabulary` is sorted; a word is known by its place in it. Words that are not `familiar` are seldom
    what an error stands for."""

    def __init__(self, vocabulary: Sequence[str], familiar: Collection[str]) -> None:
        self._vocabulary = vocabulary
        self._familiar = familiar
        self._places = {word: place for place, word in enumerate(vocabulary)}
        self._corrections = {word for word in vocabulary if len(word) >= _SHORTEST and _is_correctable(word)}
        self._by_length: dict[int, list[str]] = defaultdict(list)
        self._alphabets: dict[int, set[str]] = defaultdict(set)
        for word in vocabulary:
            if word in self._corrections:
                self._by_length[len(word)].append(word)
            if not word.isascii():
                self._alphabets[_block(word)].update(word)
        self.meant = lru_cache(maxsize=2_000)(self._meant)

    def place(self, word: str) -> int | None:
        return self._places.get(word)

    def word(self, place: int) -> str:
        return self._vocabulary[place]

    def read(self, words: Sequence[str]) -> list[Slot]:
        """What the typed words may mean, one after the other."""
        slots: list[Slot] = []
        at = 0
        while at < len(words):
            joined = self._joined(words[at : at + 2])
            if joined:
                slots.append(Slot(at, at + 2, (Meant((joined,), JOINED),)))
            else:
                slots.append(Slot(at, at + 1, self.meant(words[at])))
            at = slots[-1].last
        return slots

    def beginning_with(self, start: str) -> range:
        """The places of all words that begin so."""
        return range(
            bisect_left(self._vocabulary, start), bisect_left(self._vocabulary, start + "\U0010ffff")
        )

    def nearly_beginning_with(self, start: str) -> list[range]:
        """The places of all words whose beginning is one typing error from `start`."""
        if not 4 <= len(start) <= _LONGEST or not _is_correctable(start):
            return []
        found = (self.beginning_with(other) for other in self._one_error_from(start))
        return [places for places in found if places]

    def begun(self, word: str) -> tuple[Meant, ...]:
        """The words of which an unknown word is the greater part of the beginning."""
        if len(word) < _SHORTEST:
            return ()
        known = [self._vocabulary[place] for place in self.beginning_with(word)]
        return tuple(Meant((other,), SHORT) for other in known if len(other) <= 2 * len(word))

    def roughly(self, word: str) -> tuple[Meant, ...]:
        """What a word may mean that means nothing else: any that is two errors away."""
        if len(word) < _SHORTEST or self.meant(word) or not _is_correctable(word):
            return ()
        return tuple(Meant((other,), SHORT) for other in self._two_errors_from(word[:_LONGEST], _SHORTEST))

    def _meant(self, word: str) -> tuple[Meant, ...]:
        if word in self._places:
            return (Meant((word,)),)
        inflected = [other for other in _inflections(word) if other in self._places]
        if inflected:
            return (Meant((inflected[0],), INFLECTED),)
        parts = self._parts(word)
        if parts:
            return (Meant(parts, JOINED),)
        return self._corrected(word)

    def _joined(self, pair: Sequence[str]) -> str | None:
        """Two typed words that are one word of a name, where they are not both words of names."""
        if len(pair) < 2 or min(map(len, pair)) < 2 or all(word in self._places for word in pair):
            return None
        joined = "".join(pair)
        return joined if joined in self._places else None

    def _parts(self, word: str, most: int = 3) -> tuple[str, ...]:
        """The words of names that were written together, as few as possible, or none."""
        if not 6 <= len(word) <= _LONGEST or not _is_correctable(word):
            return ()
        for cut in range(len(word) - 3, 2, -1):
            if word[:cut] in self._places and word[cut:] in self._places:
                return (word[:cut], word[cut:])
        for cut in range(len(word) - 3, 2, -1) if most > 2 else ():
            rest = self._parts(word[cut:], most - 1) if word[:cut] in self._places else ()
            if rest:
                return (word[:cut], *rest)
        return ()

    def _corrected(self, word: str) -> tuple[Meant, ...]:
        if not 4 <= len(word) <= _LONGEST or not _is_correctable(word):
            return ()
        near = [other for other in self._one_error_from(word) if other in self._corrections]
        if near or len(word) < _LONG - 1:
            return tuple(Meant((other,), self._worth(word, other)) for other in sorted(near))
        return tuple(Meant((other,), TWO_ERRORS) for other in self._two_errors_from(word, _LONG))

    def _two_errors_from(self, word: str, shortest: int) -> list[str]:
        found = []
        for length in range(max(shortest, len(word) - 2), len(word) + 3):
            known = self._by_length.get(length, ())
            near = process.extract(word, known, scorer=OSA.distance, score_cutoff=2, limit=None)
            found += [other for other, _, _ in near]
        return sorted(found)

    def _worth(self, word: str, other: str) -> float:
        """How sure it is that a word with one error means the other."""
        strange = other.isascii() and len(other) < _LONG - 1 and other not in self._familiar
        return SHORT if strange or len(word) == 4 else ONE_ERROR

    def _one_error_from(self, word: str) -> Collection[str]:
        """All that is one letter more, one less, one other or two swapped away from a word."""
        letters: Iterable[str] = _LATIN if word.isascii() else self._alphabets[_block(word)]
        found: dict[str, None] = {}
        for at in range(len(word) + 1):
            head, rest = word[:at], word[at:]
            found[head + rest[1:]] = None
            found[head + rest[1:2] + rest[:1] + rest[2:]] = None
            for letter in letters:
                found[head + letter + rest[1:]] = None
                found[head + letter + rest] = None
        return found


def _inflections(word: str) -> list[str]:
    """Other forms of the same word: without or with a plural s, without a Korean particle."""
    if word.isascii():
        return [word[:-1] if word.endswith("s") else word + "s"] if len(word) >= 4 else []
    return [word.removesuffix(end) for end in _PARTICLES if word.endswith(end)]


def _is_correctable(word: str) -> bool:
    return not is_unspaced(word) and not any(letter.isdigit() for letter in word)


def _block(word: str) -> int:
    """The neighbourhood of Unicode in which a word's script lies."""
    return ord(word[0]) >> 7
