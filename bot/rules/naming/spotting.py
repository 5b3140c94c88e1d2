"""Names inside a longer text: where one begins, the longest wins, and its words are used up.

A text is read more strictly than a query that is nothing but a name. A word left out between two
words of a name ("India and the ASEAN summit") parts them unless the name has such a word there
too. Names marked exact count in their own letters only, in a text that is not all capitals, or
after "the"; so do very short names whose accents make them ("Áo"). Long texts are read as they are
written; in others a mistyped word keeps its first letter unless it is long, and one that means a
word of five letters has only two of them swapped. A name known beside is never guessed at.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.rules.naming.names import NameTable, is_ignored
from bot.rules.naming.spelling import ONE_ERROR, TWO_ERRORS, Meant, Slot
from bot.rules.text import Word, words
from storage.records import Name, NameUse

_LONGEST_CORRECTED = 25
_LONG_WORD = 8
_SHORTEST = 5
_MOST_READINGS = 8


@dataclass(frozen=True, slots=True)
class Spot:
    """The typed words from `first` up to, not including, `last`, and the rows of the names they are."""

    first: int
    last: int
    rows: tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class _Reading:
    places: tuple[int, ...] = ()
    quality: float = 1.0
    gaps: frozenset[int] = frozenset()
    """After how many words a word was left out."""


def spots(table: NameTable, typed: Sequence[Word], shouting: bool) -> Iterator[Spot]:
    """Every name in the text, in order; `shouting` is a text in capitals."""
    slots = _slots(table, typed)
    at = 0
    while at < len(slots):
        spot = _longest(table, slots, at, typed, shouting)
        if spot is None:
            at += 1
            continue
        yield spot
        while at < len(slots) and slots[at].first < spot.last:
            at += 1


def letters_agree(name: Name, typed: Sequence[Word]) -> bool:
    """Whether a name that lives by its letters is typed in them; any other always is."""
    own = words(name.text)
    if name.use is NameUse.EXACT:
        return [_letters(word) for word in own] == [_letters(word) for word in typed]
    if len(name.text) <= 3 and any(_plain_case(word.raw) != word.folded for word in own):
        return [_plain_case(word.raw) for word in own] == [_plain_case(word.raw) for word in typed]
    return True


def _slots(table: NameTable, typed: Sequence[Word]) -> list[Slot]:
    folded = [word.folded for word in typed]
    if len(typed) > _LONGEST_CORRECTED:
        known = ((Meant((word,)),) if table.spelling.place(word) is not None else () for word in folded)
        return [Slot(at, at + 1, meant) for at, meant in enumerate(known)]
    return [
        Slot(slot.first, slot.last, tuple(m for m in slot.meant if _is_likely(m, folded[slot.first])))
        for slot in table.spelling.read(folded)
    ]


def _is_likely(meant: Meant, word: str) -> bool:
    """Whether a word of a text is so near to a word of a name that it may be taken for it."""
    if meant.quality > ONE_ERROR:
        return True
    other = meant.words[0]
    swapped_only = sorted(other) == sorted(word)
    return (
        meant.quality >= TWO_ERRORS
        and (len(word) >= _LONG_WORD or other[0] == word[0])
        and (len(other) > _SHORTEST or swapped_only)
    )


def _longest(
    table: NameTable, slots: Sequence[Slot], start: int, typed: Sequence[Word], shouting: bool
) -> Spot | None:
    best: Spot | None = None
    readings, longest = [_Reading()], 0
    for slot in slots[start:]:
        if is_ignored(typed[slot.first]):
            if slot.first == slots[start].first:
                return None
            readings = [_with_gap(reading) for reading in readings]
            continue
        readings = [_with(table, reading, meant) for reading in readings for meant in slot.meant]
        readings = readings[:_MOST_READINGS]
        if not longest:
            longest = max((table.longest_from(reading.places[0]) for reading in readings), default=0)
        readings = [reading for reading in readings if len(reading.places) <= longest]
        if not readings:
            break
        span = typed[slots[start].first : slot.last]
        after_the = start > 0 and typed[slots[start].first - 1].folded == "the"
        rows = tuple(
            (row, reading.quality)
            for reading in readings
            for row in table.reading(reading.places)
            if _fits(table.name(row), reading, span, shouting, after_the)
        )
        if any(quality == 1.0 or table.entity(row) for row, quality in rows):
            best = Spot(slots[start].first, slot.last, rows)
    return best


def _with(table: NameTable, reading: _Reading, meant: Meant) -> _Reading:
    places = tuple(table.place(word) for word in meant.words)
    return _Reading(reading.places + places, reading.quality * meant.quality, reading.gaps)


def _with_gap(reading: _Reading) -> _Reading:
    return _Reading(reading.places, reading.quality, reading.gaps | {len(reading.places)})


def _fits(name: Name, reading: _Reading, span: Sequence[Word], shouting: bool, after_the: bool) -> bool:
    if not reading.gaps <= _gaps(name):
        return False
    if name.use is NameUse.EXACT:
        return after_the or (letters_agree(name, span) and not shouting)
    return letters_agree(name, span)


def _gaps(name: Name) -> frozenset[int]:
    """After how many of its words a name has one that is left out."""
    found, count = set(), 0
    for word in words(name.text):
        if is_ignored(word):
            found.add(count)
        else:
            count += 1
    return frozenset(found)


def _letters(word: Word) -> str:
    """As written; an abbreviation with dots is one in small letters too."""
    return word.raw.upper() if word.end - word.start > len(word.raw) else word.raw


def _plain_case(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()
