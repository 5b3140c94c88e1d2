"""A question set against a catalogue: which things it speaks of, and what an answer is made of.

Names that may be several things are narrowed by the kind that was asked for. A kind with a name or
a word ("the counter-terror group", "the maritime exercise", "Malaysia's chairmanship") is looked for
among what is connected with that name, or has that word in its own. A word that leads nowhere
leaves the question without a reading. Must not know how any question is answered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

from bot.rules import phrasing
from bot.rules.catalogue import Catalogue
from bot.rules.fullest import firm, folded, width
from bot.rules.grammar import TITLES, Ask
from bot.rules.happenings import HAPPENS
from bot.rules.lookup import Found, NameIndex
from bot.rules.moment import Moment
from bot.rules.questions import Question
from bot.rules.readings import later_first, readings
from bot.rules.text import phrase
from bot.rules.tied import is_named_in, tied_to
from storage import edtf
from storage.edtf import Edtf
from storage.records import Entity, EntityId, EntityKind, Event, Fact

GROUPS = (EntityKind.FORUM, EntityKind.BODY, EntityKind.WORKING_GROUP)
_NEARLY = 0.05
_DOUBTFUL = 0.5
_PLAIN = frozenset({EntityKind.COUNTRY, EntityKind.PERSON, EntityKind.PLACE, EntityKind.TOPIC})
"""Kinds whose nouns describe nothing: no country is found by what it has to do with."""
_SIMPLE = frozenset({Ask.WHO, Ask.WHICH, Ask.ABOUT})
_ADJACENT = re.compile(r"@ (?:summit|exercise)(?!\S)")


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of an answer in plain words, without the mark of a source, and the facts it rests on."""

    text: str
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    results: tuple[Found, ...]
    """Best first; nothing where what was asked for is not in the catalogue."""
    said: tuple[Said, ...] = ()
    """The answer to a question; nothing for a plain name."""
    ambiguous: bool = False
    """Whether several may be meant: the results are the candidates."""


