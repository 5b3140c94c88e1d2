"""Topics of a server's own: queries that it saves under a name and tries on the last week's news."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from bot.rules import queries_told
from bot.rules.catalogue import Catalogue
from bot.rules.matching import Matcher, queries
from bot.rules.matching.phrases import Words
from bot.rules.matching.queries import NotAQuery, Query
from bot.rules.matching.topics import Topics
from bot.rules.stories.sketch import Told
from bot.rules.stories.window import Window
from bot.rules.text import without_invisible
from bot.services.audience import Audience
from bot.services.catalogue import CatalogueService
from bot.services.ports import Clock
from bot.services.refusals import NothingSaid, TooMany
from bot.services.refusals_of_news import (
    BadQuery,
    NoSuchTopic,
    TopicNameTaken,
)
from storage import entries, feeds, guilds, subscriptions
from storage import topics as table
from storage.database import Database
from storage.news import Entry, FeedId, Topic
from storage.records import EVERYTHING, EntityId, GuildId, Subscription, SubscriptionId, UserId

_LOOKED_BACK = timedelta(days=7)
_MOST_ENTRIES = 1000
_AT_A_TIME = 50
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Tried:
    """What would have been told of the last week's news, each story once, the latest first."""

    looked_at: int
    found: tuple[tuple[Entry, tuple[str, ...]], ...]
    """Entries, with the labels by which they are met."""
    read_as: str = ""
    """What a query was understood to look for, in words."""
    feeds_not_there: tuple[str, ...] = ()
    """Feeds that it names and the server does not watch."""


class TopicService:
    def __init__(
        self, db: Database, clock: Clock, catalogue: CatalogueService, audience: Audience, *, limit: int
    ) -> None:
        self._db = db
        self._clock = clock
        self._catalogue = catalogue
        self._audience = audience
        self._limit = limit

    async def of_guild(self, guild_id: GuildId) -> list[Topic]:
        return await table.of_guild(self._db.reader, guild_id)

    async def named(self, guild_id: GuildId, typed: str) -> Topic:
        """The topic of a server with this name or id; raises `NoSuchTopic`."""
        wanted = _name(typed).casefold()
        for topic in await self.of_guild(guild_id):
            if wanted in (topic.id, topic.name.casefold()):
                return topic
        raise NoSuchTopic(typed)

    async def add(self, guild_id: GuildId, by: UserId, name: str, query: str) -> Topic:
        """Save a query under a name. Raises `BadQuery`, `NothingSaid`, `TopicNameTaken`, `TooMany`."""
        self._parsed(query)
        shown = _name(name)
        if not shown:
            raise NothingSaid("name")
        async with self._db.transaction() as tx:
            await guilds.put(tx, guild_id)
            mine = await table.of_guild(tx, guild_id)
            if len(mine) >= self._limit:
                raise TooMany("topics of its own", self._limit)
            self._check_name(mine, shown)
            number = await table.last_number(tx) + 1
            topic = Topic(guild_id, EntityId(f"topic.{number}"), shown, _query(query), by, self._clock())
            await table.put(tx, topic)
        await self._catalogue.refresh_topics()
        return topic

    async def edit(self, guild_id: GuildId, typed: str, name: str | None, query: str | None) -> Topic:
        """Give a topic another name or query; what follows it follows it on. Raises as `add` does."""
        before = await self.named(guild_id, typed)
        if query is not None:
            self._parsed(query)
        shown = _name(name) if name is not None else before.name
        if not shown:
            raise NothingSaid("name")
        after = Topic(
            guild_id,
            before.id,
            shown,
            _query(query) if query is not None else before.query,
            before.by_user_id,
            before.created_at,
        )
        async with self._db.transaction() as tx:
            others = [one for one in await table.of_guild(tx, guild_id) if one.id != before.id]
            self._check_name(others, shown)
            await table.put(tx, after)
        await self._catalogue.refresh_topics()
        return after

    async def remove(self, guild_id: GuildId, typed: str) -> tuple[Topic, int]:
        """Forget a topic; returns it with how many channels followed it and do so no more."""
        topic = await self.named(guild_id, typed)
        async with self._db.transaction() as tx:
            following = [one for one in await subscriptions.of_guild(tx, guild_id) if one.subject == topic.id]
            for one in following:
                await subscriptions.remove_id(tx, one.id)
            await table.remove(tx, guild_id, topic.id)
        await self._catalogue.refresh_topics()
        return topic, len(following)

    async def tried(self, guild_id: GuildId, query: str) -> Tried:
        """What of the last week's news a query meets. Raises `BadQuery`."""
        parsed, catalogue = self._parsed(query), self._catalogue.current.catalogue
        week = await self._last_week(guild_id)
        met = await asyncio.to_thread(_met, catalogue, parsed, week)
        watched = await feeds.of_guild(self._db.reader, guild_id)
        called = [name for one in watched for name in _names(one.id, one.title, one.url)]
        return Tried(
            len(week),
            await asyncio.to_thread(_once, [(entry, ()) for entry in met]),
            queries_told.told(parsed, catalogue.label),
            tuple(queries_told.feeds_not_there(parsed, called)),
        )

    async def preview(self, guild_id: GuildId, subject: EntityId) -> Tried:
        """What a subscription to a subject would have posted in the last week."""
        week = await self._last_week(guild_id)
        asking = Subscription(
            id=SubscriptionId(0),
            guild_id=guild_id,
            channel_id=None,
            subject=subject,
            news=True,
            reminders=False,
            role_id=None,
            created_at=self._clock(),
        )
        found = []
        for number, entry in enumerate(week, 1):
            labels = self._audience.matched(asking, self._audience.mentioned(entry))
            if labels:
                found.append((entry, tuple(labels)))
            if number % _AT_A_TIME == 0:
                await asyncio.sleep(0)
        return Tried(len(week), await asyncio.to_thread(_once, found))

    async def _last_week(self, guild_id: GuildId) -> list[Entry]:
        """The entries of the week, the oldest first; what a feed held when it was first read by its date."""
        since_at = self._clock() - _LOOKED_BACK
        found = await entries.of_guild_since(self._db.reader, guild_id, since_at, _MOST_ENTRIES)
        return sorted((one for one in found if _came_at(one) >= since_at), key=_came_at)

    def _parsed(self, query: str) -> Query:
        catalogue = self._catalogue.current.catalogue
        try:
            return queries.parse(query, queries.naming(catalogue), catalogue.entities.keys())
        except NotAQuery as error:
            raise BadQuery(query, error.reason, error.position) from error

    def _check_name(self, others: Sequence[Topic], name: str) -> None:
        """Raises `TopicNameTaken` where another topic of the server, or the catalogue, calls something so."""
        wanted = name.casefold()
        known = self._catalogue.current.catalogue.entities.values()
        taken = any(one.name.casefold() == wanted for one in others)
        called = any(wanted in (one.name.casefold(), one.label.casefold()) for one in known)
        if taken or called or wanted == EVERYTHING:
            raise TopicNameTaken(name)


