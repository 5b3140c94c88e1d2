"""Facts in, events out: a date with its precision and status, and whom an event concerns."""

from __future__ import annotations

from datetime import time

from bot.rules.happenings import concerns, events_of
from storage.edtf import parse
from storage.records import EntityId, Event, EventStatus, FactStatus, Source
from tests.rules.making import catalogue, entity, fact, shipped, shipped_catalogue, utc

ENTITIES = [
    entity("forum", "forum"),
    entity("body", "body"),
    entity("meeting", "meeting", "Third Meeting", short="3rd Meeting"),
    entity("city", "place", "Port City"),
    entity("host", "country"),
    entity("sender", "country"),
    entity("member", "country"),
    entity("minister", "person"),
    entity("guest", "person"),
    entity("piracy", "topic"),
    entity("undated", "meeting"),
]
FACTS = [
    fact("meeting", "edition-of", "forum", text="3"),
    fact("forum", "forum-of", "body"),
    fact("forum", "member-state", "member"),
    fact("meeting", "hosted-in", "city"),
    fact("city", "located-in", "host"),
    fact("minister", "takes-part-in", "meeting"),
    fact("minister", "nationality", "sender"),
    fact("meeting", "meets", "guest"),
    fact("meeting", "covers", "piracy"),
    fact("undated", "edition-of", "forum"),
]


def made(*more: object) -> Event:
    known = catalogue(ENTITIES, [*FACTS, *more])  # type: ignore[list-item]
    (event,) = events_of(known, ENTITIES)
    return event


def test_an_event_concerns_its_forum_host_participants_their_countries_and_topics_not_every_member() -> None:
    assert concerns(catalogue(ENTITIES, FACTS), EntityId("meeting")) == {
        *["meeting", "forum", "body", "city", "host", "minister", "guest", "sender", "piracy"]
    }


def test_only_what_has_a_date_is_an_event() -> None:
    assert events_of(catalogue(ENTITIES, FACTS), ENTITIES) == []
    assert made(fact("meeting", "date", edtf="2025-11-01")).id == "meeting"


def test_a_date_that_is_planned_makes_a_planned_event() -> None:
    planned = made(fact("meeting", "date", edtf="2025-11-01", planned_as_of="2025-10"))
    assert (planned.status, str(planned.planned_as_of)) == (EventStatus.PLANNED, "2025-10")
    assert made(fact("meeting", "date", edtf="2025-11-01")).status is EventStatus.CONFIRMED


def test_of_two_sources_the_one_that_spoke_last_is_believed_whatever_their_order() -> None:
    early = Source("a/early", "Early", "E", None, parse("2025-10"), None)
    late = Source("b/late", "Late", "L", None, None, parse("2026-10-02"))
    dates = [
        fact("meeting", "date", edtf="2026", planned_as_of="2025-10", source="a/early"),
        fact("meeting", "date", edtf="2026-09-28/2026-10-02", source="b/late"),
    ]
    others = [one for one in FACTS if one.predicate != "hosted-in"]
    places = [
        fact("meeting", "hosted-in", "city", source="a/early"),
        fact("meeting", "hosted-in", text="Elsewhere", source="b/late"),
    ]
    for facts in ([*dates, *places], [*reversed(dates), *reversed(places)]):
        (event,) = events_of(catalogue(ENTITIES, [*others, *facts], (early, late)), ENTITIES)
        assert (str(event.edtf), event.status) == ("2026-09-28/2026-10-02", EventStatus.CONFIRMED)
        assert (event.place, event.source) == ("Elsewhere", "Late, L")


def test_of_two_dates_said_on_one_day_or_on_none_that_is_known_the_first_counts() -> None:
    for source in ("note", "unknown"):
        dates = [fact("meeting", "date", edtf=day, source=source) for day in ("2025-11-01", "2025-11-02")]
        assert str(made(*dates).edtf) == "2025-11-01"


def test_a_date_that_is_inferred_says_what_of_it_and_why() -> None:
    event = made(
        fact(
            "meeting",
            "date",
            edtf="2025-11-01",
            status="inferred",
            as_given="1 November",
            note="the year is ours",
        )
    )
    assert event.date_status is FactStatus.INFERRED
    assert (event.date_doubt, event.date_reason) == ("year inferred", "the year is ours")


