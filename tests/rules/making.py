"""Records with everything filled in but what a test is about, and the shipped pack, read once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import settings

from bot.rules.catalogue import Catalogue
from bot.rules.dates.leads import DEFAULT_LEADS, Lead
from bot.rules.happenings import start_of
from bot.rules.matching import Matcher
from bot.rules.moment import Moment
from bot.rules.naming.countries import names_beside, with_country_names
from bot.rules.naming.lookup import NameIndex
from bot.rules.packs.reading import parse_pack
from bot.rules.parsing import ParsedEntry
from bot.rules.timing import Timing
from storage import edtf
from storage.news import Feed, FeedId
from storage.records import (
    ChannelId,
    Entity,
    EntityId,
    EntityKind,
    Event,
    EventStatus,
    Fact,
    FactStatus,
    Guild,
    GuildId,
    Name,
    NameUse,
    Pack,
    Reminder,
    Source,
    Subscription,
    SubscriptionId,
)

SHIPPED_PACK = Path(__file__).parents[2] / "storage" / "packs" / "admm-plus.toml"
NOW = datetime(2025, 10, 29, 8, 0, tzinfo=UTC)
HERE, DESK = GuildId(10), ChannelId(101)

PROPERTY = settings(deadline=None, derandomize=True, max_examples=300)
"""How properties are tried: the same examples every time, and never against a clock."""


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def entity(
    entity_id: str,
    kind: str = "topic",
    name: str | None = None,
    *,
    short: str | None = None,
    also: tuple[str, ...] = (),
    exact: tuple[str, ...] = (),
    lookup: tuple[str, ...] = (),
) -> Entity:
    full = name or entity_id.title()
    names = [Name(text) for text in (full, *([short] if short else []), *also)]
    names += [Name(text, NameUse.EXACT) for text in exact] + [Name(text, NameUse.LOOKUP) for text in lookup]
    return Entity(EntityId(entity_id), EntityKind(kind), full, short, f"About {full}.", tuple(names))


def fact(subject: str, predicate: str, object_: str | None = None, **given: Any) -> Fact:
    """A stated fact of source `note`; `edtf` and `planned_as_of` are given as text."""
    values: dict[str, Any] = {"id": f"{subject}-{predicate}-{object_ or ''}", "place": "P1S1", **given}
    dates = {key: edtf.parse(values.pop(key)) for key in ("edtf", "planned_as_of") if key in values}
    return Fact(
        id=values.pop("id"),
        subject=EntityId(subject),
        predicate=predicate,
        object=EntityId(object_) if object_ else None,
        text=values.pop("text", None),
        edtf=dates.get("edtf"),
        as_given=values.pop("as_given", None),
        status=FactStatus(values.pop("status", "stated")),
        planned_as_of=dates.get("planned_as_of"),
        source=values.pop("source", "note"),
        place=values.pop("place"),
        **values,
    )


NOTE = Source("note", "A note", "The tests", "https://tests.example/note", edtf.parse("2025-10"), None)


def catalogue(entities: list[Entity], facts: list[Fact], sources: tuple[Source, ...] = (NOTE,)) -> Catalogue:
    return Catalogue(entities, facts, sources)


def event(
    day: str = "2025-11-01", *, hour: str | None = None, zone: str | None = None, **given: Any
) -> Event:
    value, wall_time = edtf.parse(day), time.fromisoformat(hour) if hour else None
    made = Event(
        id="meeting",
        guild_id=GuildId(0),
        title="12th Meeting",
        edtf=value,
        wall_time=wall_time,
        zone=zone,
        start_at=start_of(value, wall_time, zone),
        status=EventStatus.CONFIRMED,
        date_status=FactStatus.STATED,
        date_doubt=None,
        date_reason=None,
        planned_as_of=None,
        place=None,
        place_status=None,
        url=None,
        source=None,
        concerns=frozenset({EntityId("forum")}),
    )
    return replace(made, **given)


def on(day: date) -> Moment:
    """The first moment of a day, for somebody in UTC."""
    return Moment(datetime.combine(day, time(0), UTC), day)


def guild(zone: str = "UTC", day_hour: int = 9) -> Guild:
    return Guild(HERE, zone, day_hour)


def timing(zone: str = "UTC", day_hour: int = 9, leads: Sequence[Lead] = DEFAULT_LEADS) -> Timing:
    return Timing(tuple(leads), zone, day_hour)


def subscription(**given: Any) -> Subscription:
    made = Subscription(
        id=SubscriptionId(1),
        guild_id=HERE,
        channel_id=DESK,
        subject=EntityId("forum"),
        news=True,
        reminders=True,
        role_id=None,
        created_at=NOW,
    )
    return replace(made, **given)


def reminder(lead: str, due: str, begins: str = "2025-11-01T00:00", **given: Any) -> Reminder:
    made = Reminder("meeting", SubscriptionId(1), "2025-11-01", lead, utc(due), utc(begins))
    return replace(made, **given)


def feed(**given: Any) -> Feed:
    """A feed that was read before."""
    made = Feed(
        id=FeedId(1),
        url="https://site.example/feed",
        title="Site",
        etag='"e1"',
        last_modified="Wed, 29 Oct 2025 07:00:00 GMT",
        body_hash="h1",
        baseline_at=NOW,
        next_poll_at=NOW,
        failures=0,
        failing_since_at=None,
        last_error=None,
        last_ok_at=NOW,
    )
    return replace(made, **given)


def entry(name: str, **given: Any) -> ParsedEntry:
    link = f"https://site.example/{name}"
    story = f"l:site.example/{name}"
    keys = frozenset({f"g:{name}", story})
    return replace(ParsedEntry(name, f"Title {name}", link, None, f"Summary {name}", keys, story), **given)


@cache
def shipped() -> Pack:
    pack = parse_pack(SHIPPED_PACK.read_text("utf-8"))
    assert isinstance(pack, Pack), pack
    return pack


@cache
def shipped_catalogue() -> Catalogue:
    return Catalogue(shipped().entities, shipped().facts, shipped().sources)


@cache
def shipped_names() -> NameIndex:
    """As the bot builds it: with all that countries are called, and all other countries known beside."""
    return NameIndex(with_country_names(shipped().entities), names_beside())


@cache
def shipped_matcher() -> Matcher:
    return Matcher(shipped().entities)
