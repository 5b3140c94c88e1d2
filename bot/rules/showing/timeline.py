"""What a timeline of a forum or a country holds; how it is told or drawn is decided elsewhere.

Of a forum, body or working group: its editions and other meetings, its groups with the cycles of
their co-chairs, who chaired its body, its plans and agreements, its exercises, dated memberships,
and how often it meets. Of a country: what it hosted or met in, the groups it co-chairs, its
chairmanships, what it is party to, exercises, its memberships and partnerships.

A date stays as precise as it is: a meeting of which only the year is known takes that year as its
span, never a day of it. Two dates that sources give of one thing are two entries, the later said
first; sources that give the same date share one. What has no date has no place on an axis and
stands in the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby

from bot.rules import wording
from bot.rules.catalogue import Catalogue
from bot.rules.moment import Moment
from bot.rules.showing import dated
from bot.rules.showing.citations import Numbering
from bot.rules.showing.dated import Heading, Thing
from bot.rules.showing.readings import later_first
from storage import edtf
from storage.edtf import Edtf, Precision
from storage.records import SHIPPED, Entity, EntityId, Event, EventStatus, Fact, Source


class Shape(StrEnum):
    POINT = "point"
    """Happens on a day that is known."""
    SPAN = "span"
    """Happens once, some time in these days."""
    BAR = "bar"
    """Lasts from one date to another."""


@dataclass(frozen=True, slots=True)
class Item:
    label: str
    also: tuple[str, ...]
    """Other names, for a picture that cannot show the letters of the label."""
    date: Edtf | None
    shape: Shape
    brief: str
    """Its date, planned and inferred, for the room beside its mark."""
    words: str
    """All of that in full, with the numbers of its sources."""
    cites: frozenset[int]
    """Those numbers."""
    planned: bool
    again: bool
    """Whether this is what another source says of the entry above."""
    spelled: str = ""
    """The label letter by letter, where somebody in a server typed it."""

    @property
    def on_axis(self) -> bool:
        return self.date is not None and self.date.precision is not Precision.TBC


@dataclass(frozen=True, slots=True)
class Group:
    heading: Heading
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    entity: EntityId
    kind: str
    title: str
    also: tuple[str, ...]
    today: date
    day: str
    """Today in words."""
    day_mark: str
    """Today as the line of a picture is marked."""
    groups: tuple[Group, ...]
    sources: tuple[Source, ...]
    """In the order of their numbers."""
    unsaid: str
    """What was left out, in a sentence; empty where nothing was."""

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(item for group in self.groups for item in group.items)

    @property
    def drawn(self) -> tuple[Item, ...]:
        """What has a place on an axis."""
        return tuple(item for item in self.items if item.on_axis)


def timeline(
    catalogue: Catalogue, entity: Entity, events: Sequence[Event], now: Moment, *, is_today: bool = True
) -> Timeline:
    """What is known of an entity over time, as of `now`, which may be another day than today."""
    numbering = Numbering(catalogue)
    things = sorted(dated.things(catalogue, entity, events), key=lambda thing: _order(catalogue, thing))
    groups = [
        Group(heading, tuple(item for thing in here for item in _items(catalogue, thing, now, numbering)))
        for heading, here in groupby(things, key=lambda thing: thing.heading)
    ]
    day = edtf.parse(now.today.isoformat())
    return Timeline(
        entity=entity.id,
        kind=entity.kind.value.replace("-", " "),
        title=entity.label,
        also=(entity.name, *(name.text for name in entity.names)),
        today=now.today,
        day=wording.day_in_words(now.today),
        day_mark=f"{'today,' if is_today else 'as of'} {wording.date_in_brief(day)}",
        groups=tuple(groups),
        sources=numbering.sources(),
        unsaid=dated.undated_members(catalogue, entity),
    )


def _order(catalogue: Catalogue, thing: Thing) -> tuple[int, tuple[date, int], str]:
    dates = [fact.edtf for fact in later_first(catalogue, thing.facts) if fact.edtf is not None]
    first = dates[0] if dates else thing.event.edtf if thing.event is not None else None
    return (list(Heading).index(thing.heading), edtf.sort_key(first), thing.label)


def _items(catalogue: Catalogue, thing: Thing, now: Moment, numbering: Numbering) -> Iterable[Item]:
    """An entry for each date that is given; sources that give the same share one."""
    readings: dict[str, list[Fact]] = {}
    for fact in later_first(catalogue, thing.facts):
        if fact.edtf is not None:
            readings.setdefault(f"{fact.edtf} {dated.kind_of(thing, fact)}", []).append(fact)
    by_server = thing.event is not None and thing.event.guild_id != SHIPPED
    if by_server or not readings:
        yield _undated(thing, now, numbering)
    above: list[Fact] = []
    for facts in readings.values():
        again = by_server or any(_reads_again(thing, facts[0], one) for one in above)
        yield _item(thing, facts, now, numbering, again=again)
        above += facts


def _item(thing: Thing, facts: list[Fact], now: Moment, numbering: Numbering, *, again: bool) -> Item:
    first, value = facts[0], facts[0].edtf
    assert value is not None
    lasts = dated.lasts(first)
    planned = all(fact.planned_as_of is not None for fact in facts)
    came = any(fact.edtf is not None and fact.planned_as_of is None for fact in thing.facts)
    hour = f", {first.wall_time:%H:%M} in {first.zone}" if first.wall_time is not None else ""
    when = wording.date_in_words(value) if lasts else wording.when(value) + hour
    said = [when, _place(thing), _standing(value, now, lasts=lasts, planned=not came), _called_off(thing)]
    told: dict[str, list[Fact]] = {}
    for fact in facts:
        told.setdefault(_doubts(fact), []).append(fact)
    marked = [(doubts, numbering.mark(here)) for doubts, here in told.items()]
    first_words = f"{_joined([*said, marked[0][0]])} {marked[0][1]}"
    return Item(
        label=thing.label + dated.kind_of(thing, first),
        also=thing.also,
        date=value,
        shape=_shape(value, lasts=lasts),
        brief=_brief(value, planned=planned, doubt=wording.doubt(first), status=_called_off(thing)),
        words="; ".join([first_words, *(f"{doubts or 'also said'} {mark}" for doubts, mark in marked[1:])]),
        cites=frozenset(numbering.number(fact) for fact in facts),
        planned=planned,
        again=again,
    )


def _undated(thing: Thing, now: Moment, numbering: Numbering) -> Item:
    """An entry no fact dates: as a server has an event, or something of which no date is known."""
    event = thing.event
    if event is None:
        words = f"no date in what I know {numbering.mark(thing.facts)}".strip()
        return Item(
            label=thing.label,
            also=thing.also,
            date=None,
            shape=Shape.POINT,
            brief="no date known",
            words=words,
            cites=frozenset(numbering.number(fact) for fact in thing.facts),
            planned=False,
            again=False,
        )
    planned = event.status is EventStatus.PLANNED
    standing = "" if event.is_called_off else _standing(event.edtf, now, lasts=False, planned=planned)
    source = f"source: {event.source}" if event.source and event.guild_id == SHIPPED else ""
    said = [wording.event_when(event), _place(thing), standing, source]
    return Item(
        label=thing.label,
        spelled=wording.event_title(event),
        also=thing.also,
        date=event.edtf,
        shape=_shape(event.edtf, lasts=False),
        brief=_brief(event.edtf, planned=planned, doubt=event.date_doubt or "", status=_called_off(thing)),
        words=_joined(said),
        cites=frozenset(),
        planned=planned,
        again=False,
    )


def _reads_again(thing: Thing, fact: Fact, above: Fact) -> bool:
    """Whether another source speaks of the same, and not of another cycle or another capacity."""
    assert fact.edtf is not None and above.edtf is not None
    same = dated.kind_of(thing, fact) == dated.kind_of(thing, above)
    cycle = dated.lasts(fact) and not fact.edtf.overlaps(above.edtf)
    return same and not cycle and fact.source != above.source


def _shape(value: Edtf, *, lasts: bool) -> Shape:
    """What happens lasts only if both its days are known; else it is somewhere in between."""
    if value.precision is Precision.DAY:
        return Shape.BAR if lasts else Shape.POINT
    if value.precision is Precision.SPAN:
        ends = (value.start, value.end)
        return Shape.BAR if lasts or all(end is not None and end.is_day for end in ends) else Shape.SPAN
    return Shape.BAR if lasts else Shape.SPAN


def _standing(value: Edtf, now: Moment, *, lasts: bool, planned: bool) -> str:
    if value.is_over(now.today):
        if planned:
            return "that time has passed; no source here says that it took place"
        return "ended" if lasts else "past"
    begun = value.lo is None or value.lo <= now.today
    return "not begun yet" if lasts and not begun else ""


def _called_off(thing: Thing) -> str:
    status = thing.event.status if thing.event is not None else None
    return status.value if status in (EventStatus.POSTPONED, EventStatus.CANCELLED) else ""


def _place(thing: Thing) -> str:
    return wording.event_place(thing.event) if thing.event is not None else ""


def _doubts(fact: Fact) -> str:
    said = [f"planned as of {wording.date_in_words(fact.planned_as_of)}"] if fact.planned_as_of else []
    said += [part for part in (wording.doubt(fact), fact.note) if part]
    return _joined(said)


def _joined(parts: Iterable[str]) -> str:
    return " · ".join(part for part in parts if part)


def _brief(value: Edtf, *, planned: bool, doubt: str, status: str) -> str:
    marks = [mark for mark in ("planned" if planned else "", status, doubt) if mark]
    return " · ".join([wording.date_in_brief(value), *([", ".join(marks)] if marks else [])])
