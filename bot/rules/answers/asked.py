"""A question set against a catalogue: what it speaks of, and what an answer is made of.

Must not know how a question is answered, nor how its things were found.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from bot.rules.answers import phrasing
from bot.rules.answers.fullest import firm, folded, most_precise
from bot.rules.answers.questions import Question
from bot.rules.answers.tied import in_order, tied_to_all
from bot.rules.catalogue import Catalogue
from bot.rules.happenings import HAPPENS
from bot.rules.moment import Moment
from bot.rules.naming.lookup import DOUBTFUL, Found, NameIndex
from bot.rules.showing.readings import later_first, readings
from storage import edtf
from storage.edtf import Edtf
from storage.records import Entity, EntityId, EntityKind, Event, Fact

GROUPS = (EntityKind.FORUM, EntityKind.BODY, EntityKind.WORKING_GROUP)


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
    places: tuple[Entity, ...] = ()
    """The countries and places that something is said to be in: "which meetings are in India"."""
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

    def beside(self, results: Sequence[Entity | None], said: Sequence[Said]) -> Answer:
        """An answer that what was asked for is not here, beside what may be opened instead of it."""
        answer = self.answer(results, said)
        return replace(answer, results=tuple(replace(one, score=DOUBTFUL) for one in answer.results))

    def choice(self, candidates: Sequence[Entity]) -> Answer:
        """No answer, but what may be meant."""
        return Answer(self.answer(candidates, ()).results, ambiguous=True)

    def tied(self, things: Sequence[Sequence[Entity]], *kinds: EntityKind) -> list[Entity]:
        """What of these kinds is tied to every one of the things."""
        of_kind = self.catalogue.ids_of(*sorted(kinds))
        found = tied_to_all(self.catalogue, self.names, things, of_kind)
        return [self.catalogue.entities[one] for one in in_order(self.catalogue, of_kind, found)]

    def is_within_years(self, value: Edtf | None) -> bool:
        """Whether a date may fall into a year that was asked for; every date where none was.

        One that is only known to be past ("by October 2025") falls into no year.
        """
        if not self.question.years:
            return True
        return value is not None and value.lo is not None and any(map(value.overlaps, self.times))

    def is_surely_within_years(self, value: Edtf | None) -> bool:
        """Whether all of a date lies in what was asked for: `2026` is no date in November 2026."""
        return not self.question.years or (
            value is not None
            and value.lo is not None
            and value.hi is not None
            and any(time.lo <= value.lo and value.hi <= time.hi for time in self.times if time.lo and time.hi)
        )

    @property
    def times(self) -> list[Edtf]:
        """The years or months asked for; `2024-2027` is one time."""
        if (span := self.span) is not None:
            return [span]
        return [_time(year, self.question.month) for year in self.question.years]

    @property
    def span(self) -> Edtf | None:
        """The term that two years mean: `2024-2027`, `2024 to 2027`."""
        return span_of(self.question.years, self.question.skeleton)

    def in_years(self) -> str:
        """` in 2024`, ` in 2024–2027`, as it was asked; nothing where no year was."""
        years = [str(year) for year in self.question.years]
        return f" in {'–'.join(years)}" if self.span else "".join(f" in {year}" for year in years)

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
        return most_precise(firm(dated))


def span_of(years: Sequence[int], words: str) -> Edtf | None:
    """The term two years mean where nothing but "to" stands between them."""
    if len(years) != 2 or years[0] >= years[1]:
        return None
    is_term = re.search(rf"(?<!\S){years[0]} (?:(?:to|until|till|through) )?{years[1]}(?!\S)", words)
    return edtf.parse(f"{years[0]:04}/{years[1]:04}") if is_term else None


def _time(year: int, month: int | None) -> Edtf:
    return edtf.parse(f"{year:04}-{month:02}" if month else f"{year:04}")


__all__ = ["GROUPS", "HAPPENS", "Answer", "Asked", "Said", "span_of"]
