"""Where things take place, and what takes place somewhere or is hosted by somebody.

A place is told as it is stated, or as inferred from what; where no source names one, that is said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.rules import wording
from bot.rules.answers.asked import GROUPS, HAPPENS, Answer, Asked, Said
from bot.rules.answers.grammar import Ask
from bot.rules.answers.on_editions import no_edition
from bot.rules.answers.on_meetings import (
    date_of_event,
    happenings,
    held_in,
    kind_of,
    nothing_known,
    on_cards,
    picked,
    shortened,
)
from bot.rules.answers.phrasing import doubts, is_many, more, sentence
from bot.rules.moment import coming, is_over, past
from bot.rules.moving import is_own
from bot.rules.text import escaped
from bot.rules.wording import event_place
from storage.records import Entity, EntityId, EntityKind, Event, Fact

_HELD = re.compile(
    r"(?<!\S)(?:(?:take|takes|taking|taken|took) place|happen(?:s|ed|ing)?|occur(?:s|red)?|held"
    r"|(?:over|done)(?= (?:now|yet|already)$|$))(?!\S)"
)
"""How one asks whether something has been, or will be."""


def where(asked: Asked) -> Answer | None:
    """`where was X held`, `who hosts the next X`, `what does Y host`, `what is in Y`, `is Z in Y`."""
    question, group = asked.question, asked.one(*GROUPS)
    if (whether := _whether_held(asked)) is not None:
        return whether
    happens = bool((question.wanted | question.kinds) & set(HAPPENS))
    place = next(iter(asked.places), None) or asked.one(EntityKind.COUNTRY, EntityKind.PLACE)
    is_in = bool(asked.places and (happens or group or asked.all(EntityKind.PLACE))) or (
        question.has(Ask.MEMBER) and bool(asked.all(*HAPPENS) or question.has(Ask.NEXT, Ask.LAST))
    )
    if not (is_in or question.has(Ask.WHERE, Ask.HOST, Ask.MEET)) or asked.strangers:
        return None
    if group is not None and group.kind is EntityKind.BODY and not happens and _is_of_place(asked):
        return asked.answer([group], [Said(sentence(f"No source here says where {asked.the(group.id)} is"))])
    is_one = question.ordinal is not None or question.years or question.has(Ask.NEXT, Ask.LAST)
    if asked.all(*HAPPENS) or (group is not None and is_one and not (asked.places and question.years)):
        chosen = happenings(replace(asked, places=()))
        return _places(asked, picked(asked, chosen)) if chosen else no_edition(asked)
    if group is not None and place is not None and (asked.places or question.has(Ask.HOST)):
        return _held_in(asked, place, group)
    if group is not None and place is None:
        events = happenings(asked)
        chosen = picked(asked, events) or [*coming(events, asked.now)[:1], *past(events, asked.now)[:1]]
        return _places(asked, chosen) if chosen else None
    if place is None or group is not None or (question.has(Ask.WHO) and not question.has(Ask.MEET)):
        return None
    if question.has(Ask.HOST, Ask.MEET) or happens:
        return _held_in(asked, place)
    inner = next((e for e in asked.all(EntityKind.PLACE) if e not in asked.places), None)
    if inner is not None and asked.places:
        return _located(asked, inner, asked.places[0])
    return _located(asked, place) if question.has(Ask.WHERE) else None


def _whether_held(asked: Asked) -> Answer | None:
    """`did X take place`, `is X over`: the date, where no place or host is asked of."""
    question = asked.question
    somewhere = asked.places or asked.all(EntityKind.COUNTRY, EntityKind.PLACE)
    if not question.has(Ask.WHETHER) or somewhere or asked.strangers or not _HELD.search(question.skeleton):
        return None
    named, group = asked.all(*HAPPENS), asked.one(EntityKind.FORUM, EntityKind.WORKING_GROUP)
    if not named and group is None:
        return None
    events, denied = happenings(asked), []
    if not events and named and question.years:
        names = " or ".join(asked.the(entity.id) for entity in named[:3])
        years = wording.listed([str(year) for year in question.years])
        denied = [Said(sentence(f"No source here says that {names} took place in {years}"))]
        events = happenings(replace(asked, question=replace(question, years=(), month=None)))
    chosen = picked(asked, events) or [*coming(events, asked.now)[:1], *past(events, asked.now)[:1]]
    if not chosen:
        return no_edition(asked)
    said = [line for event in chosen for line in date_of_event(asked, event)]
    shown = asked.entities(EntityId(event.id) for event in chosen)
    return asked.answer([*shown, group], shortened([*denied, *said], "dates"))


def _is_of_place(asked: Asked) -> bool:
    """Whether nothing but the place of a thing is asked for, not of its meetings."""
    return not asked.all(*HAPPENS) and not asked.question.has(Ask.MEET, Ask.HOST, Ask.NEXT, Ask.LAST)


def place_of_event(asked: Asked, event: Event) -> list[Said]:
    facts = asked.catalogue.about(EntityId(event.id), "hosted-in")
    hosts = asked.catalogue.about(EntityId(event.id), "host")
    name = _title(asked, event)
    if is_own(event) and event.place:
        told = (
            f"{name} {'was held' if is_over(event, asked.now) else 'is to be held'} in {event_place(event)}"
        )
        return [Said(f"{sentence(told)} This server added it, by {escaped(event.source or 'nobody')}.")]
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
            f"{asked.the(fact.object)} {'hosted' if over else 'hosts'} {name}{_how(fact)}{doubts(fact)}"
        ),
    )


def _how(fact: Fact) -> str:
    """`, by video`, ` with its navy`: how somebody hosts."""
    if not fact.text:
        return ""
    is_said = fact.text.startswith(("by ", "with ", "in ", "at ", "on ", "through "))
    return f", {fact.text}" if is_said else f" with {fact.text}"


def _places(asked: Asked, events: Sequence[Event]) -> Answer | None:
    """Where these were or are held; without a date there is no event, only the thing that was named."""
    asks_when = "when" in asked.question.skeleton.split()
    said = [
        line
        for event in events
        for line in (*(date_of_event(asked, event) if asks_when else ()), *place_of_event(asked, event))
    ]
    shown = asked.entities(one for event in events for one in on_cards(asked, event))
    group = asked.one(*GROUPS)
    if not events and group is not None and asked.question.has(Ask.NEXT):
        return asked.answer([group], [nothing_known(asked, "next")])
    if not shown and not (said and asked.question.has(Ask.WHERE)):
        return None
    country = [asked.one(EntityKind.COUNTRY)]
    return asked.answer([*shown, group, *country], said)


def _held_in(asked: Asked, place: Entity, group: Entity | None = None) -> Answer:
    """What takes place in a country or city, or is hosted by it; of a forum only its meetings."""
    kinds = (asked.question.wanted | asked.question.kinds) & set(HAPPENS)
    there = held_in(asked, place)
    of_group = happenings(replace(asked, places=())) if group else asked.events
    by_id = {event.id: event for event in of_group}
    events = [by_id[one] for one in there if one in by_id and asked.is_within_years(by_id[one].edtf)]
    events = [event for event in events if not kinds or kind_of(asked, event) in kinds]
    shown = picked(asked, events) if asked.question.has(Ask.NEXT, Ask.LAST) else events
    order = sorted(shown, key=lambda event: (is_over(event, asked.now), event.edtf.hi is None, event.edtf.hi))
    if events and not order:
        what = f"meeting of {asked.the(group.id)}" if group else "meeting or exercise"
        nothing = "is announced in what is known" if asked.question.has(Ask.NEXT) else "is known to be over"
        which = "next " if asked.question.has(Ask.NEXT) else ""
        text = f"No {which}{what} in {asked.the(place.id)} {nothing} here"
        return asked.answer([place, group], [Said(sentence(text))])
    if not order:
        what = f"a meeting of {asked.the(group.id)}" if group else "a meeting or exercise"
        years = "".join(f" in {year}" for year in asked.question.years)
        text = f"No source here names {what} held in {asked.the(place.id)}{years}"
        return asked.answer([group, place], [Said(sentence(text))])
    said = [line for event in order for line in date_of_event(asked, event)[:1]]
    said = shortened(said, "meetings and exercises")
    told = asked.entities(EntityId(event.id) for event in order)
    return asked.answer([*told, group, place] if group else [place, *told], said)


def _located(asked: Asked, place: Entity, within: Entity | None = None) -> Answer | None:
    """Where a place is; whether it is in another."""
    facts = asked.about(place, "located-in")
    said = asked.tell(facts, lambda f: f"{asked.the(f.subject)} is in {asked.the(f.object)}{doubts(f)}")
    if within is not None and within.id not in asked.catalogue.places_around(place.id):
        denied = f"No source here says that {asked.the(place.id)} is in {asked.the(within.id)}"
        said = [Said(sentence(denied)), *said]
    return asked.answer([place, *asked.entities(fact.object for fact in facts)], said) if said else None


def _title(asked: Asked, event: Event) -> str:
    known = asked.catalogue.entities.get(EntityId(event.id))
    return asked.the(known.id) if known else escaped(event.title)
