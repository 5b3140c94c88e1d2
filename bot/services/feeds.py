"""Which feeds a server watches: looked at before they are watched, paused, resumed and listed.

To look at a feed is its first poll: what it holds is its baseline, and none of it is posted. A feed that was
looked at is kept for some hours, so that the button under its preview works after a restart.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.rules import opml
from bot.rules import polling as rules
from bot.rules.addresses import RefusedAddress, check_url
from bot.rules.entries.nouns import ParsedEntry
from bot.rules.opml import Outline
from bot.rules.pasted import pasted
from bot.services.fetching import Fetcher, Page
from bot.services.ports import Clock
from bot.services.posting import Posting
from bot.services.reading import PageReader
from bot.services.refusals import TooMany
from bot.services.refusals_of_news import (
    AlreadyFollowed,
    FeedUnreadable,
    NoSuchFeed,
    NotAList,
    NotPaused,
    PreviewOver,
)
from storage import entries, guilds
from storage import feeds as table
from storage.database import Database
from storage.news import Entry, Feed, FeedId
from storage.records import GuildId

_MOST_MISSED = 500


@dataclass(frozen=True, slots=True)
class Look:
    """A feed that may be watched, with what it holds; or, of a web page, the feeds it names."""

    feed: Feed | None
    entries: tuple[ParsedEntry, ...] = ()
    offered: tuple[Feed, ...] = ()


@dataclass(frozen=True, slots=True)
class Health:
    """How a feed stands in a server."""

    feed: Feed
    paused_at: datetime | None
    usual_gap: timedelta | None
    """The mean time between two entries; None where too few are known."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one feed of a list: watched, or why not."""

    outline: Outline
    reason: str = ""


