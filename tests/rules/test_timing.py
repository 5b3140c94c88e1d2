"""Which lead times and which hour hold: a person's own over the event's, then from inside to outside."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.dates import leads
from bot.rules.reminding import plan, plan_for
from bot.rules.timing import Timing, labelled, timing_of
from storage.options import Options
from storage.records import Channel, SubscriptionId, UserId
from tests.rules.making import DESK, HERE, PROPERTY, event, guild, subscription, timing

PERSON = {"channel_id": None, "user_id": UserId(5)}
DAY, WEEK, MONTH = ("1 day",), ("1 week",), ("1 month",)


@pytest.mark.parametrize(
    ("who", "own", "of_event", "channel", "server", "held"),
    [
        # Nothing is set anywhere.
        ({}, None, None, None, None, ("1 week", "1 day", "1 hour")),
        (PERSON, None, None, None, None, ("1 week", "1 day", "1 hour")),
        # From further in comes first.
        ({}, None, None, None, DAY, DAY),
        ({}, None, None, WEEK, DAY, WEEK),
        ({}, MONTH, None, WEEK, DAY, MONTH),
        # What was set for the event stands over a channel's subscription, and under a person's own.
        ({}, MONTH, DAY, WEEK, None, DAY),
        (PERSON, None, DAY, None, WEEK, DAY),
        (PERSON, MONTH, DAY, None, WEEK, MONTH),
        # None at all is a choice.
        ({}, (), None, WEEK, DAY, ()),
        ({}, MONTH, (), WEEK, DAY, ()),
        (PERSON, (), DAY, None, WEEK, ()),
    ],
)
def test_lead_times_of_a_person_stand_over_the_events_and_these_over_all_others(
    who: dict[str, object],
    own: tuple[str, ...] | None,
    of_event: tuple[str, ...] | None,
    channel: tuple[str, ...] | None,
    server: tuple[str, ...] | None,
    held: tuple[str, ...],
) -> None:
    here = replace(guild(), options=Options(leads=server))
    follower = subscription(options=Options(leads=own), **who)
    found = timing_of(here, Channel(DESK, HERE, Options(leads=channel)), follower, of_event)
    assert tuple(lead.label for lead in found.leads) == held


def test_the_hour_is_that_of_the_subscription_the_channel_or_the_server() -> None:
    here, channel = guild("Asia/Manila", 9), Channel(DESK, HERE, Options(day_hour=7))
    assert timing_of(here, None, subscription()) == timing("Asia/Manila", 9)
    assert timing_of(here, channel, subscription()).day_hour == 7
    assert timing_of(here, channel, subscription(options=Options(day_hour=0))).day_hour == 0


def test_of_a_month_there_is_one_reminder_unless_none_is_wanted() -> None:
    month, hour = event("2026-11"), leads.parse_all("1 hour")
    assert [one.lead for one in plan(month, subscription(), timing(leads=hour))] == ["1 month"]
    assert plan(month, subscription(), timing(leads=())) == []


_TYPED = st.builds(
    lambda number, unit: f"{number} {unit}",
    st.integers(1, 12),
    st.sampled_from(["min", "h", "d", "w", "month"]),
)


@PROPERTY
@given(_TYPED)
def test_a_lead_time_is_found_again_by_its_label(text: str) -> None:
    lead = leads.parse(text)
    assert labelled(lead.label) == lead


@PROPERTY
@given(st.lists(st.tuples(st.sets(_TYPED, max_size=3), st.integers(0, 23)), max_size=6))
def test_who_shares_a_timing_shares_the_instants_and_nobody_else(own: list[tuple[set[str], int]]) -> None:
    timings = [Timing(tuple(map(leads.parse, sorted(typed))), "Asia/Manila", hour) for typed, hour in own]
    following = [(subscription(id=SubscriptionId(n)), held) for n, held in enumerate(timings)]
    of = event("2026-11-01")
    together = sorted(plan_for(of, following), key=str)
    assert together == sorted((one for who, held in following for one in plan(of, who, held)), key=str)
