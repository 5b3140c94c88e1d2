"""Where a sign begins that a reader sees as one: the grapheme clusters of Unicode (UAX 29), as far as a cut
of text needs them.

A mark belongs to the letter before it, as do the vowel of Thai that is written like a letter and the colour
of an emoji's skin; emoji with a joiner between them are one, two regional indicators are a flag, the jamo of
Korean a syllable, and consonants of India that a virama joins stay together.
"""

from __future__ import annotations

import unicodedata

_LONGEST = 60
"""How far back the beginning of a sign is looked for; letters with more marks than that are taken apart."""
_JOINER = "\u200d"
_VIRAMA = 9
_EXTENDING = frozenset("\u0e33\u0eb3\uff9e\uff9f\u200c" + _JOINER)


def begin(text: str, at: int) -> int:
    """The last place up to `at` where a sign begins."""
    for place in range(at, max(at - _LONGEST, 0), -1):
        if not _continues(text, place):
            return place
    return at


def _continues(text: str, at: int) -> bool:
    before, sign = text[at - 1], text[at]
    if before.isascii() and sign.isascii():
        return before == "\r" and sign == "\n"
    if unicodedata.category(sign).startswith("M") or sign in _EXTENDING or _is_added(sign):
        return True
    if before == _JOINER:
        return unicodedata.category(sign) == "So"
    if unicodedata.combining(before) == _VIRAMA:
        return unicodedata.category(sign) == "Lo"
    return _is_half_a_flag(text, at) or _is_in_a_syllable(before, sign)


def _is_added(sign: str) -> bool:
    """A colour of skin, or a letter of the tag that makes a black flag that of a country."""
    return "\U0001f3fb" <= sign <= "\U0001f3ff" or "\U000e0020" <= sign <= "\U000e007f"


def _is_half_a_flag(text: str, at: int) -> bool:
    if not _is_indicator(text[at]):
        return False
    run = 0
    while run < at and _is_indicator(text[at - run - 1]):
        run += 1
    return run % 2 == 1


def _is_indicator(sign: str) -> bool:
    return "\U0001f1e6" <= sign <= "\U0001f1ff"


def _is_in_a_syllable(before: str, sign: str) -> bool:
    """Whether Korean letters make one syllable: leading ones, a vowel, then what closes it."""
    if _is_leading(before):
        return _is_leading(sign) or _is_vowel(sign) or _is_syllable(sign)
    if _is_vowel(before) or (_is_syllable(before) and (ord(before) - 0xAC00) % 28 == 0):
        return _is_vowel(sign) or _is_closing(sign)
    return (_is_closing(before) or _is_syllable(before)) and _is_closing(sign)


def _is_leading(sign: str) -> bool:
    return "\u1100" <= sign <= "\u115f" or "\ua960" <= sign <= "\ua97c"


def _is_vowel(sign: str) -> bool:
    return "\u1160" <= sign <= "\u11a7" or "\ud7b0" <= sign <= "\ud7c6"


def _is_closing(sign: str) -> bool:
    return "\u11a8" <= sign <= "\u11ff" or "\ud7cb" <= sign <= "\ud7fb"


def _is_syllable(sign: str) -> bool:
    return "\uac00" <= sign <= "\ud7a3"
