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
from bot.rules.showing.readings import Reading
from storage.edtf import Edtf, Precision
from storage.records import EntityId, Fact, FactStatus

_TERMS = frozenset({"co-chair", "chairs", "chairmanship-of", "held-by", "holds-role", "period"})
"""What lasts from one date to another, so that a reader wants to know whether it still does."""

Mark = Callable[[Sequence[Fact]], str]


def line(catalogue: Catalogue, reading: Reading, now: Moment, mark: Mark, *, inverse: bool = False) -> str:
    """What is said of one thing, with the marks of its sources."""
    said = [(says(catalogue, fact, now, inverse=inverse), fact) for fact in reading.facts]
    told: dict[str, list[Fact]] = {}
    for words, fact in said:
        told.setdefault(words, []).append(fact)
    if reading.disagree:
        each = "\n".join(f"– {words} {mark(facts)}" for words, facts in told.items())
        return f"Sources disagree, the later first:\n{each}"
    bare = told.get(name(catalogue, reading.facts[0], inverse), [])
    fuller = [(words, facts) for words, facts in told.items() if facts is not bare]
    if not bare or not fuller or not all(_is_firm(fact) for _, facts in fuller for fact in facts):
        return "\n– ".join(f"{words} {mark(facts)}" for words, facts in _firm_first(told))
    parts = "\n– ".join(f"{words} {mark(facts)}" for words, facts in fuller)
    return f"{parts} · also named {mark(bare)}"


def says(catalogue: Catalogue, fact: Fact, now: Moment, *, inverse: bool = False) -> str:
    """A fact in words, without its source; from the object's side where `inverse`."""
    said = [_what(catalogue, fact, inverse), _when(fact), _standing(catalogue, fact, now)]
    if fact.planned_as_of is not None:
        said.append(f"planned as of {wording.date_in_words(fact.planned_as_of)}")
        if fact.predicate == "date" and fact.edtf is not None and fact.edtf.is_over(now.today):
            said.append("that time has passed")
    note = (fact.note or "") if not _is_ahead(fact, now) else ""
    if fact.status is not FactStatus.STATED:
        doubt = wording.doubt(fact) or fact.status.value
        said.append(f"{doubt} ({note})" if note else doubt)
    elif note:
        said.append(note)
    return " · ".join(part for part in said if part)


def name(catalogue: Catalogue, fact: Fact, inverse: bool = False) -> str:
    """What a fact points to, seen from the side of the card: a label, or nothing but its text."""
    other = fact.subject if inverse else fact.object
    return catalogue.label(other) if other is not None else fact.text or ""


def other(fact: Fact, inverse: bool) -> EntityId:
    return fact.subject if inverse or fact.object is None else fact.object


def _is_firm(fact: Fact) -> bool:
    return fact.status is FactStatus.STATED and fact.planned_as_of is None


def _firm_first(told: dict[str, list[Fact]]) -> list[tuple[str, list[Fact]]]:
    """What a source states stands before what was planned or inferred; else the later said holds."""
    return sorted(told.items(), key=lambda item: not any(_is_firm(fact) for fact in item[1]))


def _when(fact: Fact) -> str:
    if fact.edtf is None or _is_glimpse(fact):
        return ""
    if fact.predicate != "date":
        return wording.date_in_words(fact.edtf)
    hour = f", {fact.wall_time:%H:%M} in {fact.zone}" if fact.wall_time else ""
    return wording.when(fact.edtf) + hour


def _standing(catalogue: Catalogue, fact: Fact, now: Moment) -> str:
    """Whether a term has ended or is yet to begin; of a role without one, as of when it is told."""
    if fact.predicate not in _TERMS:
        return ""
    if _is_glimpse(fact):
        told = fact.edtf or _told_on(catalogue, fact)
        return f"as of {wording.date_in_words(told)}" if told else ""
    return _of_term(fact.edtf, now) if fact.edtf is not None else ""


def _of_term(term: Edtf, now: Moment) -> str:
    if term.is_over(now.today):
        return "ended"
    return "not begun yet" if term.lo is not None and now.today < term.lo else ""


def _is_ahead(fact: Fact, now: Moment) -> bool:
    """Whether a source that tells how something went speaks of a day that is yet to come."""
    told = fact.predicate == "date" and fact.planned_as_of is None and fact.status is FactStatus.STATED
    return told and fact.edtf is not None and fact.edtf.lo is not None and now.today < fact.edtf.lo


def _is_glimpse(fact: Fact) -> bool:
    """Whether a source only tells who holds an office when it speaks, not from when to when."""
    return fact.predicate == "holds-role" and (fact.edtf is None or fact.edtf.precision is not Precision.SPAN)


def _told_on(catalogue: Catalogue, fact: Fact) -> Edtf | None:
    source = catalogue.sources.get(fact.source)
    return (source.published or source.read) if source else None


def _what(catalogue: Catalogue, fact: Fact, inverse: bool) -> str:
    text = fact.text or ""
    if inverse:
        label = catalogue.label(fact.subject)
        return f"{label}: {text}" if text else label
    if fact.object is None:
        return f"{wording.ordinal(text)} edition" if fact.predicate == "edition-of" and text else text
    label = catalogue.label(fact.object)
    if fact.predicate == "edition-of" and text:
        return f"{wording.ordinal(text)} of {label}"
    if fact.predicate == "first-meeting":
        return f"{label}{_first_meeting(catalogue, fact.object)}"
    return f"{label}: {text}" if text else label


def _first_meeting(catalogue: Catalogue, meeting: EntityId) -> str:
    dates = [wording.date_in_words(fact.edtf) for fact in catalogue.about(meeting, "date") if fact.edtf]
    places = [catalogue.label(fact.object) for fact in catalogue.about(meeting, "hosted-in") if fact.object]
    known = ", ".join(dates[:1] + places[:1])
    return f": {known}" if known else ""
