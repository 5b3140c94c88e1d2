"""Events to an iCalendar file that Google, Outlook and Apple take.

Times are in UTC, so that no program has to be told of zones; days are dates, with an exclusive end, and
leave a person free. Only what has a day is written: a month, a year or a date to be confirmed is none.
An event over several days is written as days, and its hour said in words: when it ends was not announced,
and nothing is made up. What is cancelled stays, as cancelled; so does what is postponed, for it is not
on that day. What is planned, inferred or uncertain is tentative and says so, and every event names its
source. There are no alarms: reminding is the bot's.

The same events make the same bytes: a stamp is when an event last changed, never when it was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import icalendar

from bot.rules import wording
from bot.rules.moving import is_own
from storage.records import Event, EventStatus, FactStatus

_PRODUCT = "-//Attache//Attache//EN"
_HOST = "attache.invalid"  # a name that is nobody's (RFC 2606)
_REFRESH_HOURS = 6
_NEVER_CHANGED = datetime(1970, 1, 1, tzinfo=UTC)
_NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_ADDRESS = re.compile(r"https?://[\x21-\x7e]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Exported:
    """An event with how often it changed since it was first written, and when last."""

    event: Event
    sequence: int = 0
    changed_at: datetime | None = None


def uid(event: Event) -> str:
    """What an event is called in every calendar that holds it; each server counts its own events itself."""
    of_server = f".{event.guild_id}" if is_own(event) else ""
    return f"{_line(event.id)}{of_server}@{_HOST}"


def has_day(event: Event) -> bool:
    """Whether it can stand in a calendar."""
    return event.edtf.first_day is not None


def write(name: str, exported: Iterable[Exported]) -> bytes:
    """A calendar of this name with those of the events that have a day."""
    calendar = icalendar.Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", _PRODUCT)
    calendar.add("METHOD", "PUBLISH")
    for property_name in ("NAME", "X-WR-CALNAME"):
        calendar.add(property_name, _line(name))
    calendar.add("REFRESH-INTERVAL", timedelta(hours=_REFRESH_HOURS), parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", f"PT{_REFRESH_HOURS}H")
    dated = [one for one in exported if has_day(one.event)]
    for one in sorted(dated, key=lambda one: (one.event.edtf.first_day, one.event.id)):
        calendar.add_component(_component(one))
    made: bytes = calendar.to_ical()
    return made


def _component(exported: Exported) -> icalendar.Event:
    event = exported.event
    changed = (exported.changed_at or _NEVER_CHANGED).astimezone(UTC).replace(microsecond=0)
    made = icalendar.Event()
    made.add("UID", uid(event))
    made.add("DTSTAMP", changed)
    made.add("LAST-MODIFIED", changed)
    made.add("SEQUENCE", exported.sequence)
    made.add("STATUS", _status(event))
    made.add("SUMMARY", _line(event.title))
    made.add("DESCRIPTION", _description(event))
    _add_times(made, event)
    if event.place:
        made.add("LOCATION", _line(event.place))
    if event.url and _ADDRESS.fullmatch(event.url):
        made.add("URL", event.url)
    return made


def _add_times(made: icalendar.Event, event: Event) -> None:
    if event.start_at is not None and not _lasts(event):
        made.add("DTSTART", event.start_at.astimezone(UTC).replace(microsecond=0))
        made.add("TRANSP", "OPAQUE")
        return
    first, last = _days(event)
    made.add("DTSTART", first)
    if last < date.max:
        made.add("DTEND", last + timedelta(days=1))
    made.add("TRANSP", "TRANSPARENT")


def _days(event: Event) -> tuple[date, date]:
    """The first day and the last; of an end that is not known to the day, the first alone."""
    first, last = event.edtf.first_day, event.edtf.end
    assert first is not None
    return first, (last.lo if last is not None and last.is_day and last.lo else first)


def _lasts(event: Event) -> bool:
    first, last = _days(event)
    return first != last


def _status(event: Event) -> str:
    if event.status in (EventStatus.CANCELLED, EventStatus.POSTPONED):
        return "CANCELLED"
    is_sure = event.date_status is FactStatus.STATED and not event.edtf.uncertain
    return "CONFIRMED" if event.status is EventStatus.CONFIRMED and is_sure else "TENTATIVE"


def _description(event: Event) -> str:
    marks = [wording.date_in_words(event.edtf), wording.event_status(event), event.date_doubt or ""]
    if event.wall_time is not None and event.zone is not None:
        marks.insert(1, f"{event.wall_time:%H:%M} in {event.zone}")
    elif event.start_at is None:
        marks.insert(1, "no hour announced")
    lines = [
        " · ".join(mark for mark in marks if mark),
        event.date_reason or "",
        f"Source: {event.source}" if event.source else "Source: unknown",
    ]
    return "\n".join(_line(line) for line in lines if line)


def _line(text: str) -> str:
    """Text without what iCalendar cannot carry, in one line."""
    return " ".join(_NOT_TEXT.sub("", text).split())
