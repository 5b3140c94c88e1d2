"""The shipped pack says everything its source says and nothing else."""

from __future__ import annotations

import re

import pytest

from storage.records import EntityId, FactStatus
from tests.rules.making import shipped, shipped_catalogue

IDS = [
    f"{letter}{n:02}"
    for letter, last in (("F", 44), ("M", 11), ("P", 8), ("D", 6))
    for n in range(1, last + 1)
]


@pytest.mark.parametrize("fact_id", IDS)
def test_every_fact_of_the_source_is_there(fact_id: str) -> None:
    assert fact_id in {fact.id for fact in shipped().facts}


def test_every_fact_names_the_source_and_its_place_in_it() -> None:
    assert {source.id for source in shipped().sources} == {fact.source for fact in shipped().facts}
    assert all(re.fullmatch(r"P(10|[1-9])S[12]", fact.place) for fact in shipped().facts)


def test_every_row_belongs_to_a_fact_of_the_source() -> None:
    assert {fact.id.split("-")[0] for fact in shipped().facts} == set(IDS)


@pytest.mark.parametrize(
    ("entity_id", "kind"),
    [
        *[("asean", "body"), ("admm-plus", "forum"), ("admm-plus-12", "meeting"), ("admm-plus-1", "meeting")],
        *[
            ("admm-plus-ewg-ct", "working-group"),
            ("kl-bilaterals", "meeting"),
            ("asean-india-summit", "summit"),
        ],
        *[("asean-india-maritime-exercise-2", "exercise"), ("asean-india-fta", "instrument")],
        *[("asean-india-csp", "instrument"), ("asean-india-poa-2026-2030", "instrument")],
        *[("asean-india-jls-sustainable-tourism", "instrument"), ("year-of-tourism", "observance")],
        *[("asean-chair-2025", "chairmanship"), ("rajnath-singh", "person"), ("pete-hegseth", "person")],
        *[
            ("khaled-nordin", "person"),
            ("narendra-modi", "person"),
            ("kuala-lumpur", "place"),
            ("hanoi", "place"),
        ],
        ("indo-pacific", "region"),
    ],
)
def test_every_entity_of_the_source_is_there_with_its_kind(entity_id: str, kind: str) -> None:
    assert shipped_catalogue().entities[EntityId(entity_id)].kind == kind


def test_what_is_inferred_or_derived_names_its_grounds_and_a_reader_is_told_why() -> None:
    doubtful = [fact for fact in shipped().facts if fact.status is not FactStatus.STATED]
    assert doubtful and all(fact.rests_on and fact.note for fact in doubtful)
