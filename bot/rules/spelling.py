"""The words all names are made of, and which of them a typed word may mean.

A word that some name has means itself and nothing else. Any other may be two words written
together, half of a word written apart, another number of a word, or carry a Korean particle; only
then is it corrected: one typing error (a letter too many, too few, wrong, or two swapped) where the
word meant has five letters or more, two where it has nine. Of corrections the nearest stand, all of
them. A word with a digit in it is never corrected, nor is a letter that is a word. A typed word of
four letters is too little to be sure of: what it may mean is worth less than an answer.
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
_ELIDED = ("d", "l", "o")
_LONGEST = 40
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
    """`vocabulary` is sorted; a word is known by its place in it."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._vocabulary = vocabulary
        self._places = {word: place for place, word in enumerate(vocabulary)}
        self._by_length: dict[int, list[str]] = defaultdict(list)
        self._alphabets: dict[int, set[str]] = defaultdict(set)
        for word in vocabulary:
            if len(word) >= 5 and _is_correctable(word):
                self._by_length[len(word)].append(word)
            if not word.isascii():
                self._alphabets[_block(word)].update(word)
        self.meant = lru_cache(maxsize=2_000)(self._meant)

    def place(self, word: str) -> int | None:
        return self._places.get(word)

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
        if len(start) < 4 or not _is_correctable(start):
            return []
        letters: Iterable[str] = _LATIN if start.isascii() else self._alphabets[_block(start)]
        found = (self.beginning_with(other) for other in _one_error_from(start, letters))
        return [places for places in found if places]

    def begun(self, word: str) -> tuple[Meant, ...]:
        """The words of which an unknown word is the greater part of the beginning."""
        if len(word) < 5:
            return ()
        known = [self._vocabulary[place] for place in self.beginning_with(word)]
        return tuple(Meant((other,), SHORT) for other in known if len(other) <= 2 * len(word))

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
        cuts = [1] if word.startswith(_ELIDED) else []
        for cut in [*range(len(word) - 3, 2, -1), *cuts]:
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
        most = 2 if len(word) >= 8 else 1
        near: dict[int, list[str]] = defaultdict(list)
        for length in range(len(word) - most, len(word) + most + 1):
            allowed = 2 if most == 2 and length >= 9 else 1
            for other, errors, _ in process.extract(
                word,
                self._by_length.get(length, ()),
                scorer=OSA.distance,
                score_cutoff=allowed,
                limit=None,
            ):
                near[int(errors)].append(other)
        if not near:
            return ()
        errors = min(near)
        quality = SHORT if len(word) == 4 else ONE_ERROR if errors == 1 else TWO_ERRORS
        return tuple(Meant((other,), quality) for other in sorted(near[errors]))


def _inflections(word: str) -> list[str]:
    """Other forms of the same word: without or with a plural s, without a Korean particle."""
    if word.isascii():
        return [word[:-1] if word.endswith("s") else word + "s"] if len(word) >= 3 else []
    return [word.removesuffix(end) for end in _PARTICLES if word.endswith(end)]


def _one_error_from(word: str, letters: Iterable[str]) -> Collection[str]:
    found: dict[str, None] = {}
    for at in range(len(word)):
        found[word[:at] + word[at + 1 :]] = None
        found[word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :]] = None
        for letter in letters:
            found[word[:at] + letter + word[at + 1 :]] = None
            found[word[:at] + letter + word[at:]] = None
    return found


def _is_correctable(word: str) -> bool:
    return not is_unspaced(word) and not any(letter.isdigit() for letter in word)


def _block(word: str) -> int:
    """The neighbourhood of Unicode in which a word's script lies."""
    return ord(word[0]) >> 7
