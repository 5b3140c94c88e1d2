"""What the catalogue answers to a query: the thing a name means, or what a question asks of it.

A query that reads as a name is a name. Else it is read as a question (`questions`), set against the
catalogue (`asked`) and given to the first of the functions below that knows its kind. Each sentence
stands on facts. A question with a word that nobody understands, or of something that the catalogue
does not hold, has no answer: nothing is ever said about something else instead.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import takewhile

from bot.rules import (
    answers_on_chairs,
    answers_on_counts,
    answers_on_meetings,
    answers_on_members,
    answers_on_people,
    answers_on_places,
    answers_on_things,
)
from bot.rules.asked import Answer, Asked, Said, ask
from bot.rules.catalogue import Catalogue
from bot.rules.grammar import SHORT, SLIPS, TITLES, Ask
from bot.rules.lookup import Found, NameIndex
from bot.rules.moment import Moment
from bot.rules.questions import Question, may_ask, understand
from bot.rules.text import phrase
from storage.records import EntityKind, Event

NOTHING = Answer(())
_SURE = 0.9
_DOUBTFUL = 0.5
_NEARLY = 0.02
_MOST = 10
_LONGEST = 400

_IN_TURN: tuple[Callable[[Asked], Answer | None], ...] = (
    answers_on_meetings.frequency,
    answers_on_counts.how_many,
    answers_on_chairs.theme,
    answers_on_people.office,
    answers_on_people.saying,
    answers_on_chairs.chairs,
    answers_on_people.meeting,
    answers_on_people.attending,
    answers_on_members.since,
    answers_on_members.membership,
    answers_on_places.where,
    answers_on_meetings.when,
    answers_on_things.ties,
    answers_on_things.purpose,
    answers_on_things.covering,
    answers_on_things.listing,
)
_ONLY = {
    Ask.HOW_MANY: answers_on_counts.how_many,
    Ask.HOW_OFTEN: answers_on_meetings.frequency,
}
"""What asks for a number is answered by a number or not at all."""


def answer(
    query: str, catalogue: Catalogue, names: NameIndex, events: Sequence[Event], now: Moment
) -> Answer:
    """The answer to a name or a question; no results where it is not in the catalogue."""
    named = names.find(query)
    if named and (named[0].score >= _SURE or not may_ask(query)):
        return _of_name(named)
    question = understand(query, names, offices(catalogue) if _names_a_title(query) else ())
    if question is None:
        return _of_name(named)
    if question.is_asked:
        return _of_question(question, catalogue, names, events, now) or _of_name(named)
    if named:
        return _of_name(named)
    described = _of_question(question, catalogue, names, events, now)
    return Answer(described.results, (), described.ambiguous) if described else NOTHING


def offices(catalogue: Catalogue) -> frozenset[str]:
    """The words of all titles the catalogue knows."""
    people = catalogue.of_kind(EntityKind.PERSON)
    titles = [fact.text or "" for person in people for fact in catalogue.about(person.id, "holds-role")]
    return frozenset(word for title in titles for word in phrase(title) if len(word) > 2) - {"and", "the"}


def _names_a_title(query: str) -> bool:
    """Whether the titles of everybody have to be gone through at all."""
    return not (TITLES | SHORT.keys() | SLIPS.keys()).isdisjoint(phrase(query[:_LONGEST]))


def _of_name(found: Sequence[Found]) -> Answer:
    if not found:
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
    only = next((function for what, function in _ONLY.items() if question.has(what)), None)
    if only is not None:
        return only(asked)
    answered = next((found for function in _IN_TURN if (found := function(asked)) is not None), None)
    if answered is None and (question.has(Ask.ABOUT) or question.asks <= {Ask.WHICH, Ask.WHO}):
        return answers_on_things.about(asked)
    return answered


__all__ = ["Answer", "Said", "answer"]
