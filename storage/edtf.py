"""A date with its precision: the EDTF (ISO 8601-2) subset the catalogue uses.

A day (`2025-11-01`), a month (`2025-11`), a year (`2025`), an interval of these with either
end open (`2017/..`, `../2025-10`, `2024/2027`), or to be confirmed (`TBC`); a trailing `?`
marks an uncertain one. What was not announced is never filled in: a year has bounds, but it
is not one of them. A day, or a span from a day, may carry the hour that was announced: a time on
the wall clock of an IANA zone, and the pass where a clock change brings that hour twice.
Must not know how a date is said in words, what today is, nor what instant an hour is.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

_LONGEST = 32
_POINT = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


class Precision(StrEnum):
    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    SPAN = "span"
    TBC = "tbc"


class NotADate(ValueError):
    """The text is no date this type knows; the message names the fault."""


@dataclass(frozen=True, slots=True)
class Edtf:
    """A date as precise as it was announced; `lo` and `hi` are its first and last possible day.

    `lo` or `hi` is None where that end is open. For a span, `start` and `end` hold its ends.
    """

    precision: Precision
    lo: date | None
    hi: date | None
    uncertain: bool = False
    start: Edtf | None = None
    end: Edtf | None = None

    def __str__(self) -> str:
        return _print(self) + ("?" if self.uncertain else "")

    @property
    def is_day(self) -> bool:
        return self.precision is Precision.DAY

    @property
    def first_day(self) -> date | None:
        """The day it begins, where that day is known: of a day, or of a span that begins on one."""
        if self.is_day:
            return self.lo
        return self.lo if self.start is not None and self.start.is_day else None

    def overlaps(self, other: Edtf) -> bool:
        """Whether some day may belong to both; a date to be confirmed overlaps nothing."""
        if Precision.TBC in (self.precision, other.precision):
            return False
        return _starts_by(self.lo, other.hi) and _starts_by(other.lo, self.hi)

    def is_over(self, today: date) -> bool:
        """Whether its last possible day lies before `today`; an open end is never over."""
        return self.hi is not None and self.hi < today


@dataclass(frozen=True, slots=True)
class Announced:
    """A date, with the hour on the wall clock of a zone where one was announced.

    `fold` is 1 where the clock shows that hour twice and the second pass is meant (PEP 495).
    """

    edtf: Edtf
    wall_time: time | None = None
    zone: str | None = None
    fold: int = 0

    def __post_init__(self) -> None:
        if (self.wall_time is None) is not (self.zone is None):
            raise NotADate("an hour needs a zone, and a zone an hour")
        if self.wall_time is not None and self.edtf.first_day is None:
            raise NotADate(f"an hour needs a day, and {self.edtf} is none")
        if self.fold not in (0, 1) or (self.fold and self.wall_time is None):
            raise NotADate("the pass is 0 or 1, and only of an hour")


def parse(text: str) -> Edtf:
    """Read EDTF text (ISO 8601-2, levels 0 and 1 in part); raises `NotADate`."""
    given = text.strip()
    if len(given) > _LONGEST:
        raise NotADate(f"a date has at most {_LONGEST} characters, this has {len(given)}")
    uncertain = given.endswith("?")
    body = given.removesuffix("?")
    if body.upper() == "TBC" and not uncertain:
        return Edtf(Precision.TBC, None, None)
    if "/" in body:
        return _parse_span(body, uncertain)
    return _parse_point(body, uncertain)


def sort_key(value: Edtf | None) -> tuple[date, int]:
    """Order by first possible day, the coarser first; what has no beginning sorts by its end.

    A span is as coarse as its first end and stands after a plain date that begins with it. Dates
    to be confirmed, and no date at all, come last.
    """
    if value is None or value.precision is Precision.TBC:
        return (date.max, 9)
    point = value.start or value.end or value
    rank = (Precision.YEAR, Precision.MONTH, Precision.DAY).index(point.precision)
    return (value.lo or value.hi or date.max, 2 * rank + (value.precision is Precision.SPAN))


def _parse_span(body: str, uncertain: bool) -> Edtf:
    first, _, last = body.partition("/")
    if "/" in last:
        raise NotADate(f"{body!r} has more than one slash; an interval is first/last")
    if first == ".." and last == "..":
        raise NotADate("an interval needs at least one end that is not open")
    if not first or not last:
        raise NotADate(f"{body!r} lacks an end; an end that is open is written ..")
    start = None if first == ".." else _parse_point(first, False)
    end = None if last == ".." else _parse_point(last, False)
    lo = start.lo if start is not None else None
    hi = end.hi if end is not None else None
    if lo is not None and hi is not None and lo > hi:
        raise NotADate(f"{body!r} ends before it begins")
    return Edtf(Precision.SPAN, lo, hi, uncertain, start, end)


def _parse_point(body: str, uncertain: bool) -> Edtf:
    found = _POINT.fullmatch(body)
    if found is None:
        raise NotADate(f"{body!r} is not a date; write 2026-11-01, 2026-11, 2026, 2024/2027, 2017/.. or TBC")
    year, month, day = (int(part) if part else None for part in found.groups())
    assert year is not None
    if year == 0:
        raise NotADate("there is no year 0000")
    if month is None:
        return Edtf(Precision.YEAR, date(year, 1, 1), date(year, 12, 31), uncertain)
    if not 1 <= month <= 12:
        raise NotADate(f"there is no month {month}")
    last_day = calendar.monthrange(year, month)[1]
    if day is None:
        return Edtf(Precision.MONTH, date(year, month, 1), date(year, month, last_day), uncertain)
    if not 1 <= day <= last_day:
        raise NotADate(f"{calendar.month_name[month]} {year} has no day {day}")
    return Edtf(Precision.DAY, date(year, month, day), date(year, month, day), uncertain)


def _print(value: Edtf) -> str:
    if value.precision is Precision.TBC:
        return "TBC"
    if value.precision is Precision.SPAN:
        return f"{value.start or '..'}/{value.end or '..'}"
    assert value.lo is not None
    length = {Precision.YEAR: 4, Precision.MONTH: 7, Precision.DAY: 10}[value.precision]
    return value.lo.isoformat()[:length]


def _starts_by(lo: date | None, hi: date | None) -> bool:
    return lo is None or hi is None or lo <= hi
