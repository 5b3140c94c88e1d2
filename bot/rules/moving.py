"""What a server does to an event: how it stands afterwards, and whether anybody must hear of it.

An event of the catalogue is changed for one server alone: what comes out is that server's own reading of
it, under the same id. A date is taken over as it was typed: an hour, or a last day, that was not typed
again is no longer announced. A moved event stays confirmed if it was; one that was postponed or cancelled
is planned again. Nothing revives a cancelled event but a new date that somebody typed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot.rules import wording
from bot.rules.dates.zones import NotOnTheClock, instant, tzdata_version
from bot.rules.moment import Moment, is_over
from storage import edtf
from storage.edtf import Announced, NotADate
from storage.records import (
    SHIPPED,
    EntityId,
    Event,
    EventStatus,
    FactStatus,
    GuildId,
    UserId,
)
from storage.revisions import ChangeKind, EventChange

_OWN = "own."
"""What the id of a server's own event begins with; no pack's id may hold a dot."""


@dataclass(frozen=True, slots=True)
class Said:
    """By what source, by whom and when, as the day is in the server."""

    source: str
    url: str | None
    by: UserId
    at: datetime
    today: date
    origin: str | None = None
    """Of the reading that says so; None where it is a moderator's own word."""


NOBODY = UserId(0)
"""Stands where no person changed something, but a pack that was loaded."""


def own_id(number: int) -> str:
    """The id of an event of a server's own."""
    return f"{_OWN}{number}"


def last_number(taken: Sequence[Event]) -> int:
    """The number of the last of them."""
    return max((int(one.id.removeprefix(_OWN)) for one in taken if is_own(one)), default=0)


def is_own(event: Event) -> bool:
    """Whether the server added it, and did not only change one of the catalogue's."""
    return has_own_id(event.id)


def has_own_id(event_id: str) -> bool:
    """Whether this is the id of an event that some server added."""
    return event_id.startswith(_OWN)


def added(
    guild_id: GuildId,
    event_id: str,
    title: str,
    announced: Announced,
    said: Said,
    *,
    place: str | None,
    link: str | None,
    concerns: frozenset[EntityId],
) -> Event:
    blank = Event(
        id=event_id,
        guild_id=guild_id,
        title=title,
        edtf=announced.edtf,
        wall_time=None,
        zone=None,
        start_at=None,
        status=EventStatus.PLANNED,
        date_status=FactStatus.STATED,
        date_doubt=None,
        date_reason=None,
        planned_as_of=edtf.parse(said.today.isoformat()),
        place=place,
        place_status=FactStatus.STATED if place else None,
        url=None,
        source=None,
        concerns=concerns,
        link=link,
    )
    return _by(_dated(blank, announced), guild_id, said)


def edited(
    event: Event,
    guild_id: GuildId,
    said: Said,
    *,
    title: str | None,
    place: str | None,
    link: str | None,
    concerns: frozenset[EntityId] | None,
) -> Event:
    """Changes what is given and keeps the rest, and with the date the source of the date."""
    new = replace(
        event,
        title=title or event.title,
        place=place or event.place,
        place_status=FactStatus.STATED if place else event.place_status,
        link=link or event.link,
        concerns=concerns if concerns is not None else event.concerns,
    )
    return replace(_by(new, guild_id, said), source=event.source, url=event.url)


def moved(event: Event, guild_id: GuildId, announced: Announced, said: Said) -> Event:
    confirmed = event.status is EventStatus.CONFIRMED
    new = replace(
        _dated(event, announced),
        status=EventStatus.CONFIRMED if confirmed else EventStatus.PLANNED,
        date_status=FactStatus.STATED,
        date_doubt=None,
        date_reason=None,
        planned_as_of=None if confirmed else edtf.parse(said.today.isoformat()),
    )
    return _by(new, guild_id, said)


def undated(event: Event) -> Event:
    """An event as it stood before any date of it was known."""
    return replace(event, edtf=edtf.parse("TBC"), wall_time=None, zone=None, start_at=None, fold=0)


def with_status(event: Event, guild_id: GuildId, status: EventStatus, said: Said) -> Event:
    """Its date is left as it was: of what is called off it says when it would have been.

    Whoever confirms it states its date, which until then may have been inferred or told by a rule.
    """
    if status is EventStatus.CONFIRMED:
        event = replace(event, date_status=FactStatus.STATED, date_doubt=None, date_reason=None)
    return _by(replace(event, status=status, planned_as_of=None), guild_id, said)


def is_same(before: Event, after: Event) -> bool:
    """Whether a change changes nothing but its source."""
    kept = ("title", "edtf", "wall_time", "zone", "fold", "status", "place", "link", "concerns")
    return all(getattr(before, name) == getattr(after, name) for name in kept)


