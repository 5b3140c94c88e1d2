"""A subject is met when it, or something that belongs to it, is mentioned; a country alone is too little."""

from __future__ import annotations

import pytest

from bot.rules.catalogue import Catalogue
from bot.rules.following import matched
from storage.records import EVERYTHING, EntityId
from tests.rules.making import catalogue, entity, fact, shipped_catalogue, shipped_matcher

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
