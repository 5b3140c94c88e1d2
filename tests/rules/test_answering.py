"""What the shipped packs answer, question by question, and what they do not answer."""

from __future__ import annotations

from datetime import date

import pytest

from bot.rules.answers.answering import Answer
from tests.rules.asking import AFTER, BEFORE, CT, World, _read, article, both, text
from tests.rules.making import catalogue, entity, fact

TWELFTH = "is planned for Saturday 1 November 2025 (as of October 2025; year inferred"

OF_THE_ARTICLE = [
    # who runs what
    ("which states run the counter-terror group", CT, "India and Malaysia co-chair"),
    ("Who co-chairs the EWG on CT?", CT, "for 2024–2027"),
    ("who leads the expert group on counter-terrorism", CT, "India and Malaysia"),
    ("co-chairs of the counter terrorism EWG", CT, "India and Malaysia"),
    ("who heads the counterterrorism working group", CT, "India and Malaysia"),
    ("does Malaysia co-chair the counter-terror group", CT, "India and Malaysia co-chair"),
    ("does Japan co-chair the CT group", CT, "No source here says that Japan co-chairs"),
    ("which groups does Malaysia co-chair", CT, "for 2024–2027"),
    ("what does India co-chair", CT, "India and Malaysia co-chair"),
    ("until when does India co-chair the counterterror group", CT, "2024–2027"),
    ("who chairs ASEAN in 2025", "asean-chair-2025", "Malaysia chairs ASEAN in 2025"),
    ("WHO CHAIRS ASEAN", "asean-chair-2025", "Malaysia chairs ASEAN in 2025"),
    ("which country chairs ASEAN this year", "asean-chair-2025", "Malaysia chairs"),
    ("who chairs ASEAN in 2030", "asean", "No source here says who chairs ASEAN in 2030"),
    ("who will chair ASEAN next year", "asean", "No source here says who chairs ASEAN"),
    ("what does Malaysia chair", "asean-chair-2025", "Malaysia chairs ASEAN"),
    ("who chairs the ADMM-Plus", "admm-plus", "No source here says who chairs the ADMM-Plus"),
    ("what was the theme of Malaysia's chairmanship", "asean-chair-2025", "“Inclusivity and Sustainability”"),
    ("ASEAN 2025 theme", "asean-chair-2025", "Inclusivity and Sustainability"),
    # who is in what
    ("does Canada sit in the ADMM-Plus", "admm-plus", "No source here names Canada among the members or"),
    ("is north korea in the admm plus", "admm-plus", "No source here names North Korea"),
    ("is India a member of ASEAN", "asean", "No: no source here names India as a member of ASEAN"),
    ("is India a member of ASEAN?", "asean", "has been a dialogue partner of ASEAN since 1992"),
    ("is Malaisia in ASEAN", "asean", "Yes: Malaysia is a member state of ASEAN"),
    ("is the US in the ADMM-Plus", "admm-plus", "Yes: the United States is a"),
    ("is China in ASEAN", "asean", "No source here names China"),
    ("Is Russia part of the ADMM-Plus?", "admm-plus", "Yes: Russia is a dialogue partner"),
    ("are Japan and South Korea in the ADMM-Plus", "admm-plus", "Japan is a dialogue partner"),
    ("was Vietnam ever in the ADMM-Plus", "admm-plus", "Vietnam is a member state"),
    ("is Indonesia a dialogue partner of the ADMM-Plus", "admm-plus", "No: no source here names"),
    ("is the ADMM-Plus part of ASEAN", "admm-plus", "The ADMM-Plus is a forum of ASEAN"),
    ("which countries are in ASEAN", "asean", "the Philippines, Singapore, Thailand"),
    ("memebrs of asean", "asean", "Brunei, Cambodia"),
    ("who are the dialogue partners", "admm-plus", "Australia, China, India, Japan, New"),
    ("list the members of the ADMM-Plus", "admm-plus", "Lao PDR"),
    ("which countries take part in the ADMM-Plus", "admm-plus", "The dialogue partners of the ADMM-Plus"),
    ("what is Malaysia a member of", "my", "Malaysia is a member state of ASEAN"),
    ("what groups is India part of", "in", "India is a dialogue partner of the ADMM-Plus"),
    ("since when is India a dialogue partner", "asean", "since 1992"),
    ("when did India become a dialogue partner of ASEAN", "asean", "since 1992"),
    ("when did Timor-Leste join ASEAN", "asean", "No source here says since when Timor-Leste"),
    ("is Canada a dialogue partner", "admm-plus", "No source here names Canada among the"),
    # how many, how often
    ("how many countries are in the ADMM-Plus", "admm-plus", "19 countries take part in the"),
    ("how many dialogue partners does the ADMM-Plus have", "admm-plus", "8 dialogue partners"),
    ("how many members does ASEAN have", "asean", "11 member states of ASEAN are named here; no source"),
    ("how many times has the ADMM-Plus met", "admm-plus", "to have been held is the 1st ADMM-Plus, in"),
    ("how many times has the ADMM-Plus met", "admm-plus", "The 12th ADMM-Plus is planned"),
    ("how often does the ADMM-Plus meet", "admm-plus", "annual meetings, since 2017"),
    ("how often does ASEAN meet", "asean", "No source here says how often ASEAN meets"),
    # when
    ("when is the next ADMM-Plus", "admm-plus-12", TWELFTH),
    ("when's the nxt admm plus", "admm-plus-12", TWELFTH),
    ("next meeting", "admm-plus-12", TWELFTH),
    ("what comes next", "admm-plus-12", TWELFTH),
    ("when is the next maritime exercise", "asean-india-maritime-exercise-2", "for 2026, no day announced"),
    ("what exercises are coming up", "asean-india-maritime-exercise-2", "planned for 2026"),
    ("what was the last meeting", "admm-plus-1", "took place in 2010, no day announced"),
    ("when was the first ADMM-Plus", "admm-plus-1", "took place in 2010"),
    ("when did the ADMM-Plus start", "admm-plus", "The 1st ADMM-Plus took place in 2010"),
    ("when is the 13th ADMM-Plus", "admm-plus", "No source here tells of a 13th edition"),
    ("date of the 12th ADMM-Plus", "admm-plus-12", TWELFTH),
    ("what's on in november 2025", "admm-plus-12", TWELFTH),
    ("what happens in 2026", "asean-india-maritime-exercise-2", "planned for 2026"),
    ("when was the ASEAN-India summit", "asean-india-summit", "by October 2025 at the latest (date inferred"),
    ("when does the Plan of Action end", "asean-india-poa-2026-2030", "2026–2030"),
    ("when is Malaysia's ASEAN chairmanship", "asean-chair-2025", "in 2025"),
    ("when does Singh meet Hegseth", "kl-bilaterals", "by Saturday 1 November 2025"),
    ("next summit", "asean-india-summit", "No next ASEAN-India Summit is announced"),
    # where
    ("where was the first ADMM-Plus held", "admm-plus-1", "was held in Hanoi"),
    ("in which city was the first ADMM-Plus held", "admm-plus-1", "Hanoi"),
    ("was the first ADMM-Plus in Hanoi", "admm-plus-1", "was held in Hanoi"),
    ("where will the 12th ADMM-Plus take place", "admm-plus-12", "Lumpur (planned as of October 2025"),
    ("when and where is the 12th ADMM-Plus", "admm-plus-12", "is to be held in Kuala Lumpur"),
    ("is the next ADMM-Plus in Malaysia", "admm-plus-12", "Kuala Lumpur"),
    ("which meetings does Malaysia host", "my", "The 12th ADMM-Plus is planned"),
    ("what happened in Hanoi", "hanoi", "The 1st ADMM-Plus took place in 2010"),
    ("where is Kuala Lumpur", "kuala-lumpur", "Kuala Lumpur is in Malaysia (inferred"),
    # people
    ("who is the defence minister of Malaysia", "khaled-nordin", "Minister of Malaysia as of October 2025"),
    ("malaysian defense minister", "khaled-nordin", "as of October 2025"),
    ("Who's the Indian PM?", "narendra-modi", "Prime Minister of India as of October 2025"),
    ("who is the US secretary of defense", "pete-hegseth", "Secretary of Defence of the United States"),
    ("is Rajnath Singh the defence minister of India", "rajnath-singh", "is Defence Minister of India as of"),
    ("who is the prime minister of Malaysia", "my", "No source here says who is prime minister"),
    ("who is modi", "narendra-modi", "Prime Minister of India as of October 2025"),
    ("who attended the 12th", "admm-plus-12", "Rajnath Singh was expected to take part"),
    ("did Pete Hegseth attend the 12th ADMM-Plus", "admm-plus-12", "No source here says that Pete"),
    ("who will Rajnath Singh meet", "kl-bilaterals", "with Khaled Nordin and with Pete Hegseth"),
    ("what did Modi say at the summit", "narendra-modi", "reiterated India's will"),
    ("who addressed the ASEAN-India Summit", "asean-india-summit", "Narendra Modi addressed"),
    # what
    ("what is the ADMM-Plus", "admm-plus", "ASEAN Defence Ministers' Meeting Plus"),
    ("tell us about the ADMM-Plus", "admm-plus", "is a forum of ASEAN"),
    ("what does ASEAN stand for", "asean", "Association of Southeast Asian Nations"),
    ("what is the Plan of Action", "asean-india-poa-2026-2030", "2026–2030"),
    ("what agreements do India and ASEAN have", "asean-india-fta", "Plan of Action (2026-2030)"),
    ("which working groups does the ADMM-Plus have", CT, "EWG on Counter-Terrorism"),
    ("what is on the agenda of the counter-terror group", CT, "capacity-building"),
    ("what was the ASEAN-India Summit about", "asean-india-summit", "maritime security"),
    ("which meetings cover counter-terrorism", "asean-india-summit", "counter-terrorism"),
    ("who renewed the comprehensive strategic partnership", "asean-india-csp", "by the ASEAN-India Summit"),
    ("what does India support", "in", "Plan of Action"),
    ("is the trade deal under review", "asean-india-fta", "India wants the review to go faster"),
    ("what is India's role in the ADMM-Plus", "in", "more and more active"),
    ("what is the purpose of the ADMM-Plus", "admm-plus", "fosters joint military exercises"),
]  # fmt: skip


