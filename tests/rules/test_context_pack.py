"""The second shipped pack says what other pages say, each with its source, and leaves open what none says."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import cache

import pytest

from bot.rules.catalogue import Catalogue
from bot.rules.happenings import events_of
from bot.rules.matching import Matcher
from bot.rules.packs.reading import parse_pack
from bot.rules.showing import cards
from bot.rules.text import phrase
from storage.records import EntityId, Fact, FactStatus, Pack
from tests.rules.making import SHIPPED_PACK, on, shipped

CONTEXT_PACK = SHIPPED_PACK.with_name("admm-plus-context.toml")


@cache
def context() -> Pack:
    pack = parse_pack(CONTEXT_PACK.read_text("utf-8"), SHIPPED_PACK.read_text("utf-8"))
    assert isinstance(pack, Pack), pack
    return pack


@cache
def both() -> Catalogue:
    return Catalogue.of_packs([shipped(), context()])


def facts(subject: str, predicate: str) -> list[Fact]:
    """What the second pack alone says."""
    return [fact for fact in context().facts if (fact.subject, fact.predicate) == (subject, predicate)]


def dates(subject: str) -> list[tuple[str, str | None]]:
    """Each date with the day it was announced, if it is only an announcement."""
    return [
        (str(fact.edtf), str(fact.planned_as_of) if fact.planned_as_of else None)
        for fact in facts(subject, "date")
    ]


def named(name: str) -> set[str]:
    """The entities of both packs that bear a name."""
    known = both().entities.values()
    return {entity.id for entity in known if any(phrase(own.text) == phrase(name) for own in entity.names)}


def test_every_source_has_an_address_and_a_day_and_is_cited() -> None:
    assert all(source.url and (source.published or source.read) for source in context().sources)
    assert {fact.source for fact in context().facts} == {source.id for source in context().sources}


def test_nothing_rests_on_the_article_of_the_first_pack() -> None:
    assert not {source.id for source in shipped().sources} & {fact.source for fact in context().facts}
    assert not {source.url for source in shipped().sources} & {source.url for source in context().sources}


def test_no_entity_stands_in_both_packs_and_each_of_its_own_is_spoken_of() -> None:
    own = {entity.id for entity in context().entities}
    assert not own & {entity.id for entity in shipped().entities}
    assert own <= {fact.subject for fact in context().facts} | {fact.object for fact in context().facts}


def test_what_is_inferred_names_its_grounds_and_says_why() -> None:
    doubtful = [fact for fact in context().facts if fact.status is not FactStatus.STATED]
    assert doubtful and all(fact.rests_on and fact.note for fact in doubtful)


def test_no_two_entities_of_both_packs_share_a_name() -> None:
    bearers: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for entity in both().entities.values():
        for name in entity.names:
            bearers[phrase(name.text)].add(entity.id)
    assert [sorted(ids) for ids in bearers.values() if len(ids) > 1] == []


@pytest.mark.parametrize(
    ("number", "date", "where"),
    [
        *[(1, "2010-10-12", "hanoi"), (2, "2013-08", "bn"), (3, "2015-11-04", "kuala-lumpur")],
        *[(4, "2017-10-24", "clark"), (5, "2018-10-20", "sg"), (6, "2019-11-18", "bangkok")],
        *[(7, "2020-12-10", "vn"), (8, "2021", "bn"), (9, "2022-11-23", "siem-reap")],
        *[(10, "2023-11-16", "jakarta"), (11, "2024-11-21", "vientiane"), (12, "2025-11-01", "kuala-lumpur")],
        (13, "2026", "ph"),
    ],
)
def test_each_meeting_has_its_number_its_date_and_its_place_or_host(
    number: int, date: str, where: str
) -> None:
    meeting = f"admm-plus-{number}"
    assert {fact.text for fact in both().about(EntityId(meeting), "edition-of")} == {str(number)}
    assert date in {day for day, _ in dates(meeting)}
    assert where in {fact.object for p in ("hosted-in", "host") for fact in facts(meeting, p)}


def test_days_that_no_page_gives_are_left_out() -> None:
    assert [day for day, _ in dates("admm-plus-2")] == ["2013-08"]
    assert [day for day, _ in dates("admm-plus-8")] == ["2021"]
    assert {(day, planned is not None) for day, planned in dates("admm-plus-13")} == {("2026", True)}
    assert facts("admm-plus-13", "hosted-in") == []


@pytest.mark.parametrize(
    "unknown",
    [
        *["14th ADMM-Plus", "20th ADMM", "23rd ASEAN-India Summit", "50th ASEAN Summit"],
        *["ASEAN Chair 2027", "East Asia Summit", "Quad", "BRICS", "Shangri-La Dialogue 2027"],
    ],
)
def test_what_no_page_tells_of_is_no_entity(unknown: str) -> None:
    assert named(unknown) == set()


def test_nobody_is_said_to_chair_asean_after_2026() -> None:
    chairs = [fact for fact in context().facts if fact.predicate == "chairs" and fact.object == "asean"]
    assert {str(fact.edtf) for fact in chairs} == {"2023", "2024", "2025", "2026"}


def test_the_second_maritime_exercise_was_held_by_an_official_page_beside_the_articles_plan() -> None:
    planned, held = both().about(EntityId("asean-india-maritime-exercise-2"), "date")
    assert (str(planned.edtf), str(planned.planned_as_of), planned.pack) == ("2026", "2025-10", "admm-plus")
    assert (str(held.edtf), held.planned_as_of) == ("2026-09-28/2026-10-02", None)
    source = both().sources[held.source]
    assert source.url == "https://www.mindef.gov.sg/news-and-events/latest-releases/2oct26-nr3/"
    assert str(source.published) == "2026-10-02"
    assert facts("asean-india-maritime-exercise-2", "hosted-in") == []


def test_both_dates_of_the_49th_summit_are_kept_each_with_the_day_it_was_announced() -> None:
    assert dates("asean-summit-49") == [
        ("2026-11-10/2026-11-12", "2026-01-08"),
        ("2026-11-13/2026-11-15", "2026-09-05"),
    ]
    assert len({fact.source for fact in facts("asean-summit-49", "date")}) == 2


def test_since_when_the_meetings_are_annual_is_told_twice() -> None:
    told = both().about(EntityId("admm-plus"), "frequency")
    assert [(fact.text, str(fact.edtf)) for fact in told] == [
        ("annual meetings", "2017/.."),
        ("annual meetings", "2017/.."),
        ("annual meetings", "2018/.."),
    ]
    assert len({fact.source for fact in told}) == 3


def test_india_was_a_sectoral_partner_before_it_was_a_full_one() -> None:
    told = {(fact.text, str(fact.edtf)) for fact in facts("asean", "dialogue-partner")}
    assert {("sectoral partner", "1992/.."), ("full dialogue partner", "1995-12/..")} <= told


@pytest.mark.parametrize(
    ("group", "cycle", "pair"),
    [
        *[("ct", "2011/2013", "id us"), ("ct", "2014/2017", "au sg"), ("ct", "2021/2024", "mm ru")],
        *[("ct", "2024/2027", "in my"), ("ms", "2024/2027", "jp ph"), ("mm", "2024/2027", "id us")],
        *[("mm", "2017/2019", "in mm"), ("mm", "2020/2023", "au bn"), ("hadr", "2021/2023", "id in")],
        *[("hma", "2014/2017", "in vn"), ("hma", "2017/2020", "la ru"), ("cs", "2017/2020?", "nz ph")],
        *[("ms", "2014/2017?", "bn nz"), ("pko", "2014/2017?", "kh kr"), ("pko", "2020/2024?", "jp vn")],
    ],
)
def test_a_group_has_the_two_co_chairs_of_each_known_cycle(group: str, cycle: str, pair: str) -> None:
    told = facts(f"admm-plus-ewg-{group}", "co-chair")
    assert {fact.object for fact in told if str(fact.edtf) == cycle} == set(pair.split())


@pytest.mark.parametrize("group", ["hadr", "pko", "hma", "cs"])
def test_the_co_chairs_of_2024_to_2027_are_not_given_where_they_are_not_known(group: str) -> None:
    told = facts(f"admm-plus-ewg-{group}", "co-chair")
    assert all(fact.edtf and fact.edtf.hi and fact.edtf.hi.year <= 2024 for fact in told)


def test_seven_groups_belong_to_the_forum() -> None:
    groups = {fact.subject for fact in both().naming(EntityId("admm-plus"), "working-group-of")}
    assert groups == {f"admm-plus-ewg-{field}" for field in ("ct", "ms", "hadr", "pko", "mm", "hma", "cs")}
    assert {fact.text for fact in facts("admm-plus", "group-count")} == {"7"}


def test_the_highest_mechanism_is_said_of_the_admm_alone() -> None:
    assert all("not of the ADMM-Plus" in (fact.note or "") for fact in facts("admm", "described-as"))
    assert not any("highest" in (fact.text or "") for fact in facts("admm-plus", "described-as"))


def test_whoever_was_announced_for_the_12th_meeting_is_not_said_to_have_come() -> None:
    (announced,) = facts("andrey-belousov", "takes-part-in")
    assert str(announced.planned_as_of) == "2025-10-31"
    (came,) = facts("oleg-saveliev", "takes-part-in")
    assert came.planned_as_of is None


def test_the_later_title_of_the_us_secretary_stands_beside_the_earlier() -> None:
    told = [fact.text for fact in both().about(EntityId("pete-hegseth"), "holds-role")]
    assert told == ["Secretary of Defence", "Secretary of War", "Secretary of War"]


def test_the_articles_summit_is_the_22nd_of_october_2025_by_other_pages() -> None:
    assert [fact.text for fact in facts("asean-india-summit", "edition-of")] == ["22"]
    assert {day for day, _ in dates("asean-india-summit")} == {"2025-10-26"}


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        *[("12th ADMM-Plus", "admm-plus-12"), ("9th ADMM+", "admm-plus-9"), ("ADMM", "admm")],
        *[("EWG on maritime security", "admm-plus-ewg-ms"), ("EWG on HADR", "admm-plus-ewg-hadr")],
        *[("Trident Resolve", "trident-resolve-2026"), ("MILAN 2026", "milan-2026")],
        *[("48th ASEAN Summit", "asean-summit-48"), ("1st AIME", "asean-india-maritime-exercise-1")],
        *[("AIME", "asean-india-maritime-exercise-2"), ("22nd ASEAN-India Summit", "asean-india-summit")],
        *[("ASEAN-India Maritime Exercise", "asean-india-maritime-exercise-2"), ("EWG", "admm-plus-ewg")],
    ],
)
def test_a_reader_finds_one_thing_under_the_name_they_would_use(name: str, meant: str) -> None:
    assert named(name) == {meant}


@pytest.mark.parametrize(
    "text",
    [
        *["ADMM converges", "the EWG list", "roast turkey for dinner", "Clark Kent", "Fashion week in Milan"],
        *["Milan 2026 opens its Winter Games", "HMA and PKO", "an expert working group on trade"],
    ],
)
def test_no_short_or_common_name_is_recognised_in_news(text: str) -> None:
    found = Matcher(both().entities.values()).mentions(text)
    assert [mention.entity for mention in found if mention.entity != "peacekeeping"] == []


def test_a_list_of_editions_tells_the_number_that_a_name_leaves_out_and_a_stated_day_first() -> None:
    series = both().entities[EntityId("asean-india-summits")]
    card = cards.card(both(), series, events_of(both(), [*both().entities.values()]), on(date(2026, 11, 22)))
    (editions,) = (one for one in card.sections if one.heading == "Meetings and editions (4)")
    assert editions.lines[0].text.startswith(
        "ASEAN-India Summit (22nd) · Sunday 26 October 2025 · Kuala Lumpur"
    )
    assert editions.lines[1].text.startswith("21st ASEAN-India Summit · ")
