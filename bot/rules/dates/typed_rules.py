"""What people type for how often an event comes back: read as a recurrence rule, or refused by name.

Read are `every year`, `yearly`, `every 2 years`, `every other week`, `fortnightly`; `every Tuesday and
Thursday`, `every 2 weeks on Tuesday`; `2nd Tuesday of every month`, `every month on the last Friday`, `15th
of every month`, `last day of every month`; `last Friday of November every year`, `1 November every year`;
with `, 10 times` or `until 2030` at the end; and RFC 5545's own text, `FREQ=YEARLY;BYMONTH=11;BYDAY=1SU`.

What may mean two things is asked back: `biweekly`, `every second Tuesday`. Days come from the first date
where the rule names none.
"""

from __future__ import annotations

import re

from bot.rules.dates.recurring import NotARule, Rule, parse
from bot.rules.dates.rule_words import WEEKDAYS
from bot.rules.dates.typed_dates import MONTHS, NotADay, read_date

LONGEST = 100
_NUMBERS = [
    "",
    "",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
]
_COUNTS = {word: number for number, word in enumerate(_NUMBERS) if word} | {"other": 2}
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1,
             "2nd last": -2, "second last": -2, "penultimate": -2}  # fmt: skip
_UNITS = {"day": ("DAILY", 1), "week": ("WEEKLY", 1), "fortnight": ("WEEKLY", 2), "month": ("MONTHLY", 1),
          "quarter": ("MONTHLY", 3), "year": ("YEARLY", 1)}  # fmt: skip
_ADVERBS = {"daily": "day", "weekly": "week", "fortnightly": "fortnight", "monthly": "month",
            "quarterly": "quarter", "yearly": "year", "annually": "year", "annual": "year",
            "every weekday": "week on monday, tuesday, wednesday, thursday and friday",
            "biennially": "2 years", "biennial": "2 years", "half-yearly": "6 months"}  # fmt: skip
_TWO_MEANINGS = {
    "biweekly": "every 2 weeks, or twice a week",
    "bi-weekly": "every 2 weeks, or twice a week",
    "bimonthly": "every 2 months, or twice a month",
    "bi-monthly": "every 2 months, or twice a month",
    "biannual": "every 6 months, or every 2 years",
    "biannually": "every 6 months, or every 2 years",
}
_DAYS = {name.casefold(): code for code, name in WEEKDAYS.items()}
_DAYS |= {name[:3]: code for name, code in _DAYS.items()} | {"tues": "TU", "weds": "WE", "thurs": "TH"}

_WEEKDAY = f"(?:{'|'.join(sorted(_DAYS, key=len, reverse=True))})"
_AND = r"(?:,? and |, ?)"
_ORDINAL = rf"(?:{'|'.join(sorted(_ORDINALS, key=len, reverse=True))}|[1-5](?:st|nd|rd|th))"
_NUMBERED = rf"(?:the )?{_ORDINAL}(?:{_AND}{_ORDINAL})* {_WEEKDAY}"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_LAST_DAY = r"(?:the )?(?:\d{1,2}(?:st|nd|rd|th) )?last day"
_MONTH = f"(?:{'|'.join(sorted(MONTHS, key=len, reverse=True))})"
_EVERY = r"(?:every|each|once (?:a|every|each))"
_OFTEN = rf"{_EVERY} (?:(?P<number>\d{{1,4}}|{'|'.join(_COUNTS)}|{_ORDINAL}) )?(?P<unit>{'|'.join(_UNITS)})s?"
_YEARLY = rf"(?:,? (?P<often>{_EVERY} .+|yearly|annually))?"

