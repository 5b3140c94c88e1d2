"""What people type for an option, read: lead times, hours, quiet hours, and words that are chosen.

`default` stands, for each, for what is inherited. `none` is no lead time, or no quiet hours. An hour is a
full one, such as `9`, `09:00` or `9am`; quiet hours are two, such as `22-7`. Tags of a forum are named as
they are called there, with commas between them.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Mapping
from typing import Any

from bot.rules.dates import leads, typed
from bot.rules.wording import listed
from storage.options import Brief, Pace

DEFAULT, NONE = "default", "none"
_INHERITED = ("default: as it is inherited", DEFAULT)
MOST_POSTS = 100
_MOST_TAGS, _LONGEST_TAG = 5, 20
_LONGEST = 330
_UNTIL = re.compile(r"\s*(?:-|–|—|\bto\b|\buntil\b)\s*", re.IGNORECASE)
_YES = {"on": True, "yes": True, "off": False, "no": False}
_WEEKDAYS = [name.casefold() for name in calendar.day_name]


class NotAnOption(ValueError):
    """What was typed is nothing that this option may be; the message says what is wrong."""

    def __init__(self, option: str, typed_text: str, reason: str) -> None:
        super().__init__(reason)
        self.option = option
        self.typed = typed_text


def read(given: Mapping[str, str | None]) -> dict[str, Any]:
    """What is to be replaced in `Options`, by what was typed for each option; None was not given at all.

    Raises `NotAnOption`.
    """
    changed: dict[str, Any] = {}
    for option, text in given.items():
        if text is not None:
            changed |= _read(option, text)
    return changed


def leads_offered(text: str) -> list[tuple[str, str]]:
    """What lead times that are still being typed mean, in words, each with a text that says just that.

    What is none yet is answered with what is wrong with it.
    """
    if not text.strip():
        usual = [leads.in_words(leads.DEFAULT_LEADS), "1 day", "1 hour", "15 minutes"]
        return [*((one, one) for one in usual), ("none: no reminder at all", NONE), _INHERITED]
    if DEFAULT.startswith(text.strip().casefold()):
        return [_INHERITED]
    try:
        labels = read({"leads": text})["leads"]
    except NotAnOption as error:
        return [(str(error), text)]
    return [(f"{listed(labels)} before", ", ".join(labels)) if labels else ("no reminder at all", NONE)]


def hours_offered(text: str) -> list[tuple[str, str]]:
    """The full hours of the day that what is typed may begin."""
    every = [*((f"{hour:02}:00", str(hour)) for hour in range(24)), _INHERITED]
    typed_text = text.strip().casefold()
    return [one for one in every if one[0].startswith(typed_text) or one[1].startswith(typed_text)]


def _read(option: str, text: str) -> dict[str, Any]:
    fields, reader = _READERS[option]
    said = " ".join(text[:_LONGEST].split())
    if said.casefold() == DEFAULT:
        return dict.fromkeys(fields)
    try:
        values = reader(said)
    except ValueError as error:
        raise NotAnOption(option, text, str(error)) from error
    return dict(zip(fields, values, strict=True))


def _leads(said: str) -> tuple[tuple[str, ...]]:
    if said.casefold() == NONE:
        return ((),)
    return (tuple(lead.label for lead in leads.parse_all(said)),)


def _quiet(said: str) -> tuple[int, int]:
    if said.casefold() == NONE:
        return 0, 0
    hours = _UNTIL.split(said)
    if len(hours) != 2:
        raise ValueError("quiet hours are two hours, such as 22-7")
    return _full_hour(hours[0]), _full_hour(hours[1])


def _full_hour(said: str) -> int:
    if said.isascii() and said.isdigit() and len(said) <= 2:
        if int(said) > 23:
            raise ValueError(f"{said} is no hour of the day; hours are 0 to 23")
        return int(said)
    at = typed.hour(said)
    if at.minute or at.second:
        raise ValueError(f"{said!r} is no full hour")
    return at.hour


def _number(said: str) -> int:
    if not (said.isascii() and said.isdigit() and len(said) <= 3 and 1 <= int(said) <= MOST_POSTS):
        raise ValueError(f"a number from 1 to {MOST_POSTS}")
    return int(said)


def _tags(said: str) -> tuple[tuple[str, ...]]:
    if said.casefold() == NONE:
        return ((),)
    names = tuple(dict.fromkeys(name for part in said.split(",") if (name := part.strip())))
    if not names or len(names) > _MOST_TAGS:
        raise ValueError(f"one to {_MOST_TAGS} tags, with commas between them")
    if too_long := [name for name in names if len(name) > _LONGEST_TAG]:
        raise ValueError(f"no tag has a name as long as {too_long[0]!r}")
    return (names,)


def _one_of(words: Mapping[str, Any]) -> Callable[[str], tuple[Any]]:
    def chosen(said: str) -> tuple[Any]:
        if said.casefold() not in words:
            raise ValueError(f"choose {listed(list(words), 'or')}")
        return (words[said.casefold()],)

    return chosen


def _weekday(said: str) -> tuple[int]:
    found = [day for day, name in enumerate(_WEEKDAYS) if len(said) > 2 and name.startswith(said.casefold())]
    if len(found) != 1:
        raise ValueError("a day of the week, such as Monday")
    return (found[0],)


_READERS: dict[str, tuple[tuple[str, ...], Callable[[str], tuple[Any, ...]]]] = {
    "leads": (("leads",), _leads),
    "hour": (("day_hour",), lambda said: (_full_hour(said),)),
    "quiet": (("quiet_from", "quiet_to"), _quiet),
    "brief": (("brief",), _one_of({one.value: one for one in Brief})),
    "brief_hour": (("brief_hour",), lambda said: (_full_hour(said),)),
    "brief_day": (("brief_weekday",), _weekday),
    "live": (("live",), _one_of(_YES)),
    "most_per_hour": (("most_per_hour",), lambda said: (_number(said),)),
    "pace": (("pace",), _one_of({one.value: one for one in Pace})),
    "publish": (("publish",), _one_of(_YES)),
    "tags": (("tags",), _tags),
    "mirror": (("mirror",), _one_of(_YES)),
}
"""Each option of a command: the fields of `Options` it sets, and how it is read."""