class Feeds:
    def __init__(
        self,
        db: Database,
        clock: Clock,
        fetcher: Fetcher,
        reader: PageReader,
        posting: Posting,
        *,
        limit: int,
        interval: timedelta,
        allowed_hosts: frozenset[str],
    ) -> None:
        self._db = db
        self._clock = clock
        self._fetcher = fetcher
        self._reader = reader
        self._posting = posting
        self._limit = limit
        self._interval = interval
        self._allowed_hosts = allowed_hosts

    async def look(self, guild_id: GuildId, url: str) -> Look:
        """What is at an address: a feed, or a page that names some, of which a single one is looked at.

        It is asked once; a feed that others watch is not asked again but to show what it holds. Raises
        `FeedUnreadable`, `AlreadyFollowed`, `TooMany`.
        """
        address = self._checked(url)
        await self._with_room(guild_id, address)
        page = await self._fetcher.get(address)
        fetched = await self._reader.read(page)
        if fetched.parsed is not None:
            feed = await self._kept(address, fetched)
            return Look(feed, fetched.parsed.entries)
        offered = await self._reader.feeds_in(page) if page.error is None else []
        if len(offered) == 1 and offered[0].url != address:
            return await self._look_at_the_only_one(guild_id, offered[0].url)
        if not offered:
            raise FeedUnreadable(address, fetched.error or "the answer was empty")
        async with self._db.transaction() as tx:
            kept = [await table.put(tx, one.url, one.title, self._clock()) for one in offered]
        return Look(None, offered=tuple(dict.fromkeys(kept)))

    async def look_again(self, guild_id: GuildId, feed_id: FeedId) -> Look:
        """Look at one of the feeds that a page named; raises `PreviewOver`, and as `look`."""
        feed = await table.get(self._db.reader, feed_id)
        if feed is None:
            raise PreviewOver()
        return await self.look(guild_id, feed.url)

    async def watch(self, guild_id: GuildId, feed_id: FeedId) -> Feed:
        """Watch a feed that was looked at. Raises `PreviewOver`, `AlreadyFollowed`, `TooMany`."""
        async with self._db.transaction() as tx:
            feed = await table.get(tx, feed_id)
            if feed is None or feed.baseline_at is None:
                raise PreviewOver()
            mine = await table.of_guild(tx, guild_id)
            if any(one.id == feed_id for one in mine):
                raise AlreadyFollowed(feed.title)
            if len(mine) >= self._limit:
                raise TooMany("feeds", self._limit)
            await guilds.put(tx, guild_id)
            await table.follow(tx, guild_id, feed_id, self._clock())
        return feed

    async def add(self, guild_id: GuildId, url: str) -> tuple[Feed, int]:
        """Look at a feed and watch it; returns it with the number of entries it holds today.

        Raises as `look` and `watch`.
        """
        look = await self.look(guild_id, url)
        if look.feed is None:
            raise FeedUnreadable(url, "it is a web page that names several feeds; choose one of them")
        return await self.watch(guild_id, look.feed.id), len(look.entries)

    async def test(self, guild_id: GuildId, query: str) -> tuple[Feed, Page, rules.Fetched]:
        """Ask a feed now, as a poll would, and change nothing. Raises `NoSuchFeed`."""
        feed = await self.named(guild_id, query)
        page = await self._fetcher.get(feed.url)
        return feed, page, await self._reader.read(page)

    async def of_guild(self, guild_id: GuildId) -> list[Feed]:
        return await table.of_guild(self._db.reader, guild_id)

    async def health(self, guild_id: GuildId) -> list[Health]:
        """How every feed of a server stands."""
        paused = await table.paused_in(self._db.reader, guild_id)
        return [
            Health(feed, paused.get(feed.id), await entries.usual_gap(self._db.reader, feed.id))
            for feed in await self.of_guild(guild_id)
        ]

    async def named(self, guild_id: GuildId, query: str) -> Feed:
        """The feed of a server with this address, title or number; raises `NoSuchFeed`."""
        wanted = {query.strip().casefold(), pasted(query).casefold()}
        for feed in await self.of_guild(guild_id):
            if wanted & {feed.url.casefold(), feed.title.casefold(), str(feed.id)}:
                return feed
        raise NoSuchFeed(query)

    async def remove(self, guild_id: GuildId, query: str) -> Feed:
        """Stop following the feed with this address or title; raises `NoSuchFeed`."""
        feed = await self.named(guild_id, query)
        async with self._db.transaction() as tx:
            await table.unfollow(tx, guild_id, feed.id)
        return feed

    async def pause(self, guild_id: GuildId, query: str) -> Feed:
        """Hold a feed's news back from now on; it is read all the same. Raises `NoSuchFeed`."""
        feed = await self.named(guild_id, query)
        if feed.id not in await table.paused_in(self._db.reader, guild_id):
            async with self._db.transaction() as tx:
                await table.pause(tx, guild_id, feed.id, self._clock())
        return feed

    async def missed(self, guild_id: GuildId, query: str) -> tuple[Feed, list[Entry]]:
        """What was found in a paused feed since it was paused. Raises `NoSuchFeed`, `NotPaused`."""
        feed = await self.named(guild_id, query)
        since = (await table.paused_in(self._db.reader, guild_id)).get(feed.id)
        if since is None:
            raise NotPaused(feed.title or feed.url)
        return feed, await entries.of_guild_since(self._db.reader, guild_id, since, _MOST_MISSED, feed.id)

    async def resume(self, guild_id: GuildId, query: str, *, tell: bool, together: bool = False) -> int:
        """Let a paused feed go on; with `tell`, its channels are owed what was missed, together or one by
        one. Returns how many messages are owed. Raises `NoSuchFeed`, `NotPaused`."""
        feed, missed = await self.missed(guild_id, query)
        async with self._db.transaction() as tx:
            await table.pause(tx, guild_id, feed.id, None)
            if not tell:
                return 0
            return await self._posting.catch_up(tx, guild_id, feed, missed, together=together)

    async def exported(self, guild_id: GuildId, title: str) -> bytes:
        """A list of a server's feeds, as OPML."""
        return opml.write(title, [Outline(feed.title, feed.url) for feed in await self.of_guild(guild_id)])

    async def import_list(self, guild_id: GuildId, body: bytes) -> AsyncIterator[Taken]:
        """Watch the feeds of an OPML list, one after the other. Raises `NotAList`."""
        try:
            outlines = await asyncio.to_thread(opml.read, body)
        except opml.NotOpml as error:
            raise NotAList(str(error)) from error
        async for taken in self.add_all(guild_id, outlines):
            yield taken

    async def add_all(self, guild_id: GuildId, outlines: Sequence[Outline]) -> AsyncIterator[Taken]:
        """Watch these feeds, one after the other, and say of each what became of it."""
        for outline in outlines:
            try:
                await self.add(guild_id, outline.url)
                yield Taken(outline)
            except AlreadyFollowed:
                yield Taken(outline, "watched already")
            except FeedUnreadable as error:
                yield Taken(outline, error.reason)
            except TooMany as error:
                yield Taken(outline, f"a server may watch {error.limit} feeds")

    async def _look_at_the_only_one(self, guild_id: GuildId, url: str) -> Look:
        address = self._checked(url)
        await self._with_room(guild_id, address)
        fetched = await self._reader.read(await self._fetcher.get(address))
        if fetched.parsed is None:
            raise FeedUnreadable(address, fetched.error or "the answer was empty")
        return Look(await self._kept(address, fetched), fetched.parsed.entries)

    def _checked(self, url: str) -> str:
        try:
            return check_url(pasted(url), self._allowed_hosts)
        except RefusedAddress as error:
            raise FeedUnreadable(url, str(error)) from error

    async def _with_room(self, guild_id: GuildId, address: str) -> None:
        mine = await self.of_guild(guild_id)
        if any(feed.url == address for feed in mine):
            raise AlreadyFollowed(address)
        if len(mine) >= self._limit:
            raise TooMany("feeds", self._limit)

    async def _kept(self, address: str, fetched: rules.Fetched) -> Feed:
        """The feed with its baseline. One that others watch is left as it is; if it had ended it goes on."""
        assert fetched.parsed is not None
        now = self._clock()
        async with self._db.transaction() as tx:
            feed = await table.put(tx, address, fetched.parsed.title or address, now)
            if feed.baseline_at is not None and await guilds.following_feed(tx, feed.id):
                if feed.ended_at is None:
                    return feed
                back = replace(feed, ended_at=None, gone_at=None, next_poll_at=now)
                await table.save_polls(tx, [back])
                return back
            # One that only servers of the past watched was not polled since, and begins anew.
            fresh = replace(feed, baseline_at=None)
            decision = rules.decide_poll(fresh, fetched, rules.Known(), now, self._interval, random.random())
            await table.save_polls(tx, [decision.feed])
            await table.remember_keys(tx, feed.id, set(decision.remember))
            await self._posting.keep_baseline(tx, decision.feed, fetched.parsed.entries)
        return decision.feed