_ENDS = re.compile(
    r"(?P<rule>.+?),? (?:(?:for )?(?P<times>\d{1,4}) times|(?:until|till) (?P<until>.+))", re.ASCII
)
_PERIOD = re.compile(rf"{_OFTEN}(?:,? (?:on |in )?(?P<on>.+))?", re.ASCII)
_EVERY_WEEKDAY = re.compile(rf"{_EVERY} ({_WEEKDAY}(?:{_AND}{_WEEKDAY})*)", re.ASCII)
_WEEKDAYS = re.compile(rf"{_WEEKDAY}(?:{_AND}{_WEEKDAY})*", re.ASCII)
_TOO_OFTEN = re.compile(rf"hourly|{_EVERY} (?:\d+ |\w+ )?(?:hour|minute|min|second|sec)s?", re.ASCII)
_SECOND_TUESDAY = re.compile(rf"{_EVERY} ({_ORDINAL}) ({_WEEKDAY})", re.ASCII)
_NUMBERED_DAYS = re.compile(rf"{_NUMBERED}(?:{_AND}{_NUMBERED})*", re.ASCII)
_MONTH_DAYS = re.compile(
    rf"(?:the )?(?:{_DAY}|{_LAST_DAY})(?:{_AND}(?:the )?(?:{_DAY}|{_LAST_DAY}))*(?: day)?", re.ASCII
)
_IN_MONTH = re.compile(rf"(?:every )?(?P<days>.+?) (?:of|in) (?P<often>{_EVERY} .+|the month)", re.ASCII)
_IN_NAMED = re.compile(
    rf"(?P<days>{_NUMBERED}(?:{_AND}{_NUMBERED})*) (?:of|in) (?:{_EVERY} )?(?P<month>{_MONTH}){_YEARLY}",
    re.ASCII,
)
_DATED = re.compile(
    rf"(?:{_EVERY} )?(?:(?:the )?(?P<day>{_DAY}) (?:of )?(?P<month>{_MONTH})"
    rf"|(?P<month_2>{_MONTH}) (?P<day_2>{_DAY})){_YEARLY}",
    re.ASCII,
)
_NAMED_MONTH = re.compile(rf"{_EVERY} (?P<month>{_MONTH})", re.ASCII)


def read(text: str) -> Rule:
    """The rule that was typed; raises `NotARule`."""
    if len(text) > LONGEST and "=" not in text:
        raise NotARule(f"a rule in words has at most {LONGEST} characters, this has {len(text)}")
    if "=" in text:
        return parse(text)
    given = " ".join(text.split()).casefold().removeprefix("on ").rstrip(".")
    end = ""
    if found := _ENDS.fullmatch(given):
        given = found["rule"]
        end = f";COUNT={int(found['times'])}" if found["times"] else f";UNTIL={_until(found['until'])}"
    return parse(_rule(given) + end)


def _rule(given: str) -> str:
    if given in _TWO_MEANINGS:
        raise NotARule(f"is {given!r} {_TWO_MEANINGS[given]}?")
    if given in _ADVERBS:
        given = f"every {_ADVERBS[given]}"
    if _TOO_OFTEN.fullmatch(given):
        raise NotARule(f"{given!r} is too often; the most is every day")
    if found := _SECOND_TUESDAY.fullmatch(given):
        weeks, day = _which(found[1]), found[2].title()
        if weeks > 1:
            raise NotARule(f"is that every {weeks} weeks on {day}, or the {found[1]} {day} of every month?")
        return f"FREQ=MONTHLY;BYDAY={weeks}{_DAYS[found[2]]}"
    for form, meant in _FORMS:
        if found := form.fullmatch(given):
            return meant(found)
    raise _no_rule(given)


def _of_period(found: re.Match[str]) -> str:
    freq, size = _UNITS[found["unit"]]
    rule = f"FREQ={freq}"
    if (interval := size * _number(found["number"])) != 1:
        rule += f";INTERVAL={interval}"
    return rule + (_days_of(freq, found["on"]) if found["on"] else "")


