"""Countries are called what CLDR calls them in the languages of the field; no other entity loses its name."""

from __future__ import annotations

import pytest

from bot.rules.naming.countries import LANGUAGES, country_names, with_country_names
from storage.records import Entity
from tests.rules.making import entity, shipped


def named(
    entity_id: str, *others: Entity, kind: str = "country", name: str | None = None
) -> dict[str, str | None]:
    """The names of one entity after all that it is called was added, with their languages."""
    known = with_country_names([entity(entity_id, kind, name), *others])
    return {name.text: name.language for name in known[0].names}


@pytest.mark.parametrize(
    ("code", "language", "name"),
    [
        ("kh", "en", "Cambodia"),
        ("kh", "ms", "Kemboja"),
        ("kh", "vi", "Campuchia"),
        ("kh", "km", "កម្ពុជា"),
        ("th", "th", "ไทย"),
        ("la", "lo", "ລາວ"),
        ("mm", "my", "မြန်မာ"),
        ("in", "hi", "भारत"),
        ("in", "ta", "இந்தியா"),
        ("in", "ur", "بھارت"),
        ("my", "zh", "马来西亚"),
        ("my", "zh_Hant", "馬來西亞"),
        ("kh", "ja", "カンボジア"),
        ("kr", "ko", "대한민국"),
        ("cn", "ru", "Китай"),
        ("jp", "pt", "Japão"),
        ("kr", "de", "Südkorea"),
    ],
)
def test_a_country_is_called_what_cldr_calls_it(code: str, language: str, name: str) -> None:
    assert named(code, name="What the pack says")[name] == language


def test_every_name_tells_its_language_and_the_packs_own_names_stay_first() -> None:
    (malaysia,) = with_country_names([entity("my", "country", "Malaysia")])
    assert malaysia.names[0] == entity("my", "country", "Malaysia").names[0]
    assert {name.language for name in malaysia.names[1:]} <= set(LANGUAGES)


def test_a_second_name_in_brackets_is_a_name_too() -> None:
    names = named("mm", name="The country")
    assert {"Myanmar (Burma)", "Myanmar", "Burma", "Мьянма", "Бирма", "ミャンマー", "ビルマ"} <= names.keys()


def test_other_brackets_are_no_name_and_keep_two_congos_apart() -> None:
    assert "САР" not in named("hk", name="The city")
    assert "刚果" not in named("cg", name="The republic")
    assert "刚果（布）" in named("cg", name="The republic")
    assert {"США", "Великобритания"}.isdisjoint(
        named("vi", name="The islands") | named("vg", name="The isles")
    )


def test_a_name_that_some_other_entity_has_is_left_to_it() -> None:
    assert "Камбоджа" not in named("kh", entity("river", "place", "Камбоджа"))


def test_a_name_that_reads_like_one_the_country_has_is_not_added_again() -> None:
    assert "México" not in named("mx", name="Mexico")


@pytest.mark.parametrize(
    ("entity_id", "kind"), [("my", "topic"), ("asean", "country"), ("xa", "country"), ("m", "country")]
)
def test_only_countries_with_a_code_of_iso_3166_gain_names(entity_id: str, kind: str) -> None:
    assert named(entity_id, kind=kind, name="Something") == {"Something": None}


def test_the_order_and_everything_else_of_the_entities_stays() -> None:
    known = with_country_names(shipped().entities)
    assert [(e.id, e.kind, e.name, e.summary) for e in known] == [
        (e.id, e.kind, e.name, e.summary) for e in shipped().entities
    ]


def test_all_countries_are_known_and_nothing_that_is_no_country() -> None:
    names = set(country_names())
    assert {
        "Austria",
        "Nigeria",
        "North Korea",
        "Österreich",
        "尼日利亚",
        "Hong Kong",
        "UK",
        "Turkey",
    } <= names
    assert {
        "Pseudo-Accents",
        "European Union",
        "United Nations",
        "Unknown Region",
        "world",
        "Africa",
    }.isdisjoint(names)
    assert len(names) == len(country_names())


def test_what_is_a_word_of_english_is_no_country() -> None:
    assert {"Island", "Swiss"}.isdisjoint(country_names())
