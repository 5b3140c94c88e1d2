"""The rules by which an event comes again: which are followed, where they end, and from where.

Refused are rules that recur within a day, that no day fulfils, and that count by another calendar. A
series that began long ago is followed from a later start of the same rule: from 1950 on, birthdays
cost more than all else in a calendar.
"""

from __future__ import annotations

import calendar
from datetime import UTC, date, datetime, time, timedelta
from math import prod
from typing import Any

import icalendar

MOST_RULES = 10
_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_LONG_BEFORE = timedelta(days=800)
"""Before the first day asked for: more than the longest event of a series, and a year of any rule."""


def fault_of_rules(rules: list[Any], start: date | datetime) -> str | None:
    """Why an event with these rules is not followed; else their ends are made to fit its start."""
    if len(rules) > MOST_RULES:
        return f"recurs by more than {MOST_RULES} rules"
    for rule in rules:
        fault = _fault(rule)
        if fault:
            return fault
        if "UNTIL" in rule:
            rule["UNTIL"] = [_until(until, start) for until in rule["UNTIL"]]
    return None


def begin_near(event: icalendar.Event, first: date) -> None:
    """Let a series begin shortly before `first`, on a day of the same rule, if it began long before."""
    held: Any = event  # what the library may hold under a name is any of thirty types
    rules, start = held.get("RRULE"), held["DTSTART"].dt
    if not isinstance(rules, icalendar.vRecur) or "COUNT" in rules or (start.month, start.day) == (2, 29):
        return
    wall = start.replace(tzinfo=None) if isinstance(start, datetime) else datetime.combine(start, time(0))
    moved = _same_rule_near(wall, rules, datetime.combine(first, time(0)) - _LONG_BEFORE)
    end = held["DTEND"].dt if "DTEND" in held else start
    if moved <= wall or getattr(end, "tzinfo", None) is not getattr(start, "tzinfo", None):
        return
    for name, value in (("DTSTART", start), ("DTEND", end)):
        if name in event:
            event[name] = icalendar.vDDDTypes(value + (moved - wall))


def _same_rule_near(wall: datetime, rule: Any, target: datetime) -> datetime:
    """The last day not after `target` that whole periods of the rule lead to from `wall`."""
    every = int(next(iter(rule.get("INTERVAL", [1]))))
    days = {"DAILY": every, "WEEKLY": 7 * every}.get(str(rule["FREQ"][0]).upper())
    if days is not None:
        return wall + timedelta(days=(target - wall).days // days * days)
    years = (target.year - 1 - wall.year) // every * every  # of months too: 12 times as many of them
    return wall.replace(year=wall.year + years) if years > 0 else wall


def _fault(rule: Any) -> str | None:
    frequency = str(next(iter(rule.get("FREQ", [])), "")).upper()
    if frequency not in _FREQUENCIES:
        return f"recurs {frequency[:20] or 'without a frequency'}; only daily and rarer is followed"
    if str(next(iter(rule.get("RSCALE", [])), "GREGORIAN")).upper() != "GREGORIAN":
        return "recurs by another calendar than the Gregorian"
    if any(int(number) < 1 for name in ("INTERVAL", "COUNT") for number in rule.get(name, [])):
        return "recurs by a rule with an INTERVAL or COUNT below 1"
    if prod(len(rule.get(name, [1])) for name in ("BYHOUR", "BYMINUTE", "BYSECOND")) > 24:
        return "recurs more than 24 times a day"
    if not _comes_true(rule, frequency):
        return "recurs by a rule that no day fulfils"
    return None


def _comes_true(rule: Any, frequency: str) -> bool:
    """Whether one of its months has one of its days; else it would be followed to the year 9999."""
    if frequency == "DAILY" and "BYSETPOS" in rule:
        return False
    days = [abs(int(day)) for day in rule.get("BYMONTHDAY", [])]
    months = [int(month) for month in rule.get("BYMONTH", []) if 1 <= int(month) <= 12]
    if "BYMONTH" in rule and not months:
        return False
    longest = max((calendar.monthrange(2024, month)[1] for month in months), default=31)
    return not days or min(days) <= longest


def _until(until: date | datetime, start: date | datetime) -> date | datetime:
    """An end as the start's kind of time: a date means all of that day, a time without zone the start's."""
    if not isinstance(start, datetime):
        return until.date() if isinstance(until, datetime) else until
    if not isinstance(until, datetime):
        until = datetime.combine(until, time(23, 59, 59))
    if start.tzinfo is None:
        return until.replace(tzinfo=None)
    return (until if until.tzinfo is not None else until.replace(tzinfo=start.tzinfo)).astimezone(UTC)
