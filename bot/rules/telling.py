"""Every fact about and around an entity, one by one: heading, words and a citation to paste.

What a card gathers and counts, this keeps apart; the order is the card's.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.rules.catalogue import Catalogue
from bot.rules.citations import citation, source_named
from bot.rules.lines import says
from bot.rules.moment import Moment
from bot.rules.vocabulary import PREDICATES
from storage.records import Entity, Fact


@dataclass(frozen=True, slots=True)
class Told:
    fact: Fact
    heading: str
    text: str
    source: str
    """The source as a reader would cite it, with its address."""
    citation: str
    """The same with the place in it, to paste behind the fact."""


def told(catalogue: Catalogue, entity: Entity, now: Moment) -> list[Told]:
    """The facts of an entity's card, each with its source."""
    found = []
    for predicate, known in PREDICATES.items():
        for fact in catalogue.about(entity.id, predicate):
            found.append(_told(catalogue, fact, known.heading, now, inverse=False))
        if known.inverse:
            for fact in catalogue.naming(entity.id, predicate):
                found.append(_told(catalogue, fact, known.inverse, now, inverse=True))
    return found


def one(catalogue: Catalogue, fact: Fact, now: Moment) -> Told:
    """A single fact as its subject's card tells it, headed with the subject."""
    heading = f"{catalogue.label(fact.subject)}, {PREDICATES[fact.predicate].heading.lower()}"
    return _told(catalogue, fact, heading, now, inverse=False)


def _told(catalogue: Catalogue, fact: Fact, heading: str, now: Moment, *, inverse: bool) -> Told:
    text = says(catalogue, fact, now, inverse=inverse)
    return Told(fact, heading, text, source_named(catalogue, fact), citation(catalogue, fact))
