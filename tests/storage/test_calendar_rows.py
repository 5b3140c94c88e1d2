"""Calendars, their entries and readings as rows: an event has one entry of each, and one date is followed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from storage import calendars, channels, edtf, guilds, readings
from storage.database import Database, Transaction
from storage.edtf import Announced
from storage.records import Channel, ChannelId, EntityId, EventStatus, GuildId, UserId
from storage.statements import (
    MODERATOR,
    Calendar,
    CalendarEntry,
    CalendarId,
    CalendarState,
    Followed,
    Reading,
)
from tests.storage.filed import opened

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
HERE, THERE = GuildId(10), GuildId(20)
FOLLOWED = Calendar(
    CalendarId(0), HERE, EntityId("forum"), "https://a.example/x.ics", "A", UserId(1), NOW,
    refresh=timedelta(minutes=30), next_poll_at=NOW,
)  # fmt: skip


def run(folder: Path, scenario: Callable[[Transaction], Awaitable[None]]) -> None:
    async def played() -> None:
        async with opened(folder) as db:
            made: Database = db
            async with made.transaction() as tx:
                for guild in (HERE, THERE):
                    await guilds.put(tx, guild)
                await scenario(tx)

    asyncio.run(played())


def entry(calendar_id: CalendarId, uid: str, event_id: str) -> CalendarEntry:
    return CalendarEntry(
        calendar_id, uid, "", event_id, True, "Talk", "Room", None, 3, NOW, None, "hash", missing_polls=1
    )


def reading(origin: str, event_id: str = "own.1", followed: Followed | None = None) -> Reading:
    announced = Announced(edtf.parse("2026-12-01"), time(9), "Asia/Manila", 0)
    return Reading(
        HERE, event_id, origin, announced, EventStatus.PLANNED, "A", None, NOW, followed, gone_at=NOW
    )


def test_a_calendar_is_kept_as_it_is_found_and_changed(tmp_path: Path) -> None:
    async def scenario(tx: Transaction) -> None:
        made = await calendars.add(tx, FOLLOWED)
        found = await calendars.get(tx, HERE, made)
        assert found == replace(FOLLOWED, id=made)
        assert await calendars.get(tx, THERE, made) is None, "of another server"
        changed = replace(
            found, title="B", failures=2, shrunk_at=NOW, no_room=4, refresh=None, next_poll_at=None
        )
        await calendars.save(tx, changed)
        assert await calendars.followed(tx, HERE) == [changed]
        assert (await calendars.due(tx, NOW, 9), await calendars.next_due_at(tx)) == ([], None)

    run(tmp_path, scenario)


def test_what_is_due_is_of_servers_the_bot_is_in_and_no_preview(tmp_path: Path) -> None:
    async def scenario(tx: Transaction) -> None:
        await calendars.add(tx, FOLLOWED)
        await calendars.add(tx, replace(FOLLOWED, guild_id=THERE, next_poll_at=NOW - timedelta(hours=1)))
        shown = replace(FOLLOWED, state=CalendarState.PREVIEWED, body=b"x", next_poll_at=None)
        await calendars.add(tx, shown)
        assert [one.guild_id for one in await calendars.due(tx, NOW, 9)] == [THERE, HERE]
        await guilds.mark_left(tx, THERE, NOW)
        assert [one.guild_id for one in await calendars.due(tx, NOW, 9)] == [HERE]
        assert await calendars.next_due_at(tx) == NOW
        await calendars.forget_previews_of(tx, HERE, UserId(2))
        await calendars.forget_previews(tx, NOW)
        assert await tx.value("SELECT count(*) FROM calendar WHERE state = 'previewed'") == 1
        await calendars.forget_previews(tx, NOW + timedelta(seconds=1))
        assert await tx.value("SELECT count(*) FROM calendar WHERE state = 'previewed'") == 0

    run(tmp_path, scenario)


def test_an_event_has_one_entry_of_a_calendar_and_an_entry_one_event(tmp_path: Path) -> None:
    async def scenario(tx: Transaction) -> None:
        made = await calendars.add(tx, replace(FOLLOWED, url=None))
        for uid, event_id in (("a", "own.1"), ("b", "own.2"), ("b", "own.3"), ("c", "own.1")):
            await calendars.put_entry(tx, entry(made, uid, event_id))
        known = await calendars.entries(tx, made)
        assert {(one.uid, one.event_id) for one in known} == {("b", "own.3"), ("c", "own.1")}
        assert entry(made, "c", "own.1") in known
        found = await calendars.with_uids(tx, HERE, {"c", "z"})
        assert found is not None and found.id == made
        assert await calendars.with_uids(tx, HERE, {"z"}) is None
        assert await calendars.with_uids(tx, THERE, {"c"}) is None
        await calendars.remove(tx, made)
        assert await calendars.entries(tx, made) == []

    run(tmp_path, scenario)


def test_of_one_event_one_reading_is_followed(tmp_path: Path) -> None:
    async def scenario(tx: Transaction) -> None:
        for one in (
            reading("calendar.1", followed=Followed.LATER),
            reading("calendar.2"),
            reading("calendar.1", "own.2"),
        ):
            await readings.put(tx, one)
        await readings.put(tx, reading("calendar.2", followed=Followed.CHOSEN))
        found = await readings.of_event(tx, HERE, "own.1")
        assert found == [reading("calendar.2", followed=Followed.CHOSEN), reading("calendar.1")]
        assert set(await readings.of_guild(tx, HERE)) == {"own.1", "own.2"}
        assert await readings.of_event(tx, THERE, "own.1") == []

    run(tmp_path, scenario)


def test_what_was_followed_of_a_calendar_that_goes_is_a_moderators_word(tmp_path: Path) -> None:
    async def scenario(tx: Transaction) -> None:
        await readings.put(tx, reading("calendar.1", followed=Followed.LATER))
        await readings.put(tx, reading(MODERATOR))
        await readings.put(tx, reading("calendar.1", "own.2"))
        await readings.put(tx, reading(MODERATOR, "own.2", Followed.CHOSEN))
        await readings.become_a_moderators(tx, HERE, "calendar.1")
        for event_id in ("own.1", "own.2"):
            assert await readings.of_event(tx, HERE, event_id) == [
                reading(MODERATOR, event_id, Followed.CHOSEN)
            ]

    run(tmp_path, scenario)


def test_a_key_is_looked_up_by_its_beginning(tmp_path: Path) -> None:
    async def scenario(tx: Transaction) -> None:
        for number, key in ((1, "Abcdefghijkl-rest"), (2, "abcdefghijkl-rest"), (3, None)):
            await channels.save(tx, Channel(ChannelId(number), HERE, calendar_key=key))
        found = await channels.keyed(tx, "abcdefghijkl")
        assert found is not None and found.id == 2
        assert await channels.keyed(tx, "abcdefghijkm") is None

    run(tmp_path, scenario)
