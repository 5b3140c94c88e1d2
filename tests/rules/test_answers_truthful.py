"""Answers that must not be another's: of a place, a time, an edition, a term, a founder, or a day before."""

from __future__ import annotations

from datetime import date

import pytest

from bot.rules.answers.answering import Answer
from storage import edtf
from storage.records import Source
from tests.rules.asking import AFTER, BEFORE, CT, World, article, both, text
from tests.rules.making import fact

HADR, NOT_FOUND = "admm-plus-ewg-hadr", Answer(())

TOLD = [
    # what falls into a time
    ("what happened in 2015", "admm-plus-3", "The 3rd ADMM-Plus took place on Wednesday 4 November 2015."),
    ("what meetings are in November 2026", "asean-summit-49", "May fall into that time: The 13th ADMM-Plus"),
    # what is in a place
    ("which meetings are in India", "in", "The 14th meeting of the EWG on Counter-Terrorism took place"),
    ("meetings in Jakarta", "jakarta", "The 10th ADMM-Plus took place on Thursday 16 November 2023."),
    ("next exercise in India", "in", "The Field training exercise of the EWG on Counter-Terrorism is planne"),
    ("when did Malaysia host ADMM-Plus", "admm-plus-3", "November 2015. The 12th ADMM-Plus took place on"),
    ("when did India host the ADMM-Plus", "admm-plus", "No source here names a meeting of the ADMM-Plus hel"),
    ("is ADMM-Plus in India", "admm-plus", "No source here names a meeting of the ADMM-Plus held in India."),
    ("next meeting in Malaysia", "my", "No next meeting or exercise in Malaysia is announced in what is"),
    ("is Bangkok in Thailand", "bangkok", "Bangkok is in Thailand."),
    ("is Bangkok in Malaysia", "bangkok", "No source here says that Bangkok is in Malaysia. Bangkok is in T"),
    ("where is ASEAN", "asean", "No source here says where ASEAN is."),
    ("who hosted the first ASEAN-India maritime exercise", "asean-india-maritime-exercise-1", "with its nav"),
    # how it began
    ("where was ASEAN founded", "asean", "ASEAN was founded in Bangkok on Tuesday 8 August 1967."),
    ("where was the ADMM founded", "admm", "was founded in Kuala Lumpur on Tuesday 9 May 2006."),
    ("where was the ADMM-Plus founded", "admm-plus", "12 October 2010, with its first meeting, in Hanoi."),
    ("which countries founded ASEAN", "asean", "Indonesia, Malaysia, the Philippines, Singapore and Thailan"),
    ("did India found ASEAN", "asean", "No source here names India among the founding members of ASEAN."),
    ("when was the AITIGA signed", "asean-india-fta", "in 2009 (said of its part on trade in goods"),
    ("when was the US-India framework signed", "us-india-defence-framework", "in Kuala Lumpur on Friday 31"),
    ("who signed the US-India framework", "us-india-defence-framework", "are India and the United States."),
    ("when was the CSP established", "asean-india-csp", "was established in November 2022."),
    ("what agreement did India and the US sign", "us-india-defence-framework", "the Framework for the US-"),
    ("is the FTA under review", "asean-india-fta", "to be concluded in 2025 (planned as of November 2024)."),
    ("who signed the plan of action", "asean-india-poa-2026-2030", "No source here says who signed the ASEA"),
    ("what does the plan of action cover", "asean-india-poa-2026-2030", "(2026-2030) runs for 2026–2030"),
    # terms
    ("which countries co-chair the HADR EWG", HADR, "India and Indonesia co-chaired the EWG on Humanitarian"),
    ("who leads the peacekeeping ewg", "admm-plus-ewg-pko", "known here: 2011–2017 and 2020–2024."),
    ("who co-chaired HADR in 2017", HADR, "Malaysia and the United States co-chaired"),
    ("who co-chaired counter-terrorism in 2015", CT, "Australia and Singapore co-chaired"),
    ("who co-chaired the CT group before India", CT, "Myanmar and Russia co-chaired"),
    ("who co-chaired the CT group after Australia", CT, "No source here says who co-chaired the EWG on Coun"),
    ("who chairs ASEAN after the Philippines", "asean", "No source here says who chairs ASEAN after the Phi"),
    ("who chaired ASEAN in 2010", "asean", "who chaired ASEAN in 2010; known here: 2023–2026."),
    ("who chaired ASEAN in 2024", "asean-chair-2024", "Lao PDR was to chair ASEAN in 2024 (as of Tuesday 5"),
    ("who chaired the 12th ADMM-Plus", "admm-plus-12", "Khaled Nordin chaired the 12th ADMM-Plus."),
    ("how long do co-chairs serve", "admm-plus-ewg", "one ASEAN member state and one Plus country, for thre"),
    ("who coordinates India in ASEAN", "asean", "The Philippines has been the coordinator of ASEAN for rel"),
    ("who coordinates ASEAN's relations with Japan", "asean", "No source here names a coordinator of ASEAN"),
    ("what does Singapore co-chair", "admm-plus-ewg-ms", "No source here names a group that Singapore co-ch"),
    ("what did Singapore co-chair", "admm-plus-ewg-mm", "Japan and Singapore co-chaired the EWG on Military"),
    # who is in what
    ("is Malaysia in the CT group", CT, "Yes: India and Malaysia co-chair"),
    ("is Malaysia a member of the EWG on CT", CT, "Yes: India and Malaysia co-chair"),
    ("is India a dialogue partner of the EWG on CT", CT, "No source here names India among the dialogue"),
    ("is Germany an observer of the EWGs", "admm-plus-ewg", "Yes: Germany is an observer of the ADMM-Plus E"),
    ("is Australia an observer", "admm-plus-ewg", "No source here names Australia among the observers of"),
    ("when did Canada join ASEAN", "asean", "No source here names Canada among the members or partners"),
    ("is Malaysia in the EWG on CT", CT, "Yes: India and Malaysia co-chair the EWG on Counter-Terrorism"),
    ("is Japan in the EWG on CT", CT, "among the co-chairs or observers of the EWG on Counter-Terrorism. Ja"),
    ("is Germany in the ADMM-Plus", "admm-plus", "Germany is an observer of the ADMM-Plus EWGs for 2024–202"),
    ("what groups is Australia in", "au", "Australia and Singapore co-chaired the EWG on Counter-Terrorism"),
    ("is India in ASEAN", "asean", "No: no source here names India as a member of ASEAN."),
    ("is India in ASEAN", "asean", "India has been a sectoral partner of ASEAN since 1992."),
    ("is us in admm plus", "admm-plus", "Yes: the United States is a dialogue partner"),
    ("does the EU sit in the ADMM-Plus", "admm-plus", "No source here names the EU among the members or par"),
    ("who are the observers of the ADMM-Plus", "admm-plus-ewg-mm", "are Germany and Türkiye, for 2024–2027."),
    ("who are the parties to the CSP", "asean-india-csp", "ASEAN and India (inferred: from the name"),
    ("what is Japan party to", "jp", "No source here names Japan as a party to anything."),
    ("member states", "admm-plus", "The member states of ASEAN named here are Brunei"),
    # how many
    ("how many meetings has the ADMM-Plus had", "admm-plus", "held is the 12th ADMM-Plus, on Saturday 1 Nov"),
    ("how many meetings has the ADMM-Plus had", "admm-plus", "The 13th ADMM-Plus is planned for 2026"),
    ("how many ASEAN summits have there been", "asean-summits", "held is the 48th ASEAN Summit"),
    ("how many working groups are there", "admm-plus", "The ADMM-Plus has 7 working groups."),
    ("how often do the EWGs meet", "admm-plus-ewg", "The ADMM-Plus EWGs have at least two meetings a year"),
    # people
    ("since when is Rajnath Singh defence minister", "rajnath-singh", "No source here says since when Rajna"),
    ("which country is Rajnath Singh from", "rajnath-singh", "is India (inferred: the sentence speaks of In"),
    ("is Modi from Malaysia", "narendra-modi", "No source here says that Narendra Modi is from Malaysia."),
    ("who represented Myanmar", "aung-kyaw-moe", "Aung Kyaw Moe took part in the 12th ADMM-Plus."),
    ("did Khaled Nordin meet Pete Hegseth", "khaled-nordin", "No source here tells of a meeting of Khaled"),
    ("who did Hegseth meet", "kl-bilaterals", "Rajnath Singh's meetings in Kuala Lumpur: with Pete Hegseth."),
    # editions and series
    ("what is the 15th meeting of the EWG on CT", CT, "No source here tells of a 15th meeting of the EWG on"),
    ("who attended the 15th meeting of the EWG on CT", CT, "No source here tells of a 15th meeting"),
    ("when is the 23rd ASEAN-India Summit", "asean-india-summits", "tells of a 23rd ASEAN-India Summit."),
    ("when is the 50th ASEAN Summit", "asean-summits", "No source here tells of a 50th edition of the ASEAN"),
    ("when is the next ASEAN-India Maritime Exercise", "asean-india-maritime-exercise-2", "No next ASEAN-In"),
    ("when is the next MILAN", "milan-2026", "No next Exercise MILAN is announced"),
]  # fmt: skip


