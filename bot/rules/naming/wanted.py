"""What a query wants of a name: for each typed word one of the words it may mean, in any order.

Finds the rows of the name table that have them all, and tells how well a row fits. Letters of a
script without spaces are wanted one after the other: two of them in one name say nothing else.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from itertools import islice
from math import prod

from bot.rules.naming.names import NameTable

_MOST_ROWS = 250
_TEST = 4
"""To look at the words of a row costs as much as to take up so many rows of a word."""


@dataclass(frozen=True, slots=True)
class Option:
    """Words that a typed word may mean: for each the places in the vocabulary where it may stand."""

    words: tuple[range, ...]
    quality: float


Group = tuple[Option, ...]
"""All that one typed word may mean."""


@dataclass(frozen=True, slots=True)
class Fit:
    quality: float
    """How surely the words are the ones that are meant."""
    share: float
    """How much of the name is wanted."""
    begins: bool
    """Whether the name begins as the query does."""


class Wanted:
    def __init__(self, table: NameTable, groups: Sequence[Group]) -> None:
        self._table = table
        self._groups = groups

    def fits(self, asked_for: Callable[[int], bool] | None) -> dict[int, Fit]:
        """The likeliest rows that have all that is wanted."""
        if not self._groups or not all(self._groups):
            return {}
        rows = self._rows()
        in_order = isinstance(rows, array)
        wanted = filter(asked_for, rows) if asked_for else rows
        likeliest = islice(wanted, _MOST_ROWS) if in_order else nsmallest(_MOST_ROWS, wanted)
        found = ((row, self._fit(row)) for row in likeliest)
        return {row: fit for row, fit in found if fit}

    def _rows(self) -> array[int] | set[int]:
        first, *others = sorted(self._groups, key=self._size)
        if not others and len(first) == 1 and len(first[0].words) == 1 and len(first[0].words[0]) == 1:
            return self._table.having(first[0].words[0])
        rows = self._having(first)
        for group in others:
            if len(rows) * _TEST < self._size(group):
                rows = {row for row in rows if _choice(self._table.words(row), group)}
            else:
                rows &= self._having(group)
        return rows

    def _size(self, group: Group) -> int:
        return sum(min(map(self._table.count, option.words)) for option in group)

    def _having(self, group: Group) -> set[int]:
        rows: set[int] = set()
        for option in group:
            fewest, *others = sorted(option.words, key=self._table.count)
            having = set(self._table.having(fewest))
            for places in others:
                having.intersection_update(self._table.having(places))
            rows |= having
        return rows

    def _fit(self, row: int) -> Fit | None:
        words = self._table.words(row)
        chosen = [option for group in self._groups if (option := _choice(words, group))]
        wanted = [places for option in chosen for places in option.words]
        if any(map(self._table.is_letter, wanted)) and not _in_one_piece(words, wanted):
            return None
        quality = prod(option.quality for option in chosen)
        had = sum(any(word in places for places in wanted) for word in words)
        return Fit(quality, had / len(words), words[0] in wanted[0])


def _choice(words: Sequence[int], group: Group) -> Option | None:
    """What a name with these words has of all that may be meant."""
    for option in group:
        if all(any(word in places for word in words) for places in option.words):
            return option
    return None


def _in_one_piece(words: Sequence[int], wanted: Sequence[range]) -> bool:
    return any(
        all(word in places for word, places in zip(words[start:], wanted, strict=False))
        for start in range(len(words) - len(wanted) + 1)
    )
