"""The numbers of a headline, each with what it counts: editions, years, days, money and quantities.

`16th`, `sixteenth`, `XVI`, `ke-16`, `lần thứ 16`, `第16届` and `ika-16` are one edition, and so is the 2 of
`AIME-2`. `2026-30` is 2026 and 2030. What stands for a thing whatever its number (World War II, the 7th
Fleet, Second Thomas Shoal, the first time) is no edition. Must not know what two entries have in common.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from bot.rules.stories.number_words import CARDINALS, MONTHS, ORDINALS, ROMAN
from bot.rules.stories.places import is_country
from bot.rules.stories.terms import terms
from bot.rules.stories.words import STOP, weight

T = TypeVar("T")

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_NAMES_WITH_NUMBERS = re.compile(
    r"\b(?:world war (?:ii|two|i|one)|first[- ]ever|at first|twenty-first century"
    r"|(?:first|second|third|fourth|fifth|sixth|seventh|tenth|\d+(?:st|nd|rd|th)) (?:fleet|thomas|time|lady"
    r"|largest|biggest|most|party|country|countries|world|quarter|half|class|hand|person|ever|ones?"
    r"|island chain|century|army|corps|regiment|infantry|division|brigade|battalion|republic|committee"
    r"|place|home))\b",
    re.IGNORECASE,
)
_DAY = re.compile(
    rf"\b(?:(\d{{1,2}})(?:st|nd|rd|th)?(?:\s?[-–]\s?\d{{1,2}}|\s(?:and|to)\s\d{{1,2}})?\s(?:of\s)?({_MONTH})\b\.?"
    rf"|({_MONTH})\.?\s(\d{{1,2}})(?:st|nd|rd|th)?(?:\s?[-–]\s?\d{{1,2}})?(?![\d,]*\d))",
    re.IGNORECASE,
)
_YEARS = re.compile(r"(?<![\d,.$])((?:19|20)\d\d)(?:\s?[-–/]\s?((?:19|20)?\d\d)\b)?(?![\d,]*\d)")
_EDITION = re.compile(
    r"\b(\d{1,3})(?:st|nd|rd|th)\b|\b(?:ke|ika)-?(\d{1,3})\b|lần thứ (\d{1,3})"
    r"|[第제]\s?(\d{1,3})\s?(?:届|屆|次|回|차)"
    r"|(?:#|\b(?:no|nr|part|episode|day|week|vol(?:ume)?|issue|phase)\.?\s?#?)(\d{1,3})\b"
    r"|(\d{1,3})(?:वां|वाँ|वीं|वें|वी)|ครั้งที่ (\d{1,3})",
    re.IGNORECASE,
)
_WRITTEN = re.compile(rf"\b({'|'.join(sorted(ORDINALS, key=len, reverse=True))})\b", re.IGNORECASE)
_IN_ROMAN = re.compile(r"\b([XVI]{2,6})\b")
_NUMBERED = re.compile(
    r"\b([A-Z]{2,}[a-z]?|[A-Z]|[A-Z][a-z]+(?=-\d))(?:-?(\d{1,4})|\s(\d{1,2})(?=\s*(?:$|[:,.;)])))[A-Z]?s?\b"
)
_SUMS = r"trillion|billion|million|lakh crore|crore|lakh|bln|bn|mln|mn|tn"
_MONEY = re.compile(
    r"(?P<sign>US\$|A\$|S\$|NT\$|[$€£¥₹₱]|\b(?:Rs\.?|RM|P(?=\d)|Php|USD|INR)\s?)\s?(?P<value>\d[\d,]*(?:\.\d+)?)\s?-?"
    rf"(?P<times>{_SUMS}|m|b|k)?\b"
    rf"|\b(?P<value_2>\d[\d,]*(?:\.\d+)?)\s?-?(?P<times_2>{_SUMS})\b"
    r"(?:\s(?P<currency>rupees|dollars|pesos|ringgit|rupiah|euros|yen|won|baht))?",
    re.IGNORECASE,
)
_CURRENCIES = {
    "us$": "$",
    "usd": "$",
    "dollars": "$",
    "rs": "₹",
    "inr": "₹",
    "rupees": "₹",
    "p": "₱",
    "php": "₱",
    "pesos": "₱",
    "rm": "ringgit",
    "euros": "€",
    "yen": "¥",
}
_TIMES = {
    "trillion": 1e12,
    "tn": 1e12,
    "billion": 1e9,
    "bn": 1e9,
    "bln": 1e9,
    "b": 1e9,
    "million": 1e6,
    "mln": 1e6,
    "mn": 1e6,
    "m": 1e6,
    "lakh crore": 1e12,
    "crore": 1e7,
    "lakh": 1e5,
    "k": 1e3,
}
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s?(?:%|per ?cent\b|pc\b)", re.IGNORECASE)
_WRITTEN_OUT = "|".join(word for word, number in CARDINALS.items() if number > 1)
_COUNT = re.compile(
    rf"(?<![\w.,])(\d{{1,3}}(?:,\d{{3}})+|\d{{1,7}}(?:\.\d+)?|{_WRITTEN_OUT})(?![\w%])", re.IGNORECASE
)
_DIGIT, _LETTERS = re.compile(r"\d|[XVI]{2}"), re.compile(r"[a-z]+")
_NUMBER_WORDS = frozenset(CARDINALS) | frozenset(ORDINALS)
_END = re.compile(r"[\d;:()|–—]")


@dataclass(frozen=True, slots=True)
class Numbered:
    """An edition or a type: its number, and the words it belongs to."""

    number: int
    of: frozenset[str]


@dataclass(frozen=True, slots=True)
class Amount:
    """So many of something."""

    value: float
    of: frozenset[str]


@dataclass(frozen=True, slots=True)
class Numbers:
    editions: tuple[Numbered, ...]
    types: tuple[Numbered, ...]
    """Of names with a number in them, such as AIME-2, F-16 and COP30."""
    years: frozenset[int]
    days: frozenset[tuple[int, int]]
    """Month and day."""
    money: tuple[Amount, ...]
    """Each with its currency, as far as it is said."""
    percents: tuple[float, ...]
    amounts: tuple[Amount, ...]

    def __bool__(self) -> bool:
        return self is not NO_NUMBERS


NO_NUMBERS = Numbers((), (), frozenset(), frozenset(), (), (), ())


def _may_count(text: str) -> bool:
    """Whether there is any number in it, told quickly."""
    return _DIGIT.search(text) is not None or not _NUMBER_WORDS.isdisjoint(_LETTERS.findall(text.lower()))


@lru_cache(maxsize=4096)
def editions_of(text: str) -> tuple[Numbered, ...]:
    """The editions of a paragraph alone."""
    if not _may_count(text):
        return ()
    return tuple(_editions(_NAMES_WITH_NUMBERS.sub(_without_digits, text))[0])


def numbers_of(text: str) -> tuple[Numbers, str]:
    """All numbers of one headline or paragraph, and the text without them."""
    if not _may_count(text):
        return NO_NUMBERS, text
    # A number is told by the first rule that knows it, and then taken out of the text.
    text = _NAMES_WITH_NUMBERS.sub(_without_digits, text)
    days, text = _taken(_DAY, text, _day)
    years, text = _taken(_YEARS, text, _years)
    money, text = _taken(_MONEY, text, _money)
    percents, text = _taken(_PERCENT, text, lambda found: float(found[1]))
    editions, text = _editions(text)
    types, text = _taken(_NUMBERED, text, _type, keep=_letters)
    amounts, text = _taken(_COUNT, text, _amount)
    return Numbers(
        editions=tuple(editions),
        types=tuple(types),
        years=frozenset(year for pair in years for year in pair),
        days=frozenset(days),
        money=tuple(money),
        percents=tuple(percents),
        amounts=tuple(amounts),
    ), text


def _editions(text: str) -> tuple[list[Numbered], str]:
    figures, text = _taken(_EDITION, text, _edition)
    written, text = _taken(_WRITTEN, text, lambda found: _numbered(ORDINALS[found[1].lower()], found))
    roman, text = ([], text) if text.isupper() else _taken(_IN_ROMAN, text, _roman)
    return [*figures, *written, *roman], text


def _taken(
    pattern: re.Pattern[str],
    text: str,
    read: Callable[[re.Match[str]], T | None],
    keep: Callable[[re.Match[str]], str] = lambda _: " ",
) -> tuple[list[T], str]:
    """What a rule reads of the text, and the text with a gap where it read something."""
    found, parts, at = [], [], 0
    for match in pattern.finditer(text):
        value = read(match)
        if value is not None:
            found.append(value)
            parts += [text[at : match.start()], keep(match)]
            at = match.end()
    return found, "".join([*parts, text[at:]]) if found else text


def _without_digits(found: re.Match[str]) -> str:
    """`7th Fleet` and `Seventh Fleet` alike, and without a number."""
    first, _, rest = found.group().partition(" ")
    digits = re.match(r"\d+", first)
    number = int(digits.group()) if digits else ORDINALS.get(first.lower())
    return f"{first if number is None else _word(number)} {rest}"


def _word(number: int) -> str:
    return "".join("abcdefghij"[int(digit)] for digit in str(number))


def _day(found: re.Match[str]) -> tuple[int, int] | None:
    month = found[2] or found[3]
    day = int(found[1] or found[4])
    return (MONTHS[month.lower()], day) if month[0].isupper() and 1 <= day <= 31 else None


def _years(found: re.Match[str]) -> tuple[int, ...]:
    first = int(found[1])
    return (first,) if found[2] is None else (first, int(found[1][:2] + found[2][-2:]))


def _money(found: re.Match[str]) -> Amount:
    value, times = found["value"] or found["value_2"], found["times"] or found["times_2"]
    currency = (found["sign"] or found["currency"] or "").strip(". ").casefold()
    amount = float(value.replace(",", "")) * _TIMES.get((times or "").lower(), 1)
    return Amount(amount, frozenset({_CURRENCIES.get(currency, currency)}))


def _edition(found: re.Match[str]) -> Numbered:
    return _numbered(int(next(group for group in found.groups() if group)), found)


def _roman(found: re.Match[str]) -> Numbered | None:
    number = ROMAN.get(found[1])
    return _numbered(number, found) if number else None


def _numbered(number: int, found: re.Match[str]) -> Numbered:
    """An edition, with the words that follow it."""
    return Numbered(number, _heads(found.string[found.end() : found.end() + 80], 5))


def _type(found: re.Match[str]) -> Numbered | None:
    return Numbered(int(found[2] or found[3]), frozenset({found[1].lower()}))


def _letters(found: re.Match[str]) -> str:
    """`AIME-2` is AIME without its number, and F-16 is a word."""
    return (
        f" {found[1]} "
        if found[1].isupper() and len(found[1]) > 2
        else f" {found[1]}{_word(int(found[2] or found[3]))} "
    )


def _amount(found: re.Match[str]) -> Amount:
    said = found[1].lower()
    value = CARDINALS[said] if said in CARDINALS else float(said.replace(",", ""))
    return Amount(value, _heads(found.string[found.end() : found.end() + 60], 3))


def _heads(after: str, most: int) -> frozenset[str]:
    """The words that say what is counted: those up to the next number, mark or small word."""
    end = _END.search(after)
    found: list[str] = []
    for term in terms(after[: end.start()] if end else after):
        known = weight(term.said)
        if known == STOP:
            if found:
                break
        elif not is_country(term.said):
            found.append(term.said)
        if len(found) == most:
            break
    return frozenset(found)