@pytest.mark.parametrize(("query", "best", "phrase"), TOLD)
def test_it_is_told_as_the_sources_have_it(query: str, best: str, phrase: str) -> None:
    given = both().answers(query, AFTER)
    assert phrase in text(given)
    assert [found.entity.id for found in given.results][:1] == [best]
    assert not given.ambiguous


@pytest.mark.parametrize(
    ("query", "never"),
    [
        ("what happened in 2021", "ASEAN-India Summit took place on Sunday 26 October 2025"),
        ("which meetings are in India", "Summit"),
        ("which meetings are in the Philippines", "four defence ministers"),
        ("which countries founded ASEAN", "India"),
        ("when is Malaysia's chairmanship", "No source here"),
        ("when did Laos chair ASEAN", "No source here"),
        ("EWG CT cochairs 2024-2027", "Russia"),
        ("is ADMM-Plus in India", "dialogue partner"),
        ("what groups is Australia in", "Named here"),
        ("who will Rajnath Singh meet", "between"),
        ("who are the observers", "became"),
        ("when was the 15th meeting of the EWG on CT", "14th"),
    ],
)
def test_nothing_else_is_told_with_it(query: str, never: str) -> None:
    given = both().answers(query, AFTER)
    assert given.said
    assert never not in text(given)