def revision(event: Event, what: ChangeKind, said: Said, remark: str | None = None) -> EventChange:
    standing = _standing(replace(event, source=said.source, url=said.url), what, said.by, said.at)
    return replace(standing, remark=remark)


def known(event: Event, guild_id: GuildId, said: Said) -> EventChange:
    """How the catalogue had it when a server changed it first."""
    return _standing(replace(event, guild_id=guild_id, revision=0), ChangeKind.KNOWN, None, said.at)


def with_last_day(announced: Announced, last: date) -> Announced:
    """A date that was given as its first day, with its last one; raises `NotADate`."""
    first = announced.edtf.lo
    if not announced.edtf.is_day or first is None or announced.edtf.uncertain:
        raise NotADate("a last day needs a first one: give `when` as a day, or write the span there")
    if last < first:
        raise NotADate(f"{wording.day_in_words(last)} is before {wording.day_in_words(first)}")
    if last == first:
        return announced
    span = edtf.parse(f"{first.isoformat()}/{last.isoformat()}")
    return replace(announced, edtf=span)


def as_typed(announced: Announced) -> str:
    """A date as it can be typed again and is read the same on any day and in any server."""
    if announced.wall_time is None or announced.zone is None:
        return str(announced.edtf)
    hour = announced.wall_time.isoformat("seconds" if announced.wall_time.second else "minutes")
    which = " second" if announced.fold else ""
    return f"{announced.edtf} {hour} {announced.zone}{which}"


def with_hour_kept(event: Event, announced: Announced) -> Announced | None:
    """A new day with the hour that was announced before; None where there was none, or another is typed."""
    if event.wall_time is None or announced.wall_time is not None or announced.edtf.first_day is None:
        return None
    kept = replace(announced, wall_time=event.wall_time, zone=event.zone)
    try:
        start_of(kept)
    except NotOnTheClock:
        return None
    return kept


def is_told(before: Event | None, after: Event, now: Moment) -> bool:
    """Whether channels hear of a change: not of what is over anyway, nor of a link or what it concerns."""
    if is_over(after, now) and (before is None or is_over(before, now)):
        return False
    if before is None or shifted(before, after):
        return True
    return (before.title, before.place, before.status) != (after.title, after.place, after.status)


def what_became(before: Event, after: Event) -> ChangeKind:
    """What was done to an event, told by how it stood and stands."""
    if before.status is not after.status and after.status is EventStatus.CANCELLED:
        return ChangeKind.CANCELLED
    if before.status is not after.status and after.status is EventStatus.POSTPONED:
        return ChangeKind.POSTPONED
    if before.announced != after.announced or before.is_called_off:
        return ChangeKind.MOVED
    return ChangeKind.CONFIRMED if after.status is EventStatus.CONFIRMED else ChangeKind.EDITED


def shifted(before: Event, after: Event) -> bool:
    """Whether reminders of it are other ones now."""
    return (before.announced, before.is_called_off) != (after.announced, after.is_called_off)


def _dated(event: Event, announced: Announced) -> Event:
    timed = announced.wall_time is not None
    return replace(
        event,
        edtf=announced.edtf,
        wall_time=announced.wall_time,
        zone=announced.zone,
        fold=announced.fold,
        start_at=start_of(announced) if timed else None,
        tz_version=tzdata_version() if timed else None,
    )


def derived_anew(event: Event) -> Event:
    """An event with the instant that its hour is by the time zones as they are known now."""
    if event.announced.wall_time is None:
        return event
    try:
        start_at = start_of(event.announced)
    except NotOnTheClock:
        return replace(event, start_at=None, tz_version=tzdata_version())
    return replace(event, start_at=start_at, tz_version=tzdata_version())


def start_of(announced: Announced) -> datetime:
    """The instant of an announced hour, or of the first minute of a day in its zone."""
    day, zone = announced.edtf.first_day, announced.zone
    assert day is not None and zone is not None
    return instant(day, announced.wall_time or time(0), ZoneInfo(zone), announced.fold)


def _by(event: Event, guild_id: GuildId, said: Said) -> Event:
    own = event.guild_id != SHIPPED
    return replace(
        event,
        guild_id=guild_id,
        source=said.source,
        url=said.url,
        revision=event.revision + 1 if own else 1,
    )


def _standing(event: Event, what: ChangeKind, by: UserId | None, at: datetime) -> EventChange:
    return EventChange(
        guild_id=event.guild_id,
        event_id=event.id,
        revision=event.revision,
        what=what,
        title=event.title,
        announced=event.announced,
        status=event.status,
        place=event.place,
        link=event.link,
        source=event.source,
        url=event.url,
        by_user_id=by,
        created_at=at,
    )
