"""What is no name here is taken for none that is; hostile text does no harm; any name finds its own."""

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
from tests.rules.looking import BOTH, best, offered
from tests.rules.making import PROPERTY, entity, shipped, shipped_names


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
