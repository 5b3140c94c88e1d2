"""What is not set is inherited from further out, one option at a time."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from bot.rules.inheriting import options_of
from storage.options import DEFAULTS, Brief, Options, Pace, from_json
from storage.records import Channel
from tests.rules.making import DESK, HERE, guild, subscription


def test_a_subscription_stands_over_its_channel_and_this_over_its_server() -> None:
    server = replace(guild(), options=Options(leads=("1 week",), day_hour=7, brief=Brief.DAILY))
    channel = Channel(DESK, HERE, Options(day_hour=8, pace=Pace.HOURLY))
    held = options_of(server, channel, subscription(options=Options(leads=("1 day",))))
    assert (held.leads, held.day_hour, held.brief, held.pace) == (("1 day",), 8, Brief.DAILY, Pace.HOURLY)
    assert options_of(guild()) == DEFAULTS


def test_no_lead_at_all_is_an_option_and_not_an_absence() -> None:
    server = replace(guild(), options=Options(leads=("1 week",)))
    assert options_of(server, None, subscription(options=Options(leads=()))).leads == ()


@pytest.mark.parametrize(
    "options",
    [Options(), Options(leads=(), live=False), Options(leads=("1 week",), brief=Brief.WEEKLY, quiet_from=22)],
)
def test_options_are_read_back_as_they_were_written(options: Options) -> None:
    assert from_json(options.to_json()) == options


def test_an_option_of_a_newer_program_is_left_out() -> None:
    assert from_json(json.dumps({"day_hour": 6, "hologram": True})) == Options(day_hour=6)
