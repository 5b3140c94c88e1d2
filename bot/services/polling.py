"""Polls the feeds that are due, a round at a time, and hands what is new in them to posting.

Nothing crosses the network inside a transaction. What a feed says is recorded as soon as it is read, with
all that follows from it, and let go of: one that is slow or fails in any way stops no other. Two things are
gathered. Feeds in which nothing changed are written together. Feeds that nobody answered for are judged at
the end of a round: where they are most of it, the fault is our own line's.

A host is asked for one of its feeds after the other, over one connection, and for two at once where that
takes long. When it asks to be left alone, or is slow, the rest of its feeds wait for a later round.
"""

from __future__ import annotations

import asyncio
import logging
import random
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from bot.rules import notices_feeds
from bot.rules import polling as rules
from bot.rules.polling import Decision, Fetched, Kept, Known
from bot.services import feed_trouble
from bot.services.fetching import Fetcher
from bot.services.owing import owe
from bot.services.portions import portions
from bot.services.ports import Clock
from bot.services.posting import Posting
from bot.services.reading import PageReader
from storage import entries, feeds
from storage.database import Database, Reader
from storage.news import Feed
from storage.records import UserId

log = logging.getLogger(__name__)

_ROUND = 1000
_LONG_SECONDS = 1
"""How long a host is asked for one feed at a time."""
_PATIENCE_SECONDS = 2
"""How long feeds in which nothing changed wait to be written together with slower ones."""
_ROUND_SECONDS = 20
"""How long a round begins to ask further feeds of a host."""
_PORTION, _SHORT = 500, 100
"""Entries, or keys, that are looked at in one step; of a longer document than this not at once."""
_TITLES_KNOWN = 500
_MINE = Fetched(error="it could not be read, for a fault of mine")
_NOTHING = Known()


