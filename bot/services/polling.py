"""Polls the feeds that are due, a round at a time, and hands what is new in them to posting.

Nothing crosses the network inside a transaction. Feeds in which nothing changed are written together at
the end of a round; every other one by itself, with all that follows from it. One that fails in any way
stops no other.
"""

from __future__ import annotations

import asyncio
import logging
import random
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from bot.rules import notices_feeds
from bot.rules import polling as rules
from bot.rules.polling import Decision, Fetched, Kept, Known
from bot.services import feed_trouble
from bot.services.fetching import Fetcher
from bot.services.owing import owe
from bot.services.ports import Clock
from bot.services.posting import Posting
from bot.services.reading import PageReader
from storage import entries, feeds
from storage.database import Database, Reader
from storage.news import Feed
from storage.records import UserId

log = logging.getLogger(__name__)

_ROUND = 200
_AT_ONCE = 40
_TITLES_KNOWN = 500
_MINE = Fetched(error="it could not be read, for a fault of mine")


class Polling:
    def __init__(
        self,
        db: Database,
        clock: Clock,
        fetcher: Fetcher,
        reader: PageReader,
        posting: Posting,
        *,
        interval: timedelta,
        least: timedelta = timedelta(0),
        operator_id: UserId | None = None,
    ) -> None:
        self._db = db
        self._clock = clock
        self._fetcher = fetcher
        self._reader = reader
        self._posting = posting
        self._interval = interval
        self._least = least
        self._operator_id = operator_id
        self._at_once = asyncio.Semaphore(_AT_ONCE)

    async def tick(self) -> None:
        """Poll every feed that is due, round by round."""
        while await self._round() == _ROUND:
            pass

    async def _round(self) -> int:
        now = self._clock()
        due = await feeds.due(self._db.reader, now, _ROUND)
        asked = await self._without_hosts_that_wait(due, now)
        answers = await asyncio.gather(*(self._fetch(feed) for feed in asked))
        polled = list(zip(asked, answers, strict=True))
        if rules.is_our_own_line([(_host(feed), fetched) for feed, fetched in polled]):
            await self._blame_our_line([feed for feed, fetched in polled if fetched.unreachable])
            polled = [(feed, fetched) for feed, fetched in polled if not fetched.unreachable]
        await self._record_unchanged([(feed, fetched) for feed, fetched in polled if fetched.unchanged])
        for feed, fetched in polled:
            if not fetched.unchanged:
                await self._record_or_back_off(feed, fetched)
        return len(due)

    async def _without_hosts_that_wait(self, due: list[Feed], now: datetime) -> list[Feed]:
        waiting = await feeds.hosts_to_wait_for(self._db.reader, now) if due else {}
        held = [feed for feed in due if _host(feed) in waiting]
        if not held:
            return due
        async with self._db.transaction() as tx:
            for host in {_host(feed) for feed in held}:
                await feeds.postpone(tx, [feed.id for feed in held if _host(feed) == host], waiting[host])
        return [feed for feed in due if _host(feed) not in waiting]

    async def _fetch(self, feed: Feed) -> Fetched:
        whole = rules.asks_for_everything(feed, self._clock())
        etag, last_modified = (None, None) if whole else (feed.etag, feed.last_modified)
        try:
            async with self._at_once:
                page = await self._fetcher.get(feed.url, etag, last_modified)
            return await self._reader.read(page, feed)
        except Exception:
            # It backs off like a site that fails, or it would be due again at every tick.
            log.exception("polling %s failed", feed.url)
            return _MINE

    async def _record_unchanged(self, polled: list[tuple[Feed, Fetched]]) -> None:
        if not polled:
            return
        now = self._clock()
        async with self._db.transaction() as tx:
            kept = []
            for feed, fetched in polled:
                after = self._decide(feed, fetched, Known()).feed
                kept.append(await feed_trouble.tell(tx, feed, after, now))
            await feeds.save_polls(tx, kept)

    async def _record_or_back_off(self, feed: Feed, fetched: Fetched) -> None:
        try:
            await self._record(feed, fetched)
        except Exception:
            log.exception("what %s said could not be kept", feed.url)
            await self._record(feed, _MINE)

    async def _record(self, feed: Feed, fetched: Fetched) -> None:
        now = self._clock()
        async with self._db.transaction() as tx:
            if not await feeds.still_there(tx, feed):
                return
            decision = self._decide(feed, fetched, await _known(tx, feed, fetched))
            after = await feed_trouble.tell(tx, feed, decision.feed, now)
            await feeds.save_polls(tx, [after])
            await feeds.remember_keys(tx, feed.id, set(decision.remember))
            if fetched.retry_after is not None:
                await feeds.wait_for_host(tx, _host(feed), after.next_poll_at)
            await self._posting.post(tx, after, decision)
            if after.url != feed.url:
                log.info("%s moved to %s for good", feed.url, after.url)
                await feeds.move(tx, feed, after.url)
        if fetched.error is not None:
            log.warning("%s: %s", feed.url, fetched.error)

    def _decide(self, feed: Feed, fetched: Fetched, known: Known) -> Decision:
        return rules.decide_poll(
            feed, fetched, known, self._clock(), self._interval, random.random(), self._least
        )

    async def _blame_our_line(self, lost: list[Feed]) -> None:
        now = self._clock()
        log.warning("most sites cannot be reached at all; this is held against no feed")
        async with self._db.transaction() as tx:
            await feeds.postpone(tx, [feed.id for feed in lost], now + self._interval)
            if self._operator_id is not None:
                await owe(tx, notices_feeds.our_own_line(now), now, user_id=self._operator_id)


async def _known(reader: Reader, feed: Feed, fetched: Fetched) -> Known:
    """What is known of the entries of a document."""
    if fetched.parsed is None:
        return Known()
    found = fetched.parsed.entries
    keys = await feeds.known_among(reader, feed.id, {key for entry in found for key in entry.keys})
    kept = await entries.by_guids(reader, feed.id, [entry.guid for entry in found])
    titles = await entries.titles_of(reader, feed.id, _TITLES_KNOWN)
    return Known(keys, {guid: Kept(entry.hash, entry.edits) for guid, entry in kept.items()}, titles)


def _host(feed: Feed) -> str:
    return urlsplit(feed.url).hostname or feed.url
