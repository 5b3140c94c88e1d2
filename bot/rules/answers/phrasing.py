"""Parts of an English sentence about facts: articles, when something is, what is doubtful of it.

A date is worded by `wording` and never more precise than known. Must not know what was asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from bot.rules import wording
from bot.rules.catalogue import Catalogue
from bot.rules.text import escaped
from storage.edtf import Edtf, Precision
from storage.records import Entity, EntityId, EntityKind, Fact, FactStatus

_WITHOUT_ARTICLE = frozenset({EntityKind.PERSON, EntityKind.PLACE, EntityKind.TOPIC})
_NEVER_MANY = frozenset({EntityKind.PERSON, EntityKind.COUNTRY, EntityKind.PLACE, EntityKind.TOPIC})
_UNIONS = ("European ", "Americas", "Caribbean")
_PLURAL_COUNTRIES = ("United ", "Philippines", "Netherlands", "Maldives", "Bahamas", "Marshall ", "Solomon ")


def the(entity: Entity) -> str:
    """What an entity is called inside a sentence: `the ADMM-Plus`, `ASEAN`, `the Philippines`."""
    label = entity.label
    if entity.kind is EntityKind.TOPIC:
        return label if label[1:2].isupper() else label[:1].lower() + label[1:]
    if entity.kind in _WITHOUT_ARTICLE or label.startswith("Exercise "):
        return label
    if label.casefold().startswith("the "):
        return f"the {label[4:]}"
    if entity.kind is EntityKind.COUNTRY:
        return f"the {label}" if label.startswith(_PLURAL_COUNTRIES) else label
    is_owned = "'s " in label.replace("’", "'")
    is_said_as_a_word = (
        entity.kind is EntityKind.BODY and label.isalpha() and label.isupper() and len(label) > 3
    )
    return label if is_owned or is_said_as_a_word else f"the {label}"


def stranger(name: str) -> str:
    """Something that the catalogue does not know, as a sentence calls it: `Canada`, `the EU`."""
    has_article = name.startswith((*_PLURAL_COUNTRIES, *_UNIONS)) or (name.isascii() and name.isupper())
    return escaped(f"the {name}" if has_article else name)


def called(catalogue: Catalogue, entity_id: EntityId) -> str:
    entity = catalogue.entities.get(entity_id)
    return the(entity) if entity else entity_id


def is_many(entity: Entity) -> bool:
    """Whether its name is a plural: somebody's meetings, the Experts' Working Groups."""
    head = re.split(r" (?:in|of|on|for|with) ", entity.label)[0].rpartition(" ")[2]
    return (
        entity.kind not in _NEVER_MANY
        and re.fullmatch(r"[A-Z]{2,}s|.*(?:ing|Group|ummit|alk)s", head) is not None
    )


def listed(catalogue: Catalogue, ids: Iterable[EntityId]) -> str:
    """`Brunei, Cambodia and the Philippines`, each once, in order of the alphabet."""
    found = sorted(dict.fromkeys(ids), key=catalogue.label)
    return wording.listed([called(catalogue, entity_id) for entity_id in found])


def at(value: Edtf | None) -> str:
    """` on Saturday 1 November 2025`, ` in 2026`, ` since 1992`, ` for 2024–2027`; nothing for no date."""
    if value is None:
        return ""
    words = wording.date_in_words(value)
    if value.precision is Precision.TBC:
        return " on a date to be confirmed"
    if value.precision is Precision.DAY:
        return f" on {words}"
    if value.precision in (Precision.MONTH, Precision.YEAR):
        return f" in {words}"
    if value.start is None or value.end is None:
        return f" {words}"
    of_years = Precision.YEAR in (value.start.precision, value.end.precision)
    return f" for {words}" if of_years else f" on {words}" if "–" in words else f" from {words}"


def been(value: Edtf | None, today: date) -> str:
    """The verb for somebody who is something at such a time: `has been`, `was`, `is`, `is to be`."""
    if value is None:
        return "is"
    if value.start is not None and value.end is None:
        return "has been"
    if value.start is None:
        return "became"
    if value.is_over(today):
        return "was"
    return "is to be" if value.lo is not None and value.lo > today else "is"


def planned_for(value: Edtf | None) -> str:
    """` for Saturday 1 November 2025`: what is behind "planned"."""
    return re.sub(r"^ (?:on|in|from) ", " for ", at(value))


def only_so_precise(value: Edtf | None) -> str:
    """`, no day announced` behind a year or a month."""
    return ", no day announced" if value and value.precision in (Precision.YEAR, Precision.MONTH) else ""


def doubts(fact: Fact, planned: str = "planned ") -> str:
    """What must be said behind a fact: ` (planned as of October 2025; year inferred: …)`."""
    said = []
    if fact.planned_as_of is not None:
        said.append(f"{planned}as of {wording.date_in_words(fact.planned_as_of)}")
    if fact.status is not FactStatus.STATED:
        doubt = wording.doubt(fact) or fact.status.value
        said.append(f"{doubt}: {fact.note}" if fact.note else doubt)
    elif fact.note:
        said.append(fact.note)
    return f" ({'; '.join(said)})" if said else ""


def more(fact: Fact) -> str:
    """`, by video`: what a fact says beside its object."""
    return f", {fact.text}" if fact.text else ""


def sentence(*parts: str) -> str:
    """Parts put together, begun with a capital and closed with a full stop."""
    text = "".join(parts).strip()
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith('.') else '.'}"
