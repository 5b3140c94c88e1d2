"""From the names of a catalogue to the phrases that are looked for, each with what it asks of its place.

A name is looked for in its words; a hyphenated one also joined (counter-terrorism, counterterrorism), one
with `and` also without it (&), one in Russian, Tamil or Korean also with its endings, and a country also by
what is of it (the Indian Navy). What a phrase asks: its exact letters, where it is marked exact, has no more
than three letters, or is a common noun (Turkey); its own accents, where it is so short that other words are
made of the same letters; company, where it is a short form (EWG) or means something else elsewhere
(`lookalikes.py`). Must not know texts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import cache

from bot.rules.matching.inflections import endings, forms
from bot.rules.matching.lookalikes import (
    COMMON_WORDS,
    LOOKALIKES,
    NEEDS_A_NAME,
    NEEDS_THE_FIELD,
    TOO_SHORT_FORMS,
)
from bot.rules.matching.peoples import PEOPLES
from bot.rules.matching.publishers import PUBLISHERS
from bot.rules.text import fold, is_unspaced, phrase, spotted, without_invisible, words
from storage.records import Entity, EntityId, EntityKind, Name, NameUse

Words = tuple[str, ...]

WIDE = frozenset({EntityKind.COUNTRY, EntityKind.PLACE, EntityKind.REGION})
"""What is mentioned in all kinds of news, so that a mention tells little of what an entry is about."""
BREAKS = re.compile(r"[.,;:!?…。，、；：！？।۔،؛|]")
"""What ends a sentence or a part of one: a name goes over it only where the name itself has it."""
_SHORT_FORM = re.compile(
    r"(?=[^a-z]*[A-Z]{2})[A-Z0-9][A-Z0-9+]*s?(?:[ -](?:[A-Z0-9][A-Z0-9+]*s?|\d+(?:st|nd|rd|th)))*"
    r"|\d+(?:st|nd|rd|th) [A-Z]{2,}"
)
_SMALL_WORD = re.compile(r"(?<=\w)\s+and\s+(?=\w)", re.IGNORECASE)
_HYPHEN = re.compile(r"(?<=[^\W\d_])-(?=[^\W\d_])")
_SHORT, _ACCENTED, _JOINED = 3, 4, 6
_KEPT = re.compile(r"\[([^\]]*)\]")
_KATAKANA = re.compile("[ァ-ヺーヽヾㇰ-ㇿ]")


class Company(IntEnum):
    """What must stand beside a phrase in the same entry: another name, one that is not only of a place, or
    one of a forum that it belongs to."""

    NONE = 0
    A_NAME = 1
    THE_FIELD = 2
    ITS_FORUM = 3


@dataclass(frozen=True, slots=True)
class Phrase:
    """What some words mean, and what they ask; a look-alike means nothing."""

    entity: EntityId | None
    letters: Words | None = None
    accents: str | None = None
    company: Company = Company.NONE
    language: str | None = None
    ending: int = 0
    joints: str = ""
    """Punctuation that stands between its words."""
    is_plus: bool = False
    """Whether it ends in Plus, which written small may also only join what follows."""
    free: frozenset[int] = frozenset()
    """Words of a look-alike that keep their meaning."""


def phrases_of(entity: Entity) -> Iterator[tuple[Words, Phrase]]:
    peoples = PEOPLES.get(entity.id, ()) if entity.kind is EntityKind.COUNTRY else ()
    for name in (*entity.names, *map(Name, peoples)):
        company = None
        for text, ending in _spellings(name):
            raw = tuple([word[0].replace(".", "") for word in spotted(text)])
            folded = tuple(map(fold, raw))
            if company is None:
                company = _company(entity, name, folded)
            if folded and (made := _asking(entity, name, text, folded, raw, company)) is not None:
                yield folded, replace(made, ending=ending) if ending else made


def lookalikes(beside: Iterable[str]) -> Iterator[tuple[Words, Phrase]]:
    """Phrases that mean nothing: the look-alikes, publishers, and names of what is in no catalogue."""
    yield from _listed()
    for name in beside:
        folded = phrase(name)
        if folded:
            yield folded, Phrase(None)


@cache
def _listed() -> tuple[tuple[Words, Phrase], ...]:
    return tuple(map(_lookalike, (*LOOKALIKES, *PUBLISHERS)))


def _lookalike(row: str) -> tuple[Words, Phrase]:
    text = row.replace("[", "").replace("]", "")
    found = words(text)
    kept = [phrase(part) for part in _KEPT.findall(row)]
    free = frozenset(
        number + more
        for part in kept
        for number in range(len(found))
        if part == tuple(word.folded for word in found[number : number + len(part)])
        for more in range(len(part))
    )
    letters = tuple(word.raw for word in found) if text.isupper() and text.isascii() else None
    return tuple(word.folded for word in found), Phrase(
        None, letters, joints=_joints(text) + ("-" if "-" in text else ""), free=free
    )


def _spellings(name: Name) -> Iterator[tuple[str, int]]:
    """The ways to write a name, each with how many letters at its end are no part of it."""
    text = without_invisible(name.text)
    yield text, 0
    if name.use is not NameUse.ANY:
        return
    if "-" in text:
        joined = _HYPHEN.sub("", text)
        if joined != text and all(len(word) >= _JOINED or word in text.split() for word in joined.split()):
            yield joined, 0
    if text.count(" ") > 1 and (shorter := _SMALL_WORD.sub(" ", text)) != text:
        yield shorter, 0
    for form in forms(text, name.language):
        yield form, 0
    for ending in endings(text, name.language):
        yield text + ending, len(ending)


def _asking(
    entity: Entity, name: Name, text: str, folded: Words, raw: Words, company: Company
) -> Phrase | None:
    """The phrase for one way to write a name; nothing where a name is for look-ups only."""
    if name.use is NameUse.LOOKUP and (company is Company.NONE or name.text in TOO_SHORT_FORMS):
        return None
    is_loose = name.use is NameUse.ANY or company is Company.ITS_FORUM
    is_exact = not is_loose or _reads_like_another_word(folded, raw)
    return Phrase(
        entity.id,
        letters=raw if is_exact else None,
        accents=spelt(raw[0]) if _may_be_another_word(folded, raw) and not is_exact else None,
        company=company,
        language=name.language if company else None,
        joints=_joints(text),
        is_plus=folded[-1] == "plus",
    )


def _company(entity: Entity, name: Name, folded: Words) -> Company:
    """What a name needs beside it, by the way it is first written; its other forms need that too."""
    if folded in _NEEDS_THE_FIELD:
        return Company.THE_FIELD
    if folded in _NEEDS_A_NAME:
        return Company.A_NAME
    if name.use is not NameUse.ANY and _SHORT_FORM.fullmatch(name.text):
        if entity.kind is (EntityKind.COUNTRY if name.use is NameUse.LOOKUP else EntityKind.TOPIC):
            return Company.A_NAME
        if name.use is NameUse.LOOKUP or entity.kind not in WIDE:
            return Company.THE_FIELD
    if name.use is NameUse.LOOKUP:
        return Company.ITS_FORUM if len(folded) > 1 else Company.NONE
    is_a_letter = len(folded) == 1 and len(name.text) == 1 and is_unspaced(folded[0])
    return Company.A_NAME if is_a_letter else Company.NONE


def _reads_like_another_word(folded: Words, raw: Words) -> bool:
    """Whether only capitals tell a name from another word."""
    if len(folded) != 1 or raw[0].lower() == raw[0].upper():
        return False
    return len(raw[0]) <= _SHORT or folded[0] in COMMON_WORDS


def _may_be_another_word(folded: Words, raw: Words) -> bool:
    """Whether a name is so short that with other accents it is another word."""
    return len(folded) == 1 and len(folded[0]) <= _ACCENTED and not is_unspaced(raw[0])


def spelt(word: str) -> str:
    """A word with its accents, whatever its case."""
    return unicodedata.normalize("NFC", word).casefold()


def _joints(text: str) -> str:
    return "".join(set(BREAKS.findall(text)))


def is_inside_a_word(text: str, start: int, end: int) -> bool:
    """Whether a place in a script without spaces begins or ends in the middle of a letter or a loan word."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return (
        before in _JOINS_NEXT
        or after in _JOINS_LAST
        or bool(_KATAKANA.match(text[start]) and before and _KATAKANA.match(before))
        or bool(_KATAKANA.match(text[end - 1]) and after and _KATAKANA.match(after))
    )


_JOINS_NEXT = ("\u17d2", "\u1039")
"""Signs after which a letter of Khmer and Burmese stands under the one before it."""
_JOINS_LAST = ("\u0e33", "\u0eb3")
"""A vowel of Thai and Lao that is one letter with what it follows."""
_NEEDS_A_NAME = frozenset(map(phrase, NEEDS_A_NAME))
_NEEDS_THE_FIELD = frozenset(map(phrase, NEEDS_THE_FIELD))
