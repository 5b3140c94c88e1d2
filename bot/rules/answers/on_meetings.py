"""When things take place, what comes next and came last.

The next is the next as of now: what was planned and has passed is told as that. A date is told as
each source gives it, the later first. Something expected without a month is awaited, but it is never
called the next while another has a date. An edition that is not known is never answered by another.
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from bot.rules import wording
from bot.rules.answers.asked import GROUPS, HAPPENS, Answer, Asked, Said
from bot.rules.answers.grammar import KINDS, Ask
from bot.rules.answers.on_editions import no_edition, series_of
from bot.rules.answers.on_lasting import LASTING, when_lasting
from bot.rules.answers.phrasing import at, doubts, is_many, only_so_precise, planned_for, sentence
from bot.rules.editions import edition_of
from bot.rules.moment import coming, is_over, is_vague, past
from bot.rules.moving import is_own
from bot.rules.text import escaped
from storage import edtf
from storage.records import SHIPPED, Entity, EntityId, EntityKind, Event, EventStatus, Fact, FactStatus

_MOST_SAID = 12


def when(asked: Asked) -> Answer | None:
    """`when is X`, `when is the next X`, `what comes next`, `what was the last meeting`."""
    question = asked.question
    happens = (
        bool(question.years)
        and not any(e.kind not in HAPPENS for thing in asked.things for e in thing)
        and not question.has(Ask.CHAIR, Ask.CO_CHAIR)
    )
    if not (happens or question.has(Ask.WHEN, Ask.NEXT, Ask.LAST, Ask.SINCE)) or asked.strangers:
        return None
    lasting = asked.one(*LASTING)
    if lasting is not None and not question.has(Ask.NEXT, Ask.LAST):
        return when_lasting(asked, lasting)
    if question.has(Ask.NEXT, Ask.LAST) and not (question.has(Ask.SINCE) and not asked.things):
        return _next_or_last(asked)
    named = happenings(asked)
    group = asked.one(*GROUPS)
    if happens:
        return _within(asked, sorted(named, key=lambda event: edtf.sort_key(event.edtf)))
    if question.has(Ask.FOUND) or (question.has(Ask.SINCE) and question.has(Ask.WHO)):
        return None
    if not asked.things and question.has(Ask.SINCE):
        return None
    held_there = group is not None and asked.all(EntityKind.PLACE)
    if held_there or asked.all(*HAPPENS) or question.ordinal is not None or question.years:
        return _dates(asked, named) if named else no_edition(asked)
    if group is not None and group.kind is EntityKind.BODY and not _of_meetings(asked):
        return asked.answer([group], ())
    return _next_or_last(asked) if group is not None else None


def _of_meetings(asked: Asked) -> bool:
    """Whether meetings are asked of: a body is no meeting, and has no day."""
    kinds = asked.question.kinds | asked.question.wanted
    return bool(kinds & set(HAPPENS)) or asked.question.has(Ask.MEET, Ask.HOST)


def happenings(asked: Asked) -> list[Event]:
    """The events spoken of: those named, else the editions of a forum, else what concerns a thing."""
    named = {entity.id for entity in asked.all(*HAPPENS)}
    group = asked.one(*GROUPS)
    kinds = (asked.question.kinds | asked.question.wanted) & set(HAPPENS)
    if named:
        added = {event.id for event in _added(asked, kinds)}
        events = [event for event in asked.events if event.id in named or event.id in added]
    elif group is not None:
        editions = {fact.subject for fact in asked.naming(group, "edition-of")}
        only_exercises = kinds == {EntityKind.EXERCISE}
        events = [
            event
            for event in asked.events
            if (event.id in editions and not only_exercises) or _is_added_to(event, group)
        ]
        if not events and asked.question.ordinal is None:
            events = _concerning(asked, asked.events, [group])
        for place in dict.fromkeys([*asked.all(EntityKind.PLACE), *asked.places]):
            there = held_in(asked, place)
            events = [event for event in events if event.id in there]
    else:
        things = [entity for thing in asked.things for entity in thing]
        events = _concerning(asked, asked.events, things)
    if kinds and not named:
        events = [event for event in events if kind_of(asked, event) in kinds]
    return [event for event in events if _is_edition(asked, event) and asked.is_within_years(event.edtf)]


def held_in(asked: Asked, place: Entity) -> dict[EntityId, None]:
    """What takes place in a country or city, or is hosted by it, in the order of the catalogue."""
    within = [place, *asked.entities(fact.subject for fact in asked.naming(place, "located-in"))]
    facts = [fact for here in within for fact in asked.naming(here, "hosted-in")]
    return dict.fromkeys(fact.subject for fact in (*facts, *asked.naming(place, "host")))


def date_of_event(asked: Asked, event: Event) -> list[Said]:
    """When an event is or was, as each source says it; before them, as the server that asks has it."""
    facts = [fact for fact in asked.catalogue.about(EntityId(event.id), "date") if fact.edtf]
    told = asked.tell(facts, lambda fact: _takes_place(asked, fact, event))
    if facts and event.guild_id == SHIPPED:
        return told
    added = f" This server added it, by {escaped(event.source)}." if is_own(event) and event.source else ""
    return [Said(f"{sentence(f'{escaped(event.title)}: {wording.event_when(event)}')}{added}"), *told]


def _concerning(asked: Asked, events: Sequence[Event], things: Sequence[Entity]) -> list[Event]:
    """The events that have to do with every one of these."""
    for thing in things:
        tied = {entity.id for entity in asked.tied([[thing]], *HAPPENS)}
        events = [event for event in events if thing.id in event.concerns or event.id in tied]
    return list(events)


def _added(asked: Asked, kinds: AbstractSet[EntityKind]) -> list[Event]:
    """What a server added, where meetings are asked of and not one of them by its name: of all that is
    named, if anything is, such as a forum, a country or a topic."""
    if EntityKind.MEETING not in kinds or any(one.id in asked.scores for one in asked.all(*HAPPENS)):
        return []
    meant = [{found.entity.id for found in one.found} for one in asked.question.names if one.found]
    return [event for event in asked.events if is_own(event) and all(ids & event.concerns for ids in meant)]


def _is_added_to(event: Event, group: Entity) -> bool:
    """Whether a server added it as one of this forum's."""
    return is_own(event) and group.id in event.concerns


