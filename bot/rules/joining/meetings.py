"""What an event is known by in the news: the forum it is a meeting of, its edition and its year.

Must not know texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from bot.rules.catalogue import Catalogue
from bot.rules.stories.numbers import editions_of
from storage.records import EntityId, EntityKind, Event

_FORUMS = (EntityKind.WORKING_GROUP, EntityKind.EXERCISE, EntityKind.SUMMIT, EntityKind.FORUM)
"""What holds meetings, the narrower first: what concerns a working group is no meeting of its forum."""


@dataclass(frozen=True, slots=True)
class Meeting:
    event: Event
    forums: Mapping[EntityId, str]
    """What it is a meeting of, with what that is called."""
    editions: frozenset[int]

    def is_named_by(self, entity: EntityId) -> bool:
        return entity == self.event.id or entity in self.forums

    def is_in(self, year: int) -> bool:
        return _in_year(self.event, year)

    def is_ahead(self, day: date) -> bool:
        return not self.event.edtf.is_over(day)


def meetings_of(events: Iterable[Event], catalogue: Catalogue) -> list[Meeting]:
    return [Meeting(event, _forums(event, catalogue), _editions(event, catalogue)) for event in events]


def _forums(event: Event, catalogue: Catalogue) -> dict[EntityId, str]:
    stated = [fact.object for fact in catalogue.about(EntityId(event.id), "edition-of") if fact.object]
    if not stated:
        others = [entity for entity in event.concerns if entity != event.id and entity in catalogue.entities]
        kinds = {entity: catalogue.entities[entity].kind for entity in others}
        narrowest = next((kind for kind in _FORUMS if kind in kinds.values()), None)
        stated = [entity for entity in others if kinds[entity] is narrowest]
    return {forum: catalogue.label(forum) for forum in stated}


def _editions(event: Event, catalogue: Catalogue) -> frozenset[int]:
    stated = [fact.text for fact in catalogue.about(EntityId(event.id), "edition-of")]
    numbers = {int(text) for text in stated if text and text.isascii() and text.isdigit()}
    return frozenset(numbers or {edition.number for edition in editions_of(event.title)})


def _in_year(event: Event, year: int) -> bool:
    lo, hi = event.edtf.lo, event.edtf.hi
    return lo is not None and hi is not None and lo.year == hi.year == year
