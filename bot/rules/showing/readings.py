"""What several sources say of the same thing, kept apart and held against each other.

Facts speak of the same when subject and predicate are the same and, where a thing may have many
(members, roles), the object or text as well. Within one such group the later said stands first.
Sources disagree where no reading of theirs can hold another: two different places, two times
of which neither lies within the other. `2026` and a week of 2026 agree: one is more precise.
Terms that follow each other (2011–2013, 2024–2027) are two terms, not a disagreement. What one
source says twice never disagrees with itself. Nothing is merged and nothing is averaged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from bot.rules.catalogue import Catalogue
from bot.rules.text import phrase
from bot.rules.vocabulary import PREDICATES
from storage.edtf import Edtf, Precision
from storage.records import Fact


@dataclass(frozen=True, slots=True)
class Reading:
    """All that is said of one thing, the later said first."""

    facts: tuple[Fact, ...]
    disagree: bool


def readings(catalogue: Catalogue, facts: Sequence[Fact]) -> list[Reading]:
    """Facts grouped by what they speak of, in the order in which each is first spoken of."""
    groups: dict[tuple[object, ...], list[Fact]] = {}
    for fact in facts:
        groups.setdefault(_what(fact), []).append(fact)
    return [_reading(catalogue, group) for group in groups.values()]


def later_first(catalogue: Catalogue, facts: Sequence[Fact]) -> list[Fact]:
    """Facts in the order their sources spoke, the latest first; of unknown date last.

    What a server corrected stands before what it corrects, whenever that was said.
    """
    return sorted(
        facts, key=lambda fact: (fact.corrects is not None, catalogue.said_on(fact) or date.min), reverse=True
    )


def disagree(catalogue: Catalogue, one: Fact, other: Fact) -> bool:
    """Whether two facts that speak of the same cannot both be so."""
    if one.source == other.source:
        return False
    if one.edtf is not None and other.edtf is not None:
        return _times_disagree(one.edtf, other.edtf, single=_is_single(one))
    if not _is_single(one) or (one.edtf is None) is not (other.edtf is None):
        return False
    return not _values_agree(catalogue, one, other)


def _reading(catalogue: Catalogue, group: list[Fact]) -> Reading:
    differ = any(disagree(catalogue, one, other) for one, other in combinations(group, 2))
    return Reading(tuple(later_first(catalogue, group)), differ)


def _what(fact: Fact) -> tuple[object, ...]:
    if _is_single(fact):
        return (fact.subject, fact.predicate)
    return (fact.subject, fact.predicate, fact.object or phrase(fact.text or ""))


def _is_single(fact: Fact) -> bool:
    known = PREDICATES.get(fact.predicate)
    return known is not None and known.single


def _times_disagree(one: Edtf, other: Edtf, *, single: bool) -> bool:
    if Precision.TBC in (one.precision, other.precision):
        return False
    if _is_since(one) and _is_since(other):
        assert one.start is not None and other.start is not None
        return not (_within(one.start, other.start) or _within(other.start, one.start))
    if not single and not one.overlaps(other):
        return False
    return not (_within(one, other) or _within(other, one))


def _is_since(value: Edtf) -> bool:
    return value.start is not None and value.end is None


def _within(inner: Edtf, outer: Edtf) -> bool:
    begins = outer.lo is None or (inner.lo is not None and outer.lo <= inner.lo)
    ends = outer.hi is None or (inner.hi is not None and inner.hi <= outer.hi)
    return begins and ends


def _values_agree(catalogue: Catalogue, one: Fact, other: Fact) -> bool:
    if one.object is not None and other.object is not None:
        around = catalogue.places_around
        return other.object in around(one.object) or one.object in around(other.object)
    first, second = (set(phrase(_value(catalogue, fact))) for fact in (one, other))
    return first <= second or second <= first


def _value(catalogue: Catalogue, fact: Fact) -> str:
    return catalogue.label(fact.object) if fact.object is not None else fact.text or ""
