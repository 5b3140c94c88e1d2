"""A catalogue to ask as of a day: the article alone, or both packs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache

from bot import packs
from bot.rules.answers.answering import Answer, answer
from bot.rules.catalogue import Catalogue
from bot.rules.happenings import events_of
from bot.rules.moment import Moment
from bot.rules.naming.countries import names_beside, with_country_names
from bot.rules.naming.lookup import NameIndex
from storage.records import Event

BEFORE, AFTER = date(2025, 10, 29), date(2026, 11, 22)
"""A day before the 12th ADMM-Plus, and one after all that the first pack plans for 2026."""


@dataclass(frozen=True)
class World:
    catalogue: Catalogue
    names: NameIndex
    events: list[Event]

    def answers(self, query: str, day: date) -> Answer:
        now = Moment(datetime(day.year, day.month, day.day, 8, tzinfo=UTC), day)
        return answer(query, self.catalogue, self.names, self.events, now)


@cache
def world(*chosen: str) -> World:
    known = Catalogue.of_packs(packs.accepted(packs.opened(packs.located(chosen))))
    return World(known, *_read(known))


def _read(known: Catalogue) -> tuple[NameIndex, list[Event]]:
    entities = list(known.entities.values())
    return NameIndex(with_country_names(entities), names_beside()), events_of(known, entities)


def article() -> World:
    return world("admm-plus")


def both() -> World:
    return world("admm-plus", "admm-plus-context")


def text(given: Answer) -> str:
    return " ".join(said.text for said in given.said)


CT = "admm-plus-ewg-ct"
