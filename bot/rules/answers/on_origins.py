"""How something began: where, when and by whom it was founded or signed, and which country somebody is from.

A year stays a year; what is said of a part of something is said with that. Must not know what else
was asked.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.rules.answers.asked import GROUPS, HAPPENS, Answer, Asked, Said
from bot.rules.answers.grammar import Ask
from bot.rules.answers.on_meetings import date_of_event
from bot.rules.answers.phrasing import at, doubts, listed, sentence, stranger
from storage.records import Entity, EntityKind, Fact

_STARTS = frozenset({"start", "starts", "started", "begin", "begins", "began"})
_CONCLUDED = {
    "signed": "was signed",
    "adopted": "was adopted",
    "declared": "was declared",
    "founded": "was established",
}


def founding(asked: Asked) -> Answer | None:
    """`when was X founded`, `where was X founded`, `who founded X`, `when did X start`."""
    question = asked.question
    starts = question.has(Ask.FOUND) or not _STARTS.isdisjoint(question.skeleton.split())
    group = asked.one(*GROUPS)
    if not (starts or question.has(Ask.SINCE)) or group is None or asked.all(*HAPPENS):
        return None
    if question.ordinal is not None or question.has(Ask.HOW_MANY, Ask.ATTEND, Ask.MEMBER, Ask.PARTNER):
        return None
    countries = asked.all(EntityKind.COUNTRY)
    if question.has(Ask.FOUND) and (countries or asked.strangers or question.has(Ask.WHO)):
        return _founders(asked, group, countries)
    if countries or asked.strangers or question.has(Ask.WHO):
        return None
    facts = asked.about(group, "founded")
    if question.has(Ask.WHERE):
        placed = [fact for fact in facts if fact.text]
        said = asked.tell(placed, lambda fact: _founded(asked, fact))
        nothing = f"No source here says where {asked.the(group.id)} was founded"
        return asked.answer([group], said or [Said(sentence(nothing))])
    said = asked.tell(facts, lambda fact: _founded(asked, fact))
    first = [fact.object for fact in asked.about(group, "first-meeting") if fact.object]
    said += [line for e in asked.events if e.id in first for line in date_of_event(asked, e)]
    nothing = f"No source here says when {asked.the(group.id)} began"
    return asked.answer([group, *asked.entities(first)], said or [Said(sentence(nothing))])


def signing(asked: Asked) -> Answer | None:
    """`when was X signed`, `where was X adopted`, `who signed X`."""
    question, thing = asked.question, asked.one(EntityKind.INSTRUMENT, EntityKind.OBSERVANCE)
    if not question.has(Ask.SIGN, Ask.FOUND) or thing is None or asked.all(*HAPPENS) or asked.strangers:
        return None
    if len(asked.all(EntityKind.INSTRUMENT, EntityKind.OBSERVANCE)) > 1:
        return asked.choice(asked.all(EntityKind.INSTRUMENT, EntityKind.OBSERVANCE))
    facts = asked.about(thing, *_CONCLUDED)
    if question.has(Ask.WHERE):
        facts = [fact for fact in facts if fact.text and fact.text.startswith(("in ", "at "))]
    if question.has(Ask.WHO):
        facts = [fact for fact in facts if fact.object]
    said = asked.tell(facts, lambda fact: _concluded(asked, fact))
    parties = asked.about(thing, "parties") if question.has(Ask.WHO) else []
    said += _parties(asked, thing, parties)
    verb = next((v for v in ("adopted", "declared") if v in question.skeleton), "signed")
    what = "where" if question.has(Ask.WHERE) else "who" if question.has(Ask.WHO) else "when"
    order = (
        f"who {verb} {asked.the(thing.id)}" if what == "who" else f"{what} {asked.the(thing.id)} was {verb}"
    )
    involved = asked.entities(fact.object for fact in (*facts, *parties))
    return asked.answer([thing, *involved], said or [Said(sentence(f"No source here says {order}"))])


def country_of(asked: Asked) -> Answer | None:
    """`which country is P from`, `is P from Y`."""
    person = asked.one(EntityKind.PERSON)
    wants_country = EntityKind.COUNTRY in asked.question.wanted and "from" in asked.question.skeleton.split()
    if person is None or len(asked.all(EntityKind.PERSON)) > 1 or asked.strangers:
        return None
    if not (asked.question.has(Ask.COME_FROM) or wants_country):
        return None
    facts = asked.about(person, "nationality")
    named = {country.id for country in asked.all(EntityKind.COUNTRY)}
    said = asked.tell(
        facts, lambda fact: f"{person.label}'s country is {asked.the(fact.object)}{doubts(fact)}"
    )
    if named - {fact.object for fact in facts} or not facts:
        where = f"is from {listed(asked.catalogue, named)}" if named else "is from any country"
        said = [Said(sentence(f"No source here says that {person.label} {where}")), *said]
    return asked.answer([person, *asked.entities(fact.object for fact in facts)], said)


def _founders(asked: Asked, group: Entity, countries: Sequence[Entity]) -> Answer | None:
    facts = asked.about(group, "member-state", "parties")
    founders = [fact for fact in facts if fact.object and "found" in (fact.text or "").casefold()]
    if not founders:
        return None
    who = listed(asked.catalogue, [fact.object for fact in founders if fact.object])
    said = [
        Said(sentence(f"The founding members of {asked.the(group.id)} named here are {who}"), tuple(founders))
    ]
    missing = [e for e in countries if e.id not in {fact.object for fact in founders}]
    missing_names = [asked.the(e.id) for e in missing] + [stranger(one) for one in asked.strangers]
    if missing_names:
        names = " or ".join(missing_names)
        text = f"No source here names {names} among the founding members of {asked.the(group.id)}"
        said = [Said(sentence(text), tuple(founders)), *said]
    return asked.answer([group, *countries, *asked.entities(fact.object for fact in founders)], said)


def _parties(asked: Asked, thing: Entity, facts: Sequence[Fact]) -> list[Said]:
    who = [fact.object for fact in facts if fact.object]
    if not who:
        return []
    doubt = doubts(facts[0]) if all(map(doubts, facts)) else ""
    text = f"The parties to {asked.the(thing.id)} named here are {listed(asked.catalogue, who)}{doubt}"
    return [Said(sentence(text), tuple(facts))]


def _founded(asked: Asked, fact: Fact) -> str:
    return f"{asked.the(fact.subject)} was founded{_placed(fact)}{doubts(fact)}"


def _concluded(asked: Asked, fact: Fact) -> str:
    by = f" by {asked.the(fact.object)}" if fact.object else ""
    return f"{asked.the(fact.subject)} {_CONCLUDED[fact.predicate]}{by}{_placed(fact)}{doubts(fact)}"


def _placed(fact: Fact) -> str:
    """` in Bangkok on Tuesday 8 August 1967`: a place before the date, anything else behind it."""
    if fact.text and fact.text.startswith(("in ", "at ", "on ")):
        return f" {fact.text}{at(fact.edtf)}"
    return f"{at(fact.edtf)}, {fact.text}" if fact.text else at(fact.edtf)
