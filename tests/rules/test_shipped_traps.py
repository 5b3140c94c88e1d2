"""The traps of the shipped pack's source, a test each: what a hasty reader of the text would get wrong."""

from __future__ import annotations

from datetime import date

import pytest

from bot.rules import wording
from bot.rules.happenings import events_of
from bot.rules.reminding import plan
from bot.rules.showing import cards
from storage import edtf
from storage.records import EntityId, EntityKind, Event, EventStatus, Fact, FactStatus
from tests.rules.making import (
    on,
    shipped,
    shipped_catalogue,
    shipped_matcher,
    shipped_names,
    subscription,
    timing,
)

MEMBERS = {
    *["Brunei", "Cambodia", "Indonesia", "Lao PDR", "Malaysia", "Myanmar", "Philippines", "Singapore"],
    *["Thailand", "Timor-Leste", "Vietnam"],
}
PARTNERS = {"India", "United States", "China", "Russia", "Japan", "South Korea", "Australia", "New Zealand"}
TODAY = date(2025, 10, 29)


def facts(subject: str, predicate: str) -> list[Fact]:
    return shipped_catalogue().about(EntityId(subject), predicate)


def one(subject: str, predicate: str) -> Fact:
    (found,) = facts(subject, predicate)
    return found


def objects(subject: str, predicate: str) -> set[str]:
    return {shipped_catalogue().label(fact.object) for fact in facts(subject, predicate) if fact.object}


def event(event_id: str) -> Event:
    known = events_of(shipped_catalogue(), list(shipped().entities))
    return next(found for found in known if found.id == event_id)


def card_lines(entity_id: str) -> dict[str, tuple[str, ...]]:
    known = shipped_catalogue()
    events = events_of(known, list(shipped().entities))
    card = cards.card(known, known.entities[EntityId(entity_id)], events, on(TODAY))
    return {section.heading: tuple(line.text for line in section.lines) for section in card.sections}


def mentioned(text: str) -> list[str]:
    return [mention.entity for mention in shipped_matcher().mentions(text)]


def test_trap_1_the_year_of_the_12th_meeting_is_inferred_and_says_from_what() -> None:
    fact = one("admm-plus-12", "date")
    assert (str(fact.edtf), fact.status, fact.as_given) == (
        "2025-11-01",
        FactStatus.INFERRED,
        "slated for 1 November",
    )
    assert wording.doubt(fact) == "year inferred"
    assert fact.note is not None and "2025 chairmanship" in fact.note and fact.rests_on == ("F35",)
    assert "year inferred" in wording.event_when(event("admm-plus-12"))


def test_trap_2_the_venue_of_the_12th_meeting_is_inferred_never_stated() -> None:
    assert one("admm-plus-12", "hosted-in").status is FactStatus.INFERRED
    assert event("admm-plus-12").place == "Kuala Lumpur (inferred)"
    assert event("kl-bilaterals").place == "Kuala Lumpur"


def test_trap_3_there_are_exactly_eleven_member_states_and_nineteen_countries() -> None:
    assert objects("admm-plus", "member-state") == MEMBERS
    assert (one("admm-plus", "member-count").text, one("admm-plus", "participant-count").text) == ("11", "19")
    assert one("admm-plus", "member-count").status is FactStatus.DERIVED
    assert one("admm-plus", "participant-count").status is FactStatus.DERIVED
    assert len(shipped_catalogue().of_kind(EntityKind.COUNTRY)) == 19


def test_trap_4_the_eight_dialogue_partners_are_those_named_and_no_others() -> None:
    assert objects("admm-plus", "dialogue-partner") == PARTNERS
    assert (one("admm-plus", "partner-count").text, one("admm-plus", "partner-count").status) == (
        "8",
        "stated",
    )
    assert all(shipped_names().find(name) == [] for name in ("Canada", "European Union", "United Kingdom"))


def test_trap_5_only_indias_partnership_with_asean_has_a_year_and_it_is_1992_as_stated() -> None:
    (fact,) = facts("asean", "dialogue-partner")
    assert (fact.object, str(fact.edtf), fact.status) == ("in", "1992/..", FactStatus.STATED)
    assert all(partner.edtf is None for partner in facts("admm-plus", "dialogue-partner"))


def test_trap_6_the_meetings_are_annual_since_2017_as_stated() -> None:
    fact = one("admm-plus", "frequency")
    assert (fact.text, str(fact.edtf), fact.as_given) == ("annual meetings", "2017/..", "Since 2017")


