"""The nouns of what a server changes: facts it corrects, events it moves and has come back; by whom, when
and by what source.

Must not know SQL, Discord or the clock, as `records`, beside which it stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NewType

from storage.edtf import Announced, Edtf
from storage.records import EntityId, EventStatus, GuildId, UserId

CorrectionId = NewType("CorrectionId", int)


class ChangeKind(StrEnum):
    """What was done to an event; `known` is how the catalogue had it before a server changed it."""

    KNOWN = "known"
    ADDED = "added"
    EDITED = "edited"
    MOVED = "moved"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class EventChange:
    """One revision of an event in a server: what was done, and how it stood after it."""

    guild_id: GuildId
    event_id: str
    revision: int
    what: ChangeKind
    title: str
    announced: Announced
    status: EventStatus
    place: str | None
    link: str | None
    source: str | None
    url: str | None
    by_user_id: UserId | None
    """None of what the catalogue knew."""
    created_at: datetime
    remark: str | None = None
    """What else was done, or by what rule it came, in words."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What a server put beside a fact of a pack, or added itself: who, when and by what source."""

    id: CorrectionId
    guild_id: GuildId
    corrects: str | None
    """The `pack/id` of a fact, which a later version of its pack may no longer hold; None for an addition."""
    subject: EntityId
    predicate: str
    object: EntityId | None
    text: str | None
    edtf: Edtf | None
    source: str
    """The source's title, or its address where that is all there is."""
    url: str | None
    note: str | None
    day: date
    """The day it was entered, as it was in the server."""
    by_user_id: UserId
    created_at: datetime
    withdrawn_at: datetime | None = None
    withdrawn_by_user_id: UserId | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """An event that comes back by a rule; each occurrence is an event of its own, which may be changed."""

    guild_id: GuildId
    rule: str
    """RFC 5545's RRULE."""
    title: str
    announced: Announced
    """Title and date of its first event, from which the others are told."""
    place: str | None
    link: str | None
    concerns: frozenset[EntityId]
    source: str
    url: str | None
    by_user_id: UserId
    created_at: datetime
    made_until: date
    made_count: int
    """The day of the rule up to which events were made, and which one that is, the first being 0."""
    id: int = 0
    ended_at: datetime | None = None
    ended_by_user_id: UserId | None = None
    ended_source: str | None = None
    ended_url: str | None = None
