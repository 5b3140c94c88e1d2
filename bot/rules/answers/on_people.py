"""Who somebody is, who was where, who meets whom, and who said what.

Who was expected is not said to have come.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from bot.rules import wording
from bot.rules.answers.asked import HAPPENS, Answer, Asked, Said
from bot.rules.answers.grammar import Ask
from bot.rules.answers.on_meetings import happenings, when
from bot.rules.answers.on_offices import office, roles
from bot.rules.answers.on_places import where
from bot.rules.answers.phrasing import doubts, is_many, listed, more, sentence
from bot.rules.moment import coming, past
from bot.rules.text import phrase
from storage.records import Entity, EntityId, EntityKind, Fact

_HAS_BEEN = frozenset({"attended", "participated", "went", "took"})


def who_is(asked: Asked) -> Answer | None:
    """`who is P`: the roles a source gives."""
    person = asked.one(EntityKind.PERSON)
    if person is None or len(asked.things) > 1 or asked.strangers:
        return None
    return asked.answer([person], roles(asked, asked.about(person, "holds-role")))


def attending(asked: Asked) -> Answer | None:
    """`who attended X`, `did P attend X`, `what does P attend`."""
    question = asked.question
    if not question.has(Ask.ATTEND) or asked.strangers:
        return None
    people, countries = asked.all(EntityKind.PERSON), asked.all(EntityKind.COUNTRY)
    events = happenings(replace(asked, things=tuple(t for t in asked.things if t[0].kind not in _ATTENDERS)))
    is_specific = bool(asked.all(*HAPPENS) or question.ordinal is not None or question.years)
    has_been = not _HAS_BEEN.isdisjoint(question.skeleton.split()) and not people
    if not is_specific and (has_been or question.has(Ask.NEXT, Ask.LAST)):
        events = (coming if question.has(Ask.NEXT) else past)(events, asked.now)[:1]
        is_specific = bool(events)
    if is_specific:
        if asked.all(*HAPPENS):
            occasion = _occasion(asked)
            return _at(asked, occasion, people, countries) if occasion else _not_then(asked)
        at = asked.entities(EntityId(event.id) for event in events)
        return _at(asked, at[0], people, countries) if at else None
    group = asked.one(EntityKind.FORUM, EntityKind.BODY)
    if people and group is not None:
        editions = {fact.subject for fact in asked.naming(group, "edition-of")}
        facts = [fact for fact in asked.about(people[0], "takes-part-in") if fact.object in editions]
        text = f"No source here says that {people[0].label} took part in {asked.the(group.id)}"
        return asked.answer([people[0], group], _presence(asked, facts) or [Said(sentence(text))])
    if people:
        facts = asked.naming(people[0], "meets", "addressed-by") + asked.about(people[0], "takes-part-in")
        return asked.answer([people[0], *_meetings(asked, facts)], _presence(asked, facts)) if facts else None
    return _representing(asked, countries) if question.has(Ask.WHO) and countries and group is None else None


def _occasion(asked: Asked) -> Entity | None:
    """The meeting spoken of: of a year only one of that year, of the editions of one series the latest."""
    named = [e for thing in asked.things if (e := [one for one in thing if one.kind in HAPPENS])]
    if not named:
        return None
    dates = {entity.id: asked.date_of(entity) for entity in named[0]}
    fitting = [
        entity
        for entity in named[0]
        if (date := dates[entity.id]) is None or asked.is_within_years(date.edtf)
    ]
    series = {fact.object for entity in fitting for fact in asked.about(entity, "edition-of")}
    if len(fitting) > 1 and len(series) == 1:
        ids = {entity.id for entity in fitting}
        events = [event for event in asked.events if event.id in ids]
        select = coming if asked.question.has(Ask.NEXT) else past
        latest = select(events, asked.now)[:1] or events[:1]
        return next(iter(asked.entities(EntityId(event.id) for event in latest)), fitting[0])
    return next(iter(fitting), None)


def _not_then(asked: Asked) -> Answer:
    """That a meeting was named with a year that is not its own."""
    named = asked.all(*HAPPENS)
    years = wording.listed([str(year) for year in asked.question.years])
    names = " or ".join(asked.the(entity.id) for entity in named[:3])
    return asked.beside(named, [Said(sentence(f"No source here tells of {names} in {years}"))])


def _representing(asked: Asked, countries: Sequence[Entity]) -> Answer | None:
    """Who of a country took part in anything; nothing where no source names anybody."""
    nationals = asked.entities(fact.subject for e in countries for fact in asked.naming(e, "nationality"))
    facts = [fact for person in nationals for fact in asked.about(person, "takes-part-in")]
    taking_part = asked.entities(fact.subject for fact in facts)
    said = _presence(asked, facts)
    return asked.answer([*taking_part, *_meetings(asked, facts), *countries], said) if facts else None


_ATTENDERS = (EntityKind.PERSON, EntityKind.COUNTRY)


def meeting(asked: Asked) -> Answer | None:
    """`who will P meet`, `when does P meet Q`, `where do P and Q meet`."""
    people = asked.all(EntityKind.PERSON)
    if not asked.question.has(Ask.MEET) or not people or asked.strangers:
        return None
    ids = {person.id for person in people}
    found = [
        entity
        for entity in asked.catalogue.of_kind(*HAPPENS)
        if ids <= {fact.object for fact in asked.about(entity, "meets")} and _met_together(asked, entity, ids)
    ]
    if not found:
        who = listed(asked.catalogue, [person.id for person in people])
        return asked.answer(people, [Said(sentence(f"No source here tells of a meeting of {who}"))])
    if asked.question.has(Ask.WHEN, Ask.WHERE):
        at = replace(asked, things=(tuple(found),))
        return when(at) if asked.question.has(Ask.WHEN) else where(at)
    facts = [fact for entity in found for fact in asked.about(entity, "meets")]
    said = [_meets(asked, [fact for fact in facts if fact.subject == entity.id], ids) for entity in found]
    return asked.answer([*found, *people], said)


def _host_of(asked: Asked, happening: Entity) -> EntityId | None:
    """Whose meetings they are, where one name stands for several: `Rajnath Singh's meetings`."""
    taking_part = asked.entities(fact.object for fact in asked.about(happening, "meets"))
    named = (
        one for one in taking_part if phrase(happening.name)[: len(phrase(one.name))] == phrase(one.name)
    )
    return next((one.id for one in named), None) if is_many(happening) else None


def _met_together(asked: Asked, happening: Entity, ids: Collection[EntityId]) -> bool:
    """Whether these met each other: of several meetings of one person, all others met only that one."""
    host = _host_of(asked, happening)
    return host is None or len(ids) == 1 or (host in ids and len(ids) == 2)


def saying(asked: Asked) -> Answer | None:
    """`what did P say`, `what did P say at X`, `who spoke at X`."""
    question = asked.question
    if not question.has(Ask.SAY) or asked.strangers:
        return None
    person, happening = asked.one(EntityKind.PERSON), _occasion(asked)
    if happening is None and asked.all(*HAPPENS):
        return _not_then(asked)
    if person is None and happening is not None:
        spoke = asked.about(happening, "addressed-by")
        speakers = asked.entities(fact.object for fact in spoke)
        said = asked.tell(
            spoke, lambda f: f"{asked.the(f.object)} addressed {asked.the(f.subject)}{more(f)}{doubts(f)}"
        )
        for speaker in speakers:
            said += _said_by(asked, speaker)
        nothing = Said(sentence(f"No source here says who spoke at {asked.the(happening.id)}"))
        return asked.answer([happening, *speakers], said or [nothing])
    if person is None:
        return None
    said = _said_by(asked, person)
    where_said = asked.naming(person, "addressed-by")
    if happening is not None:
        where_said = [fact for fact in where_said if fact.subject == happening.id]
        if not where_said:
            text = f"No source here says that {person.label} spoke at {asked.the(happening.id)}"
            return asked.answer([person, happening], [Said(sentence(text))])
    said += asked.tell(
        where_said, lambda f: f"{asked.the(f.object)} addressed {asked.the(f.subject)}{more(f)}{doubts(f)}"
    )
    nothing = Said(sentence(f"No source here says what {person.label} said"))
    return asked.answer([person, *_meetings(asked, where_said)], said or [nothing])


def _said_by(asked: Asked, person: Entity) -> list[Said]:
    facts = asked.about(person, "reiterated")
    return asked.tell(facts, lambda fact: f"{person.label} reiterated {fact.text}{doubts(fact)}")


def _at(asked: Asked, happening: Entity, people: Sequence[Entity], countries: Sequence[Entity]) -> Answer:
    facts = asked.about(happening, "meets", "addressed-by") + asked.naming(happening, "takes-part-in")
    who = {e.id for e in (*people, *countries)}
    if who:
        its_own = [f for f in facts if who & ({f.subject, f.object} | _nations(asked, f))]
        if not its_own:
            names = listed(asked.catalogue, who)
            text = f"No source here says that {names} took part in {asked.the(happening.id)}"
            return asked.answer([happening, *people, *countries], [Said(sentence(text), tuple(facts[:1]))])
        facts = its_own
    if not facts:
        text = f"No source here names who takes part in {asked.the(happening.id)}"
        return asked.answer([happening], [Said(sentence(text))])
    involved = asked.entities(f.object if f.subject == happening.id else f.subject for f in facts)
    return asked.answer([happening, *people, *countries, *involved], _presence(asked, facts))


def _nations(asked: Asked, fact: Fact) -> set[EntityId]:
    person = fact.subject if fact.predicate == "takes-part-in" else fact.object
    return {f.object for f in asked.catalogue.about(person, "nationality") if f.object} if person else set()


def _presence(asked: Asked, facts: Sequence[Fact]) -> list[Said]:
    """Who took part in what: the sure together, the merely expected together, the others each by itself."""
    said: list[Said] = []
    for planned in (False, True):
        for event in dict.fromkeys(f.object for f in facts if f.predicate == "takes-part-in"):
            there = [f for f in facts if f.predicate == "takes-part-in" and f.object == event]
            sure = {f.subject for f in there if f.planned_as_of is None}
            part = [f for f in there if (f.planned_as_of is not None) == planned]
            part = [f for f in part if not planned or f.subject not in sure]
            if part:
                who = listed(asked.catalogue, [f.subject for f in part])
                verb = "was expected to take part" if len(part) == 1 else "were expected to take part"
                how = (
                    f"{verb} in {asked.the(event)}{doubts(part[0])}"
                    if planned
                    else f"took part in {asked.the(event)}"
                )
                said.append(Said(sentence(f"{who} {how}"), tuple(part)))
    for event in dict.fromkeys(f.subject for f in facts if f.predicate == "meets"):
        said.append(_meets(asked, asked.catalogue.about(event, "meets")))
    spoke = [f for f in facts if f.predicate == "addressed-by"]
    return said + asked.tell(
        spoke, lambda f: f"{asked.the(f.object)} addressed {asked.the(f.subject)}{more(f)}{doubts(f)}"
    )


def _meets(asked: Asked, facts: Sequence[Fact], asked_of: Collection[EntityId] = ()) -> Said:
    """Who met whom; several meetings of one person are told as that, and no more than were asked of."""
    happening = asked.catalogue.entities[facts[0].subject]
    host = _host_of(asked, happening)
    others = {fact.object: None for fact in facts if fact.object and fact.object != host}
    if set(asked_of) & others.keys():
        others = {one: None for one in others if one in asked_of}
    resting = [fact for fact in facts if fact.object == host or fact.object in others]
    doubt = "" if any(fact.planned_as_of is None for fact in facts) else doubts(facts[0])
    name = asked.the(happening.id)
    if host is not None:
        whom = wording.listed(
            [f"with {asked.catalogue.label(one)}" for one in sorted(others, key=asked.catalogue.label)]
        )
        return Said(sentence(f"{name}: {whom}{doubt}"), tuple(resting))
    return Said(sentence(f"{name}: between {listed(asked.catalogue, others)}{doubt}"), tuple(resting))


def _meetings(asked: Asked, facts: Sequence[Fact]) -> list[Entity]:
    ids = [f.object if f.predicate == "takes-part-in" else f.subject for f in facts]
    return asked.entities(ids)


__all__ = ["attending", "meeting", "office", "saying", "who_is"]
