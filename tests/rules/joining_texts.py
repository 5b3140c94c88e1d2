"""Some events and what names them, for the tests of joining."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

from bot.rules.catalogue import Catalogue
from bot.rules.joining.meetings import Meeting, meetings_of
from bot.rules.matching import Mention
from storage.records import EntityId, Event
from tests.rules.making import catalogue, entity, event, fact

DAY = date(2026, 10, 20)
_NAMES = {
    "ASEAN Defence Ministers' Meeting-Plus": "admm-plus",
    "ADMM-Plus EWG on Counter-Terrorism": "ewg-ct",
    "ADMM-Plus": "admm-plus",
    "ASEAN Summit": "asean-summit",
    "Malabar": "malabar",
    "AIME-2": "aime-2",
    "India": "in",
}
_NAME = re.compile("|".join(sorted(map(re.escape, _NAMES), key=len, reverse=True)))


def mentions(text: str) -> list[Mention]:
    return [Mention(EntityId(_NAMES[found.group()]), *found.span()) for found in _NAME.finditer(text)]


def meetings(*others: Event) -> list[Meeting]:
    """What is known; `others` stand in the place of those with their ids."""
    known = {
        one.id: one
        for one in (
            _event("admm-plus-15", "15th ADMM-Plus", "2025-11-01", "admm-plus", "asean"),
            _event("admm-plus-16", "16th ADMM-Plus", "2026-11-01", "admm-plus", "asean"),
            _event("asean-summit-49", "49th ASEAN Summit", "2026-11-10/2026-11-12", "asean-summit", "asean"),
            _event("ewg-ct-15", "15th EWG on CT", "2026-12", "ewg-ct", "admm-plus", "in"),
            _event("malabar-2026", "Malabar 2026", "2026", "malabar", "in"),
            _event("aime-2", "2nd AIME", "TBC", "in"),
            *others,
        )
    }
    return meetings_of(known.values(), _catalogue())


def changed(event_id: str, **given: Any) -> Event:
    """One of the events, otherwise."""
    return replace(next(one.event for one in meetings() if one.event.id == event_id), **given)


def _event(event_id: str, title: str, day: str, *concerns: str) -> Event:
    return event(day, id=event_id, title=title, concerns=frozenset(map(EntityId, (event_id, *concerns))))


def _catalogue() -> Catalogue:
    entities = [
        entity("asean", "body", "ASEAN"),
        entity("admm-plus", "forum", "ASEAN Defence Ministers' Meeting-Plus", short="ADMM-Plus"),
        entity("asean-summit", "forum", "ASEAN Summit"),
        entity("ewg-ct", "working-group", "EWG on CT"),
        entity("malabar", "exercise", "Malabar"),
        entity("in", "country", "India"),
    ]
    return catalogue(entities, [fact("admm-plus-15", "edition-of", "admm-plus", text="15")])
