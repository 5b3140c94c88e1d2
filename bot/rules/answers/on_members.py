"""Who is in what, and since when: members, partners, observers, parties.

That somebody is named nowhere is said as that, and is no proof that they are not in it. A partner
is no member. Must not know the words in which a question came.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.rules import wording
from bot.rules.answers.asked import GROUPS, HAPPENS, Answer, Asked, Said
from bot.rules.answers.grammar import Ask
from bot.rules.answers.on_joining import partnered
from bot.rules.answers.phrasing import at, doubts, sentence, stranger
from bot.rules.answers.standing import STANDING, begins_later, is_in, is_past, qualified, told_later
from bot.rules.answers.terms import Term, co_chaired, is_ahead, is_over, says
from bot.rules.text import phrase
from storage.records import Entity, EntityKind, Fact, FactStatus

_MANY = {
    "member-state": ("member states of", "member state of"),
    "dialogue-partner": ("dialogue partners of", "dialogue partner of"),
    "parties": ("parties to", "party to"),
    "observer": ("observers of", "observer of"),
}
_PARTIES = frozenset({"party", "parties", "signatory", "signatories"})
_PART = ("working-group-of", "part-of")


def membership(asked: Asked) -> Answer | None:
    """`is X in Y`, `who is in Y`, `what is X in`, `who are the dialogue partners`."""
    if not asked.question.has(Ask.MEMBER, Ask.PARTNER, Ask.ATTEND):
        return None
    groups = asked.all(*GROUPS, EntityKind.INSTRUMENT)
    countries = asked.all(EntityKind.COUNTRY)
    question = asked.question
    attends = question.has(Ask.ATTEND) and not question.has(Ask.MEMBER, Ask.PARTNER)
    if asked.places or (attends and not groups) or question.has(Ask.FOUND, Ask.SIGN, Ask.TIE):
        return None
    if (
        asked.all(EntityKind.PERSON, EntityKind.PLACE, *HAPPENS)
        or len(groups) > 1
        or question.has(Ask.NEXT, Ask.LAST)
        or question.wanted & set(HAPPENS)
    ):
        return None
    if groups and (countries or asked.strangers):
        return _whether(asked, groups[0], countries)
    if groups:
        return _listing(asked, groups)
    of_any = question.has(Ask.PARTNER) or "observer" in question.skeleton or "member" in question.skeleton
    if countries and not asked.strangers:
        return _memberships(asked, countries) or (_of_any(asked) if of_any else None)
    return _of_any(asked) if of_any and not asked.things else None


def since(asked: Asked) -> Answer | None:
    """`since when is X in Y`, `when did X join Y`: as the sources date it, each reading by itself."""
    if not asked.question.has(Ask.SINCE):
        return None
    group, country = asked.one(*GROUPS, EntityKind.INSTRUMENT), asked.one(EntityKind.COUNTRY)
    if asked.strangers:
        return _whether(asked, group, asked.all(EntityKind.COUNTRY)) if group else None
    if country is None:
        return None
    agreement = asked.one(EntityKind.INSTRUMENT)
    of_agreement = agreement is not None and asked.question.has(Ask.PARTNER)
    if agreement and of_agreement and (begun := partnered(asked, agreement, country)) is not None:
        return begun
    facts = [f for f in asked.naming(country, *_wanted(asked)) if group is None or f.subject == group.id]
    facts = qualified(facts, asked.question.rest)
    dated = [fact for fact in facts if fact.edtf is not None]
    if dated:
        in_what = asked.entities(fact.subject for fact in dated)
        return asked.answer([*in_what, country], asked.tell(dated, lambda fact: is_in(asked, fact)))
    if not facts and group is not None:
        return _whether(asked, group, [country])
    in_what = asked.entities(fact.subject for fact in facts)
    said = [
        Said(sentence(f"No source here says since when {asked.the(country.id)} is {STANDING[fact.predicate]} "
                      f"{asked.the(fact.subject)}"), (fact,))
        for fact in _each_once(facts)
    ]  # fmt: skip
    return asked.answer([*in_what, country], said) if said else None


def _wanted(asked: Asked) -> tuple[str, ...]:
    """Which standings are asked for: of partners only those, of observers only those, else all."""
    if asked.question.has(Ask.PARTNER):
        of_agreement = asked.one(EntityKind.INSTRUMENT) is not None and asked.one(*GROUPS) is None
        return ("parties",) if of_agreement else ("dialogue-partner",)
    if not _PARTIES.isdisjoint(asked.question.skeleton.split()):
        return ("parties",)
    return ("observer",) if "observer" in asked.question.skeleton else tuple(STANDING)


def _whether(asked: Asked, group: Entity, countries: Sequence[Entity]) -> Answer:
    said = [part for country in countries for part in _standing(asked, group, country)]
    everyone = asked.about(group, *STANDING)
    for name in asked.strangers:
        facts = [f for f in everyone if f.object is None and phrase(f.text or "") == phrase(name)]
        said += _affirmed(asked, facts) if facts else [_named_nowhere(asked, stranger(name), group)]
    return asked.answer([group, *countries], said)


def _standing(asked: Asked, group: Entity, country: Entity) -> list[Said]:
    facts = [fact for fact in asked.about(group, *STANDING) if fact.object == country.id]
    terms = [term for term in co_chaired(asked, [group]) if country.id in term.holders]
    if not facts and not terms:
        return [_named_nowhere(asked, asked.the(country.id), group), *_around(asked, group, country)]
    if not facts:
        is_open = _wanted(asked) == tuple(STANDING)
        denied = [] if is_open else [_named_nowhere(asked, asked.the(country.id), group)]
        return denied + _co_chairing(asked, group, country, terms, yes=is_open)
    has = {fact.predicate for fact in facts}
    asks_member = "member" in asked.question.skeleton or (
        group.kind is EntityKind.BODY
        and asked.question.has(Ask.WHETHER)
        and _wanted(asked) == tuple(STANDING)
    )
    missing = (
        "dialogue partner" if _wanted(asked) == ("dialogue-partner",) and "dialogue-partner" not in has
        else "member" if asks_member and not asked.question.has(Ask.PARTNER) and "member-state" not in has
        else None
    )  # fmt: skip
    if missing:
        text = f"No: no source here names {asked.the(country.id)} as a {missing} of {asked.the(group.id)}"
        return [Said(sentence(text), tuple(facts)), *asked.tell(facts, lambda fact: is_in(asked, fact))]
    return _affirmed(asked, qualified(facts, asked.question.rest))


def _affirmed(asked: Asked, facts: Sequence[Fact]) -> list[Said]:
    """What somebody is, with a yes before it where it is asked and is so on the day of asking."""
    told = asked.tell(facts, lambda fact: is_in(asked, fact))
    is_now = not any(
        begins_later(asked, fact) or told_later(asked, fact) or is_past(asked, fact) for fact in facts
    )
    if not asked.question.has(Ask.WHETHER) or len(told) > 1 or not is_now:
        return told
    return [_yes(told[0])]


def _yes(said: Said) -> Said:
    text = said.text
    return Said(f"Yes: {text[:1].lower() + text[1:] if text.startswith('The ') else text}", said.facts)


def _co_chairing(
    asked: Asked, group: Entity, country: Entity, terms: Sequence[Term], *, yes: bool
) -> list[Said]:
    """Who co-chairs a group is in it; who did once is at least in its forum."""
    said = [says(asked, term) for term in terms]
    running = [term for term in terms if not is_over(asked, term) and not is_ahead(asked, term)]
    if not running:
        return said + _around(asked, group, country)
    if yes and asked.question.has(Ask.WHETHER):
        return [
            _yes(says(asked, term)) if term in running else line
            for term, line in zip(terms, said, strict=True)
        ]
    return said


def _around(asked: Asked, group: Entity, country: Entity) -> list[Said]:
    """What somebody is in what belongs to the group, as an observer, or in the forum it belongs to."""
    if _wanted(asked) != tuple(STANDING):
        return []
    groups = asked.entities(fact.subject for fact in asked.naming(group, *_PART))
    above = asked.entities(fact.object for fact in asked.about(group, *_PART))
    facts = [fact for one in groups for fact in asked.about(one, "observer")]
    facts += [fact for one in above for fact in asked.about(one, *STANDING)]
    return asked.tell([f for f in facts if f.object == country.id], lambda fact: is_in(asked, fact))


def _named_nowhere(asked: Asked, name: str, group: Entity) -> Said:
    facts = asked.about(group, *STANDING)
    if len(_wanted(asked)) == 1:
        among = _MANY[_wanted(asked)[0]][0].rpartition(" ")[0]
    elif group.kind is EntityKind.WORKING_GROUP:
        among, facts = "co-chairs or observers", facts + asked.about(group, "co-chair")
    else:
        among = "members or partners" if group.kind is not EntityKind.INSTRUMENT else "parties"
    return Said(
        sentence(f"No source here names {name} among the {among} of {asked.the(group.id)}"), tuple(facts)
    )


def _of_any(asked: Asked) -> Answer | None:
    """The partners of everything that has any, where nothing was named."""
    having = [e for e in asked.catalogue.of_kind(*GROUPS) if asked.about(e, *_wanted(asked))]
    countries = asked.all(EntityKind.COUNTRY)
    if not asked.strangers and not countries:
        return _listing(asked, having)
    said = [part for group in having for part in _whether(asked, group, countries).said]
    return asked.answer(having, said) if having else None


def _listing(asked: Asked, groups: Sequence[Entity]) -> Answer | None:
    said: list[Said] = []
    having: list[Entity] = []
    if "observer" in asked.question.skeleton:
        groups = [*groups, *asked.entities(f.subject for e in groups for f in asked.naming(e, *_PART))]
    for group in groups:
        told = [line for predicate in _wanted_of_group(asked) for line in _all_of(asked, group, predicate)]
        said += told
        having += [group] if told else []
    if not having and groups:
        wanted = _wanted_of_group(asked)
        whom = _MANY[wanted[0]][0] if len(wanted) == 1 else "members of"
        said.append(Said(sentence(f"No source here names the {whom} {asked.the(groups[0].id)}")))
        having = [groups[0]]
    most = sorted(having, key=lambda e: -_size(asked, e)) if not asked.things else having
    return asked.answer(most, said) if most else None


def _size(asked: Asked, group: Entity) -> int:
    return len({fact.object for fact in asked.about(group, *_wanted(asked))})


def _wanted_of_group(asked: Asked) -> tuple[str, ...]:
    asks_member = "member" in asked.question.skeleton and "members of" not in asked.question.skeleton
    is_body = asked.one(EntityKind.BODY) is not None
    if _wanted(asked) != tuple(STANDING):
        return _wanted(asked)
    if not asked.things:
        return ("member-state",)
    return (
        ("member-state", "parties")
        if is_body or (asks_member and "state" in asked.question.skeleton)
        else tuple(STANDING)
    )


def _all_of(asked: Asked, group: Entity, predicate: str) -> list[Said]:
    facts = asked.about(group, predicate)
    dated = [fact for fact in facts if fact.edtf is not None]
    begun = {_whom(fact) for fact in dated if not begins_later(asked, fact)}
    later = {_whom(fact) for fact in dated if begins_later(asked, fact)} - begun
    shown = [fact for fact in facts if _whom(fact) not in later]
    line = _named(asked, group, predicate, shown)
    told = [fact for fact in dated if _whom(fact) in later or (len(dated) <= 3 and not _is_said(fact, line))]
    return [*line, *asked.tell(told, lambda fact: is_in(asked, fact))]


def _named(asked: Asked, group: Entity, predicate: str, facts: Sequence[Fact]) -> list[Said]:
    names = {_whom(fact): asked.the(fact.object) or stranger(fact.text or "") for fact in facts}
    who = sorted(names.values(), key=lambda name: name.removeprefix("the "))
    if not who:
        return []
    many, single = _MANY[predicate]
    noun, verb = (single, "is") if len(who) == 1 else (many, "are")
    times = {str(fact.edtf): fact.edtf for fact in facts if fact.edtf is not None}
    is_one_time = len(times) == 1 and {_whom(f) for f in facts if f.edtf} == {_whom(f) for f in facts}
    when = at(next(iter(times.values()))) if is_one_time else ""
    told = [asked.catalogue.sources[fact.source].published for fact in facts if told_later(asked, fact)]
    as_of = f"as of {wording.date_in_words(told[0])} " if told and told[0] and len(told) == len(facts) else ""
    doubt = doubts(facts[0]) if all(fact.status is not FactStatus.STATED for fact in facts) else ""
    listing = f"{wording.listed(who)}{when and ','}{when}{doubt}"
    text = f"The {noun} {asked.the(group.id)} named here {as_of}{verb} {listing}"
    return [Said(sentence(text), tuple(facts))]


def _is_said(fact: Fact, line: Sequence[Said]) -> bool:
    """Whether a line that names somebody says the time of it as well."""
    return bool(line) and f"{at(fact.edtf)}." in line[0].text


def _whom(fact: Fact) -> str:
    return fact.object or fact.text or ""


def _memberships(asked: Asked, countries: Sequence[Entity]) -> Answer | None:
    """What somebody is in, and what it co-chairs or co-chaired."""
    facts = [fact for country in countries for fact in asked.naming(country, *_wanted(asked))]
    kinds = asked.question.wanted
    kinds |= set(GROUPS) if EntityKind.WORKING_GROUP in kinds else set()
    shown = [fact for fact in facts if not kinds or asked.catalogue.entities[fact.subject].kind in kinds]
    terms: list[Term] = []
    if _wanted(asked) == tuple(STANDING) and "member" not in asked.question.skeleton:
        groups = asked.entities(fact.subject for e in countries for fact in asked.naming(e, "co-chair"))
        groups = [group for group in groups if not kinds or group.kind in kinds]
        ids = {country.id for country in countries}
        terms = [term for term in co_chaired(asked, groups) if ids & set(term.holders)]
    if not shown and not terms:
        if _wanted(asked) != ("parties",):
            return None
        names = wording.listed([asked.the(country.id) for country in countries], "or")
        return asked.answer(
            countries, [Said(sentence(f"No source here names {names} as a party to anything"))]
        )
    said = asked.tell(shown, lambda fact: is_in(asked, fact)) + [says(asked, term) for term in terms]
    of = asked.entities([*(fact.subject for fact in shown), *(term.of for term in terms)])
    return asked.answer([*countries, *of], said)


def _each_once(facts: Sequence[Fact]) -> list[Fact]:
    return list({(fact.subject, fact.predicate): fact for fact in facts}.values())
