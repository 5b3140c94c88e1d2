"""Whether an entry of a calendar is an event that is known already.

It is, where both have one name and lie near each other: within a month, or on the same days where the
calendar has that name more than once. It is too, within 400 days, where both are the same edition of the
calendar's forum: by one number, and a name of the forum beside it, as in "12th ADMM-Plus" and "Twelfth
ASEAN Defence Ministers' Meeting-Plus". Where one of them has no number, both must be near each other. Of
several the nearest is meant.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence

from bot.rules.calendars.entries import Entry
from bot.rules.text import phrase
from storage.edtf import Edtf, Precision
from storage.records import Event

Words = tuple[str, ...]

_SAME_EDITION, _SAME_NAME = 400, 31
_ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth",
    "nineteenth", "twentieth",
)  # fmt: skip
_NUMBER = re.compile(r"(\d{1,3})(?:st|nd|rd|th)", re.ASCII)
_YEAR = re.compile(r"(?:19|20)\d\d", re.ASCII)
_FILLING = frozenset({"the", "of", "meeting", "summit", "session", "edition"})
_UNKNOWN = 0


class Alike:
    """The events that an entry may be, each taken by one entry at most."""

    def __init__(
        self,
        events: Iterable[Event],
        forum: Collection[str],
        names: Callable[[Event], Collection[str]] = lambda event: (event.title,),
    ) -> None:
        """`forum` holds the names of what the calendar's events concern, `names` those of an event."""
        self._forum = {phrase(name) for name in forum}
        self._named: dict[Words, list[Event]] = defaultdict(list)
        self._editions: dict[int | None, list[Event]] = defaultdict(list)
        self._taken: set[str] = set()
        for event in events:
            for words in {phrase(name) for name in names(event)}:
                self._named[words].append(event)
            for number in {self._edition(phrase(name)) for name in names(event)} - {_UNKNOWN}:
                self._editions[number].append(event)

    def found(self, entries: Sequence[Entry]) -> dict[tuple[str, str], Event]:
        """The entries that are known events, by their identity."""
        often = Counter(phrase(entry.title) for entry in entries)
        found = {}
        for entry in entries:
            repeats = bool(entry.recurrence_id) or often[phrase(entry.title)] > 1
            event = self._one(phrase(entry.title), entry.announced.edtf, repeats)
            if event is not None:
                self._taken.add(event.id)
                found[entry.identity] = event
        return found

    def _one(self, words: Words, date: Edtf, repeats: bool) -> Event | None:
        within = 0 if repeats else _SAME_NAME
        by_name = _SAME_EDITION if not repeats and any(map(_is_marked, words)) else within
        near = [pair for pair in _apart(self._named.get(words, []), date) if pair[0] <= by_name]
        number = self._edition(words)
        for other, editions in self._editions.items() if number != _UNKNOWN else ():
            if other == number or None in (other, number):
                most = _SAME_EDITION if number is not None and other == number else within
                near += [pair for pair in _apart(editions, date) if pair[0] <= most]
        free = [pair for pair in near if pair[1].id not in self._taken]
        return min(free, key=lambda pair: (pair[0], pair[1].id))[1] if free else None

    def _edition(self, words: Words) -> int | None:
        """Which edition of the forum is named so: None for one without a number, 0 for nothing of it."""
        numbers = [number for word in words if (number := _numbered(word))]
        rest = [word for word in words if not _is_marked(word)]
        if len(numbers) > 1 or not self._is_forum(rest):
            return _UNKNOWN
        return numbers[0] if numbers else None

    def _is_forum(self, rest: list[str]) -> bool:
        while rest:
            if tuple(rest) in self._forum:
                return True
            if rest[0] in _FILLING:
                rest = rest[1:]
            elif rest[-1] in _FILLING:
                rest = rest[:-1]
            else:
                return False
        return False


def _numbered(word: str) -> int:
    found = _NUMBER.fullmatch(word)
    return int(found[1]) if found else _ORDINALS.index(word) + 1 if word in _ORDINALS else 0


def _is_marked(word: str) -> bool:
    """Whether a word of a name tells one edition from another."""
    return bool(_numbered(word) or _YEAR.fullmatch(word))


def _apart(events: list[Event], date: Edtf) -> list[tuple[int, Event]]:
    return [(_days_apart(one.edtf, date), one) for one in events]


def _days_apart(one: Edtf, other: Edtf) -> int:
    """How far two dates are apart at least; what is to be confirmed may be any day."""
    if Precision.TBC in (one.precision, other.precision):
        return 0
    gaps = [0]
    for first, then in ((one, other), (other, one)):
        if first.hi is not None and then.lo is not None:
            gaps.append((then.lo - first.hi).days)
    return max(gaps)