@pytest.mark.parametrize(("query", "best", "phrase"), OF_THE_ARTICLE)
def test_the_article_answers(query: str, best: str, phrase: str) -> None:
    given = article().answers(query, BEFORE)
    assert [found.entity.id for found in given.results][:1] == [best]
    assert phrase in text(given)
    assert not given.ambiguous


OF_BOTH = [
    ("when is the next maritime exercise", "asean-india-maritime-exercise-2", "No next maritime exercise is"),
    ("when was the last maritime exercise", "asean-india-maritime-exercise-2", "28 September – 2"),
    ("when was the first maritime exercise", "asean-india-maritime-exercise-1", "2–8 May 2023"),
    ("when is the next ADMM-Plus", "admm-plus-13", "planned for 2026, no day announced"),
    ("who hosts the 13th ADMM-Plus", "admm-plus-13", "The Philippines hosts the 13th ADMM-Plus"),
    ("when was the first ADMM-Plus", "admm-plus-1", "Tuesday 12 October 2010"),
    ("where was the 12th ADMM-Plus held", "admm-plus-12", "was held in Kuala Lumpur"),
    ("when was ADMM-Plus in Jakarta", "admm-plus-10", "Thursday 16 November 2023"),
    ("how often does the ADMM-Plus meet", "admm-plus", "Sources disagree, the later first."),
    ("how often does the ADMM-Plus meet", "admm-plus", "annual meetings, since 2018"),
    ("when did Timor-Leste join ASEAN", "asean", "since Sunday 26 October 2025"),
    ("since when is India a dialogue partner", "asean", "a full dialogue partner of ASEAN since December"),
    ("since when is India a dialogue partner", "asean", "partner of ASEAN since 1992."),
    ("is India a member of ASEAN", "asean", "No: no source here names India as a member of ASEAN"),
    ("who co-chairs the maritime security group", "admm-plus-ewg-ms", "Japan and the Philippines co-chair"),
    ("who co-chaired the counter-terror group in 2015", CT, "Australia and Singapore co-chaired"),
    ("who runs the cyber security group", "admm-plus-ewg-cs", "No source here says who co-chairs the EWG"),
    ("which states run the counter-terror group", CT, "India and Malaysia co-chair"),
    ("who chairs ASEAN", "asean-chair-2026", "The Philippines chairs ASEAN in 2026"),
    ("who chaired ASEAN last year", "asean-chair-2025", "Malaysia chaired ASEAN in 2025"),
    ("who will chair ASEAN next", "asean", "No source here says who chairs ASEAN next"),
    ("who is the US secretary of defence", "pete-hegseth", "Secretary of War of the United States as of"),
    ("who is the Chinese defence minister", "dong-jun", "Minister of National Defence of China"),
    ("who attended the 12th ADMM-Plus", "admm-plus-12", "Andrey Belousov was expected to take part"),
    ("how many working groups does the ADMM-Plus have", "admm-plus", "7 working groups"),
    ("how many people took part in Trident Resolve", "trident-resolve-2026", "about 2,200 people"),
    ("who are the observers", "admm-plus-ewg", "Germany and Türkiye"),
    ("when was the 49th ASEAN Summit", "asean-summit-49", "13–15 November 2026"),
    ("when was the 49th ASEAN Summit", "asean-summit-49", "10–12 November 2026"),
    ("when is the Shangri-La Dialogue", "shangri-la-dialogue", "No next meeting of the Shangri-La Dialogue"),
    ("when was ASEAN founded", "asean", "8 August 1967"),
    ("what did the 12th ADMM-Plus adopt", "admm-plus-12", "Joint Statement"),
]  # fmt: skip


