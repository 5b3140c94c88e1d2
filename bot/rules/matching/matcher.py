"""All names of a catalogue and all phrases of topics, compiled once; see the package for what is found."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

import ahocorasick  # type: ignore[import-not-found]

from bot.rules.catalogue import Catalogue
from bot.rules.matching.codes import SIGNS, Vocabulary
from bot.rules.matching.editions import is_another, numbers_of
from bot.rules.matching.hits import Hit, longest_first
from bot.rules.matching.lookalikes import SIGNS_OF_LANGUAGE
from bot.rules.matching.phrases import (
    BREAKS,
    WIDE,
    Company,
    Phrase,
    Words,
    is_inside_a_word,
    lookalikes,
    phrases_of,
    spelt,
)
from bot.rules.matching.publishers import headline
from bot.rules.matching.texts import Line, clean, line
from bot.rules.naming.countries import names_beside, with_country_names
from bot.rules.text import is_unspaced
from storage.records import Entity, EntityId, EntityKind

_MAY_PART = re.compile(rf"{BREAKS.pattern}|-")


@dataclass(frozen=True, slots=True)
class Mention:
    entity: EntityId
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What one entry mentions, in order, and which phrases of topics stand in it."""

    mentions: list[Mention]
    phrases: frozenset[Words]


@dataclass(slots=True)
class _Known:
    """Some words, how many follow the first, all that they may mean, and whether a topic asks for them."""

    words: Words
    last: int
    is_unspaced: bool
    meanings: list[Phrase] = field(default_factory=list)
    is_asked_for: bool = False


class Matcher:
    """Built once, away from the loop: `read` and `mentions` may be asked from then on."""

    def __init__(
        self,
        entities: Iterable[Entity],
        beside: Iterable[str] = (),
        phrases: Iterable[Words] = (),
        series: Mapping[EntityId, EntityId] | None = None,
        forums: Mapping[EntityId, Collection[EntityId]] | None = None,
    ) -> None:
        """`beside` are names that are of no entity, `phrases` what topics ask for; `series` tells of a
        meeting what it is an edition of, `forums` of anything to which forums it belongs."""
        self._kinds: dict[EntityId, EntityKind] = {}
        self._numbers: dict[EntityId, frozenset[int]] = {}
        self._series = series or {}
        self._forums = forums or {}
        known: dict[Words, _Known] = {}
        for entity in entities:
            self._kinds[entity.id] = entity.kind
            if numbers := numbers_of(entity):
                self._numbers[entity.id] = numbers
            for words, phrase in phrases_of(entity):
                _add(known, words, phrase)
        named = frozenset(known)
        for words, phrase in lookalikes(beside) if named else ():
            if words not in named or phrase.letters:
                _add(known, words, phrase)
        for words in phrases:
            if words:
                _entry(known, words).is_asked_for = True
        self._automaton = _compiled(known.values(), vocabulary := Vocabulary())
        self._vocabulary = vocabulary

    @classmethod
    def of(cls, catalogue: Catalogue, phrases: Iterable[Words] = ()) -> Matcher:
        """With what all countries are called in every language, and what a catalogue says of editions."""
        entities = list(catalogue.entities.values())
        series = {
            entity.id: fact.object
            for entity in entities
            for fact in catalogue.about(entity.id, "edition-of")
            if fact.object is not None
        }
        standing = catalogue.ids_of(EntityKind.FORUM)
        forums = {entity.id: catalogue.with_parents([entity.id]) & standing for entity in entities}
        return cls(with_country_names(entities), names_beside(), phrases, series, forums)

    def mentions(self, text: str) -> list[Mention]:
        """Every mention in a title and, after the first line end, a summary."""
        title, _, summary = text.partition("\n")
        return self.read(title, summary).mentions

    def read(self, title: str, summary: str = "", language: str | None = None) -> Reading:
        """What an entry mentions; places are code points of `title + "\\n" + summary`."""
        lines = _lines(title, summary)
        asked: set[Words] = set()
        hits = [hit for number, one in enumerate(lines) for hit in self._hits(number, one, asked)]
        if not hits:
            return Reading([], frozenset(asked))
        certain = [hit for hit in hits if not hit.phrase.company]
        if len(certain) < len(hits):
            certain = self._with_company(hits, certain, lines, language)
        places = {
            (*lines[hit.line].place(hit.first, hit.last, hit.phrase.ending), hit.entity)
            for hit in longest_first(certain)
            if hit.entity is not None
        }
        mentions = [Mention(entity, start, end) for start, end, entity in sorted(places)]
        return Reading(mentions, frozenset(asked))

    def _hits(self, number: int, line: Line, asked: set[Words]) -> Iterator[Hit]:
        """All that some words may mean by themselves."""
        if self._automaton is None:
            return
        coded = "".join(map(self._vocabulary.__getitem__, [word[0] for word in line.words]))
        for sign, known in self._automaton.iter(coded):
            last = sign // SIGNS
            first = last - known.last
            start, end = line.words[first].start(), line.words[last].end()
            if known.is_unspaced and is_inside_a_word(line.text, start, end):
                continue
            breaks = _breaks(line, first, last) if known.last else ""
            if known.is_asked_for and not breaks.strip("-"):
                asked.add(known.words)
            for phrase in known.meanings:
                if not _holds(line, first, last, phrase, breaks):
                    continue
                entity = self._meant(line, first, last, phrase.entity)
                if entity is not None or phrase.entity is None:
                    yield Hit(number, first, last, end - start, entity, phrase)

    def _meant(self, line: Line, first: int, last: int, entity: EntityId | None) -> EntityId | None:
        """The entity, or what it is an edition of where the number beside its name is that of another."""
        if entity is None or (own := self._numbers.get(entity)) is None:
            return entity
        is_joined = first and not _parts(line, first - 1)
        before = (line.folded(first - 2), line.folded(first - 1)) if is_joined else ()
        is_joined = last + 1 < len(line.words) and not _parts(line, last)
        after = line.folded(last + 1) if is_joined else ""
        return self._series.get(entity) if is_another(own, before, after) else entity

    def _with_company(
        self, hits: Sequence[Hit], certain: list[Hit], lines: Sequence[Line], language: str | None
    ) -> list[Hit]:
        """The certain hits, and the doubtful ones that have beside them what they ask for."""
        signs = [hit for hit in longest_first(certain) if hit.entity is not None]
        telling = [sign for sign in signs if sign.entity and self._kinds.get(sign.entity) not in WIDE]
        named: dict[EntityId, list[Hit]] = defaultdict(list)
        for sign in signs:
            for one in {sign.entity, *self._forums.get(sign.entity, ())} if sign.entity else ():
                named[one].append(sign)
        found = list(certain)
        for hit in hits:
            asks, of_name = hit.phrase.company, hit.phrase.language
            if not asks or hit.entity is None or (language and of_name and not _same(language, of_name)):
                continue
            if asks is Company.A_NAME:
                enough = iter(signs)
            elif asks is Company.THE_FIELD:
                enough = chain(telling, named[hit.entity])
            else:
                enough = chain(*(named[forum] for forum in self._forums.get(hit.entity, ())))
            speaks = of_name is not None and (language is not None or _is_in(of_name, lines))
            if speaks or any(_are_apart(sign, hit) for sign in enough):
                found.append(hit)
        return found