@dataclass(frozen=True, slots=True)
class Asked:
    question: Question
    catalogue: Catalogue
    names: NameIndex
    events: Sequence[Event]
    now: Moment
    things: tuple[tuple[Entity, ...], ...]
    """What is spoken of, in the order of mention; several where one name or description fits several."""
    strangers: tuple[str, ...]
    """Names that the world knows and the catalogue does not."""
    scores: dict[EntityId, Found] = field(default_factory=dict)
    doubtful: tuple[Entity, ...] = ()
    """What may be meant, but not surely: "Korea", or "the ASEAN summit" where one is called by more names."""

    def all(self, *kinds: EntityKind) -> list[Entity]:
        """Everything of these kinds that is spoken of."""
        return [entity for thing in self.things for entity in thing if entity.kind in kinds]

    def one(self, *kinds: EntityKind) -> Entity | None:
        """The first of these kinds that is spoken of, in the order of the kinds given."""
        return next(iter(sorted(self.all(*kinds), key=lambda entity: kinds.index(entity.kind))), None)

    def about(self, entity: Entity, *predicates: str) -> list[Fact]:
        return [fact for predicate in predicates for fact in self.catalogue.about(entity.id, predicate)]

    def naming(self, entity: Entity, *predicates: str) -> list[Fact]:
        return [fact for predicate in predicates for fact in self.catalogue.naming(entity.id, predicate)]

    def the(self, entity_id: EntityId | None) -> str:
        return phrasing.called(self.catalogue, entity_id) if entity_id else ""

    def entities(self, ids: Iterable[EntityId | None]) -> list[Entity]:
        known = self.catalogue.entities
        return [known[one] for one in dict.fromkeys(ids) if one is not None and one in known]

    def answer(self, results: Sequence[Entity | None], said: Sequence[Said]) -> Answer:
        """An answer whose first result carries it."""
        shown = {entity.id: entity for entity in results if entity is not None}
        found = tuple(self.scores.get(e.id) or Found(e, 0.9, e.label) for e in shown.values())
        return Answer(found, tuple(said))

    def choice(self, candidates: Sequence[Entity]) -> Answer:
        """No answer, but what may be meant."""
        return Answer(self.answer(candidates, ()).results, ambiguous=True)

    def tied(self, things: Sequence[Sequence[Entity]], *kinds: EntityKind) -> list[Entity]:
        """What of these kinds is tied to every one of the things."""
        of_kind = self.catalogue.ids_of(*sorted(kinds))
        found = _all_tied(self.catalogue, self.names, things, of_kind)
        return [self.catalogue.entities[one] for one in _in_order(self.catalogue, of_kind, found)]

    def is_within_years(self, value: Edtf | None) -> bool:
        """Whether a date may fall into a year that was asked for; every date where none was."""
        times = [_time(year, self.question.month) for year in self.question.years]
        return not times or (value is not None and any(value.overlaps(time) for time in times))

    def tell(self, facts: Sequence[Fact], words: Callable[[Fact], str]) -> list[Said]:
        """A sentence for each thing the facts say; what sources say differently is said side by side."""
        said: list[Said] = []
        for reading in readings(self.catalogue, facts):
            told: dict[str, list[Fact]] = {}
            facts_of_it = reading.facts if reading.disagree else firm(reading.facts)
            for fact, beneath in folded(facts_of_it, reading.disagree):
                told.setdefault(phrasing.sentence(words(fact)), []).extend((fact, *beneath))
            sentences = [Said(text, tuple(resting)) for text, resting in told.items()]
            if reading.disagree and len(sentences) > 1:
                first = sentences[0]
                sentences[0] = Said(f"Sources disagree, the later first. {first.text}", first.facts)
            said += sentences
        return said

    def date_of(self, entity: Entity) -> Fact | None:
        """When it is, as its latest source says; of one that only repeats it, the more precise."""
        dated = later_first(self.catalogue, [f for f in self.about(entity, "date", "period") if f.edtf])
        return min(firm(dated)[:2], key=width, default=None) if dated else None


def ask(
    question: Question, catalogue: Catalogue, names: NameIndex, events: Sequence[Event], now: Moment
) -> Asked | None:
    """What a question speaks of; None where something in it leads nowhere."""
    question = _dated(question, now)
    scores: dict[EntityId, Found] = {}
    things: list[tuple[Entity, ...]] = []
    doubtful: tuple[Entity, ...] = ()
    if not TITLES.isdisjoint(question.rest):
        return None
    for named in question.names:
        if named.found:
            candidates = _narrowed(_nearly_best(named.found), question)
            scores |= {found.entity.id: found for found in candidates}
            things.append(tuple(found.entity for found in candidates))
            doubtful += things[-1] if candidates[0].score < _DOUBTFUL else ()
    strangers = tuple(named.text for named in question.names if not named.found)
    if question.rest:
        worded = _worded(question, catalogue, names)
        among = _all_tied(catalogue, names, things)
        tied = [entity for entity in worded if among is None or entity.id in among]
        if not worded or not (tied or question.asks - _SIMPLE):
            return None
        things.append(tuple(tied or worded))
    elif question.kinds - _PLAIN and not any(e.kind in question.kinds for thing in things for e in thing):
        before = things
        things = _described(question, catalogue, names, things)
        if _ADJACENT.search(question.skeleton) and things and things[0] not in before:
            doubtful = tuple(e for e in things[0] if _is_called_by_more(e, before, catalogue))
    return Asked(question, catalogue, names, events, now, tuple(things), strangers, scores, doubtful)