@pytest.mark.parametrize(
    ("query", "day", "phrase"),
    [
        (
            "is Timor-Leste in ASEAN",
            date(2023, 6, 1),
            "Not yet: Timor-Leste becomes a member state of ASEAN only",
        ),
        ("who is in ASEAN", date(2025, 10, 1), "Singapore, Thailand and Vietnam. Not yet: Timor-Leste"),
        ("how many members does ASEAN have", date(2023, 1, 1), "10 member states of ASEAN are named here"),
        (
            "who chairs ASEAN",
            date(2009, 1, 1),
            "No source here says who chairs ASEAN now; known here: 2023–2026.",
        ),
        ("does Indonesia chair ASEAN", date(2023, 5, 1), "Indonesia chairs ASEAN in 2023."),
    ],
)
def test_a_day_before_is_told_as_of_that_day(query: str, day: date, phrase: str) -> None:
    said = text(both().answers(query, day))
    assert phrase in said
    assert "Yes:" not in said
    assert "to chair" not in said


def test_what_has_no_date_is_told_as_of_a_source_that_spoke_later() -> None:
    def said(query: str) -> str:
        return text(article().answers(query, date(2023, 1, 1)))

    assert said("is Timor-Leste in ASEAN") == "Timor-Leste is a member state of ASEAN as of October 2025."
    assert "The member states of ASEAN named here as of October 2025 are Brunei" in said("who is in ASEAN")


