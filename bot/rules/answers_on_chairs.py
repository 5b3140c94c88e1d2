"""Who chairs, who co-chairs, and the theme of a chairmanship: each for its term, held against today.

A term that has ended says so; who comes after it is never guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.rules.asked import GROUPS, HAPPENS, Answer, Asked, Said
from bot.rules.grammar import Ask
from bot.rules.phrasing import at, doubts, listed, sentence
from bot.rules.text import escaped
from bot.rules.wording import date_in_words
from storage import edtf
from storage.edtf import Edtf
from storage.records import Entity, EntityId, EntityKind, Fact

_THEMED = (EntityKind.CHAIRMANSHIP, *HAPPENS)


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


def chairs(asked: Asked) -> Answer | None:
    """`who co-chairs X`, `who chairs X in 2025`, `what does Y chair`, `does Y chair X`."""
    question = asked.question
    if not question.has(Ask.CO_CHAIR, Ask.CHAIR) or question.has(Ask.HOW_MANY):
        return None
    groups, countries = asked.all(*GROUPS), asked.all(EntityKind.COUNTRY)
    chairmanships = asked.all(EntityKind.CHAIRMANSHIP)
    if chairmanships and not question.has(Ask.CO_CHAIR):
        within = {e.id for e in chairmanships}
        of = asked.entities(f.object for e in chairmanships for f in asked.about(e, "chairmanship-of"))
        terms = [term for term in _chairs(asked, of) if within & set(term.through)]
        return _told(asked, [], terms, countries) if terms else None
    working = [e for e in groups if e.kind is EntityKind.WORKING_GROUP]
    if len(working) > 1:
        return asked.choice(working)
    group = asked.one(EntityKind.WORKING_GROUP, EntityKind.FORUM, EntityKind.BODY)
    if group is not None:
        return _of_group(asked, group, countries)
    return _by(asked, countries)


def theme(asked: Asked) -> Answer | None:
    """`what is the theme of X`: of X itself, or of the chairmanships of X or held by X."""
    if not asked.question.has(Ask.THEME) or asked.strangers:
        return None
    near = [e.id for thing in asked.things for e in thing]
    for thing in (e for things in asked.things for e in things):
        near += [fact.subject for fact in asked.naming(thing, "chairmanship-of", "held-by", "edition-of")]
    facts = [fact for entity in asked.entities(near) for fact in asked.about(entity, "theme")]
    if not asked.things:
        facts = [fact for e in asked.catalogue.of_kind(*_THEMED) for fact in asked.about(e, "theme")]
    shown = [fact for fact in facts if asked.is_within_years(fact.edtf or _date(asked, fact.subject))]
    if asked.one(EntityKind.COUNTRY) and asked.one(*GROUPS):
        both = {e.id for e in (asked.one(EntityKind.COUNTRY), asked.one(*GROUPS)) if e}
        shown = [
            f for f in shown if both <= {fact.object for fact in asked.catalogue.about(f.subject)}
        ] or shown
    if not shown:
        first = asked.things[0][0] if asked.things else None
        text = f"No source here names a theme of {asked.the(first.id) if first else ''}{_in_years(asked)}"
        return asked.answer([first], [Said(sentence(text))]) if first else None
    said = asked.tell(
        shown, lambda fact: f"the theme of {asked.the(fact.subject)} is “{fact.text}”{doubts(fact)}"
    )
    return asked.answer(asked.entities(fact.subject for fact in shown), said)


def _date(asked: Asked, entity_id: EntityId) -> Edtf | None:
    entity = asked.catalogue.entities.get(entity_id)
    dated = asked.date_of(entity) if entity else None
    return dated.edtf if dated else None


def _of_group(asked: Asked, group: Entity, countries: Sequence[Entity]) -> Answer:
    terms = _co_chairs(asked, [group])
    if not terms or (asked.question.has(Ask.CHAIR) and not asked.question.has(Ask.CO_CHAIR)):
        terms = [term for term in _chairs(asked, [group]) if term.of == group.id] or terms
    if not terms:
        noun = "co-chairs" if group.kind is EntityKind.WORKING_GROUP else "chairs"
        return asked.answer(
            [group], [Said(sentence(f"No source here says who {noun} {asked.the(group.id)}"))]
        )
    return _told(asked, [group], terms, countries)


def _by(asked: Asked, countries: Sequence[Entity]) -> Answer | None:
    """What somebody chairs or co-chairs; who leads a country is no question for this."""
    if not countries or asked.strangers or asked.question.has(Ask.WHO):
        return None
    holders = {e.id for e in countries}
    groups = asked.entities(fact.subject for e in countries for fact in asked.naming(e, "co-chair"))
    terms = [term for term in _co_chairs(asked, groups) if holders <= set(term.holders)]
    if asked.question.has(Ask.CHAIR) and not asked.question.has(Ask.CO_CHAIR):
        terms = [term for term in _chairs(asked, countries) if holders <= set(term.holders)] or terms
    if not terms:
        text = f"No source here names a group or body that {listed(asked.catalogue, holders)} chair"
        return asked.answer(countries, [Said(sentence(f"{text}{'s' if len(countries) == 1 else ''}"))])
    chosen = _chosen(asked, terms) or terms
    of = asked.entities(entity for term in chosen for entity in (*term.through, term.of))
    return asked.answer([*of, *countries], [_says(asked, term) for term in chosen])


def _told(asked: Asked, groups: Sequence[Entity], terms: list[Term], countries: Sequence[Entity]) -> Answer:
    chosen = _chosen(asked, terms)
    said = [_says(asked, term) for term in chosen]
    named = [(e.id, asked.the(e.id)) for e in countries] + [
        (EntityId(""), escaped(s)) for s in asked.strangers
    ]
    for entity_id, name in named:
        its_own = [term for term in terms if entity_id in term.holders]
        if not any(entity_id in term.holders for term in chosen):
            verb = f"{terms[0].verb}{_in_years(asked)}"
            said = [Said(sentence(f"No source here says that {name} {verb}s {asked.the(terms[0].of)}"))]
            said += [_says(asked, term) for term in its_own or chosen]
    asks_now = not asked.question.years and not asked.question.has(Ask.NEXT, Ask.LAST)
    if not said or (asks_now and all(_is_over(asked, term) for term in chosen)):
        said = [_nobody(asked, terms), *said]
    of = asked.entities(entity for term in chosen for entity in term.through)
    holders = asked.entities(holder for term in chosen for holder in term.holders)
    return asked.answer([*of, *groups, *countries, *asked.entities([terms[0].of]), *holders], said)


def _nobody(asked: Asked, terms: Sequence[Term]) -> Said:
    latest = max(terms, key=lambda term: edtf.sort_key(term.when))
    known = f"; the latest known here is {date_in_words(latest.when)}" if latest.when else ""
    when = " next" if asked.question.has(Ask.NEXT) else _in_years(asked) or " now"
    text = f"No source here says who {latest.verb}s {asked.the(latest.of)}{when}{known}"
    return Said(sentence(text), latest.facts)


def _is_over(asked: Asked, term: Term) -> bool:
    return term.when is not None and term.when.is_over(asked.now.today)


def _in_years(asked: Asked) -> str:
    return "".join(f" in {year}" for year in asked.question.years)


def _chosen(asked: Asked, terms: Sequence[Term]) -> list[Term]:
    """The terms of the years asked for; else what runs today; else the last that ended."""
    ordered = sorted(terms, key=lambda term: edtf.sort_key(term.when))
    if asked.question.years:
        return [term for term in ordered if asked.is_within_years(term.when)]
    today = asked.now.today
    over = [term for term in ordered if _is_over(asked, term)]
    ahead = [term for term in ordered if term.when and term.when.lo and term.when.lo > today]
    running = [term for term in ordered if term not in over and term not in ahead]
    if asked.question.has(Ask.NEXT):
        return ahead[:1]
    if asked.question.has(Ask.LAST):
        return over[-1:]
    return running or over[-1:] + ahead[:1]


def _says(asked: Asked, term: Term) -> Said:
    who, several = listed(asked.catalogue, term.holders), len(term.holders) > 1
    today, when = asked.now.today, term.when
    is_over = _is_over(asked, term)
    is_ahead = when is not None and when.lo is not None and when.lo > today
    verb = f"{term.verb}ed" if is_over else f"{'are' if several else 'is'} to {term.verb}" if is_ahead else (
        term.verb if several else f"{term.verb}s"
    )  # fmt: skip
    is_one_year = when is not None and when.lo and when.hi and when.lo.year == when.hi.year
    ended = f"; that ended in {when.hi.year}" if is_over and when and when.hi and not is_one_year else ""
    doubt = next((doubts(fact) for fact in term.facts if doubts(fact)), "")
    firm = any(not doubts(fact) for fact in term.facts)
    text = f"{who} {verb} {asked.the(term.of)}{at(when)}{ended}{'' if firm else doubt}"
    return Said(sentence(text), term.facts)


def _co_chairs(asked: Asked, groups: Iterable[Entity]) -> list[Term]:
    terms: dict[tuple[EntityId, str], list[Fact]] = {}
    for group in groups:
        for fact in asked.about(group, "co-chair"):
            terms.setdefault((group.id, str(fact.edtf)), []).append(fact)
    return [
        Term(
            of,
            facts[0].edtf,
            tuple(dict.fromkeys(f.object for f in facts if f.object)),
            tuple(facts),
            "co-chair",
        )
        for (of, _), facts in terms.items()
    ]


def _chairs(asked: Asked, things: Iterable[Entity]) -> list[Term]:
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
    return [
        Term(
            of,
            facts[0].edtf or facts[-1].edtf,
            (who,),
            tuple(dict.fromkeys(facts)),
            "chair",
            tuple(dict.fromkeys(through)),
        )
        for (of, who, _), (facts, through) in found.items()
    ]
