"""Of several facts about the same thing: which are said, and which say no more than another does.

What a source states stands for what another planned or left to be inferred; a day stands for the
year it lies in. Where sources disagree nothing is left out.
"""

from __future__ import annotations

from collections.abc import Sequence

from storage.edtf import Edtf, Precision
from storage.records import Fact, FactStatus


def firm(facts: Sequence[Fact]) -> list[Fact]:
    """What was inferred or planned is left out where a source states it as such."""
    stated = [fact for fact in facts if fact.status is FactStatus.STATED]
    settled = [fact for fact in stated if fact.planned_as_of is None]
    return settled or stated or list(facts)


def folded(facts: Sequence[Fact], disagree: bool) -> list[tuple[Fact, list[Fact]]]:
    """Facts in their order, each with those that say the same less fully."""
    kept: list[tuple[Fact, list[Fact]]] = []
    for fact in sorted(facts, key=width):
        fuller = next((beneath for other, beneath in kept if _says_more(other, fact, disagree)), None)
        if fuller is None:
            kept.append((fact, []))
        else:
            fuller.append(fact)
    return sorted(kept, key=lambda pair: facts.index(pair[0]))


def most_precise(facts: Sequence[Fact]) -> Fact | None:
    """The first date, or one inside it that is as sure and more precise."""
    if not facts:
        return None
    return min([facts[0], *(fact for fact in facts if _narrows(fact, facts[0]))], key=width)


def _narrows(one: Fact, other: Fact) -> bool:
    """Whether a date tells more of another; a span of days is as precise as a day."""
    is_as_sure = one.status in (FactStatus.STATED, other.status)
    is_as_settled = one.planned_as_of is None or other.planned_as_of is not None
    whole = other.edtf
    if one.edtf is None or whole is None or whole.first_day is not None:
        return False
    return is_as_sure and is_as_settled and _is_within(one.edtf, whole)


def _says_more(one: Fact, other: Fact, disagree: bool) -> bool:
    """Whether a fact holds all that another of the same thing says, as surely; in dispute, in its words."""
    if (one.status, one.planned_as_of is None) != (other.status, other.planned_as_of is None):
        return False
    return (other.text == one.text or not (other.text or disagree)) and _is_within(one.edtf, other.edtf)


def _is_within(one: Edtf | None, other: Edtf | None) -> bool:
    """Whether a date is as precise as another or more; of what is still so, its beginning."""
    if other is None:
        return True
    if one is None or Precision.TBC in (one.precision, other.precision):
        return False
    if one.start is not None and other.start is not None and one.end is None and other.end is None:
        one, other = one.start, other.start
    begins = other.lo is None or (one.lo is not None and other.lo <= one.lo)
    ends = other.hi is None or (one.hi is not None and one.hi <= other.hi)
    return begins and ends


def width(fact: Fact) -> int:
    """How many days a date leaves open."""
    value = fact.edtf
    if value is None:
        return 10**7
    point = value.start if value.start is not None and value.end is None else value
    return (point.hi - point.lo).days if point.lo and point.hi else 10**6
