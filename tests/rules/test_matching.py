"""What a text mentions, sentence by sentence of the matcher's specification."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.matching import Matcher
from tests.rules.making import PROPERTY, entity, shipped_matcher

MADE = Matcher(
    [
        entity("asean", "body", "ASEAN"),
        entity("india", "country", "India"),
        entity("summit", "summit", "ASEAN-India Summit"),
        entity("us", "country", "United States", exact=("US", "U.S.")),
        entity("ministers", "forum", "Ministers' Meeting Plus", also=("MM+",)),
        entity("hanoi", "place", "Hà Nội"),
        entity("aime", "exercise", "Sea Exercise", lookup=("AIME",)),
        entity("first", "topic", "Twin"),
        entity("second", "topic", "twin"),
    ]
)


def mentioned(text: str, matcher: Matcher = MADE) -> list[str]:
    return [mention.entity for mention in matcher.mentions(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # A name is found only between word borders, …
        ("India hosts", ["india"]),
        ("Indiana hosts", []),
        ("The Indian Ocean", []),
        ("ASEANs", []),
        # … whatever the case, hyphens, apostrophes or accents.
        ("INDIA, india, InDiA", ["india", "india", "india"]),
        ("the ministers meeting-plus", ["ministers"]),
        ("Ministers’ Meeting‑Plus and MM+", ["ministers", "ministers"]),
        ("India’s and India's", ["india", "india"]),
        ("in Hanoi, Ha Noi and Hà Nội", ["hanoi", "hanoi"]),
        # At each word the longest name wins and its words are used up.
        ("the ASEAN-India Summit", ["summit"]),
        ("ASEAN–India summit of ASEAN", ["summit", "asean"]),
        ("the ASEAN India trade", ["asean", "india"]),
        ("ASEAN states—India included—meet", ["asean", "india"]),
        # A name that is marked exact counts only in its own letters, …
        ("The US and India", ["us", "india"]),
        ("The U.S. position", ["us"]),
        ("Tell us about it. Us too.", []),
        ("the united states", ["us"]),
        # … and not in a headline that is all capitals.
        ("LET US TALK TRADE", []),
        ("INDIA AND THE UNITED STATES", ["india", "us"]),
        ("LET US TALK TRADE\nThe text below is in ordinary letters.", []),
        ("LET US TALK TRADE\nThe US replied.", ["us"]),
        # Each line stands for itself.
        ("A word from ASEAN\nIndia Summit opens", ["asean", "india"]),
        # Names for look-ups only are never found in a text.
        ("Scores on AIME 2026", []),
        # Two entities of one name are both mentioned.
        ("a twin", ["first", "second"]),
        ("", []),
        ("🚢 \u202e …", []),
    ],
)
def test_what_a_text_mentions(text: str, found: list[str]) -> None:
    assert mentioned(text) == found


@pytest.mark.parametrize(
    ("headline", "found"),
    [
        ("Modi addresses ASEAN-India Summit virtually", ["narendra-modi", "asean-india-summit"]),
        ("India to attend 12th ADMM-Plus in Kuala Lumpur", ["in", "admm-plus-12", "kuala-lumpur"]),
        ("ADMM+ ministers meet", ["admm-plus"]),
        ("Indiana beats Purdue", []),
        ("New model tops AIME 2026", []),
        ("Convergence of ADMM and its variants", []),
        ("A chest CT scan; the EWG report", []),
        ("Tell us more", []),
        ("US-China talks", ["us", "cn"]),
        ("Singh wins the election in Punjab", []),
        ("ASEAN Defence Ministers' Meeting opens", ["asean"]),
        ("Experts Working Group on Counterterrorism", ["admm-plus-ewg-ct"]),
        ("North Korea and Korea", []),
        ("In my view, the PH of id in MM", []),
    ],
)
def test_what_a_headline_mentions_of_the_shipped_catalogue(headline: str, found: list[str]) -> None:
    assert mentioned(headline, shipped_matcher()) == found


def test_a_mention_has_its_place_in_the_text() -> None:
    text = "Über alles:\nThe ASEAN–India Summit"
    (mention,) = MADE.mentions(text)
    assert text[mention.start : mention.end] == "ASEAN–India Summit"


@PROPERTY
@given(st.text(alphabet="ASEANIndiaUSumt -–'’\n+."))
def test_mentions_come_in_order_inside_the_text_and_do_not_overlap(text: str) -> None:
    spans = list(dict.fromkeys((mention.start, mention.end) for mention in MADE.mentions(text)))
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
