"""Dates, spans, lead times and lists in words.

A date is said as precisely as it is known and never more: a year stays a year. Only what has an
announced hour becomes a Discord timestamp, which every reader sees in a zone of their own.
"""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.rules.text import cut, escaped
from storage.edtf import Edtf, Precision
from storage.records import SHIPPED, Event, EventStatus, Fact, FactStatus

_DAYS = calendar.day_name
_MONTHS = calendar.month_name[1:]


def date_in_words(value: Edtf) -> str:
    """`Saturday 1 November 2025`, `November 2026`, `2026`, `2024–2027`, `since 2017`, `by 2025`."""
    doubt = " (uncertain)" if value.uncertain else ""
    return _words(value) + doubt


def day_in_words(day: date) -> str:
    """`Saturday 1 November 2025`."""
    return f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"


def date_in_brief(value: Edtf) -> str:
    """The same where room is scarce: `1 Nov 2025`, `28 Sep – 2 Oct 2026`, `Oct 2025`, `since 2017`."""
    doubt = "?" if value.uncertain else ""
    if value.precision is Precision.SPAN:
        return _span_in_brief(value) + doubt
    return _point_in_brief(value) + doubt


def when(value: Edtf) -> str:
    """The date of something that takes place, with what is not known of it."""
    if value.precision is Precision.TBC:
        return "date to be confirmed"
    if value.precision in (Precision.YEAR, Precision.MONTH):
        return f"in {date_in_words(value)}, no day announced"
    if value.precision is Precision.SPAN and value.lo is None:
        return f"{date_in_words(value)}, exact date not known"
    return date_in_words(value)


def event_when(event: Event, *, over: bool = False) -> str:
    """When an event is, with planned and inferred said; of one that is over nobody asks the hour."""
    said = when(event.edtf)
    if event.start_at is not None and event.wall_time is not None:
        begins = f"{instant(event.start_at)} ({event.wall_time:%H:%M} in {event.zone})"
        said = begins if event.edtf.is_day else f"{said}, from {begins}"
    elif event.edtf.is_day and not over:
        said += ", no hour announced"
    if event.is_called_off:
        said = f"~~{said}~~"
    marks = [mark for mark in (event_status(event), event.date_doubt, _by_server(event)) if mark]
    return " · ".join([said, *marks])


def _by_server(event: Event) -> str:
    """By what source a server dates it itself, which it is reminded by."""
    if event.guild_id == SHIPPED:
        return ""
    return "by this server" + (f", source: {escaped(cut(event.source, 80))}" if event.source else "")


def event_title(event: Event) -> str:
    """Its name, letter by letter where somebody in a server typed it."""
    return escaped(event.title) if event.guild_id != SHIPPED else event.title


def event_place(event: Event) -> str:
    return escaped(event.place or "") if event.guild_id != SHIPPED else event.place or ""


def event_status(event: Event) -> str:
    if event.status is EventStatus.PLANNED and event.planned_as_of is not None:
        return f"planned as of {date_in_words(event.planned_as_of)}"
    return "" if event.status is EventStatus.CONFIRMED else event.status.value


def doubt(fact: Fact) -> str:
    """What the source does not state: only the year of a date, where its words leave just that out."""
    if fact.status is FactStatus.STATED or fact.edtf is None:
        return ""
    lo = fact.edtf.lo
    only_year = fact.edtf.is_day and fact.as_given and lo and str(lo.year) not in fact.as_given
    return f"year {fact.status.value}" if only_year else f"date {fact.status.value}"


def instant(at: datetime) -> str:
    """An instant as Discord shows it to each reader in their own zone."""
    return f"<t:{int(at.timestamp())}:F>"


def countdown(at: datetime) -> str:
    return f"<t:{int(at.timestamp())}:R>"


def local(at: datetime, zone: str) -> str:
    """An instant on the clock of `zone`: `Saturday 1 November 2025, 09:00 (Asia/Kuala_Lumpur)`."""
    there = at.astimezone(ZoneInfo(zone))
    return f"{day_in_words(there.date())}, {there:%H:%M} ({zone})"


def listed(items: Sequence[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def counted(number: int, noun: str, plural: str | None = None) -> str:
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def ordinal(text: str) -> str:
    """`12` as `12th`; anything that is no number as it is."""
    if not text.isascii() or not text.isdigit():
        return text
    ending = {"1": "st", "2": "nd", "3": "rd"}.get(text[-1], "th")
    return text + ("th" if text[-2:] in ("11", "12", "13") else ending)


def duration(length: timedelta) -> str:
    """A length of time, to its two largest units: `2 days 3 hours`."""
    seconds = int(length.total_seconds())
    units = (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))
    said = []
    for noun, size in units:
        count, seconds = divmod(seconds, size)
        if count:
            said.append(counted(count, noun))
    return " ".join(said[:2]) or "0 seconds"


def _words(value: Edtf) -> str:
    if value.precision is Precision.TBC:
        return "to be confirmed"
    if value.precision is Precision.SPAN:
        return _span_words(value)
    assert value.lo is not None
    month = _MONTHS[value.lo.month - 1]
    if value.precision is Precision.YEAR:
        return str(value.lo.year)
    if value.precision is Precision.MONTH:
        return f"{month} {value.lo.year}"
    return day_in_words(value.lo)


def _point_in_brief(value: Edtf) -> str:
    if value.precision is Precision.TBC or value.lo is None:
        return "to be confirmed"
    month = calendar.month_abbr[value.lo.month]
    if value.precision is Precision.DAY:
        return f"{value.lo.day} {month} {value.lo.year}"
    return f"{month} {value.lo.year}" if value.precision is Precision.MONTH else str(value.lo.year)


def _span_in_brief(value: Edtf) -> str:
    first = _point_in_brief(value.start) if value.start is not None else ""
    last = _point_in_brief(value.end) if value.end is not None else ""
    if not first or not last:
        return f"since {first}" if first else f"by {last}"
    assert value.start is not None and value.end is not None
    if value.start.precision is value.end.precision is Precision.YEAR:
        return f"{first}–{last}"
    assert value.lo is not None and value.hi is not None
    if value.lo.year == value.hi.year:
        first = first.removesuffix(f" {value.lo.year}")
        if value.start.is_day and value.end.is_day and value.lo.month == value.hi.month:
            return f"{value.lo.day}–{last}"
    return f"{first} – {last}"


def _span_words(value: Edtf) -> str:
    if value.end is None:
        return f"since {_words(value.start)}" if value.start else "to be confirmed"
    if value.start is None:
        return f"by {_words(value.end)}"
    if value.start.precision is Precision.YEAR and value.end.precision is Precision.YEAR:
        return f"{_words(value.start)}–{_words(value.end)}"
    if value.start.is_day and value.end.is_day and value.lo is not None and value.hi is not None:
        return _days_words(value.lo, value.hi)
    return f"{_words(value.start)} to {_words(value.end)}"


def _days_words(first: date, last: date) -> str:
    """`14–16 January 2026`, `28 September – 2 October 2026`: no month or year is said twice."""
    end = f"{last.day} {_MONTHS[last.month - 1]} {last.year}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{end}"
    year = f" {first.year}" if first.year != last.year else ""
    return f"{first.day} {_MONTHS[first.month - 1]}{year} – {end}"
