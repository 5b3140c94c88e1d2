"""Lead times: how long before an event to remind of it.

`1 month`, `30 days`, `a week`, `1 day`, `1 hour`, `15 min`: a whole number of one unit, from one minute
to one year. A lead of a day or more is counted on the calendar, whatever the clock does in between;
a month keeps the day of the month and is cut to the month's end. Hours and minutes that are whole
days are those days; other leads of more than a day are counted in days. A lead below a day is
exact elapsed time.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.rules.wording import counted, listed

_LONGEST = 32
_MOST = 10
_MOST_DAYS = 366
_MINUTES_A_DAY = 24 * 60
_LEAD = re.compile(r"(\d+|an?|one)? ?([a-z]+)(?: (?:before|ahead|earlier))?", re.ASCII)
_SEPARATOR = re.compile(r"\s*(?:[,;\n]|\band\b)\s*")
_UNITS = {
    "minute": ("minute", "minutes", "min", "mins"),
    "hour": ("hour", "hours", "h", "hr", "hrs"),
    "day": ("day", "days", "d"),
    "week": ("week", "weeks", "w", "wk", "wks"),
    "month": ("month", "months"),
    "year": ("year", "years", "y", "yr", "yrs"),
}
_UNIT = {called: unit for unit, names in _UNITS.items() for called in names}


class NotALead(ValueError):
    """The text is no lead time; the message says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Lead:
    """How long before: calendar days and months, or exact seconds below a day."""

    label: str
    days: int = 0
    months: int = 0
    seconds: int = 0

    def __str__(self) -> str:
        return self.label

    @property
    def length(self) -> timedelta:
        """About how long it is, a month being 30 days."""
        return timedelta(days=self.days + 30 * self.months, seconds=self.seconds)

    def before(self, day: date) -> date | None:
        """`day` less the months and days of this lead; None before the calendar begins."""
        year, month = divmod(day.year * 12 + day.month - 1 - self.months, 12)
        if year < 1:
            return None
        last = calendar.monthrange(year, month + 1)[1]
        try:
            return date(year, month + 1, min(day.day, last)) - timedelta(days=self.days)
        except OverflowError:
            return None


DEFAULT_LEADS = (Lead("1 week", days=7), Lead("1 day", days=1), Lead("1 hour", seconds=3600))
MONTH_AHEAD = Lead("1 month", months=1)


def parse(text: str) -> Lead:
    """The lead time that was typed; raises `NotALead`."""
    if len(text) > _LONGEST:
        raise NotALead(f"a lead time has at most {_LONGEST} characters, this has {len(text)}")
    given = " ".join(text.split()).casefold()
    if given.startswith(("-", "−", "–", "+")):
        raise NotALead(f"{given!r} has a sign; a lead time is how long before, without one")
    found = _LEAD.fullmatch(given)
    if found is None:
        raise NotALead(f"{given!r} is no lead time; write 1 month, 30 days, 1 week, 1 day, 1 hour or 15 min")
    number, called = found.groups()
    if called == "m":
        raise NotALead(f"{given!r} may be minutes or months; write min or months")
    unit = _UNIT.get(called)
    if unit is None:
        raise NotALead(f"{called!r} is no unit of time; use minutes, hours, days, weeks or months")
    if number is None:
        raise NotALead(f"{given!r} has no number; write 1 {unit}")
    return _lead(int(number) if number.isdigit() else 1, unit)


def parse_all(text: str) -> tuple[Lead, ...]:
    """Several lead times, between commas or "and": the longest first, none twice; raises `NotALead`."""
    if len(text) > _LONGEST * _MOST:
        raise NotALead(f"lead times have at most {_LONGEST * _MOST} characters, these have {len(text)}")
    parts = [part for part in _SEPARATOR.split(text.strip()) if part]
    if not parts:
        raise NotALead("no lead time is given; write one such as 1 week, or several: 1 week, 1 day, 1 hour")
    found = set(map(parse, parts))
    if len(found) > _MOST:
        raise NotALead(f"at most {_MOST} lead times, these are {len(found)}")
    return tuple(sorted(found, key=lambda lead: (lead.length, lead.label), reverse=True))


def in_words(leads: Iterable[Lead]) -> str:
    """`1 week, 1 day and 1 hour`."""
    return listed([lead.label for lead in leads])


def _lead(number: int, unit: str) -> Lead:
    if number == 0:
        raise NotALead("a lead time of zero is none; the shortest is 1 minute")
    label = counted(number, unit)
    if unit in ("minute", "hour"):
        minutes = number * (60 if unit == "hour" else 1)
        if minutes < _MINUTES_A_DAY:
            return Lead(label, seconds=minutes * 60)
        number, rest = divmod(minutes, _MINUTES_A_DAY)
        if rest:
            raise NotALead(f"{label} is more than a day and no whole days; count it in days")
        unit, label = "day", counted(number, "day")
    months = number * {"month": 1, "year": 12}.get(unit, 0)
    days = number * {"day": 1, "week": 7}.get(unit, 0)
    if months > 12 or days > _MOST_DAYS:
        raise NotALead(f"{label} is too long a lead time; the longest is 1 year")
    return Lead(label, days=days, months=months)
