"""Whether the number beside the name of a meeting is that of the meeting, or of another of the same series.

Of what takes place once, names tell the numbers (the 12th, 2025). A text that gives another one speaks of
another edition. Must not know texts beyond the words around a name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.rules.matching.lookalikes import each
from bot.rules.text import phrase
from storage.records import Entity, EntityKind

_ONCE = frozenset({EntityKind.MEETING, EntityKind.SUMMIT, EntityKind.EXERCISE})
_NUMBERED = re.compile(r"(\d{1,3})(?:st|nd|rd|th)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_WORDS = each(
    "first; second; third; fourth; fifth; sixth; seventh; eighth; ninth; tenth; eleventh; twelfth; thirteenth"
    "; fourteenth; fifteenth; sixteenth; seventeenth; eighteenth; nineteenth; twentieth"
)
_ORDINALS = {word: number for number, word in enumerate(_WORDS, start=1)} | {"inaugural": 1, "maiden": 1}
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60}


def numbers_of(entity: Entity) -> frozenset[int] | None:
    """The numbers and years in all names of what takes place once; none of what stands."""
    if entity.kind not in _ONCE:
        return None
    found = {_number(word) for name in entity.names for word in phrase(name.text)}
    return frozenset(number for number in found if number is not None)


def is_another(own: frozenset[int], before: Sequence[str], after: str) -> bool:
    """Whether the words around a name give it a number that is not its own."""
    told = [_ordinal(before), _year(before[-1] if before else ""), _year(after)]
    for number in told:
        if number is not None and number not in own and any((number > 999) == (one > 999) for one in own):
            return True
    return False


def _number(word: str) -> int | None:
    return _ordinal([word]) or _year(word)


def _ordinal(words: Sequence[str]) -> int | None:
    last = words[-1] if words else ""
    if numbered := _NUMBERED.fullmatch(last):
        return int(numbered[1])
    ordinal = _ORDINALS.get(last)
    if ordinal is not None and len(words) > 1 and ordinal < 10:
        return ordinal + _TENS.get(words[-2], 0)
    return ordinal


def _year(word: str) -> int | None:
    return int(word) if _YEAR.fullmatch(word) else None
