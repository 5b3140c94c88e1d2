"""A recurrence rule in words, so that `typed_rules` reads the same rule from them.

`every 2 years`, `every week on Tuesday and Thursday`, `every month on the 2nd Tuesday`, `every month on the
last day`, `every year on the last Friday of November`, with `, 10 times` or `, until 31 December 2030`. What
is said by no such words is told as the rule has it.
"""

from __future__ import annotations

import calendar
from datetime import datetime

from bot.rules.dates.recurring import PERIODS, Rule
from bot.rules.wording import counted, listed, ordinal

WEEKDAYS = dict(zip(("MO", "TU", "WE", "TH", "FR", "SA", "SU"), calendar.day_name, strict=True))
_MONTHS = calendar.month_name


def in_words(rule: Rule) -> str:
    """How often it comes, on which days and until when."""
    period, interval = PERIODS[rule.get("FREQ") or ""], int(rule.get("INTERVAL") or 1)
    often = f"every {period}" if interval == 1 else f"every {counted(interval, period)}"
    return often + _on(rule) + _ends(rule)


def _on(rule: Rule) -> str:
    """The days within the period, where the rule names them."""
    named = {name: value.split(",") for name, value in rule.parts if name.startswith("BY")}
    match rule.get("FREQ"), sorted(named):
        case _, []:
            return ""
        case "WEEKLY", ["BYDAY"]:
            return f" on {listed([WEEKDAYS[one[-2:]] for one in named['BYDAY']])}"
        case "MONTHLY", ["BYDAY"] if _are_numbered(named["BYDAY"]):
            return f" on the {_numbered(named['BYDAY'])}"
        case "MONTHLY", ["BYMONTHDAY"]:
            return f" on the {listed([_which_day(one) for one in named['BYMONTHDAY']])}"
        case "YEARLY", ["BYMONTH"] if len(named["BYMONTH"]) == 1:
            return f" in {_month(named)}"
        case "YEARLY", ["BYDAY", "BYMONTH"] if len(named["BYMONTH"]) == 1 and _are_numbered(named["BYDAY"]):
            return f" on the {_numbered(named['BYDAY'])} of {_month(named)}"
        case "YEARLY", ["BYMONTH", "BYMONTHDAY"] if _is_one_day(named):
            return f" on {int(named['BYMONTHDAY'][0])} {_month(named)}"
    return f" ({';'.join(f'{name}={value}' for name, value in rule.parts if name.startswith('BY'))})"


def _ends(rule: Rule) -> str:
    if (count := rule.get("COUNT")) is not None:
        return f", {counted(int(count), 'time')}"
    last = rule.until
    if last is None:
        return ""
    hour = f" {last:%H:%M}{' UTC' if last.tzinfo else ''}" if isinstance(last, datetime) else ""
    return f", until {last.day} {_MONTHS[last.month]} {last.year}{hour}"


def _are_numbered(days: list[str]) -> bool:
    """Whether each is one of few in its month: `2TU`, `-1FR`."""
    return all(one[:-2] and -2 <= int(one[:-2]) <= 5 for one in days)


def _numbered(days: list[str]) -> str:
    return listed([f"{_which(int(one[:-2]))} {WEEKDAYS[one[-2:]]}" for one in days])


def _which(number: int) -> str:
    return {-1: "last", -2: "2nd last"}.get(number) or ordinal(str(number))


def _which_day(number: str) -> str:
    """`15th`, `last day`, `3rd last day`."""
    day = int(number)
    if day > 0:
        return ordinal(str(day))
    return "last day" if day == -1 else f"{ordinal(str(-day))} last day"


def _month(named: dict[str, list[str]]) -> str:
    return _MONTHS[int(named["BYMONTH"][0])]


def _is_one_day(named: dict[str, list[str]]) -> bool:
    return len(named["BYMONTH"]) == len(named["BYMONTHDAY"]) == 1 and int(named["BYMONTHDAY"][0]) > 0