def _days_of(freq: str, said: str) -> str:
    """What is said of the days within a period."""
    if freq == "WEEKLY" and _WEEKDAYS.fullmatch(said):
        return f";BYDAY={_weekdays(said)}"
    if freq == "MONTHLY" and _NUMBERED_DAYS.fullmatch(said):
        return f";BYDAY={_numbered(said)}"
    if freq == "MONTHLY" and _MONTH_DAYS.fullmatch(said):
        return f";BYMONTHDAY={_month_days(said)}"
    if freq == "YEARLY" and said in MONTHS:
        return f";BYMONTH={MONTHS[said]}"
    for form, meant in ((_IN_NAMED, _in_named_month), (_DATED, _dated)):
        if freq == "YEARLY" and (found := form.fullmatch(said)) and not found["often"]:
            return meant(found).removeprefix("FREQ=YEARLY")
    raise _no_rule(said)


def _every_weekday(found: re.Match[str]) -> str:
    return f"FREQ=WEEKLY;BYDAY={_weekdays(found[1])}"


def _in_every_month(found: re.Match[str]) -> str:
    period = _PERIOD.fullmatch("every month" if found["often"] == "the month" else found["often"])
    if period is None or _UNITS[period["unit"]][0] != "MONTHLY" or period["on"]:
        raise _no_rule(found[0])
    return _of_period(period) + _days_of("MONTHLY", found["days"])


def _in_named_month(found: re.Match[str]) -> str:
    return f"{_years(found['often'])};BYMONTH={MONTHS[found['month']]};BYDAY={_numbered(found['days'])}"


def _dated(found: re.Match[str]) -> str:
    day, month = found["day"] or found["day_2"], found["month"] or found["month_2"]
    return f"{_years(found['often'])};BYMONTH={MONTHS[month]};BYMONTHDAY={_figure(day)}"


def _named_month(found: re.Match[str]) -> str:
    return f"FREQ=YEARLY;BYMONTH={MONTHS[found['month']]}"


def _years(often: str | None) -> str:
    """`every 2 years`, or every one where nothing else is said."""
    period = _PERIOD.fullmatch(often) if often and often not in _ADVERBS else None
    if period is None and (not often or often in _ADVERBS):
        return "FREQ=YEARLY"
    if period is None or period["unit"] != "year" or period["on"]:
        raise _no_rule(often or "")
    return _of_period(period)


_FORMS = (
    (_PERIOD, _of_period),
    (_EVERY_WEEKDAY, _every_weekday),
    (_IN_MONTH, _in_every_month),
    (_IN_NAMED, _in_named_month),
    (_DATED, _dated),
    (_NAMED_MONTH, _named_month),
)


def _number(said: str | None) -> int:
    if said is None:
        return 1
    return int(said) if said.isdigit() else _COUNTS.get(said) or _which(said)


def _which(ordinal: str) -> int:
    return _ORDINALS.get(ordinal) or _figure(ordinal)


def _figure(said: str) -> int:
    return int(re.sub(r"\D", "", said))


def _weekdays(said: str) -> str:
    return ",".join(dict.fromkeys(_DAYS[one] for one in re.findall(_WEEKDAY, said)))


def _numbered(said: str) -> str:
    return ",".join(
        f"{_which(number)}{_DAYS[day]}"
        for numbers, day in re.findall(rf"({_ORDINAL}(?:{_AND}{_ORDINAL})*) ({_WEEKDAY})", said)
        for number in re.findall(_ORDINAL, numbers)
    )


def _month_days(said: str) -> str:
    days = []
    for one in re.split(_AND, said.removesuffix(" day") if "last" not in said else said):
        number = re.search(r"\d+", one)
        is_last = one.endswith("last day")
        days.append(str(-int(number[0]) if is_last and number else -1 if is_last else _figure(one)))
    return ",".join(days)


def _until(said: str) -> str:
    try:
        last = read_date(said, None).hi
    except NotADay as error:
        raise NotARule(f"the end: {error}") from error
    if last is None:
        raise NotARule(f"the end: {said!r} is none")
    return f"{last:%Y%m%d}"


def _no_rule(given: str) -> NotARule:
    return NotARule(
        f"{given[:64]!r} says not how often; write it as every year, every 2 weeks on Tuesday, 2nd Tuesday of"
        " every month, last Friday of November every year, or as FREQ=YEARLY"
    )
