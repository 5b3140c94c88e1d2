"""Facts in, events out: what takes place, and whom it concerns.

An event is a meeting, summit or exercise with a `date` fact; the date keeps its precision and
its status. Where several sources name a date or a place, what is stated stands before what is inferred,
and then the source that spoke last is believed; of a date that it leaves open, another may tell more.

It concerns itself and the forum or series it is an edition of, the body of that forum, the country
of its place, whoever takes part or meets, and their countries, and the topics it covers. It does
not concern every member of its forum: who follows a country hears of what the country hosts or
meets in, not of all that it sits in.
"""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot.rules import wording
from bot.rules.answers.fullest import most_precise
from bot.rules.catalogue import Catalogue
from bot.rules.dates.zones import NotOnTheClock, instant, tzdata_version
from storage.edtf import Edtf
from storage.records import SHIPPED, Entity, EntityId, EntityKind, Event, EventStatus, Fact, FactStatus

HAPPENS = (EntityKind.MEETING, EntityKind.SUMMIT, EntityKind.EXERCISE)


def events_of(catalogue: Catalogue, entities: list[Entity]) -> list[Event]:
    """The events among `entities`, as the facts of `catalogue` tell of them."""
    found = (_event(catalogue, entity) for entity in entities if entity.kind in HAPPENS)
    return [event for event in found if event is not None]


def start_of(value: Edtf, wall_time: time | None, zone: str | None) -> datetime | None:
    """The instant of an announced hour, or None where none was announced, or beyond the calendar's edge."""
    day = value.first_day
    if day is None or wall_time is None or zone is None:
        return None
    try:
        return instant(day, wall_time, ZoneInfo(zone))
    except NotOnTheClock:
        return None


def concerns(catalogue: Catalogue, event_id: EntityId) -> frozenset[EntityId]:
    """What a subscription may name to be reminded of this event."""
    series = catalogue.with_parents([event_id])
    bodies = {fact.object for entity in series for fact in catalogue.about(entity, "forum-of")}
    places = {fact.object for p in ("hosted-in", "host") for fact in catalogue.about(event_id, p)}
    countries = {fact.object for place in places if place for fact in catalogue.about(place, "located-in")}
    people = {fact.object for p in ("meets", "addressed-by") for fact in catalogue.about(event_id, p)}
    people |= {fact.subject for fact in catalogue.naming(event_id, "takes-part-in")}
    nations = {fact.object for person in people if person for fact in catalogue.about(person, "nationality")}
    topics = {fact.object for p in ("covers", "agenda") for fact in catalogue.about(event_id, p)}
    everything = series | bodies | places | countries | people | nations | topics
    return frozenset(entity for entity in everything if entity is not None)


def _event(catalogue: Catalogue, entity: Entity) -> Event | None:
    dates = [fact for fact in catalogue.about(entity.id, "date") if fact.edtf is not None]
    dated = most_precise(_said_last(catalogue, dates))
    if dated is None or dated.edtf is None:
        return None
    start_at = start_of(dated.edtf, dated.wall_time, dated.zone)
    place = next(iter(_said_last(catalogue, catalogue.about(entity.id, "hosted-in"))), None)
    source = catalogue.sources.get(dated.source)
    return Event(
        id=entity.id,
        guild_id=SHIPPED,
        title=entity.label,
        edtf=dated.edtf,
        wall_time=dated.wall_time,
        zone=dated.zone,
        start_at=start_at,
        status=_status(catalogue, entity, dated),
        date_status=dated.status,
        date_doubt=wording.doubt(dated) or None,
        date_reason=dated.note,
        planned_as_of=dated.planned_as_of,
        place=_place(catalogue, place),
        place_status=place.status if place else None,
        url=source.url if source else None,
        source=f"{source.title}, {source.publisher}" if source else None,
        concerns=concerns(catalogue, entity.id),
        tz_version=tzdata_version() if start_at is not None else None,
    )


def _status(catalogue: Catalogue, entity: Entity, dated: Fact) -> EventStatus:
    """What was only planned took place all the same where a source tells what came of it."""
    came_of_it = any(fact.planned_as_of is None for fact in catalogue.about(entity.id, "outcome"))
    return EventStatus.PLANNED if dated.planned_as_of and not came_of_it else EventStatus.CONFIRMED


def _said_last(catalogue: Catalogue, facts: list[Fact]) -> list[Fact]:
    """What is stated before what is not, the later said first; of those of one day the first stays so."""

    def order(fact: Fact) -> tuple[bool, int]:
        said_on = catalogue.said_on(fact) or date.min
        return (fact.status is not FactStatus.STATED, -said_on.toordinal())

    return sorted(facts, key=order)


def _place(catalogue: Catalogue, fact: Fact | None) -> str | None:
    if fact is None:
        return None
    name = catalogue.label(fact.object) if fact.object else str(fact.text)
    return name if fact.status is FactStatus.STATED else f"{name} ({fact.status.value})"
