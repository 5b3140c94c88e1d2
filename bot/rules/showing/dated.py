"""What belongs on the timeline of a forum or a country: each thing with the facts that date it.

A thing is one meeting, one pair of co-chairs of one group, one chairmanship, one agreement, one
membership. Must not know how a date is said or drawn, nor what today is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.rules import wording
from bot.rules.catalogue import Catalogue
from storage.edtf import Precision
from storage.records import Entity, EntityId, EntityKind, Event, Fact


class Heading(StrEnum):
    """The headings of a timeline, in their order."""

    MEETINGS = "Meetings and summits"
    GROUPS = "Working groups and their co-chairs"
    CHAIRS = "Chairmanships"
    INSTRUMENTS = "Plans and agreements"
    EXERCISES = "Exercises"
    MEMBERS = "Memberships and partnerships"
    ITSELF = "How it meets"


@dataclass(frozen=True, slots=True)
class Thing:
    heading: Heading
    label: str
    also: tuple[str, ...]
    """Other names of it."""
    facts: tuple[Fact, ...]
    event: Event | None = None
    """The event it is, if it takes place."""


TERMS = frozenset({"co-chair", "chairs", "chairmanship-of", "held-by", "period"})
"""What lasts, even where one year is all that is said of it."""

_LASTING = TERMS | {"member-state", "dialogue-partner", "parties", "frequency"}
_MEMBERS = {"member-state": ("Member of {}", "{} as member state")}
_MEMBERS["dialogue-partner"] = ("Dialogue partner of {}", "{} as dialogue partner")
_INSTRUMENTS = (EntityKind.INSTRUMENT, EntityKind.OBSERVANCE)
_OF_INSTRUMENT = {"period": "{}", "date": "{}", "adopted": "{}: adopted", "renewed-by": "{}: renewed"}


def lasts(fact: Fact) -> bool:
    """Whether a dated fact tells of something that goes on, and not of a day on which it happened."""
    assert fact.edtf is not None
    return fact.predicate in TERMS or (fact.predicate in _LASTING and fact.edtf.precision is Precision.SPAN)


def kind_of(thing: Thing, fact: Fact) -> str:
    """In which capacity a member is one, where a source says more than its date."""
    return f" ({fact.text})" if thing.heading is Heading.MEMBERS and fact.text else ""


def things(catalogue: Catalogue, entity: Entity, events: Sequence[Event]) -> list[Thing]:
    """All that belongs on its timeline, in no particular order."""
    is_country = entity.kind is EntityKind.COUNTRY
    return [
        *_happenings(catalogue, entity, events),
        *_cycles(catalogue, entity),
        *_chairmanships(catalogue, entity),
        *_instruments(catalogue, entity),
        *(_memberships(catalogue, entity) if is_country else _members(catalogue, entity)),
        *_itself(catalogue, entity),
    ]


def undated_members(catalogue: Catalogue, entity: Entity) -> str:
    """How many of its members are on no timeline since no source dates them, in a sentence."""
    found = {fact.object: fact for p in _MEMBERS for fact in catalogue.about(entity.id, p)}
    dated = {fact.object for p in _MEMBERS for fact in catalogue.about(entity.id, p) if fact.edtf}
    number = len(found.keys() - dated)
    if not number:
        return ""
    return f"Of {wording.counted(number, 'member or partner', 'members and partners')} no date is known here."


def _happenings(catalogue: Catalogue, entity: Entity, events: Sequence[Event]) -> Iterator[Thing]:
    concerned = [one for one in events if entity.id in one.concerns and one.id != entity.id]
    for event in concerned:
        known = catalogue.entities.get(EntityId(event.id))
        facts = _dated(catalogue.about(EntityId(event.id), "date"))
        exercise = known is not None and known.kind is EntityKind.EXERCISE
        heading = Heading.EXERCISES if exercise else Heading.MEETINGS
        yield Thing(heading, event.title, _also(known), facts, event)
    there = {event.id for event in concerned}
    for fact in catalogue.naming(entity.id, "edition-of"):
        if fact.subject not in there:
            yield _thing(catalogue, Heading.MEETINGS, "{}", fact.subject, [fact])


def _cycles(catalogue: Catalogue, entity: Entity) -> Iterator[Thing]:
    """Who co-chairs a group together, however many sources say so, and in however many cycles."""
    for group in _groups(catalogue, entity):
        together: dict[tuple[str, str], list[Fact]] = defaultdict(list)
        for fact in catalogue.about(group, "co-chair"):
            if fact.object is not None:
                together[str(fact.edtf or ""), fact.source].append(fact)
        pairs: dict[frozenset[EntityId | None], list[Fact]] = defaultdict(list)
        for facts in together.values():
            pairs[frozenset(fact.object for fact in facts)] += facts
        for chairs, facts in pairs.items():
            if entity.kind is not EntityKind.COUNTRY or entity.id in chairs:
                names = wording.listed(sorted(catalogue.label(chair) for chair in chairs if chair))
                yield _thing(catalogue, Heading.GROUPS, f"{{}}: {_literal(names)}", group, facts)


def _groups(catalogue: Catalogue, entity: Entity) -> list[EntityId]:
    if entity.kind is EntityKind.COUNTRY:
        return list(dict.fromkeys(fact.subject for fact in catalogue.naming(entity.id, "co-chair")))
    forums = [entity.id, *(fact.subject for fact in catalogue.naming(entity.id, "forum-of"))]
    groups = [fact.subject for forum in forums for fact in catalogue.naming(forum, "working-group-of")]
    return list(dict.fromkeys([entity.id, *groups]))


def _chairmanships(catalogue: Catalogue, entity: Entity) -> list[Thing]:
    """A chairmanship that is a thing of its own, and whoever is only said to chair.

    A working group has co-chairs of its own; who chairs its forum's body says nothing of it.
    """
    if entity.kind is EntityKind.WORKING_GROUP:
        return []
    if entity.kind is EntityKind.COUNTRY:
        ids = [fact.subject for fact in catalogue.naming(entity.id, "held-by")]
        chairs = catalogue.about(entity.id, "chairs")
    else:
        upward = catalogue.with_parents([entity.id])
        bodies = upward | {f.object for one in upward for f in catalogue.about(one, "forum-of") if f.object}
        ids = [fact.subject for body in sorted(bodies) for fact in catalogue.naming(body, "chairmanship-of")]
        chairs = [fact for body in sorted(bodies) for fact in catalogue.naming(body, "chairs")]
    found = [_chairmanship(catalogue, one) for one in dict.fromkeys(ids)]
    beside: dict[tuple[EntityId, EntityId | None], list[Fact]] = defaultdict(list)
    for fact in chairs:
        same = next((n for n, thing in enumerate(found) if _is_of(thing, fact)), None)
        if same is not None:
            found[same] = replace(found[same], facts=(*found[same].facts, fact))
        else:
            beside[fact.subject, fact.object].append(fact)
    for (holder, body), facts in beside.items():
        said = f"{{}} in the chair of {_literal(catalogue.label(body) if body else facts[0].text or '')}"
        found.append(_thing(catalogue, Heading.CHAIRS, said, holder, facts))
    return found


def _chairmanship(catalogue: Catalogue, chairmanship: EntityId) -> Thing:
    facts = [f for p in ("chairmanship-of", "held-by", "period") for f in catalogue.about(chairmanship, p)]
    return _thing(catalogue, Heading.CHAIRS, "{}", chairmanship, facts)


def _is_of(thing: Thing, chairs: Fact) -> bool:
    """Whether somebody chairing is this chairmanship: the same holder, body and time."""
    said = {(fact.predicate, fact.object) for fact in thing.facts}
    same = {("held-by", chairs.subject), ("chairmanship-of", chairs.object)} <= said
    times = [fact.edtf for fact in thing.facts if fact.edtf is not None]
    return same and (chairs.edtf is None or any(chairs.edtf.overlaps(time) for time in times))


def _instruments(catalogue: Catalogue, entity: Entity) -> Iterator[Thing]:
    """What it or one of its editions agreed, adopted, marks or supports."""
    near = [entity.id, *(fact.subject for fact in catalogue.naming(entity.id, "edition-of"))]
    linking: dict[EntityId, list[Fact]] = defaultdict(list)
    for one in near:
        for fact in (*catalogue.about(one), *catalogue.naming(one)):
            other = fact.object if fact.subject == one else fact.subject
            known = catalogue.entities.get(other) if other is not None else None
            if known is not None and known.kind in _INSTRUMENTS:
                linking[known.id].append(fact)
    for instrument, links in linking.items():
        dated = [
            _thing(catalogue, Heading.INSTRUMENTS, said, instrument, facts)
            for predicate, said in _OF_INSTRUMENT.items()
            if (facts := _dated(catalogue.about(instrument, predicate)))
        ]
        yield from dated or [_thing(catalogue, Heading.INSTRUMENTS, "{}", instrument, links)]


def _memberships(catalogue: Catalogue, country: Entity) -> Iterator[Thing]:
    for predicate, (said, _) in _MEMBERS.items():
        of_forum: dict[EntityId, list[Fact]] = defaultdict(list)
        for fact in catalogue.naming(country.id, predicate):
            of_forum[fact.subject].append(fact)
        for forum, facts in of_forum.items():
            yield _thing(catalogue, Heading.MEMBERS, said, forum, facts)


def _members(catalogue: Catalogue, forum: Entity) -> Iterator[Thing]:
    for predicate, (_, said) in _MEMBERS.items():
        of_member: dict[EntityId, list[Fact]] = defaultdict(list)
        for fact in catalogue.about(forum.id, predicate):
            if fact.edtf is not None and fact.object is not None:
                of_member[fact.object].append(fact)
        for member, facts in of_member.items():
            yield _thing(catalogue, Heading.MEMBERS, said, member, facts)


def _itself(catalogue: Catalogue, entity: Entity) -> Iterator[Thing]:
    """How often a forum meets, since when; each wording is a thing of its own."""
    said: dict[str, list[Fact]] = defaultdict(list)
    for fact in catalogue.about(entity.id, "frequency"):
        if fact.edtf is not None and fact.text:
            said[fact.text[0].upper() + fact.text[1:]].append(fact)
    for text, facts in said.items():
        yield Thing(Heading.ITSELF, text, (), tuple(facts))


def _thing(
    catalogue: Catalogue, heading: Heading, said: str, entity_id: EntityId, facts: Iterable[Fact]
) -> Thing:
    """A thing called by an entity's name, in the words of `said`."""
    also = tuple(said.format(name) for name in _also(catalogue.entities.get(entity_id)))
    return Thing(heading, said.format(catalogue.label(entity_id)), also, tuple(facts))


def _also(entity: Entity | None) -> tuple[str, ...]:
    return () if entity is None else (entity.name, *(name.text for name in entity.names))


def _dated(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    return tuple(fact for fact in facts if fact.edtf is not None)


def _literal(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")
