"""A query is said back as it was read: names bold, words in quotes, what belongs together in brackets."""

from __future__ import annotations

import pytest

from bot.rules.matching import queries
from bot.rules.queries_told import feeds_not_there, told
from storage.records import EntityId

NAMES = {"asean": "ASEAN", "india": "India", "china": "China"}


def read(query: str) -> queries.Query:
    return queries.parse(query, lambda word: _named(word), NAMES)


def _named(word: str) -> EntityId | None:
    return EntityId(word.lower()) if word.lower() in NAMES else None


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("ASEAN", "**ASEAN**"),
        ("ferries strike", "“ferries” and “strike”"),
        ("South China Sea", "“south china sea”"),
        ("sea China", "“sea” and **China**"),
        ('"South China Sea"', "“south china sea”"),
        ("India AND (ferries OR boats)", "**India** and (“ferries” or “boats”)"),
        ("India ferries OR boats", "(**India** and “ferries”) or “boats”"),
        ("ferries NOT (ASEAN OR India)", "“ferries” and not (**ASEAN** or **India**)"),
        ("ferries -strike", "“ferries” and “strike”"),
        ("ferr*", "“ferr”"),
        ('ferries feed:"China Daily"', "“ferries” and from a feed called “china daily”"),
    ],
)
def test_a_query_is_said_back(query: str, said: str) -> None:
    assert told(read(query), lambda one: NAMES[one]) == said


def test_feeds_that_nobody_watches_are_named() -> None:
    query = read('ferries (feed:wire OR feed:"China Daily" OR NOT feed:Gone) feed:gone')
    assert list(feeds_not_there(query, [("wire",)])) == ["china daily", "gone"]