@pytest.mark.parametrize(("query", "best", "phrase"), OF_BOTH)
def test_both_packs_together_answer(query: str, best: str, phrase: str) -> None:
    given = both().answers(query, AFTER)
    assert [found.entity.id for found in given.results][:1] == [best]
    assert phrase in text(given)


UNANSWERED = [
    "", "   ", "🎉🎉🎉", "\u202e\u200f", "\x00\x01", "<@123456789> hello", "<#12> <t:1:F>", "a" * 4000,
    "who is the president of France", "who is the defence minister of France", "who is Biden", "what is NATO",
    "who is the foreign minister of India", "who is the minister of education of Malaysia", "who leads India",
    "who is the leader of Malaysia", "who is the king of Malaysia", "who runs the country", "who heads NATO",
    "who will win the election in Malaysia", "what is love", "what is AI", "what is the meaning of life",
    "when is Christmas", "when is lunch", "when is the Shangri-La Dialogue", "when is the East Asia Summit",
    "when is the ASEAN Regional Forum", "when is the next BRICS summit", "when is the next space exercise",
    "what time is it in Hanoi", "where is Paris", "where is India", "how far is Hanoi from Bangkok",
    "how old is Modi", "how is Modi", "did Modi win", "is Modi married", "is Malaysia rich", "is ASEAN good",
    "what is the capital of Malaysia", "what is the population of Vietnam", "who lives in Malaysia",
    "how many Modi", "how often Malaysia", "what is the weather in Kuala Lumpur", "what is India's GDP",
    "does India have nuclear weapons", "should India join ASEAN", "why is Timor-Leste in ASEAN",
    "when did India leave ASEAN", "who founded ASEAN", "who co-chairs the maritime security group",
    "who co-chairs the climate group", "is Tesla in ASEAN", "is Pakistan a friend of China", "who are you",
    "what is the cost of the summit", "what did Putin say at the summit", "can you help me", "thank you",
    "SELECT * FROM facts; DROP TABLE facts", '"admm" OR 1=1 --', "NEAR(asean india) *", "@everyone",
    "in", "my", "id", "la", "is it", "what", "which", "how many", "tell me", "Niger", "North Korea",
]  # fmt: skip


