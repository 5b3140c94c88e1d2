"""Which entities a query that is a name may mean, sentence by sentence of `lookup` and `spelling`; and that
no query does harm, however it is asked.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.naming.countries import country_names, with_country_names
from bot.rules.naming.lookup import NameIndex
from bot.rules.naming.names import RANK
from bot.rules.text import phrase
from storage.records import EntityId, EntityKind
from tests.bench.generated import mistyped
from tests.rules.making import PROPERTY, entity, shipped, shipped_names

BOTH = NameIndex([entity("at", "country", "Austria"), entity("au", "country", "Australia")])


def best(query: str) -> str | None:
    """What is an answer to a query, and no offer."""
    found = shipped_names().find(query)
    return found[0].entity.id if found and found[0].score >= 0.5 else None


def offered(query: str) -> list[str]:
    return [found.entity.id for found in shipped_names().find(query)]


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


def test_austria_stays_austria_and_australia_australia() -> None:
    assert [found.entity.id for found in BOTH.find("Austria")] == ["at"]
    assert [found.entity.id for found in BOTH.find("Australia")] == ["au"]
    assert (best("Austria"), best("Australia"), best("Austrlia")) == (None, "au", None)


@pytest.mark.parametrize(
    ("here", "beside"),
    [
        ("Niger", "Nigeria"),
        ("Nigeria", "Niger"),
        ("Iran", "Iraq"),
        ("Mali", "Malawi"),
        ("South Korea", "North Korea"),
    ],
)
def test_a_country_that_is_known_beside_is_never_taken_for_one_that_is_here(here: str, beside: str) -> None:
    names = NameIndex([entity("here", "country", here)], country_names())
    assert names.find(beside) == []
    assert names.find(here)[0].score == 1.0
    other, this = names.spans(f"what of {beside} and {here}?")
    assert (other.text, other.found, this.text) == (beside, (), here)


@pytest.mark.parametrize("query", country_names()[::7])
def test_no_country_is_taken_for_another(query: str) -> None:
    called = {phrase(name.text) for one in with_country_names(shipped().entities) for name in one.names}
    assert (best(query) is not None) == (phrase(query) in called)


@pytest.mark.parametrize(
    "query",
    [
        *(
            "Iran",
            "Mali",
            "Indiana",
            "Korean peninsula",
            "zzz",
            "Atlantis",
            "Shangri-La Dialogue",
            "North Korea",
        ),
        *(
            "South China Sea",
            "EAS",
            "NATO",
            "Quad",
            "APEC",
            "United Nations",
            "Vienna Convention",
            "Noth Korea",
        ),
        *("ASEAN Pakistan", "ASEAN Regional Forum", "European Union", "Kim Jong Un", "Pacific Islands Forum"),
        *("12th G20 summit", "do", "ao", "Áo", "who", "tell us", "China Malaysia", "ADMM-Plus 1999"),
    ],
)
def test_what_is_not_here_is_not_found(query: str) -> None:
    assert best(query) is None


def test_us_is_a_pronoun_unless_it_is_written_or_asked_for_otherwise() -> None:
    assert [found.score < 0.5 for found in shipped_names().find("us")] == [True]
    assert [found.score for found in shipped_names().find("us", {EntityId("us"), EntityId("in")})] == [1.0]
    assert [best(query) for query in ("US", "the us", "U.S.", "u.s.")] == ["us"] * 4


def test_a_bare_korea_or_asean_india_is_not_decided_for_the_asker() -> None:
    assert (offered("Korea"), best("Korea"), best("कोरिया")) == (["kr"], None, None)
    several = shipped_names().find("ASEAN-India")
    assert several[0].score == several[1].score < 1


def test_within_leaves_out_all_others_and_a_limit_holds() -> None:
    only = {EntityId("asean")}
    assert [found.entity.id for found in shipped_names().find("asean", only)] == ["asean"]
    assert shipped_names().find("malaysia", only) == []
    assert [found.entity.id for found in shipped_names().suggest("a", only)] == ["asean"]
    assert len(shipped_names().find("asean", limit=3)) == 3
    assert len(shipped_names().suggest("a", limit=3)) == 3


def test_the_name_that_was_recognised_is_told() -> None:
    assert shipped_names().find("laos")[0].name == "Laos"
    assert shipped_names().find("kualalumpur")[0].name == "Kuala Lumpur"


def test_what_stands_comes_before_what_takes_place_once() -> None:
    named_alike = NameIndex([entity("m", "meeting", "Sea Talks"), entity("f", "forum", "Sea Talks")])
    assert [found.entity.id for found in named_alike.find("sea talks")] == ["f", "m"]
    assert set(RANK) == set(EntityKind)


@pytest.mark.parametrize(
    "query",
    [
        "",
        "   ",
        "🚢🚢🚢",
        "'; DROP TABLE entity; --",
        "%' OR 1=1 --",
        '"admm" NEAR(plus) OR *',
        "\u202eplus-mmda",
        "\x00\x00",
        "\ud800",
        "+" * 4000,
        "a" * 4000,
        "word " * 800,
        "malaysai " * 450,
        "国" * 4000,
        "ก็" * 2000,
        "का" * 2000,
        "asean india " * 330,
        "العربية עברית",
        "<@1234> <#5> @everyone",
        "*[(?.",
        "..",
        "the",
        "of",
    ],
)
def test_a_hostile_query_finds_something_or_nothing_and_does_no_harm(query: str) -> None:
    assert len(shipped_names().find(query)) <= 25
    assert len(shipped_names().suggest(query)) <= 25
    assert len(shipped_names().spans(query)) <= len(phrase(query))


def test_an_empty_or_wordless_query_finds_nothing() -> None:
    for query in ("", "  ", "🚢", "'';--"):
        assert (
            shipped_names().find(query),
            shipped_names().suggest(query),
            shipped_names().spans(query),
        ) == ([], [], [])


def test_an_index_of_nothing_finds_nothing() -> None:
    nobody = NameIndex([])
    assert (nobody.find("asean"), nobody.suggest("a"), nobody.spans("asean")) == ([], [], [])


QUERIES = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from(sorted({w for e in shipped().entities for w in phrase(e.name)}))).map(" ".join),
)


@PROPERTY
@given(QUERIES)
def test_any_query_is_answered_best_first(query: str) -> None:
    for found in (shipped_names().find(query), shipped_names().suggest(query)):
        scores = [one.score for one in found]
        assert scores == sorted(scores, reverse=True)
        assert all(0 < score <= 1 for score in scores)
        assert len({one.entity.id for one in found}) == len(found)


def _respelt(name: str, data: st.DataObject) -> str:
    name = data.draw(st.sampled_from([name, name.upper(), name.lower(), name.title()]))
    name = name.replace("'", data.draw(st.sampled_from(["'", "’", "ʼ", "′"])))
    return name.replace("-", data.draw(st.sampled_from(["-", " ", "‑", "–"])))


@PROPERTY
@given(st.data())
def test_every_name_finds_its_entity_at_the_top_however_it_is_spelt(data: st.DataObject) -> None:
    wanted = data.draw(st.sampled_from(with_country_names(shipped().entities)))
    name = _respelt(data.draw(st.sampled_from(wanted.names)).text, data)
    for found in (shipped_names().find(f"the {name}"), shipped_names().suggest(name)):
        assert wanted.id in [one.entity.id for one in found if one.score == 1.0]
    spans = shipped_names().spans(f"the {name}")
    assert wanted.id in [one.entity.id for one in spans[0].found]


def test_a_name_with_one_error_in_a_longer_word_is_among_the_first_five() -> None:
    misses = []
    for typed, wanted in mistyped(list(shipped().entities), 400, errors=1, seed=7):
        for asked in (shipped_names().find, shipped_names().suggest):
            if wanted.id not in [found.entity.id for found in asked(typed, limit=5)]:
                misses.append(typed)
    assert len(misses) <= 0.02 * 800, misses
