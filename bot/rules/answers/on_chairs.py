"""Who chairs, who co-chairs, for how long, and the theme of a chairmanship: held against today.

Who comes after a term that has ended is never guessed; for which years a holder is known is said.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.rules.answers.asked import GROUPS, HAPPENS, Answer, Asked, Said
from bot.rules.answers.grammar import Ask
from bot.rules.answers.phrasing import doubts, is_many, listed, sentence, stranger
from bot.rules.answers.terms import Term, chaired, co_chaired, in_order, is_ahead, is_over, says, years_known
from storage.edtf import Edtf
from storage.records import Entity, EntityId, EntityKind

_THEMED = (EntityKind.CHAIRMANSHIP, *HAPPENS)
_PART = ("working-group-of", "part-of")
_SOON = 366
"""A term that begins so many days from now is told of as the coming one."""
_HAS_BEEN = frozenset({"did", "has", "have", "had", "was", "were", "ever"})
_OF_NOW = ("is", "are", "does", "do")


def chairs(asked: Asked) -> Answer | None:
    """`who co-chairs X`, `who chairs X in 2025`, `what does Y chair`, `who chaired X before Y`."""
    question = asked.question
    if not question.has(Ask.CO_CHAIR, Ask.CHAIR) or question.has(Ask.HOW_MANY):
        return None
    groups, countries = asked.all(*GROUPS), asked.all(EntityKind.COUNTRY)
    chairmanships = asked.all(EntityKind.CHAIRMANSHIP)
    if chairmanships and not question.has(Ask.CO_CHAIR):
        within = {e.id for e in chairmanships}
        of = asked.entities(f.object for e in chairmanships for f in asked.about(e, "chairmanship-of"))
        known = chaired(asked, of)
        terms = [term for term in known if within & set(term.through)]
        if question.has(Ask.BEFORE, Ask.AFTER):
            return _beside(asked, known, countries)
        return _told(asked, [], terms, countries) if terms else None
    happening = asked.one(*HAPPENS)
    if happening is not None:
        return _of_meeting(asked, happening)
    working = [e for e in groups if e.kind is EntityKind.WORKING_GROUP] or _on_topic(asked)
    if len(working) > 1:
        return asked.choice(working)
    group = working[0] if working else asked.one(EntityKind.FORUM, EntityKind.BODY)
    if group is not None and not working and "co chair" in question.skeleton:
        whole = asked.entities([group.id, *(fact.object for fact in asked.about(group, *_PART))])
        parts = asked.entities(fact.subject for e in whole for fact in asked.naming(e, "working-group-of"))
        return asked.choice(parts) if parts else _of_group(asked, group, countries)
    if group is not None:
        return _of_group(asked, group, countries)
    return _by(asked, countries)


def rule(asked: Asked) -> Answer | None:
    """`how long does a cycle of co-chairs last`: the rule of the group, or of its fellows."""
    question = asked.question
    if not question.has(Ask.CO_CHAIR) or "how long" not in question.skeleton or asked.all(EntityKind.COUNTRY):
        return None
    group = asked.one(EntityKind.WORKING_GROUP, *GROUPS)
    ruled = [e for e in asked.catalogue.of_kind(*GROUPS) if asked.about(e, "co-chair-rule")]
    if group is not None:
        above = {fact.object for fact in asked.about(group, *_PART)} | {group.id}
        around = {e.id: {e.id, *(fact.object for fact in asked.about(e, *_PART))} for e in ruled}
        ruled = [e for e in ruled if above & around[e.id]]
    facts = [fact for entity in ruled for fact in asked.about(entity, "co-chair-rule")]
    said = asked.tell(
        facts,
        lambda f: (
            f"{asked.the(f.subject)} {'are' if is_many(asked.catalogue.entities[f.subject]) else 'is'}"
            f" co-chaired by {f.text}{doubts(f)}"
        ),
    )
    return asked.answer([*ruled, group], said) if said else None


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


def _on_topic(asked: Asked) -> list[Entity]:
    """The working groups on a topic that is named in their place: who co-chaired HADR."""
    topics = asked.all(EntityKind.TOPIC)
    if not asked.question.has(Ask.CO_CHAIR) or not topics:
        return []
    return asked.tied([[topic] for topic in topics], EntityKind.WORKING_GROUP)


def _of_group(asked: Asked, group: Entity, countries: Sequence[Entity]) -> Answer | None:
    terms = co_chaired(asked, [group])
    if not terms or (asked.question.has(Ask.CHAIR) and not asked.question.has(Ask.CO_CHAIR)):
        terms = [term for term in chaired(asked, [group]) if term.of == group.id] or terms
    if asked.question.has(Ask.BEFORE, Ask.AFTER):
        return _beside(asked, terms, countries)
    if not terms:
        noun = "co-chairs" if group.kind is EntityKind.WORKING_GROUP else "chairs"
        return asked.answer(
            [group], [Said(sentence(f"No source here says who {noun} {asked.the(group.id)}"))]
        )
    return _told(asked, [group], terms, countries)


def _of_meeting(asked: Asked, happening: Entity) -> Answer | None:
    """`who chaired the 12th X`."""
    facts = asked.naming(happening, "chairs")
    dated = asked.date_of(happening)
    over = dated is not None and dated.edtf is not None and dated.edtf.is_over(asked.now.today)
    verb = "chaired" if over else "chairs"
    said = asked.tell(facts, lambda f: f"{asked.the(f.subject)} {verb} {asked.the(f.object)}{doubts(f)}")
    nobody = Said(sentence(f"No source here says who {verb} {asked.the(happening.id)}"))
    return asked.answer([happening, *asked.entities(fact.subject for fact in facts)], said or [nobody])


def _by(asked: Asked, countries: Sequence[Entity]) -> Answer | None:
    """What somebody chairs or co-chairs; who leads a country is no question for this."""
    if not asked.things and not asked.strangers:
        return _of_term(asked)
    if not countries or asked.strangers or asked.question.has(Ask.WHO, Ask.BEFORE, Ask.AFTER):
        return None
    holders = {e.id for e in countries}
    groups = asked.entities(fact.subject for e in countries for fact in asked.naming(e, "co-chair"))
    terms = [term for term in co_chaired(asked, groups) if holders <= set(term.holders)]
    if asked.question.has(Ask.CHAIR) and not asked.question.has(Ask.CO_CHAIR):
        terms = [term for term in chaired(asked, countries) if holders <= set(term.holders)] or terms
    if not terms:
        text = f"No source here names a group or body that {listed(asked.catalogue, holders)} chair"
        return asked.answer(countries, [Said(sentence(f"{text}{'s' if len(countries) == 1 else ''}"))])
    has_been = not asked.question.years and not _HAS_BEEN.isdisjoint(asked.question.skeleton.split())
    chosen = in_order(terms) if has_been else _chosen(asked, terms) or in_order(terms)
    of = asked.entities(entity for term in chosen for entity in (*term.through, term.of))
    said = [says(asked, term) for term in chosen]
    if not asked.question.years and not has_been and all(is_over(asked, term) for term in terms):
        noun, verb = ("group", "co-chair") if terms[0].verb == "co-chair" else ("body", "chair")
        text = f"No source here names a {noun} that {listed(asked.catalogue, holders)} {verb}"
        said = [Said(sentence(f"{text}{'s' if len(holders) == 1 else ''} now")), *said]
    return asked.answer([*of, *countries], said)


def _of_term(asked: Asked) -> Answer | None:
    """All co-chairs of the years asked for, where nothing but a term is named: `co-chairs 2024-2027`."""
    if not asked.question.years or not asked.question.has(Ask.CO_CHAIR):
        return None
    terms = [term for term in co_chaired(asked, asked.catalogue.of_kind(*GROUPS)) if term.when]
    chosen = [term for term in _chosen(asked, terms) if asked.is_within_years(term.when)]
    if not chosen:
        return None
    return asked.answer(asked.entities(t.of for t in chosen), [says(asked, term) for term in chosen])


def _told(asked: Asked, groups: Sequence[Entity], terms: list[Term], countries: Sequence[Entity]) -> Answer:
    chosen = _chosen(asked, terms)
    if countries or asked.strangers:
        said = _of_holders(asked, terms, countries)
    else:
        said = [says(asked, term) for term in chosen]
        asks_now = not asked.question.years and not asked.question.has(Ask.NEXT, Ask.LAST)
        if not said or (asks_now and all(is_over(asked, t) or is_ahead(asked, t) for t in chosen)):
            said = [_nobody(asked, terms), *said]
    shown = [term for term in terms if says(asked, term) in said]
    of = asked.entities(entity for term in shown for entity in term.through)
    holders = asked.entities(holder for term in shown for holder in term.holders)
    return asked.answer([*of, *groups, *countries, *asked.entities([terms[0].of]), *holders], said)


def _of_holders(asked: Asked, terms: list[Term], countries: Sequence[Entity]) -> list[Said]:
    """`does X chair Y`, `when did X chair Y`: the terms of X, or that none is known."""
    question, of = asked.question, asked.the(terms[0].of)
    named = [(e.id, asked.the(e.id)) for e in countries]
    named += [(EntityId(""), stranger(one)) for one in asked.strangers]
    asks_now = not question.years and question.skeleton.split()[0] in _OF_NOW
    said: list[Said] = []
    for entity_id, name in named:
        its_own = [term for term in terms if entity_id in term.holders]
        fitting = [term for term in its_own if asked.is_within_years(term.when)]
        is_now = any(not is_over(asked, term) for term in its_own)
        if not fitting or (asks_now and not is_now):
            now = " now" if its_own and asks_now else _in_years(asked)
            has_been = not question.years and not asks_now
            verb = f"has {terms[0].verb}ed" if has_been else _verb(asked, terms[0])
            said.append(Said(sentence(f"No source here says that {name} {verb} {of}{now}")))
        for term in fitting or its_own or _chosen(asked, terms):
            line = says(asked, term)
            said += [line] if line not in said else []
    return said


def _beside(asked: Asked, terms: list[Term], countries: Sequence[Entity]) -> Answer | None:
    """Who held the chair before or after somebody; where the years between are not known, that is said."""
    before = asked.question.has(Ask.BEFORE)
    its_own = [term for term in terms if countries and countries[0].id in term.holders and term.when]
    if not its_own or len(countries) > 1 or asked.strangers:
        return None
    mark = its_own[0] if before else its_own[-1]
    at = terms.index(mark)
    found = terms[at - 1 : at] if before else terms[at + 1 : at + 2]
    pair = [*found, mark] if before else [mark, *found]
    gap = _gap(pair) if found else ""
    said = [says(asked, term) for term in found]
    if not found or gap:
        when = f" in {gap}" if gap else f" {'before' if before else 'after'} {asked.the(countries[0].id)}"
        verb = "co-chaired" if mark.verb == "co-chair" else "chaired"
        has_been = before or (gap and mark.when and mark.when.is_over(asked.now.today))
        text = f"No source here says who {verb if has_been else f'{mark.verb}s'} {asked.the(mark.of)}{when}"
        said = [Said(sentence(text)), *said]
    through = [entity for term in found for entity in term.through]
    holders = [holder for term in found for holder in term.holders]
    return asked.answer(asked.entities([*through, mark.of, *holders, countries[0].id]), said)


def _gap(pair: Sequence[Term]) -> str:
    """The years between two terms of which nothing is known."""
    first, second = pair[0].when, pair[1].when
    if first is None or second is None or first.hi is None or second.lo is None:
        return ""
    begins, ends = first.hi.year + 1, second.lo.year - 1
    return "" if begins > ends else str(begins) if begins == ends else f"{begins}–{ends}"


def _nobody(asked: Asked, terms: Sequence[Term]) -> Said:
    known = years_known(terms)
    when = " next" if asked.question.has(Ask.NEXT) else _in_years(asked) or " now"
    text = f"No source here says who {_verb(asked, terms[-1])} {asked.the(terms[-1].of)}{when}"
    facts = tuple(dict.fromkeys(fact for term in terms for fact in term.facts))
    return Said(sentence(f"{text}; known here: {known}" if known else text), facts)


def _verb(asked: Asked, term: Term) -> str:
    years = asked.question.years
    return f"{term.verb}{'ed' if years and max(years) < asked.now.today.year else 's'}"


def _in_years(asked: Asked) -> str:
    return asked.in_years()


def _chosen(asked: Asked, terms: Sequence[Term]) -> list[Term]:
    """The terms of the years asked for; else what runs today; else the last that ended and the coming one."""
    ordered = in_order(terms)
    years = asked.question.years
    if years:
        of_any = [term for term in ordered if asked.is_within_years(term.when)]
        return [term for term in of_any if term.when and _holds_all(term.when, years)] or of_any
    over = [term for term in ordered if is_over(asked, term)]
    ahead = [term for term in ordered if is_ahead(asked, term)]
    running = [term for term in ordered if term not in over and term not in ahead]
    if asked.question.has(Ask.NEXT):
        return ahead[:1]
    if asked.question.has(Ask.LAST):
        return over[-1:]
    today = asked.now.today
    soon = [t for t in ahead[:1] if t.when and t.when.lo and (t.when.lo - today).days <= _SOON]
    return running or over[-1:] + soon


def _holds_all(when: Edtf, years: Sequence[int]) -> bool:
    return (when.lo is None or when.lo.year <= min(years)) and (when.hi is None or max(years) <= when.hi.year)
