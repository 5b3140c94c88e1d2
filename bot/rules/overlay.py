"""What a server adds to the catalogue or corrects in it, as facts and sources like any other.

They stand beside what the packs say and never in its place. A fact with an object is corrected with
another entity, a fact of words with words, and a fact that is only a date with a date; where a fact
has both an object and words, the exact name of an entity replaces the object, and anything else the words.
"""

from __future__ import annotations

import re
from enum import StrEnum
from urllib.parse import quote, urlsplit

from bot.rules import wording
from bot.rules.catalogue import Catalogue
from bot.rules.text import cut, escaped
from bot.rules.vocabulary import PREDICATES
from storage import edtf
from storage.records import SERVER, Entity, EntityId, Fact, FactStatus, Source
from storage.revisions import Correction

_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_AS_TYPED = "%/:?#@!$&'*+,;=~"
"""What stays in an address as it was typed; brackets, which end a link in Discord, do not."""

DATES = frozenset({"date", "period"})
"""Of these a date is all there is to say."""


class ValueKind(StrEnum):
    DATE = "date"
    ENTITY = "entity"
    TEXT = "text"
    EITHER = "either"


def value_kind(predicate: str, corrected: Fact | None) -> ValueKind:
    """What may be typed as the value of a fact that corrects another, or that is added."""
    if corrected is None:
        return ValueKind.DATE if predicate in DATES else ValueKind.EITHER
    if corrected.object is not None:
        return ValueKind.ENTITY if corrected.text is None else ValueKind.EITHER
    return ValueKind.DATE if corrected.text is None else ValueKind.TEXT


def source_of(typed: str) -> tuple[str, str | None]:
    """A source's title, and its address where one was typed; an address alone is called by its host."""
    found = _ADDRESS.search(typed)
    if found is None:
        return typed, None
    try:
        host = urlsplit(found.group()).hostname
    except ValueError:
        host = None
    if not host:
        return typed, None
    title = " ".join((typed[: found.start()] + typed[found.end() :]).split()).strip(" ,;:–—-()<>")
    return title or host, quote(found.group(), safe=_AS_TYPED)


def as_fact(made: Correction) -> Fact:
    """What a moderator typed as a fact, its words such that Discord shows them letter by letter."""
    return Fact(
        id=str(made.id),
        subject=made.subject,
        predicate=made.predicate,
        object=made.object,
        text=escaped(made.text) if made.text else None,
        edtf=made.edtf,
        as_given=None,
        status=FactStatus.STATED,
        planned_as_of=None,
        source=_source_id(made),
        place="corrected here" if made.corrects else "added here",
        note=escaped(made.note) if made.note else None,
        corrects=made.corrects,
    )


def as_source(made: Correction) -> Source:
    """The source a moderator named, told with who did so and when."""
    return Source(
        id=_source_id(made),
        title=made.source,
        publisher=f"this server, added by <@{made.by_user_id}>",
        url=made.url,
        published=None,
        read=edtf.parse(made.day.isoformat()),
    )


def facts_on(catalogue: Catalogue, entity: Entity) -> list[Fact]:
    """The facts that may be corrected from an entity's card: those about it, then those that name it."""
    naming = [fact for fact in catalogue.naming(entity.id) if fact.subject != entity.id]
    return [fact for fact in (*catalogue.about(entity.id), *naming) if fact.pack != SERVER]


def headed(catalogue: Catalogue, fact: Fact, seen_from: EntityId | None = None) -> str:
    """`Co-chairs: Malaysia · 2024–2027`; before it, whose it is, where that is not what it is seen from."""
    whose = f"{catalogue.label(fact.subject)} · " if seen_from not in (None, fact.subject) else ""
    return f"{whose}{heading(fact.predicate)}: {value_of(catalogue, fact)}"


def value_of(catalogue: Catalogue, fact: Fact) -> str:
    """What a fact says, in a few words: `Malaysia · 2024–2027`."""
    said = [
        catalogue.label(fact.object) if fact.object else "",
        fact.text or "",
        wording.date_in_words(fact.edtf) if fact.edtf else "",
    ]
    return cut(" · ".join(part for part in said if part), 300)


def heading(predicate: str) -> str:
    """How a card heads facts of a predicate; of one that is no longer known, the predicate itself."""
    known = PREDICATES.get(predicate)
    return known.heading if known else predicate


def predicates_like(typed: str) -> list[str]:
    """The predicates that may be meant by the beginning of a heading, or part of one."""
    wanted = typed.strip().casefold()
    found = [name for name in PREDICATES if wanted in heading(name).casefold() or wanted in name]
    return sorted(found, key=lambda name: not heading(name).casefold().startswith(wanted))


def predicate_named(typed: str) -> str | None:
    """The one predicate that is called so, by itself or by its heading."""
    wanted = typed.strip().casefold()
    if wanted in PREDICATES:
        return wanted
    found = [name for name in PREDICATES if heading(name).casefold() == wanted]
    return found[0] if len(found) == 1 else None


def _source_id(made: Correction) -> str:
    return f"{SERVER}/{made.id}"
