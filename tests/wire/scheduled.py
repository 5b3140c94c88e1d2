"""A guild's scheduled events as Discord keeps them: what is made and changed, by whom, and what time does.

External ones only: at a place, with an end. Its opinions: a hundred that are ahead or going on, a start that
lies ahead, CREATE_EVENTS to make one, no change of what has ended. Pure state, like `world`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from . import nouns
from .limits import Form, Json, Refused
from .nouns import Guild, User
from .world import World

SCHEDULED, ACTIVE, COMPLETED, CANCELED = 1, 2, 3, 4
MOST = 100
_FIELDS = {
    *("name", "description", "scheduled_start_time", "scheduled_end_time", "privacy_level", "entity_type"),
    *("entity_metadata", "channel_id", "status"),
}
_NEXT = {SCHEDULED: (ACTIVE, CANCELED), ACTIVE: (COMPLETED,)}


@dataclass(eq=False)
class ScheduledEvent:
    id: int
    guild: Guild
    creator: User
    name: str
    description: str
    location: str
    starts_at: float
    ends_at: float
    status: int = SCHEDULED


class ScheduledEvents:
    """All guilds' scheduled events."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.all: dict[int, ScheduledEvent] = {}

    def of(self, guild: Guild) -> list[ScheduledEvent]:
        """What is ahead or going on, as everybody sees it."""
        self._time_passes()
        return [one for one in self.all.values() if one.guild is guild and one.status in (SCHEDULED, ACTIVE)]

    def made_by(self, guild: Guild, creator: User, body: Json) -> ScheduledEvent:
        """Raises `Refused`."""
        self._may(guild, creator, nouns.CREATE_EVENTS)
        _check(body, self.world.clock(), whole=True)
        if len(self.of(guild)) >= MOST:
            raise Refused(
                400, 30038, f"Maximum number of uncompleted guild scheduled events reached ({MOST})"
            )
        made = ScheduledEvent(self.world.snowflake(), guild, creator, "", "", "", 0, 0)
        _write(made, body)
        self.all[made.id] = made
        return made

    def found(self, guild: Guild, event_id: int) -> ScheduledEvent:
        self._time_passes()
        found = self.all.get(event_id)
        if found is None or found.guild is not guild:
            raise Refused(404, 10070, "Unknown Guild Scheduled Event")
        return found

    def changed_by(self, guild: Guild, person: User, event_id: int, body: Json) -> ScheduledEvent:
        """Raises `Refused`, and then nothing has changed."""
        event = self._own_or_managed(guild, person, event_id)
        if event.status in (COMPLETED, CANCELED):
            raise Refused(400, 180000, "Cannot update a finished event")
        status = body.get("status", event.status)
        if status != event.status and status not in _NEXT[event.status]:
            raise Refused(400, 50035, "Invalid Form Body", {"status": {"_errors": [{"code": "INVALID"}]}})
        begins = event.starts_at if event.status == ACTIVE else self.world.clock()
        _check(body, begins, whole=False)
        _write(event, body)
        event.status = status
        return event

    def deleted_by(self, guild: Guild, person: User, event_id: int) -> None:
        del self.all[self._own_or_managed(guild, person, event_id).id]

    def _own_or_managed(self, guild: Guild, person: User, event_id: int) -> ScheduledEvent:
        event = self.found(guild, event_id)
        own = nouns.CREATE_EVENTS | nouns.MANAGE_EVENTS
        self._may(guild, person, own if event.creator is person else nouns.MANAGE_EVENTS)
        return event

    def _may(self, guild: Guild, person: User, any_of: int) -> None:
        if not guild.has_bot:
            raise Refused(403, 50001, "Missing Access")
        if not self.world.permissions(person, guild) & any_of:
            raise Refused(403, 50013, "Missing Permissions")

    def _time_passes(self) -> None:
        now = self.world.clock()
        for one in self.all.values():
            if one.status == SCHEDULED and one.starts_at <= now:
                one.status = ACTIVE
            if one.status == ACTIVE and one.ends_at <= now:
                one.status = COMPLETED


def payload(of: ScheduledEvent) -> Json:
    return {
        "id": str(of.id),
        "guild_id": str(of.guild.id),
        "channel_id": None,
        "creator_id": str(of.creator.id),
        "name": of.name,
        "description": of.description,
        "scheduled_start_time": _moment(of.starts_at),
        "scheduled_end_time": _moment(of.ends_at),
        "privacy_level": 2,
        "status": of.status,
        "entity_type": 3,
        "entity_id": None,
        "entity_metadata": {"location": of.location},
        "image": None,
        "recurrence_rule": None,
        "guild_scheduled_event_exceptions": [],
    }


def _check(body: Json, not_before: float, *, whole: bool) -> None:
    if body.keys() - _FIELDS:
        raise NotImplementedError(f"a scheduled event with {', '.join(body.keys() - _FIELDS)}")
    form = Form()
    if whole or "name" in body:
        form.text("name", body.get("name"), 100, 1)
    form.text("description", body.get("description"), 1000)
    if whole or "entity_metadata" in body:
        form.text("entity_metadata.location", (body.get("entity_metadata") or {}).get("location"), 100, 1)
    if whole and (body.get("entity_type"), body.get("privacy_level")) != (3, 2):
        form.wrong("entity_type", "BASE_TYPE_CHOICES", "Only external events of the guild are known here.")
    starts, ends = _seconds(body.get("scheduled_start_time")), _seconds(body.get("scheduled_end_time"))
    if whole and (starts is None or ends is None):
        form.wrong("scheduled_end_time", "BASE_TYPE_REQUIRED", "This field is required")
    if starts is not None and starts <= not_before:
        form.wrong(
            "scheduled_start_time", "GUILD_SCHEDULED_EVENT_SCHEDULE_PAST", "Cannot schedule in the past."
        )
    if starts is not None and ends is not None and ends <= starts:
        form.wrong("scheduled_end_time", "GUILD_SCHEDULED_EVENT_END_BEFORE_START", "Ends before it starts.")
    form.finish()


def _write(event: ScheduledEvent, body: Json) -> None:
    event.name = str(body.get("name", event.name)).strip()
    event.description = str(body.get("description", event.description) or "").strip()
    event.location = (body.get("entity_metadata") or {"location": event.location})["location"].strip()
    event.starts_at = _seconds(body.get("scheduled_start_time")) or event.starts_at
    event.ends_at = _seconds(body.get("scheduled_end_time")) or event.ends_at


def _seconds(moment: Any) -> float | None:
    return datetime.fromisoformat(moment).timestamp() if moment else None


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat()
