"""Time zones by what people type, and what the clock of a zone does to an announced hour.

A zone is a place of the IANA database or UTC. `Kuala Lumpur` and `KL` find Asia/Kuala_Lumpur. Never
taken: fixed offsets (`EST`, `Etc/GMT+5`, `+08:00`), which know no summer time, the names that mean
whatever a host means (`localtime`, `posixrules`), and abbreviations (`IST`, `CST`, `BST`): these
are asked back, with the places they may stand for.

R1 An instant is derived from a wall time, a zone and, where an hour comes twice, the pass (`fold`).
R2 An hour that a clock change skips is later by the length of the gap, whatever the pass; of an hour
   that comes twice the first is meant unless the second was chosen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from enum import StrEnum
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, available_timezones

import tzdata  # type: ignore[import-untyped]

from bot.rules import wording
from bot.rules.dates.zone_names import ABBREVIATIONS, ALSO_CALLED
from bot.rules.text import phrase

_LONGEST = 64
_MOST_CANDIDATES = 5
_NOT_OFFERED = ("Etc/", "SystemV/", "US/", "posix", "right/")
_FIXED = ("Etc/", "SystemV/", "posix/", "right/")
_OFFSET = re.compile(r"(?:utc|gmt)? ?[+−–-] ?\d{1,2}(?::?\d{2})?", re.ASCII | re.IGNORECASE)
_UTC_NAMES = frozenset({"utc", "gmt", "z", "zulu"})


class NotAZone(ValueError):
    """The text names no zone, or several; `candidates` are the zones it may mean."""

    def __init__(self, message: str, candidates: Iterable[str] = ()) -> None:
        super().__init__(message)
        self.candidates = tuple(candidates)


class NotOnTheClock(ValueError):
    """The hour lies outside the years 1 to 9999 of UTC, so it has no instant."""


class ClockChange(StrEnum):
    """What becomes of an hour of the wall clock on a day when the clock is changed."""

    SKIPPED = "skipped"
    TWICE = "twice"


def tzdata_version() -> str:
    """The release of the time zone database that instants are derived from, such as `2026f`."""
    return str(tzdata.IANA_VERSION)


def find_zones(query: str, names: Iterable[str], limit: int = 25) -> list[str]:
    """Zone names whose words the query's words begin, exact ones first; only places and UTC.

    A place that no zone is called after is found by its own name, an abbreviation by the places it may
    stand for.
    """
    if (places := ABBREVIATIONS.get(query.strip().upper())) is not None:
        return list(places[:limit])
    wanted = phrase(query)
    found = []
    for name in sorted(names):
        if not is_offered(name):
            continue
        fits = [words for words in _called(name) if _begins(words, wanted)]
        if fits:
            found.append((min(_distance(words, wanted) for words in fits), name))
    return [name for _, name in sorted(found)][:limit]


def is_offered(name: str) -> bool:
    """Whether a zone stands among those people choose from."""
    return not name.startswith(_NOT_OFFERED) and ("/" in name or name == "UTC")


@lru_cache(512)
def named(text: str) -> ZoneInfo:
    """The one zone that `text` means; raises `NotAZone`."""
    given = text.strip()
    if len(given) > _LONGEST:
        raise NotAZone(f"the name of a zone has at most {_LONGEST} characters, this has {len(given)}")
    key = _every_zone().get(given.casefold())
    if key is not None:
        return ZoneInfo(key)
    if _OFFSET.fullmatch(given) or given.casefold().startswith("etc/"):
        raise NotAZone(f"{given!r} is an offset, not a zone; name a place, such as Asia/Manila, or UTC")
    if (places := ABBREVIATIONS.get(given.upper())) is not None:
        meant = wording.listed(places, "or")
        raise NotAZone(f"{given.upper()} is no zone; is it {meant}?", places)
    return ZoneInfo(_found(given))


def instant(day: date, wall_time: time, zone: ZoneInfo, fold: int = 0) -> datetime:
    """The instant in UTC of an hour on the clock of a zone (R1, R2); raises `NotOnTheClock`."""
    if fold and clock_change(day, wall_time, zone) is not ClockChange.TWICE:
        fold = 0
    try:
        return datetime.combine(day, wall_time.replace(fold=fold), zone).astimezone(UTC)
    except OverflowError as error:
        raise NotOnTheClock(
            f"{day} {wall_time:%H:%M} in {zone.key} is outside the years 1 to 9999"
        ) from error


def clock_change(day: date, wall_time: time, zone: ZoneInfo) -> ClockChange | None:
    """Whether a clock change skips this hour of this day or brings it twice (PEP 495)."""
    first, second = (datetime.combine(day, wall_time.replace(fold=fold), zone).utcoffset() for fold in (0, 1))
    if first is None or second is None or first == second:
        return None
    return ClockChange.SKIPPED if first < second else ClockChange.TWICE


def _found(given: str) -> str:
    """The zone of a place written out in full; what only begins so is asked back."""
    wanted = phrase(given)
    near = find_zones(given, _every_zone().values(), _MOST_CANDIDATES) if wanted else []
    exact = [name for name in near if wanted in _called(name)]
    if len(exact) == 1:
        return exact[0]
    if not near:
        raise NotAZone(f"I know no zone {given!r}; name a city, such as Kuala Lumpur, or UTC")
    raise NotAZone(
        f"{given!r} is no zone by itself; is it {wording.listed(exact or near, 'or')}?", exact or near
    )


@cache
def _every_zone() -> dict[str, str]:
    """The zones that are taken, by their names in lower case."""
    kept = {name for name in available_timezones() if "/" in name and not name.startswith(_FIXED)}
    return {name.casefold(): name for name in kept} | dict.fromkeys(_UTC_NAMES, "UTC")


@cache
def _called(name: str) -> tuple[tuple[str, ...], ...]:
    """The words of a zone's name, of its city, and of the other places on its clock."""
    return tuple(phrase(one) for one in (name, name.rpartition("/")[2], *ALSO_CALLED.get(name, ())))


def _begins(words: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    return all(any(word.startswith(part) for word in words) for part in wanted)


def _distance(words: tuple[str, ...], wanted: tuple[str, ...]) -> tuple[bool, bool]:
    """A place of this very name stands before one whose last word begins so, and that before others."""
    return words != wanted, not words[-1].startswith(wanted[-1] if wanted else "")
