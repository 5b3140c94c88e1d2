"""Answers to a year, a term or a beginning: of the time that was asked for, and of nothing else."""

from __future__ import annotations

from datetime import date

import pytest

from tests.rules.asking import AFTER, CT, both, text

POA, AIME, MILAN = "asean-india-poa-2026-2030", "asean-india-maritime-exercise-2", "milan-2026"
NO_MILAN = "No Exercise MILAN of 2024 is known here."


@pytest.mark.parametrize(
    ("query", "best", "told"),
    [
        ("plan of action 2021-2025", POA, "No ASEAN-India Plan of Action of 2021–2025 is known here."),
        ("Plan of Action 2016-2020", POA, "No ASEAN-India Plan of Action of 2016–2020 is known here."),
        ("AIME 2024", AIME, "No ASEAN-India Maritime Exercise of 2024 is known here."),
        ("AIME 2027", AIME, "No ASEAN-India Maritime Exercise of 2027 is known here."),
        ("MILAN 2024", MILAN, NO_MILAN),
        ("what was MILAN 2024 about", MILAN, NO_MILAN),
    ],
)
def test_a_thing_of_another_year_is_not_told_as_the_one_asked_for(query: str, best: str, told: str) -> None:
    given = both().answers(query, AFTER)
    assert text(given) == told
    assert given.results[0].entity.id == best
    assert all(found.score < 0.5 for found in given.results)


@pytest.mark.parametrize(
    ("query", "best"),
    [
        ("AIME 2026", AIME),
        ("MILAN 2026", MILAN),
        ("plan of action 2026-2030", POA),
        ("ADMM-Plus", "admm-plus"),
    ],
)
def test_a_thing_of_the_year_asked_for_is_found(query: str, best: str) -> None:
    given = both().answers(query, AFTER)
    assert given.results[0].entity.id == best
    assert "is known here" not in text(given)


@pytest.mark.parametrize("query", ["co-chairs 2024-2027", "co-chair cycle 2024-2027"])
def test_two_years_with_nothing_between_them_are_a_term(query: str) -> None:
    given = both().answers(query, AFTER)
    assert given.results[0].entity.id == CT
    assert text(given).startswith("India and Malaysia co-chair the EWG on Counter-Terrorism for 2024–2027.")
    assert "Summit" not in text(given)
    assert "2021" not in text(given)


@pytest.mark.parametrize(
    ("query", "told"),
    [
        (
            "when did India become a comprehensive strategic partner",
            "The ASEAN-India Comprehensive Strategic Partnership was founded in November 2022.",
        ),
        (
            "since when are India and ASEAN strategic partners",
            "Partnership came the strategic partnership in 2012.",
        ),
        (
            "since when is India a full dialogue partner of ASEAN",
            "India has been a full dialogue partner of ASEAN since December 1995.",
        ),
        (
            "since when is India a sectoral partner of ASEAN",
            "India has been a sectoral partner of ASEAN since 1992.",
        ),
        (
            "is India a full dialogue partner of ASEAN",
            "Yes: India has been a full dialogue partner of ASEAN since December 1995.",
        ),
    ],
)
def test_a_partner_is_told_as_the_kind_of_partner_asked_for(query: str, told: str) -> None:
    said = text(both().answers(query, AFTER))
    assert said.endswith(told)
    assert "disagree" not in said


@pytest.mark.parametrize(
    ("query", "told"),
    [
        (
            "who joined ASEAN last",
            "Timor-Leste has been a member state of ASEAN since Sunday 26 October 2025",
        ),
        ("newest member of ASEAN", "Timor-Leste has been a member state"),
        ("who was the last country to join ASEAN", "Timor-Leste has been a member state"),
        ("which countries joined ASEAN in 1997", "Myanmar has been a member state of ASEAN since 1997."),
        ("which countries joined ASEAN in 1998", "No source here names a country that joined ASEAN in 1998."),
    ],
)
def test_who_joined_is_told_by_the_year_they_did(query: str, told: str) -> None:
    said = text(both().answers(query, AFTER))
    assert told in said
    assert "Summit was" not in said
    assert "1967" not in said


def test_the_newest_member_is_the_newest_as_of_the_day_of_asking() -> None:
    said = text(both().answers("newest member of ASEAN", date(2023, 6, 1)))
    assert said == "Cambodia has been a member state of ASEAN since 1999."


@pytest.mark.parametrize(
    ("query", "day", "planned", "held"),
    [
        (
            "when was the last ADMM-Plus",
            date(2028, 1, 1),
            "The 13th ADMM-Plus was planned",
            "The 12th ADMM-Pl",
        ),
        ("last summit", AFTER, "The 49th ASEAN Summit was planned", "The 48th ASEAN Summit took place"),
    ],
)
def test_the_last_that_was_planned_is_told_with_the_last_that_was_held(
    query: str, day: date, planned: str, held: str
) -> None:
    said = text(both().answers(query, day))
    assert planned in said
    assert held in said


def test_what_a_source_tells_of_as_held_is_not_said_to_be_told_by_none() -> None:
    said = text(both().answers("when did the CT group last meet", AFTER))
    assert "was held in New Delhi" in said
    assert "no source here says" not in said


@pytest.mark.parametrize(
    ("query", "who"),
    [("was China at the 12th ADMM-Plus", "Dong Jun"), ("was Japan at the 12th", "Shinjiro Koizumi")],
)
def test_whether_a_country_was_at_a_meeting_is_told_by_who_was_there(query: str, who: str) -> None:
    assert text(both().answers(query, AFTER)) == f"{who} took part in the 12th ADMM-Plus."


@pytest.mark.parametrize(
    "query", ["past members of ASEAN", "the previous members of ASEAN", "last ASEAN member to chair it"]
)
def test_the_newest_member_is_no_answer_to_another_question(query: str) -> None:
    assert "Timor-Leste has been" not in text(both().answers(query, AFTER)).split(". ")[0]


@pytest.mark.parametrize("query", ["12th ADMM-Plus 2024", "what was the 12th ADMM-Plus in 2024"])
def test_a_series_is_not_denied_a_year_in_which_another_edition_was_held(query: str) -> None:
    said = text(both().answers(query, AFTER))
    assert "No ADMM-Plus of 2024" not in said
    assert "took place on Saturday 1 November 2025" not in said
