"""When to remind of an event: R1–R5, P1–P5 and P7 of the module's specification, row by row."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.rules.dates.leads import DEFAULT_LEADS, Lead
from bot.rules.reminding import decide_due, follows, plan, replan
from storage import edtf
from storage.records import EntityId, Event, EventStatus, GuildId, Reminder
from tests.rules.making import event, reminder, subscription, timing, utc

NEW_YORK, BERLIN, KUALA_LUMPUR = "America/New_York", "Europe/Berlin", "Asia/Kuala_Lumpur"


def due(
    of: Event, zone: str = "UTC", day_hour: int = 9, leads: tuple[Lead, ...] = DEFAULT_LEADS
) -> dict[str, str]:
    """Each lead of a plan with the UTC instant it falls due."""
    planned = plan(of, subscription(), timing(zone, day_hour, leads))
    return {one.lead: one.due_at.strftime("%Y-%m-%dT%H:%M") for one in planned}


def test_r1_a_timed_event_is_a_wall_time_in_a_zone() -> None:
    timed = event("2025-11-01", hour="14:00", zone=KUALA_LUMPUR)
    assert timed.start_at == utc("2025-11-01T06:00")
    assert due(timed, zone=NEW_YORK) == {
        "1 week": "2025-10-25T06:00",
        "1 day": "2025-10-31T06:00",
        "1 hour": "2025-11-01T05:00",
    }


@pytest.mark.parametrize(
    ("day", "hour", "zone", "start"),
    [
        # The clock jumps from 02:00 to 03:00: an hour that is skipped is later by the gap.
        ("2025-03-09", "02:30", NEW_YORK, "2025-03-09T07:30"),
        ("2025-03-30", "02:30", BERLIN, "2025-03-30T01:30"),
        ("2025-03-09", "01:59", NEW_YORK, "2025-03-09T06:59"),
        ("2025-03-09", "03:00", NEW_YORK, "2025-03-09T07:00"),
        # It falls back from 02:00 to 01:00 and from 03:00 to 02:00: of the two the first counts.
        ("2025-11-02", "01:30", NEW_YORK, "2025-11-02T05:30"),
        ("2025-10-26", "02:30", BERLIN, "2025-10-26T00:30"),
        ("2025-11-02", "02:00", NEW_YORK, "2025-11-02T07:00"),
    ],
)
def test_r2_a_skipped_hour_is_later_by_the_gap_and_of_a_repeated_one_the_first_counts(
    day: str, hour: str, zone: str, start: str
) -> None:
    timed = event(day, hour=hour, zone=zone)
    assert timed.start_at == utc(start)
    assert due(timed)["1 hour"] == (utc(start) - timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M")


@pytest.mark.parametrize(
    ("day", "hour", "zone", "lead", "at"),
    [
        # A day is a day on the calendar, be it of 23 or of 25 hours.
        ("2025-03-09", "12:00", NEW_YORK, "1 day", "2025-03-08T17:00"),
        ("2025-11-02", "12:00", NEW_YORK, "1 day", "2025-11-01T16:00"),
        ("2025-03-30", "12:00", BERLIN, "1 week", "2025-03-23T11:00"),
        ("2025-10-26", "12:00", BERLIN, "1 day", "2025-10-25T10:00"),
        # The lead itself may fall into the gap or the overlap.
        ("2025-03-10", "02:30", NEW_YORK, "1 day", "2025-03-09T07:30"),
        ("2025-11-03", "01:30", NEW_YORK, "1 day", "2025-11-02T05:30"),
        # An hour is an hour that passes, across the jump and the repetition.
        ("2025-03-09", "03:30", NEW_YORK, "1 hour", "2025-03-09T06:30"),
        ("2025-10-26", "03:00", BERLIN, "1 hour", "2025-10-26T01:00"),
    ],
)
def test_r3_days_are_counted_on_the_calendar_of_the_events_zone_and_hours_in_seconds(
    day: str, hour: str, zone: str, lead: str, at: str
) -> None:
    assert due(event(day, hour=hour, zone=zone))[lead] == at


@pytest.mark.parametrize(
    ("day", "at"),
    [
        ("2025-03-31", "2025-02-28T09:00"),
        ("2024-03-31", "2024-02-29T09:00"),
        ("2026-01-15", "2025-12-15T09:00"),
    ],
)
def test_r3_a_month_keeps_the_day_and_is_cut_to_the_months_end(day: str, at: str) -> None:
    assert due(event(day), leads=(Lead("1 month", months=1),)) == {"1 month": at}


@pytest.mark.parametrize(
    ("zone", "day_hour", "expected"),
    [
        ("UTC", 9, {"1 week": "2025-10-25T09:00", "1 day": "2025-10-31T09:00"}),
        (KUALA_LUMPUR, 9, {"1 week": "2025-10-25T01:00", "1 day": "2025-10-31T01:00"}),
        (NEW_YORK, 18, {"1 week": "2025-10-25T22:00", "1 day": "2025-10-31T22:00"}),
        (BERLIN, 0, {"1 week": "2025-10-24T22:00", "1 day": "2025-10-30T23:00"}),
    ],
)
def test_r4_a_date_is_reminded_of_at_the_servers_hour_in_its_zone_without_leads_below_a_day(
    zone: str, day_hour: int, expected: dict[str, str]
) -> None:
    assert due(event("2025-11-01"), zone, day_hour) == expected


def test_r4_a_date_begins_at_midnight_in_the_servers_zone() -> None:
    ends = {one.expires_at for one in plan(event("2025-11-01"), subscription(), timing(KUALA_LUMPUR))}
    assert ends == {utc("2025-10-31T16:00")}


def test_r4_no_lead_falls_due_on_the_day_itself() -> None:
    assert due(event("2025-11-01"), leads=(Lead("the same day"), Lead("1 day", days=1))).keys() == {"1 day"}


def test_r5_of_several_days_the_first_counts() -> None:
    assert due(event("2025-11-01/2025-11-03")) == due(event("2025-11-01"))


@pytest.mark.parametrize(
    "date", ["2026", "2024/2027", "2017/..", "../2025-11-01", "../2025-10", "TBC", "2026?"]
)
def test_p1_for_a_year_an_open_span_or_a_date_to_be_confirmed_nothing_is_planned(date: str) -> None:
    assert due(event(date)) == {}


@pytest.mark.parametrize(
    ("date", "zone", "at"),
    [
        ("2026-11", "UTC", "2026-10-01T09:00"),
        ("2026-01", "UTC", "2025-12-01T09:00"),
        ("2026-11", NEW_YORK, "2026-10-01T13:00"),
    ],
)
def test_p2_for_a_month_there_is_one_reminder_on_the_first_of_the_month_before(
    date: str, zone: str, at: str
) -> None:
    assert due(event(date), zone) == {"1 month": at}


def test_p3_a_lead_that_is_past_when_the_plan_is_made_is_never_made_up_for() -> None:
    planned = plan(event("2025-11-01"), subscription(), timing())
    assert [one.lead for one in replan(planned, [], utc("2025-10-29T08:00")).put] == ["1 day"]
    assert replan(planned, [], utc("2025-10-31T09:00")).put == ()


WEEK, DAY = reminder("1 week", "2025-10-25T09:00"), reminder("1 day", "2025-10-31T09:00")


@pytest.mark.parametrize(
    ("together", "now", "said", "missed"),
    [
        ([DAY], "2025-10-31T09:00", "1 day", []),
        ([DAY], "2025-10-31T23:59", "1 day", []),
        ([DAY], "2025-11-01T00:00", None, ["1 day"]),
        ([WEEK, DAY], "2025-10-31T10:00", "1 day", ["1 week"]),
        ([DAY, WEEK], "2025-10-31T10:00", "1 day", ["1 week"]),
        ([WEEK, DAY], "2025-11-02T00:00", None, ["1 week", "1 day"]),
        ([], "2025-10-31T10:00", None, []),
    ],
)
def test_p4_what_was_missed_is_said_only_before_the_event_and_only_the_closest(
    together: list[Reminder], now: str, said: str | None, missed: list[str]
) -> None:
    verdict = decide_due(together, utc(now))
    assert (verdict.say.lead if verdict.say else None) == said
    assert [one.lead for one in verdict.missed] == missed


@pytest.mark.parametrize(
    ("lead", "was", "is_now", "again"),
    [
        # A week is said again from 42 hours on, a day from 6, an hour from 15 minutes, a month from 7½ days.
        ("1 week", "2025-11-10T00:00", "2025-11-11T17:59", False),
        ("1 week", "2025-11-10T00:00", "2025-11-11T18:00", True),
        ("1 week", "2025-11-10T00:00", "2025-11-08T06:00", True),
        ("1 day", "2025-11-10T00:00", "2025-11-10T05:59", False),
        ("1 day", "2025-11-10T00:00", "2025-11-10T06:00", True),
        ("1 hour", "2025-11-10T00:00", "2025-11-10T00:14", False),
        ("1 hour", "2025-11-10T00:00", "2025-11-10T00:15", True),
        ("1 month", "2025-11-10T00:00", "2025-11-17T00:00", False),
        ("1 month", "2025-11-10T00:00", "2025-11-17T12:00", True),
    ],
)
def test_p5_what_was_said_is_said_again_only_of_what_moved_by_a_quarter_of_the_lead(
    lead: str, was: str, is_now: str, again: bool
) -> None:
    said = reminder(lead, "2025-10-01T00:00", was, start=was)
    moved = reminder(lead, "2025-10-20T00:00", is_now, start=is_now)
    assert replan([moved], [], utc("2025-10-10T00:00"), [said]).put == ((moved,) if again else ())
    other = replace(said, event_id="another", lead=lead)
    assert replan([moved], [], utc("2025-10-10T00:00"), [other]).put == (moved,)


def test_p7_two_leads_at_one_instant_are_one_message_and_neither_is_missed() -> None:
    twin = replace(DAY, lead="24 hours")
    verdict = decide_due([DAY, twin], utc("2025-10-31T09:00"))
    assert verdict.say in (DAY, twin)
    assert verdict.missed == ()


@pytest.mark.parametrize("status", [EventStatus.CANCELLED, EventStatus.POSTPONED])
def test_of_what_was_called_off_nothing_is_planned(status: EventStatus) -> None:
    assert plan(event(status=status), subscription(), timing()) == []


def test_a_moved_event_withdraws_the_old_reminders_and_plans_the_new() -> None:
    moved = plan(event("2025-12-01"), subscription(), timing())
    change = replan(moved, [DAY], utc("2025-10-29T08:00"))
    assert change.drop == (DAY,)
    assert {one.start for one in change.put} == {"2025-12-01"}


@pytest.mark.parametrize(
    ("old", "new", "now", "dropped"),
    [
        # Due since an hour and not yet said: it stays owed, whatever the new hour is.
        ("2025-10-31T09:00", "2025-10-31T08:00", "2025-10-31T10:00", False),
        # Moved from the future into the past: it is not made up for.
        ("2025-10-31T18:00", "2025-10-31T09:00", "2025-10-31T10:00", True),
        # Moved within the future: it stays, with its new instant.
        ("2025-10-31T18:00", "2025-10-31T19:00", "2025-10-31T10:00", False),
    ],
)
def test_a_changed_hour_withdraws_only_what_moved_into_the_past(
    old: str, new: str, now: str, dropped: bool
) -> None:
    change = replan([reminder("1 day", new)], [reminder("1 day", old)], utc(now))
    assert bool(change.drop) is dropped


@pytest.mark.parametrize(
    ("of", "by", "told"),
    [
        ({}, {}, True),
        ({}, {"subject": EntityId("everything")}, True),
        ({}, {"subject": EntityId("other")}, False),
        ({}, {"reminders": False}, False),
        ({"guild_id": GuildId(99)}, {}, False),
        ({"guild_id": GuildId(10)}, {}, True),
    ],
)
def test_a_subscription_reminds_of_what_concerns_its_subject_in_its_own_server(
    of: dict[str, object], by: dict[str, object], told: bool
) -> None:
    assert follows(subscription(**by), event(**of)) is told  # type: ignore[arg-type]


def test_a_reminder_knows_its_start_by_the_date_or_the_instant() -> None:
    day = plan(event("2025-11-01"), subscription(), timing())
    hour = plan(event("2025-11-01", hour="14:00", zone=KUALA_LUMPUR), subscription(), timing())
    assert {one.start for one in day} == {"2025-11-01"}
    assert {one.start for one in hour} == {"2025-11-01T06:00:00+00:00"}
    assert {one.start for one in plan(event("2026-11"), subscription(), timing())} == {
        str(edtf.parse("2026-11"))
    }
