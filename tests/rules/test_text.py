"""Spelling that does not matter never decides a match, and a stranger's text stays letters in Discord."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.text import cut, escaped, phrase, plain, words
from tests.rules.making import PROPERTY


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ADMM-Plus", "admm plus"),
        ("ADMM+", "ADMM Plus"),
        ("ADMM＋", "ADMM+"),
        ("ADMM‑Plus", "ADMM-Plus"),
        ("ADMM–Plus", "ADMM-Plus"),
        ("ＡＤＭＭ－Ｐｌｕｓ", "admm-plus"),
        ("Experts’ Working Group", "Experts' Working Group"),
        ("Ministersʼ Meeting", "Ministers Meeting"),
        ("Malaysiaʼs chair", "Malaysia chair"),
        ("Ministers′ Meeting", "Ministers Meeting"),
        ("Malaysia’s chair", "Malaysia chair"),
        ("Hà Nội", "Ha Noi"),
        (unicodedata.normalize("NFD", "Hà Nội"), "Hà Nội"),
        ("Defense", "Defence"),
        ("organization", "organisation"),
        ("STRASSE", "straße"),
        ("A\u200bSEAN", "ASEAN"),
        ("Sea_lanes", "sea lanes"),
        ("U.S.", "US"),
        ("A.S.E.A.N.", "ASEAN"),
        ("Lao P.D.R.", "Lao PDR"),
        ("Pearl Harbor", "Pearl Harbour"),
        ("Shangri-La Dialogs", "Shangri-La Dialogues"),
        ("Đông Timor", "Dong Timor"),
        ("Łódź", "Lodz"),
        ("Российская", unicodedata.normalize("NFD", "Российская")),
        ("ｶﾝﾎﾞｼﾞｱ", "カンボジア"),
        (unicodedata.normalize("NFD", "カンボジア"), "カンボジア"),
        (unicodedata.normalize("NFD", "대한민국"), "대한민국"),
        ("مِصر", "مصر"),
    ],
)
def test_spelling_that_does_not_matter_is_the_same_phrase(one: str, other: str) -> None:
    assert phrase(one) == phrase(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Austria", "Australia"),
        ("ADMM", "ADMM+"),
        ("India", "Indiana"),
        ("हिन्दी", "हन्द"),
        ("กา", "กี"),
        ("가나", "가니"),
    ],
)
def test_other_words_are_another_phrase(one: str, other: str) -> None:
    assert phrase(one) != phrase(other)


@pytest.mark.parametrize(
    "word", ["हिन्दी", "भारत", "இந்தோனேசியா", "বাংলাদেশ", "대한민국", "Ελλάδα", "بھارت", "Việt"]
)
def test_a_mark_belongs_to_the_letter_before_it(word: str) -> None:
    assert [found.raw for found in words(f"{word}, {word}!")] == [word, word]


@pytest.mark.parametrize(
    ("text", "cut_into"),
    [
        ("拡大ASEAN国防相", ["拡", "大", "asean", "国", "防", "相"]),
        ("กัมพูชา", ["กั", "ม", "พู", "ช", "า"]),
        ("ລາວ", ["ລ", "າ", "ວ"]),
        ("ខ្មែរ", ["ខ្", "មែ", "រ"]),
        ("မြန်မာ", ["မြ", "န်", "မာ"]),
        ("ADMM+は？", ["admm", "plus", "は"]),
        ("カンボジア・タイ", ["カ", "ン", "ボ", "ジ", "ア", "タ", "イ"]),
    ],
)
def test_where_no_spaces_are_written_every_letter_is_a_word(text: str, cut_into: list[str]) -> None:
    assert list(phrase(text)) == cut_into


def test_an_abbreviation_with_dots_is_one_word_and_its_last_dot_is_not_of_it() -> None:
    text = "in the U.S. and e.g.Malaysia, v1.2"
    assert [(word.raw, text[word.start : word.end]) for word in words(text)][2:5] == [
        ("US", "U.S"),
        ("and", "and"),
        ("eg", "e.g"),
    ]
    assert phrase("v1.2") == ("v1", "2")


@PROPERTY
@given(st.text())
def test_words_stand_in_the_text_in_order(text: str) -> None:
    found = words(text)
    assert all(0 <= word.start < word.end <= len(text) and word.folded for word in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


def test_words_know_where_they_stand_in_the_text() -> None:
    text = "“Malaysia’s” 12th ADMM+"
    assert [(word.folded, text[word.start : word.end]) for word in words(text)] == [
        ("malaysia", "Malaysia"),
        ("12th", "12th"),
        ("admm", "ADMM"),
        ("plus", "+"),
    ]


@pytest.mark.parametrize(
    ("markup", "seen"),
    [
        ("<p>Two <b>bold</b> words</p>", "Two bold words"),
        ("&lt;b&gt;India &amp;amp; ASEAN&lt;/b&gt;", "India & ASEAN"),
        ("one<script>alert(1)</script><style>p{}</style> two", "one two"),
        ("line one\n\n  line\ttwo", "line one line two"),
        ("right\u202eleft\u200b\x00", "rightleft"),
        ("a lone \ud800 surrogate", "a lone surrogate"),
        ("<![if x]>kept<![endif]>", "kept"),
        ("<![CDATA[wrapped <b>twice</b>]]>", "wrapped twice"),
        ("<b>I</b>ndia, Viet<wbr>nam and <i>others</i>.", "India, Vietnam and others."),
        ("<p>One</p><p>two</p>three<br/>four<ul><li>five<li>six</ul>", "One two three four five six"),
        ("Use &lt;b&gt; for bold, 1 < 2", "Use <b> for bold, 1 < 2"),
        ("AT&amp;amp;T &amp;#8217; &amp;hellip; &nonsense;", "AT&T ’ … &nonsense;"),
        ("cut short <a href='https://site.exa", "cut short"),
        ("1 < 2 <", "1 < 2 <"),
        ("<a " * 6000, ""),
        ("<head><title>hidden<body>seen", "seen"),
        ("a\rb&#13;c\u2028d", "a b c d"),
        ("tag\U000e0041ged, \u061cturned, \u3164filled", "tagged, turned, filled"),
        ("", ""),
    ],
)
def test_what_a_reader_sees_of_html_is_one_clean_line(markup: str, seen: str) -> None:
    assert plain(markup) == seen


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("The <script> tag & others", "The <script> tag & others"),
        ("if a<b then c>d", "if a<b then c>d"),
        ("India <b>and</b> ASEAN", "India and ASEAN"),
        ("Tom &amp; Jerry", "Tom & Jerry"),
        ("One<br>two", "One two"),
    ],
)
def test_text_that_was_not_said_to_be_html_is_read_as_some_only_where_it_shows(text: str, seen: str) -> None:
    assert plain(text, html=False) == seen


def test_a_long_text_is_not_cut_within_a_tag() -> None:
    assert plain("x" * 19_990 + "<a href='https://site.example/'>linked</a>") == "x" * 19_990


@pytest.mark.parametrize(
    "markup", ["<![foo[ bar", "<![x", "<!x", "<!--", "</", "<?x", "&#xD800;", "&#x110000;"]
)
def test_broken_html_is_text_too(markup: str) -> None:
    assert isinstance(plain(markup), str)


@PROPERTY
@given(st.text(alphabet="<>!/[]&;#x-' \"aCDAT?=\u202e\ud800"))
def test_any_markup_becomes_text_without_control_characters(markup: str) -> None:
    seen = plain(markup)
    assert not any(unicodedata.category(letter) in ("Cc", "Cs") or letter == "\u202e" for letter in seen)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("@everyone", r"\@everyone"),
        ("<@&42> <#7>", r"\<\@&42\> \<\#7\>"),
        ("[click](https://evil.example)", r"\[click\]\(https\://evil.example\)"),
        (
            "**bold** _it_ ~~no~~ `code` ||spoiler||",
            r"\*\*bold\*\* \_it\_ \~\~no\~\~ \`code\` \|\|spoiler\|\|",
        ),
        ("# heading\n> quote\n- item", r"\# heading \> quote \- item"),
        ("back\\slash", r"back\\slash"),
        ("\u202egnp.exe\u2066", "gnp.exe"),
    ],
)
def test_a_strangers_text_is_shown_letter_by_letter(text: str, shown: str) -> None:
    assert escaped(text) == shown


@PROPERTY
@given(st.text())
def test_no_mark_of_discord_stands_unescaped(text: str) -> None:
    shown = escaped(text)
    bare = shown.replace("\\\\", "").replace("\n", "")
    assert not any(
        letter in "*_~|`>#[]()<@:-" and (place == 0 or bare[place - 1] != "\\")
        for place, letter in enumerate(bare)
    )


@pytest.mark.parametrize(
    ("text", "limit", "kept"),
    [
        ("short", 10, "short"),
        ("one two three", 10, "one two…"),
        ("onelongword", 5, "onel…"),
        ("e\u0301" * 5, 4, "e\u0301…"),
        ("abc\\\\def", 5, "abc…"),
    ],
)
def test_a_text_is_cut_on_a_whole_word_and_says_so(text: str, limit: int, kept: str) -> None:
    assert cut(text, limit) == kept


@PROPERTY
@given(st.text(), st.integers(1, 50))
def test_a_cut_text_never_exceeds_its_limit(text: str, limit: int) -> None:
    assert len(cut(text, limit)) <= limit


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        (
            "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
            "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        ),
        ("\u0915\u094d\u200d\u0937", "\u0915\u094d\u200d\u0937"),
        ("\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001f468\u200d\U0001f469\u200d\U0001f467"),
        ("AD\u200dMM\u200c", "ADMM"),
        ("a\u200bb\u202ec", "abc"),
    ],
)
def test_joiners_stay_where_they_shape_letters_or_emoji_and_go_everywhere_else(
    written: str, seen: str
) -> None:
    assert (plain(written), escaped(written)) == (seen, seen)
