"""What words of a text may mean, and which of that is meant: the longest first, each word but once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bot.rules.matching.phrases import Phrase
from storage.records import EntityId


class Hit(NamedTuple):
    """A meaning of words `first` to `last` of a line, with the letters they cover."""

    line: int
    first: int
    last: int
    size: int
    entity: EntityId | None
    phrase: Phrase


def longest_first(hits: Sequence[Hit]) -> Iterator[Hit]:
    """Hits of which none lies in what another covers; several meanings of the same words are all meant."""
    used: dict[int, int] = defaultdict(int)
    meant: set[tuple[int, int, int]] = set()
    for hit in sorted(hits, key=lambda hit: (-hit.size, hit.entity is None, hit.line, hit.first)):
        place = (hit.line, hit.first, hit.last)
        if place in meant and hit.entity is not None:
            yield hit
            continue
        covered = (1 << (hit.last + 1)) - (1 << hit.first)
        if used[hit.line] & covered:
            continue
        for word in hit.phrase.free:
            covered &= ~(1 << (hit.first + word))
        used[hit.line] |= covered
        if hit.entity is not None:
            meant.add(place)
            yield hit