def test_what_is_known_only_afterwards_is_not_told_of_a_day_before() -> None:
    said = text(both().answers("when is the 2nd ASEAN-India Maritime Exercise", date(2026, 1, 1)))
    assert said == ("The 2nd ASEAN-India Maritime Exercise takes place on 28 September – 2 October 2026.")


@pytest.mark.parametrize(
    "query",
    [
        *("what happened in 1992", "who founded the ADMM", "Is India in Malaysia", "who is in Malaysia"),
        *("when is the ASEAN-China Summit", "Latin America Summit", "when is the next working group meeting"),
        *(
            "15th meeting of the EWG on CT",
            "ADMM-Plus 14",
            "ASEAN 12",
            "is Timor-Leste the 12th member of ASEAN",
        ),
        *("United Nations", "Summit of the Americas", "++", "+", "the EU", "Tesla ASEAN", "qui est Tesla"),
    ],
)
def test_what_is_named_nowhere_is_not_found_as_something_else(query: str) -> None:
    assert both().answers(query, AFTER) == NOT_FOUND


@pytest.mark.parametrize(
    "query", ["who represented Myanmar", "who led the Japanese delegation", "who founded ASEAN"]
)
def test_the_article_alone_names_nobody(query: str) -> None:
    assert article().answers(query, BEFORE) == NOT_FOUND


@pytest.mark.parametrize("word", ["when", "where"])
def test_the_second_of_a_series_is_no_answer_to_the_first(word: str) -> None:
    given = article().answers(f"{word} was the first ASEAN-India Maritime Exercise", BEFORE)
    assert text(given) == "No source here tells of a 1st ASEAN-India Maritime Exercise."
    assert all(found.score < 0.5 for found in given.results)


@pytest.mark.parametrize(
    ("query", "best"),
    [
        ("ADMM-Plus 12", "admm-plus-12"),
        ("16th meeting of the EWG on CT", "ewg-ct-16"),
        ("Mỹ", "us"),
        ("apa itu ADMM-Plus", "admm-plus"),
        ("ADMM-Plus là gì", "admm-plus"),
        ("qui préside l'ASEAN", "asean"),
        ("when is ASEAN", "asean"),
    ],
)
def test_a_card_alone_is_given_where_nothing_was_asked_that_can_be_told(query: str, best: str) -> None:
    given = both().answers(query, AFTER)
    assert [found.entity.id for found in given.results][:1] == [best]
    assert (given.said, given.ambiguous) == ((), False)


@pytest.mark.parametrize(
    ("query", "candidates"), [("is Korea in the ADMM-Plus", {"kr"}), ("who co-chairs the EWG", {CT, HADR})]
)
def test_what_is_half_named_is_offered(query: str, candidates: set[str]) -> None:
    given = both().answers(query, AFTER)
    assert given.ambiguous
    assert candidates <= {found.entity.id for found in given.results}


def test_a_country_that_a_server_added_by_its_name_is_found_among_the_members() -> None:
    known = article()
    added = fact("admm-plus", "member-state", text="Canada", source="server/1")
    source = Source("server/1", "A note", "The desk", None, edtf.parse("2025-10-29"), None)
    here = World(known.catalogue.with_more([added], [source]), known.names, known.events)
    given = here.answers("is Canada in the ADMM-Plus", BEFORE)
    assert text(given) == "Yes: Canada is a member state of the ADMM-Plus."
    assert [said.facts for said in given.said] == [(added,)]
    assert "Cambodia, Canada, Indonesia" in text(here.answers("who is in the ADMM-Plus", BEFORE))
