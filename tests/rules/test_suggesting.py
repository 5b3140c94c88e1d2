"""What somebody is still typing: the last word may be a beginning, and what no name has is overlooked."""

from __future__ import annotations

import pytest

from tests.rules.making import shipped, shipped_names


def suggested(typed: str) -> list[str]:
    return [found.entity.id for found in shipped_names().suggest(typed)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("adm", "admm-plus"),
        ("malay", "my"),
        ("kuala l", "kuala-lumpur"),
        ("new z", "nz"),
        ("in", "in"),
        ("us", "us"),
        ("counter terr", "counter-terrorism"),
        ("maritime exe", "asean-india-maritime-exercise-2"),
        ("馬來", "my"),
        ("กัม", "kh"),
        ("भा", "in"),
        # with typing errors, in words that are whole and in one that is not
        ("maritme sec", "maritime-security"),
        ("Camboida", "kh"),
        ("Idnone", "id"),
        ("Mlaasya", "my"),
        # what no name accounts for is overlooked
        ("rajnath singh minister", "rajnath-singh"),
        ("the Philippines p", "ph"),
    ],
)
def test_what_somebody_is_typing_is_suggested(typed: str, first: str) -> None:
    assert suggested(typed)[0] == first


def test_a_name_that_is_typed_in_full_is_suggested_first() -> None:
    for one in shipped().entities:
        names = shipped_names().suggest(one.name)
        assert names[0].score == 1.0
        assert one.id in [found.entity.id for found in names if found.score == 1.0]


def test_nothing_known_beside_is_suggested() -> None:
    assert suggested("Austri") == []
    assert suggested("Norw") == []
