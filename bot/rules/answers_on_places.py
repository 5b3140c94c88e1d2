"""Where things take place, and what takes place somewhere or is hosted by somebody.

A place is told as it is stated, or as inferred from what; where no source names one, that is said.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.rules.answers_on_meetings import (
    date_of_event,
    happenings,
    kind_of,
    no_edition,
    nothing_known,
    picked,
)
from bot.rules.asked import GROUPS, HAPPENS, Answer, Asked, Said
from bot.rules.grammar import Ask
from bot.rules.moment import coming, is_over, past
from bot.rules.phrasing import doubts, is_many, more, sentence
from bot.rules.text import escaped
from storage.records import Entity, EntityId, EntityKind, Event


def where(asked: Asked) -> Answer | None:
    """`where was X held`, `where does X meet`, `who hosts the next X`, `what does Y host`, `where is Z`."""
    question = asked.question
    is_in = question.has(Ask.MEMBER) and bool(asked.all(*HAPPENS) or question.has(Ask.NEXT, Ask.LAST))
    if not (is_in or question.has(Ask.WHERE, Ask.HOST, Ask.MEET)) or asked.strangers:
        return None
    place = asked.one(EntityKind.COUNTRY, EntityKind.PLACE)
    group = asked.one(*GROUPS)
    if asked.all(*HAPPENS) or (group is not None and (question.ordinal is not None or question.years)):
        chosen = happenings(asked)
        return _places(asked, picked(asked, chosen)) if chosen else no_edition(asked)
    if group is not None and (place is None or is_in):
        events = happenings(asked)
        chosen = picked(asked, events) or [*coming(events, asked.now)[:1], *past(events, asked.now)[:1]]
        return _places(asked, chosen) if chosen else None
    if place is None or (question.has(Ask.WHO) and not question.has(Ask.MEET)):
        return None
    if question.has(Ask.HOST, Ask.MEET) or question.wanted & set(HAPPENS) or question.kinds & set(HAPPENS):
        return _held_in(asked, place)
    return _located(asked, place) if question.has(Ask.WHERE) else None


def place_of_event(asked: Asked, event: Event) -> list[Said]:
    facts = asked.catalogue.about(EntityId(event.id), "hosted-in")
    hosts = asked.catalogue.about(EntityId(event.id), "host")
    name = _title(asked, event)
    if not facts and not hosts:
        return [
            Said(
                sentence(
                    f"No source here says where {name} {'was' if is_over(event, asked.now) else 'is'} held"
                )
            )
        ]
    over = is_over(event, asked.now)
    entity = asked.catalogue.entities.get(EntityId(event.id))
    was, is_ = ("were", "are") if entity and is_many(entity) else ("was", "is")
    verb = f"{was} held" if over else f"{is_} to be held"
    planned = f"{was} to be held" if over else verb
    said = asked.tell(
        facts,
        lambda fact: (
            f"{name} {planned if fact.planned_as_of else verb} in "
            f"{asked.the(fact.object) or fact.text}{more(fact)}{doubts(fact)}"
        ),
    )
    return said + asked.tell(
        hosts,
        lambda fact: (
            f"{asked.the(fact.object)} {'hosted' if over else 'hosts'} {name}{more(fact)}{doubts(fact)}"
        ),
    )


def _places(asked: Asked, events: Sequence[Event]) -> Answer | None:
    """Where these were or are held; without a date there is no event, only the thing that was named."""
    asks_when = "when" in asked.question.skeleton.split()
    said = [
        line
        for event in events
        for line in (*(date_of_event(asked, event) if asks_when else ()), *place_of_event(asked, event))
    ]
    shown = asked.entities(EntityId(event.id) for event in events)
    group = asked.one(*GROUPS)
    if not events and group is not None and asked.question.has(Ask.NEXT):
        return asked.answer([group], [nothing_known(asked, "next")])
    if not shown:
        return None
    country = [asked.one(EntityKind.COUNTRY)]
    return asked.answer([*shown, group, *country], said)


def _held_in(asked: Asked, place: Entity) -> Answer:
    """What takes place in a country or city, or is hosted by it."""
    catalogue, kinds = asked.catalogue, (asked.question.wanted | asked.question.kinds) & set(HAPPENS)
    within = {place.id, *(fact.subject for fact in catalogue.naming(place.id, "located-in"))}
    facts = [fact for here in within for fact in catalogue.naming(here, "hosted-in")] + catalogue.naming(
        place.id, "host"
    )
    by_id = {event.id: event for event in asked.events}
    held = list(dict.fromkeys(fact.subject for fact in facts))
    events = [by_id[one] for one in held if one in by_id and asked.is_within_years(by_id[one].edtf)]
    events = [event for event in events if not kinds or kind_of(asked, event) in kinds]
    shown = picked(asked, events) if asked.question.has(Ask.NEXT, Ask.LAST) else events
    order = sorted(shown, key=lambda event: (is_over(event, asked.now), event.edtf.hi is None, event.edtf.hi))
    if not order:
        text = f"No source here names a meeting or exercise held in {asked.the(place.id)}"
        return asked.answer([place], [Said(sentence(text))])
    said = [line for event in order[:12] for line in date_of_event(asked, event)[:1]]
    return asked.answer([place, *asked.entities(EntityId(event.id) for event in order)], said)


def _located(asked: Asked, place: Entity) -> Answer | None:
    facts = asked.about(place, "located-in")
    said = asked.tell(facts, lambda f: f"{asked.the(f.subject)} is in {asked.the(f.object)}{doubts(f)}")
    return asked.answer([place, *asked.entities(fact.object for fact in facts)], said) if facts else None


def _title(asked: Asked, event: Event) -> str:
    known = asked.catalogue.entities.get(EntityId(event.id))
    return asked.the(known.id) if known else escaped(event.title)
