"""What the catalogue answers to a query: the thing a name means, or what a question asks of it.

A query that reads as a name is a name. Else it is read as a question (`questions`), set against the
catalogue (`asked`) and given to the first of the functions below that knows its kind. Each sentence
stands on facts. A question with a word that nobody understands, or of something that the catalogue
does not hold, has no answer: nothing is ever said about something else instead.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import takewhile

from bot.rules.answers import (
    on_chairs,
    on_coordinators,
    on_counts,
    on_editions,
    on_joining,
    on_meetings,
    on_members,
    on_offices,
    on_origins,
    on_people,
    on_places,
    on_things,
    on_years,
)
from bot.rules.answers.asked import Answer, Asked, Said
from bot.rules.answers.foreign import in_another_language, in_another_script
from bot.rules.answers.grammar import SHORT, SLIPS, TITLES, Ask
from bot.rules.answers.questions import Question, may_ask, understand
from bot.rules.answers.spoken import ask
from bot.rules.catalogue import Catalogue
from bot.rules.moment import Moment
from bot.rules.naming.lookup import Found, NameIndex
from bot.rules.text import phrase
from storage.records import EntityId, EntityKind, Event

NOTHING = Answer(())
CHOSEN = "id:"
"""What stands before an id where it is sent in the place of a name."""
_SURE = 0.7
_DOUBTFUL = 0.5
_SCRAP = 0.4
"""Two letters that are only a part of longer names, as in Shangri-La, mean none of them."""
_NEARLY = 0.02
_MOST = 10
_LONGEST = 400

_IN_TURN: tuple[Callable[[Asked], Answer | None], ...] = (
    on_counts.frequency,
    on_counts.how_many,
    on_chairs.theme,
    on_people.office,
    on_people.saying,
    on_coordinators.coordinators,
    on_chairs.rule,
    on_chairs.chairs,
    on_people.meeting,
    on_people.attending,
    on_joining.joined,
    on_members.since,
    on_origins.founding,
    on_origins.signing,
    on_origins.country_of,
    on_things.belonging,
    on_members.membership,
    on_places.where,
    on_meetings.when,
    on_things.ties,
    on_things.purpose,
    on_things.covering,
    on_things.listing,
)
_ONLY = {
    Ask.HOW_MANY: on_counts.how_many,
    Ask.HOW_OFTEN: on_counts.frequency,
    Ask.BEFORE: on_chairs.chairs,
    Ask.AFTER: on_chairs.chairs,
}
"""What asks for a number is answered by a number or not at all, what asks who came before by that."""


def answer(
    query: str, catalogue: Catalogue, names: NameIndex, events: Sequence[Event], now: Moment
) -> Answer:
    """The answer to a name or a question; no results where it is not in the catalogue.

    `id:my` means the entity of that id, which a list of choices may send instead of a name.
    """
    if (chosen := _of_id(query.strip(), catalogue)) is not None:
        return chosen
    if not any(map(str.isalnum, query)):
        return NOTHING
    named = names.find(query)
    if named and (named[0].score >= _SURE or not may_ask(query)):
        return _of_name(query, named)
    if foreign := in_another_language(query, names):
        return _of_name(query, foreign)
    question = understand(query, names, offices(catalogue) if _names_a_title(query) else ())
    if question is None:
        return _of_name(query, named) if named else _of_name(query, in_another_script(query, names))
    if question.is_asked:
        return _falling(_of_question(question, catalogue, names, events, now)) or _of_name(query, named)
    asked = ask(question, catalogue, names, events, now) if question.years else None
    if asked is not None and (unknown_then := on_years.of_other_years(asked)) is not None:
        return unknown_then
    if named:
        return _of_name(query, named)
    described = _of_question(question, catalogue, names, events, now)
    return (
        Answer(described.results, (), described.ambiguous)
        if described
        else _of_name(query, in_another_script(query, names))
    )


def _of_id(query: str, catalogue: Catalogue) -> Answer | None:
    """What was chosen by its id; an id of several words needs no mark, since nobody types one by chance."""
    marked = query.startswith(CHOSEN)
    entity = catalogue.entities.get(EntityId(query.removeprefix(CHOSEN)))
    if entity is None:
        return NOTHING if marked else None
    return Answer((Found(entity, 1.0, entity.name),), (), False) if marked or "-" in query else None


def offices(catalogue: Catalogue) -> frozenset[str]:
    """The words of all titles the catalogue knows."""
    people = catalogue.of_kind(EntityKind.PERSON)
    titles = [fact.text or "" for person in people for fact in catalogue.about(person.id, "holds-role")]
    return frozenset(word for title in titles for word in phrase(title) if len(word) > 2) - {"and", "the"}


def _names_a_title(query: str) -> bool:
    """Whether the titles of everybody have to be gone through at all."""
    return not (TITLES | SHORT.keys() | SLIPS.keys()).isdisjoint(phrase(query[:_LONGEST]))


def _of_name(query: str, found: Sequence[Found]) -> Answer:
    if not found or (found[0].score < _SCRAP and len(query.strip()) <= 2):
        return NOTHING
    best = list(takewhile(lambda item: item.score >= found[0].score - _NEARLY, found))
    return Answer(tuple(found[:_MOST]), (), len(best) > 1 or found[0].score < _DOUBTFUL)


def _of_question(
    question: Question, catalogue: Catalogue, names: NameIndex, events: Sequence[Event], now: Moment
) -> Answer | None:
    asked = ask(question, catalogue, names, events, now)
    if asked is None:
        return None
    if asked.doubtful:
        return asked.choice(asked.doubtful)
    asked = on_offices.with_holder(asked)
    if asked is None:
        return None
    question = asked.question
    if question.ordinal is not None and not on_meetings.happenings(asked):
        unknown = question.is_asked and not question.has(Ask.CHAIR, Ask.CO_CHAIR)
        return on_editions.no_edition(asked) if unknown else None
    if (unknown_then := on_years.of_other_years(asked)) is not None:
        return unknown_then
    only = next((function for what, function in _ONLY.items() if question.has(what)), None)
    if only is not None:
        return only(asked)
    answered = next((found for function in _IN_TURN if (found := function(asked)) is not None), None)
    if answered is None and (question.has(Ask.ABOUT) or question.asks <= {Ask.WHICH, Ask.WHO}):
        return on_things.about(asked)
    return answered


def _falling(answered: Answer | None) -> Answer | None:
    """The card that carries an answer stands first, and no score behind it is higher."""
    if answered is None:
        return None
    least, results = 1.0, []
    for found in answered.results:
        least = min(least, found.score)
        results.append(replace(found, score=least))
    return replace(answered, results=tuple(results))


__all__ = ["CHOSEN", "Answer", "Said", "answer"]
