"""The crowd kept by the bot: `python -m tests.bench.crowd_attache FOLDER` prints how it went."""

from __future__ import annotations

import asyncio
import gc
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import perf_counter

from bot.app import build
from bot.config import load
from bot.timetable import Timetable
from storage import edtf, events, guilds, reminders, subscriptions
from storage.database import Database, open_database
from storage.records import (
    SHIPPED,
    ChannelId,
    EntityId,
    Event,
    EventStatus,
    FactStatus,
    GuildId,
    Reminder,
    SubscriptionId,
)
from tests.bench.crowd import (
    DUE,
    PATIENCE_SECONDS,
    PENDING,
    Crowd,
    late_by,
    resident_megabytes,
    stall_told,
    whole_second,
)

_EVENTS, _GUILDS, _AT_ONCE = 10, 100, 40
_FORUM = EntityId("forum")


async def kept(folder: Path) -> Crowd:
    crowd = Crowd()
    db = await open_database(folder)
    await _fill(db)
    await db.close()
    app = await build(load(None, {"ATTACHE_DATA_FOLDER": str(folder)}), lambda: datetime.now(UTC), [])
    gc.collect()
    gc.freeze()
    before = resident_megabytes()
    due_at = whole_second()
    await _plan_the_crowd(app.db, due_at)
    claimed = asyncio.Event()
    began = perf_counter()

    async def claim() -> None:
        """As deliveries are claimed, without sending them: Discord takes 45 a second."""
        while rows := await app.delivering._claim(_AT_ONCE):
            crowd.first = crowd.first or perf_counter() - began
            crowd.lateness += [late_by(due_at.timestamp()) for _ in rows]
            if len(crowd.lateness) > DUE:
                claimed.set()

    say_due = app.reminding._say_due

    async def owe() -> int:
        settled = await say_due()
        crowd.owed += [late_by(due_at.timestamp())] * settled
        return settled

    app.reminding._say_due = owe  # type: ignore[method-assign]
    app.delivering.tick = claim  # type: ignore[method-assign]
    timetable = Timetable(app)
    async with stall_told(crowd), asyncio.timeout(PATIENCE_SECONDS):
        timetable.start()
        await claimed.wait()
    crowd.lateness, crowd.owed = crowd.lateness[1:], crowd.owed[1:]
    crowd.memory = resident_megabytes() - before
    await timetable.stop()
    await app.release()
    return crowd


async def _fill(db: Database) -> None:
    """A thousand channels that follow ten meetings, and a hundred thousand reminders that wait."""
    now = datetime.now(UTC)
    async with db.transaction() as tx:
        await events.replace_of_pack(tx, "bench", [_meeting(number) for number in range(_EVENTS)])
        for number in range(_GUILDS):
            await guilds.put(tx, GuildId(number + 1))
        for number in range(DUE + 1):
            await subscriptions.put(
                tx,
                GuildId(number % _GUILDS + 1),
                ChannelId(number + 1),
                _FORUM,
                news=False,
                reminders=True,
                role_id=None,
                now=now,
            )
        await reminders.put(tx, *_waiting(now))


def _waiting(now: datetime) -> Iterator[Reminder]:
    for number in range(PENDING):
        due_at = now + timedelta(days=1 + number % 300, seconds=number % 977)
        of = f"later-{number // DUE}"
        yield Reminder(of, SubscriptionId(number % DUE + 1), "2031", "1 day", due_at, due_at + timedelta(1))


async def _plan_the_crowd(db: Database, due_at: datetime) -> None:
    overdue = datetime.now(UTC) - timedelta(seconds=2)
    async with db.transaction() as tx:
        await reminders.put(tx, *(_reminder(number, "1 hour", due_at) for number in range(DUE)))
        await reminders.put(tx, _reminder(DUE, "1 day", overdue))


def _reminder(number: int, lead: str, due_at: datetime) -> Reminder:
    of = f"meeting-{number % _EVENTS}"
    return Reminder(of, SubscriptionId(number + 1), "2030", lead, due_at, due_at + timedelta(hours=1))


def _meeting(number: int) -> Event:
    value = edtf.parse(date(2030, 1, 1 + number).isoformat())
    return Event(
        id=f"meeting-{number}",
        guild_id=SHIPPED,
        title=f"{number}th Meeting",
        edtf=value,
        wall_time=None,
        zone=None,
        start_at=None,
        status=EventStatus.CONFIRMED,
        date_status=FactStatus.STATED,
        date_doubt=None,
        date_reason=None,
        planned_as_of=None,
        place="Somewhere",
        place_status=FactStatus.STATED,
        url="https://bench.example/",
        source="A note",
        concerns=frozenset({_FORUM}),
    )


if __name__ == "__main__":
    asyncio.run(kept(Path(sys.argv[1]))).print()
