"""How many and how often: the number a source gives, or where none gives one, how many are named here."""

from __future__ import annotations

from collections.abc import Sequence

from bot.rules import wording
from bot.rules.answers.asked import GROUPS, HAPPENS, Answer, Asked, Said
from bot.rules.answers.grammar import KINDS, Ask
from bot.rules.answers.on_meetings import date_of_event
from bot.rules.answers.phrasing import at, doubts, is_many, listed, sentence
from bot.rules.answers.standing import begins_later
from bot.rules.moment import is_over
from bot.rules.showing.readings import later_first
from bot.rules.text import phrase
from storage.records import Entity, EntityId, EntityKind, EventStatus, Fact

_COUNTS = {
    "member-count": "member state",
    "partner-count": "dialogue partner",
    "participant-count": "country",
    "group-count": "working group",
}


def frequency(asked: Asked) -> Answer | None:
    """`how often does X meet`."""
    if not asked.question.has(Ask.HOW_OFTEN) or asked.strangers:
        return None
    thing = asked.one(*GROUPS, *HAPPENS)
    if thing is None:
        return None
    facts = asked.about(thing, "frequency")
    if not facts:
        return asked.answer(
            [thing], [Said(sentence(f"No source here says how often {asked.the(thing.id)} meets"))]
        )
    return asked.answer([thing], asked.tell(facts, lambda fact: _how_often(asked, thing, fact)))


def _how_often(asked: Asked, thing: Entity, fact: Fact) -> str:
    """`X has annual meetings`; what names no meetings stands by itself: `How often X meets: twice a year`."""
    name, text, many = asked.the(thing.id), fact.text or "", is_many(thing)
    has_noun = any(set(KINDS.get(word, ())) & set(HAPPENS) for word in phrase(text))
    told = (
        f"{name} {'have' if many else 'has'} {text}"
        if has_noun
        else f"How often {name} {'meet' if many else 'meets'}: {text}"
    )
    return f"{told}{_comma(at(fact.edtf))}{doubts(fact)}"


def how_many(asked: Asked) -> Answer | None:
    """The number a source gives; where none gives one, how many are named here."""
    if not asked.question.has(Ask.HOW_MANY) or asked.strangers:
        return None
    group, happening = asked.one(*GROUPS), asked.one(*HAPPENS)
    within = asked.question.wanted
    of_editions = not within and not asked.question.has(Ask.MEMBER, Ask.PARTNER, Ask.ATTEND)
    if happening is not None:
        series = asked.entities(fact.object for fact in asked.about(happening, "edition-of"))
        if series and of_editions:
            return _editions(asked, series[0])
        facts = asked.about(happening, "participant-count", "scale")
        return (
            asked.answer([happening], asked.tell(facts, lambda fact: _size_of(asked, fact)))
            if facts
            else None
        )
    if group is None:
        return _of_all(asked)
    if EntityKind.WORKING_GROUP in within:
        given = later_first(asked.catalogue, asked.about(group, "group-count"))
        if given:
            return asked.answer([group], asked.tell(given, lambda fact: _number(asked, fact)))
        return _counted(asked, group, asked.naming(group, "working-group-of"), "working group")
    if of_editions or within & {EntityKind.MEETING, EntityKind.SUMMIT} or asked.question.has(Ask.MEET):
        return _editions(asked, group)
    if EntityKind.COUNTRY in within or asked.question.has(Ask.MEMBER, Ask.PARTNER):
        return _countries(asked, group)
    return None


def _countries(asked: Asked, group: Entity) -> Answer | None:
    partner, member = asked.question.has(Ask.PARTNER), "member" in asked.question.skeleton
    order = (
        ("partner-count",)
        if partner
        else ("member-count", "participant-count")
        if member
        else ("participant-count", "partner-count", "member-count")
    )
    for predicate in order:
        facts = [
            f
            for f in later_first(asked.catalogue, asked.about(group, predicate))
            if not begins_later(asked, f)
        ]
        if facts:
            return asked.answer([group], asked.tell(facts, lambda fact: _number(asked, fact)))
    relations = ("dialogue-partner",) if partner else ("member-state", "parties")
    named = asked.about(group, *relations)
    begun = {f.object for f in named if f.edtf and not begins_later(asked, f)}
    later = {f.object for f in named if begins_later(asked, f)} - begun
    counted = [fact for fact in named if fact.object not in later]
    return _counted(asked, group, counted, "dialogue partner" if partner else "member state")


