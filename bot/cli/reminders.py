"""`attache reminders plan`: dates as JSON lines in, when to remind of each as JSON lines out.

A line in has `id`, `date` (as EDTF or as people type it), `guild_zone`, `leads` and `known_at`, and may have
`time`, `zone`, `fold`, `day_hour`, `recurrence` and `until`. A line out has `id`, `start`, `shown`, `due`,
`not_applicable`, `occurrences` and `error`. Every line is answered, in order; one that cannot be
planned with a sentence in `error`. An hour without a zone is on the server's clock.
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import IO, Any, NoReturn, TypeVar
from zoneinfo import ZoneInfo

from bot.rules import reminding
from bot.rules.dates import leads, recurring, rule_words, typed, typed_echo, zones
from bot.rules.dates.leads import Lead
from storage import edtf
from storage.edtf import Announced, NotADate

log = logging.getLogger(__name__)
T = TypeVar("T")

_LONGEST_LINE = 65_536
_LONGEST_INSTANT = 40
_MOST_LEADS = 50
_DAY_HOUR = time(9)
_REQUIRED = ("id", "date", "guild_zone", "leads", "known_at")


class NotAnInstant(ValueError):
    """The text is no instant with its offset from UTC."""


class _Refused(ValueError):
    """A line that cannot be planned; the message is what its `error` says."""


_NAMED = (
    *(NotAnInstant, NotADate, typed.NotADay, zones.NotAZone, zones.NotOnTheClock),
    *(leads.NotALead, recurring.NotARule),
)
"""What the readers refuse by name."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """One line, read."""

    announced: Announced
    leads: dict[str, Lead]
    zone: ZoneInfo
    day_hour: time
    known_at: datetime
    rule: recurring.Rule | None
    until: datetime | None


def main(options: argparse.Namespace) -> int:
    for line in lines(sys.stdin.buffer):
        text = json.dumps(answer(line), ensure_ascii=False)
        # Half a surrogate pair, which JSON may name and UTF-8 cannot hold, is named again.
        sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace") + b"\n")
        sys.stdout.buffer.flush()
    return 0


def lines(stream: IO[bytes], longest: int = _LONGEST_LINE) -> Iterator[bytes]:
    """Each line as it comes; of one that is too long only the beginning is kept."""
    while line := stream.readline(longest + 1):
        rest = line
        while not rest.endswith(b"\n") and (rest := stream.readline(longest)):
            pass
        yield line


def answer(line: bytes) -> dict[str, Any]:
    """What is printed to one line."""
    given: dict[str, Any] = {}
    try:
        given = _fields(line)
        return _said(given, **_planned(_read(given)))
    except _Refused as refused:
        return _said(given, error=str(refused))
    except Exception:  # the run goes on with the next line
        log.exception("a line could not be planned")
        return _said(given, error="this line could not be planned; the fault is not in it")


def _said(given: dict[str, Any], **known: Any) -> dict[str, Any]:
    name = given.get("id")
    found: dict[str, Any] = {
        "id": name if isinstance(name, str | int) else None,
        "start": None,
        "shown": None,
        "due": {},
        "not_applicable": [],
        "occurrences": [],
        "error": None,
    }
    return found | known


def _fields(line: bytes) -> dict[str, Any]:
    if len(line) > _LONGEST_LINE:
        raise _Refused(f"a line has at most {_LONGEST_LINE:,} bytes")
    try:
        given = json.loads(line.decode("utf-8-sig"), parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise _Refused("the line is not JSON in UTF-8") from error
    if not isinstance(given, dict):
        raise _Refused("the line is not a JSON object")
    return given


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _read(given: dict[str, Any]) -> _Asked:
    missing = [name for name in _REQUIRED if given.get(name) is None]
    if missing:
        raise _Refused(f"there is no {missing[0]}")
    if not isinstance(given["id"], str | int):
        raise _Refused("id: neither a text nor a whole number")
    zone = _needed(given, "guild_zone", zones.named)
    known_at = _needed(given, "known_at", _instant)
    return _Asked(
        announced=_announced(given, zone, known_at),
        leads=_leads(given["leads"]),
        zone=zone,
        day_hour=_wanted(given, "day_hour", typed.hour) or _DAY_HOUR,
        known_at=known_at,
        rule=_wanted(given, "recurrence", recurring.parse),
        until=_wanted(given, "until", _instant),
    )


def _announced(given: dict[str, Any], guild_zone: ZoneInfo, known_at: datetime) -> Announced:
    """The date with its hour, be that in the text of the date or beside it."""
    hour, zone = _wanted(given, "time", typed.hour), _wanted(given, "zone", zones.named)
    own = (zone or guild_zone).key
    announced = _needed(given, "date", lambda text: typed.read(text, known_at, own))
    fold = 0 if given.get("fold") is None else given["fold"]
    if type(fold) is not int or fold not in (0, 1):
        raise _Refused("fold: neither 0 nor 1")
    if announced.wall_time is not None:
        if hour is not None or (zone is not None and announced.zone != own):
            raise _Refused("date: it brings an hour, and another stands beside it")
        return replace(announced, fold=fold or announced.fold)
    if hour is None or announced.edtf.first_day is None:
        return announced
    return Announced(announced.edtf, hour, own, fold)


def _leads(given: Any) -> dict[str, Lead]:
    if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
        raise _Refused("leads: not a list of texts")
    if len(given) > _MOST_LEADS:
        raise _Refused(f"leads: at most {_MOST_LEADS}, these are {len(given)}")
    return {text: _as("leads", leads.parse, text) for text in given}


def _instant(text: str) -> datetime:
    try:
        if len(text) <= _LONGEST_INSTANT and text.isascii():
            at = datetime.fromisoformat(text)
            if at.tzinfo is not None:
                return at.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise NotAnInstant(f"{text[:_LONGEST_INSTANT]!r} is no instant such as 2026-11-01T09:00:00Z")


def _needed(given: dict[str, Any], name: str, read: Callable[[str], T]) -> T:
    value = given[name]
    if not isinstance(value, str):
        raise _Refused(f"{name}: not a text")
    return _as(name, read, value)


def _wanted(given: dict[str, Any], name: str, read: Callable[[str], T]) -> T | None:
    return _needed(given, name, read) if given.get(name) is not None else None


def _as(name: str, read: Callable[[str], T], text: str) -> T:
    try:
        return read(text)
    except _NAMED as error:
        raise _Refused(f"{name}: {error}") from error


def _planned(asked: _Asked) -> dict[str, Any]:
    try:
        return _series(asked, asked.rule) if asked.rule is not None else _single(asked)
    except _NAMED as error:
        raise _Refused(str(error)) from error


def _single(asked: _Asked) -> dict[str, Any]:
    start, due = _occurrence(asked, asked.announced)
    return {
        "start": start,
        "shown": typed_echo.in_words(asked.announced),
        "due": due,
        "not_applicable": [text for text in asked.leads if text not in due],
    }


def _series(asked: _Asked, rule: recurring.Rule) -> dict[str, Any]:
    """Its occurrences; what falls due for none of them does not apply."""
    first = asked.announced.edtf.first_day
    if first is None:
        raise _Refused("recurrence: a series begins on a day, and none is known")

    def on(day: date) -> Announced:
        return replace(asked.announced, edtf=edtf.parse(day.isoformat()))

    def begins_at(day: date) -> datetime:
        return reminding.due_of(on(day), (), asked.zone, asked.day_hour).begins_at

    days = recurring.days(rule, first, asked.announced.wall_time, begins_at, asked.until)
    made = [_occurrence(asked, on(day)) for day in days]
    fires = {text for _, due in made for text in due}
    return {
        "shown": f"{typed_echo.in_words(asked.announced)}; {rule_words.in_words(rule)}",
        "not_applicable": [text for text in asked.leads if text not in fires],
        "occurrences": [{"start": start, "due": due} for start, due in made],
    }


def _occurrence(asked: _Asked, announced: Announced) -> tuple[str | None, dict[str, str]]:
    """When it starts, if an hour is known, and which leads will still fire, by what they were called."""
    due = reminding.due_of(announced, tuple(asked.leads.values()), asked.zone, asked.day_hour)
    ahead = {
        text: _rfc_3339(due.due_at[lead])
        for text, lead in asked.leads.items()
        if lead in due.due_at and due.due_at[lead] > asked.known_at
    }
    return (_rfc_3339(due.begins_at) if announced.wall_time is not None else None), ahead


def _rfc_3339(at: datetime) -> str:
    return at.replace(tzinfo=None).isoformat(timespec="seconds") + "Z"
