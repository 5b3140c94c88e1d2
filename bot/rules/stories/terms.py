"""A text as a row of terms: stems, with every name of a country as its code.

Scripts without spaces give pairs of neighbouring letters. Must not know what a number counts.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.rules.stories.places import beginnings_of_countries, country_at, is_capital
from bot.rules.stories.words import stem
from bot.rules.text import Word, is_unspaced, words

_PRONOUNS = frozenset({"us", "un"})
"""What names the United States and the United Nations in capitals alone."""


@dataclass(frozen=True, slots=True)
class Term:
    said: str
    """The stem, or `@PH` for a country, or `~scs` for a sea."""
    raw: str
    start: int
    end: int
    is_capital: bool = False
    """Whether a country is named by its capital."""


def terms(text: str) -> list[Term]:
    given = words(text)
    folded = [word.folded for word in given]
    beginnings = beginnings_of_countries()
    found: list[Term] = []
    at = 0
    while at < len(given):
        word, size = given[at], 1
        if not word.folded.isascii() and is_unspaced(word.folded):
            if at + 1 < len(given) and _follows(word, given[at + 1]):
                found.append(Term(word.folded + given[at + 1].folded, word.raw, word.start, word.end))
            at += 1
            continue
        country, size = country_at(folded, at) if word.folded in beginnings else (None, 1)
        if country is None or (word.folded in _PRONOUNS and not word.raw.isupper()):
            size = 1
            found.append(Term(stem(word.folded), word.raw, word.start, word.end))
        else:
            capital = is_capital(tuple(folded[at : at + size]))
            found.append(Term(country, word.raw, word.start, given[at + size - 1].end, capital))
        at += size
    return found


def _follows(word: Word, after: Word) -> bool:
    return word.end == after.start and is_unspaced(after.folded)