def _are_apart(one: Hit, other: Hit) -> bool:
    return one.line != other.line or one.last < other.first or other.last < one.first


def _compiled(known: Collection[_Known], vocabulary: Vocabulary) -> ahocorasick.Automaton | None:
    """The automaton over the codes of words."""
    if not known:
        return None
    automaton = ahocorasick.Automaton(ahocorasick.STORE_ANY)
    for one in known:
        automaton.add_word("".join(map(vocabulary.code, one.words)), one)
    automaton.make_automaton()
    return automaton


def _add(known: dict[Words, _Known], words: Words, phrase: Phrase) -> None:
    meanings = _entry(known, words).meanings
    if phrase not in meanings:
        meanings.append(phrase)


def _entry(known: dict[Words, _Known], words: Words) -> _Known:
    found = known.get(words)
    if found is None:
        unspaced = is_unspaced(words[0]) or is_unspaced(words[-1])
        found = known[words] = _Known(words, len(words) - 1, unspaced)
    return found


def _lines(title: str, summary: str) -> list[Line]:
    seen = clean(title)
    lines = [line(seen, 0, *headline(seen.text))]
    if summary:
        lines.append(line(clean(summary), len(title) + 1))
    return lines


def _holds(line: Line, first: int, last: int, phrase: Phrase, breaks: str) -> bool:
    """Whether a phrase gets all it asks of its place."""
    if breaks and breaks.strip(phrase.joints + ("" if phrase.entity is None else "-")):
        return False
    if phrase.is_plus and _only_joins(line, last):
        return False
    if phrase.letters is not None:
        if phrase.entity and (line.is_shouted or _is_money(line, last)):
            return False
        return phrase.letters == line.letters(first, last)
    return phrase.accents is None or phrase.accents == spelt(line.words[first][0])


def _is_money(line: Line, at: int) -> bool:
    """Whether a word is a part of a currency's sign: `US$5 billion`."""
    return line.text.startswith("$", line.words[at].end())


def _only_joins(line: Line, at: int) -> bool:
    """Whether the word `plus` only joins what follows: `the ADMM plus talks`."""
    if not at or line.words[at][0] != "plus" or line.gap(at - 1) != " ":
        return False
    return not line.words[at - 1][0].islower()


def _breaks(line: Line, first: int, last: int) -> str:
    """What parts the words of a hit: the ends of sentences and of their parts, and dashes."""
    if not _MAY_PART.search(line.text, line.words[first].end(), line.words[last].start()):
        return ""
    between = "".join([line.gap(word) for word in range(first, last)])
    return "".join(_MAY_PART.findall(between))


def _parts(line: Line, after: int) -> bool:
    """Whether more than a blank, a hyphen or a bracket parts a word from the next."""
    return bool(line.gap(after).strip(" -("))


def _same(language: str, of_name: str) -> bool:
    """Whether two languages are the same, whatever their scripts and regions."""
    return language.lower().replace("-", "_").partition("_")[0] == of_name.lower().partition("_")[0]


def _is_in(language: str, lines: Sequence[Line]) -> bool:
    """Whether small words show that a text is in a language."""
    signs = SIGNS_OF_LANGUAGE.get(language, frozenset())
    return any(word[0] in signs for line in lines for word in line.words)
