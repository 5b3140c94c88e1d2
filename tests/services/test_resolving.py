"""A newer release of the time zones moves the instants of events, and what is planned of them, at the start
of the bot.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from pathlib import Path

import pytest

from bot.rules.dates.zones import tzdata_version
from bot.services.resolving import SETTING, resolve_anew
from storage import events, settings
from storage.records import SHIPPED
from tests.services.office import Office, run, utc
from tests.services.world import DESK, EVERYTHING, HERE

HOUR = timedelta(hours=1)


async def starts(o: Office) -> dict[str, object]:
    known = [*await events.all_of(o.w.db.reader, HERE)]
    return {one.id: (one.start_at, one.tz_version) for one in known if one.wall_time is not None}


async def as_by_an_older_release(o: Office, *ids: str, by: timedelta = HOUR) -> None:
    """As if the zones had been one hour off when these events were entered, and planned."""
    async with o.w.db.transaction() as tx:
        for event in await events.timed(tx):
            wrong = event.start_at + by if event.id in ids and event.start_at else event.start_at
            await tx.run(
                "UPDATE event SET start_at = :at, tz_version = '2020a' WHERE guild_id = :guild AND id = :id",
                at=wrong,
                guild=event.guild_id,
                id=event.id,
            )
        for reminder in await tx.all(
            "SELECT * FROM reminder WHERE event_id IN (:one, :other)", one=ids[0], other=ids[-1]
        ):
            await tx.run(
                "UPDATE reminder SET due_at = :due, expires_at = :ends, start = :start WHERE id = :id",
                due=reminder["due_at"] + by,
                ends=reminder["expires_at"] + by,
                start=(reminder["expires_at"] + by).isoformat(),
                id=reminder["id"],
            )
        await settings.write(tx, SETTING, "2020a")


def test_what_begins_otherwise_by_a_newer_release_is_planned_anew(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)

    async def scenario(o: Office) -> None:
        await o.w.follow(EVERYTHING, DESK)
        await o.add("Briefing", "9 Nov 2025 09:00 America/Vancouver")
        await o.add("Other", "9 Nov 2025 09:00 Asia/Tokyo")
        right, planned = await starts(o), [*await o.planned("own.1"), *await o.planned("talk")]
        await as_by_an_older_release(o, "own.1", "talk")
        assert [*await o.planned("own.1"), *await o.planned("talk")] != planned
        await resolve_anew(o.w.db, o.w.clock, o.w.reminding)
        assert await starts(o) == right
        assert [*await o.planned("own.1"), *await o.planned("talk")] == planned
        assert await settings.read(o.w.db.reader, SETTING) == tzdata_version()
        assert f"time zones {tzdata_version()} came after 2020a: 2 events begin otherwise" in caplog.text
        assert f"own.1 of server {HERE} begins at 2025-11-09 17:00:00+00:00 now" in caplog.text
        assert f"talk of server {SHIPPED} begins" in caplog.text

    run(tmp_path, scenario)


def test_the_same_release_derives_nothing_and_the_first_is_only_remembered(tmp_path: Path) -> None:
    async def scenario(o: Office) -> None:
        await o.add("Briefing", "9 Nov 2025 09:00 America/Vancouver")
        await resolve_anew(o.w.db, o.w.clock, o.w.reminding)
        async with o.w.db.transaction() as tx:
            await tx.run("UPDATE event SET start_at = start_at + 3600 WHERE id = 'own.1'")
        wrong = await starts(o)
        await resolve_anew(o.w.db, o.w.clock, o.w.reminding)
        assert await starts(o) == wrong

    run(tmp_path, scenario)


def test_the_second_pass_of_an_hour_that_comes_twice_stays_the_second(tmp_path: Path) -> None:
    async def scenario(o: Office) -> None:
        await o.add("Briefing", "1 Nov 2026 01:30 America/New_York second")
        await as_by_an_older_release(o, "own.1", by=-HOUR)
        await resolve_anew(o.w.db, o.w.clock, o.w.reminding)
        assert (await starts(o))["own.1"] == (utc(11, 1, 6, 30).replace(year=2026), tzdata_version())

    run(tmp_path, scenario)
