"""What is spoken of with a year that is not its own: never told as if it were what was asked for.

Must not know how a question is answered that names the right year.
"""

from __future__ import annotations

import re

from bot.rules.answers.asked import HAPPENS, Answer, Asked, Said
from bot.rules.answers.grammar import Ask
from bot.rules.answers.on_editions import series_of
from bot.rules.answers.phrasing import sentence
from storage.edtf import Edtf
from storage.records import Entity, EntityKind

_OF_A_TIME = frozenset({*HAPPENS, EntityKind.INSTRUMENT})
_OF_ITSELF = frozenset({Ask.WHO, Ask.WHICH, Ask.WHEN, Ask.WHETHER, Ask.ABOUT, Ask.COVER, Ask.PURPOSE})
"""What asks for more than this may mean the year of something else: when an agreement was adopted."""
_YEARS = re.compile(r"\s*\(\d{4}(?:[-–]\d{4})?\)")


def of_other_years(asked: Asked) -> Answer | None:
    """`No Exercise MILAN of 2024 is known here`, where one thing is named and has another time."""
    question = asked.question
    if not question.years or question.month or question.ordinal is not None or len(asked.things) != 1:
        return None
    (named,) = asked.things
    if any(entity.kind not in _OF_A_TIME or _fits(asked, entity) for entity in named):
        return None
    if asked.span is None and not question.asks <= _OF_ITSELF:
        return None
    years = asked.in_years()
    if any(_fits(asked, other) for entity in named for other in _fellows(asked, entity)):
        names = " or ".join(asked.the(entity.id) for entity in named[:3])
        return asked.beside(named, [Said(sentence(f"No source here tells of {names}{years}"))])
    series = " or ".join(dict.fromkeys(_series(entity) for entity in named[:3]))
    of_years = years.replace(" in ", " of ", 1).replace(" in ", " or of ")
    return asked.beside(named, [Said(sentence(f"No {series}{of_years} is known here"))])


def _series(entity: Entity) -> str:
    """Its name without its number and years: `ASEAN-India Plan of Action`."""
    return _YEARS.sub("", series_of(entity))


def _fellows(asked: Asked, entity: Entity) -> list[Entity]:
    """The others of its kind that are called as it is but for their number or year."""
    alike = asked.catalogue.of_kind(entity.kind)
    return [one for one in alike if one.id != entity.id and _series(one) == _series(entity)]


def _fits(asked: Asked, entity: Entity) -> bool:
    """Whether a thing has no time, or one that the years may mean; a term is meant only as a whole."""
    dated = asked.date_of(entity)
    time = dated.edtf if dated else None
    if time is None or time.lo is None or time.hi is None:
        return True
    span = asked.span
    return _is_within(time, span) or _is_within(span, time) if span else asked.is_within_years(time)


def _is_within(one: Edtf, other: Edtf) -> bool:
    return bool(one.lo and one.hi and other.lo and other.hi and other.lo <= one.lo and one.hi <= other.hi)
