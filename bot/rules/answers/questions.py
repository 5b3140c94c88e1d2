"""What a query asks: the names in it, what is asked of them, and what of it is not understood.

Names are found first and stand aside; the rest is read with the tables of `grammar`. A noun right
behind "which", "what" or "how many" is the kind of thing wanted, any other says what kind of thing
a name or word speaks of ("the counter-terror group"). A number with an ending is an edition, four
digits are a year. Words that no table knows are kept as `rest`: they may be part of a longer name
("the maritime exercise"), and if they are not, the question is not understood. A longer unknown
word is corrected when one letter of it is wrong. Only English questions are read; names may be in
any language. Must not know what the catalogue holds.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from bot.rules.answers.grammar import (
    COMPILED,
    DEMONYMS,
    FILLER,
    KINDS,
    MONTHS,
    OPENERS,
    SHORT,
    SLIPS,
    SPELLINGS,
    TITLES,
    Ask,
    ordinal,
    year,
)
from bot.rules.naming.lookup import Found, NameIndex
from bot.rules.text import phrase, without_invisible, words
from storage.records import EntityKind

_MARKUP = re.compile(r"<(?:[@#:/]|a:|t:|id:)[^<>]{1,100}>")
_LONGEST = 40
_LONGEST_NAME = 200
_TELLING = frozenset(
    {"tell", "give", "show", "let", "remind", "help", "teach", "brief", "with", "for", "send"}
)
_NAME = "@"


@dataclass(frozen=True, slots=True)
class Named:
    """A name in the query; nothing is `found` for one that the world knows and the catalogue does not."""

    text: str
    found: tuple[Found, ...]
    behind: str = ""
    """The word before it, where that is no article: "in", "before"."""


@dataclass(frozen=True, slots=True)
class Question:
    asks: frozenset[Ask]
    names: tuple[Named, ...]
    wanted: frozenset[EntityKind]
    """What kind of thing is asked for."""
    kinds: frozenset[EntityKind]
    """What kind of thing it is asked of."""
    ordinal: int | None
    years: tuple[int, ...]
    month: int | None
    office: tuple[str, ...]
    """Words of a title, such as `defence minister`."""
    rest: tuple[str, ...]
    """Words that are neither names nor understood."""
    described: tuple[str, ...]
    """The same with the nouns of `kinds` among them, in their order: perhaps part of a name."""
    skeleton: str
    """The query with each name replaced by `@`."""

    def has(self, *asks: Ask) -> bool:
        return any(ask in self.asks for ask in asks)

    @property
    def is_asked(self) -> bool:
        """Whether anything is asked at all, beyond naming something."""
        is_placed = any(named.behind == "in" for named in self.names)
        return bool(self.asks or self.office or self.month or ((self.years or is_placed) and self.kinds))


def understand(query: str, names: NameIndex, offices: Collection[str] = ()) -> Question | None:
    """Read a query; `offices` holds the words of known titles. None where it is too long to be a question."""
    text = without_invisible(_MARKUP.sub(" ", query))
    found = words(text)
    if not found or len(found) > _LONGEST:
        return None
    raw = [word.raw for word in found]
    tokens, named = _with_names(text, [word.folded for word in found], raw, names, offices)
    skeleton = " ".join(tokens)
    asks, taken = _asks(skeleton, tokens)
    office = _office(tokens, offices)
    wanted, kinds = _kinds(tokens, office)
    unknown = _unknown(tokens, taken, office)
    nouns = {i for i, token in enumerate(tokens) if token in KINDS and not _is_wanted(tokens, i)}
    return Question(
        asks=asks,
        names=named,
        wanted=wanted,
        kinds=kinds,
        ordinal=_edition(tokens),
        years=tuple(number for token in tokens if (number := year(token)) is not None),
        month=next((MONTHS[token] for token in tokens if token in MONTHS), None),
        office=tuple(token for index, token in enumerate(tokens) if index in office),
        rest=tuple(tokens[index] for index in sorted(unknown)),
        described=tuple(tokens[index] for index in sorted(unknown | nouns)),
        skeleton=skeleton,
    )


def may_ask(query: str) -> bool:
    """Whether a query has any word of a question in it, and is read as one though it may be a name."""
    folded = phrase(query[:_LONGEST_NAME])
    text = " ".join(folded)
    return any(pattern.search(text) for pattern in COMPILED.values()) or any(
        word in TITLES or word in SLIPS or word in SHORT or word in MONTHS or year(word) for word in folded
    )


def _with_names(
    text: str, folded: Sequence[str], raw: Sequence[str], names: NameIndex, offices: Collection[str]
) -> tuple[list[str], tuple[Named, ...]]:
    """The words with each name put together into `@`, and the names in their order."""
    spans = {span.first: span for span in names.spans(text)}
    tokens: list[str] = []
    named: list[Named] = []
    index = 0
    while index < len(folded):
        span = spans.get(index)
        if span is None or (span.last - span.first == 1 and _is_pronoun(index, folded, raw)):
            token = _spelt(folded[index], offices)
            country = _us(names) if _is_us(tokens, token) else _of_country(token, names)
            named += [replace(country, behind=_behind(tokens))] if country else []
            tokens += [_NAME] if country else SHORT.get(token, (token,))
            index += 1
            continue
        named.append(Named(span.text, span.found, _behind(tokens)))
        tokens.append(_NAME)
        index = span.last
    return tokens, tuple(named)


def _behind(tokens: Sequence[str]) -> str:
    return next((token for token in reversed(tokens) if token not in ("the", "a", "an")), "")


def _is_pronoun(index: int, folded: Sequence[str], raw: Sequence[str]) -> bool:
    """Whether "us" is we: not where only it is in capitals, nor behind "the"."""
    if folded[index] != "us":
        return False
    if raw[index].isupper() and not all(word.isupper() for word in raw):
        return False
    return index > 0 and folded[index - 1] in _TELLING


def _us(names: NameIndex) -> Named | None:
    return next((Named(span.text, span.found) for span in names.spans("the US")), None)


def _is_us(before: Sequence[str], token: str) -> bool:
    """Whether "us" stands where no pronoun of that form can: "is us in it", "does us chair it"."""
    return token == "us" and bool(before) and before[-1] in OPENERS


def _of_country(token: str, names: NameIndex) -> Named | None:
    """The country an adjective is of: Malaysian, Vietnamese."""
    if len(token) < 4 or not token.isalpha() or _is_word(token):
        return None
    ends = (token.removesuffix(ending) for ending in ("n", "an", "ian", "ese") if token.endswith(ending))
    for country in (DEMONYMS.get(token), *ends):
        spans = names.spans(country) if country and len(country) > 3 else []
        if len(spans) == 1 and spans[0].text.casefold() == country:
            return Named(spans[0].text, spans[0].found)
    return None


def _is_word(token: str) -> bool:
    """Whether a word is one of the tables."""
    return (
        token in FILLER
        or token in KINDS
        or token in MONTHS
        or ordinal(token) is not None
        or token in SPELLINGS
        or any(pattern.fullmatch(token) for pattern in COMPILED.values())
    )


def _spelt(token: str, offices: Collection[str]) -> str:
    token = SLIPS.get(token, token)
    if len(token) < 5 or not token.isalpha() or token in offices or _is_word(token):
        return token
    return next((known for known in SPELLINGS if _is_slip(token, known)), token)


def _is_slip(typed: str, meant: str) -> bool:
    """Whether one letter is missing, added or swapped, or in a long word wrong; never the first."""
    if typed[0] != meant[0] or abs(len(typed) - len(meant)) > 1 or len(meant) < 5:
        return False
    pairs = enumerate(zip(typed, meant, strict=False))
    same = next((place for place, (one, other) in pairs if one != other), min(len(typed), len(meant)))
    head, tail = typed[same:], meant[same:]
    if len(typed) != len(meant):
        longer, shorter = (head, tail) if len(typed) > len(meant) else (tail, head)
        return longer[1:] == shorter
    swapped = head[:2] == tail[:2][::-1] and head[2:] == tail[2:]
    return swapped or (len(meant) > 6 and head[1:] == tail[1:])


def _asks(skeleton: str, tokens: Sequence[str]) -> tuple[frozenset[Ask], set[int]]:
    """What is asked for, and which tokens asked for it."""
    asks, taken = set(), set()
    starts = [0]
    for token in tokens:
        starts.append(starts[-1] + len(token) + 1)
    for ask, pattern in COMPILED.items():
        for match in pattern.finditer(skeleton):
            asks.add(ask)
            taken |= {i for i, at in enumerate(starts[:-1]) if match.start() <= at < match.end()}
    if tokens[0] in OPENERS and Ask.WHICH not in asks and Ask.WHO not in asks:
        asks.add(Ask.WHETHER)
    return frozenset(asks), taken


def _office(tokens: Sequence[str], offices: Collection[str]) -> set[int]:
    """Where a title stands: words of known titles, with at least one that names an office."""
    at = {index for index, token in enumerate(tokens) if _singular(token) in offices}
    return at if any(tokens[index] in TITLES or len(at) > 1 for index in at) else set()


def _singular(token: str) -> str:
    return token[:-1] if token.endswith("s") else token


def _kinds(tokens: Sequence[str], office: set[int]) -> tuple[frozenset[EntityKind], frozenset[EntityKind]]:
    wanted: set[EntityKind] = set()
    kinds: set[EntityKind] = set()
    for index, token in enumerate(tokens):
        if token in KINDS and index not in office:
            (wanted if _is_wanted(tokens, index) else kinds).update(KINDS[token])
    return frozenset(wanted), frozenset(kinds)


def _edition(tokens: Sequence[str]) -> int | None:
    """`12th`, `twelfth`, or a number right behind a name: `ADMM-Plus 12`."""
    said = next((number for token in tokens if (number := ordinal(token)) is not None), None)
    bare = next((int(token) for index, token in enumerate(tokens) if _is_edition(tokens, index)), None)
    return bare if said is None else said


def _is_edition(tokens: Sequence[str], index: int) -> bool:
    token = tokens[index]
    return index > 0 and tokens[index - 1] == _NAME and token.isascii() and token.isdigit() and len(token) < 4


def _is_wanted(tokens: Sequence[str], index: int) -> bool:
    """Whether a noun stands right behind which, what or how many, with few words and no verb between."""
    for before in reversed(tokens[max(0, index - 3) : index]):
        if before in ("which", "what", "many", "list", "whose", "number"):
            return True
        if before in ("the", "is", "are", "was", "were", "does", "do", "did", "in", "at", "on"):
            return False
    return False


def _unknown(tokens: Sequence[str], taken: set[int], office: set[int]) -> set[int]:
    return {
        index
        for index, token in enumerate(tokens)
        if not (
            token == _NAME
            or token in FILLER
            or token in KINDS
            or index in taken | office
            or _is_edition(tokens, index)
            or ordinal(token) is not None
            or year(token) is not None
            or token in MONTHS
        )
    }
