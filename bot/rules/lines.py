"""One fact, or what several sources say of one thing, as a line for a reader.

A line says what, when as precisely as known, and everything a reader must not miss: planned as of
its source, inferred and from what, a role as of its source, a term that has ended or not begun. It
ends with the number of its source and the place in it. Sources that disagree stand under each
other, the later said first. Must not know under which heading it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.rules import wording
from bot.rules.catalogue import Catalogue
from bot.rules.moment import Moment
from bot.rules.readings import Reading
from storage.edtf import Edtf
from storage.records import EntityId, Fact, FactStatus

_TERMS = frozenset({"co-chair", "chairs", "chairmanship-of", "held-by", "holds-role", "period"})
"""What lasts from one date to another, so that a reader wants to know whether it still does."""

Mark = Callable[[Sequence[Fact]], str]


def line(catalogue: Catalogue, reading: Reading, now: Moment, mark: Mark, *, inverse: bool = False) -> str:
    """What is said of one thing, with the marks of its sources."""
    said = [(says(catalogue, fact, now, inverse=inverse), fact) for fact in reading.facts]
    if reading.disagree:
        each = "\n".join(f"– {words} {mark([fact])}" for words, fact in said)
        return f"Sources disagree, the later first:\n{each}"
    told: dict[str, list[Fact]] = {}
    for words, fact in said:
        told.setdefault(words, []).append(fact)
    bare = name(catalogue, reading.facts[0], inverse)
    fuller = [(words, facts) for words, facts in told.items() if words != bare or len(told) == 1]
    parts = [f"{words} {mark(facts)}" for words, facts in fuller]
    if bare in told and len(told) > 1:
        parts[-1] += f" {mark(told[bare])}"
    return "\n– ".join(parts)


def says(catalogue: Catalogue, fact: Fact, now: Moment, *, inverse: bool = False) -> str:
    """A fact in words, without its source; from the object's side where `inverse`."""
    said = [_what(catalogue, fact, inverse), _when(fact), _standing(catalogue, fact, now)]
    if fact.planned_as_of is not None:
        said.append(f"planned as of {wording.date_in_words(fact.planned_as_of)}")
    if fact.status is not FactStatus.STATED:
        doubt = wording.doubt(fact) or fact.status.value
        said.append(f"{doubt} ({fact.note})" if fact.note else doubt)
    elif fact.note:
        said.append(fact.note)
    return " · ".join(part for part in said if part)


def name(catalogue: Catalogue, fact: Fact, inverse: bool = False) -> str:
    """What a fact points to, seen from the side of the card: a label, or nothing but its text."""
    other = fact.subject if inverse else fact.object
    return catalogue.label(other) if other is not None else fact.text or ""


def other(fact: Fact, inverse: bool) -> EntityId:
    return fact.subject if inverse or fact.object is None else fact.object


def _when(fact: Fact) -> str:
    if fact.edtf is None:
        return ""
    if fact.predicate != "date":
        return wording.date_in_words(fact.edtf)
    hour = f", {fact.wall_time:%H:%M} in {fact.zone}" if fact.wall_time else ""
    return wording.when(fact.edtf) + hour


def _standing(catalogue: Catalogue, fact: Fact, now: Moment) -> str:
    """Whether a term has ended or is yet to begin; of a role without one, as of when it is told."""
    if fact.predicate not in _TERMS:
        return ""
    if fact.edtf is None:
        return _as_of_source(catalogue, fact) if fact.predicate == "holds-role" else ""
    return _of_term(fact.edtf, now)


def _of_term(term: Edtf, now: Moment) -> str:
    if term.is_over(now.today):
        return "ended"
    return "not begun yet" if term.lo is not None and now.today < term.lo else ""


def _as_of_source(catalogue: Catalogue, fact: Fact) -> str:
    source = catalogue.sources.get(fact.source)
    told = (source.published or source.read) if source else None
    return f"as of {wording.date_in_words(told)}" if told else ""


def _what(catalogue: Catalogue, fact: Fact, inverse: bool) -> str:
    if inverse:
        label = catalogue.label(fact.subject)
        return f"{label}: {fact.text}" if fact.text else label
    if fact.object is None:
        edition = fact.predicate == "edition-of" and fact.text
        return f"{wording.ordinal(fact.text or '')} edition" if edition else fact.text or ""
    label = catalogue.label(fact.object)
    if fact.predicate == "edition-of" and fact.text:
        return f"{wording.ordinal(fact.text)} of {label}"
    if fact.predicate == "first-meeting":
        return f"{label}{_first_meeting(catalogue, fact.object)}"
    return f"{label}: {fact.text}" if fact.text else label


def _first_meeting(catalogue: Catalogue, meeting: EntityId) -> str:
    dates = [wording.date_in_words(fact.edtf) for fact in catalogue.about(meeting, "date") if fact.edtf]
    places = [catalogue.label(fact.object) for fact in catalogue.about(meeting, "hosted-in") if fact.object]
    known = ", ".join(dates[:1] + places[:1])
    return f": {known}" if known else ""
