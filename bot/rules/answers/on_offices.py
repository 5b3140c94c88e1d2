"""Who holds an office: `who is the defence minister of X`, `is P the prime minister of X`.

A role is told as of its source, whoever holds it today. Who held it in another year, held it before
or comes next is told only where a source says so; what is known stands behind that it does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.rules import wording
from bot.rules.answers.asked import HAPPENS, Answer, Asked, Said
from bot.rules.answers.grammar import TITLES, Ask
from bot.rules.answers.phrasing import sentence
from bot.rules.answers.titles import is_office, office_in
from bot.rules.showing.readings import later_first
from storage.edtf import Edtf
from storage.records import Entity, EntityKind, Fact

_LATEST = frozenset({"latest", "newest", "recent", "recently"})
"""What asks for the last that is known, not for the one before."""


def office(asked: Asked) -> Answer | None:
    """`who is the defence minister of X`, `is P the prime minister of X`."""
    question = asked.question
    if not question.office or asked.strangers:
        return None
    title = office_in(question)
    country, person = asked.one(EntityKind.COUNTRY), asked.one(EntityKind.PERSON)
    held = [
        fact
        for entity in asked.catalogue.of_kind(EntityKind.PERSON)
        for fact in asked.about(entity, "holds-role")
    ]
    held = [fact for fact in held if country is None or fact.object == country.id]
    fitting = later_first(asked.catalogue, [fact for fact in held if is_office(title, fact.text or "")])
    if person is not None:
        its_own = [fact for fact in fitting if fact.subject == person.id]
        told = its_own or asked.about(person, "holds-role")
        denied = _not_known_then(asked, title, its_own, country, person)
        if its_own and not denied and question.has(Ask.SINCE, Ask.WHEN):
            denied = _since_when(asked, its_own)
        return asked.answer([person, country], [*denied, *roles(asked, told)])
    if not fitting and country is None:
        return None if _of_meetings(asked) else asked.answer([], [])
    denied = _not_known_then(asked, title, fitting, country)
    people = asked.entities(fact.subject for fact in fitting)
    answer = asked.answer([*people, country], [*denied, *roles(asked, _of_that_time(asked, fitting))])
    is_open = country is None and len(people) > 1 and not any(word.endswith("s") for word in question.office)
    return replace(answer, ambiguous=is_open)


def with_holder(asked: Asked) -> Asked | None:
    """A question of what somebody in office does, asked of the one who is known to hold it.

    None where it is not known who that is: nothing is answered of all who hold such an office.
    """
    question = asked.question
    if not question.office or not _of_meetings(asked) or asked.one(EntityKind.PERSON) is not None:
        return asked
    title, country = office_in(question), asked.one(EntityKind.COUNTRY)
    held = asked.naming(country, "holds-role") if country else []
    people = asked.entities(fact.subject for fact in held if is_office(title, fact.text or ""))
    if country is None or len(people) != 1:
        return None
    others = tuple(thing for thing in asked.things if country not in thing)
    return replace(asked, question=replace(question, office=()), things=((people[0],), *others))


def _of_meetings(asked: Asked) -> bool:
    """Whether something is asked of what those in office do, not who they are."""
    question = asked.question
    happens = (question.kinds | question.wanted) & set(HAPPENS)
    return bool(happens) or question.has(Ask.MEET, Ask.ATTEND, Ask.SAY, Ask.WHEN, Ask.WHERE)


def _not_known_then(
    asked: Asked,
    title: Sequence[str],
    fitting: Sequence[Fact],
    country: Entity | None,
    person: Entity | None = None,
) -> list[Said]:
    """That no source says who holds an office, or held or will hold it then; nothing where one does."""
    question, year_now = asked.question, asked.now.today.year
    then = ""
    was = "are" if any(word in TITLES and word.endswith("s") for word in title) else "is"
    if not _of_meetings(asked):
        if question.years and not any(asked.is_within_years(_told(asked, fact)) for fact in fitting):
            then = f" in {wording.listed([str(year) for year in question.years])}"
            was = was if max(question.years) >= year_now else "were" if was == "are" else "was"
        elif question.has(Ask.NEXT):
            then = " next"
        elif question.has(Ask.LAST) and _LATEST.isdisjoint(question.skeleton.split()):
            then, was = " before", "were" if was == "are" else "was"
    if fitting and not then:
        return []
    who = f"that {person.label}" if person else "who"
    of = f" of {asked.the(country.id)}" if country else ""
    return [Said(sentence(f"No source here says {who} {was} {' '.join(title)}{of}{then}"))]


def _of_that_time(asked: Asked, held: Sequence[Fact]) -> Sequence[Fact]:
    """The roles told of a year that was asked for; where there are none, all of them."""
    return [fact for fact in held if asked.is_within_years(_told(asked, fact))] or held


def _told(asked: Asked, fact: Fact) -> Edtf | None:
    """As of when a role is told: its own date, else that of its source."""
    source = asked.catalogue.sources.get(fact.source)
    return fact.edtf or (source and (source.published or source.read)) or None


def _since_when(asked: Asked, held: Sequence[Fact]) -> list[Said]:
    """That no source dates the beginning of an office; nothing where one does."""
    if any(fact.edtf is not None and fact.edtf.start is not None for fact in held):
        return []
    fact = held[0]
    of = f" of {asked.the(fact.object)}" if fact.object else ""
    text = f"No source here says since when {asked.the(fact.subject)} is {fact.text}{of}"
    return [Said(sentence(text), tuple(held))]


def roles(asked: Asked, facts: Sequence[Fact]) -> list[Said]:
    told: dict[str, list[Fact]] = {}
    for fact in later_first(asked.catalogue, facts):
        told.setdefault(f"{fact.subject}/{fact.text}/{fact.object}", []).append(fact)
    return [Said(sentence(_role(asked, facts)), tuple(facts)) for facts in told.values()]


def _role(asked: Asked, facts: Sequence[Fact]) -> str:
    fact = facts[0]
    told = _told(asked, fact)
    as_of = f" as of {wording.date_in_words(told)}" if told else ""
    country = f" of {asked.the(fact.object)}" if fact.object else ""
    return f"{asked.the(fact.subject)} is {fact.text}{country}{as_of}"


__all__ = ["office", "roles"]