def test_trap_7_the_first_meeting_is_of_2010_in_hanoi_without_a_day() -> None:
    assert str(one("admm-plus-1", "date").edtf) == "2010"
    assert objects("admm-plus-1", "hosted-in") == {"Hanoi"}
    assert plan(event("admm-plus-1"), subscription(), timing()) == []


@pytest.mark.parametrize("mark", ["'", "’", "‘", "ʼ", "′", ""])
def test_trap_8_no_apostrophe_decides_a_match(mark: str) -> None:
    group, meeting = (
        f"Experts{mark} Working Group on Counter-Terrorism",
        f"ASEAN Defence Ministers{mark} Meeting Plus",
    )
    assert mentioned(f"The {group} of the {meeting}") == ["admm-plus-ewg-ct", "admm-plus"]
    assert shipped_names().find(meeting)[0].entity.id == "admm-plus"


@pytest.mark.parametrize("name", ["ADMM-Plus", "ADMM Plus", "ADMM+", "ADMM‑Plus", "ADMM–Plus", "admm plus"])
def test_trap_9_hyphen_blank_and_plus_sign_are_the_same(name: str) -> None:
    assert mentioned(f"At the {name} today") == ["admm-plus"]
    assert mentioned(f"At the 12th {name} today") == ["admm-plus-12"]
    assert shipped_names().find(name)[0].entity.id == "admm-plus"


def test_trap_10_the_day_belongs_to_the_meeting_and_not_to_the_talks_before_it() -> None:
    talks = event("kl-bilaterals")
    assert str(talks.edtf) == "../2025-11-01"
    assert talks.edtf.first_day is None
    assert plan(talks, subscription(subject="kl-bilaterals"), timing()) == []
    assert objects("kl-bilaterals", "precedes") == {"12th ADMM-Plus"}


@pytest.mark.parametrize(
    ("name", "country"),
    [
        *[("Laos", "la"), ("Lao PDR", "la"), ("the Philippines", "ph"), ("Philippines", "ph")],
        *[("the United States", "us"), ("United States", "us"), ("US", "us"), ("U.S.", "us")],
    ],
)
def test_trap_11_articles_and_other_names_lead_to_one_country(name: str, country: str) -> None:
    assert shipped_names().find(name)[0].entity.id == country
    assert mentioned(f"A visit to {name} ends") == [country]


@pytest.mark.parametrize(
    "text",
    ["Tell us more", "in my id", "IN MY ID", "PH of 7", "SG-1", "TH, VN and TL", "NZ or JP or KR", "MM"],
)
def test_trap_12_two_letters_are_a_pronoun_or_a_word_and_no_country(text: str) -> None:
    assert mentioned(text) == []


def test_trap_13_titles_are_kept_as_printed_with_the_sources_date() -> None:
    fact = one("pete-hegseth", "holds-role")
    assert (fact.text, fact.object, str(fact.edtf)) == ("Secretary of Defence", "us", "None")
    assert fact.as_given == "US Secretary of Defence"


@pytest.mark.parametrize("person", ["rajnath-singh", "narendra-modi"])
def test_trap_14_the_country_of_an_indian_office_holder_is_inferred(person: str) -> None:
    fact = one(person, "nationality")
    assert (fact.object, fact.status) == ("in", FactStatus.INFERRED)


def test_trap_15_what_is_said_of_the_minister_is_said_of_singh() -> None:
    assert [fact.place for fact in facts("rajnath-singh", "described-as")] == ["P3S2"]


@pytest.mark.parametrize(
    ("subject", "predicate", "text", "lo", "hi"),
    [
        ("admm-plus-ewg-ct", "co-chair", "2024/2027", "2024-01-01", "2027-12-31"),
        ("asean-india-poa-2026-2030", "period", "2026/2030", "2026-01-01", "2030-12-31"),
    ],
)
def test_trap_16_both_ends_of_a_span_of_years_count(
    subject: str, predicate: str, text: str, lo: str, hi: str
) -> None:
    for fact in facts(subject, predicate):
        assert fact.edtf == edtf.parse(text)
        assert (str(fact.edtf.lo), str(fact.edtf.hi)) == (lo, hi)


def test_trap_17_the_12th_is_an_edition_and_not_a_day() -> None:
    assert one("admm-plus-12", "edition-of").text == "12"
    assert str(event("admm-plus-12").edtf) == "2025-11-01"


