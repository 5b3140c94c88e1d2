"""Questions in other languages: they are not read, but the one name in such a question is meant.

A question is foreign where all words beside its name are in another script, or where it asks with a
word of another language and has none of the small words that hold an English sentence together.
"""

from __future__ import annotations

from bot.rules.answers.grammar import FILLER
from bot.rules.naming.lookup import Found, NameIndex
from bot.rules.text import phrase

_LONGEST = 400
_ASKING = frozenset({
    "apa", "apakah", "siapa", "kapan", "bila", "bilakah", "mana", "berapa", "bagaimana",  # Indonesian, Malay
    "ano", "kailan", "saan", "ilan",  # Filipino
    "gi", "nao", "dau",  # Vietnamese
    "qui", "quoi", "quand", "quel", "quelle", "quels", "quelles", "combien",  # French
    "wer", "wann", "wo", "welche", "welcher", "welches", "wie",  # German
    "quien", "quienes", "cuando", "donde", "cual", "cuales", "cuantos",  # Spanish
    "quem", "onde", "qual", "quais", "quantos",  # Portuguese
})  # fmt: skip
"""Question words of other languages, as they are compared; none that English has for something else."""


def in_another_script(query: str, names: NameIndex) -> tuple[Found, ...]:
    """What the one name in a question means whose other words are in another script."""
    rest, found = _apart(query, names)
    return () if any(word.isascii() for word in rest) else found


def in_another_language(query: str, names: NameIndex) -> tuple[Found, ...]:
    """What the one name in a question means that asks in another language with Latin letters."""
    if _ASKING.isdisjoint(phrase(query[:_LONGEST])):
        return ()
    rest, found = _apart(query, names)
    return found if not _ASKING.isdisjoint(rest) and FILLER.isdisjoint(rest) else ()


def _apart(query: str, names: NameIndex) -> tuple[tuple[str, ...], tuple[Found, ...]]:
    """The words beside the only name, and what that means; nothing where there are more names or none."""
    spans = names.spans(query)
    typed = phrase(query[:_LONGEST])
    if len(spans) != 1 or not spans[0].found:
        return typed, ()
    return typed[: spans[0].first] + typed[spans[0].last :], spans[0].found
