"""One entity, one card: what it is, the facts about it under headings, each line with its source.

A card is words and headings; how it is laid out in Discord is decided where it is shown. Every
fact line ends with the source's number and the place in it; what is inferred or planned says so,
and a term that is over on the day of asking says that. What is current stands before what ended.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.rules import wording
from bot.rules.catalogue import Catalogue
from bot.rules.moment import Moment, called_off, coming, is_going_on, is_over, is_vague, past
from bot.rules.showing.citations import Numbering, with_address
from bot.rules.showing.lines import line, name, says
from bot.rules.showing.readings import Reading, later_first, readings
from bot.rules.vocabulary import PREDICATES
from storage import edtf
from storage.records import (
    SHIPPED,
    Entity,
    EntityId,
    EntityKind,
    Event,
    EventStatus,
    Fact,
    FactStatus,
    Source,
)

_COMPACT = frozenset({"member-state", "dialogue-partner", "co-chair", "takes-part-in", "meets"})
_ROLES = ("member-state", "dialogue-partner", "observer", "co-chair", "parties", "meets")
_OWN_HEADING = frozenset({"edition-of"})


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    cites: frozenset[int]
    """The numbers of the sources it names."""


@dataclass(frozen=True, slots=True)
class Section:
    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Card:
    entity: EntityId
    title: str
    kind: str
    summary: str
    sections: tuple[Section, ...]
    sources: tuple[Source, ...]
    """In the order of their numbers, which begin with 1."""


def card(catalogue: Catalogue, entity: Entity, events: Sequence[Event], now: Moment) -> Card:
    """The card of any entity, with what comes next and what came last as of `now`."""
    writer = _Writer(catalogue, now)
    sections = writer.time_sections(entity, events)
    for predicate, known in PREDICATES.items():
        if facts := catalogue.about(entity.id, predicate):
            sections.append(writer.section(known.heading, facts))
        around = _around(catalogue, entity, predicate) if known.inverse else []
        if around and known.inverse and predicate not in _OWN_HEADING:
            sections.append(writer.section(known.inverse, around, inverse=True))
        if around and predicate == "held-by":
            sections += writer.themes([fact.subject for fact in around])
    sections += writer.editions(entity)
    title = f"{entity.name} ({entity.short})" if entity.short else entity.name
    return writer.card(entity, title, sections)


def members_card(catalogue: Catalogue, entity: Entity, now: Moment) -> Card | None:
    """Only who is in it, by role; None where the catalogue names nobody."""
    writer = _Writer(catalogue, now)
    sections = [
        writer.section(PREDICATES[predicate].heading, facts)
        for predicate in _ROLES
        if (facts := catalogue.about(entity.id, predicate))
    ]
    return writer.card(entity, entity.label, sections) if sections else None


def in_text(card: Card) -> str:
    """The whole card as plain text: what a reader sees, with its sources at the end."""
    parts = [f"{card.title} — {card.kind}", card.summary]
    for section in card.sections:
        bullets = "\n".join(f"• {one.text}" for one in section.lines)
        parts.append(f"{section.heading}\n{bullets}")
    named = [f"[{number}] {with_address(source)}" for number, source in enumerate(card.sources, start=1)]
    if named:
        parts.append("Sources\n" + "\n".join(named))
    return "\n\n".join(parts)


def event_line(event: Event, now: Moment) -> str:
    """One event on one line: title, when, where, and whether it is behind us."""
    where = f" · {wording.event_place(event)}" if event.place else ""
    behind, past_words = is_over(event, now), ""
    if behind and not event.is_called_off:
        planned = event.status is EventStatus.PLANNED
        past_words = (
            " · that time has passed; no source here says that it took place" if planned else " · past"
        )
    return f"**{wording.event_title(event)}** — {wording.event_when(event, over=behind)}{where}{past_words}"


def expected(event: Event, now: Moment) -> str:
    """How the first of what lies ahead is headed."""
    if is_going_on(event, now):
        return "Going on"
    return "Expected, no month announced" if is_vague(event) else "Next"


class _Writer:
    """Writes the sections of one card and numbers its sources as they are named."""

    def __init__(self, catalogue: Catalogue, now: Moment) -> None:
        self._catalogue = catalogue
        self._now = now
        self._numbering = Numbering(catalogue)

    def card(self, entity: Entity, title: str, sections: Sequence[Section]) -> Card:
        kind = entity.kind.value.replace("-", " ")
        return Card(entity.id, title, kind, entity.summary, tuple(sections), self._numbering.sources())

    def section(self, heading: str, facts: list[Fact], *, inverse: bool = False) -> Section:
        grouped = readings(self._catalogue, facts)
        many = facts[0].predicate in _COMPACT and len(grouped) > 3
        bare = [reading for reading in grouped if many and all(_is_bare(fact) for fact in reading.facts)]
        lines = self._named_together(bare, inverse)
        for reading in sorted((one for one in grouped if one not in bare), key=self._standing):
            text = line(self._catalogue, reading, self._now, self._numbering.mark, inverse=inverse)
            lines.append(self._line(text, reading.facts))
        return Section(f"{heading} ({len(grouped)})" if many else heading, tuple(lines))

    def themes(self, chairmanships: Sequence[EntityId]) -> list[Section]:
        """Under what theme a country held the chair."""
        lines = []
        for chairmanship in chairmanships:
            for reading in readings(self._catalogue, self._catalogue.about(chairmanship, "theme")):
                text = line(self._catalogue, reading, self._now, self._numbering.mark)
                label = self._catalogue.label(chairmanship)
                lines.append(self._line(f"{label}: {text}", reading.facts))
        return [Section("Themes of the chair", tuple(lines))] if lines else []

    def _named_together(self, bare: Sequence[Reading], inverse: bool) -> list[Line]:
        """Names of which nothing more is said, on one line for each set of sources that gives them."""
        together: dict[str, list[Reading]] = {}
        for reading in bare:
            together.setdefault(self._numbering.mark(reading.facts), []).append(reading)
        lines = []
        for mark, several in together.items():
            names = sorted(name(self._catalogue, reading.facts[0], inverse) for reading in several)
            lines.append(self._line(f"{', '.join(names)} {mark}", several[0].facts))
        return lines

    def time_sections(self, entity: Entity, events: Sequence[Event]) -> list[Section]:
        own = {fact.subject for fact in self._catalogue.naming(entity.id, "edition-of")}
        mine = [event for event in events if entity.id in event.concerns and event.id != entity.id]
        if editions := [event for event in mine if event.id in own]:
            mine = editions + [event for event in mine if event.guild_id != SHIPPED and event.id not in own]
        ahead, over = coming(mine, self._now), past(mine, self._now)
        sections = []
        if ahead:
            sections.append(self._of_event(expected(ahead[0], self._now), ahead[0]))
        elif entity.kind is EntityKind.FORUM:
            nothing = Line("No meeting is announced in what I know.", frozenset())
            sections.append(Section("Next", (nothing,)))
        sections += [
            self._of_event("Called off", one) for one in called_off(mine) if not is_over(one, self._now)
        ]
        if over:
            sections.append(self._of_event("Last", over[0]))
        return sections

    def editions(self, entity: Entity) -> list[Section]:
        """The meetings of a series with when and where, the latest first; none where there is but one."""
        known = self._catalogue.naming(entity.id, "edition-of")
        if len(known) < 2:
            return []
        told = {fact.subject: [fact, *self._first_of(fact.subject)] for fact in known}
        latest = sorted(told.values(), key=lambda facts: edtf.sort_key(facts[1].edtf if facts[1:] else None))
        lines = []
        for facts in reversed(latest):
            said = [says(self._catalogue, fact, self._now) for fact in facts[1:]]
            text = " · ".join([self._numbered(facts[0]), *said])
            lines.append(self._line(f"{text} {self._numbering.mark(facts)}", facts))
        return [Section(f"Meetings and editions ({len(lines)})", tuple(lines))]

    def _numbered(self, edition: Fact) -> str:
        """What a meeting of a series is called, with its number where its name does not tell it."""
        label, number = self._catalogue.label(edition.subject), wording.ordinal(edition.text or "")
        return f"{label} ({number})" if number and number not in label else label

    def _first_of(self, meeting: EntityId) -> list[Fact]:
        """When and where a meeting is, by whoever said it last; what is inferred gives way."""
        about = self._catalogue.about
        each = (later_first(self._catalogue, about(meeting, p)) for p in ("date", "hosted-in"))
        return [min(facts, key=lambda fact: fact.status is not FactStatus.STATED) for facts in each if facts]

    def _of_event(self, heading: str, event: Event) -> Section:
        dates = later_first(self._catalogue, self._catalogue.about(EntityId(event.id), "date"))
        told = [fact for fact in dates if fact.edtf == event.edtf][:1]
        text = f"{event_line(event, self._now)} {self._numbering.mark(told)}".rstrip()
        return Section(heading, (self._line(text, told),))

    def _line(self, text: str, facts: Sequence[Fact]) -> Line:
        return Line(text, frozenset(self._numbering.number(fact) for fact in facts))

    def _standing(self, reading: Reading) -> tuple[bool, int]:
        """What has ended stands behind what has not, the latest first; else the pack's order holds."""
        term = reading.facts[0].edtf
        if term is None or term.hi is None or not term.is_over(self._now.today):
            return (False, 0)
        return (True, (date.max - term.hi).days)


def _around(catalogue: Catalogue, entity: Entity, predicate: str) -> list[Fact]:
    """Facts that name the entity; a country also hosts what takes place in a city of its."""
    places = [entity.id]
    if predicate == "hosted-in":
        places += [fact.subject for fact in catalogue.naming(entity.id, "located-in")]
    return [fact for place in dict.fromkeys(places) for fact in catalogue.naming(place, predicate)]


def _is_bare(fact: Fact) -> bool:
    said = (fact.edtf, fact.planned_as_of, fact.note)
    return said == (None, None, None) and fact.status is FactStatus.STATED
