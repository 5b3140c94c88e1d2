"""Who holds which office and when, whether something was held, and of which year somebody was asked for."""

from __future__ import annotations

from datetime import date

import pytest

from bot.rules.answers.answering import Answer
from bot.rules.answers.titles import is_office
from storage import edtf
from storage.records import Source
from tests.rules.asking import AFTER, BEFORE, World, both, text
from tests.rules.making import fact

NOW = date(2026, 11, 24)
SINGH = "Rajnath Singh is Defence Minister of India as of Sunday 2 November 2025."
MARLES = "Richard Marles is deputy prime minister and defence minister of Australia"

TOLD = [
    # another office than the one that is known
    ("foreign minister of Malaysia", "my", "No source here says who is foreign minister of Malaysia."),
    ("trade minister of India", "in", "No source here says who is trade minister of India."),
    ("US Secretary of State", "us", "No source here says who is secretary of state of the United States."),
    (
        "is Rajnath Singh the foreign minister",
        "rajnath-singh",
        "No source here says that Rajnath Singh is fo",
    ),
    (
        "is Rajnath Singh the prime minister",
        "rajnath-singh",
        "says that Rajnath Singh is prime minister. Raj",
    ),
    ("is Rajnath Singh defence minister of Malaysia", "rajnath-singh", "is defence minister of Malaysia. Ra"),
    ("information minister of India", "in", "No source here says who is information minister of India."),
    ("counter-terrorism minister of India", "in", "who is counter terrorism minister of India."),
    # another time
    ("next defence minister of India", "rajnath-singh", "who is defence minister of India next. " + SINGH),
    ("previous defence minister of India", "rajnath-singh", "who was defence minister of India before. Raj"),
    ("latest defence minister of India", "rajnath-singh", SINGH),
    ("who was the defence minister of India in 2015", "rajnath-singh", "of India in 2015. " + SINGH),
    ("who was the defence minister of India in 2025", "rajnath-singh", SINGH),
    ("was Rajnath Singh defence minister in 2015", "rajnath-singh", "Singh was defence minister in 2015. Ra"),
    (
        "who will be the defence minister of India next year",
        "rajnath-singh",
        "minister of India in 2027. Raj",
    ),
    # two offices of one
    ("defence minister of Australia", "richard-marles", MARLES),
    ("minister of defence of Australia", "richard-marles", MARLES),
    ("deputy prime minister of Australia", "richard-marles", MARLES),
    ("prime minister of Australia", "au", "No source here says who is prime minister of Australia."),
    ("deputy defence minister of Australia", "au", "who is deputy defence minister of Australia."),
    # whether it was held
    ("did the 13th ADMM-Plus take place", "admm-plus-13", "The 13th ADMM-Plus is planned for 2026, no day"),
    ("is the 13th ADMM-Plus already held", "admm-plus-13", "The 13th ADMM-Plus is planned for 2026, no day"),
    ("was the 49th ASEAN summit held", "asean-summit-49", "no source here says that it took place."),
    ("did AIME 2026 take place", "asean-india-maritime-exercise-2", "took place on 28 September – 2 October"),
    ("has the table-top exercise taken place", "ct-ttx-2026", "Terrorism is planned for 2026, no day annou"),
    ("is the 12th ADMM-Plus over", "admm-plus-12", "took place on Saturday 1 November 2025."),
    ("was the 12th ADMM-Plus held in 2024", "admm-plus-12", "took place in 2024. The 12th ADMM-Plus took pl"),
    ("was the 12th ADMM-Plus held in Kuala Lumpur", "admm-plus-12", "was held in Kuala Lumpur"),
    # of which year
    ("who spoke at Shangri-La 2026", "shangri-la-23", "who spoke at the 23rd Shangri-La Dialogue."),
    ("who attended Shangri-La 2026", "shangri-la-23", "Pete Hegseth was expected to take part in the 23rd"),
    ("who attended Shangri-La 2025", "shangri-la-22", "who takes part in the 22nd Shangri-La Dialogue."),
    ("who attended Shangri-La", "shangri-la-23", "Pete Hegseth was expected to take part in the 23rd"),
    ("who attended the 12th ADMM-Plus in 2024", "admm-plus-12", "tells of the 12th ADMM-Plus in 2024."),
]


@pytest.mark.parametrize(("query", "best", "told"), TOLD)
def test_an_office_a_time_and_an_edition_are_never_answered_by_another(
    query: str, best: str, told: str
) -> None:
    given = both().answers(query, NOW)
    assert told in text(given)
    assert given.results[0].entity.id == best


@pytest.mark.parametrize("query", ["who spoke at Shangri-La 2026", "did AIME 2026 take place"])
def test_nothing_is_said_of_the_edition_before(query: str) -> None:
    assert not any(before in text(both().answers(query, NOW)) for before in ("22nd", "1st", "held in"))


@pytest.mark.parametrize("query", ["who is the foreign minister", "home minister of India"])
def test_an_office_that_nobody_holds_here_names_nobody(query: str) -> None:
    assert both().answers(query, AFTER) == Answer(())


@pytest.mark.parametrize(
    ("asked_for", "title", "is_it"),
    [
        ("minister of defence", "Minister of Defence and Security", True),
        ("minister of security", "Minister of Defence and Security", True),
        ("president", "Vice President", False),
        ("vice president", "Vice President", True),
        ("defence ministers", "Minister of National Defence", True),
        ("deputy minister", "deputy prime minister and defence minister", True),
        ("deputy defence minister", "deputy prime minister and defence minister", False),
        ("foreign minister", "Minister of Foreign Affairs", True),
    ],
)
def test_a_title_is_an_office_when_it_has_its_every_word(asked_for: str, title: str, is_it: bool) -> None:
    assert is_office(asked_for.split(), title) is is_it


@pytest.mark.parametrize(
    ("often", "told"),
    [
        ("twice a year", "How often the ADMM-Plus EWGs meet: twice a year, since 2017."),
        ("annual", "How often the ADMM-Plus EWGs meet: annual, since 2017."),
        ("three meetings a year", "The ADMM-Plus EWGs have three meetings a year, since 2017."),
    ],
)
def test_how_often_something_meets_is_a_sentence_whatever_the_words(often: str, told: str) -> None:
    known = both()
    added = fact("admm-plus-ewg", "frequency", text=often, edtf="2017/..", source="server/1")
    source = Source("server/1", "A note", "The desk", None, edtf.parse("2026-10-29"), None)
    here = World(known.catalogue.with_more([added], [source]), known.names, known.events)
    assert told in text(here.answers("how often do the EWGs meet", BEFORE))


@pytest.mark.parametrize(
    ("query", "best", "phrase"),
    [
        ("did the defence minister of India attend the 12th ADMM-Plus", None, "Rajnath Singh took part in"),
        ("what did the prime minister of India say", "narendra-modi", "reiterated India's will"),
        ("what did the defence minister of India say", "rajnath-singh", "No source here says what Rajnath"),
        ("who did the defence minister of Malaysia meet", "kl-bilaterals", "with Khaled Nordin"),
    ],
)
def test_what_somebody_in_office_does_is_asked_of_the_one_who_holds_it(
    query: str, best: str | None, phrase: str
) -> None:
    given = both().answers(query, AFTER)
    assert best is None or given.results[0].entity.id == best
    assert phrase in text(given)


@pytest.mark.parametrize(
    "query", ["when is the next defence ministers meeting", "where did the defence ministers meet"]
)
def test_what_is_asked_of_all_in_an_office_is_not_answered_with_one_of_them(query: str) -> None:
    assert both().answers(query, AFTER).results == ()
