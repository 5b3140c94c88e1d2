"""The dates that running text says: `3–5 November 2026`, `on Tuesday, 3 November`, `in March 2027`.

Each is as precise as the text is. A year that is not said is inferred from the day on which it was written:
the nearest such date, or, of what lies ahead, the next one; never more than eleven months away. Days and
months in figures (3/11/2026) may be read two ways and are left out, and so is what is told from today.
"""

from __future__ import annotations

import re
from calendar import month_abbr, month_name
from dataclasses import dataclass
from datetime import date

from bot.rules.dates.typed_dates import NotADay, read_date
from storage.edtf import Edtf

_MONTH = rf"(?:{'|'.join(month_name[1:])}|(?:{'|'.join(month_abbr[1:])}|Sept)\b\.?)"
_WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s+)?"
_DAY = r"(?:the\s+)?\d{1,2}(?:st|nd|rd|th)?"
_YEAR = r"(?:,?\s+(?P<year{0}>(?:19|20)\d\d)(?!\d))?"
_TO = r"\s?(?:[-–—]|to|and|until|till|through)\s?"
_DAY_OF = rf"{_WEEKDAY}{_DAY}\s?(?:of\s+)?{_MONTH}"
_MONTH_AND_DAY = rf"{_WEEKDAY}{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?(?!\d)"
_DATE = re.compile(
    rf"""(?<![\w/-])(?:
        (?P<iso>(?:19|20)\d\d-\d\d-\d\d)(?!\d)
      | {_DAY_OF}{_YEAR.format(1)}{_TO}{_DAY_OF}{_YEAR.format(2)}
      | {_DAY}{_TO}{_DAY_OF}{_YEAR.format(3)}
      | {_DAY_OF}{_YEAR.format(4)}
      | {_MONTH_AND_DAY}{_YEAR.format(5)}{_TO}{_MONTH_AND_DAY}{_YEAR.format(6)}
      | {_MONTH_AND_DAY}{_TO}\d{{1,2}}(?:st|nd|rd|th)?(?!\d){_YEAR.format(7)}
      | {_MONTH_AND_DAY}{_YEAR.format(8)}
      | {_MONTH}\s+(?P<year9>(?:19|20)\d\d)(?!\d)
      | (?:(?<=\bin\s)|(?<=\bto\s)|(?<=\buntil\s))(?:{_MONTH}(?!\w)|(?P<year10>20\d\d)(?!\d))
    )(?![\w/]|,?\s\d{{4}})""",
    re.VERBOSE,
)
_MOST_DAYS_AWAY = 335


@dataclass(frozen=True, slots=True)
class SaidDate:
    start: int
    end: int
    edtf: Edtf
    is_inferred: bool
    """Whether its year is not said."""


def dates_said(text: str, day: date, *, ahead: bool = False) -> list[SaidDate]:
    """The dates of a text written on `day`, in order; `ahead` where it tells of what is to come."""
    found = []
    for match in _DATE.finditer(text):
        has_year = match["iso"] or any(value for name, value in match.groupdict().items() if name != "iso")
        value = _read(match.group()) if has_year else _nearest(match.group(), day, ahead)
        if value is not None:
            found.append(SaidDate(match.start(), match.end(), value, not has_year))
    return found


def _nearest(said: str, day: date, ahead: bool) -> Edtf | None:
    values = [_read(f"{said} {year}") for year in (day.year - 1, day.year, day.year + 1) if 0 < year < 9999]
    away = {_away(value, day): value for value in values if value is not None}
    near = [days for days in away if abs(days) <= _MOST_DAYS_AWAY and not (ahead and days < 0)]
    return away[min(near, key=abs)] if near else None


def _away(value: Edtf, day: date) -> int:
    """How many days ahead it is; 0 where the day is among them."""
    assert value.lo is not None and value.hi is not None
    if value.lo <= day <= value.hi:
        return 0
    return (value.lo - day).days if value.lo > day else (value.hi - day).days


def _read(said: str) -> Edtf | None:
    given = re.sub(r"[-—]", "–", said) if not said[:4].isdigit() else said
    given = re.sub(r"\b(?:the|of)\s", "", " ".join(given.casefold().split()))
    given = re.sub(r"\s(?:and|until|till|through)\s", "–", given)
    try:
        return read_date(given, None)
    except NotADay:
        return None
