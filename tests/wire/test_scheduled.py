"""What the stand-in refuses of scheduled events, and what time does to them."""

from __future__ import annotations

from typing import Any

import pytest

from . import Guild, Refused, User, nouns
from .limits import Json
from .scheduled import ACTIVE, CANCELED, COMPLETED, MOST, SCHEDULED, ScheduledEvents, payload
from .world import World

FINE: Json = {
    "name": "n" * 100,
    "description": "d" * 1000,
    "entity_type": 3,
    "privacy_level": 2,
    "entity_metadata": {"location": "l" * 100},
    "scheduled_start_time": "2025-11-01T09:00:00+00:00",
    "scheduled_end_time": "2025-11-01T10:00:00+00:00",
}
START = 1_761_987_600.0


class Hall:
    """A guild in which the bot may make events, and a clock an hour before `FINE`."""

    def __init__(self, permissions: int = nouns.USUAL | nouns.CREATE_EVENTS) -> None:
        self.now = START - 3600
        self.world = World(lambda: self.now, 120)
        self.guild: Guild = self.world.new_guild("Embassy", bot_permissions=permissions, locale="en-US")
        self.events = ScheduledEvents(self.world)
        self.bot: User = self.world.bot

    def make(self, **other: Any) -> Any:
        return self.events.made_by(self.guild, self.bot, {**FINE, **other})


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"name": ""}, 50035),
        ({"name": "n" * 101}, 50035),
        ({"description": "d" * 1001}, 50035),
        ({"entity_metadata": {}}, 50035),
        ({"entity_metadata": {"location": "l" * 101}}, 50035),
        ({"scheduled_end_time": None}, 50035),
        ({"scheduled_end_time": FINE["scheduled_start_time"]}, 50035),
        ({"scheduled_start_time": "2025-10-31T09:00:00+00:00"}, 50035),
    ],
)
def test_a_form_that_discord_would_not_take_is_refused(other: Json, code: int) -> None:
    hall = Hall()
    with pytest.raises(Refused) as refused:
        hall.make(**other)
    assert refused.value.body["code"] == code and hall.events.of(hall.guild) == []


def test_it_begins_and_ends_by_itself_and_what_ended_is_never_changed() -> None:
    hall = Hall()
    made = hall.make()
    assert payload(made)["scheduled_start_time"] == FINE["scheduled_start_time"]
    hall.now = START
    assert [one.status for one in hall.events.of(hall.guild)] == [ACTIVE]
    hall.now = START + 3600
    assert hall.events.of(hall.guild) == [] and made.status == COMPLETED
    with pytest.raises(Refused, match="180000"):
        hall.events.changed_by(hall.guild, hall.bot, made.id, {"name": "Other"})
    other = hall.make(
        scheduled_start_time="2026-11-01T09:00:00+00:00", scheduled_end_time="2026-11-01T10:00:00+00:00"
    )
    assert other.status == SCHEDULED
    hall.events.changed_by(hall.guild, hall.bot, other.id, {"status": CANCELED})
    with pytest.raises(Refused, match="180000"):
        hall.events.changed_by(hall.guild, hall.bot, other.id, {"status": SCHEDULED})
    with pytest.raises(Refused, match="10070"):
        hall.events.deleted_by(hall.guild, hall.bot, 1)


def test_a_hundred_may_stand_ahead() -> None:
    hall = Hall()
    for _ in range(MOST):
        hall.make()
    with pytest.raises(Refused, match="30038"):
        hall.make()
    hall.events.deleted_by(hall.guild, hall.bot, hall.events.of(hall.guild)[0].id)
    assert hall.make()


def test_one_permission_makes_them_and_either_changes_ones_own() -> None:
    hall = Hall(nouns.USUAL | nouns.MANAGE_EVENTS)
    with pytest.raises(Refused, match="50013"):
        hall.make()
    peoples = hall.events.made_by(hall.guild, hall.guild.owner, FINE)
    hall.events.changed_by(hall.guild, hall.bot, peoples.id, {"name": "Other"})
    hall = Hall()
    peoples = hall.events.made_by(hall.guild, hall.guild.owner, FINE)
    with pytest.raises(Refused, match="50013"):
        hall.events.changed_by(hall.guild, hall.bot, peoples.id, {"name": "Other"})
    own = hall.make()
    hall.events.changed_by(hall.guild, hall.bot, own.id, {"name": "Other"})
    assert own.name == "Other"
