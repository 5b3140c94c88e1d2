"""What a topic looks for, as somebody types it: text in, a tree out, or what is wrong with it and where.

    maritime-security AND (vn OR "fishing boats") NOT feed:"China Daily"

A word is a name or the id of something in the catalogue, and then stands for all its names in every
language, as words do that are one name together (the longest such name); else it is that word. What is
called after something in the catalogue, such as a sea, is looked for whole. `entity:` says that an id is
meant, which an id of two letters needs. Words in quotes stand one after the other, as they are. `feed:` is a
feed's number, title or host. AND may be left out and binds closer than OR; both, and NOT, may be written
small, and are words in quotes. A query that an empty entry would meet is refused. Must not
know texts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Container, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from bot.rules.catalogue import Catalogue
from bot.rules.matching.lookalikes import LOOKALIKES
from bot.rules.matching.phrases import Words
from bot.rules.text import phrase, words
from storage.records import EntityId, NameUse

LONGEST, DEEPEST, MOST_TERMS = 500, 20, 50
_LONGEST_NAME = 8
"""Of so many words a name may be that is written without quotes."""
Named = Callable[[str], EntityId | None]
"""What of the catalogue a text names as a whole, if anything."""


class NotAQuery(Exception):
    """Why text is no query, as a sentence, and the code point at which that shows."""

    def __init__(self, reason: str, position: int) -> None:
        super().__init__(f"{reason} (at letter {position + 1})")
        self.reason = reason
        self.position = position


@dataclass(frozen=True, slots=True)
class Mentions:
    entity: EntityId


@dataclass(frozen=True, slots=True)
class Says:
    words: Words


@dataclass(frozen=True, slots=True)
class ComesFrom:
    feed: Words


@dataclass(frozen=True, slots=True)
class Not:
    part: Query


@dataclass(frozen=True, slots=True)
class AllOf:
    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    parts: tuple[Query, ...]


Query = Mentions | Says | ComesFrom | Not | AllOf | AnyOf
Term = Mentions | Says | ComesFrom


@dataclass(frozen=True, slots=True)
class Entry:
    """What is asked of an entry: what it mentions, what is said in it, and what its feed is called."""

    mentioned: Collection[EntityId] = ()
    said: Collection[Words] = ()
    feed: Collection[Words] = ()


def is_met(query: Query, entry: Entry) -> bool:
    match query:
        case Mentions(entity):
            return entity in entry.mentioned
        case Says(said):
            return said in entry.said
        case ComesFrom(feed):
            return feed in entry.feed
        case Not(part):
            return not is_met(part, entry)
        case AllOf(parts):
            return all(is_met(part, entry) for part in parts)
        case AnyOf(parts):
            return any(is_met(part, entry) for part in parts)


def terms(query: Query) -> Iterator[Term]:
    """Everything a query looks at, in order."""
    match query:
        case Not(part):
            yield from terms(part)
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from terms(part)
        case Mentions() | Says() | ComesFrom():
            yield query


@lru_cache(maxsize=1024)
def feed_names(number: int, title: str, host: str) -> frozenset[Words]:
    """All that a query may call a feed."""
    names = (str(number), title, host, host.removeprefix("www."))
    return frozenset(found for name in names if (found := phrase(name)))


def naming(catalogue: Catalogue) -> Named:
    """What texts of this catalogue name: by an id of three letters or more, or by a whole name."""
    by_name: dict[Words, EntityId] = {}
    for entity in catalogue.entities.values():
        for name in entity.names:
            found = words(name.text)
            if found and name.use is not NameUse.LOOKUP:
                exact = name.use is NameUse.EXACT
                by_name.setdefault(tuple(one.raw if exact else one.folded for one in found), entity.id)

    def named(text: str) -> EntityId | None:
        if text.lower() in catalogue.entities and len(text) > 2:
            return EntityId(text.lower())
        found = words(text)
        as_written = by_name.get(tuple(one.raw for one in found))
        return as_written or by_name.get(tuple(one.folded for one in found))

    return named


@cache
def _look_alikes() -> frozenset[Words]:
    """Names that hold the name of something else: a sea is not a country, and is looked for whole."""
    return frozenset(map(phrase, LOOKALIKES))


def parse(text: str, named: Named, known: Container[str]) -> Query:
    """The query that a text is, where `known` are the ids of the catalogue; raises `NotAQuery`."""
    if len(text) > LONGEST:
        raise NotAQuery(f"The query is longer than {LONGEST} letters.", LONGEST)
    return _Parser(text, named, known).query()


_TOKEN = re.compile(
    r"\s*(?:(?P<bracket>[()])"
    r"|(?P<label>feed|entity):(?P<value>\"[^\"]*\"|“[^”]*”|[^\s()\"“”]*)"
    r"|(?P<quoted>\"[^\"]*\"|“[^”]*”)|(?P<open>[\"“”])"
    r"|(?P<word>[^\s()\"“”]+))",
    re.IGNORECASE,
)


class _Parser:
    def __init__(self, text: str, named: Named, known: Container[str]) -> None:
        self._text = text
        self._named = named
        self._known = known
        self._tokens = list(_TOKEN.finditer(text.rstrip()))
        self._at = 0
        self._terms = 0

    def query(self) -> Query:
        if not self._tokens:
            raise NotAQuery("The query is empty.", 0)
        found = self._either(0)
        if (token := self._next()) is not None:
            raise NotAQuery("This bracket closes nothing.", _begin(token))
        if is_met(found, Entry()):
            raise NotAQuery("The query is met by entries that say nothing; give it something to look for.", 0)
        return found

    def _either(self, depth: int) -> Query:
        parts = [self._together(depth)]
        while self._take("or"):
            parts.append(self._together(depth))
        return AnyOf(tuple(parts)) if len(parts) > 1 else parts[0]

    def _together(self, depth: int) -> Query:
        parts = [self._one(depth)]
        while (token := self._next()) is not None and not _is(token, "or") and token["bracket"] != ")":
            self._take("and")
            parts.append(self._one(depth))
        return AllOf(tuple(parts)) if len(parts) > 1 else parts[0]

    def _one(self, depth: int) -> Query:
        token = self._next()
        if token is None:
            raise NotAQuery("Something is missing at the end.", len(self._text.rstrip()))
        if depth > DEEPEST:
            raise NotAQuery(f"Brackets and NOT stand more than {DEEPEST} deep.", _begin(token))
        if token["bracket"] == ")" or _is(token, "and") or _is(token, "or"):
            raise NotAQuery(f"Something is missing before {token[0].strip()}.", _begin(token))
        self._at += 1
        if _is(token, "not"):
            return Not(self._one(depth + 1))
        if token["bracket"]:
            found = self._either(depth + 1)
            if (closing := self._next()) is None or closing["bracket"] != ")":
                raise NotAQuery("This bracket is not closed.", _begin(token))
            self._at += 1
            return found
        return self._term(token)

    def _term(self, token: re.Match[str]) -> Term:
        self._terms += 1
        if self._terms > MOST_TERMS:
            raise NotAQuery(f"The query has more than {MOST_TERMS} words and phrases.", _begin(token))
        if token["open"]:
            raise NotAQuery("This quote is not closed.", _begin(token))
        if (label := token["label"]) is not None:
            return self._labelled(label.lower(), token)
        if token["word"] and (term := self._name_from_here()) is not None:
            return term
        return Says(_words(token["word"] or token["quoted"], token))

    def _name_from_here(self) -> Term | None:
        """What the longest run of bare words names that begins with the word just taken; the run is taken."""
        run: list[str] = []
        for token in self._tokens[self._at - 1 : self._at - 1 + _LONGEST_NAME]:
            if not token["word"] or (run and any(_is(token, one) for one in ("and", "or", "not"))):
                break
            run.append(token["word"])
        for length in range(len(run), 0, -1):
            text = " ".join(run[:length])
            entity = self._named(text)
            if entity is None and phrase(text) not in _look_alikes():
                continue
            self._at += length - 1
            return Mentions(entity) if entity is not None else Says(phrase(text))
        return None

    def _labelled(self, label: str, token: re.Match[str]) -> Term:
        value = token["value"].strip('"“”')
        if label == "feed":
            return ComesFrom(_words(value, token))
        if value.lower() not in self._known:
            raise NotAQuery(f"The catalogue has nothing with the id “{value[:60]}”.", _begin(token))
        return Mentions(EntityId(value.lower()))

    def _next(self) -> re.Match[str] | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _take(self, operator: str) -> bool:
        token = self._next()
        taken = token is not None and _is(token, operator)
        self._at += taken
        return taken


def _is(token: re.Match[str], operator: str) -> bool:
    return (token["word"] or "").lower() == operator


def _begin(token: re.Match[str]) -> int:
    return token.end() - len(token[0].lstrip())


def _words(text: str, token: re.Match[str]) -> Words:
    found = phrase(text)
    if not found:
        raise NotAQuery("There is no word in this.", _begin(token))
    return found