@pytest.mark.parametrize("query", UNANSWERED)
def test_what_is_not_there_or_not_understood_is_not_found(query: str) -> None:
    assert article().answers(query, BEFORE) == Answer(())


@pytest.mark.parametrize(
    ("query", "best"),
    [
        ("ADMM+", "admm-plus"),
        ("Malasyia", "my"),
        ("counter-terror group", CT),
        ("the maritime exercise", "asean-india-maritime-exercise-2"),
        ("Индия", "in"),
        ("マレーシア", "my"),
        ("ASEAN chair 2025", "asean-chair-2025"),
        ("**ADMM-Plus**", "admm-plus"),
    ],
)
def test_a_plain_name_is_no_question(query: str, best: str) -> None:
    given = article().answers(query, BEFORE)
    assert (given.results[0].entity.id, given.said, given.ambiguous) == (best, (), False)


@pytest.mark.parametrize(
    "query", ["security", "when is the ASEAN summit", "who is the minister", "the working group"]
)
def test_what_may_mean_several_things_or_is_not_sure_is_offered(query: str) -> None:
    chosen = both() if query == "the working group" else article()
    given = chosen.answers(query, BEFORE)
    assert given.ambiguous
    assert given.results


def test_a_planned_meeting_that_has_passed_is_told_as_that() -> None:
    given = article().answers("when is the next ADMM-Plus", date(2025, 11, 20))
    assert [found.entity.id for found in given.results] == ["admm-plus", "admm-plus-12"]
    assert "No next meeting of the ADMM-Plus is announced" in text(given)
    assert "that time has passed, and no source here says that it took place" in text(given)


