"""How a title and a summary are read before names are looked for: what is folded, left out, and cut off."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.matching import Matcher
from bot.rules.matching.publishers import headline
from tests.rules.making import PROPERTY, entity, shipped_matcher

MADE = Matcher(
    [
        entity("asean", "body", "ASEAN"),
        entity("india", "country", "India"),
        entity("korea", "country", "South Korea", also=("S. Korea",)),
        entity("clark", "place", "Clark, Pampanga"),
        entity("terror", "topic", "Counter-terrorism", also=("Assistance and disaster relief",)),
        entity("us", "country", "United States", exact=("US",)),
        entity("meeting", "forum", "Ministers' Meeting Plus"),
        entity("hanoi", "place", "Hà Nội"),
        entity("laos", "country", "Lào"),
    ]
)


def spans(title: str, summary: str = "", matcher: Matcher = MADE) -> list[tuple[str, str]]:
    whole = f"{title}\n{summary}"
    return [(one.entity, whole[one.start : one.end]) for one in matcher.read(title, summary).mentions]


@pytest.mark.parametrize(
    ("title", "found"),
    [
        # What was escaped is the letter it means, even twice, and a place is that of the escaped text.
        ("India&#8217;s navy", [("india", "India")]),
        ("India&amp;#8217;s navy", [("india", "India")]),
        ("&lt;b&gt;India&lt;/b&gt;", [("india", "India")]),
        ("I&#110;dia", [("india", "I&#110;dia")]),
        ("Ind&amp;amp;#x69;a", [("india", "Ind&amp;amp;#x69;a")]),
        ("South&nbsp;Korea", [("korea", "South&nbsp;Korea")]),
        ("R&D in India", [("india", "India")]),
        ("&India;", [("india", "India")]),
        ("😀 &#128512; India", [("india", "India")]),
        # What is never seen is left out.
        ("In\u00addia and AS\u200bEAN", [("india", "In\u00addia"), ("asean", "AS\u200bEAN")]),
        ("\u202eIndia\u202c", [("india", "India")]),
        ("India\ufeff\u2060", [("india", "India")]),
        ("In\ud800dia", [("india", "In\ud800dia")]),
        ("India\u200bna", []),
        # Hyphens and every dash, full-width letters, dotted capitals, apostrophes.
        (
            "counter‑terrorism counter–terrorism",
            [("terror", "counter‑terrorism"), ("terror", "counter–terrorism")],
        ),
        ("Counterterrorism", [("terror", "Counterterrorism")]),
        ("Ｉｎｄｉａ", [("india", "Ｉｎｄｉａ")]),
        ("İNDİA", [("india", "İNDİA")]),
        ("India’s, Indiaʼs, India`s", [("india", "India")] * 3),
        (
            "Ha\u0300 No\u0302\u0323i and HANOI and Ha Noi",
            [("hanoi", "Ha\u0300 No\u0302\u0323i"), ("hanoi", "Ha Noi")],
        ),
        ("Assistance & Disaster Relief", [("terror", "Assistance & Disaster Relief")]),
        ("The U.S. and U.S.-India talks", [("us", "U.S."), ("us", "U.S."), ("india", "India")]),
        ("In the A.S.E.A.N.", [("asean", "A.S.E.A.N.")]),
        # A short name keeps its accents and its capital.
        ("Lào, Lao, lào, LÀO", [("laos", "Lào")]),
        # Tags, addresses and accounts name nothing.
        ('<a href="/india">ASEAN</a>', [("asean", "ASEAN")]),
        ("South <i>Korea</i>", [("korea", "South <i>Korea")]),
        ("https://example.com/india www.india.example/x @india india@example.org", []),
        ("india.com and asean.org, asean.gov.in", []),
        ("1 < India > 2", [("india", "India")]),
        ("#India", [("india", "India")]),
        # A name goes over the end of a sentence, or of a part of one, only where it has one.
        ("of the South. Korea said", []),
        ("S. Korea and S Korea", [("korea", "S. Korea"), ("korea", "S Korea")]),
        ("Clark, Pampanga", [("clark", "Clark, Pampanga")]),
        ("ministers' meeting, plus dinner", []),
        ("The Ministers' Meeting plus dinner", []),
        ("The ministers' meeting plus", [("meeting", "ministers' meeting plus")]),
        ("The Ministers’ Meeting+", [("meeting", "Ministers’ Meeting+")]),
    ],
)
def test_what_is_found_however_it_is_written(title: str, found: list[tuple[str, str]]) -> None:
    assert spans(title) == found


def test_a_name_does_not_run_on_from_the_title_but_does_over_a_line_end_of_the_summary() -> None:
    assert spans("The South", "Korea is far") == []
    assert spans("", "The South\nKorea is near") == [("korea", "South\nKorea")]


@pytest.mark.parametrize(
    ("title", "stands"),
    [
        ("Talks open - The Times of India", "Talks open"),
        ("Talks open | India Today", "Talks open"),
        ("Talks open | India News | ANI News", "Talks open"),
        ("Talks open – Malaysia Gazette", "Talks open"),
        ("Talks open - indiatoday.in", "Talks open"),
        ("Talks open — The Singapore Herald", "Talks open"),
        ("Talks open - 中国日报", "Talks open"),
        ("India Today | Talks open", "Talks open"),
        ("BREAKING: Talks open", "Talks open"),
        ("(LEAD) Talks open", "Talks open"),
        ("[EXCLUSIVE] Talks open - Mint", "Talks open"),
        ("UPDATE 2-Talks open", "Talks open"),
        ("Watch: Talks open", "Talks open"),
        # What is no publisher stays.
        ("Talks open - India", "Talks open - India"),
        ("Naval drill ends | ASEAN and India", "Naval drill ends | ASEAN and India"),
        ("Talks open - what we know today", "Talks open - what we know today"),
        ("US-India talks", "US-India talks"),
        ("India Today", "India Today"),
        ("BREAKING:", "BREAKING:"),
        ("Liveable cities", "Liveable cities"),
        ("- The Hindu", "- The Hindu"),
        ("", ""),
    ],
)
def test_what_of_a_title_is_the_headline(title: str, stands: str) -> None:
    begin, end = headline(title)
    assert title[begin:end] == stands


def test_a_publisher_mentions_nothing_and_moves_no_place() -> None:
    assert spans("ASEAN meets - India Today") == [("asean", "ASEAN")]
    assert spans("BREAKING: ASEAN meets | India News Network", "India agrees") == [
        ("asean", "ASEAN"),
        ("india", "India"),
    ]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("LET US TALK", []),
        ("The US replied", ["us"]),
        ("PM: LET US TALK TRADE NOW", []),
        ("US, ASEAN sign deal", ["us", "asean"]),
        ("us", []),
    ],
)
def test_capitals_tell_nothing_in_a_line_of_capitals(line: str, found: list[str]) -> None:
    assert [entity for entity, _ in spans(line)] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("В Индии, с Россией и Китаем, о Вьетнаме", ["in", "ru", "cn", "vn"]),
        ("в Южной Корее", ["kr"]),
        ("в Камбодже и Мьянме", ["kh", "mm"]),
        ("இந்தியாவில் சீனாவுடன் ஆசியானின்", ["in", "cn", "asean"]),
        ("한국은 중국과 미국의", ["kr", "cn", "us"]),
        ("ASEAN은 ADMM-Plus에", ["asean", "admm-plus"]),
    ],
)
def test_names_with_the_endings_of_their_language(text: str, found: list[str]) -> None:
    from tests.rules.test_matching_lookalikes import matcher

    assert [mention.entity for mention in matcher().read(text).mentions] == found


def test_an_ending_is_no_part_of_the_place() -> None:
    from tests.rules.test_matching_lookalikes import matcher

    assert spans("중국은", matcher=matcher()) == [("cn", "중국")]


@pytest.mark.parametrize(
    "text",
    [
        "x" * 30_000 + " India",
        "India " * 5_000,
        "&" * 20_000,
        "&amp;" * 10_000,
        "<" * 20_000,
        "<a " * 9_000 + ">",
        "a@" * 9_000,
        "." * 20_000,
        "a." * 10_000,
        "-" * 20_000,
        " - " * 7_000,
        "|" * 20_000,
        "\u202e" * 20_000,
        "é\u0301" * 9_000,
        "ก" * 20_000,
        "中国" * 10_000,
        "South " * 4_000,
        "\x00\n\r\t" * 4_000,
        "US " * 7_000,
        "EWG India " * 2_000,
        "EWG ASEAN " * 2_000,
        " " * 20_000,
        " |" * 10_000,
    ],
)
def test_hostile_text_is_read_all_the_same(text: str) -> None:
    for reading in (shipped_matcher().read(text, text), shipped_matcher().read("", text)):
        assert all(0 <= one.start < one.end <= 2 * len(text) + 1 for one in reading.mentions)


@PROPERTY
@given(
    st.text(alphabet="ASEANIndia &#;amp<>-–.,|:\u00ad\u200b\u202e\n中国インド'’s+é\u0301", max_size=80),
    st.text(alphabet="ASEANIndia &#;amp<>-–.,|:\u00ad\u200b中国インド", max_size=80),
)
def test_places_lie_in_the_text_in_order_and_do_not_overlap(title: str, summary: str) -> None:
    found = shipped_matcher().read(title, summary).mentions
    places = list(dict.fromkeys((one.start, one.end) for one in found))
    assert all(0 <= start < end <= len(title) + 1 + len(summary) for start, end in places)
    assert all(one[1] <= other[0] for one, other in pairwise(places))
    assert all(end <= len(title) or start > len(title) for start, end in places)
