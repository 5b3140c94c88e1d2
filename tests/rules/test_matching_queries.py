"""What a topic's query means, sentence by sentence of its specification, and what is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.catalogue import Catalogue
from bot.rules.matching import Matcher
from bot.rules.matching.queries import (
    DEEPEST,
    LONGEST,
    MOST_TERMS,
    Entry,
    NotAQuery,
    Query,
    feed_names,
    is_met,
    naming,
    parse,
    terms,
)
from bot.rules.matching.topics import Topics
from bot.rules.text import phrase
from storage.records import EntityId
from tests.rules.making import PROPERTY, entity

MADE = Catalogue(
    [
        entity("asean", "body", "ASEAN"),
        entity("in", "country", "India"),
        entity("us", "country", "United States", exact=("US",)),
        entity("vn", "country", "Vietnam"),
        entity("maritime-security", "topic", "Maritime security"),
        entity("summit", "summit", "ASEAN-India Summit", lookup=("Gathering",)),
    ],
    [],
    [],
)
HINDU = feed_names(3, "The Hindu", "www.thehindu.com")


def query(text: str) -> Query:
    return parse(text, naming(MADE), MADE.entities.keys())


def meets(text: str, title: str, summary: str = "") -> bool:
    made = query(text)
    topics = Topics({"topic": made})
    reading = Matcher.of(MADE, topics.phrases).read(title, summary)
    mentioned = {mention.entity for mention in reading.mentions}
    entry = Entry(mentioned, reading.phrases, HINDU)
    assert topics.met(entry) == (["topic"] if is_met(made, entry) else [])
    return is_met(made, entry)


@pytest.mark.parametrize(
    ("text", "title", "met"),
    [
        # A word is a name or the id of something, and stands for all its names in every language; …
        ("asean", "東南アジア: ASEAN首脳会議", True),
        ("India", "भारत और आसियान", True),
        ("vietnam", "Việt Nam ký kết", True),
        ("maritime-security", "Talks on maritime security", True),
        ("MARITIME-SECURITY", "Talks on maritime security", True),
        ("vietnam", "Vietnam War veterans meet", False),
        ("US", "Tell us more", False),
        ("US", "US ships arrive", True),
        # … as words do that are one name together (the longest such name); …
        ("maritime security", "Talks on maritime security", True),
        ("maritime security", "The security of maritime trade", False),
        ("asean india summit", "ASEAN-India Summit opens", True),
        ("asean india summit", "India at the summit of ASEAN", False),
        ("asean india", "India visits ASEAN", True),
        ("maritime or security", "Security is tight", True),
        ("maritime (security)", "Security of maritime trade", True),
        ("tariffs united states", "Tariffs of the United States", True),
        # … else it is that word.
        ("tariffs", "New tariffs announced", True),
        ("tariffs", "A tariff-free zone", False),
        ("us", "Tell us more", True),
        ("in", "Made in Japan", True),
        ("vn", "The vn domain", True),
        ("Gathering", "The gathering of nations", True),
        ("cease-fire", "A cease fire holds", True),
        ("défense", "DEFENSE budget", True),
        # `entity:` says that an id is meant.
        ("entity:vn", "Vietnam signs", True),
        ("entity:VN", "Vietnam signs", True),
        ("entity:in", "Made in Japan", False),
        # Words in quotes stand one after the other, as they are.
        ('"trade agreement"', "The trade agreement is reviewed", True),
        ("“trade agreement”", "The TRADE-AGREEMENT is reviewed", True),
        ('"trade agreement"', "Trade without agreement", False),
        ('"trade agreement"', "A fair trade. Agreement reached", False),
        ('"asean"', "Miss ASEAN", True),
        ("asean", "Miss ASEAN", False),
        ('"and"', "One and all", True),
        # `feed:` is a feed's number, title or host.
        ("feed:3 tariffs", "New tariffs", True),
        ('feed:"the hindu" tariffs', "New tariffs", True),
        ("feed:thehindu.com tariffs", "New tariffs", True),
        ("feed:www.thehindu.com tariffs", "New tariffs", True),
        ("feed:30 tariffs", "New tariffs", False),
        ("FEED:3", "Anything", True),
        # AND may be left out and binds closer than OR; both, and NOT, may be written small.
        ("ships tariffs", "Tariffs on ships", True),
        ("ships tariffs", "Tariffs on cars", False),
        ("ships AND tariffs", "Tariffs on ships", True),
        ("ships or tariffs", "Tariffs on cars", True),
        ("cars OR ships tariffs", "A car show: cars", True),
        ("cars OR ships tariffs", "Ships leave", False),
        ("(cars OR ships) tariffs", "Tariffs on cars", True),
        ("(cars OR ships) tariffs", "Cars leave", False),
        ("tariffs not cars", "Tariffs on ships", True),
        ("tariffs NOT (cars OR ships)", "Tariffs on ships", False),
        ("tariffs NOT NOT ships", "Tariffs on ships", True),
        ('india OR ("trade agreement" AND review)', "Review of the trade agreement", True),
        # What is called after something in the catalogue is looked for whole.
        ("south china sea", "Patrols in the South China Sea", True),
        ("india south china sea", "India's ships in the South China Sea", True),
        ("south china sea", "Sea trade of South China", False),
        # A look-alike's words are words all the same.
        ('"south china"', "South China Sea", True),
        ("东盟", "东盟峰会", True),
        ('"首脑会议"', "东盟首脑会议开幕", True),
    ],
)
def test_what_meets_a_query(text: str, title: str, met: bool) -> None:
    assert meets(text, title) is met


@pytest.mark.parametrize(
    ("text", "position", "reason"),
    [
        ("", 0, "empty"),
        ("   ", 0, "empty"),
        ("(", 1, "missing"),
        (")", 0, "missing before )"),
        ("()", 1, "missing before )"),
        ("ships)", 5, "closes nothing"),
        ("(ships", 0, "not closed"),
        ("ships (cars", 6, "not closed"),
        ('ships "cars', 6, "quote is not closed"),
        ("ships ”", 6, "quote is not closed"),
        ("AND ships", 0, "missing before AND"),
        ("ships OR", 8, "missing at the end"),
        ("ships AND OR cars", 10, "missing before OR"),
        ("ships NOT", 9, "missing at the end"),
        ("ships !!! cars", 6, "no word"),
        ('ships ""', 6, "no word"),
        ("ships feed:", 6, "no word"),
        ("entity:atlantis", 0, "no"),
        ("entity:", 0, "nothing with the id"),
        ("NOT ships", 0, "met by entries that say nothing"),
        ("ships OR NOT cars", 0, "met by entries that say nothing"),
        ("a" * (LONGEST + 1), LONGEST, "longer than 500"),
        (" ".join(["ships"] * (MOST_TERMS + 1)), 6 * MOST_TERMS, "more than 50"),
        ("(" * (DEEPEST + 1) + "ships" + ")" * (DEEPEST + 1), DEEPEST + 1, "more than 20 deep"),
        ("ships " + "NOT " * (DEEPEST + 1) + "cars", 6 + 4 * (DEEPEST + 1), "more than 20 deep"),
        ("(" * 499, DEEPEST + 1, "more than 20 deep"),
        ("\u202e\u200b", 0, "no word"),
        ("\ud800", 0, "no word"),
    ],
)
def test_what_is_no_query_and_where_that_shows(text: str, position: int, reason: str) -> None:
    with pytest.raises(NotAQuery, match=r"[.;]") as refused:
        query(text)
    assert (refused.value.position, reason in refused.value.reason) == (position, True)


@pytest.mark.parametrize(
    "text",
    [
        "a" * LONGEST,
        " ".join(["ab"] * MOST_TERMS),
        "(" * DEEPEST + "ships" + ")" * DEEPEST,
        "ships " + "NOT " * DEEPEST + "cars",
    ],
)
def test_a_query_may_be_as_long_as_it_may_be(text: str) -> None:
    assert list(terms(query(text)))


@PROPERTY
@given(st.text(alphabet='()"“” aANDORnotfeed:entity-é中\u202e\n', max_size=60))
def test_any_text_is_a_query_that_needs_something_or_is_refused_at_one_of_its_letters(text: str) -> None:
    try:
        made = query(text)
    except NotAQuery as refused:
        assert 0 <= refused.position <= len(text)
    else:
        assert not is_met(made, Entry()) and list(terms(made))


def test_topics_are_asked_together_and_answer_in_their_order() -> None:
    topics = Topics(
        {"b": query("ships NOT cars"), "a": query("ships"), "c": query("feed:3"), "d": query("cars")}
    )
    said = frozenset({phrase("ships")})
    assert topics.met(Entry((), said, HINDU)) == ["b", "a", "c"]
    assert topics.met(Entry({EntityId("asean")}, (), ())) == []
    assert topics.phrases == {("ships",), ("cars",)}