def on_cards(asked: Asked, event: Event) -> list[EntityId]:
    """The card of an event, or, where a server added it, those of the forums it belongs to."""
    if not is_own(event):
        return [EntityId(event.id)]
    return [one.id for one in asked.entities(sorted(event.concerns)) if one.kind in GROUPS]


def kind_of(asked: Asked, event: Event) -> EntityKind:
    entity = asked.catalogue.entities.get(EntityId(event.id))
    return entity.kind if entity else EntityKind.MEETING


def _is_edition(asked: Asked, event: Event) -> bool:
    number = asked.question.ordinal
    if number is None:
        return True
    if is_own(event):
        return edition_of(event.title) == number
    return any(fact.text == str(number) for fact in asked.catalogue.about(EntityId(event.id), "edition-of"))


def picked(asked: Asked, events: Sequence[Event]) -> list[Event]:
    if asked.question.has(Ask.NEXT):
        return coming(events, asked.now)[:1]
    if asked.question.has(Ask.LAST):
        return last_of(asked, past(events, asked.now))
    chosen = asked.all(*HAPPENS) or asked.question.ordinal is not None or asked.question.years
    return list(events) if chosen else []


def last_of(asked: Asked, over: Sequence[Event]) -> list[Event]:
    """The last that was to take place, and where no source says that it did, the last that is known to."""
    held = [event for event in over if is_known_held(asked, event)]
    return list(dict.fromkeys((*over[:1], *held[:1])))


def is_known_held(asked: Asked, event: Event) -> bool:
    """Whether a source tells of it as something that took place, or of its place once it had begun."""
    if event.status is not EventStatus.PLANNED:
        return True
    places = [f for f in asked.catalogue.about(EntityId(event.id), "hosted-in") if f.planned_as_of is None]
    published = [source.published for f in places if (source := asked.catalogue.sources.get(f.source))]
    begins = event.edtf.lo
    return begins is not None and any(day is not None and day.lo and day.lo >= begins for day in published)


def _next_or_last(asked: Asked) -> Answer | None:
    events = happenings(asked)
    ahead, over = coming(events, asked.now), past(events, asked.now)
    if asked.things and not events:
        thing = asked.things[0][0]
        if thing.kind is EntityKind.TOPIC:
            return None
        return asked.answer(
            [thing], [Said(sentence(f"No date of a {_what(asked)} is announced in what is known here"))]
        )
    wants_last = asked.question.has(Ask.LAST) and not asked.question.has(Ask.NEXT)
    if wants_last:
        return _told(
            asked, last_of(asked, over) or events[-1:], [] if over else [nothing_known(asked, "past")]
        )
    if ahead:
        many = asked.question.wanted & set(HAPPENS) and "next" not in asked.question.skeleton
        unnamed = is_vague(ahead[0]) and not asked.things
        return _told(asked, ahead[: 10 if many else 3 if unnamed else 1], [])
    return _told(asked, over[:1] or events[-1:], [nothing_known(asked, "next")])


