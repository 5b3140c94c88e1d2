"""Sources that disagree are both kept, the later said first; what is more precise agrees."""

from __future__ import annotations

from datetime import date

import pytest

from bot.rules.catalogue import Catalogue
from bot.rules.showing.lines import line
from bot.rules.showing.readings import Reading, disagree, later_first, readings
from storage import edtf
from storage.records import Fact, Source
from tests.rules.making import catalogue, entity, fact, on

EARLY = Source("pack/early", "Early", "E", None, edtf.parse("2025-10"), None)
LATE = Source("pack/late", "Late", "L", None, edtf.parse("2026-10-02"), None)
UNDATED = Source("pack/undated", "Undated", "U", None, None, None)
ENTITIES = [
    entity("forum", "forum"),
    entity("india", "country"),
    entity("clark", "place"),
    entity("manila", "place"),
    entity("luzon", "place"),
]


def known(*facts: Fact) -> Catalogue:
    located = [fact("clark", "located-in", "luzon", source="pack/early")]
    return catalogue(ENTITIES, [*facts, *located], (EARLY, LATE, UNDATED))


def pair(predicate: str, one: dict[str, str], other: dict[str, str]) -> tuple[Fact, Fact]:
    first = fact("forum", predicate, one.pop("to", None), source="pack/early", id="1", **one)
    second = fact("forum", predicate, other.pop("to", None), source="pack/late", id="2", **other)
    return first, second


@pytest.mark.parametrize(
    ("predicate", "one", "other", "apart"),
    [
        ("date", {"edtf": "2026"}, {"edtf": "2026-09-28/2026-10-02"}, False),
        ("date", {"edtf": "2010"}, {"edtf": "2010-10-12"}, False),
        ("date", {"edtf": "../2025-10"}, {"edtf": "2025-10-26"}, False),
        ("date", {"edtf": "2026-11-10/2026-11-12"}, {"edtf": "2026-11-13/2026-11-15"}, True),
        ("date", {"edtf": "2026-11"}, {"edtf": "2026-11-13/2026-11-15"}, False),
        ("date", {"edtf": "TBC"}, {"edtf": "2026-11"}, False),
        ("frequency", {"text": "annual", "edtf": "2017/.."}, {"text": "annual", "edtf": "2018/.."}, True),
        ("dialogue-partner", {"to": "india", "edtf": "1992/.."}, {"to": "india", "edtf": "1995-12/.."}, True),
        ("dialogue-partner", {"to": "india", "edtf": "1992/.."}, {"to": "india"}, False),
        (
            "dialogue-partner",
            {"to": "india", "edtf": "1992/.."},
            {"to": "india", "edtf": "1992-01/.."},
            False,
        ),
        ("co-chair", {"to": "india", "edtf": "2011/2013"}, {"to": "india", "edtf": "2024/2027"}, False),
        ("co-chair", {"to": "india", "edtf": "2020/2023"}, {"to": "india", "edtf": "2021/2024"}, True),
        ("hosted-in", {"to": "clark"}, {"to": "manila"}, True),
        ("hosted-in", {"to": "clark"}, {"to": "luzon"}, False),
        ("hosted-in", {"to": "clark"}, {"text": "Clark, Pampanga"}, False),
        ("theme", {"text": "Peace"}, {"text": "“Peace”"}, False),
        ("theme", {"text": "Peace"}, {"text": "Trade"}, True),
    ],
)
def test_readings_that_cannot_both_be_so_are_a_disagreement(
    predicate: str, one: dict[str, str], other: dict[str, str], apart: bool
) -> None:
    first, second = pair(predicate, dict(one), dict(other))
    assert disagree(known(first, second), first, second) is apart
    assert disagree(known(first, second), second, first) is apart


def test_what_one_source_says_twice_never_disagrees_with_itself() -> None:
    twice = [fact("forum", "theme", text=text, source="pack/early", id=text) for text in ("Peace", "Trade")]
    assert not disagree(known(*twice), *twice)


