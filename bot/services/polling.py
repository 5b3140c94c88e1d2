"""Polls feeds that are due and owes a message for each new entry to each channel that follows it."""

from __future__ import annotations

import asyncio
import logging
import random
from collections import defaultdict
from datetime import timedelta

from bot.rules import following, notices
from bot.rules import polling as rules
from bot.rules.parsing import ParsedEntry
from bot.services.catalogue import CatalogueService
from bot.services.fetching import Fetcher
from bot.services.owing import owe
from bot.services.ports import Clock
from bot.services.reading import PageReader
from storage import entries, feeds, guilds, subscriptions
from storage.database import Database, Transaction
from storage.news import Entry, Feed
from storage.records import ChannelId, EntityId, Subscription

log = logging.getLogger(__name__)

_BATCH = 50
_TROUBLE_TOLD_AFTER = timedelta(days=1)


class Polling:
    def __init__(
        self,
        db: Database,
        clock: Clock,
        fetcher: Fetcher,
        reader: PageReader,
        catalogue: CatalogueService,
        interval: timedelta,
    ) -> None:
        self._db = db
        self._clock = clock
        self._fetcher = fetcher
        self._reader = reader
        self._catalogue = catalogue
        self._interval = interval
        self._at_once = asyncio.Semaphore(8)

    async def tick(self) -> None:
        """Poll every feed that is due; one that fails in any way stops no other."""
        due = await feeds.due(self._db.reader, self._clock(), _BATCH)
        results = await asyncio.gather(*(self._poll(feed) for feed in due), return_exceptions=True)
        for feed, result in zip(due, results, strict=True):
            if isinstance(result, asyncio.CancelledError):
                raise result
            if isinstance(result, BaseException):
                log.error("polling %s failed", feed.url, exc_info=result)
                # It backs off like a site that fails, or it would be due again at every tick.
                await self._record(feed, rules.Fetched(error="it could not be read, for a fault of mine"))

    async def _poll(self, feed: Feed) -> None:
        async with self._at_once:
            page = await self._fetcher.get(feed.url, feed.etag, feed.last_modified)
        await self._record(feed, await self._reader.read(page, feed))

    async def _record(self, feed: Feed, fetched: rules.Fetched) -> None:
        now = self._clock()
        async with self._db.transaction() as tx:
            if not await feeds.still_there(tx, feed):
                return
            known = await feeds.known_keys(tx, feed.id) if fetched.parsed else frozenset()
            decision = rules.decide_poll(feed, fetched, known, now, self._interval, random.random())
            await feeds.save_poll(tx, decision.feed)
            await feeds.remember_keys(tx, feed.id, set(decision.remember))
            for entry in decision.new:
                await self._keep(tx, decision.feed, entry)
            if fetched.error is not None:
                log.warning("%s: %s", feed.url, fetched.error)
                await self._tell_trouble(tx, decision.feed)

    async def _keep(self, tx: Transaction, feed: Feed, entry: ParsedEntry) -> None:
        mentions = self._catalogue.current.matcher.mentions(f"{entry.title}\n{entry.summary}")
        mentioned = list(dict.fromkeys(mention.entity for mention in mentions))
        kept = Entry(
            feed_id=feed.id,
            guid=entry.guid,
            title=entry.title,
            link=entry.link,
            summary=entry.summary,
            published=entry.published,
            published_at=None,
            found_at=self._clock(),
        )
        await entries.add(tx, kept, mentioned)
        if mentioned:
            await self._owe(tx, feed, entry, mentioned)

    async def _owe(self, tx: Transaction, feed: Feed, entry: ParsedEntry, mentioned: list[EntityId]) -> None:
        loaded = self._catalogue.current
        now = self._clock()
        by_channel: dict[ChannelId, list[tuple[Subscription, list[str]]]] = defaultdict(list)
        for subscription in await subscriptions.following_feed(tx, feed.id):
            matched = following.matched(loaded.catalogue, subscription.subject, mentioned)
            if matched and subscription.channel_id is not None:
                by_channel[subscription.channel_id].append((subscription, matched))
        for channel_id, hits in by_channel.items():
            labels = list(dict.fromkeys(label for _, matched in hits for label in matched))
            role_id = next((s.role_id for s, _ in hits if s.role_id is not None), None)
            subjects = [loaded.catalogue.label(subscription.subject) for subscription, _ in hits]
            told = notices.news(channel_id, feed, entry, labels, subjects, role_id)
            await owe(
                tx,
                told,
                now,
                guild_id=hits[0][0].guild_id,
                channel_id=channel_id,
                expires_at=now + notices.NEWS_HELPS_FOR,
            )

    async def _tell_trouble(self, tx: Transaction, feed: Feed) -> None:
        now = self._clock()
        if feed.failing_since_at is None or now - feed.failing_since_at < _TROUBLE_TOLD_AFTER:
            return
        for guild in await guilds.following_feed(tx, feed.id):
            if guild.notices_channel_id is None:
                continue
            told = notices.feed_failing(guild.notices_channel_id, feed)
            await owe(tx, told, now, guild_id=guild.id, channel_id=guild.notices_channel_id)
