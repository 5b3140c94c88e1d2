"""The nouns: frozen records of what the tables hold, ids as their own types, states as enums.

Must not know SQL, Discord or the clock. Instants are aware UTC and end in `_at`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time
from enum import StrEnum
from typing import NewType

from storage.edtf import Announced, Edtf
from storage.options import Options

GuildId = NewType("GuildId", int)
ChannelId = NewType("ChannelId", int)
UserId = NewType("UserId", int)
EntityId = NewType("EntityId", str)
SubscriptionId = NewType("SubscriptionId", int)

SHIPPED = GuildId(0)
"""The owner of what came with a pack, in tables where a server may keep its own."""

EVERYTHING = EntityId("everything")
"""The subject of a subscription to all news and all meetings."""


SERVER = "server"
"""Stands in the place of a pack's id in what a server itself adds; no pack may have it."""


class EntityKind(StrEnum):
    FORUM = "forum"
    BODY = "body"
    WORKING_GROUP = "working-group"
    EXERCISE = "exercise"
    MEETING = "meeting"
    SUMMIT = "summit"
    INSTRUMENT = "instrument"
    CHAIRMANSHIP = "chairmanship"
    PERSON = "person"
    COUNTRY = "country"
    PLACE = "place"
    REGION = "region"
    OBSERVANCE = "observance"
    TOPIC = "topic"


class FactStatus(StrEnum):
    STATED = "stated"
    INFERRED = "inferred"
    DERIVED = "derived"


class EventStatus(StrEnum):
    PLANNED = "planned"
    CONFIRMED = "confirmed"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


class NameUse(StrEnum):
    """Where a name counts: everywhere, in news only in this exact case, or in look-ups only."""

    ANY = "any"
    EXACT = "exact"
    LOOKUP = "lookup"


class ReminderState(StrEnum):
    PENDING = "pending"
    DONE = "done"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Source:
    """Where facts come from. `id` is the pack's id, a slash, and the source's own id in it."""

    id: str
    title: str
    publisher: str
    url: str | None
    published: Edtf | None
    read: Edtf | None


@dataclass(frozen=True, slots=True)
class Name:
    text: str
    use: NameUse = NameUse.ANY
    language: str | None = None
    """A CLDR locale such as `hi` or `zh_Hant`; None for the pack's own language."""


@dataclass(frozen=True, slots=True)
class Entity:
    id: EntityId
    kind: EntityKind
    name: str
    short: str | None
    summary: str
    names: tuple[Name, ...]
    query: str | None = None
    """Of a topic: which news are of it besides those that say its name; `rules.matching.queries` reads it."""

    @property
    def label(self) -> str:
        """What people call it: the short form where there is one."""
        return self.short or self.name


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing one source says. At least one of `object`, `text` and `edtf` is set."""

    id: str
    subject: EntityId
    predicate: str
    object: EntityId | None
    text: str | None
    edtf: Edtf | None
    as_given: str | None
    status: FactStatus
    planned_as_of: Edtf | None
    source: str
    """The id of a `Source`, with its pack."""
    place: str
    rests_on: tuple[str, ...] = ()
    note: str | None = None
    wall_time: time | None = None
    zone: str | None = None
    corrects: str | None = None
    """The pack and id, `pack/id`, of the fact that a server put this one beside."""

    @property
    def key(self) -> str:
        """What it is called among the facts of all packs: `pack/id`."""
        return f"{self.pack}/{self.id}"

    @property
    def pack(self) -> str:
        """The pack it came with."""
        return self.source.partition("/")[0]


@dataclass(frozen=True, slots=True)
class Pack:
    id: str
    title: str
    about: str
    sources: tuple[Source, ...]
    entities: tuple[Entity, ...]
    facts: tuple[Fact, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class Event:
    """Something that takes place once, with its date as precise as it is known.

    `start_at` is set only when an hour and a zone were announced. `concerns` holds what a
    subscription may name to hear of it (the forum, host, participants and topics). A server's own
    event may have the id of a shipped one: in that server it then stands in the place of that.
    """

    id: str
    guild_id: GuildId
    title: str
    edtf: Edtf
    wall_time: time | None
    zone: str | None
    start_at: datetime | None
    status: EventStatus
    date_status: FactStatus
    date_doubt: str | None
    """What of the date the source does not state, such as "year inferred"."""
    date_reason: str | None
    planned_as_of: Edtf | None
    place: str | None
    place_status: FactStatus | None
    url: str | None
    """The source's address."""
    source: str | None
    concerns: frozenset[EntityId]
    fold: int = 0
    """1 where the clock shows the hour twice and the second pass is meant."""
    link: str | None = None
    """A page of the event itself."""
    revision: int = 0
    """How often a server changed it; the first is its addition."""
    series_id: int | None = None
    occurrence: str | None = None
    """Of an event that comes back: its series, and the day the rule gave it, wherever it moved since."""
    tz_version: str | None = None
    """The version of the time zones that `start_at` was derived with."""

    @property
    def announced(self) -> Announced:
        """Its date; an hour without a day (only the year is known) is left out."""
        if self.wall_time is None or self.zone is None or self.edtf.first_day is None:
            return Announced(self.edtf)
        return Announced(self.edtf, self.wall_time, self.zone, self.fold)

    @property
    def is_called_off(self) -> bool:
        """Whether nothing takes place on its date any more."""
        return self.status in (EventStatus.POSTPONED, EventStatus.CANCELLED)


