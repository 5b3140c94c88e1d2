"""Every fact about and around an entity, one by one: heading, words and source.

What a card gathers and counts, this keeps apart; the order is the card's.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.rules.catalogue import Catalogue
from bot.rules.moment import Moment
from bot.rules.showing.citations import source_of
from bot.rules.showing.lines import says
from bot.rules.vocabulary import PREDICATES
from storage.records import Entity, Fact, Source


@dataclass(frozen=True, slots=True)
class Told:
    fact: Fact
    heading: str
    text: str
    source: Source


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
    return Told(fact, heading, says(catalogue, fact, now, inverse=inverse), source_of(catalogue, fact))
