"""A subject is met when it, or something that belongs to it, is mentioned; a country alone is too little."""

from __future__ import annotations

import pytest

from bot.rules.catalogue import Catalogue
from bot.rules.following import matched, what_meets
from storage.records import EVERYTHING, EntityId
from tests.rules.making import catalogue, entity, fact, shipped_catalogue, shipped_matcher
from tests.rules.test_context_pack import both
from tests.rules.test_matching_lookalikes import matcher

MADE = catalogue(
    [
        entity("forum", "forum", "The Forum"),
        entity("group", "working-group", "The Group"),
        entity("meeting", "meeting", "The Meeting"),
        entity("member", "country", "Memberland"),
        entity("city", "place", "The City"),
        entity("sea", "region", "The Sea"),
        entity("piracy", "topic", "Piracy"),
    ],
    [
        fact("group", "working-group-of", "forum"),
        fact("meeting", "edition-of", "group"),
        fact("forum", "member-state", "member"),
    ],
)


@pytest.mark.parametrize(
    ("subject", "mentioned", "labels"),
    [
        ("forum", ["forum"], ["The Forum"]),
        ("forum", ["group"], ["The Group"]),
        ("forum", ["meeting", "group"], ["The Meeting", "The Group"]),
        ("forum", ["member"], []),
        ("group", ["forum"], []),
        ("member", ["forum"], []),
        ("member", ["member", "member"], ["Memberland"]),
        ("piracy", ["member"], []),
        (EVERYTHING, ["member", "city", "sea"], []),
        (EVERYTHING, ["member", "piracy"], ["Memberland", "Piracy"]),
        (EVERYTHING, ["forum"], ["The Forum"]),
        (EVERYTHING, [], []),
        ("forum", ["forgotten"], []),
        ("forgotten", ["forum"], []),
    ],
)
def test_what_a_subject_takes_from_an_item(subject: str, mentioned: list[str], labels: list[str]) -> None:
    assert matched(MADE, EntityId(subject), [EntityId(one) for one in mentioned]) == labels


@pytest.mark.parametrize(
    ("subject", "headline", "met"),
    [
        ("admm-plus", "12th ADMM-Plus opens", True),
        ("admm-plus", "Experts' Working Group on Counter-Terrorism meets", True),
        ("asean", "ASEAN-India Summit ends", False),
        ("asean", "Malaysia's ASEAN chairmanship", True),
        ("in", "India and Japan sign", True),
        ("in", "Indiana wins", False),
        ("us", "Tell us more", False),
        (EVERYTHING, "India beats Australia at cricket", False),
        (EVERYTHING, "India joins maritime security talks", True),
    ],
)
def test_what_a_headline_brings_to_a_channel(subject: str, headline: str, met: bool) -> None:
    mentioned = [mention.entity for mention in shipped_matcher().mentions(headline)]
    assert bool(matched(shipped_catalogue(), EntityId(subject), mentioned)) is met


def test_an_empty_catalogue_matches_nothing() -> None:
    assert matched(Catalogue([], [], []), EVERYTHING, [EntityId("forum")]) == []


def brought(subject: str, title: str, summary: str = "") -> list[str]:
    reading = matcher().read(title, summary)
    return matched(both(), EntityId(subject), [mention.entity for mention in reading.mentions])


@pytest.mark.parametrize("language", ["en", "ms", "id", "vi", "th", "hi", "ja", "zh", "ko", "ru", "ur"])
def test_following_a_forum_finds_its_names_in_every_language(language: str) -> None:
    names = [
        name for name in both().entities[EntityId("admm-plus")].names if (name.language or "en") == language
    ]
    assert names
    assert [name.text for name in names if brought("admm-plus", f"{name.text} (x)") != ["ADMM-Plus"]] == []


@pytest.mark.parametrize(
    ("subject", "title", "summary", "labels"),
    [
        (
            "admm-plus",
            "ADMM-Plus EWG on HADR meets",
            "",
            ["EWG on Humanitarian Assistance and Disaster Relief"],
        ),
        ("admm-plus", "14th EWG on CT ends", "", ["14th meeting of the EWG on Counter-Terrorism"]),
        ("admm-plus", "13th ADMM-Plus to meet in Manila", "", ["13th ADMM-Plus"]),
        ("admm-plus", "30th ADMM-Plus to meet", "", ["ADMM-Plus"]),
        ("asean-india-summits", "23rd ASEAN-India Summit", "", ["ASEAN-India Summits"]),
        ("asean-india-summits", "ASEAN-India Summit opens", "", ["ASEAN-India Summit"]),
        ("shangri-la-dialogue", "Shangri-La Dialogue 2026", "", ["23rd Shangri-La Dialogue"]),
        # A short form that means something else elsewhere needs its context.
        ("asean-india-maritime-exercise-2", "AIME 2026: a model from China leads", "It beats the US.", []),
        (
            "asean-india-maritime-exercise-2",
            "AIME 2026 begins off Vizag",
            "Navies of ASEAN and India take part.",
            ["2nd ASEAN-India Maritime Exercise"],
        ),
        (
            "asean-india-maritime-exercise-2",
            "भारत में आसियान-भारत समुद्री अभ्यास",
            "",
            ["2nd ASEAN-India Maritime Exercise"],
        ),
        ("asean-india-maritime-exercise-2", "AIME is French for loves", "", []),
        ("cn", "South China Sea tensions", "", []),
        ("in", "Air India buys jets", "", []),
    ],
)
def test_what_an_entry_brings_to_a_channel(subject: str, title: str, summary: str, labels: list[str]) -> None:
    assert brought(subject, title, summary) == labels


def test_the_topic_that_a_working_group_has_in_its_name_is_met_by_it_and_no_other_it_deals_with() -> None:
    known = catalogue(
        [
            entity("group", "working-group", "Experts' Working Group on Counter-Piracy"),
            entity("counter-piracy", "topic", "Counter-piracy"),
            entity("salvage", "topic", "Salvage"),
        ],
        [fact("group", "covers", "counter-piracy"), fact("group", "agenda", "salvage")],
    )
    group = [EntityId("group")]
    assert matched(known, EntityId("counter-piracy"), group) == ["Experts' Working Group on Counter-Piracy"]
    assert matched(known, EntityId("salvage"), group) == []
    assert what_meets(known, EntityId("counter-piracy")) == {"group", "counter-piracy"}