def _is_called_by_more(entity: Entity, things: Sequence[Sequence[Entity]], catalogue: Catalogue) -> bool:
    """Whether a name has another country or body in it than those that were named."""
    proper = catalogue.of_kind(EntityKind.COUNTRY, EntityKind.BODY)
    named = {other.id for thing in things for other in thing}
    is_of_proper = all(
        other.kind in (EntityKind.COUNTRY, EntityKind.BODY) for thing in things for other in thing
    )
    return is_of_proper and any(is_named_in(other, entity) for other in proper if other.id not in named)


def _nearly_best(found: Sequence[Found]) -> list[Found]:
    return [item for item in found if item.score >= found[0].score - _NEARLY]


def _narrowed(found: list[Found], question: Question) -> list[Found]:
    kinds = question.kinds or question.wanted
    return [item for item in found if item.entity.kind in kinds] or found


def _worded(question: Question, catalogue: Catalogue, names: NameIndex) -> list[Entity]:
    """What has every word that was not understood in its name, and is of the kind asked of."""
    within = catalogue.ids_of(*sorted(question.kinds)) if question.kinds else None
    for wanted in dict.fromkeys((question.described, question.rest)):
        found = [
            item.entity
            for item in names.find(" ".join(wanted), within)
            if all(_stands_in(word, item.entity) for word in question.rest)
        ]
        if found:
            return found
    return []


def _stands_in(word: str, entity: Entity) -> bool:
    """Whether a word is one of a name; the beginning or a misspelling of one only if it is long."""
    return len(word) > 5 or any(word in phrase(name.text) for name in entity.names)


def _described(
    question: Question, catalogue: Catalogue, names: NameIndex, things: list[tuple[Entity, ...]]
) -> list[tuple[Entity, ...]]:
    """The things with what a noun and their names describe together in place of the topics."""
    topics = [thing for thing in things if thing[0].kind is EntityKind.TOPIC]
    of_kind = catalogue.ids_of(*sorted(question.kinds - _PLAIN))
    for anchors in (things, topics) if topics else (things,):
        tied = _all_tied(catalogue, names, anchors, of_kind)
        found = tuple(catalogue.entities[one] for one in _in_order(catalogue, of_kind, tied))
        if found:
            return [found, *(thing for thing in things if thing not in topics)]
    return things if not topics else []


def _in_order(
    catalogue: Catalogue, of_kind: Collection[EntityId], tied: set[EntityId] | None
) -> list[EntityId]:
    """Those of a kind that are tied, in the order of the catalogue."""
    if tied is None:
        return [one for one in catalogue.entities if one in of_kind]
    places = (
        {one: place for place, one in enumerate(catalogue.entities)} if len(tied & set(of_kind)) > 1 else {}
    )
    return sorted(tied & set(of_kind), key=lambda one: places.get(one, 0))


def _all_tied(
    catalogue: Catalogue,
    names: NameIndex,
    things: Sequence[Sequence[Entity]],
    among: Collection[EntityId] | None = None,
) -> set[EntityId] | None:
    """What is tied to every one of the things; None where there are none, so that all is."""
    found: set[EntityId] | None = None
    for thing in things:
        tied = {entity_id for entity in thing for entity_id in tied_to(catalogue, names, entity, among)}
        found = tied if found is None else found & tied
    return found


def _time(year: int, month: int | None) -> Edtf:
    return edtf.parse(f"{year:04}-{month:02}" if month else f"{year:04}")


def _dated(question: Question, now: Moment) -> Question:
    """The question with `this year`, `last year` and `next year` put in numbers, and the year of a month."""
    said = {f"{word} year": now.today.year + more for word, more in (("last", -1), ("this", 0), ("next", 1))}
    years = tuple(year for words, year in said.items() if words in question.skeleton)
    if years:
        asks = question.asks - {Ask.NEXT, Ask.LAST, Ask.WHEN}
        return replace(question, years=years, asks=asks)
    if question.month is not None and not question.years:
        return replace(question, years=(now.today.year,))
    return question


__all__ = ["GROUPS", "HAPPENS", "Answer", "Asked", "Said", "ask"]