def _met(catalogue: Catalogue, query: Query, week: Sequence[Entry]) -> list[Entry]:
    topics = Topics({"tried": query})
    matcher = Matcher.of(catalogue, topics.phrases)
    found = []
    for entry in week:
        reading = matcher.read(entry.title, entry.summary)
        feed = _names(entry.feed_id, entry.feed_title, entry.feed_url)
        mentioned = {mention.entity for mention in reading.mentions}
        if topics.met(queries.Entry(mentioned, reading.phrases, feed)):
            found.append(entry)
    return found


def _names(feed_id: FeedId, title: str, url: str) -> frozenset[Words]:
    return queries.feed_names(feed_id, title, urlsplit(url).hostname or "")


def _came_at(entry: Entry) -> datetime:
    return entry.published_at or entry.found_at if entry.was_there else entry.found_at


def _once(
    found: Sequence[tuple[Entry, tuple[str, ...]]],
) -> tuple[tuple[Entry, tuple[str, ...]], ...]:
    """Each story by the entry that told it first, the latest first."""
    stories, first = Window(), dict[str, tuple[Entry, tuple[str, ...]]]()
    for entry, labels in found:
        told = Told(
            str(entry.id), entry.title, entry.summary, entry.link, entry.published_at or entry.found_at
        )
        first.setdefault(stories.place(told), (entry, labels))
    return tuple(reversed(first.values()))


def _name(typed: str) -> str:
    return " ".join(without_invisible(typed).split())[:_LONGEST_NAME]


def _query(typed: str) -> str:
    """A query as it is kept, without what turns the text around it."""
    return without_invisible(typed).strip()
