"""Which entities a query that is a name may mean, sentence by sentence of `lookup` and `spelling`; and that
no query does harm, however it is asked.
"""

from __future__ import annotations

import pytest

from bot.rules.naming.lookup import NameIndex
from tests.rules.looking import best, offered
from tests.rules.making import entity, shipped_names


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("ADMM+", "admm-plus"),
        ("ADMM＋", "admm-plus"),
        ("admm plus", "admm-plus"),
        ("ADMM‑Plus", "admm-plus"),
        ("ADMMPlus", "admm-plus"),
        ("ＡＤＭＭ－Ｐｌｕｓ", "admm-plus"),
        ("AD\u200bMM-Plus", "admm-plus"),
        ("  the   ADMM-Plus ", "admm-plus"),
        ("asean defense ministers meeting-plus", "admm-plus"),
        ("ASEAN Defence Ministers’ Meeting Plus", "admm-plus"),
        ("12th admm-plus", "admm-plus-12"),
        ("ADMM-Plus 2025", "admm-plus-12"),
        ("inaugural ADMM+", "admm-plus-1"),
        ("EWG on CT", "admm-plus-ewg-ct"),
        ("EWG CT", "admm-plus-ewg-ct"),
        ("a.s.e.a.n.", "asean"),
        ("US", "us"),
        ("the us", "us"),
        ("usa", "us"),
        ("the United States", "us"),
        ("u.s.", "us"),
        ("prc", "cn"),
        ("Laos", "la"),
        ("lao pdr", "la"),
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
        ("कंबोडिया", "kh"),
        ("马来西亚", "my"),
        ("馬來西亞", "my"),
        ("カンボジア", "kh"),
        ("ไทย", "th"),
        ("Đông Timor", "tl"),
        ("dong timor", "tl"),
        ("Myanmar (Burma)", "mm"),
        ("Республика Корея", "kr"),
    ],
)
def test_a_name_that_reads_the_same_is_meant(query: str, meant: str) -> None:
    found = shipped_names().find(query)
    assert found[0].entity.id == meant
    assert found[0].score == 1.0


def test_words_such_as_of_and_on_do_not_matter_in_a_name() -> None:
    year = NameIndex([entity("year", "observance", "Year of Tourism"), entity("in", "country", "Ấn Độ")])
    assert [year.find(query)[0].score for query in ("year tourism", "the Year of the Tourism")] == [1.0, 1.0]
    assert year.find("độ") == year.find("do")
    assert year.find("Ấn Độ")[0].score == 1.0


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("exercise maritime", "asean-india-maritime-exercise-2"),
        ("joint statement tourism", "asean-india-jls-sustainable-tourism"),
        ("Mohamed Nordin", "khaled-nordin"),
    ],
)
def test_words_that_only_one_entity_has_mean_it_in_any_order(query: str, meant: str) -> None:
    assert best(query) == meant


@pytest.mark.parametrize(
    "query", ["ADMM", "United", "Korea", "Lumpur meetings talks", "in", "my", "2025", "国", "o"]
)
def test_too_little_of_a_name_is_no_answer(query: str) -> None:
    assert best(query) is None


def test_a_name_with_less_besides_is_likelier() -> None:
    assert offered("ADMM-Plus")[0] == "admm-plus"
    assert offered("ministers plus")[0] == "admm-plus"
    shares = [found.score for found in shipped_names().find("ASEAN-India")]
    assert shares == sorted(shares, reverse=True)
    assert len(shares) > 3


def test_the_greater_part_of_a_beginning_is_offered() -> None:
    assert offered("Malay")[0] == "my"
    assert offered("Mal") == []
    assert best("Malay") is None


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("Malaysa", "my"),
        ("Indnesia", "id"),
        ("Camboida", "kh"),
        ("Hegzeth", "pete-hegseth"),
        ("Kuala Lumpurr", "kuala-lumpur"),
        ("maritine security", "maritime-security"),
        ("Phillipines", "ph"),
        ("Philippnes", "ph"),
        ("counter terorism", "counter-terrorism"),
        ("Experts Workng Group on Countrterrorism", "admm-plus-ewg-ct"),
        ("ASAEN", "asean"),
        ("Камбожда", "kh"),
        # two in words of nine letters or more
        ("Phlipines", "ph"),
        ("Singaproee", "sg"),
        # words written together, or apart, or in another number
        ("MaritimeExercise", "asean-india-maritime-exercise-2"),
        ("kualalumpur", "kuala-lumpur"),
        ("newzealand", "nz"),
        ("co operation in defence", None),
        ("defence co operation", "defence-cooperation"),
        ("Malaysias", "my"),
        ("Expert Working Groups on Counter-Terrorism", "admm-plus-ewg-ct"),
        ("대한민국은", "kr"),
    ],
)
def test_a_misspelt_word_is_mended(query: str, meant: str | None) -> None:
    assert best(query) == meant


@pytest.mark.parametrize(
    "query",
    [
        "Mlaasya",
        "Lagos",
        "12st ADMM-Plus",
        "ADMM-Plus 2024",
        "Vienna",
        "malaria",
        "slots",
        "West Timor",
    ],
)
def test_what_is_too_far_or_too_short_is_not_mended(query: str) -> None:
    assert best(query) is None


def test_a_word_of_four_letters_is_offered_a_correction_and_given_none() -> None:
    assert (offered("Inda")[0], best("Inda")) == ("in", None)
    assert (offered("Laso"), offered("Ina")) == ([], [])


def test_mended_names_rank_below_names_as_written() -> None:
    scores = [shipped_names().find(name)[0].score for name in ("Philippines", "Philipines", "Phlipines")]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == 3


def test_corrections_that_are_equally_near_all_stand() -> None:
    twins = NameIndex([entity("a", "place", "Marin"), entity("b", "place", "Maris")])
    assert {found.entity.id for found in twins.find("Marib")} == {"a", "b"}
