"""Who is in what, and since when: members, partners, observers, parties.

That somebody is named nowhere is said as that, and is no proof that they are not in it. A partner
is no member. Must not know the words in which a question came.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.rules.asked import GROUPS, HAPPENS, Answer, Asked, Said
from bot.rules.grammar import Ask
from bot.rules.phrasing import at, doubts, listed, more, sentence
from bot.rules.text import escaped
from storage.records import Entity, EntityKind, Fact

STANDING = {
    "member-state": "a member state of",
    "dialogue-partner": "a dialogue partner of",
    "parties": "a party to",
    "observer": "an observer of",
}
"""The ways to be in something, and how each is said."""

_MANY = {
    "member-state": ("member states", "member state"),
    "dialogue-partner": ("dialogue partners", "dialogue partner"),
    "parties": ("parties", "party"),
    "observer": ("observers", "observer"),
}
_BELONGING = {"forum-of": "the forum of", "working-group-of": "a working group of"}


def membership(asked: Asked) -> Answer | None:
    """`is X in Y`, `who is in Y`, `what is X in`, `who are the dialogue partners`."""
    if not asked.question.has(Ask.MEMBER, Ask.PARTNER, Ask.ATTEND):
        return None
    groups = asked.all(*GROUPS, EntityKind.INSTRUMENT)
    countries = asked.all(EntityKind.COUNTRY)
    question = asked.question
    if (
        asked.all(EntityKind.PERSON, EntityKind.PLACE, *HAPPENS)
        or len(groups) > 2
        or question.has(Ask.NEXT, Ask.LAST)
    ):
        return None
    if len(groups) == 2:
        return _belonging(asked, groups[0], groups[1])
    if groups and (countries or asked.strangers):
        return _whether(asked, groups[0], countries)
    if groups:
        return _listing(asked, groups)
    of_any = question.has(Ask.PARTNER) or "observer" in question.skeleton
    if countries and not asked.strangers:
        return _memberships(asked, countries) or (_of_any(asked) if of_any else None)
    return _of_any(asked) if of_any and not asked.things else None


def since(asked: Asked) -> Answer | None:
    """`since when is X in Y`, `when did X join Y`: as the sources date it, each reading by itself."""
    if not asked.question.has(Ask.SINCE) or asked.strangers:
        return None
    group, country = asked.one(*GROUPS, EntityKind.INSTRUMENT), asked.one(EntityKind.COUNTRY)
    if country is None:
        return None
    facts = [f for f in asked.naming(country, *_wanted(asked)) if group is None or f.subject == group.id]
    dated = [fact for fact in facts if fact.edtf is not None]
    if dated:
        in_what = asked.entities(fact.subject for fact in dated)
        return asked.answer([*in_what, country], asked.tell(dated, lambda fact: _is_in(asked, fact)))
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
        return ("dialogue-partner",)
    return ("observer",) if "observer" in asked.question.skeleton else tuple(STANDING)


def _whether(asked: Asked, group: Entity, countries: Sequence[Entity]) -> Answer:
    said = [part for country in countries for part in _standing(asked, group, country)]
    everyone = asked.about(group, *STANDING)
    for stranger in asked.strangers:
        said.append(_named_nowhere(asked, escaped(stranger), group, everyone))
    return asked.answer([group, *countries], said)


def _standing(asked: Asked, group: Entity, country: Entity) -> list[Said]:
    facts = [fact for fact in asked.about(group, *STANDING) if fact.object == country.id]
    if not facts:
        return [_named_nowhere(asked, asked.the(country.id), group, asked.about(group, *STANDING))]
    has = {fact.predicate for fact in facts}
    told = asked.tell(facts, lambda fact: _is_in(asked, fact))
    asks_member = "member" in asked.question.skeleton
    missing = (
        "member" if asks_member and "member-state" not in has
        else "dialogue partner" if asked.question.has(Ask.PARTNER) and "dialogue-partner" not in has
        else None
    )  # fmt: skip
    if missing:
        text = f"No: no source here names {asked.the(country.id)} as a {missing} of {asked.the(group.id)}"
        return [Said(sentence(text), tuple(facts)), *told]
    if not asked.question.has(Ask.WHETHER) or len(told) > 1:
        return told
    text = told[0].text
    return [Said(f"Yes: {text[:1].lower() + text[1:] if text.startswith('The ') else text}", told[0].facts)]


def _named_nowhere(asked: Asked, name: str, group: Entity, facts: Sequence[Fact]) -> Said:
    if asked.question.has(Ask.PARTNER):
        among = "dialogue partners"
    else:
        among = "members or partners" if group.kind is not EntityKind.INSTRUMENT else "parties"
    return Said(
        sentence(f"No source here names {name} among the {among} of {asked.the(group.id)}"), tuple(facts)
    )


def _is_in(asked: Asked, fact: Fact) -> str:
    """`India has been a dialogue partner of ASEAN since 1992`."""
    lasting = fact.edtf is not None and fact.edtf.start is not None and fact.edtf.end is None
    verb = "has been" if lasting else "is" if fact.edtf is None else "became"
    what = f"{STANDING[fact.predicate]} {asked.the(fact.subject)}"
    text = more(fact) if fact.text != "joined" else ""
    return f"{asked.the(fact.object)} {verb} {what}{at(fact.edtf)}{text}{doubts(fact)}"


def _of_any(asked: Asked) -> Answer | None:
    """The partners of everything that has any, where nothing was named."""
    having = [e for e in asked.catalogue.of_kind(*GROUPS) if asked.about(e, *_wanted(asked))]
    countries = asked.all(EntityKind.COUNTRY)
    if not asked.strangers and not countries:
        return _listing(asked, having)
    said = [part for group in having for part in _whether(asked, group, countries).said]
    return asked.answer(having, said) if having else None


def _belonging(asked: Asked, part: Entity, whole: Entity) -> Answer | None:
    for one, other in ((part, whole), (whole, part)):
        facts = [fact for fact in asked.about(one, *_BELONGING) if fact.object == other.id]
        if facts:
            said = asked.tell(
                facts, lambda f: f"{asked.the(f.subject)} is {_BELONGING[f.predicate]} {asked.the(f.object)}"
            )
            return asked.answer([one, other], said)
    return None


def _listing(asked: Asked, groups: Sequence[Entity]) -> Answer | None:
    said: list[Said] = []
    having: list[Entity] = []
    for group in groups:
        told = [line for predicate in _wanted_of_group(asked) for line in _all_of(asked, group, predicate)]
        said += told
        having += [group] if told else []
    if not having and groups:
        said.append(Said(sentence(f"No source here names the members of {asked.the(groups[0].id)}")))
        having = [groups[0]]
    most = sorted(having, key=lambda e: -_size(asked, e)) if not asked.things else having
    return asked.answer(most, said) if most else None


def _size(asked: Asked, group: Entity) -> int:
    return len({fact.object for fact in asked.about(group, *_wanted(asked))})


def _wanted_of_group(asked: Asked) -> tuple[str, ...]:
    asks_member = "member" in asked.question.skeleton and "members of" not in asked.question.skeleton
    is_body = asked.one(EntityKind.BODY) is not None
    if asked.question.has(Ask.PARTNER) or "observer" in asked.question.skeleton:
        return _wanted(asked)
    return (
        ("member-state", "parties")
        if is_body or (asks_member and "state" in asked.question.skeleton)
        else tuple(STANDING)
    )


def _all_of(asked: Asked, group: Entity, predicate: str) -> list[Said]:
    facts = [fact for fact in asked.about(group, predicate) if fact.object]
    if not facts:
        return []
    who = [fact.object for fact in facts if fact.object]
    many, single = _MANY[predicate]
    noun = single if len(set(who)) == 1 else many
    verb = "is" if len(set(who)) == 1 else "are"
    dated = [fact for fact in facts if fact.edtf is not None]
    line = Said(
        sentence(f"The {noun} of {asked.the(group.id)} named here {verb} {listed(asked.catalogue, who)}"),
        tuple(facts),
    )
    return [line, *asked.tell(dated, lambda fact: _is_in(asked, fact))] if len(dated) <= 3 else [line]


def _memberships(asked: Asked, countries: Sequence[Entity]) -> Answer | None:
    facts = [fact for country in countries for fact in asked.naming(country, *_wanted(asked))]
    kinds = asked.question.wanted
    kinds |= set(GROUPS) if EntityKind.WORKING_GROUP in kinds else set()
    shown = [fact for fact in facts if not kinds or asked.catalogue.entities[fact.subject].kind in kinds]
    if not shown:
        return None
    said = asked.tell(shown, lambda fact: _is_in(asked, fact))
    return asked.answer([*countries, *asked.entities(fact.subject for fact in shown)], said)


def _each_once(facts: Sequence[Fact]) -> list[Fact]:
    return list({(fact.subject, fact.predicate): fact for fact in facts}.values())
