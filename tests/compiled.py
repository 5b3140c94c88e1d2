"""What a catalogue is compiled to, kept for the next test that has the same one.

It is the real thing, made by the real function: it depends on what the catalogue holds and on nothing else,
and it is never changed, so that hundreds of runs of the program may share one.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

from bot.rules.catalogue import Catalogue

_MOST = 8

Made = TypeVar("Made")


def remembered(compile: Callable[..., Made]) -> Callable[..., Made]:
    """The same function, which answers what it was asked before with what it made then."""
    kept: dict[Hashable, Made] = {}

    def compiled(catalogue: Catalogue, *more: Iterable[tuple[str, ...]]) -> Made:
        words = tuple(map(tuple, more))
        asked = (_content(catalogue), words)
        made = kept.get(asked)
        if made is None:
            made = compile(catalogue, *words)
            if len(kept) >= _MOST:
                kept.clear()
            kept[asked] = made
        return made

    return compiled


def _content(catalogue: Catalogue) -> Hashable:
    entities = tuple(catalogue.entities.values())
    return entities, tuple(fact for entity in entities for fact in catalogue.about(entity.id))
