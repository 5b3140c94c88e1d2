"""What people type as a day: `2026-11-01`, `1 Nov 2026`, `November 1, 2026`, `today`; and as a date.

Nothing is filled in: a month or a year alone is no day, and 01/02/2026 is two days. A day that does
not exist is refused by name. A date may be as coarse as it is known (`November 2026`, `2026`), last
(`28 Sep 2026 to 2 Oct 2026`), or be written in EDTF (`2024/2027`, `2017/..`, `TBC`).
"""

from __future__ import annotations

import re
from datetime import date

from storage import edtf
from storage.edtf import Edtf

_LONGEST = 40
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\s+([a-z]{3,9})\.?,?\s+(\d{4})", re.ASCII)
_MONTH_FIRST = re.compile(r"([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})", re.ASCII)
_MONTH = re.compile(r"([a-z]{3,9})\.?,?\s+(\d{4})", re.ASCII)
_FULL = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
         "november", "december")  # fmt: skip


class NotADay(ValueError):
    """The text names no single day; the message says what is wrong with it."""


def day(text: str, today: date) -> date:
    """The day a person typed; raises `NotADay`."""
    given = " ".join(text.split()).casefold()
    if len(given) > _LONGEST:
        raise NotADay(f"a day has at most {_LONGEST} characters, this has {len(given)}")
    if given == "today":
        return today
    try:
        value = edtf.parse(_as_edtf(given))
    except edtf.NotADate as error:
        raise NotADay(str(error)) from error
    if not value.is_day or value.uncertain or value.lo is None:
        raise NotADay("that is no single day; write one such as 2026-11-01 or 1 Nov 2026")
    return value.lo


def when(text: str) -> Edtf:
    """The date a person typed, as precise as they did; raises `NotADay`."""
    given = " ".join(text.split()).casefold()
    if len(given) > 2 * _LONGEST:
        raise NotADay(f"a date has at most {2 * _LONGEST} characters, this has {len(given)}")
    first, lasts, last = given.partition(" to ")
    try:
        return edtf.parse(f"{_as_edtf(first)}/{_as_edtf(last)}" if lasts else _as_edtf(given))
    except edtf.NotADate as error:
        raise NotADay(str(error)) from error


def _as_edtf(given: str) -> str:
    if found := _DAY_FIRST.fullmatch(given):
        number, month, year = found.groups()
    elif found := _MONTH_FIRST.fullmatch(given):
        month, number, year = found.groups()
    elif found := _MONTH.fullmatch(given):
        number, (month, year) = "", found.groups()
    elif re.fullmatch(r"\d{1,2}[/.]\d{1,2}[/.]\d{2,4}", given, re.ASCII):
        raise NotADay("days and months in figures can be read two ways; write 2026-11-01 or 1 Nov 2026")
    else:
        return given.upper() if given == "tbc" else given
    if month not in _FULL and month not in _MONTHS and month != "sept":
        raise NotADay(f"{month!r} is no month")
    in_month = f"{year}-{_MONTHS.index(month[:3]) + 1:02}"
    return f"{in_month}-{int(number):02}" if number else in_month
