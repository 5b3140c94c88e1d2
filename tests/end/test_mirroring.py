"""A server's events among Discord's own, against the stand-in: made once whatever is lost on the way, kept up
to date for as long as they live, and nothing but what the server wants.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import discord
import pytest

from bot.rules.notices import from_json
from bot.services.mirroring import Mirroring
from bot.services.scheduling import Details
from bot.ui.once import first_answer_counts
from bot.ui.scheduled import DiscordScheduledEvents
from storage import guilds, mirrors
from storage.options import Options
from storage.records import ChannelId, Guild, GuildId
from tests.fakes import MovableClock
from tests.services.office import ANN, LETTER, Office, office
from tests.services.world import EVERYTHING, world
from tests.wire import Drop, Hold, StandIn, nouns
from tests.wire import Guild as WireGuild
from tests.wire.sample import pointed_at
from tests.wire.scheduled import ACTIVE, CANCELED, COMPLETED, ScheduledEvent

NOTICES = ChannelId(109)
MAY = nouns.USUAL | nouns.CREATE_EVENTS
MAKE = "POST /guilds/*/scheduled-events"


@dataclass
class Embassy:
    """A server that wants its events shown, on the stand-in, with the services that show them."""

    o: Office
    wire: StandIn
    guild: WireGuild
    mirroring: Mirroring
    client: discord.Client

    @property
    def id(self) -> GuildId:
        return GuildId(self.guild.id)

    async def adds(self, title: str = "Briefing", when: str = "9 Nov 2025 09:00 Asia/Tokyo") -> str:
        made = await self.o.do.add(self.id, ANN, when, LETTER, Details(title, place="Quay 3"))
        return made.after.id

    async def moves(self, event: str, when: str) -> None:
        await self.o.do.move(self.id, ANN, event, when, LETTER)

    async def looks(self, **after: float) -> None:
        """Let so much time pass, and look after what is shown."""
        self.o.w.clock.moves_on(**(after or {"minutes": 6}))
        await self.mirroring.tick()

    async def wants(self, mirror: bool) -> None:
        async with self.o.w.db.transaction() as tx:
            await guilds.put(tx, self.id)
            before = await guilds.get(tx, self.id) or Guild(self.id)
            options = replace(before.options, mirror=mirror)
            await guilds.save(tx, replace(before, options=options, notices_channel_id=NOTICES))

    @property
    def shown(self) -> list[str]:
        return [one.name for one in self.wire.scheduled.of(self.guild)]

    @property
    def only(self) -> ScheduledEvent:
        (one,) = self.wire.scheduled.of(self.guild)
        return one

    def everything(self) -> list[ScheduledEvent]:
        return list(self.wire.scheduled.all.values())

    async def told(self) -> list[str]:
        return [
            from_json(row["notice"]).title for row in await self.o.w.owed() if row["channel_id"] == NOTICES
        ]


@asynccontextmanager
async def embassy(folder: Path, permissions: int = MAY) -> AsyncIterator[Embassy]:
    clock = MovableClock()
    async with (
        StandIn(clock=lambda: clock().timestamp()) as wire,
        world(folder, clock=clock) as w,
    ):
        guild = wire.guild("Embassy", bot_permissions=permissions)
        with pointed_at(wire):
            client = discord.Client(
                intents=discord.Intents(guilds=True),
                http_trace=first_answer_counts(),
                guild_ready_timeout=0.05,
            )
            running = asyncio.create_task(client.start(wire.token))
            try:
                await wire.ready()
                await client.wait_until_ready()
                there = DiscordScheduledEvents(client)
                here = Embassy(office(w), wire, guild, Mirroring(w.db, clock, there), client)
                await here.wants(True)
                yield here
            finally:
                await client.close()
                await running


Scenario = Callable[[Embassy], Awaitable[None]]


def run(folder: Path, scenario: Scenario, permissions: int = MAY) -> None:
    async def played() -> None:
        async with embassy(folder, permissions) as here:
            await scenario(here)

    asyncio.run(played())


def test_an_event_is_made_moved_and_cancelled_with_its_event(tmp_path: Path) -> None:
    async def scenario(e: Embassy) -> None:
        event = await e.adds()
        await e.looks()
        made = e.only
        assert (made.name, made.location, made.ends_at - made.starts_at) == ("Briefing", "Quay 3", 3600)
        assert "Source: A letter <https://ministry.example/letter>" in made.description
        assert made.description.endswith("\nAttaché · own.1")
        await e.looks()
        assert e.only is made
        await e.moves(event, "10 Nov 2025 10:00 Asia/Tokyo")
        await e.o.do.edit(e.id, ANN, event, LETTER, Details("The Briefing", place="Quay 4"))
        # A change is shown at the next tick, whenever the next look would have been.
        await e.looks(seconds=0)
        assert (e.only, made.name, made.location) == (made, "The Briefing", "Quay 4")
        assert "10 November 2025, 10:00" in made.description
        await e.o.do.postpone(e.id, ANN, event, LETTER)
        await e.looks()
        assert (e.shown, made.status) == ([], CANCELED)
        await e.looks()
        await e.moves(event, "10 Nov 2025 10:00 Asia/Tokyo")
        await e.looks()
        assert e.shown == ["The Briefing"] and e.only is not made
        assert len(e.everything()) == 2

    run(tmp_path, scenario)


def test_shown_is_what_channels_follow_and_only_while_the_server_wants_it(tmp_path: Path) -> None:
    async def scenario(e: Embassy) -> None:
        await e.looks()
        assert e.shown == []
        await e.o.w.subscribing.subscribe(e.id, ChannelId(5), EVERYTHING, news=True, reminders=True)
        await e.looks()
        assert e.shown == ["Talk on Boarding"]  # the forum's meeting has no hour, the exercise only a year
        await e.wants(False)
        await e.looks()
        assert e.shown == [] and await mirrors.of_guild(e.o.w.db.reader, e.id) == []
        await e.looks()
        assert await mirrors.next_due_at(e.o.w.db.reader) is None
        await e.wants(True)
        await e.looks(seconds=0)
        assert e.shown == ["Talk on Boarding"]

    run(tmp_path, scenario)


def test_discord_itself_begins_and_completes_it(tmp_path: Path) -> None:
    async def scenario(e: Embassy) -> None:
        await e.adds(when="20 Oct 2025 10:00 UTC")
        await e.looks()
        made = e.only
        await e.looks(hours=2)
        assert (e.only, made.status) == (made, ACTIVE)
        await e.looks(hours=1)
        assert (e.shown, made.status) == ([], COMPLETED)
        assert await mirrors.of_guild(e.o.w.db.reader, e.id) == []
        assert len(e.everything()) == 1

    run(tmp_path, scenario)


def test_what_began_by_a_date_that_no_longer_holds_is_ended_and_made_anew(tmp_path: Path) -> None:
    async def scenario(e: Embassy) -> None:
        event = await e.adds(when="20 Oct 2025 10:00 UTC")
        await e.looks()
        made = e.only
        e.o.w.clock.moves_on(hours=2)
        await e.moves(event, "20 Oct 2025 14:00 UTC")
        await e.looks(seconds=0)
        await e.looks(seconds=6)
        assert made.status == COMPLETED and e.only is not made
        assert e.only.starts_at == made.starts_at + 4 * 3600

    run(tmp_path, scenario)


def test_what_somebody_deletes_is_not_made_again_unless_the_event_changes(tmp_path: Path) -> None:
    async def scenario(e: Embassy) -> None:
        event = await e.adds()
        await e.looks()
        e.wire.scheduled.deleted_by(e.guild, e.guild.owner, e.only.id)
        await e.looks()
        await e.looks(days=2)
        assert e.shown == []
        await e.moves(event, "10 Nov 2025 10:00 Asia/Tokyo")
        await e.looks()
        assert e.shown == ["Briefing"]
        # Deleted and changed before anybody looked: it is another event now.
        e.wire.scheduled.deleted_by(e.guild, e.guild.owner, e.only.id)
        await e.moves(event, "11 Nov 2025 10:00 Asia/Tokyo")
        await e.looks()
        await e.looks()
        assert e.shown == ["Briefing"]

    run(tmp_path, scenario)


@pytest.mark.parametrize("trouble", [{"after": 502}, {"after": 500}, {"after": Drop()}, {"before": 503}])
def test_after_a_lost_answer_it_is_looked_for_and_never_made_twice(
    tmp_path: Path, trouble: dict[str, object]
) -> None:
    async def scenario(e: Embassy) -> None:
        await e.adds()
        e.wire.trouble(MAKE, **trouble)  # type: ignore[arg-type]
        await e.looks()
        await e.looks(seconds=62)
        await e.looks(seconds=6)
        await e.looks()
        assert e.shown == ["Briefing"] and len(e.everything()) == 1
        (row,) = await mirrors.of_guild(e.o.w.db.reader, e.id)
        assert row.scheduled_id == e.only.id

    run(tmp_path, scenario)


@pytest.mark.parametrize("was_made", [False, True])
def test_a_crash_between_the_note_and_the_mark_makes_one(tmp_path: Path, was_made: bool) -> None:
    async def scenario(e: Embassy) -> None:
        await e.adds()
        hold = Hold()
        e.wire.trouble(MAKE, before=None if was_made else hold, after=hold if was_made else None)
        looking = asyncio.create_task(e.looks())
        await hold.reached.wait()
        looking.cancel()
        await asyncio.gather(looking, return_exceptions=True)
        (row,) = await mirrors.of_guild(e.o.w.db.reader, e.id)
        assert (row.state, row.scheduled_id) == ("making", None)
        if was_made:
            hold.release()
        for seconds in (5, 300, 6, 300):
            await e.looks(seconds=seconds)
        assert e.shown == ["Briefing"] and len(e.everything()) == 1
        hold.release()

    run(tmp_path, scenario)


def test_without_the_permission_it_says_so_once_and_goes_on_when_it_is_there(tmp_path: Path) -> None:
    async def scenario(e: Embassy) -> None:
        await e.adds()
        for _ in range(3):
            await e.looks()
        assert e.shown == [] and await e.told() == ["I may not show events"]
        e.wire.grant(e.guild, MAY)
        await e.client.wait_for("guild_role_update", timeout=10)
        await e.looks()
        assert e.shown == ["Briefing"]
        e.wire.grant(e.guild, nouns.USUAL)
        await e.client.wait_for("guild_role_update", timeout=10)
        await e.moves("own.1", "10 Nov 2025 10:00 Asia/Tokyo")
        await e.looks()
        await e.looks()
        assert await e.told() == ["I may not show events"] * 2
        assert "9 November" in e.only.description
        e.wire.grant(e.guild, MAY)
        await e.client.wait_for("guild_role_update", timeout=10)
        await e.looks()
        assert "10 November" in e.only.description

    run(tmp_path, scenario, permissions=nouns.USUAL)


def test_at_discords_limit_the_nearest_are_shown_and_the_rest_when_there_is_room(tmp_path: Path) -> None:
    async def scenario(e: Embassy) -> None:
        party = {
            "name": "Party",
            "entity_type": 3,
            "privacy_level": 2,
            "entity_metadata": {"location": "Here"},
            "scheduled_start_time": "2025-12-24T18:00:00+00:00",
            "scheduled_end_time": "2025-12-24T19:00:00+00:00",
        }
        owner = e.guild.owner
        parties = [e.wire.scheduled.made_by(e.guild, owner, party) for _ in range(99)]
        await e.adds("Far", "10 Nov 2025 09:00 UTC")
        await e.looks()
        await e.adds("Near", "9 Nov 2025 09:00 UTC")
        await e.looks()
        await e.looks()
        assert e.shown.count("Party") == 99 and "Near" in e.shown and "Far" not in e.shown
        assert await e.told() == ["Not every event is shown"]
        e.wire.scheduled.deleted_by(e.guild, owner, parties[0].id)
        await e.looks()
        assert {"Near", "Far"} <= set(e.shown)

    run(tmp_path, scenario)


def test_ours_is_told_from_what_people_made_with_the_same_words(tmp_path: Path) -> None:
    async def scenario(e: Embassy) -> None:
        await e.adds()
        await e.looks()
        copied = {
            "name": e.only.name,
            "description": e.only.description,
            "entity_type": 3,
            "privacy_level": 2,
            "entity_metadata": {"location": "Here"},
            "scheduled_start_time": "2025-12-24T18:00:00+00:00",
            "scheduled_end_time": "2025-12-24T19:00:00+00:00",
        }
        made = e.wire.scheduled.made_by(e.guild, e.guild.owner, copied)
        await e.wants(False)
        await e.looks()
        assert e.only is made

    run(tmp_path, scenario)


def test_options_of_a_server_are_off_unless_it_chose(tmp_path: Path) -> None:
    async def scenario(e: Embassy) -> None:
        async with e.o.w.db.transaction() as tx:
            await guilds.save(tx, Guild(e.id, options=Options()))
        await e.adds()
        await e.looks()
        await e.looks()
        assert e.shown == [] and await mirrors.next_due_at(e.o.w.db.reader) is None

    run(tmp_path, scenario)