def test_trap_18_the_second_exercise_is_an_edition_of_2026_and_never_has_a_day() -> None:
    exercise = event("asean-india-maritime-exercise-2")
    assert (str(exercise.edtf), one("asean-india-maritime-exercise-2", "edition-of").text) == ("2026", "2")
    assert wording.event_when(exercise) == "in 2026, no day announced · planned as of October 2025"
    assert plan(exercise, subscription(), timing()) == []


def test_trap_19_the_comma_is_no_part_of_the_theme() -> None:
    assert one("asean-chair-2025", "theme").text == "Inclusivity and Sustainability"


@pytest.mark.parametrize("fact_id", ["F02", "F05", "F09", "F12", "F13", "F27", "F43"])
def test_trap_20_plans_are_marked_as_plans_of_october_2025(fact_id: str) -> None:
    (fact,) = [fact for fact in shipped().facts if fact.id == fact_id]
    assert str(fact.planned_as_of) == "2025-10"


def test_trap_20_a_review_wished_for_is_no_result() -> None:
    note = one("asean-india-fta", "under-review").note
    assert note is not None and "no result" in note
    assert event("admm-plus-12").status is EventStatus.PLANNED


def test_trap_21_the_premier_forum_is_this_texts_phrase() -> None:
    fact = one("admm-plus", "forum-of")
    assert fact.object == "asean"
    assert fact.text is not None and fact.text.startswith("said to be")


def test_trap_22_malaysia_is_member_co_chair_chair_and_the_ministers_country() -> None:
    found = card_lines("my")
    assert {line.split(" `")[0] for line in found["Member of"]} == {"ADMM-Plus", "ASEAN"}
    assert "EWG on Counter-Terrorism" in found["Co-chairs"][0] and "2024–2027" in found["Co-chairs"][0]
    assert "ASEAN" in found["Chairs"][0] and "2025" in found["Chairs"][0]
    assert found["People"] == ("Khaled Nordin `[1 P1S1]`",)


def test_trap_23_india_is_a_dialogue_partner_and_no_member() -> None:
    assert "Member of" not in card_lines("in")
    partner = " ".join(card_lines("in")["Dialogue partner of"])
    assert "ADMM-Plus" in partner and "ASEAN · since 1992" in partner


@pytest.mark.parametrize("name", ["Timor-Leste", "Timor Leste", "East Timor"])
def test_trap_24_timor_leste_is_a_member_under_each_of_its_names(name: str) -> None:
    assert shipped_names().find(name)[0].entity.id == "tl"
    assert mentioned(f"{name} joins") == ["tl"]


def test_trap_25_korea_alone_and_north_korea_are_not_south_korea() -> None:
    assert mentioned("Korea and North Korea") == []
    assert mentioned("South Korea") == ["kr"]
    assert shipped_names().find("North Korea") == []


def test_trap_26_runs_of_blank_lines_make_no_paragraph_and_every_sentence_says_something() -> None:
    sentences = enumerate((1, 1, 2, 2, 2, 2, 1, 2, 1, 1), start=1)
    places = {f"P{paragraph}S{one + 1}" for paragraph, count in sentences for one in range(count)}
    assert {fact.place for fact in shipped().facts} == places


@pytest.mark.parametrize(
    "text", ["AIME 2026 scores", "ADMM converges", "a CT scan", "the EWG list", "CSP for KL"]
)
def test_trap_27_ambiguous_short_forms_are_never_recognised_in_news(text: str) -> None:
    assert mentioned(text) == []


@pytest.mark.parametrize(
    ("query", "meant"),
    [("AIME", "asean-india-maritime-exercise-2"), ("CSP", "asean-india-csp"), ("KL", "kuala-lumpur")],
)
def test_trap_27_but_look_ups_know_them(query: str, meant: str) -> None:
    assert shipped_names().find(query)[0].entity.id == meant


@pytest.mark.parametrize(
    ("subject", "predicates"),
    [
        ("asean-india-summit", ["edition-of", "hosted-in"]),
        ("asean-india-maritime-exercise-2", ["hosted-in"]),
        ("year-of-tourism", ["date", "period"]),
        ("asean-india-fta", ["adopted", "renewed-by"]),
    ],
)
def test_what_the_source_does_not_say_is_not_there(subject: str, predicates: list[str]) -> None:
    assert [facts(subject, predicate) for predicate in predicates] == [[] for _ in predicates]


def test_the_summits_date_is_known_only_as_before_the_article() -> None:
    summit = event("asean-india-summit")
    assert str(summit.edtf) == "../2025-10"
    assert wording.when(summit.edtf) == "by October 2025, exact date not known"