@dataclass(slots=True)
class _Round:
    """What a round has come to so far, and what is left of it."""

    left: dict[str, list[Feed]]
    """Feeds that were not asked yet, by host."""
    waits: dict[str, datetime]
    """Hosts that asked to be left alone, and until when."""
    unchanged: list[tuple[Feed, Fetched]] = field(default_factory=list)
    unreachable: list[tuple[Feed, Fetched]] = field(default_factory=list)
    reached: set[str] = field(default_factory=set)


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

    async def tick(self) -> None:
        """Poll every feed that is due, round by round."""
        while await self._round():
            pass

    async def _round(self) -> bool:
        """Poll those that are due for longest; returns whether there may be more."""
        now = self._clock()
        due = await feeds.due(self._db.reader, now, _ROUND)
        if not due:
            return False
        round_ = _Round(_by_host(due), await feeds.hosts_to_wait_for(self._db.reader, now))
        ends_at = asyncio.get_running_loop().time() + _ROUND_SECONDS
        async with asyncio.TaskGroup() as tasks:
            asking = [tasks.create_task(self._ask_host(host, round_, ends_at)) for host in round_.left]
            await asyncio.wait(asking, timeout=_PATIENCE_SECONDS)
            await self._record_unchanged(round_)
        await self._record_unchanged(round_)
        await self._judge_unreachable(round_)
        return await self._leave_for_later(round_, now) or len(due) == _ROUND

    async def _ask_host(self, host: str, round_: _Round, ends_at: float) -> None:
        async with asyncio.TaskGroup() as tasks:
            asking = tasks.create_task(self._ask_in_turn(host, round_, ends_at))
            await asyncio.wait({asking}, timeout=_LONG_SECONDS)
            if round_.left[host]:
                tasks.create_task(self._ask_in_turn(host, round_, ends_at))

    async def _ask_in_turn(self, host: str, round_: _Round, ends_at: float) -> None:
        left, loop = round_.left[host], asyncio.get_running_loop()
        while left and host not in round_.waits and loop.time() < ends_at:
            await self._poll(left.pop(0), host, round_)

    async def _poll(self, feed: Feed, host: str, round_: _Round) -> None:
        whole = rules.asks_for_everything(feed, self._clock())
        etag, last_modified = (None, None) if whole else (feed.etag, feed.last_modified)
        try:
            # The page is held until what it says is recorded: only so many large ones are at once.
            page = await self._fetcher.get(feed.url, etag, last_modified, go_on=bool(round_.left[host]))
            fetched = await self._reader.read(page, feed)
        except Exception:
            # It backs off like a site that fails, or it would be due again at every tick.
            log.exception("polling %s failed", feed.url)
            fetched = _MINE
        if fetched.unreachable:
            round_.unreachable.append((feed, fetched))
            return
        round_.reached.add(host)
        until_at = rules.host_waits_until(fetched, self._clock(), self._interval)
        if until_at is not None:
            round_.waits[host] = until_at
        if fetched.unchanged and fetched.moved_to is None:
            round_.unchanged.append((feed, fetched))
        else:
            await self._record_or_back_off(feed, fetched)

    async def _record_unchanged(self, round_: _Round) -> None:
        polled, round_.unchanged = round_.unchanged, []
        if not polled:
            return
        now = self._clock()
        try:
            async with self._db.transaction() as tx:
                after = [(feed, self._decide(feed, fetched, _NOTHING).feed) for feed, fetched in polled]
                await feeds.save_polls(tx, await feed_trouble.tell(tx, after, now))
        except Exception:
            log.exception("feeds in which nothing changed could not be written together")
            for feed, fetched in polled:
                await self._record_or_back_off(feed, fetched)

    async def _judge_unreachable(self, round_: _Round) -> None:
        lost = {_host(feed) for feed, _ in round_.unreachable}
        if rules.is_our_own_line(lost, round_.reached):
            await self._blame_our_line([feed for feed, _ in round_.unreachable])
            return
        for feed, fetched in round_.unreachable:
            await self._record_or_back_off(feed, fetched)

    async def _leave_for_later(self, round_: _Round, now: datetime) -> bool:
        """Feeds that were not asked come behind all others, or when their host may be asked again.

        Returns whether there are any that may be asked at once.
        """
        left = {host: waiting for host, waiting in round_.left.items() if waiting}
        if not left:
            return False
        async with self._db.transaction() as tx:
            for host, waiting in left.items():
                await feeds.postpone(tx, [feed.id for feed in waiting], round_.waits.get(host, now))
        return not left.keys() <= round_.waits.keys()

    async def _record_or_back_off(self, feed: Feed, fetched: Fetched) -> None:
        for said in (fetched, _MINE):
            try:
                return await self._record(feed, said)
            except Exception:
                log.exception("what %s said could not be kept", feed.url)
        # Not even that it fails can be written down. It must not stand before the others for ever.
        async with self._db.transaction() as tx:
            await feeds.postpone(tx, [feed.id], self._clock() + self._interval)

    async def _record(self, feed: Feed, fetched: Fetched) -> None:
        now = self._clock()
        async with self._db.transaction() as tx:
            if not await feeds.still_there(tx, feed):
                return
            decision = await self._decided(feed, fetched, await _known(tx, feed, fetched))
            (after,) = await feed_trouble.tell(tx, [(feed, decision.feed)], now)
            await feeds.save_polls(tx, [replace(after, url=feed.url)])
            for keys in portions(list(decision.remember), _PORTION):
                await feeds.remember_keys(tx, feed.id, keys)
            until_at = rules.host_waits_until(fetched, now, self._interval)
            if until_at is not None:
                await feeds.wait_for_host(tx, _host(feed), until_at)
            await self._posting.post(tx, after, decision)
            if after.url != feed.url:
                log.info("%s moved to %s for good", feed.url, after.url)
                await feeds.move(tx, feed, after.url)
        if fetched.error is not None:
            log.warning("%s: %s", feed.url, fetched.error)

    async def _decided(self, feed: Feed, fetched: Fetched, known: Known) -> Decision:
        """The decision on a poll; on a long document it is made beside the loop, which goes on."""
        if fetched.parsed is None or len(fetched.parsed.entries) <= _SHORT:
            return self._decide(feed, fetched, known)
        return await asyncio.to_thread(self._decide, feed, fetched, known)

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
    """What is known of the entries of a document, as far as it matters; of a baseline nothing does."""
    if fetched.parsed is None or feed.baseline_at is None:
        return _NOTHING
    found = fetched.parsed.entries
    keys: set[str] = set()
    kept: dict[str, Kept] = {}
    for some in portions(found, _PORTION):
        keys |= await feeds.known_among(reader, feed.id, {key for entry in some for key in entry.keys})
        said = await entries.said_before(reader, feed.id, [entry.guid for entry in some])
        kept |= {guid: Kept(*before) for guid, before in said.items()}
    titles = (
        await entries.titles_of(reader, feed.id, _TITLES_KNOWN) if rules.is_mass_change(found, keys) else ()
    )
    return Known(keys, kept, titles)


def _by_host(due: list[Feed]) -> dict[str, list[Feed]]:
    """The feeds of each host: those that fail last, since one may make its host ask to be left alone."""
    by_host: dict[str, list[Feed]] = {}
    for feed in sorted(due, key=lambda one: one.failures):
        by_host.setdefault(_host(feed), []).append(feed)
    return by_host


def _host(feed: Feed) -> str:
    return urlsplit(feed.url).hostname or feed.url
