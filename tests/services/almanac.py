"""A server that reads calendars: the whole of `world`, with what reads them and a calendar on loopback."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from bot.rules.calendars import entries
from bot.rules.calendars.entries import Found
from bot.rules.moment import Moment
from bot.rules.notices import Notice, NoticeKind, from_json
from bot.services.asking import Asking
from bot.services.calendar_polling import CalendarPolling, CalendarReader
from bot.services.diary import Diary
from bot.services.importing import Importing, Preview
from bot.services.merging import Merging, Taken
from bot.services.recording import Recording
from bot.services.repeating import Repeating
from bot.services.room import Room
from bot.services.scheduling import Scheduling
from bot.services.workers import Workers
from storage import events, readings
from storage.records import Event, UserId
from storage.statements import Calendar, Reading
from tests.fakes_web import Site
from tests.rules.ics import calendar
from tests.services.world import HERE, World, world

MOD = UserId(502)


class ReaderHere(CalendarReader):
    """Reads in this process, which costs no test the start of another."""

    def __init__(self) -> None:
        super().__init__(Workers(at_most=1))

    async def read(self, data: bytes, now: Moment, zone: str) -> Found:
        return entries.read(data, now, zone)


@dataclass(frozen=True)
class Almanac:
    w: World
    scheduling: Scheduling
    importing: Importing
    polling: CalendarPolling
    site: Site

    def publishes(self, *parts: str, **headers: str) -> None:
        """The calendar at the site says this from now on."""
        self.site.sends(calendar("X-WR-CALNAME:The ministry", *parts), "text/calendar", **headers)

    async def look(self) -> Preview:
        return await self.importing.look_at(HERE, MOD, self.site.url, "harbour-forum")

    async def follow(self) -> tuple[Calendar, Taken]:
        return await self.importing.save(HERE, (await self.look()).calendar.id)

    async def upload(self, *parts: str, name: str = "meetings.ics") -> tuple[Calendar, Taken]:
        data = calendar(*parts)
        shown = await self.importing.look_into(HERE, MOD, name, data, "harbour-forum")
        return await self.importing.save(HERE, shown.calendar.id)

    async def hears(self, *parts: str, hours: float = 2) -> None:
        """What the calendar says is read some hours later."""
        self.publishes(*parts)
        await self.asks(hours)

    async def asks(self, hours: float = 2) -> None:
        self.w.clock.moves_on(hours=hours)
        await self.polling.tick()

    async def events(self) -> dict[str, Event]:
        """What the server keeps itself, by title."""
        return {one.title: one for one in await events.own_of(self.w.db.reader, HERE)}

    async def event(self, event_id: str) -> Event:
        found = await events.get(self.w.db.reader, event_id, HERE)
        assert found is not None
        return found

    async def readings(self, event_id: str) -> list[Reading]:
        return await readings.of_event(self.w.db.reader, HERE, event_id)

    async def told(self, kind: NoticeKind = NoticeKind.CHANGE) -> list[Notice]:
        rows = await self.w.db.reader.all("SELECT notice FROM outbox WHERE op = 'send' ORDER BY id")
        return [one for one in (from_json(row["notice"]) for row in rows) if one.kind is kind]

    async def count(self, table: str) -> int:
        found: int = await self.w.db.reader.value(f"SELECT count(*) FROM {table}")
        return found


Scenario = Callable[[Almanac], Awaitable[None]]


def run(
    folder: Path, scenario: Scenario, *, limit: int = 10, events_limit: int = 500, in_workers: bool = False
) -> None:
    async def played() -> None:
        async with world(folder) as w:
            asking = Asking(w.db, w.clock, w.catalogue)
            recording, room = Recording(w.reminding), Room(events_limit)
            merging = Merging(w.catalogue, recording, room)
            workers = Workers(at_most=1)
            reader = CalendarReader(workers) if in_workers else ReaderHere()
            scheduling = Scheduling(
                w.db,
                w.clock,
                w.catalogue,
                asking,
                Diary(w.db, w.clock, w.catalogue, asking),
                recording,
                Repeating(w.db, asking, recording, room),
                room,
            )
            importing = Importing(
                w.db,
                w.clock,
                w.fetcher,
                reader,
                asking,
                merging,
                recording,
                limit=limit,
                allowed_hosts=frozenset({w.web.host}),
            )
            polling = CalendarPolling(w.db, w.clock, w.fetcher, reader, asking, merging)
            try:
                await scenario(Almanac(w, scheduling, importing, polling, w.web.site("calendar.ics")))
            finally:
                await workers.close()

    asyncio.run(played())
