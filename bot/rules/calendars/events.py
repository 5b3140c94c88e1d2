"""Lines of one event to an event that is fit to be expanded, or why it is not.

What would lose, move or multiply other events is dealt with here, by name: an event without a start or
with two, without a UID, or with a rule that is not followed; an end before the start, which is dropped,
while the start is kept. A time in a zone that is not known has no zone: nobody guesses one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b
from typing import Any, TypeAlias, cast

import icalendar

from bot.rules.calendars.nouns import Revision, Skipped, Status
from bot.rules.calendars.series import fault_of_rules
from bot.rules.calendars.text import Component, name_of
from bot.rules.calendars.zones import zone_of

Time: TypeAlias = date | datetime

LONGEST_TEXT = 10_000
_LONGEST_SERIES_EVENT = timedelta(days=400)
_MOST_LINES = 2_000
_MOST_SEQUENCE = 2**31 - 1
_ONE = ("UID", "DTSTART", "RECURRENCE-ID")
"""Of these a second line makes the event unreadable; of others the first line counts."""
_SAID = ("DTEND", "DURATION", "SUMMARY", "STATUS", "LOCATION", "URL", "SEQUENCE", "LAST-MODIFIED", "DTSTAMP")
_SERIES = ("RRULE", "RDATE", "EXDATE")
_VERSION = ("SEQUENCE", "LAST-MODIFIED", "DTSTAMP")
_TIMES = ("DTSTART", "DTEND", "RECURRENCE-ID", "RDATE", "EXDATE")


class Unfit(ValueError):
    """An event that cannot be taken; the message says why."""


@dataclass(slots=True)
class FitEvent:
    """An event of the file with what was understood of it; `parsed` is ready for expansion."""

    parsed: icalendar.Event
    uid: str
    summary: str
    zone: str | None
    status: Status | None
    place: str | None
    url: str | None
    revision: Revision
    end: Time | None
    """Exclusive; a day without an end is a day long, a time without one has none."""
    dropped: tuple[Skipped, ...] = ()

    @property
    def start(self) -> Time:
        return _time(self.parsed, "DTSTART")

    @property
    def is_override(self) -> bool:
        return "RECURRENCE-ID" in self.parsed

    @property
    def recurs(self) -> bool:
        return any(name in self.parsed for name in _SERIES)


def called(component: Component) -> str:
    """What to call an event that may not be readable: its summary, or its UID."""
    for name in ("SUMMARY", "UID"):
        said = next((value.strip() for value in component.values(name) if value.strip()), None)
        if said:
            return said[:100]
    return "an event without a name"


def fit_event(component: Component, default_zone: str | None = None, cancelled: bool = False) -> FitEvent:
    """Read an event; raises `Unfit`, or whatever the library raises.

    Its floating times are those of `default_zone`, where there is one.
    """
    if not component.is_whole:
        raise Unfit("has no end: the file breaks off, or another component begins in it")
    event = _parsed(_needed(component), default_zone)
    uid = _text(event, "UID")
    if not uid:
        raise Unfit("has no UID")
    status = Status.CANCELLED if cancelled else _status(event)
    if "DTSTART" not in event and status is Status.CANCELLED and "RECURRENCE-ID" in event:
        event["DTSTART"] = event["RECURRENCE-ID"]
    if "DTSTART" not in event:
        raise Unfit("has no DTSTART")
    for name in ("DTSTART", "RECURRENCE-ID", *_SERIES):
        _check(event, name)
    start = _time(event, "DTSTART")
    fault = fault_of_rules(_all(event, "RRULE"), start)
    if fault:
        raise Unfit(fault)
    dropped = _drop_bad_end(event, start)
    zone = zone_of(event["DTSTART"])
    named = event["DTSTART"].params.get("TZID")
    summary = _text(event, "SUMMARY") or ""
    if named and zone is None and isinstance(start, datetime):
        dropped.append(f"its time zone {str(named)[:100]!r} is not known: its times are shown without one")
    return FitEvent(
        parsed=event,
        uid=uid,
        summary=summary,
        zone=zone,
        status=status,
        place=_text(event, "LOCATION"),
        url=_text(event, "URL"),
        revision=_revision(event, component),
        end=_end(event, start),
        dropped=tuple(Skipped(summary[:100] or uid, reason) for reason in dropped),
    )


def _needed(component: Component) -> list[str]:
    """The lines that are read, each property that has one value once."""
    kept: list[str] = []
    seen: set[str] = set()
    for line in component.lines:
        name = name_of(line)
        if name == "EXRULE":
            raise Unfit("has an EXRULE, which iCalendar no longer knows")
        if name in seen and name in _ONE:
            raise Unfit(f"has more than one {name}")
        if name in _SERIES or (name in (*_ONE, *_SAID) and name not in seen):
            kept.append(line)
            seen.add(name)
    if len(kept) > _MOST_LINES:
        raise Unfit(f"has more than {_MOST_LINES} lines of rules and dates")
    return kept


def _parsed(lines: Iterable[str], default_zone: str | None) -> icalendar.Event:
    told = [_in_zone(line, default_zone) if default_zone else line for line in lines]
    text = "\r\n".join(["BEGIN:VEVENT", *told, "END:VEVENT", ""])
    event = icalendar.Event.from_ical(text.encode("utf-8", "replace"))
    assert isinstance(event, icalendar.Event)
    return event


def _in_zone(line: str, zone: str) -> str:
    """A floating time as one of `zone`; any other line as it is."""
    name, _, values = line.partition(":")
    if name_of(line) not in _TIMES or "TZID" in name.upper() or "T" not in values or values.endswith("Z"):
        return line
    return f'{name};TZID="{zone}":{values}'


def _check(event: icalendar.Event, name: str) -> None:
    """Whether the times that decide when it takes place were understood."""
    for value in _all(event, name):
        if isinstance(value, icalendar.vBroken):
            raise Unfit(f"has a {name} that cannot be read: {str(value)[:60]!r}")
        if name in _ONE and not isinstance(_dt(value), date):
            raise Unfit(f"has a {name} that is no date")


def _drop_bad_end(event: icalendar.Event, start: Time) -> list[str]:
    """Take an end away that cannot be one, and say so."""
    if "DTEND" in event:
        event.pop("DURATION", None)  # only one of them may stand
    for name in ("DTEND", "DURATION"):
        if name in event and (fault := _fault_of_end(event, name, start)):
            del event[name]
            return [f"its end is left out: {fault}"]
    return []


def _fault_of_end(event: icalendar.Event, name: str, start: Time) -> str | None:
    value = _dt(event[name])
    end = start + value if isinstance(value, timedelta) else value
    if isinstance(event[name], icalendar.vBroken) or not isinstance(end, date):
        return f"its {name} cannot be read"
    if isinstance(end, datetime) is not isinstance(start, datetime):
        return "it is a date and its start a time, or the other way round"
    try:
        length: timedelta = end - start
    except TypeError:  # one of them has a zone, the other none
        return "only one of start and end has a time zone"
    if length < timedelta(0):
        return "it lies before its start"
    if length == timedelta(0) and not isinstance(start, datetime):
        return "it is the day it starts, before that day is over"
    if length > _LONGEST_SERIES_EVENT and ("RRULE" in event or "RDATE" in event):
        return f"of a series, no event may be longer than {_LONGEST_SERIES_EVENT.days} days"
    return None


def _end(event: icalendar.Event, start: Time) -> Time | None:
    if "DTEND" in event:
        return _time(event, "DTEND")
    if "DURATION" in event:
        return start + cast(timedelta, _dt(event["DURATION"]))
    return None if isinstance(start, datetime) else start + timedelta(days=1)


def _status(event: icalendar.Event) -> Status | None:
    said = (_text(event, "STATUS") or "").lower()
    return Status(said) if said in list(Status) else None


def _revision(event: icalendar.Event, component: Component) -> Revision:
    try:
        sequence = int(event.get("SEQUENCE", 0))
    except ValueError:
        sequence = 0
    told = sorted(line for line in _needed(component) if name_of(line) not in _VERSION)
    return Revision(
        sequence=sequence if 0 <= sequence <= _MOST_SEQUENCE else 0,
        last_modified=_instant(event, "LAST-MODIFIED"),
        stamp=_instant(event, "DTSTAMP"),
        content=blake2b("\n".join(told).encode("utf-8", "replace"), digest_size=16).hexdigest(),
    )


def _instant(event: icalendar.Event, name: str) -> datetime | None:
    at = _dt(event.get(name))
    if not isinstance(at, datetime):
        return None
    try:
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except OverflowError:
        return None


def _all(event: icalendar.Event, name: str) -> list[Any]:
    value = event.get(name, [])
    return value if isinstance(value, list) else [value]


def _time(event: icalendar.Event, name: str) -> Time:
    return cast(Time, _dt(event[name]))


def _dt(value: Any) -> Any:
    """What the library made of a value that is a time or a length; None where it made nothing of it."""
    return None if isinstance(value, icalendar.vBroken) else getattr(value, "dt", None)


def _text(event: icalendar.Event, name: str) -> str | None:
    value = event.get(name)
    if value is None or isinstance(value, icalendar.vBroken):
        return None
    return " ".join(str(value).split())[:LONGEST_TEXT] or None
