"""The axis of a timeline: which days it runs from and to, where a day stands on it, and its ticks.

It holds every date and today, unless a few dates that lie far off would press all others together:
on an axis longer than a generation, the few that an empty stretch of a quarter of it cuts off are
left outside, and stand at its edge. A bound of a date that is open asks for no room.
"""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from storage.edtf import Edtf, Precision

_LONG = 25 * 366
"""Days of an axis below which nothing is pressed together."""
_EMPTY = 4
"""A stretch is empty if it is one part in so many of the axis, and few are one date in so many."""
_SHORTEST = 366
_STEPS = (1, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000, 12000, 24000)
"""Months between two ticks."""
_MOST_TICKS = 10
_FIRST, _LAST = date.min.toordinal(), date.max.toordinal()


@dataclass(frozen=True, slots=True)
class Extent:
    """From when to when a date reaches at the utmost, and from when to when for sure.

    None is an end that is open. Of `2024/2027` the years 2025 and 2026 are sure; of a year alone
    no day is, so that its sure part ends before it begins.
    """

    first: date | None
    sure_first: date | None
    sure_last: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Tick:
    day: date
    label: str


@dataclass(frozen=True, slots=True)
class Axis:
    first: date
    last: date
    ticks: tuple[Tick, ...]

    def place(self, day: date) -> float:
        """Where the beginning of a day stands: 0 at the first of the axis, 1 at its last, or beyond."""
        return (day.toordinal() - self.first.toordinal()) / (self.last.toordinal() - self.first.toordinal())

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


def axis_of(dates: Sequence[Edtf], today: date) -> Axis:
    """The axis on which these dates and today are drawn."""
    bounds = [day.toordinal() for value in dates for day in (value.lo, value.hi) if day is not None]
    kept = _without_far_ones(sorted([*bounds, today.toordinal()]))
    room = max((kept[-1] - kept[0]) // 20, (_SHORTEST - (kept[-1] - kept[0])) // 2, 20)
    first = date.fromordinal(max(kept[0] - room, _FIRST))
    last = date.fromordinal(min(kept[-1] + room, _LAST))
    return Axis(first, last, _ticks(first, last))


def extent_of(value: Edtf) -> Extent:
    if value.precision is not Precision.SPAN:
        return Extent(value.lo, value.hi, value.lo, value.hi)
    begins, ends = value.start, value.end
    return Extent(value.lo, begins.hi if begins else None, ends.lo if ends else None, value.hi)


def _without_far_ones(days: list[int]) -> list[int]:
    while days[-1] - days[0] > _LONG:
        gaps = [(after - before, before_it) for before_it, (before, after) in enumerate(pairwise(days), 1)]
        empty = [(gap, n) for gap, n in gaps if gap * _EMPTY >= days[-1] - days[0]]
        few = [(gap, n) for gap, n in empty if min(n, len(days) - n) * _EMPTY <= len(days)]
        if not few:
            break
        _, number = max(few)
        days = days[number:] if number < len(days) - number else days[:number]
    return days


def _ticks(first: date, last: date) -> tuple[Tick, ...]:
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    step = next((step for step in _STEPS if months / step <= _MOST_TICKS), _STEPS[-1])
    begins = first.year * 12 + first.month - 1
    found: list[Tick] = []
    for month in range(-(-begins // step) * step, last.year * 12 + last.month, step):
        day = date(month // 12, month % 12 + 1, 1)
        if first <= day <= last:
            found.append(Tick(day, _label(day, named=not found or day.month == 1, step=step)))
    return tuple(found)


def _label(day: date, *, named: bool, step: int) -> str:
    month = calendar.month_abbr[day.month]
    if step >= 12 or day.month == 1:
        return str(day.year)
    return f"{month} {day.year}" if named else month
