"""One entity, one card: what it is, the facts about it under headings, each line with its source.

A card is words and headings; how it is laid out in Discord is decided where it is shown. Every
fact line ends with the source's number and the place in it; what is inferred or planned says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.rules import wording
from bot.rules.catalogue import Catalogue
from bot.rules.moment import Moment, coming, is_over, is_vague, past
from bot.rules.vocabulary import PREDICATES
from storage.records import Entity, EntityId, EntityKind, Event, EventStatus, Fact, FactStatus, Source

_COMPACT = frozenset({"member-state", "dialogue-partner", "co-chair", "takes-part-in", "meets"})
_OWN_HEADING = frozenset({"edition-of"})


@dataclass(frozen=True, slots=True)
class Section:
    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Card:
    title: str
    kind: str
    summary: str
    sections: tuple[Section, ...]
    sources: tuple[str, ...]
    """`[1] title, publisher, date`, in the order of their numbers."""


class _Numbering:
    """Numbers the sources of a card in the order they are first named."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._numbers: dict[str, int] = {}

    def mark(self, facts: Sequence[Fact]) -> str:
        """`[1 P4S1]`, the sources and places of these facts, each once."""
        marks = []
        for fact in facts:
            number = self._numbers.setdefault(fact.source, len(self._numbers) + 1)
            marks.append(f"{number} {fact.place}")
        return f"`[{', '.join(dict.fromkeys(marks))}]`" if marks else ""

    def sources(self) -> tuple[str, ...]:
        named = ((number, self._catalogue.sources.get(source)) for source, number in self._numbers.items())
        return tuple(f"`[{number}]` {_linked(source)}" for number, source in named if source)


def cited(source: Source) -> str:
    """A source as a reader would cite it."""
    day = (
        f", {wording.date_in_words(source.published)}"
        if source.published
        else f", read {wording.date_in_words(source.read)}"
        if source.read
        else ""
    )
    return f"{source.title}, {source.publisher}{day}"


def _linked(source: Source) -> str:
    said = cited(source)
    return f"[{said}]({source.url})" if source.url else said


def card(catalogue: Catalogue, entity: Entity, events: Sequence[Event], now: Moment) -> Card:
    """The card of any entity, with what comes next and what came last as of `now`."""
    numbering = _Numbering(catalogue)
    sections = [*_time_sections(catalogue, entity, events, now, numbering)]
    for predicate, (heading, inverse, _) in PREDICATES.items():
        facts = catalogue.about(entity.id, predicate)
        if facts:
            sections.append(_section(catalogue, heading, facts, numbering))
        around = catalogue.naming(entity.id, predicate) if inverse else []
        if around and inverse and predicate not in _OWN_HEADING:
            sections.append(_section(catalogue, inverse, around, numbering, inverse=True))
    return Card(
        title=f"{entity.name} ({entity.short})" if entity.short else entity.name,
        kind=entity.kind.value.replace("-", " "),
        summary=entity.summary,
        sections=tuple(sections),
        sources=numbering.sources(),
    )


def members_card(catalogue: Catalogue, entity: Entity) -> Card | None:
    """Only who is in it, by role; None where the catalogue names nobody."""
    numbering = _Numbering(catalogue)
    sections = [
        _section(catalogue, PREDICATES[predicate].heading, facts, numbering)
        for predicate in ("member-state", "dialogue-partner", "co-chair", "parties", "meets")
        if (facts := catalogue.about(entity.id, predicate))
    ]
    if not sections:
        return None
    return Card(entity.label, entity.kind.value, entity.summary, tuple(sections), numbering.sources())


def event_line(event: Event, now: Moment) -> str:
    """One event on one line: title, when, where, and whether it is behind us."""
    where = f" · {event.place}" if event.place else ""
    over = ""
    if is_over(event, now):
        planned = event.status is EventStatus.PLANNED
        over = " · that time has passed; no source here says that it took place" if planned else " · past"
    return f"**{event.title}** — {wording.event_when(event)}{where}{over}"


