"""What a calendar says to entries that can be events of a server: those ahead, by name, date and status.

An entry's date is as precise as the calendar has it: a day or days stay so, and a time keeps the zone it was
given in, or the server's where the zone is the calendar's own. A time without a zone is taken for its day
alone: nobody guesses which clock was meant. What lasts a day or longer is dated by its days. What is over is
left out, and so is what has no name.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from hashlib import blake2b
from zoneinfo import ZoneInfo, available_timezones

from bot.rules import overlay
from bot.rules.calendars import reading
from bot.rules.calendars.nouns import CalendarEvent, Revision, Skipped, Status
from bot.rules.moment import Moment
from bot.rules.text import cut, without_invisible
from storage import edtf
from storage.edtf import Announced, Edtf
from storage.records import EventStatus

LONGEST_TITLE, LONGEST_PLACE = 200, 300
_LONGEST_UID = 500
_A_DAY = timedelta(days=1)
_STATUS = {
    Status.TENTATIVE: EventStatus.PLANNED,
    Status.CONFIRMED: EventStatus.CONFIRMED,
    Status.CANCELLED: EventStatus.CANCELLED,
}


@dataclass(frozen=True)  # without slots, as what else comes out of a worker
class Entry:
    uid: str
    recurrence_id: str
    title: str
    announced: Announced
    status: EventStatus | None
    """None where the calendar does not say."""
    place: str | None
    link: str | None
    revision: Revision

    @property
    def identity(self) -> tuple[str, str]:
        return self.uid, self.recurrence_id


@dataclass(frozen=True)
class Found:
    """A calendar as a server can use it. Where `ok` is false, the first of `skipped` says why."""

    ok: bool
    name: str | None
    refresh: timedelta | None
    entries: tuple[Entry, ...]
    """The soonest first."""
    skipped: tuple[Skipped, ...]
    is_whole: bool = True
    """Whether the document ends as it must; else events may be missing."""


def read(data: bytes, now: Moment, zone: str) -> Found:
    """What lies ahead in a calendar, for a server in `zone`. Meant to be run in a worker."""
    found = reading.read(data, now.today - _A_DAY, now.today + timedelta(days=reading.MOST_DAYS - 2))
    skipped = list(found.skipped)
    entries: dict[tuple[str, str], Entry] = {}
    for event in found.events:
        title = _seen(event.summary, LONGEST_TITLE)
        if title is None:
            skipped.append(Skipped(event.uid[:100], "has no name"))
        elif _is_ahead(event.start, (entry := _entry(event, title, zone)).announced, now):
            entries.setdefault(entry.identity, entry)
            if isinstance(event.start, datetime) and event.start.tzinfo is None:
                skipped.append(Skipped(f"the hour of {title}", "it names no time zone"))
    name = _seen(found.name or "", LONGEST_TITLE)
    return Found(found.ok, name, found.refresh, tuple(entries.values()), tuple(skipped), found.is_whole)


def _entry(event: CalendarEvent, title: str, zone: str) -> Entry:
    uid, recurrence_id = event.identity
    return Entry(
        uid=uid if len(uid) <= _LONGEST_UID else blake2b(uid.encode(), digest_size=16).hexdigest(),
        recurrence_id=recurrence_id,
        title=title,
        announced=_announced(event, zone),
        status=_STATUS[event.status] if event.status is not None else None,
        place=_seen(event.place or "", LONGEST_PLACE),
        link=_link(event.url),
        revision=event.revision,
    )


def _announced(event: CalendarEvent, zone: str) -> Announced:
    start = event.start
    if not isinstance(start, datetime):
        return Announced(_days(start, event.end - _A_DAY if event.end is not None else start))
    if start.tzinfo is None:
        return Announced(_days(start.date(), start.date()))
    named = event.zone if event.zone in _zones() else zone
    there = start.astimezone(ZoneInfo(named))
    last = there.date()
    if isinstance(event.end, datetime) and event.end - start >= _A_DAY:
        last = (event.end.astimezone(ZoneInfo(named)) - timedelta(seconds=1)).date()
    hour = there.time().replace(microsecond=0, fold=0)
    return Announced(_days(there.date(), last), hour, named, there.fold)


def _days(first: date, last: date) -> Edtf:
    if last <= first:
        return edtf.parse(first.isoformat())
    return edtf.parse(f"{first.isoformat()}/{last.isoformat()}")


def _is_ahead(start: date | datetime, announced: Announced, now: Moment) -> bool:
    """Whether its hour, or the last of its days, is not over."""
    if isinstance(start, datetime) and start.tzinfo is not None and announced.edtf.is_day:
        return start > now.at
    return not announced.edtf.is_over(now.today)


def _seen(text: str, longest: int) -> str | None:
    """A text as a reader sees it, on one line; None where that is nothing."""
    return cut(" ".join(without_invisible(text).split()), longest) or None


def _link(text: str | None) -> str | None:
    """The address of a page; anything else a calendar has in its place is none."""
    found = overlay.source_of(text.strip())[1] if text and len(text) <= 2_000 else None
    return found if found is not None and text is not None and " " not in text.strip() else None


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())
