"""A question set against a catalogue: which things it speaks of, and what an answer is made of.

Names that may be several things are narrowed by the kind that was asked for. A kind with a name or
a word ("the counter-terror group", "the maritime exercise", "Malaysia's chairmanship") is looked for
among what is connected with that name, or has that word in its own. A word that leads nowhere
leaves the question without a reading. Must not know how any question is answered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from bot.rules import phrasing
from bot.rules.catalogue import Catalogue
from bot.rules.grammar import TITLES, Ask
from bot.rules.happenings import HAPPENS
from bot.rules.lookup import Found, NameIndex
from bot.rules.moment import Moment
from bot.rules.questions import Question
from bot.rules.readings import later_first, readings
from bot.rules.text import phrase
from storage import edtf
from storage.edtf import Edtf, Precision
from storage.records import Entity, EntityId, EntityKind, Event, Fact, FactStatus

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

    def is_within_years(self, value: Edtf | None) -> bool:
        """Whether a date may fall into a year that was asked for; every date where none was."""
        times = [_time(year, self.question.month) for year in self.question.years]
        return not times or (value is not None and any(value.overlaps(time) for time in times))

    def tell(self, facts: Sequence[Fact], words: Callable[[Fact], str]) -> list[Said]:
        """A sentence for each thing the facts say; what sources say differently is said side by side."""
        said: list[Said] = []
        for reading in readings(self.catalogue, facts):
            told: dict[str, list[Fact]] = {}
            facts_of_it = reading.facts if reading.disagree else _firm(reading.facts)
            for fact, beneath in _folded(facts_of_it, reading.disagree):
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
        return min(_firm(dated)[:2], key=_width, default=None) if dated else None


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
        tied = [e for e in worded if all(_are_connected(catalogue, e, thing) for thing in things)]
        if not worded or not (tied or question.asks - _SIMPLE):
            return None
        things.append(tuple(tied or worded))
    elif question.kinds - _PLAIN and not any(e.kind in question.kinds for thing in things for e in thing):
        before = things
        things = _described(question, catalogue, things)
        if _ADJACENT.search(question.skeleton) and things and things[0] not in before:
            doubtful = tuple(e for e in things[0] if _is_called_by_more(e, before, catalogue))
    return Asked(question, catalogue, events, now, tuple(things), strangers, scores, doubtful)


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
    within = {e.id for e in catalogue.of_kind(*question.kinds)} if question.kinds else None
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
    question: Question, catalogue: Catalogue, things: list[tuple[Entity, ...]]
) -> list[tuple[Entity, ...]]:
    """The things with what a noun and their names describe together in place of the topics."""
    topics = [thing for thing in things if thing[0].kind is EntityKind.TOPIC]
    of_kind = catalogue.of_kind(*(question.kinds - _PLAIN))
    for anchors in (things, topics) if topics else (things,):
        found = tuple(e for e in of_kind if all(_are_connected(catalogue, e, thing) for thing in anchors))
        if found:
            return [found, *(thing for thing in things if thing not in topics)]
    return things if not topics else []


def _are_connected(catalogue: Catalogue, entity: Entity, thing: Sequence[Entity]) -> bool:
    around = connected(catalogue, entity.id)
    return any(other.id in around or other.id == entity.id or is_named_in(other, entity) for other in thing)


def connected(catalogue: Catalogue, entity_id: EntityId) -> set[EntityId]:
    """What facts tie an entity to, directly, by what it belongs to, or by the country of its place."""
    found = catalogue.with_parents([entity_id])
    found |= {fact.object for fact in catalogue.about(entity_id) if fact.object}
    found |= {fact.subject for fact in catalogue.naming(entity_id)}
    for place in [fact.object for fact in catalogue.about(entity_id, "hosted-in") if fact.object]:
        found |= catalogue.places_around(place)
    found |= {f.object for parent in list(found) for f in catalogue.about(parent, "forum-of") if f.object}
    return found


def is_named_in(entity: Entity, other: Entity) -> bool:
    """Whether the name of the other has this one's name in it: India in the ASEAN-India Summit."""
    inside = [phrase(name.text) for name in entity.names if name.language is None]
    whole = phrase(other.name)
    return any(
        words and words == whole[start : start + len(words)]
        for words in inside
        for start in range(len(whole))
    )


def _firm(facts: Sequence[Fact]) -> list[Fact]:
    """What was inferred or planned is left out where a source states it as such."""
    stated = [fact for fact in facts if fact.status is FactStatus.STATED]
    settled = [fact for fact in stated if fact.planned_as_of is None]
    return settled or stated or list(facts)


def _folded(facts: Sequence[Fact], disagree: bool) -> list[tuple[Fact, list[Fact]]]:
    """Facts in their order, each with those that say the same less fully."""
    kept: list[tuple[Fact, list[Fact]]] = []
    for fact in sorted(facts, key=_width):
        fuller = next((beneath for other, beneath in kept if _says_more(other, fact, disagree)), None)
        if fuller is None:
            kept.append((fact, []))
        else:
            fuller.append(fact)
    return sorted(kept, key=lambda pair: facts.index(pair[0]))


def _says_more(one: Fact, other: Fact, disagree: bool) -> bool:
    """Whether a fact holds all that another of the same thing says, as surely; in dispute, in its words."""
    if (one.status, one.planned_as_of is None) != (other.status, other.planned_as_of is None):
        return False
    return (other.text == one.text or not (other.text or disagree)) and _is_within(one.edtf, other.edtf)


def _is_within(one: Edtf | None, other: Edtf | None) -> bool:
    """Whether a date is as precise as another or more; of what is still so, its beginning."""
    if other is None:
        return True
    if one is None or Precision.TBC in (one.precision, other.precision):
        return False
    if one.start is not None and other.start is not None and one.end is None and other.end is None:
        one, other = one.start, other.start
    begins = other.lo is None or (one.lo is not None and other.lo <= one.lo)
    ends = other.hi is None or (one.hi is not None and one.hi <= other.hi)
    return begins and ends


def _width(fact: Fact) -> int:
    value = fact.edtf
    if value is None:
        return 10**7
    point = value.start if value.start is not None and value.end is None else value
    return (point.hi - point.lo).days if point.lo and point.hi else 10**6


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


__all__ = ["GROUPS", "HAPPENS", "Answer", "Asked", "Said", "ask", "connected", "is_named_in"]