def nothing_known(asked: Asked, which: str) -> Said:
    known = "known" if which == "past" else "announced in what is known"
    return Said(sentence(f"No {which} {_what(asked)} is {known} here"))


def _what(asked: Asked) -> str:
    """What is asked for, in the words of the question or of the catalogue: `meeting of the ADMM-Plus`."""
    if asked.question.rest:
        return " ".join(asked.question.described)
    named = asked.all(*HAPPENS)
    if len(named) == 1:
        return series_of(named[0])
    thing = asked.one(*GROUPS) or next((thing[0] for thing in asked.things if len(thing) == 1), None)
    noun = next(
        (word for word in asked.question.skeleton.split() if set(KINDS.get(word, ())) & set(HAPPENS)),
        named[0].kind.value if named else "meeting",
    )
    return f"{noun} of {asked.the(thing.id)}" if thing else noun


def _within(asked: Asked, events: Sequence[Event]) -> Answer | None:
    """What takes place in the time asked for; a year is told as what it is, and no month of it."""
    sure = [event for event in events if asked.is_surely_within_years(event.edtf)]
    maybe = [event for event in events if event not in sure]
    said = [line for event in sure for line in date_of_event(asked, event)]
    for event in maybe:
        first, *others = date_of_event(asked, event)
        said += [Said(f"May fall into that time: {first.text}", first.facts), *others]
    shown = asked.entities(EntityId(event.id) for event in (*sure, *maybe))
    others_named = [thing[0] for thing in asked.things if thing[0].kind not in HAPPENS]
    return asked.answer([*shown, *others_named], shortened(said, "dates")) if said else None


def shortened(said: Sequence[Said], what: str) -> list[Said]:
    """The first of many sentences; how many are left to the cards is said."""
    if len(said) <= _MOST_SAID:
        return list(said)
    kept, left = said[:_MOST_SAID], said[_MOST_SAID:]
    facts = tuple(fact for line in left for fact in line.facts)
    return [*kept, Said(f"{len(left)} more {what} are known here.", facts)]


def _told(asked: Asked, events: Sequence[Event], before: Sequence[Said]) -> Answer | None:
    said = list(before)
    for event in events:
        said += date_of_event(asked, event)
    shown = asked.entities(one for event in events for one in on_cards(asked, event))
    group = asked.one(*GROUPS)
    others = [thing[0] for thing in asked.things if thing[0].kind not in HAPPENS]
    first = [group] if before and group is not None else []
    results = [*first, *shown, *([group] if group else []), *others]
    return asked.answer(results, said) if results or said else None


def _dates(asked: Asked, events: Sequence[Event]) -> Answer | None:
    if len(events) > 3:
        return asked.choice(asked.entities(EntityId(event.id) for event in events))
    return _told(asked, events, [])


def _takes_place(asked: Asked, fact: Fact, event: Event) -> str:
    name = asked.the(fact.subject)
    today = asked.now.today
    over = fact.edtf is not None and fact.edtf.is_over(today)
    many = is_many(asked.catalogue.entities[fact.subject])
    hour = f", {fact.wall_time:%H:%M} in {fact.zone}" if fact.wall_time else ""
    rest = f"{only_so_precise(fact.edtf)}{hour}"
    if fact.planned_as_of is not None:
        verb = ("were" if many else "was") if over else ("are" if many else "is")
        passed = ""
        if over and is_over(event, asked.now) and not is_known_held(asked, event):
            passed = "; that time has passed, and no source here says that it took place"
        date = _before(planned_for(fact.edtf), fact)
        return f"{name} {verb} planned{date}{rest}{doubts(fact, '')}{passed}"
    over = over or (fact.edtf is not None and fact.edtf.lo is None)
    verb = "took place" if over else "take place" if many else "takes place"
    # What a source tells of it afterwards is no news of a day before it.
    doubt = doubts(fact) if over or fact.status is not FactStatus.STATED else ""
    return f"{name} {verb}{_before(at(fact.edtf), fact)}{rest}{doubt}"


def _before(date: str, fact: Fact) -> str:
    return (
        date if fact.status is FactStatus.STATED or not date.startswith(" by ") else f"{date} at the latest"
    )
