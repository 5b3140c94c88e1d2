"""Who holds a chair from when to when: every term the catalogue knows, and how one is told as of today.

A term that has ended says so, one that was only planned is never told as held. Must not know what
was asked of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.rules import wording
from bot.rules.answers.asked import Asked, Said
from bot.rules.answers.phrasing import at, doubts, listed, sentence
from storage import edtf
from storage.edtf import Edtf
from storage.records import Entity, EntityId, Fact


@dataclass(frozen=True, slots=True)
class Term:
    """Who holds a chair from when to when, and every fact that says so."""

    of: EntityId
    when: Edtf | None
    holders: tuple[EntityId, ...]
    facts: tuple[Fact, ...]
    verb: str
    through: tuple[EntityId, ...] = ()
    """The chairmanship itself, where the catalogue has one."""


def co_chaired(asked: Asked, groups: Iterable[Entity]) -> list[Term]:
    """The cycles of these groups, in order; said twice, with one year or with more, it is one cycle."""
    terms: list[Term] = []
    for group in groups:
        of_time: dict[str, list[Fact]] = {}
        for fact in asked.about(group, "co-chair"):
            of_time.setdefault(str(fact.edtf), []).append(fact)
        cycles = [
            Term(group.id, facts[0].edtf, _holders(facts), tuple(facts), "co-chair")
            for facts in of_time.values()
        ]
        terms += [cycle for cycle in cycles if not any(_is_part_of(cycle, other) for other in cycles)]
    return in_order(terms)


def chaired(asked: Asked, things: Iterable[Entity]) -> list[Term]:
    """Terms of or by these things: what chairs what, and chairmanships held; said twice, it is one term."""
    found: dict[tuple[EntityId, EntityId, str], tuple[list[Fact], list[EntityId]]] = {}
    chairmanships: list[EntityId] = []
    for thing in things:
        for fact in (*asked.about(thing, "chairs"), *asked.naming(thing, "chairs")):
            if fact.object:
                found.setdefault((fact.object, fact.subject, str(fact.edtf)), ([], []))[0].append(fact)
        held = asked.naming(thing, "chairmanship-of", "held-by")
        chairmanships += [thing.id, *(fact.subject for fact in held)]
    for chairmanship in asked.entities(chairmanships):
        for of in asked.about(chairmanship, "chairmanship-of"):
            for by in asked.about(chairmanship, "held-by"):
                if of.object and by.object:
                    term = found.setdefault((of.object, by.object, str(by.edtf or of.edtf)), ([], []))
                    term[0].extend((by, of))
                    term[1].append(chairmanship.id)
    return in_order(
        Term(
            of,
            facts[0].edtf or facts[-1].edtf,
            (who,),
            tuple(dict.fromkeys(facts)),
            "chair",
            tuple(dict.fromkeys(through)),
        )
        for (of, who, _), (facts, through) in found.items()
    )


def in_order(terms: Iterable[Term]) -> list[Term]:
    return sorted(terms, key=lambda term: edtf.sort_key(term.when))


def is_over(asked: Asked, term: Term) -> bool:
    return term.when is not None and term.when.is_over(asked.now.today)


def is_ahead(asked: Asked, term: Term) -> bool:
    return term.when is not None and term.when.lo is not None and term.when.lo > asked.now.today


def says(asked: Asked, term: Term) -> Said:
    """`India and Malaysia co-chair the EWG on Counter-Terrorism for 2024–2027`."""
    who, several = listed(asked.catalogue, term.holders), len(term.holders) > 1
    was, is_ = ("were", "are") if several else ("was", "is")
    over, when = is_over(asked, term), term.when
    firm = any(fact.planned_as_of is None for fact in term.facts)
    if not firm or is_ahead(asked, term):
        verb = f"{was if over else is_} to {term.verb}"
    else:
        verb = f"{term.verb}ed" if over else term.verb if several else f"{term.verb}s"
    is_one_year = when is not None and when.lo and when.hi and when.lo.year == when.hi.year
    ended = f"; that ended in {when.hi.year}" if over and when and when.hi and not is_one_year else ""
    planned = "" if not firm else "planned "
    doubt = next((said for fact in term.facts if (said := doubts(fact, planned))), "")
    sure = any(not doubts(fact) for fact in term.facts)
    return Said(
        sentence(f"{who} {verb} {asked.the(term.of)}{at(when)}{ended}{'' if sure else doubt}"), term.facts
    )


def years_known(terms: Sequence[Term]) -> str:
    """`2011–2017 and 2021–2027`: the years for which a holder is known, what is only planned among them."""
    years = sorted(
        {
            year
            for term in terms
            if term.when and term.when.lo and term.when.hi
            for year in range(term.when.lo.year, term.when.hi.year + 1)
        }
    )
    runs: list[list[int]] = []
    for year in years:
        if runs and runs[-1][-1] == year - 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return wording.listed([str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs])


def _holders(facts: Sequence[Fact]) -> tuple[EntityId, ...]:
    return tuple(dict.fromkeys(fact.object for fact in facts if fact.object))


def _is_part_of(one: Term, other: Term) -> bool:
    """Whether a term is another of the same holders, known for only a part of its time."""
    if one is other or set(one.holders) != set(other.holders) or one.when is None or other.when is None:
        return False
    inner, outer = one.when, other.when
    if inner.lo is None or inner.hi is None or outer.lo is None or outer.hi is None:
        return False
    return str(inner) != str(outer) and outer.lo <= inner.lo and inner.hi <= outer.hi
