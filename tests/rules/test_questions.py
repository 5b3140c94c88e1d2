"""What a query asks, row by row: names, kinds, editions, years, offices and what is not understood."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.answers.grammar import COMPILED, FILLER, KINDS, SPELLINGS, Ask, ordinal, year
from bot.rules.answers.questions import Question, understand
from storage.records import EntityKind
from tests.rules.making import PROPERTY, shipped_names

OFFICES = frozenset({"defence", "minister", "prime", "secretary"})


def read(query: str) -> Question:
    question = understand(query, shipped_names(), OFFICES)
    assert question is not None
    return question


@pytest.mark.parametrize(
    ("query", "asks"),
    [
        ("which states run the counter-terror group", {Ask.WHICH, Ask.WHO, Ask.CO_CHAIR}),
        ("does Malaysia sit in ASEAN", {Ask.WHETHER, Ask.MEMBER}),
        ("is India a member of ASEAN?", {Ask.WHETHER, Ask.MEMBER}),
        ("Is Malaysia in ASEAN", {Ask.WHETHER, Ask.MEMBER}),
        ("was Vietnam ever in ASEAN", {Ask.WHETHER, Ask.MEMBER}),
        ("who chairs ASEAN", {Ask.WHO, Ask.CHAIR}),
        ("who co-chairs it", {Ask.WHO, Ask.CO_CHAIR}),
        ("how often does ASEAN meet", {Ask.HOW_OFTEN, Ask.MEET}),
        ("since when is India a dialogue partner", {Ask.SINCE, Ask.WHEN, Ask.PARTNER}),
        ("when did Timor-Leste join ASEAN", {Ask.SINCE, Ask.WHEN}),
        ("where was the first ADMM-Plus held", {Ask.WHERE, Ask.HOST}),
        ("what comes next", {Ask.WHICH, Ask.NEXT}),
        ("ASEAN", set()),
    ],
)
def test_a_turn_of_phrase_asks_for_something(query: str, asks: set[Ask]) -> None:
    assert asks <= read(query).asks
    assert bool(asks) is read(query).is_asked


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("does malaysia sit in the ADMM+", ["Malaysia", "ADMM-Plus"]),
        ("is Malaisia in ASEAN", ["Malaysia", "ASEAN"]),
        ("the Malaysian defence minister", ["Malaysia"]),
        ("the Vietnamese, the Chinese and the Thai", ["Vietnam", "China", "Thailand"]),
        ("tell us about the ADMM-Plus", ["ADMM-Plus"]),
        ("is the US in ASEAN", ["US", "ASEAN"]),
        ("what is the human condition", []),
    ],
)
def test_names_stand_aside(query: str, named: list[str]) -> None:
    assert [name.text for name in read(query).names] == named


@pytest.mark.parametrize(
    ("query", "wanted", "kinds"),
    [
        ("which states run the counter-terror group", {EntityKind.COUNTRY}, {EntityKind.WORKING_GROUP}),
        ("how many working groups are there", {EntityKind.WORKING_GROUP}, set()),
        ("what agreements do India and ASEAN have", {EntityKind.INSTRUMENT}, set()),
        ("what is the agreement", set(), {EntityKind.INSTRUMENT}),
        ("when is the next maritime exercise", set(), {EntityKind.EXERCISE}),
    ],
)
def test_a_noun_is_wanted_or_says_of_what_is_asked(
    query: str, wanted: set[EntityKind], kinds: set[EntityKind]
) -> None:
    question = read(query)
    assert (set(question.wanted), set(question.kinds)) == (wanted, kinds)


def test_numbers_are_editions_and_years() -> None:
    assert (read("who attended the 12th").ordinal, read("the twelfth meeting").ordinal) == (12, 12)
    assert read("who chairs ASEAN in 2025").years == (2025,)
    assert read("what happens in november 2025").month == 11
    assert (ordinal("12"), year("12025"), ordinal("1012th")) == (None, None, None)


def test_a_title_is_read_as_an_office() -> None:
    assert read("who is the defence minister of Malaysia").office == ("defence", "minister")
    assert read("who is the PM of India").office == ("prime", "minister")
    assert read("what is defence cooperation").office == ()


def test_what_is_not_understood_is_kept() -> None:
    assert read("who will win the election in Malaysia").rest == ("win", "election")
    assert read("when is the next maritime exercise").rest == ("maritime",)
    assert read("when is the next maritime exercise").described == ("maritime", "exercise")


@pytest.mark.parametrize(
    ("typed", "same_as"),
    [
        ("memebrs of ASEAN", "members of ASEAN"),
        ("wich contries are in ASEAN", "which countries are in ASEAN"),
        ("upcomming exercises", "upcoming exercises"),
        ("who co-chiars ASEAN", "who co-chairs ASEAN"),
        ("dialouge partners of ASEAN", "dialogue partners of ASEAN"),
    ],
)
def test_a_slip_in_a_word_of_a_question_is_overlooked(typed: str, same_as: str) -> None:
    assert read(typed).asks == read(same_as).asks
    assert read(typed).rest == ()


@pytest.mark.parametrize(
    "word", ["rules", "cost", "capital", "winner", "status", "human", "love", "price", "rating"]
)
def test_another_word_is_not_taken_for_a_slip(word: str) -> None:
    known = word in FILLER or word in KINDS or any(p.fullmatch(word) for p in COMPILED.values())
    assert known or read(f"what is the {word}").rest == (word,)


def test_markup_of_discord_is_no_word() -> None:
    assert read("<@123456789012345678> <#42> <t:1700000000:F> **ASEAN**").rest == ()


def test_what_is_too_long_or_empty_is_no_question() -> None:
    assert understand("", shipped_names()) is None
    assert understand("\u202e\u0000 🎉", shipped_names()) is None
    assert understand("who " * 41, shipped_names()) is None


_SAID = st.lists(
    st.sampled_from([*sorted(FILLER), *SPELLINGS, *KINDS, "ASEAN", "us", "Canada", "12th", "2025"]),
    max_size=12,
)


@PROPERTY
@given(st.one_of(st.text(), _SAID.map(" ".join)))
def test_any_text_is_read_or_is_no_question(text: str) -> None:
    question = understand(text, shipped_names(), OFFICES)
    assert question is None or question.skeleton.count("@") == len(question.names)