def test_a_cycle_that_ended_says_so_and_guesses_nobody_after_it() -> None:
    said = text(article().answers("who co-chairs the counter-terror group", date(2028, 3, 1)))
    assert "No source here says who co-chairs the EWG on Counter-Terrorism now" in said
    assert (
        "India and Malaysia co-chaired the EWG on Counter-Terrorism for 2024–2027; that ended in 2027" in said
    )


def test_a_term_that_has_not_begun_is_told_as_coming() -> None:
    said = text(article().answers("who chairs ASEAN", date(2024, 6, 1)))
    assert said == (
        "No source here says who chairs ASEAN now; known here: 2025. Malaysia is to chair ASEAN in 2025."
    )


def test_sources_that_disagree_are_both_told_the_later_first() -> None:
    given = both().answers("how often does the ADMM-Plus meet", AFTER)
    assert [sorted({f.pack for f in said.facts}) for said in given.said] == [
        ["admm-plus", "admm-plus-context"],
        ["admm-plus-context"],
    ]
    assert text(given).index("since 2017") < text(given).index("since 2018")


@pytest.mark.parametrize(("query", "best", "_"), OF_THE_ARTICLE)
def test_every_sentence_that_claims_something_rests_on_facts(query: str, best: str, _: str) -> None:
    for said in article().answers(query, BEFORE).said:
        assert said.facts or said.text.startswith("No "), said.text
        assert all(fact.source == "admm-plus/idn-2025-10" for fact in said.facts)


def test_another_field_is_answered_with_the_same_grammar() -> None:
    entities = [
        entity("council", "body", "Arctic Council", also=("the Arctic Council",)),
        entity("rivers", "topic", "River ice"),
        entity("ice-group", "working-group", "Task Force on River Ice", short="TFRI"),
        entity("no", "country", "Norway"),
        entity("is", "country", "Iceland"),
    ]
    facts = [
        fact("council", "member-state", "no", edtf="1996/.."),
        fact("ice-group", "working-group-of", "council"),
        fact("ice-group", "covers", "rivers"),
        fact("ice-group", "co-chair", "is", edtf="2024/2026"),
    ]
    known = catalogue(entities, facts)
    arctic = World(known, *_read(known))
    answered = {
        "is Norway in the Arctic Council": "Yes: Norway has been a member state"
        " of the Arctic Council since 1996.",
        "is Iceland a member of the Arctic Council": "No source here names Iceland"
        " among the members or partners of the Arctic Council.",
        "who runs the river ice group": "Iceland co-chairs the TFRI for 2024–2026.",
    }
    assert {query: text(arctic.answers(query, date(2025, 1, 1))) for query in answered} == answered