def _number(asked: Asked, fact: Fact) -> str:
    noun, plain = _COUNTS[fact.predicate], (fact.text or "").strip()
    number = (
        wording.counted(int(plain), noun, "countries" if noun == "country" else None)
        if plain.isdigit()
        else plain
    )
    verb = "takes part" if plain == "1" else "take part"
    how = f"{number} {verb} in {asked.the(fact.subject)}" if noun == "country" else (
        f"{asked.the(fact.subject)} has {number}"
    )  # fmt: skip
    return f"{how}{doubts(fact)}"


def _size_of(asked: Asked, fact: Fact) -> str:
    return (
        _number(asked, fact)
        if fact.predicate in _COUNTS
        else f"{asked.the(fact.subject)}: {fact.text}{doubts(fact)}"
    )


def _counted(asked: Asked, group: Entity, facts: Sequence[Fact], noun: str) -> Answer:
    named = {fact.subject if fact.predicate == "working-group-of" else fact.object for fact in facts}
    if not named:
        return asked.answer(
            [group], [Said(sentence(f"No source here says how many {noun}s {asked.the(group.id)} has"))]
        )
    verb = "is" if len(named) == 1 else "are"
    number = f"{wording.counted(len(named), noun)} of {asked.the(group.id)}"
    text = f"{number} {verb} named here; no source gives a number"
    listing = listed(asked.catalogue, [entity_id for entity_id in named if entity_id])
    return asked.answer([group], [Said(sentence(f"{text}: {listing}"), tuple(facts))])


def _editions(asked: Asked, group: Entity) -> Answer | None:
    """The last edition that is known to have been held, and those planned after it."""
    facts = [fact for fact in asked.naming(group, "edition-of") if fact.text and fact.text.isdigit()]
    numbers: dict[str, int] = {fact.subject: int(fact.text or 0) for fact in facts}
    dated = [event for event in asked.events if event.id in numbers]
    held = [e for e in dated if is_over(e, asked.now) and e.status is not EventStatus.PLANNED]
    latest = max(held, key=lambda event: numbers[event.id], default=None)
    said: list[Said] = []
    if latest is not None:
        name = asked.the(EntityId(latest.id))
        resting = [fact for fact in facts if fact.subject == latest.id]
        resting += asked.catalogue.about(EntityId(latest.id), "date")
        text = f"The latest edition known here to have been held is {name},{at(latest.edtf)}"
        said.append(Said(sentence(text), tuple(resting)))
    least = numbers[latest.id] if latest else 0
    after = sorted((e for e in dated if numbers[e.id] > least), key=lambda e: numbers[e.id])
    for event in after:
        said += date_of_event(asked, event)[:1]
    shown = [*([latest] if latest else []), *after]
    return asked.answer([group, *asked.entities(EntityId(e.id) for e in shown)], said) if said else None


def _of_all(asked: Asked) -> Answer | None:
    """The numbers of all that have any, where nothing was named: `how many working groups are there`."""
    if asked.things:
        return None
    if asked.question.has(Ask.PARTNER):
        predicate = "partner-count"
    elif EntityKind.WORKING_GROUP in asked.question.wanted:
        predicate = "group-count"
    else:
        return None
    having = [e for e in asked.catalogue.of_kind(*GROUPS) if asked.about(e, predicate)]
    facts = [fact for one in having for fact in later_first(asked.catalogue, asked.about(one, predicate))]
    return asked.answer(having, asked.tell(facts, lambda fact: _number(asked, fact))) if having else None


def _comma(date: str) -> str:
    return f",{date}" if date else ""
