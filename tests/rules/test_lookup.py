"""A name that reads the same is meant; else names whose words the query's words begin; else one typo is
mended. A word that is itself a word of some name is never corrected. No query does harm.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.lookup import NameIndex
from storage.records import EntityId
from tests.rules.making import PROPERTY, entity, shipped, shipped_names


def best(query: str) -> str | None:
    found = shipped_names().find(query)
    return found[0].entity.id if found else None


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("ADMM+", "admm-plus"),
        ("ADMM＋", "admm-plus"),
        ("admm plus", "admm-plus"),
        ("ADMM‑Plus", "admm-plus"),
        ("ＡＤＭＭ－Ｐｌｕｓ", "admm-plus"),
        ("  the   ADMM-Plus ", "admm-plus"),
        ("asean defense ministers meeting-plus", "admm-plus"),
        ("ASEAN Defence Ministers’ Meeting Plus", "admm-plus"),
        ("12th admm-plus", "admm-plus-12"),
        ("ADMM-Plus 2025", "admm-plus-12"),
        ("inaugural ADMM+", "admm-plus-1"),
        ("EWG on CT", "admm-plus-ewg-ct"),
        ("US", "us"),
        ("the us", "us"),
        ("the United States", "us"),
        ("u.s.", "us"),
        ("Laos", "la"),
        ("the Philippines", "ph"),
        ("east timor", "tl"),
        ("timor leste", "tl"),
        ("Viet Nam", "vn"),
        ("KL", "kuala-lumpur"),
        ("Hà Nội", "hanoi"),
        ("modi", "narendra-modi"),
        ("Singh", "rajnath-singh"),
        ("AIME 2026", "asean-india-maritime-exercise-2"),
        ("counterterrorism", "counter-terrorism"),
        ("Malaysia's 2025 ASEAN chairmanship", "asean-chair-2025"),
    ],
)
def test_a_name_that_reads_the_same_is_meant(query: str, meant: str) -> None:
    found = shipped_names().find(query)
    assert found[0].entity.id == meant
    assert found[0].score == 1.0


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("malay", "my"),
        ("kuala", "kuala-lumpur"),
        ("ministers plus", "admm-plus"),
        ("exercise maritime", "asean-india-maritime-exercise-2"),
    ],
)
def test_words_in_any_order_find_the_name_they_begin(query: str, meant: str) -> None:
    assert best(query) == meant


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("Malasia", "my"),
        ("Indnesia", "id"),
        ("Camboida", "kh"),
        ("Hegzeth", "pete-hegseth"),
        ("Kuala Lumpurr", "kuala-lumpur"),
        ("maritine security", "maritime-security"),
        ("Phillipines", "ph"),
        ("rajnat sing", "rajnath-singh"),
    ],
)
def test_one_typo_is_mended(query: str, meant: str) -> None:
    assert best(query) == meant


def test_mended_names_rank_below_names_as_written() -> None:
    assert shipped_names().find("Malasia")[0].score < shipped_names().find("Malaysia")[0].score


def test_austria_stays_austria_and_australia_australia() -> None:
    both = NameIndex([entity("at", "country", "Austria"), entity("au", "country", "Australia")])
    assert [found.entity.id for found in both.find("Austria")] == ["at"]
    assert [found.entity.id for found in both.find("Australia")] == ["au"]
    assert best("Austria") is None
    assert best("Australia") == "au"


@pytest.mark.parametrize("query", ["Iran", "Mali", "Indiana", "Korean peninsula", "zzz"])
def test_what_no_name_reads_like_is_not_found(query: str) -> None:
    assert best(query) is None


def test_a_bare_korea_or_asean_india_is_not_decided_for_the_asker() -> None:
    assert shipped_names().find("Korea")[0].score < 1.0
    assert len(shipped_names().find("ASEAN-India")) > 3


def test_within_leaves_out_all_others_and_a_limit_holds() -> None:
    only = {EntityId("asean")}
    assert [found.entity.id for found in shipped_names().find("asean", only)] == ["asean"]
    assert shipped_names().find("malaysia", only) == []
    assert len(shipped_names().find("asean", limit=3)) == 3


def test_the_name_that_was_recognised_is_told() -> None:
    assert shipped_names().find("laos")[0].name == "Laos"


@pytest.mark.parametrize(
    "query",
    [
        "",
        "   ",
        "🚢🚢🚢",
        "'; DROP TABLE entity; --",
        "%' OR 1=1 --",
        "\u202eplus-mmda",
        "\x00\x00",
        "\ud800",
        "+" * 4000,
        "a" * 4000,
        "word " * 800,
        "العربية עברית",
        "*[(?.",
        "..",
        "the",
        "of",
    ],
)
def test_a_hostile_query_finds_something_or_nothing_and_does_no_harm(query: str) -> None:
    assert len(shipped_names().find(query)) <= 25


def test_an_empty_or_wordless_query_finds_nothing() -> None:
    assert [shipped_names().find(query) for query in ("", "  ", "🚢", "'';--")] == [[], [], [], []]


@PROPERTY
@given(st.text(max_size=60))
def test_any_query_is_answered_best_first(query: str) -> None:
    scores = [found.score for found in shipped_names().find(query)]
    assert scores == sorted(scores, reverse=True)


@PROPERTY
@given(st.data())
def test_every_name_finds_its_entity_at_the_top(data: st.DataObject) -> None:
    wanted = data.draw(st.sampled_from(shipped().entities))
    name = data.draw(st.sampled_from(wanted.names)).text
    found = shipped_names().find(data.draw(st.sampled_from([name, name.upper(), name.lower()])))
    assert wanted.id in [one.entity.id for one in found if one.score == 1.0]