def test_members_are_one_reading_each_and_a_date_is_one_for_all_sources() -> None:
    members = [fact("forum", "member-state", name, source="pack/early") for name in ("india", "clark")]
    dates = [
        fact("forum", "date", edtf="2026", source=source, id=source) for source in ("pack/early", "pack/late")
    ]
    assert [len(one.facts) for one in readings(known(), members)] == [1, 1]
    assert [len(one.facts) for one in readings(known(), dates)] == [2]


def test_the_later_said_stands_first_and_the_undated_last() -> None:
    facts = [
        fact("forum", "theme", text=s, source=s, id=s) for s in ("pack/undated", "pack/early", "pack/late")
    ]
    assert [one.source for one in later_first(known(), facts)] == ["pack/late", "pack/early", "pack/undated"]


def said(reading: Reading, here: Catalogue, today: date = date(2026, 11, 24)) -> str:
    return line(here, reading, on(today), lambda facts: "".join(f"[{one.id}]" for one in facts))


def test_a_disagreement_is_shown_as_one_with_both_and_the_later_first() -> None:
    facts = pair("date", {"edtf": "2026-11-10/2026-11-12"}, {"edtf": "2026-11-13/2026-11-15"})
    (reading,) = readings(known(*facts), facts)
    assert said(reading, known(*facts)) == (
        "Sources disagree, the later first:\n– 13–15 November 2026 [2]\n– 10–12 November 2026 [1]"
    )


def test_a_plan_stands_beside_what_a_later_source_says_came_of_it() -> None:
    facts = pair("date", {"edtf": "2026", "planned_as_of": "2025-10"}, {"edtf": "2026-09-28/2026-10-02"})
    (reading,) = readings(known(*facts), facts)
    assert said(reading, known(*facts)) == (
        "28 September – 2 October 2026 [2]\n– in 2026, no day announced · planned as of October 2025 [1]"
    )


def test_two_sources_that_say_the_same_share_a_line() -> None:
    facts = pair("hosted-in", {"to": "clark"}, {"to": "clark"})
    (reading,) = readings(known(*facts), facts)
    assert said(reading, known(*facts)) == "Clark [2][1]"


def test_a_source_that_says_less_is_named_behind_the_one_that_says_more() -> None:
    facts = pair("member-state", {"to": "india"}, {"to": "india", "edtf": "1984/.."})
    (reading,) = readings(known(*facts), facts)
    assert said(reading, known(*facts)) == "India · since 1984 [2] · also named [1]"


@pytest.mark.parametrize(
    ("given", "today", "words"),
    [
        ({"predicate": "co-chair", "edtf": "2024/2027"}, date(2026, 1, 1), "India · 2024–2027 [x]"),
        ({"predicate": "co-chair", "edtf": "2024/2027"}, date(2028, 1, 1), "India · 2024–2027 · ended [x]"),
        (
            {"predicate": "co-chair", "edtf": "2024/2027"},
            date(2023, 1, 1),
            "India · 2024–2027 · not begun yet [x]",
        ),
        ({"predicate": "chairs", "edtf": "2025"}, date(2025, 12, 31), "India · 2025 [x]"),
        ({"predicate": "chairs", "edtf": "2025"}, date(2026, 1, 1), "India · 2025 · ended [x]"),
        (
            {"predicate": "holds-role", "text": "Minister"},
            date(2026, 1, 1),
            "India: Minister · as of October 2025 [x]",
        ),
    ],
)
def test_a_term_says_whether_it_lasts_and_a_role_as_of_when_it_is_told(
    given: dict[str, str], today: date, words: str
) -> None:
    values = dict(given)
    one = fact("forum", values.pop("predicate"), "india", source="pack/early", id="x", **values)
    (reading,) = readings(known(one), [one])
    assert said(reading, known(one), today) == words