@dataclass(frozen=True, slots=True)
class Guild:
    id: GuildId
    zone: str = "UTC"
    day_hour: int = 9
    notices_channel_id: ChannelId | None = None
    set_up_at: datetime | None = None
    left_at: datetime | None = None
    options: Options = field(default_factory=Options)


@dataclass(frozen=True, slots=True)
class Channel:
    """What is set of a channel as a whole."""

    id: ChannelId
    guild_id: GuildId
    options: Options = field(default_factory=Options)
    brief_at: datetime | None = None
    """When the next brief is due."""
    briefed_at: datetime | None = None
    """Up to when the last one told what moved and what was said."""
    live_at: datetime | None = None
    """When the live list is looked after next."""
    live_message_id: int | None = None
    live_digest: str | None = None
    """Of what the list's message shows, so that it is changed only when that changed."""
    calendar_key: str | None = None
    """The secret part of the address of its calendar."""


@dataclass(frozen=True, slots=True)
class Target:
    """Who is told: a channel or a person."""

    channel_id: ChannelId | None = None
    user_id: UserId | None = None

    def __str__(self) -> str:
        """As it stands in keys."""
        return f"user.{self.user_id}" if self.channel_id is None else str(self.channel_id)


@dataclass(frozen=True, slots=True)
class Subscription:
    """A channel that follows a subject, or a person who is reminded of one by direct message."""

    id: SubscriptionId
    guild_id: GuildId
    """Of a person who asked in no server: `SHIPPED`."""
    channel_id: ChannelId | None
    subject: EntityId
    news: bool
    reminders: bool
    role_id: int | None
    created_at: datetime
    paused_at: datetime | None = None
    paused_reason: str | None = None
    user_id: UserId | None = None
    options: Options = field(default_factory=Options)
    asked_in_channel_id: ChannelId | None = None
    """Where a person asked, and is told in a thread if direct messages are closed."""

    @property
    def target(self) -> Target:
        return Target(self.channel_id, self.user_id)


@dataclass(frozen=True, slots=True)
class Reminder:
    """One lead time of one event for one subscription, with the instant it falls due."""

    event_id: str
    subscription_id: SubscriptionId
    start: str
    lead: str
    due_at: datetime
    expires_at: datetime
    state: ReminderState = ReminderState.PENDING
    id: int = 0
