"""What a timeline holds, row by row, and that it says no more than its sources do."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import pytest

from bot.packs import read
from bot.rules.catalogue import Catalogue
from bot.rules.happenings import events_of
from bot.rules.showing import timeline as timelines
from bot.rules.showing.cards import in_text
from bot.rules.showing.dated import Heading
from bot.rules.showing.timeline import Item, Shape, Timeline
from bot.rules.showing.timeline_words import alt_text, in_words
from storage import edtf
from storage.records import EntityId, Event, EventStatus, Fact, Source
from tests.rules.making import catalogue, entity, event, fact, on

TODAY = date(2025, 10, 29)
EARLY = Source("early", "Early", "The tests", None, edtf.parse("2020-01"), None)
LATE = Source("late", "Late", "The tests", None, edtf.parse("2024-05"), None)


@cache
def _shipped(*packs: str) -> Catalogue:
    return Catalogue.of_packs(read(packs))


def _of(known: Catalogue, subject: str, day: date = TODAY, events: list[Event] | None = None) -> Timeline:
    held = events_of(known, list(known.entities.values())) if events is None else events
    return timelines.timeline(known, known.entities[EntityId(subject)], held, on(day))


def _plan(*facts: Fact, day: date = TODAY) -> list[Item]:
    """A plan a forum is party to, as these facts date it."""
    entities = [entity("forum", "forum"), entity("plan", "instrument", "Plan")]
    known = catalogue(entities, [fact("plan", "parties", "forum"), *facts], (EARLY, LATE))
    return list(_of(known, "forum", day).items)


def _period(value: str, **given: Any) -> Fact:
    return fact("plan", "period", edtf=value, **{"id": value, "source": "late", **given})


def _items(timeline: Timeline, heading: Heading) -> list[str]:
    return [item.label for group in timeline.groups if group.heading is heading for item in group.items]


def test_a_forums_timeline_holds_its_editions_cycles_chairs_and_rhythm() -> None:
    known = _of(_shipped("admm-plus"), "admm-plus")
    assert _items(known, Heading.MEETINGS) == ["1st ADMM-Plus", "12th ADMM-Plus"]
    assert _items(known, Heading.GROUPS) == ["EWG on Counter-Terrorism: India and Malaysia"]
    assert _items(known, Heading.CHAIRS) == ["Malaysia's 2025 ASEAN chairmanship"]
    assert _items(known, Heading.ITSELF) == ["Annual meetings"]


def test_a_countrys_timeline_holds_what_it_meets_in_chairs_joined_and_supports() -> None:
    known = _of(_shipped("admm-plus"), "in")
    assert "12th ADMM-Plus" in _items(known, Heading.MEETINGS)
    assert _items(known, Heading.GROUPS) == ["EWG on Counter-Terrorism: India and Malaysia"]
    assert _items(known, Heading.INSTRUMENTS)[0] == "ASEAN-India Plan of Action (2026-2030)"
    assert _items(known, Heading.MEMBERS) == ["Dialogue partner of ASEAN", "Dialogue partner of ADMM-Plus"]
    assert not _items(known, Heading.CHAIRS)


def test_the_timeline_of_a_group_holds_its_own_cycle_and_not_its_forums_meetings() -> None:
    known = _of(_shipped("admm-plus"), "admm-plus-ewg-ct")
    assert _items(known, Heading.GROUPS) and not _items(known, Heading.MEETINGS)


@pytest.mark.parametrize(
    ("predicate", "value", "shape"),
    [
        ("adopted", "2025-11-01", Shape.POINT),
        ("adopted", "2025-11", Shape.SPAN),
        ("adopted", "2026", Shape.SPAN),
        ("adopted", "../2025-10", Shape.SPAN),
        ("adopted", "2026-09-28/2026-10-02", Shape.BAR),
        ("adopted", "2026-09/2026-10", Shape.SPAN),
        ("period", "2025", Shape.BAR),
        ("period", "2024/2027", Shape.BAR),
        ("period", "2017/..", Shape.BAR),
    ],
)
def test_a_date_is_a_point_only_where_its_day_is_known(predicate: str, value: str, shape: Shape) -> None:
    (item,) = _plan(fact("plan", predicate, edtf=value, source="late"))
    assert (item.shape, str(item.date)) == (shape, value)


def test_a_year_is_said_as_a_year_and_never_as_a_day() -> None:
    known = _of(_shipped("admm-plus"), "admm-plus")
    first = next(item for item in known.items if item.label == "1st ADMM-Plus")
    assert first.words.startswith("in 2010, no day announced") and first.brief == "2010"
    assert first.shape is Shape.SPAN


def test_planned_and_inferred_are_said_beside_the_mark_and_in_full() -> None:
    known = _of(_shipped("admm-plus"), "admm-plus")
    twelfth = next(item for item in known.items if item.label == "12th ADMM-Plus")
    assert twelfth.planned and twelfth.brief == "1 Nov 2025 · planned, year inferred"
    assert "planned as of October 2025 · year inferred" in twelfth.words
    assert twelfth.words.endswith("`[1 P3S1]`") and twelfth.cites == frozenset({1})


@pytest.mark.parametrize(
    ("value", "day", "said"),
    [
        ("2020/2022", TODAY, " · ended"),
        ("2024/2027", TODAY, ""),
        ("2026/2030", TODAY, " · not begun yet"),
        ("2026/2030", date(2031, 1, 1), " · ended"),
        ("2017/..", TODAY, ""),
    ],
)
def test_a_term_that_is_over_or_not_begun_says_so(value: str, day: date, said: str) -> None:
    (item,) = _plan(_period(value), day=day)
    assert item.words.removesuffix(" `[1 P1S1]`").endswith(said or item.brief)


def test_what_was_only_planned_is_never_said_to_have_taken_place() -> None:
    known = _of(_shipped("admm-plus"), "admm-plus", date(2026, 1, 1))
    twelfth = next(item for item in known.items if item.label == "12th ADMM-Plus")
    assert "no source here says that it took place" in twelfth.words


def test_two_sources_with_two_dates_are_two_entries_the_later_said_first() -> None:
    first, second = _plan(_period("2020/2024", source="early"), _period("2021/2025"))
    assert (first.brief, first.again) == ("2021–2025", False)
    assert (second.brief, second.again) == ("2020–2024", True)


def test_two_sources_with_one_date_share_an_entry_and_are_both_named() -> None:
    (item,) = _plan(_period("2021/2025", source="early", planned_as_of="2020"), _period("2021/2025", id="b"))
    assert item.words == "2021–2025 `[1 P1S1]`; planned as of 2020 `[2 P1S1]`"
    assert not item.planned and item.cites == frozenset({1, 2})


def test_two_cycles_of_the_same_co_chairs_are_no_disagreement() -> None:
    entities = [entity("group", "working-group"), entity("a", "country", "A"), entity("b", "country", "B")]
    facts = [
        fact("group", "co-chair", chair, edtf=value, id=f"{chair}{value}", source=source)
        for value, source in (("2011/2013", "early"), ("2024/2027", "late"))
        for chair in ("b", "a")
    ]
    items = _of(catalogue(entities, facts, (EARLY, LATE)), "group").items
    assert {(item.label, item.brief, item.again) for item in items} == {
        ("Group: A and B", "2011–2013", False),
        ("Group: A and B", "2024–2027", False),
    }


def test_somebody_said_to_chair_joins_the_chairmanship_of_that_time_and_of_no_other() -> None:
    entities = [entity("asean", "body", "ASEAN"), entity("my", "country", "Malaysia")]
    entities.append(entity("chair-2025", "chairmanship", "The 2025 chairmanship"))
    facts = [
        fact("chair-2025", "chairmanship-of", "asean", edtf="2025"),
        fact("chair-2025", "held-by", "my", edtf="2025"),
        fact("my", "chairs", "asean", edtf="2025", id="same"),
        fact("my", "chairs", "asean", edtf="2015", id="other"),
    ]
    for subject in ("asean", "my"):
        labels = _items(_of(catalogue(entities, facts), subject), Heading.CHAIRS)
        assert labels == ["Malaysia in the chair of ASEAN", "The 2025 chairmanship"]


def test_what_has_no_date_stands_in_the_text_and_not_on_the_axis() -> None:
    known = _of(_shipped("admm-plus"), "asean")
    undated = [item for item in known.items if not item.on_axis]
    assert [item.label for item in undated] == ["ASEAN-India Comprehensive Strategic Partnership"]
    assert "no date in what I know `[" in in_text(in_words(known))
    assert "Of 11 members and partners no date is known here." in in_words(known).summary


def test_a_date_to_be_confirmed_is_said_and_not_drawn() -> None:
    (item,) = _plan(fact("plan", "adopted", edtf="TBC", source="late"))
    assert not item.on_axis and item.words.startswith("date to be confirmed")


@pytest.mark.parametrize("status", [EventStatus.POSTPONED, EventStatus.CANCELLED, EventStatus.CONFIRMED])
def test_an_event_of_a_servers_own_is_there_with_its_status(status: EventStatus) -> None:
    known = catalogue([entity("forum", "forum")], [])
    own = event("2026-03", title="Our meeting", status=status, source="the minutes")
    (item,) = _of(known, "forum", events=[own]).items
    assert "in March 2026" in item.words and "source: the minutes" in item.words
    assert (status.value in item.brief) is (status is not EventStatus.CONFIRMED)


def test_entries_stand_under_their_headings_in_the_order_of_their_dates() -> None:
    known = _of(_shipped("admm-plus", "admm-plus-context"), "admm-plus")
    for group in known.groups:
        dates = [edtf.sort_key(item.date) for item in group.items if not item.again]
        assert dates == sorted(dates)
    assert [group.heading for group in known.groups] == [h for h in Heading if _items(known, h)]


def test_every_entry_and_every_source_is_in_the_text() -> None:
    known = _of(_shipped("admm-plus", "admm-plus-context"), "asean")
    text = in_text(in_words(known))
    assert all(f"{item.label} · {item.words}" in text for item in known.items)
    assert all(source.title in text for source in known.sources)


@pytest.mark.parametrize("subject", ["admm-plus", "asean", "in", "jp"])
def test_the_alternative_text_fits_and_says_what_it_leaves_out(subject: str) -> None:
    known = _of(_shipped("admm-plus", "admm-plus-context"), subject)
    said = alt_text(known)
    assert len(said) <= 1024 and known.title in said and known.day in said
    told = sum(f"{item.label}, {item.brief}" in said for item in known.drawn)
    assert f"And {len(known.drawn) - told} more" in said or told == len(known.drawn)


def test_endless_names_still_fit_the_alternative_text() -> None:
    entities = [entity("forum", "forum", "F" * 5000), entity("plan", "instrument", "P" * 10_000)]
    known = catalogue(entities, [fact("plan", "parties", "forum"), fact("plan", "period", edtf="2024/2027")])
    assert len(alt_text(_of(known, "forum"))) <= 1024


def test_braces_in_a_name_are_only_braces() -> None:
    entities = [entity("forum", "forum"), entity("plan", "instrument", "{0} {x} {")]
    known = catalogue(entities, [fact("plan", "parties", "forum"), fact("plan", "adopted", edtf="2024")])
    assert [item.label for item in _of(known, "forum").items] == ["{0} {x} {: adopted"]
