"""Asks the calendars that are due, and brings their servers' events in line with what they say."""

from __future__ import annotations

import asyncio
import logging
import random
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import blake2b

from bot.rules import notices_calendars
from bot.rules.calendars import entries, pacing
from bot.rules.calendars.entries import Found
from bot.rules.calendars.nouns import Skipped
from bot.rules.calendars.reading import BREAKS_OFF
from bot.rules.calendars.text import MOST_BYTES
from bot.rules.moment import Moment
from bot.services.asking import Asking
from bot.services.fetching import Fetcher, Page
from bot.services.merging import Merging
from bot.services.owing import owe
from bot.services.ports import Clock
from bot.services.workers import Unfinished, Workers
from storage import calendars, guilds
from storage.database import Database, Transaction
from storage.records import Guild
from storage.statements import Calendar

log = logging.getLogger(__name__)

_BATCH = 20
PREVIEWS_KEPT = timedelta(hours=1)
_FAULT = "it could not be read, for a fault of mine"


class CalendarReader:
    """Reads calendars in a worker."""

    def __init__(self, workers: Workers) -> None:
        self._workers = workers

    async def read(self, data: bytes, now: Moment, zone: str) -> Found:
        """What lies ahead in a calendar; where it cannot be read, why."""
        try:
            # What is longer is refused there all the same, and need not go all the way.
            return await self._workers.run(entries.read, data[: MOST_BYTES + 1], now, zone)
        except Unfinished as error:
            return Found(False, None, None, (), (Skipped("the file", f"could not be read: {error}"),))


class CalendarPolling:
    def __init__(
        self,
        db: Database,
        clock: Clock,
        fetcher: Fetcher,
        reader: CalendarReader,
        asking: Asking,
        merging: Merging,
    ) -> None:
        self._db = db
        self._clock = clock
        self._fetcher = fetcher
        self._reader = reader
        self._asking = asking
        self._merging = merging
        self._at_once = asyncio.Semaphore(2)

    async def tick(self) -> None:
        """Ask the calendars that are due, of which one that fails stops no other; forget unsaved previews."""
        now = self._clock()
        due = await calendars.due(self._db.reader, now, _BATCH)
        results = await asyncio.gather(*(self._poll(one) for one in due), return_exceptions=True)
        for calendar, result in zip(due, results, strict=True):
            if isinstance(result, asyncio.CancelledError):
                raise result
            if isinstance(result, BaseException):
                log.error("reading the calendar %s failed", calendar.url, exc_info=result)
                await self._fail(calendar, _FAULT)
        await self.tidy()

    async def tidy(self) -> None:
        """Forget what was shown and never saved."""
        async with self._db.transaction() as tx:
            await calendars.forget_previews(tx, self._clock() - PREVIEWS_KEPT)

    async def next_due_at(self) -> datetime | None:
        return await calendars.next_due_at(self._db.reader)

    async def _poll(self, calendar: Calendar) -> None:
        assert calendar.url is not None
        whole = pacing.asks_for_everything(calendar, self._clock())
        async with self._at_once:
            page = await self._fetcher.get(
                calendar.url,
                None if whole else calendar.etag,
                None if whole else calendar.last_modified,
            )
            if page.error is not None:
                await self._fail(calendar, page.error, page.retry_after)
            elif page.unchanged or (digest(page.body) == calendar.body_hash and not whole):
                await self._keep(calendar, page)
            else:
                await self._read(calendar, page)

    async def _read(self, calendar: Calendar, page: Page) -> None:
        guild = await guilds.get(self._db.reader, calendar.guild_id) or Guild(calendar.guild_id)
        now = await self._asking.now(guild.id)
        found = await self._reader.read(page.body, now, guild.zone)
        if found.ok and found.is_whole:
            await self._keep(calendar, page, found, now)
        elif found.ok:
            await self._fail(calendar, f"it {BREAKS_OFF}", page.retry_after)
        else:
            await self._fail(calendar, f"it {found.skipped[0].reason}", page.retry_after)

    async def _keep(
        self, before: Calendar, page: Page, found: Found | None = None, now: Moment | None = None
    ) -> None:
        """Write what became of a calendar that answered, in one transaction with what it changes."""
        async with self._db.transaction() as tx:
            calendar = await calendars.get(tx, before.guild_id, before.id)
            guild = await guilds.get(tx, before.guild_id)
            if calendar is None or guild is None:
                return
            since = calendar.failing_since_at
            if calendar.trouble_told_at is not None and since is not None and guild.notices_channel_id:
                told = notices_calendars.recovered(guild.notices_channel_id, calendar, since)
                await owe(tx, told, self._clock(), guild_id=guild.id, channel_id=guild.notices_channel_id)
            if found is not None and now is not None:
                calendar = replace(calendar, refresh=found.refresh, title=found.name or calendar.title)
                calendar, _ = await self._merging.take(tx, guild, calendar, found, now)
            else:
                await self._merging.still(tx, calendar, self._clock())
            if calendar.shrunk_at is None:
                calendar = _with_validators(calendar, page)
            asked = max(
                page.retry_after or timedelta(0), min(page.cached_for or timedelta(0), pacing.LONGEST_CACHE)
            )
            calendar = pacing.alive(calendar, self._clock(), random.random(), asked)
            await calendars.save(tx, calendar)

    async def _fail(self, before: Calendar, error: str, retry_after: timedelta | None = None) -> None:
        """Note that a calendar could not be read; its events stay as they were."""
        log.warning("%s: %s", before.url, error)
        now = self._clock()
        async with self._db.transaction() as tx:
            calendar = await calendars.get(tx, before.guild_id, before.id)
            if calendar is None:
                return
            calendar = pacing.failed(calendar, error, now, random.random(), retry_after)
            if pacing.is_to_be_told(calendar, now):
                await self._tell_failing(tx, calendar)
                calendar = replace(calendar, trouble_told_at=now)
            await calendars.save(tx, calendar)

    async def _tell_failing(self, tx: Transaction, calendar: Calendar) -> None:
        guild = await guilds.get(tx, calendar.guild_id)
        if guild is not None and guild.notices_channel_id is not None:
            told = notices_calendars.failing(guild.notices_channel_id, calendar)
            await owe(tx, told, self._clock(), guild_id=guild.id, channel_id=guild.notices_channel_id)


def digest(body: bytes) -> str:
    """By which a document is told from the one of before."""
    return blake2b(body, digest_size=16).hexdigest()


def _with_validators(calendar: Calendar, page: Page) -> Calendar:
    """Those of a 200 replace the old ones; those that a 304 leaves out stay as they were."""
    if page.unchanged:
        return replace(
            calendar,
            etag=page.etag or calendar.etag,
            last_modified=page.last_modified or calendar.last_modified,
        )
    return replace(calendar, etag=page.etag, last_modified=page.last_modified, body_hash=digest(page.body))
