"""The nouns of what others say of events: calendars a server reads, their entries, and readings of a date.

Must not know SQL, Discord or the clock, as `records`, beside which it stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType

from storage.edtf import Announced
from storage.records import EntityId, EventStatus, GuildId, UserId

CalendarId = NewType("CalendarId", int)

MODERATOR = "moderator"
"""The origin of a reading that a moderator gave."""
PACK = "pack"
"""The origin of a reading that came with a pack; it is kept nowhere but in the shipped event."""


class CalendarState(StrEnum):
    PREVIEWED = "previewed"
    FOLLOWED = "followed"


class Followed(StrEnum):
    """Why reminders follow a reading: a moderator chose it, or it was said later than the others."""

    CHOSEN = "chosen"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Calendar:
    """A calendar of another program: at an address that is asked again, or a file that was uploaded."""

    id: CalendarId
    guild_id: GuildId
    subject: EntityId
    """What its events concern."""
    url: str | None
    title: str
    by_user_id: UserId
    """Who added it."""
    created_at: datetime
    state: CalendarState = CalendarState.FOLLOWED
    body: bytes | None = None
    """Of a preview, the document that was shown."""
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    refresh: timedelta | None = None
    """How often it wants to be asked."""
    next_poll_at: datetime | None = None
    failures: int = 0
    failing_since_at: datetime | None = None
    trouble_told_at: datetime | None = None
    last_error: str | None = None
    last_ok_at: datetime | None = None
    read_at: datetime | None = None
    """When its events were last brought in line with it."""
    shrunk_at: datetime | None = None
    """Since when it holds so much less than before that a second look is waited for."""
    no_room: int = 0
    """Of its events that were not added, since the server has no room for them."""

    @property
    def origin(self) -> str:
        """Of the readings it gives."""
        return f"calendar.{self.id}"


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """Which event an entry of a calendar is, and the version of it that was taken last."""

    calendar_id: CalendarId
    uid: str
    recurrence_id: str
    event_id: str
    added: bool
    """Whether the event was added for it, or was known before."""
    title: str
    place: str | None
    link: str | None
    sequence: int
    modified_at: datetime | None
    stamp_at: datetime | None
    hash: str
    missing_polls: int = 0
    """How often in a row it was not in the calendar."""

    @property
    def identity(self) -> tuple[str, str]:
        return self.uid, self.recurrence_id


@dataclass(frozen=True, slots=True)
class Reading:
    """What one source says of the date of an event, in one server."""

    guild_id: GuildId
    event_id: str
    origin: str
    announced: Announced
    status: EventStatus
    source: str
    url: str | None
    said_at: datetime
    followed: Followed | None = None
    gone_at: datetime | None = None
    """Since when the source says nothing of the event any more; that is no cancellation."""

    @property
    def is_off(self) -> bool:
        """Whether it says that nothing takes place on the date."""
        return self.status in (EventStatus.POSTPONED, EventStatus.CANCELLED)
