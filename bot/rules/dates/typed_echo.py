"""How a date that was typed is said back, in words, while it is still being typed.

Nothing is said that is not known: no day of a year, no hour of a day. An hour is said as the clock of its
zone will show it, with what a clock change does to it. Only a day or an instant has a countdown.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.rules import wording
from bot.rules.dates.zones import ClockChange, clock_change, instant
from storage.edtf import Announced

_MINUTE = timedelta(minutes=1)


def reading_in_words(announced: Announced, now: datetime, zone: str) -> str:
    """`Tuesday 24 November 2026, 09:00 (Asia/Manila) · in 2 days 3 hours`, for somebody in `zone`."""
    return " · ".join(part for part in (in_words(announced), countdown(announced, now, zone)) if part)


def in_words(announced: Announced) -> str:
    """The date as precisely as it is known, with its hour and zone where one was announced."""
    value, day = announced.edtf, announced.edtf.first_day
    hour, zone = announced.wall_time, announced.zone
    if hour is None or zone is None or day is None:
        return wording.when(value) + (", no hour announced" if value.is_day else "")
    there = ZoneInfo(zone)
    shown = instant(day, hour, there, announced.fold).astimezone(there)
    dated = wording.when(value) if shown.date() == day else wording.day_in_words(shown.date())
    said = f"{dated}, {shown:%H:%M}{'' if value.is_day else ' on the first day'} ({zone})"
    change = clock_change(day, hour, there)
    if change is ClockChange.SKIPPED:
        left_out = f"{hour:%H:%M} on that day" if shown.date() == day else wording.day_in_words(day)
        return f"{said}; the clock skips {left_out}"
    if change is ClockChange.TWICE:
        return f"{said}, the {'second' if announced.fold else 'first'} time that the clock shows it"
    return said


def countdown(announced: Announced, now: datetime, zone: str) -> str:
    """`in 2 days 3 hours`, `tomorrow`, `3 days ago`; nothing where no day is known."""
    day = announced.edtf.first_day
    if day is None:
        return ""
    if announced.wall_time is None or announced.zone is None:
        return _days(day.toordinal() - now.astimezone(ZoneInfo(zone)).date().toordinal())
    at = instant(day, announced.wall_time, ZoneInfo(announced.zone), announced.fold)
    ahead = at - now.astimezone(UTC)
    length = abs(ahead) // _MINUTE * _MINUTE
    if not length:
        return "now"
    return f"in {wording.duration(length)}" if ahead > timedelta(0) else f"{wording.duration(length)} ago"


def _days(ahead: int) -> str:
    if abs(ahead) <= 1:
        return ("yesterday", "today", "tomorrow")[ahead + 1]
    said = wording.counted(abs(ahead), "day")
    return f"in {said}" if ahead > 0 else f"{said} ago"
