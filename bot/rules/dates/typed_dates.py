"""The dates people type, without the hour: a day, a month, a year, a span, or to be confirmed.

Read are `2026-11-01` and all that EDTF writes (`2024/2027`, `2017/..`, `2026?`); `1 Nov 2026`, `Tue 3
November 2026`, `Nov 1st, 2026`; `November 2026`; `2026`; spans such as `1–3 Nov 2026`, `28 Sep – 2 Oct
2026`, `Oct 2026 to Mar 2027` and `2024–2027`, whose first end may leave out what the last one says;
`since 2017`, `by Oct 2026`; `TBC`; and, seen from a day, `today`, `tomorrow`, `Tuesday` and `next Tuesday`
(the first after today), `in 3 weeks`, `next month`, `this year`. What `wording` says of a date is read back.

Nothing is filled in: a day without its year is refused, and says what is missing. Days and months in
figures are read where there is one reading alone (31/12/2026); 01/02/2027 is asked back. A weekday that
does not fit its date is refused.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.rules.dates.leads import Lead
from bot.rules.wording import day_in_words
from storage import edtf
from storage.edtf import Edtf, NotADate, Precision


class NotADay(ValueError):
    """The text is no date that can be kept; the message says what is wrong with it.

    `readings` are what it may mean, each as it could be typed instead.
    """

    def __init__(self, message: str, readings: Iterable[str] = ()) -> None:
        super().__init__(message)
        self.readings = tuple(readings)


_FULL_MONTHS = [name.casefold() for name in calendar.month_name]
_FULL_DAYS = [name.casefold() for name in calendar.day_name]
MONTHS = {name[:length]: n for n, name in enumerate(_FULL_MONTHS) if n for length in (3, len(name))} | {
    "sept": 9
}
_DAYS = {name[:length]: n for n, name in enumerate(_FULL_DAYS) for length in (3, len(name))} | {
    "tues": 1, "weds": 2, "thur": 3, "thurs": 3}  # fmt: skip
_UNCONFIRMED = frozenset(
    {"tbc", "tba", "tbd", "to be confirmed", "to be announced", "to be decided", "date to be confirmed"}
)
_VAGUE = re.compile(r"(?:early|mid|late|spring|summer|autumn|fall|winter|end of|q[1-4]|[1-4]q)\b.*", re.ASCII)

_WEEKDAY = "|".join(sorted(_DAYS, key=len, reverse=True))
_EDTF = re.compile(r"[\d./-]+", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})([./])(\d\d)\2(\d\d)", re.ASCII)
_MONTH_FIGURE = re.compile(r"(\d{1,2})[/.-](\d{4})", re.ASCII)
_FIGURES = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d+)", re.ASCII)
_DASHED = re.compile(r"(\d{1,2})-([a-z]{3,9})-(\d{4})", re.ASCII)
_NEXT = re.compile(rf"(?:(?:on )?(?:this |next |coming )?)({_WEEKDAY})", re.ASCII)
_DAYS_FROM_TODAY = {"yesterday": -1, "today": 0, "tomorrow": 1}
_FROM_TODAY = frozenset({*_DAYS_FROM_TODAY, "on", "this", "next", "coming", "in", *_DAYS})
"""The first words of what is told from today."""
_PERIOD = re.compile(r"(this|next) (week|month|year|quarter)")
_IN = re.compile(r"in (\d{1,4}|an?|one) (day|week|month|year|fortnight)s?", re.ASCII)
_SINCE = re.compile(r"(?:since|from) (.+)|([^–-]+)(?: onwards?|[–-])")
_BY = re.compile(r"(?:by|until|till) (.+)")
_TO = re.compile(r"(?:from )?(.+?)(?: (?:to|until|till|through|[–-]) |–)(.+)")
_BETWEEN = re.compile(r"[–-]| to | until | till | through ")
_NUMBER = r"\d{1,2}(?:st|nd|rd|th)?"
_BARE_TO = re.compile(
    rf"(\d{{4}})-(\d{{4}})|((?:.+ )?{_NUMBER})-({_NUMBER}\b(?!-).+)|([a-z. ]+)-([a-z].+)", re.ASCII
)
_POINT = re.compile(
    rf"""(?:(?P<weekday>{_WEEKDAY})\b\.?,?\ ?)?(?:
        (?P<iso>\d{{4}}(?:-\d\d){{0,2}})
      | (?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\ (?:of\ )?(?P<month>[a-z]+)\.?)?(?:,?\ '?(?P<year>\d+))?
      | (?P<month_2>[a-z]+)\.?(?:\ (?P<day_2>\d{{1,2}})(?:st|nd|rd|th)?(?!\d))?(?:,?\ '?(?P<year_2>\d+))?
    )""",
    re.ASCII | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class _Point:
    """What is said of one end: any part may be left out."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: str | None = None


def read_date(given: str, today: date | None) -> Edtf:
    """The date of a text in lower case with single blanks and `–` for every dash; raises `NotADay`.

    Without `today`, what is told from it (`tomorrow`) is refused.
    """
    try:
        return _read(given, today)
    except NotADate as error:
        raise NotADay(str(error)) from error


def is_told_from_today(given: str) -> bool:
    """Whether the text has a meaning only from the day on which it is said."""
    if given.partition(" ")[0] not in _FROM_TODAY:
        return False
    return given in _DAYS_FROM_TODAY or any(form.fullmatch(given) for form in (_NEXT, _PERIOD, _IN))


def _read(given: str, today: date | None) -> Edtf:
    given = given.removeprefix("on ")
    if _EDTF.fullmatch(given) and (plain := _in_figures(given)) is not None:
        return plain
    if given in _UNCONFIRMED:
        return edtf.parse("TBC")
    for ending in ("?", " (uncertain)"):
        if given.endswith(ending) and len(given) > len(ending):
            sure = _read(given.removesuffix(ending), None)
            if sure.precision is Precision.TBC or sure.uncertain:
                raise _no_date(given)
            return replace(sure, uncertain=True)
    if is_told_from_today(given):
        if today is None:
            raise NotADay(f"{given!r} says another day tomorrow; write the date itself, such as 1 Nov 2026")
        return _from_today(given, today)
    return _open_span(given) or _span(given) or _single(given)


def _in_figures(given: str) -> Edtf | None:
    """A date without words; None for a span of years with a hyphen, which is none of EDTF."""
    if found := _YEAR_FIRST.fullmatch(given):
        return edtf.parse(f"{found[1]}-{found[3]}-{found[4]}")
    if found := _MONTH_FIGURE.fullmatch(given):
        return edtf.parse(f"{found[2]}-{int(found[1]):02}")
    if found := _FIGURES.fullmatch(given):
        return _either_way(*found.groups())
    return None if _BARE_TO.fullmatch(given) or given.endswith("-") else edtf.parse(given)


def _either_way(one: str, other: str, year: str) -> Edtf:
    """Two figures and a year: a day where they can be read one way alone."""
    if len(year) != 4:
        raise NotADay("write the year with four digits, and the month as a word: 1 Nov 2026")
    ways = {}
    for day, month in ((int(one), int(other)), (int(other), int(one))):
        try:
            value = edtf.parse(f"{year}-{month:02}-{day:02}")
        except NotADate:
            continue
        ways[f"{day} {calendar.month_abbr[month]} {year}"] = value
    if not ways:
        raise NotADay(f"{one}/{other}/{year} is no day, whichever of the two is the month")
    if len(set(ways.values())) == 1:
        return next(iter(ways.values()))
    raise NotADay(f"days and months in figures can be read two ways: {' or '.join(ways)}?", ways)


def _from_today(given: str, today: date) -> Edtf:
    try:
        if given in _DAYS_FROM_TODAY:
            return _of_day(today + timedelta(days=_DAYS_FROM_TODAY[given]))
        if found := _NEXT.fullmatch(given):
            return _of_day(_weekday_after(given, _DAYS[found[1]], today))
        if found := _PERIOD.fullmatch(given):
            return _period(found[1] == "next", found[2], today)
        found = _IN.fullmatch(given)
        assert found is not None
        return _in_a_while(int(found[1]) if found[1].isdigit() else 1, found[2], today)
    except (OverflowError, ValueError) as error:
        if isinstance(error, NotADay):
            raise
        raise NotADay(f"{given!r} lies beyond the year 9999") from error


def _weekday_after(given: str, weekday: int, today: date) -> date:
    if today.weekday() == weekday and "next" not in given:
        raise NotADay(f"today is {calendar.day_name[weekday]}; write today, or next {_FULL_DAYS[weekday]}")
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def _period(is_next: bool, unit: str, today: date) -> Edtf:
    if unit in ("week", "quarter"):
        raise NotADay(
            f"a {unit} is no date that can be kept; write a day, a month or a span such as 1–3 Nov 2026"
        )
    if unit == "year":
        return edtf.parse(f"{today.year + is_next:04}")
    year, month = divmod(today.year * 12 + today.month - 1 + is_next, 12)
    return edtf.parse(f"{year:04}-{month + 1:02}")


def _in_a_while(number: int, unit: str, today: date) -> Edtf:
    if unit == "year":
        raise NotADay("how many years ahead says no day; write the date, or the year alone")
    if unit == "month":
        return _of_day(_months_on(today, number))
    return _of_day(today + timedelta(days=number * {"day": 1, "week": 7, "fortnight": 14}[unit]))


def _months_on(day: date, months: int) -> date:
    there = Lead("", months=-months).before(day)
    assert there is not None
    return there


def _single(given: str) -> Edtf:
    point = _point(given)
    return _fits(point, edtf.parse(_whole(point, given)))


def _open_span(given: str) -> Edtf | None:
    found = _SINCE.fullmatch(given)
    if found and not (found[1] and _TO.fullmatch(found[1])):
        return edtf.parse(f"{_single(found[1] or found[2])}/..")
    if found := _BY.fullmatch(given):
        return edtf.parse(f"../{_single(found[1])}")
    return None


def _span(given: str) -> Edtf | None:
    """Two ends; each may leave out what the other says, as in 28 Sep – 2 Oct 2026 or Nov 1–3, 2026."""
    if not _BETWEEN.search(given) or _DASHED.fullmatch(given):
        return None
    found = _TO.fullmatch(given) or _BARE_TO.fullmatch(given)
    if found is None:
        return None
    first, last = (_point(part) for part in found.groups() if part)
    if last.day is not None and last.month is None and first.day is not None:
        last = _Point(last.year, first.month, last.day, last.weekday)
    month = last.month if first.day is not None and first.month is None else first.month
    first = _Point(first.year or last.year, month, first.day, first.weekday)
    value = edtf.parse(f"{_whole(first, given)}/{_whole(last, given)}")
    for point, end in ((first, value.start), (last, value.end)):
        if end is not None:
            _fits(point, end)
    return value


def _point(said: str) -> _Point:
    if dashed := _DASHED.fullmatch(said):
        said = " ".join(dashed.groups())
    if _VAGUE.fullmatch(said):
        raise NotADay(f"{said!r} is not a date that can be kept; write a month, a year or a span of months")
    found = _POINT.fullmatch(said)
    if found is None:
        raise _no_date(said)
    if found["iso"]:
        year, month, day = (*map(int, found["iso"].split("-")), None, None)[:3]
        return _Point(year, month, day, found["weekday"])
    written = found["year"] or found["year_2"]
    if written is not None and len(written) != 4:
        raise NotADay(f"write the year with four digits, not {written[:8]!r}")
    number, named = found["day"] or found["day_2"], found["month"] or found["month_2"]
    if named is not None and named not in MONTHS:
        if not (number or written):
            raise _no_date(said)
        raise NotADay(f"{named!r} is no month")
    return _Point(
        int(written) if written else None,
        MONTHS[named] if named else None,
        int(number) if number else None,
        found["weekday"],
    )


def _no_date(said: str) -> NotADay:
    return NotADay(f"{said!r} is not a date; write it as 1 Nov 2026, Nov 2026, 2026, 1–3 Nov 2026 or TBC")


def _whole(point: _Point, given: str) -> str:
    """A point with all its parts, as EDTF; what is missing from it is named."""
    if point.year is None or (point.day is not None and point.month is None):
        raise _lacks(point, given)
    if point.month is None:
        return f"{point.year:04}"
    if point.day is None:
        return f"{point.year:04}-{point.month:02}"
    return f"{point.year:04}-{point.month:02}-{point.day:02}"


def _lacks(point: _Point, given: str) -> NotADay:
    parts = ["month"] * (point.day is not None and point.month is None) + ["year"] * (point.year is None)
    verb = "is" if len(parts) == 1 else "are"
    return NotADay(f"the {' and the '.join(parts)} {verb} missing from {given!r}; nothing is filled in")


def _fits(point: _Point, value: Edtf) -> Edtf:
    """The value of a point, if it is the weekday that was said."""
    if point.weekday is None:
        return value
    if value.lo is None or not value.is_day:
        raise NotADay("a weekday needs the day of the month")
    if value.lo.weekday() != _DAYS[point.weekday]:
        raise NotADay(f"that is {day_in_words(value.lo)}, not a {calendar.day_name[_DAYS[point.weekday]]}")
    return value


def _of_day(day: date) -> Edtf:
    return edtf.parse(day.isoformat())
