"""An office that keeps events: the whole of `world`, with what moves events in it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from bot.rules.notices import NoticeKind, from_json
from bot.services.asking import Asking
from bot.services.diary import Diary
from bot.services.recording import Recording
from bot.services.repeating import Repeating
from bot.services.room import Room
from bot.services.scheduling import Changed, Details, Scheduling
from storage.database import Row
from storage.records import GuildId, UserId
from tests.services.world import (
    HERE,
    World,
    entity,
    pack,
    world,
)

ANN, MOD = UserId(501), UserId(502)
LETTER = "A letter, https://ministry.example/letter"


class Office(NamedTuple):
    """The services of events in one world."""

    w: World
    diary: Diary
    do: Scheduling
    asking: Asking
    repeating: Repeating

    async def add(self, title: str = "Briefing", when: str = "9 Nov 2025", **given: str) -> Changed:
        ends, repeats = given.pop("ends", None), given.pop("repeats", None)
        return await self.do.add(HERE, ANN, when, LETTER, Details(title, **given), ends, repeats)

    async def move(
        self, query: str = "3rd Harbour Forum", when: str = "2 Nov 2025", by: UserId = ANN
    ) -> Changed:
        return await self.do.move(HERE, by, query, when, LETTER)

    async def owed(self, kind: NoticeKind) -> list[Row]:
        return [row for row in await self.w.owed() if from_json(row["notice"]).kind is kind]

    async def planned(self, event_id: str = "forum-3") -> list[tuple[str, datetime]]:
        rows = await self.w.db.reader.all(
            "SELECT * FROM reminder WHERE state = 'pending' AND event_id = :id ORDER BY due_at, id",
            id=event_id,
        )
        return [(row["lead"], row["due_at"]) for row in rows]

    async def ahead(self, guild_id: GuildId = HERE) -> dict[str, str]:
        return {one.title: str(one.edtf) for one in (await self.asking.agenda(guild_id)).ahead}


Scenario = Callable[[Office], Awaitable[None]]


def office(w: World, limit: int = 500) -> Office:
    asking = Asking(w.db, w.clock, w.catalogue)
    diary = Diary(w.db, w.clock, w.catalogue, asking)
    recording, room = Recording(w.reminding), Room(limit)
    repeating = Repeating(w.db, asking, recording, room)
    do = Scheduling(w.db, w.clock, w.catalogue, asking, diary, recording, repeating, room)
    return Office(w, diary, do, asking, repeating)


def run(folder: Path, scenario: Scenario, limit: int = 500) -> None:
    async def played() -> None:
        async with world(
            folder, text=pack(more=entity("launch", "meeting", "Launch of the Harbour Plan"))
        ) as w:
            await scenario(office(w, limit))

    asyncio.run(played())


def utc(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2025, month, day, hour, minute, tzinfo=UTC)
