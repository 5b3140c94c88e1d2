"""Queries of any kind: chosen ids, other scripts, hostile text; nothing raises, nothing is repeated."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.answers.grammar import FILLER, KINDS, SPELLINGS
from storage.records import EntityId, Event, GuildId
from tests.rules.asking import AFTER, BEFORE, CT, World, article, both, text
from tests.rules.making import PROPERTY, event


def test_an_event_a_server_added_is_told_as_it_stands_and_harmlessly() -> None:
    known = article()
    added = event(
        "2025-10-30", id="s1", title="Talks [x](http://x.y) @everyone", concerns=frozenset({"admm-plus"})
    )
    given = World(known.catalogue, known.names, [added]).answers("what comes next for the ADMM-Plus", BEFORE)
    assert "Talks \\[x\\]" in text(given)
    assert "\\@everyone" in text(given)
    assert "Thursday 30 October 2025" in text(given)


_WORDS = [
    *sorted(FILLER),
    *SPELLINGS,
    *KINDS,
    "ASEAN",
    "ADMM-Plus",
    "us",
    "Canada",
    "India",
    "12th",
    "2025",
    "maritime",
]
_WORDS += [
    "exercise",
    "Modi",
    "Hanoi",
    "defence",
    "minister",
    "counter-terror",
    "Shangri-La",
    "Korea",
    "`",
    "@everyone",
]
_QUERIES = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(_WORDS), max_size=10).map(" ".join))


@PROPERTY
@given(_QUERIES, st.sampled_from([BEFORE, AFTER]))
def test_no_query_raises_and_none_is_repeated_with_its_markup(query: str, day: date) -> None:
    given = both().answers(query, day)
    assert all(0 < found.score <= 1 for found in given.results)
    assert "@everyone" not in text(given)
    assert "`" not in text(given)
    assert given.results or not given.said


@pytest.mark.parametrize(
    ("query", "best"),
    [("id:my", "my"), (" id:us ", "us"), (CT, CT), ("id:nobody", None), ("my", None)],
)
def test_an_id_means_itself_where_it_is_marked_or_could_be_nothing_else(query: str, best: str | None) -> None:
    given = article().answers(query, BEFORE)
    assert [one.entity.id for one in given.results[:1]] == ([best] if best else [])


def test_the_card_that_carries_the_answer_stands_first_and_no_score_behind_it_is_higher() -> None:
    for query in ("who is the defence minister of Malaysia", "since when is India a dialogue partner"):
        scores = [one.score for one in article().answers(query, BEFORE).results]
        assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize(
    ("query", "best"),
    [
        ("拡大ASEAN国防相会議はいつ", "admm-plus"),
        ("भारत कब", "in"),
        ("Когда Малайзия", "my"),
        ("LA", None),
    ],
)
def test_a_question_in_another_script_means_the_one_name_in_it(query: str, best: str | None) -> None:
    given = article().answers(query, BEFORE)
    assert [one.entity.id for one in given.results[:1]] == ([best] if best else [])


def test_what_a_server_added_is_the_next_beside_the_editions_a_source_knows_and_says_by_whom() -> None:
    known = article()
    own = event(
        "2025-10-30",
        id="own.1",
        guild_id=GuildId(10),
        title="Retreat of the ministers",
        source="A letter",
        concerns=frozenset({EntityId("admm-plus")}),
    )
    here = World(known.catalogue, known.names, [*known.events, own])
    given = here.answers("when is the next ADMM-Plus", BEFORE)
    assert "Retreat of the ministers" in given.said[0].text and "by A letter" in given.said[0].text
    assert given.results[0].entity.id == "admm-plus"
    alone = World(known.catalogue, known.names, [replace(own, concerns=frozenset())])
    found = alone.answers("when is the next meeting", BEFORE)
    assert "Retreat of the ministers" in found.said[0].text and found.results == ()


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("what is the next meeting of the ADMM-Plus", "Retreat of the ministers"),
        ("next ADMM+ meeting", "Retreat of the ministers"),
        ("what was the last meeting of the ADMM-Plus", "Old talk"),
        ("next meeting with India", "India Day"),
        ("when is the 14th ADMM-Plus", "14th Retreat"),
        (
            "where is the next meeting of the ADMM-Plus",
            "to be held in Manila. This server added it, by A letter",
        ),
        ("next exercise", "Maritime Exercise"),
        ("when is the 12th ADMM-Plus", "12th ADMM-Plus"),
    ],
)
def test_what_a_server_added_counts_among_the_meetings_of_what_it_concerns(question: str, said: str) -> None:
    known = article()
    plus = frozenset({EntityId("admm-plus")})
    own = [
        _own("2025-10-30", "own.1", "Retreat of the ministers", plus, place="Manila"),
        _own("2025-10-01", "own.2", "Old talk", plus),
        _own("2025-10-31", "own.3", "India Day", frozenset({EntityId("in")})),
        _own("2027-10-31", "own.4", "14th Retreat", plus),
    ]
    given = World(known.catalogue, known.names, [*known.events, *own]).answers(question, BEFORE)
    assert said in given.said[0].text


def _own(day: str, event_id: str, title: str, concerns: frozenset[EntityId], **given: str) -> Event:
    made = event(day, id=event_id, guild_id=GuildId(10), title=title, source="A letter", concerns=concerns)
    return replace(made, **given)  # type: ignore[arg-type]
