"""Recurrence rules: RFC 5545's RRULE, in days, on the calendar of the event's zone.

What recurs within a day is refused (FREQ below DAILY, BYHOUR and its like): an event has one hour.
The first day must be one of the rule's own, for the RFC leaves undefined what else would recur. A
day that a year or month does not have is left out: what is yearly on 29 February falls in leap years
alone (P6). The hour of each day is the announced one on the wall clock, and one that a clock change
skips is later by the gap (R2), as for a single event. A rule without an end of its own needs one, or
is followed only as far as somebody asks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from dateutil import rrule  # type: ignore[import-untyped]

from bot.rules.wording import day_in_words

MOST_OCCURRENCES = 1_000
_LONGEST = 256
PERIODS = {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month", "YEARLY": "year"}
_TOO_OFTEN = frozenset({"SECONDLY", "MINUTELY", "HOURLY"})
_WITHIN_A_DAY = frozenset({"BYHOUR", "BYMINUTE", "BYSECOND"})
_RANGES = {"BYMONTH": (1, 12), "BYMONTHDAY": (-31, 31), "BYYEARDAY": (-366, 366), "BYWEEKNO": (-53, 53),
           "BYSETPOS": (-366, 366)}  # fmt: skip
_LISTED = re.compile(r"[+-]?\d{1,3}(?:,[+-]?\d{1,3})*", re.ASCII)
_WEEKDAY = r"(?:[+-]?\d{1,2})?(?:MO|TU|WE|TH|FR|SA|SU)"
_WEEKDAYS = re.compile(f"{_WEEKDAY}(?:,{_WEEKDAY})*", re.ASCII)
_UNTIL = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?", re.ASCII)
_CYCLE = 400
"""Years after which the Gregorian calendar repeats, weekdays included."""


class NotARule(ValueError):
    """The text is no recurrence rule that is kept; the message says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that was read: its parts but for UNTIL, and the last day or instant of that."""

    parts: tuple[tuple[str, str], ...]
    until: date | datetime | None

    def get(self, name: str) -> str | None:
        return dict(self.parts).get(name)

    def __str__(self) -> str:
        """As it is kept, and read back by `parse`."""
        parts = list(self.parts)
        if isinstance(self.until, datetime):
            parts.append(("UNTIL", f"{self.until:%Y%m%dT%H%M%S}{'Z' if self.until.tzinfo else ''}"))
        elif self.until is not None:
            parts.append(("UNTIL", f"{self.until:%Y%m%d}"))
        return ";".join(f"{name}={value}" for name, value in parts)


def parse(text: str) -> Rule:
    """Read `FREQ=YEARLY;BYMONTH=11;BYDAY=1SU`; raises `NotARule`."""
    if len(text) > _LONGEST:
        raise NotARule(f"a recurrence rule has at most {_LONGEST} characters, this has {len(text)}")
    parts: dict[str, str] = {}
    for part in text.strip().upper().removeprefix("RRULE:").strip(";").split(";"):
        name, equals, value = part.partition("=")
        if not equals:
            raise NotARule(f"{text[:64]!r} is no recurrence rule, such as FREQ=YEARLY")
        if name in parts:
            raise NotARule(f"{name} stands twice in the rule")
        parts[name] = value
    for name, value in parts.items():
        _check(name, value)
    if "FREQ" not in parts:
        raise NotARule(f"{text[:64]!r} is no recurrence rule; it has no FREQ")
    if "COUNT" in parts and "UNTIL" in parts:
        raise NotARule("a rule has COUNT or UNTIL, not both")
    if parts["FREQ"] in ("DAILY", "WEEKLY") and re.search(r"\d", parts.get("BYDAY", "")):
        raise NotARule("a numbered weekday such as 1MO needs FREQ=MONTHLY or FREQ=YEARLY")
    until = _until(parts.pop("UNTIL")) if "UNTIL" in parts else None
    return Rule(tuple(parts.items()), until)


def days(
    rule: Rule,
    first: date,
    wall_time: time | None,
    begins_at: Callable[[date], datetime],
    until: datetime | None,
) -> list[date]:
    """The days of a series from its first to `until`, the end included; raises `NotARule`."""
    if until is None and rule.until is None and rule.get("COUNT") is None:
        raise NotARule("the rule has no end; say until when")
    found: list[date] = []
    for day in endless(rule, first, wall_time, begins_at):
        if until is not None and begins_at(day) > until:
            break
        if len(found) == MOST_OCCURRENCES:
            raise NotARule(f"the rule has more than {MOST_OCCURRENCES:,} occurrences until then")
        found.append(day)
    return found


def endless(
    rule: Rule, first: date, wall_time: time | None, begins_at: Callable[[date], datetime]
) -> Iterator[date]:
    """The days of a series from its first to the end of its rule, if that has one; raises `NotARule`.

    Each day is sought when it is asked for. `begins_at` gives the instant at which the occurrence of a day
    begins, at `wall_time` if it has one. Begun at any of its days a series goes on as it would have, but
    for its COUNT.
    """
    found = 0
    for day in _days(rule, first):
        if not found and day != first:
            raise NotARule(
                f"{day_in_words(first)} is not a day of its own rule; the next is {day_in_words(day)}"
            )
        if _is_past(rule.until, day, wall_time, begins_at(day)):
            return
        found += 1
        yield day
    if not found:
        raise NotARule(f"the rule has no day from {day_in_words(first)} on")
    count = rule.get("COUNT")
    if (count is None or found < int(count)) and _shift(first):
        raise NotARule(f"a rule is worked out for {_CYCLE} years; end it before")


def _check(name: str, value: str) -> None:
    if name == "FREQ":
        if value in _TOO_OFTEN:
            raise NotARule(f"FREQ={value} is too often; the most is DAILY")
        if value not in PERIODS:
            raise NotARule(f"there is no FREQ={value[:16]!r}; use {', '.join(PERIODS)}")
    elif name in ("INTERVAL", "COUNT"):
        if not re.fullmatch(r"0*[1-9]\d{0,3}", value, re.ASCII):
            raise NotARule(f"{name} is a number from 1 to 9999, not {value[:16]!r}")
    elif name == "BYDAY":
        if not _WEEKDAYS.fullmatch(value):
            raise NotARule(f"BYDAY is weekdays such as MO,1TU,-1FR, not {value[:16]!r}")
        _check_numbers(name, re.findall(r"[+-]?\d+", value), -53, 53)
    elif name in _RANGES:
        if not _LISTED.fullmatch(value):
            raise NotARule(f"{name} is whole numbers with commas between them, not {value[:16]!r}")
        _check_numbers(name, value.split(","), *_RANGES[name])
    elif name == "WKST":
        if not re.fullmatch("MO|TU|WE|TH|FR|SA|SU", value):
            raise NotARule(f"WKST is a weekday such as MO, not {value[:16]!r}")
    elif name in _WITHIN_A_DAY:
        raise NotARule(f"{name} is not kept; the hour is that of the event")
    elif name != "UNTIL":
        raise NotARule(f"{name[:16]!r} is no part of a recurrence rule")


def _check_numbers(name: str, numbers: list[str], least: int, most: int) -> None:
    for number in map(int, numbers):
        if number == 0 or not least <= number <= most:
            raise NotARule(f"{name} has no {number}")


def _until(value: str) -> date | datetime:
    found = _UNTIL.fullmatch(value)
    if found is None:
        raise NotARule(
            f"UNTIL is a day or an instant such as 20271231 or 20271231T235959Z, not {value[:16]!r}"
        )
    year, month, day, hour, minute, second = (int(part) if part else 0 for part in found.groups()[:6])
    try:
        last = date(year, month, day)
        if found[4] is None:
            return last
        return datetime.combine(last, time(hour, minute, second), UTC if found[7] else None)
    except ValueError as error:
        raise NotARule(f"UNTIL={value} does not exist") from error


def _is_past(until: date | datetime | None, day: date, wall_time: time | None, at: datetime) -> bool:
    """Whether an occurrence lies after the rule's own end, which without Z is on the event's wall clock."""
    if not isinstance(until, datetime):
        return until is not None and day > until
    if wall_time is None:
        return day > until.date()
    return at > until if until.tzinfo is not None else datetime.combine(day, wall_time) > until


def _shift(first: date) -> int:
    """By how many years a search is moved on, so that less than two cycles of the calendar lie ahead.

    The library looks for the next day up to the year 9999, for seconds if there is none; the calendar
    of so many years later is the same.
    """
    return max(0, (9_999 - _CYCLE - first.year) // _CYCLE * _CYCLE)


def _days(rule: Rule, first: date) -> Iterator[date]:
    """The days of the rule alone, each sought when it is asked for."""
    years = _shift(first)
    begin = datetime.combine(first.replace(year=first.year + years), time(0))
    text = ";".join(f"{name}={value}" for name, value in rule.parts)
    try:
        for one in rrule.rrulestr(text, dtstart=begin):
            yield one.date().replace(year=one.year - years)
    except (ValueError, OverflowError, KeyError, IndexError) as error:
        raise NotARule(f"the rule cannot be worked out: {error}") from error
