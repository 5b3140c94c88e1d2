"""What it costs to plan the reminders of an event anew when it moves, for all who follow it in a server."""

from __future__ import annotations

import statistics
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from pathlib import Path

from bot.rules.happenings import start_of
from bot.services.reminding import Reminding
from storage import edtf, guilds, subscriptions
from storage.database import Database, open_database
from storage.options import Options
from storage.records import (
    ChannelId,
    EntityId,
    Event,
    EventStatus,
    FactStatus,
    Guild,
    GuildId,
    UserId,
)

FOLLOWING, RUNS = 100, 40
NOW = datetime(2026, 9, 1, tzinfo=UTC)
_HERE, _FORUM = GuildId(1), EntityId("forum")
_LEADS = (None, ("1 week", "1 day"), ("1 month", "15 minutes"), ("1 day",))


async def replanning() -> list[str]:
    """Lines to print: milliseconds an event, the median and the slowest."""
    return [
        f"to plan an event anew for {FOLLOWING} subscriptions, committed:"
        f" {_told(await _run(by_default=True))}",
        f"the same, where they have lead times of their own: {_told(await _run(by_default=False))}",
    ]


async def _run(*, by_default: bool) -> list[float]:
    with tempfile.TemporaryDirectory() as folder:
        db = await open_database(Path(folder))
        try:
            await _follow(db, by_default)
            return [await _move(db, number) for number in range(RUNS)]
        finally:
            await db.close()


async def _follow(db: Database, by_default: bool) -> None:
    async with db.transaction() as tx:
        await guilds.put(tx, _HERE)
        for number in range(FOLLOWING):
            own = None if by_default else _LEADS[number % len(_LEADS)]
            if number % 2:
                await subscriptions.put_person(
                    tx, _HERE, UserId(number + 1), _FORUM, options=Options(own), asked_in=None, now=NOW
                )
                continue
            made = await subscriptions.put(
                tx, _HERE, ChannelId(number + 1), _FORUM, news=False, reminders=True, role_id=None, now=NOW
            )
            await subscriptions.set_options(tx, made, Options(own))


async def _move(db: Database, number: int) -> float:
    event = _on(date(2026, 11, 1) + timedelta(days=2 * number))
    reminding = Reminding(db, lambda: NOW)
    began = time.perf_counter()
    async with db.transaction() as tx:
        await reminding.replan_event(tx, Guild(_HERE, "Asia/Manila"), event)
    return (time.perf_counter() - began) * 1000


def _on(day: date) -> Event:
    value, hour, zone = edtf.parse(day.isoformat()), clock(9, 30), "Asia/Manila"
    return Event(
        id="own.1",
        guild_id=_HERE,
        title="A meeting",
        edtf=value,
        wall_time=hour,
        zone=zone,
        start_at=start_of(value, hour, zone),
        status=EventStatus.PLANNED,
        date_status=FactStatus.STATED,
        date_doubt=None,
        date_reason=None,
        planned_as_of=None,
        place=None,
        place_status=None,
        url=None,
        source="A note",
        concerns=frozenset({_FORUM}),
    )


def _told(spent: list[float]) -> str:
    return f"{statistics.median(spent):.1f} ms, slowest {max(spent):.1f} (of {len(spent)} moves)"
