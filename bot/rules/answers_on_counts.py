"""How many: the number a source gives, or where none gives one, how many are named here."""

from __future__ import annotations

from collections.abc import Sequence

from bot.rules import wording
from bot.rules.asked import GROUPS, HAPPENS, Answer, Asked, Said
from bot.rules.grammar import Ask
from bot.rules.phrasing import doubts, listed, sentence
from bot.rules.readings import later_first
from storage.records import Entity, EntityKind, Fact

_COUNTS = {
    "member-count": "member state",
    "partner-count": "dialogue partner",
    "participant-count": "country",
    "group-count": "working group",
}


def how_many(asked: Asked) -> Answer | None:
    """The number a source gives; where none gives one, how many are named here."""
    if not asked.question.has(Ask.HOW_MANY) or asked.strangers:
        return None
    group, happening = asked.one(*GROUPS), asked.one(*HAPPENS)
    if happening is not None:
        facts = asked.about(happening, "participant-count", "scale")
        return (
            asked.answer([happening], asked.tell(facts, lambda fact: _size_of(asked, fact)))
            if facts
            else None
        )
    if group is None:
        return _partners_of_all(asked)
    within = asked.question.wanted
    if EntityKind.WORKING_GROUP in within:
        given = later_first(asked.catalogue, asked.about(group, "group-count"))
        if given:
            return asked.answer([group], asked.tell(given, lambda fact: _number(asked, fact)))
        return _counted(asked, group, asked.naming(group, "working-group-of"), "working group")
    if within & {EntityKind.MEETING, EntityKind.SUMMIT} or asked.question.has(Ask.MEET):
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
        facts = later_first(asked.catalogue, asked.about(group, predicate))
        if facts:
            return asked.answer([group], asked.tell(facts, lambda fact: _number(asked, fact)))
    relations = ("dialogue-partner",) if partner else ("member-state", "parties")
    return _counted(
        asked, group, asked.about(group, *relations), "dialogue partner" if partner else "member state"
    )


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
    facts = [fact for fact in asked.naming(group, "edition-of") if fact.text and fact.text.isdigit()]
    if not facts:
        return None
    latest = max(facts, key=lambda fact: int(fact.text or 0))
    number = wording.ordinal(latest.text or "")
    return asked.answer(
        [group, *asked.entities([latest.subject])],
        [
            Said(
                sentence(f"The latest edition named here is {asked.the(latest.subject)}, the {number}"),
                (latest,),
            )
        ],
    )


def _partners_of_all(asked: Asked) -> Answer | None:
    if asked.things or not asked.question.has(Ask.PARTNER):
        return None
    groups = [e for e in asked.catalogue.of_kind(*GROUPS) if asked.about(e, "partner-count")]
    said = [line for group in groups for line in asked.tell(
        asked.about(group, "partner-count"), lambda fact: _number(asked, fact))]  # fmt: skip
    return asked.answer(groups, said) if groups else None
