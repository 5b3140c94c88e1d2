"""The nouns of an event's history: what was done to it in a server, by whom, when and by what source.

Must not know SQL, Discord or the clock, as `records`, beside which it stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from storage.edtf import Announced
from storage.records import EventStatus, GuildId, UserId


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