def test_a_place_that_is_inferred_says_so() -> None:
    dated = fact("meeting", "date", edtf="2025-11-01")
    assert made(dated).place == "Port City"
    others = [one for one in FACTS if one.predicate != "hosted-in"]
    inferred = fact("meeting", "hosted-in", "city", status="inferred")
    (event,) = events_of(catalogue(ENTITIES, [*others, dated, inferred]), ENTITIES)
    assert (event.place, event.place_status) == ("Port City (inferred)", FactStatus.INFERRED)


def test_an_announced_hour_makes_an_instant_and_a_year_never_does() -> None:
    at = made(
        fact("meeting", "date", edtf="2025-11-01", wall_time=time(14), zone="Asia/Kuala_Lumpur")
    ).start_at
    assert at == utc("2025-11-01T06:00")
    assert (
        made(fact("meeting", "date", edtf="2026", wall_time=time(14), zone="Asia/Kuala_Lumpur")).start_at
        is None
    )


def test_an_event_is_called_by_its_short_name_and_cites_its_source() -> None:
    event = made(fact("meeting", "date", edtf="2025-11-01"))
    assert (event.title, event.source, event.url) == (
        "3rd Meeting",
        "A note, The tests",
        "https://tests.example/note",
    )


def shipped_event(event_id: str) -> Event:
    known = events_of(shipped_catalogue(), list(shipped().entities))
    return next(event for event in known if event.id == event_id)


def test_india_is_reminded_of_the_12th_admm_plus_because_its_minister_takes_part() -> None:
    known = shipped_event("admm-plus-12").concerns
    assert {"in", "rajnath-singh", "admm-plus", "asean"} <= known


def test_malaysia_is_reminded_of_the_12th_admm_plus_as_its_host() -> None:
    assert {"my", "kuala-lumpur"} <= shipped_event("admm-plus-12").concerns


def test_japan_only_sits_in_the_forum_and_is_not_reminded() -> None:
    concerned = shipped_event("admm-plus-12").concerns
    assert concerned.isdisjoint({"jp", "us", "au", "sg", "vn", "bn"})


def test_the_bilateral_talks_concern_the_countries_of_those_who_meet() -> None:
    assert {"in", "us", "my"} <= shipped_event("kl-bilaterals").concerns


def test_the_maritime_exercise_concerns_its_topics() -> None:
    assert {"maritime-security", "freedom-of-navigation", "sea-lanes"} <= shipped_event(
        "asean-india-maritime-exercise-2"
    ).concerns


def test_what_is_stated_is_believed_before_what_a_later_source_leaves_to_be_inferred() -> None:
    early = Source("a/early", "Early", "E", None, parse("2025-10-26"), None)
    late = Source("b/late", "Late", "L", None, parse("2025-10"), None)
    dates = [
        fact("meeting", "date", edtf="../2025-10", status="inferred", source="b/late"),
        fact("meeting", "date", edtf="2025-10-26", source="a/early"),
    ]
    for facts in (dates, dates[::-1]):
        (event,) = events_of(catalogue(ENTITIES, [*FACTS, *facts], (early, late)), ENTITIES)
        assert (str(event.edtf), event.date_status) == ("2025-10-26", FactStatus.STATED)


def test_a_date_that_a_later_source_leaves_open_is_told_as_precisely_as_another_knows_it() -> None:
    early = Source("a/early", "Early", "E", None, parse("2025-10"), None)
    late = Source("b/late", "Late", "L", None, parse("2026-10-02"), None)

    def dated(first: str, then: str, **more: str) -> str:
        dates = [
            fact("meeting", "date", edtf=first, source="a/early", **more),
            fact("meeting", "date", edtf=then, source="b/late"),
        ]
        (event,) = events_of(catalogue(ENTITIES, [*FACTS, *dates], (early, late)), ENTITIES)
        return str(event.edtf)

    assert dated("2026-09-28/2026-10-02", "2026") == "2026-09-28/2026-10-02"
    assert dated("2025-05-01", "2026") == "2026"
    assert dated("2026-05-01", "2026", planned_as_of="2025-10") == "2026"
    assert dated("2026-05-01", "2026-05-01/2026-05-02") == "2026-05-01/2026-05-02"


def test_what_was_planned_took_place_where_a_source_tells_what_came_of_it() -> None:
    planned = fact("meeting", "date", edtf="2025-11-01", planned_as_of="2025-10")
    assert made(planned).status is EventStatus.PLANNED
    assert made(planned, fact("meeting", "outcome", text="a statement")).status is EventStatus.CONFIRMED
    hoped_for = fact("meeting", "outcome", text="a statement", planned_as_of="2025-10")
    assert made(planned, hoped_for).status is EventStatus.PLANNED
