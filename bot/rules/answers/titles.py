"""Which office a question names, and whether a title is that office.

Every word of the office asked for has to be in the title: a foreign minister is no minister of
defence. A title of two offices ("deputy prime minister and defence minister") is either of them.
Must not know who holds any.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.rules.answers.grammar import COMPILED, FILLER, KINDS, TITLES, Ask
from bot.rules.answers.questions import Question
from bot.rules.text import phrase
from storage.records import EntityKind

_NAME = "@"
_SMALL = frozenset({"of", "the", "for", "and", "national"})
_ALIKE = {"secretary": "minister", "secretaries": "minister", "ministers": "minister", "war": "defence"}
"""Words of titles that stand for the same office in different countries."""
_LESSER = frozenset({"deputy", "vice", "assistant", "acting", "former"})
"""What makes another office of a title wherever it stands before it."""
_WORDS_OF_NAMES = frozenset({EntityKind.TOPIC, EntityKind.INSTRUMENT})
"""Kinds whose names may be a part of a title: a minister of maritime security."""
_BEFORE_IT = frozenset({"about", "explain", "define", "describe", "list", "name", "names", "which"})
_ENDING = (
    *(Ask.WHO, Ask.WHICH, Ask.NEXT, Ask.LAST, Ask.SINCE, Ask.BEFORE, Ask.AFTER, Ask.HOW_MANY),
    *(Ask.MEET, Ask.SAY, Ask.ATTEND, Ask.CHAIR, Ask.CO_CHAIR, Ask.HOST),
)
"""Turns of phrase whose words are no part of a title."""


def office_in(question: Question) -> tuple[str, ...]:
    """The whole title asked for, in its order: `minister of defence`, `secretary of state`."""
    tokens = _words(question)
    head = next((i for i, token in enumerate(tokens) if token in TITLES and token in question.office), None)
    if head is None:
        return question.office
    first = head
    while first > 0 and _is_of_title(tokens, first - 1):
        first -= 1
    own = {*question.office, *question.rest, *TITLES}
    end = head + 1
    while end < len(tokens):
        if tokens[end] in own:
            end += 1
            continue
        behind = end + 2 if tokens[end + 1 : end + 2] == ["the"] else end + 1
        if tokens[end] not in ("of", "for") or behind >= len(tokens) or not _is_of_title(tokens, behind):
            break
        end = behind + 1
    return tuple(tokens[first:end])


def is_office(asked_for: Sequence[str], title: str) -> bool:
    """Whether a title is the office asked for: every word of it, secretaries being ministers."""
    return any(_is_one_office(asked_for, part) for part in _offices_of(title))


def _is_one_office(asked_for: Sequence[str], words: Sequence[str]) -> bool:
    wanted = {_ALIKE.get(word, word) for word in asked_for} - _SMALL
    title = {_ALIKE.get(word, word) for word in words} - _SMALL
    wanted = {word[:-1] if word.endswith("s") and word[:-1] in title else word for word in wanted}
    return wanted <= title and (title & _LESSER) <= wanted


def _offices_of(title: str) -> list[list[str]]:
    """The offices of one title; `minister of defence and security` is one, having one minister."""
    parts: list[list[str]] = [[]]
    for word in phrase(title):
        if word == "and":
            parts.append([])
        else:
            parts[-1].append(word)
    return parts if all(not TITLES.isdisjoint(part) for part in parts) else [[*phrase(title)]]


def _words(question: Question) -> list[str]:
    """The words of the question, with those of a topic in the place of its name."""
    names = iter(question.names)
    tokens: list[str] = []
    for token in question.skeleton.split():
        named = next(names, None) if token == _NAME else None
        is_words = bool(named and named.found and named.found[0].entity.kind in _WORDS_OF_NAMES)
        tokens += phrase(named.text) if named and is_words else [token]
    return tokens


def _is_of_title(tokens: Sequence[str], index: int) -> bool:
    token = tokens[index]
    is_noun = token in KINDS and index > 0 and tokens[index - 1] in ("which", "what", "whose")
    is_word = token.isalpha() and token not in FILLER and token not in _BEFORE_IT and not is_noun
    return is_word and not any(COMPILED[ask].fullmatch(token) for ask in _ENDING)
