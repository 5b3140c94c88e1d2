"""Which feeds a server follows."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

from bot.rules import polling as rules
from bot.rules.addresses import RefusedAddress, check_url
from bot.services.fetching import Fetcher
from bot.services.ports import Clock
from bot.services.reading import PageReader
from bot.services.refusals import AlreadyFollowed, FeedUnreadable, NoSuchFeed, TooMany
from storage import feeds as table
from storage import guilds
from storage.database import Database
from storage.news import Feed
from storage.records import GuildId


class Feeds:
    def __init__(
        self,
        db: Database,
        clock: Clock,
        fetcher: Fetcher,
        reader: PageReader,
        *,
        limit: int,
        interval: timedelta,
        allowed_hosts: frozenset[str],
    ) -> None:
        self._db = db
        self._clock = clock
        self._fetcher = fetcher
        self._reader = reader
        self._limit = limit
        self._interval = interval
        self._allowed_hosts = allowed_hosts

    async def add(self, guild_id: GuildId, url: str) -> tuple[Feed, int]:
        """Follow the feed at `url`; returns it with the number of entries it holds today.

        The fetch that checks the address is the first poll: its entries are the baseline, and
        none of them is posted. Raises `FeedUnreadable`, `AlreadyFollowed`, `TooMany`.
        """
        try:
            address = check_url(url, self._allowed_hosts)
        except RefusedAddress as error:
            raise FeedUnreadable(url, str(error)) from error
        mine = await table.of_guild(self._db.reader, guild_id)
        if any(feed.url == address for feed in mine):
            raise AlreadyFollowed(address)
        if len(mine) >= self._limit:
            raise TooMany("feeds", self._limit)
        fetched = await self._reader.read(await self._fetcher.get(address))
        if fetched.parsed is None:
            raise FeedUnreadable(address, fetched.error or "the answer was empty")
        now = self._clock()
        async with self._db.transaction() as tx:
            await guilds.put(tx, guild_id)
            # Once more: another feed may have been added while this one was read.
            if len(await table.of_guild(tx, guild_id)) >= self._limit:
                raise TooMany("feeds", self._limit)
            feed = await table.put(tx, address, fetched.parsed.title or address, now)
            # A feed that only servers of the past followed was not polled since, and begins anew.
            polled = feed.baseline_at is not None and await guilds.following_feed(tx, feed.id)
            await table.follow(tx, guild_id, feed.id, now)
            if not polled:
                feed = replace(feed, baseline_at=None)
                decision = rules.decide_poll(
                    feed, fetched, rules.Known(), now, self._interval, random.random()
                )
                feed = decision.feed
                await table.save_polls(tx, [feed])
                await table.remember_keys(tx, feed.id, set(decision.remember))
        return feed, len(fetched.parsed.entries)

    async def of_guild(self, guild_id: GuildId) -> list[Feed]:
        return await table.of_guild(self._db.reader, guild_id)

    async def remove(self, guild_id: GuildId, query: str) -> Feed:
        """Stop following the feed with this address or title; raises `NoSuchFeed`."""
        wanted = query.strip().casefold()
        mine = await table.of_guild(self._db.reader, guild_id)
        feed = next((f for f in mine if wanted in (f.url.casefold(), f.title.casefold(), str(f.id))), None)
        if feed is None:
            raise NoSuchFeed(query)
        async with self._db.transaction() as tx:
            await table.unfollow(tx, guild_id, feed.id)
        return feed
