"""A title or a summary as it is matched: clean, in folded words, with the way back to every code point.

What was escaped, even twice, is the letter it means. What is never seen (zero-width, soft hyphens, signs that
turn the direction) and what names nothing (tags, addresses, accounts) is left out. Must not know names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from html import unescape

from bot.rules.text import UNSEEN, fold, spotted

_LONGEST = 20_000
"""Code points that are read of a title or a summary; what comes after them is not looked at."""
_MOST_LAYERS = 3
_TYPOGRAPHY = (
    ("’", "'"),
    ("‘", "'"),
    ("“", '"'),
    ("”", '"'),
    ("–", "-"),
    ("—", "-"),
    ("…", "."),
    ("\xa0", " "),
)
"""Signs that every newspaper prints, as ASCII has them: most texts then have no other letters."""
_UNCLEAN = re.compile(
    rf"&(?:amp;)*(?:#\d{{1,7}}|#[xX][0-9a-fA-F]{{1,6}}|[A-Za-z][A-Za-z0-9]{{1,30}});|ํา|ໍາ|{UNSEEN.pattern}"
)
_ONE_LETTER = {"ํา": "ำ", "ໍາ": "ຳ"}
"""A vowel of Thai and Lao that is typed as one letter or as two."""
_MAY_NAME_NOTHING = ("<", "@", "://", "www.", ".com", ".org", ".net", ".gov", ".int", ".info", ".co.", ".in/")
_NAMES_NOTHING = re.compile(
    r"<[a-zA-Z/!?][^<>]{0,2000}>"
    r"|(?:https?://|www\.)[^\s<>\"']{1,2000}"
    r"|(?<![\w.+-])[\w.+-]{0,64}@[\w.-]{1,255}"
    r"|(?<![\w.-])[\w-]{1,63}(?:\.[\w-]{1,63}){0,4}?\.(?:com|org|net|gov|int|info|co)(?:\.[a-z]{2})?(?![\w-])(?:/\S{0,2000})?"
    r"|(?<![\w.-])[\w-]{1,63}\.in/\S{0,2000}",
    re.IGNORECASE,
)
_SHOUTED = 3
"""How many capitals there are for each small letter, and more, in a line that is written in capitals."""


@dataclass(frozen=True)
class Line:
    """A title or a summary in words; `origin` holds where each letter stood, if any was read as another."""

    text: str
    words: Sequence[re.Match[str]]
    offset: int
    origin: Sequence[tuple[int, int]] | None

    @cached_property
    def is_shouted(self) -> bool:
        """Whether it is all in capitals, so that capitals tell nothing."""
        capitals = sum(map(str.isupper, self.text))
        return capitals > _SHOUTED * sum(map(str.islower, self.text))

    def folded(self, at: int) -> str:
        """A word as it is compared; none before the first and after the last."""
        return fold(self.words[at][0].replace(".", "")) if 0 <= at < len(self.words) else ""

    def letters(self, first: int, last: int) -> tuple[str, ...]:
        """Words as they are written."""
        return tuple(word[0].replace(".", "") for word in self.words[first : last + 1])

    def gap(self, after: int) -> str:
        """What stands between a word and the next; the last dot of an abbreviation belongs to it."""
        word = self.words[after]
        between = self.text[word.end() : self.words[after + 1].start()]
        return between[1:] if between[:1] == "." and "." in word[0] else between

    def place(self, first: int, last: int, ending: int = 0) -> tuple[int, int]:
        """Where words stand in the whole entry, without the last letters that are only an ending."""
        start, end = self.words[first].start(), self.words[last].end() - ending
        if "." in self.words[last][0] and self.text[end : end + 1] == ".":
            end += 1  # the last dot of an abbreviation
        if self.origin is not None:
            start, end = self.origin[start][0], self.origin[end - 1][1]
        return self.offset + start, self.offset + end


@dataclass(frozen=True, slots=True)
class Clean:
    """Text as it is seen, and where each letter stood, if any was left out or read as another."""

    text: str
    origin: Sequence[tuple[int, int]] | None


def clean(raw: str) -> Clean:
    text = raw[:_LONGEST]
    if not text.isascii():
        for sign, plain in _TYPOGRAPHY:
            text = text.replace(sign, plain)
    if "&" not in text and text.isascii() and text.replace("\n", " ").isprintable():
        return Clean(without_addresses(text), None)
    found = list(_UNCLEAN.finditer(text))
    if not found:
        return Clean(without_addresses(text), None)
    parts: list[str] = []
    origin: list[tuple[int, int]] = []
    at = 0
    for match in found:
        start, end = match.span()
        meant = _meant(match[0])
        if meant == match[0]:  # no entity, though it has the form of one
            continue
        parts += [text[at:start], meant]
        origin += [(one, one + 1) for one in range(at, start)]
        origin += [(start, end)] * len(meant)
        at = end
    parts.append(text[at:])
    origin += [(one, one + 1) for one in range(at, len(text))]
    return Clean(without_addresses("".join(parts)), origin)


def _meant(text: str) -> str:
    """The letters that an entity stands for, however often it was escaped; nothing for what is never seen."""
    for _ in range(_MOST_LAYERS):
        if not text.startswith("&"):
            break
        text = unescape(text)
    for sign, plain in _TYPOGRAPHY:
        text = text.replace(sign, plain)
    return _ONE_LETTER.get(text, UNSEEN.sub("", text))


def without_addresses(text: str) -> str:
    """The text with blanks in the place of tags, addresses and accounts."""
    if not any(map(text.__contains__, _MAY_NAME_NOTHING)):
        return text
    return _NAMES_NOTHING.sub(lambda match: " " * len(match[0]), text)


def line(text: Clean, offset: int, begin: int = 0, end: int | None = None) -> Line:
    """The words of a text between two of its letters."""
    if begin or end is not None:
        stop = len(text.text) if end is None else end
        seen = " " * begin + text.text[begin:stop]
    else:
        seen = text.text
    return Line(seen, spotted(seen), offset, text.origin)
