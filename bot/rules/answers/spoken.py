"""What a question speaks of: its names, nouns and words, looked up in the catalogue.

Names that may be several things are narrowed by the kind that was asked for. A kind with a name or
a word ("the counter-terror group", "the maritime exercise", "Malaysia's chairmanship") is looked for
among what is connected with that name, or has that word in its own. A word that leads nowhere
leaves the question without a reading. Must not know how any question is answered.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.rules.answers.asked import GROUPS, HAPPENS, Asked
from bot.rules.answers.grammar import KINDS, TITLES, Ask
from bot.rules.answers.questions import Question
from bot.rules.answers.standing import STANDING
from bot.rules.answers.tied import in_order, is_named_in, tied_to_all
from bot.rules.catalogue import Catalogue
from bot.rules.moment import Moment
from bot.rules.naming.lookup import Found, NameIndex
from bot.rules.text import phrase
from storage.records import Entity, EntityId, EntityKind, Event

_NEARLY = 0.05
_DOUBTFUL = 0.5
_PLAIN = frozenset({EntityKind.COUNTRY, EntityKind.PERSON, EntityKind.PLACE, EntityKind.TOPIC})
"""Kinds whose nouns describe nothing: no country is found by what it has to do with."""
_SIMPLE = frozenset({Ask.WHO, Ask.WHICH, Ask.ABOUT})
_WITHIN = frozenset({"in", "at", "within", "inside"})
_SOMEWHERE = frozenset({EntityKind.COUNTRY, EntityKind.PLACE})
_CALLED = re.compile(rf"(?:@ )+(?:{'|'.join(KINDS)})(?!\S)")
_WAS_AT = re.compile(
    r"^(?:is|are|was|were) (?:the )?@ (?:also )?at (?:the )?(?:(?:last|next) )?(?:@|\d+(?:st|nd|rd|th)(?!\S))"
)
_ADJACENT = re.compile(r"@ (?:summit|exercise)(?!\S)")


def ask(
    question: Question, catalogue: Catalogue, names: NameIndex, events: Sequence[Event], now: Moment
) -> Asked | None:
    """What a question speaks of; None where something in it leads nowhere."""
    question = _present(_dated(question, now))
    scores: dict[EntityId, Found] = {}
    things: list[tuple[Entity, ...]] = []
    doubtful: tuple[Entity, ...] = ()
    places: list[Entity] = []
    if not TITLES.isdisjoint(question.rest):
        return None
    question = _with_nouns(question)
    for named in question.names:
        if named.found:
            candidates = _narrowed(_nearly_best(named.found), question)
            scores |= {found.entity.id: found for found in candidates}
            things.append(tuple(found.entity for found in candidates))
            doubtful += things[-1] if candidates[0].score < _DOUBTFUL else ()
            places += [e for e in things[-1] if named.behind in _WITHIN and e.kind in _SOMEWHERE]
    strangers = tuple(named.text for named in question.names if not named.found)
    if question.rest and not _are_qualities(question, catalogue, things):
        worded = _worded(question, catalogue, names)
        among = tied_to_all(catalogue, names, things)
        tied = [entity for entity in worded if among is None or entity.id in among]
        if not worded or not (tied or question.asks - _SIMPLE):
            return None
        things.append(tuple(tied or worded))
        doubtful += _half_named(question, worded)
    elif question.kinds - _PLAIN and not any(e.kind in question.kinds for thing in things for e in thing):
        before = things
        described = _described(question, catalogue, names, things, places)
        if described is None or (strangers and _CALLED.search(question.skeleton)):
            return None
        things = described
        if _ADJACENT.search(question.skeleton) and things and things[0] not in before:
            doubtful = tuple(e for e in things[0] if _is_called_by_more(e, before, catalogue))
    things = [_of_edition(thing, question, catalogue) for thing in things]
    return Asked(
        question, catalogue, names, events, now, tuple(things), strangers, scores, tuple(places), doubtful
    )


def _present(question: Question) -> Question:
    """`was X at the 12th Y` asks whether X took part in it."""
    is_so = _WAS_AT.search(question.skeleton) is not None
    return replace(question, asks=question.asks | {Ask.ATTEND}) if is_so else question


def _are_qualities(question: Question, catalogue: Catalogue, things: Sequence[Sequence[Entity]]) -> bool:
    """Whether words are those in which a source says what the things named are to each other: `full`."""
    named = {entity.id for thing in things for entity in thing}
    facts = [f for one in named for standing in STANDING for f in catalogue.naming(one, standing)]
    return question.has(Ask.PARTNER, Ask.MEMBER) and any(
        set(question.rest) <= set(phrase(fact.text or "")) and len(named & {fact.subject}) == len(named) - 1
        for fact in facts
    )


def _with_nouns(question: Question) -> Question:
    """A name that is only a noun ("EWG") says beside a topic of what kind the thing is, and names nothing."""
    topics = [n for n in question.names if n.found and n.found[0].entity.kind is EntityKind.TOPIC]
    nouns = [n for n in question.names if n.text.casefold() in KINDS]
    if not topics or not nouns:
        return question
    kinds = {kind for noun in nouns for kind in KINDS[noun.text.casefold()]}
    rest = tuple(named for named in question.names if named not in nouns)
    return replace(question, names=rest, kinds=question.kinds | kinds)


def _half_named(question: Question, worded: Sequence[Entity]) -> tuple[Entity, ...]:
    """Countries of which only the last word was said: "Korea"."""
    last = question.rest[-1]
    countries = [entity for entity in worded if entity.kind is EntityKind.COUNTRY]
    return tuple(e for e in countries if any(phrase(name.text)[-1:] == (last,) for name in e.names))


def _of_edition(thing: tuple[Entity, ...], question: Question, catalogue: Catalogue) -> tuple[Entity, ...]:
    """Of several meetings the edition that is asked for, if it is among them."""
    number = str(question.ordinal)
    return (
        tuple(e for e in thing if any(f.text == number for f in catalogue.about(e.id, "edition-of"))) or thing
    )


def _is_called_by_more(entity: Entity, things: Sequence[Sequence[Entity]], catalogue: Catalogue) -> bool:
    """Whether a name has another country or body in it than those that were named."""
    proper = catalogue.of_kind(EntityKind.COUNTRY, EntityKind.BODY)
    named = {other.id for thing in things for other in thing}
    is_of_proper = all(
        other.kind in (EntityKind.COUNTRY, EntityKind.BODY) for thing in things for other in thing
    )
    return is_of_proper and any(is_named_in(other, entity) for other in proper if other.id not in named)


def _nearly_best(found: Sequence[Found]) -> list[Found]:
    return [item for item in found if item.score >= found[0].score - _NEARLY]


def _narrowed(found: list[Found], question: Question) -> list[Found]:
    kinds = question.kinds or question.wanted
    return [item for item in found if item.entity.kind in kinds] or found


def _worded(question: Question, catalogue: Catalogue, names: NameIndex) -> list[Entity]:
    """What has every word that was not understood in its name, and is of the kind asked of.

    A noun that describes nothing is part of the name: "United Nations" is no country that is united.
    """
    within = catalogue.ids_of(*sorted(question.kinds)) if question.kinds else None
    only_whole = bool(question.kinds) and question.kinds <= _PLAIN
    for wanted in dict.fromkeys((question.described, *(() if only_whole else (question.rest,)))):
        found = [
            item.entity
            for item in names.find(" ".join(wanted), within)
            if all(_stands_in(word, item.entity) for word in question.rest)
        ]
        if found:
            return found
    return []


def _stands_in(word: str, entity: Entity) -> bool:
    """Whether a word is one of a name; the beginning or a misspelling of one only if it is long."""
    return len(word) > 5 or any(word in phrase(name.text) for name in entity.names)


def _described(
    question: Question,
    catalogue: Catalogue,
    names: NameIndex,
    things: list[tuple[Entity, ...]],
    places: Sequence[Entity],
) -> list[tuple[Entity, ...]] | None:
    """The things with what a noun and their names describe together in place of the topics; None where
    there is no such thing ("the ASEAN-China Summit"). What is called after all that stands right before
    the noun is meant before what only has to do with it."""
    if places or (not things and {*GROUPS} & question.kinds and {*HAPPENS} & question.kinds):
        return things if places else None
    topics = [thing for thing in things if thing[0].kind is EntityKind.TOPIC]
    of_kind = catalogue.ids_of(*sorted(question.kinds - _PLAIN))
    called = _CALLED.search(question.skeleton)
    is_called_so = called is not None and called.group().count("@") > 1
    for anchors in (things, topics) if topics else (things,):
        tied = tied_to_all(catalogue, names, anchors, of_kind)
        found = tuple(catalogue.entities[one] for one in in_order(catalogue, of_kind, tied))
        if is_called_so:
            after_all = tuple(e for e in found if all(any(is_named_in(o, e) for o in one) for one in anchors))
            if after_all:
                return [after_all, *(thing for thing in things if thing not in anchors)]
        if found:
            return [found, *(thing for thing in things if thing not in topics)]
    if called is not None and not topics:
        return None
    return things if not topics else []


def _dated(question: Question, now: Moment) -> Question:
    """The question with `this year`, `last year` and `next year` put in numbers, and the year of a month."""
    said = {f"{word} year": now.today.year + more for word, more in (("last", -1), ("this", 0), ("next", 1))}
    years = tuple(year for words, year in said.items() if words in question.skeleton)
    if years:
        asks = question.asks - {Ask.NEXT, Ask.LAST, Ask.WHEN}
        return replace(question, years=years, asks=asks)
    if question.month is not None and not question.years:
        return replace(question, years=(now.today.year,))
    return question
