"""Every line of a card ends with its source and the place in it; what is inferred or planned says so."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot.rules import moment
from bot.rules.happenings import events_of
from bot.rules.showing import cards
from bot.rules.showing.cards import Card
from bot.rules.showing.citations import with_address
from storage import edtf
from storage.records import EntityId, EventStatus, Source
from tests.rules.making import NOTE, catalogue, entity, event, fact, on, shipped, shipped_catalogue

TODAY = date(2025, 10, 29)
FORUM = entity("forum", "forum", "The Long Name", short="Forum")
PEOPLE = [entity(name, "country", name) for name in ("Chad", "Bali", "Attu", "Dili")]
OTHER = Source("other", "Other", "Others", None, None, edtf.parse("2026-01-02"))


def card_of(
    *facts: object, today: date = TODAY, subject: str = "forum", events: tuple[object, ...] = ()
) -> Card:
    known = catalogue([FORUM, *PEOPLE, entity("first", "meeting", "1st Forum")], list(facts), (NOTE, OTHER))  # type: ignore[arg-type]
    return cards.card(known, known.entities[EntityId(subject)], events, on(today))  # type: ignore[arg-type]


def lines(card: Card, heading: str) -> tuple[str, ...]:
    (found,) = [
        tuple(line.text for line in section.lines) for section in card.sections if section.heading == heading
    ]
    return found


@pytest.mark.parametrize(
    ("given", "heading", "line"),
    [
        (
            fact("forum", "frequency", text="annual", edtf="2017/.."),
            "How often",
            "annual · since 2017 `[1 P1S1]`",
        ),
        (fact("forum", "theme", text="Peace", place="P9S1"), "Theme", "Peace `[1 P9S1]`"),
        (
            fact("forum", "member-state", "Chad", edtf="1992/.."),
            "Member states",
            "Chad · since 1992 `[1 P1S1]`",
        ),
        (fact("forum", "role-in", "Chad", text="active"), "Role in", "Chad: active `[1 P1S1]`"),
        (
            fact("forum", "member-count", text="11", status="derived", note="counted"),
            "Number of member states",
            "11 · derived (counted) `[1 P1S1]`",
        ),
        (fact("forum", "theme", text="Peace", status="inferred"), "Theme", "Peace · inferred `[1 P1S1]`"),
        (fact("forum", "theme", text="Peace", note="as said"), "Theme", "Peace · as said `[1 P1S1]`"),
        (
            fact("forum", "hosted-in", "Bali", planned_as_of="2025-10"),
            "Place",
            "Bali · planned as of October 2025 `[1 P1S1]`",
        ),
        (
            fact("forum", "date", edtf="2026", planned_as_of="2025-10"),
            "Date",
            "in 2026, no day announced · planned as of October 2025 `[1 P1S1]`",
        ),
        (
            fact(
                "forum",
                "date",
                edtf="2025-11-01",
                status="inferred",
                as_given="1 November",
                note="from the chair",
            ),
            "Date",
            "Saturday 1 November 2025 · year inferred (from the chair) `[1 P1S1]`",
        ),
        (fact("forum", "edition-of", "Chad", text="12"), "Edition of", "12th of Chad `[1 P1S1]`"),
        (fact("forum", "edition-of", text="2"), "Edition of", "2nd edition `[1 P1S1]`"),
    ],
)
def test_a_fact_is_a_line_under_its_heading_with_source_and_place(
    given: object, heading: str, line: str
) -> None:
    assert lines(card_of(given), heading) == (line,)


def test_a_first_meeting_brings_its_year_and_place_and_no_day() -> None:
    known = [
        fact("forum", "first-meeting", "first"),
        fact("first", "date", edtf="2010"),
        fact("first", "hosted-in", "Bali"),
    ]
    assert lines(card_of(*known), "First meeting") == ("1st Forum: 2010, Bali `[1 P1S1]`",)


def test_many_members_are_one_line_in_order_with_their_number() -> None:
    card = card_of(*(fact("forum", "member-state", name.id, place="P4S1") for name in PEOPLE))
    assert lines(card, "Member states (4)") == ("Attu, Bali, Chad, Dili `[1 P4S1]`",)


def test_a_card_shows_the_other_side_of_facts_too() -> None:
    card = card_of(
        fact("forum", "member-state", "Chad"), fact("forum", "role-in", "Chad", text="lead"), subject="Chad"
    )
    assert lines(card, "Member of") == ("Forum `[1 P1S1]`",)
    assert lines(card, "Part played") == ("Forum: lead `[1 P1S1]`",)


def test_sources_are_numbered_as_they_are_first_named_and_cited_with_date_and_link() -> None:
    card = card_of(fact("forum", "theme", text="a", source="other"), fact("forum", "frequency", text="b"))
    assert lines(card, "Theme") == ("a `[1 P1S1]`",)
    assert [with_address(source) for source in card.sources] == [
        "Other, Others, read Friday 2 January 2026",
        "A note, The tests, October 2025, https://tests.example/note",
    ]
    assert [section.lines[0].cites for section in card.sections[-2:]] == [{1}, {2}]


def test_a_title_has_both_names_and_the_kind_is_in_words() -> None:
    card = card_of()
    assert (card.title, card.kind, card.summary) == ("The Long Name (Forum)", "forum", "About The Long Name.")
    (ewg,) = [one for one in shipped().entities if one.id == "admm-plus-ewg-ct"]
    assert cards.card(shipped_catalogue(), ewg, (), on(TODAY)).kind == "working group"


def test_next_and_last_are_told_as_of_today() -> None:
    known = (
        event("2025-11-01", id="a", title="Autumn"),
        event("2024", id="b", title="Before"),
        event("2026", id="c", title="Later"),
    )
    card = card_of(events=known)
    assert lines(card, "Next")[0].startswith("**Autumn** — Saturday 1 November 2025, no hour announced")
    assert lines(card, "Last")[0].startswith("**Before** — in 2024, no day announced · past")
    after = card_of(events=known, today=date(2025, 11, 2))
    assert lines(after, "Expected, no month announced")[0].startswith("**Later** — in 2026, no day announced")
    assert lines(after, "Last")[0].startswith("**Autumn**")


def test_a_forum_without_a_meeting_ahead_says_so() -> None:
    assert lines(card_of(), "Next") == ("No meeting is announced in what I know.",)


@pytest.mark.parametrize(
    ("date_", "today", "ahead"),
    [
        ("2025-11-01", "2025-11-01", True),
        ("2025-11-01", "2025-11-02", False),
        ("2026", "2026-06-01", True),
        ("2026", "2027-01-01", False),
        ("../2025-11-01", "2025-10-29", False),
        ("TBC", "2025-10-29", False),
        ("2017/..", "2025-10-29", True),
    ],
)
def test_what_may_still_lie_ahead_is_coming(date_: str, today: str, ahead: bool) -> None:
    assert bool(moment.coming([event(date_)], on(date.fromisoformat(today)))) is ahead


def test_past_events_come_latest_first() -> None:
    known = [event("2010", id="a"), event("2025-11-01", id="b"), event("../2025-10", id="c")]
    assert [one.id for one in moment.past(known, on(date(2025, 11, 2)))] == ["b", "c", "a"]


def test_a_members_card_names_who_is_in_it_or_is_none() -> None:
    known = catalogue([FORUM, *PEOPLE], [fact("forum", "dialogue-partner", "Chad")])
    card = cards.members_card(known, FORUM, on(TODAY))
    assert card is not None and lines(card, "Dialogue partners") == ("Chad `[1 P1S1]`",)
    assert cards.members_card(known, PEOPLE[0], on(TODAY)) is None


def shipped_card(entity_id: str, today: date = TODAY) -> Card:
    known = shipped_catalogue()
    events = events_of(known, list(shipped().entities))
    return cards.card(known, known.entities[EntityId(entity_id)], events, on(today))


def test_every_line_of_every_shipped_card_cites_its_source() -> None:
    for one in shipped().entities:
        for section in shipped_card(one.id).sections:
            assert all("`[1 P" in line.text or "No meeting" in line.text for line in section.lines), (
                one.id,
                section,
            )


def test_the_shipped_forum_shows_members_first_meeting_frequency_and_next_each_with_its_source() -> None:
    card = shipped_card("admm-plus")
    assert card.title == "ASEAN Defence Ministers' Meeting Plus (ADMM-Plus)"
    assert lines(card, "Member states (11)")[0].startswith("Brunei, Cambodia, Indonesia, Lao PDR, Malaysia")
    assert "Australia, China, India" in lines(card, "Dialogue partners (8)")[0]
    assert lines(card, "First meeting") == ("1st ADMM-Plus: 2010, Hanoi `[1 P5S1]`",)
    assert lines(card, "How often") == ("annual meetings · since 2017 `[1 P5S2]`",)
    assert lines(card, "Next") == (
        "**12th ADMM-Plus** — Saturday 1 November 2025, no hour announced · planned as of October 2025"
        " · year inferred · Kuala Lumpur (inferred) `[1 P3S1]`",
    )
    assert lines(card, "Working groups") == ("EWG on Counter-Terrorism `[1 P6S1]`",)
    assert card.sources[0].publisher == "Indian Defence News"


def test_a_day_of_a_year_stands_before_the_year_and_a_year_is_never_the_next() -> None:
    year = event("2026", id="some-time")
    day = event("2026-03-14", id="in-march")
    assert [one.id for one in moment.coming([year, day], on(date(2026, 2, 1)))] == ["in-march", "some-time"]
    assert cards.expected(day, on(date(2026, 2, 1))) == "Next"
    assert cards.expected(year, on(date(2026, 2, 1))) == "Expected, no month announced"
    days = event("2026-03-14/2026-03-16")
    assert cards.expected(days, on(date(2026, 3, 15))) == "Going on"


def test_a_planned_day_that_has_passed_is_not_said_to_have_taken_place() -> None:
    planned = event("2025-11-01", status=EventStatus.PLANNED)
    assert "no source here says that it took place" in cards.event_line(planned, on(date(2025, 11, 2)))
    assert "has passed" not in cards.event_line(planned, on(date(2025, 11, 1)))


def test_a_long_list_keeps_the_dates_of_its_lines() -> None:
    dated = [fact("forum", "member-state", name, edtf="1992/..") for name in ("Chad", "Bali", "Attu", "Dili")]
    assert len(lines(card_of(*dated), "Member states (4)")) == 4


def test_a_meeting_whose_hour_was_announced_is_over_once_that_hour_is_past() -> None:
    briefing = event("2025-11-02", hour="10:00", zone="Asia/Kuala_Lumpur")
    before, after = datetime(2025, 11, 2, 1, 59, tzinfo=UTC), datetime(2025, 11, 2, 2, 0, tzinfo=UTC)
    assert moment.coming([briefing], moment.Moment(before, before.date())) == [briefing]
    assert moment.coming([briefing], moment.Moment(after, after.date())) == []
    assert moment.past([briefing], moment.Moment(after, after.date())) == [briefing]


def test_a_planned_day_that_has_passed_says_so_on_the_meetings_own_card() -> None:
    given = fact("forum", "date", edtf="2025-11-01", planned_as_of="2025-10")
    assert lines(card_of(given, today=date(2025, 11, 2)), "Date") == (
        "Saturday 1 November 2025 · planned as of October 2025 · that time has passed `[1 P1S1]`",
    )


def test_how_a_meeting_went_is_not_told_before_its_day() -> None:
    given = fact("forum", "date", edtf="2025-11-01", note="held")
    assert "held" in lines(card_of(given, today=date(2025, 11, 1)), "Date")[0]
    assert "held" not in lines(card_of(given, today=date(2025, 10, 29)), "Date")[0]