def _time_sections(
    catalogue: Catalogue, entity: Entity, events: Sequence[Event], now: Moment, numbering: _Numbering
) -> list[Section]:
    mine = [event for event in events if entity.id in event.concerns and event.id != entity.id]
    ahead, over = coming(mine, now)[:1], past(mine, now)[:1]
    found = []
    for heading, one in (
        *((expected(event), event) for event in ahead),
        *(("Last", event) for event in over),
    ):
        mark = numbering.mark(catalogue.about(EntityId(one.id), "date")[:1])
        found.append(Section(heading, (f"{event_line(one, now)} {mark}",)))
    if not ahead and entity.kind is EntityKind.FORUM:
        found.insert(0, Section("Next", ("No meeting is announced in what I know.",)))
    return found


def expected(event: Event) -> str:
    """How the first of what lies ahead is headed."""
    return "Expected, no month announced" if is_vague(event) else "Next"


def _section(
    catalogue: Catalogue, heading: str, facts: list[Fact], numbering: _Numbering, *, inverse: bool = False
) -> Section:
    bare = all((f.edtf, f.planned_as_of, f.note, f.status) == (None, None, None, "stated") for f in facts)
    if facts[0].predicate in _COMPACT and len(facts) > 3 and bare:
        names = sorted(catalogue.label(_other(fact, inverse)) for fact in facts)
        marks = numbering.mark(facts)
        return Section(f"{heading} ({len(names)})", (f"{', '.join(names)} {marks}",))
    return Section(heading, tuple(_line(catalogue, fact, numbering, inverse) for fact in facts))


def _other(fact: Fact, inverse: bool) -> EntityId:
    return fact.subject if inverse or fact.object is None else fact.object


def _line(catalogue: Catalogue, fact: Fact, numbering: _Numbering, inverse: bool) -> str:
    said = [_what(catalogue, fact, inverse)]
    if fact.edtf is not None:
        said.append(_date(fact))
    if fact.planned_as_of is not None:
        said.append(f"planned as of {wording.date_in_words(fact.planned_as_of)}")
    if fact.status is not FactStatus.STATED:
        doubt = wording.doubt(fact) or fact.status.value
        said.append(f"{doubt} ({fact.note})" if fact.note else doubt)
    elif fact.note:
        said.append(fact.note)
    return f"{' · '.join(part for part in said if part)} {numbering.mark([fact])}"


def _date(fact: Fact) -> str:
    assert fact.edtf is not None
    if fact.predicate != "date":
        return wording.date_in_words(fact.edtf)
    hour = f", {fact.wall_time:%H:%M} in {fact.zone}" if fact.wall_time else ""
    return wording.when(fact.edtf) + hour


def _what(catalogue: Catalogue, fact: Fact, inverse: bool) -> str:
    if inverse:
        label = catalogue.label(fact.subject)
        return f"{label}: {fact.text}" if fact.text else label
    if fact.object is None:
        edition = fact.predicate == "edition-of" and fact.text
        return f"{wording.ordinal(fact.text or '')} edition" if edition else fact.text or ""
    label = catalogue.label(fact.object)
    if fact.predicate == "edition-of" and fact.text:
        return f"{wording.ordinal(fact.text)} of {label}"
    if fact.predicate == "first-meeting":
        return f"{label}{_first_meeting(catalogue, fact.object)}"
    return f"{label}: {fact.text}" if fact.text else label


def _first_meeting(catalogue: Catalogue, meeting: EntityId) -> str:
    dates = [wording.date_in_words(fact.edtf) for fact in catalogue.about(meeting, "date") if fact.edtf]
    places = [catalogue.label(fact.object) for fact in catalogue.about(meeting, "hosted-in") if fact.object]
    known = ", ".join(dates[:1] + places[:1])
    return f": {known}" if known else ""
