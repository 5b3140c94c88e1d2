"""What holds is told with where it is set: here, further out, or by default."""

from __future__ import annotations

from dataclasses import replace

from bot.rules.options_told import layers_of, of_posts, of_reminders, of_server
from storage.options import Brief, Options, Pace
from storage.records import Channel
from tests.rules.making import DESK, HERE, NOW, guild, subscription


def test_nothing_set_is_told_as_the_defaults() -> None:
    layers = layers_of(guild(), Channel(DESK, HERE))
    assert of_reminders(layers) == [
        "**Lead times**: 1 week, 1 day and 1 hour · by default",
        "**Hour for dates without one**: 09:00 · by default",
    ]
    assert of_posts(layers) == [
        "**Quiet hours**: none · by default",
        "**Brief**: off · by default",
        "**Live list**: off · by default",
        "**News**: as they come · by default",
        "**Most news posts in an hour**: no limit · by default",
        "**Publish in announcement channels**: off · by default",
    ]


def test_what_nobody_set_is_by_default_where_something_else_was_set() -> None:
    here = replace(guild(), set_up_at=NOW, options=Options(pace=Pace.DAILY))
    assert of_reminders(layers_of(here))[1] == "**Hour for dates without one**: 09:00 · by default"


def test_each_option_is_told_with_the_inmost_place_that_sets_it() -> None:
    here = replace(guild(day_hour=8), set_up_at=NOW, options=Options(leads=("1 day",), pace=Pace.DAILY))
    channel = Channel(DESK, HERE, Options(leads=(), brief=Brief.WEEKLY, brief_weekday=4))
    one = subscription(options=Options(day_hour=7))
    assert of_reminders(layers_of(here, channel, one)) == [
        "**Lead times**: none, so that nothing is reminded of · of this channel",
        "**Hour for dates without one**: 07:00 · set here",
    ]
    assert of_reminders(layers_of(here))[1] == "**Hour for dates without one**: 08:00 · set here"
    assert of_reminders(layers_of(here, Channel(DESK, HERE))) == [
        "**Lead times**: 1 day · of this server",
        "**Hour for dates without one**: 08:00 · of this server",
    ]
    told = of_posts(layers_of(here, channel))
    assert "**Brief**: weekly · set here" in told and "**Day of the brief**: Friday · set here" in told
    assert "**Hour of the brief, and of news once a day**: 08:00 · by default" in told
    assert "**News**: once a day · of this server" in told


def test_tags_are_told_where_some_were_chosen() -> None:
    channel = Channel(DESK, HERE, Options(tags=("News", "*India*")))
    assert of_posts(layers_of(guild(), channel))[-1] == (
        "**Tags of every post**: News and \\*India\\* · set here"
    )


def test_quiet_hours_that_are_none_where_the_server_has_some_are_told_so() -> None:
    here = replace(guild(), options=Options(quiet_from=22, quiet_to=7, mirror=True))
    assert of_posts(layers_of(here))[0] == "**Quiet hours**: 22:00 to 07:00 · set here"
    loud = Channel(DESK, HERE, Options(quiet_from=0, quiet_to=0))
    assert of_posts(layers_of(here, loud))[0] == "**Quiet hours**: none · set here"
    assert of_server(layers_of(here)) == ["**Events among Discord's own**: on · set here"]
