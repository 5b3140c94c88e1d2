"""What the next edition of an event is called: the number or the year in its name counts on.

`3rd Forum` is followed by `4th Forum`, `Third Forum` by `Fourth Forum`, `Forum 2026` by `Forum 2027`, written
as the first was. An ordinal that numbers something else (`2nd Tuesday Talk`) stays, as does what has none.
"""

from __future__ import annotations

import re

from bot.rules import wording
from storage.edtf import Edtf

_FIGURES = re.compile(r"(?<![\w-])(\d{1,4})(st|nd|rd|th)(?![\w-])", re.ASCII | re.IGNORECASE)
_ONES = ["", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
         "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth",
         "eighteenth", "nineteenth"]  # fmt: skip
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_ORDINALS = [
    *_ONES,
    *(
        f"{ten}-{one}" if one else f"{ten.removesuffix('y')}ieth"
        for ten in _TENS
        for one in ("", *_ONES[1:10])
    ),
]
_NUMBER_OF = {word: number for number, word in enumerate(_ORDINALS) if word}
_WORDS = re.compile(rf"\b({'|'.join(sorted(_NUMBER_OF, key=len, reverse=True))})\b", re.IGNORECASE)
_NO_EDITION = re.compile(
    r"[ -](?:mon|tues|wednes|thurs|fri|satur|sun)day|[ -](?:quarter|half|century|floor|track|day|week)\b",
    re.IGNORECASE,
)
"""What an ordinal before it numbers instead of the edition."""


def counts_up(title: str, first: Edtf) -> bool:
    """Whether the name says which edition it is."""
    return first.lo is not None and titled(title, first.lo.year, 1, first.lo.year + 1) != title


def edition_of(title: str) -> int | None:
    """Which edition the name says it is: 3 of `Third Forum`."""
    found = _edition_in(title)
    return _number(found) if found is not None else None


def titled(title: str, first_year: int, number: int, year: int) -> str:
    """The title of the event of `year` that `number` others came before; the first was called `title`."""
    title = re.sub(rf"(?<![\d–-]){first_year:04}(?!\d| ?[–/-] ?\d)", f"{year:04}", title, count=1)
    found = _edition_in(title)
    if found is None:
        return title
    return title[: found.start()] + _counted_on(found, number) + title[found.end() :]


def _edition_in(title: str) -> re.Match[str] | None:
    """The first ordinal that numbers the edition."""
    ordinals = sorted([*_FIGURES.finditer(title), *_WORDS.finditer(title)], key=re.Match.start)
    return next((found for found in ordinals if not _NO_EDITION.match(title, found.end())), None)


def _number(found: re.Match[str]) -> int:
    word = _NUMBER_OF.get(found[0].casefold())
    return word if word is not None else int(found[1])


def _counted_on(found: re.Match[str], number: int) -> str:
    """The ordinal of an edition so many later, written as the first was."""
    written, later = found[0], _number(found) + number
    said = wording.ordinal(str(later))
    if written[0].isalpha() and later < len(_ORDINALS):
        said = _ORDINALS[later]
    if written.upper() == written and len(written) > 1:
        return said.upper()
    return said.capitalize() if written[0].isupper() and said[0].isalpha() else said
