"""The services as `bot.app` connects them, on a real file, with the outside of `tests.fakes`."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bot.rules.notices import Notice, NoticeKind
from bot.services.audience import Audience
from bot.services.briefing import Briefing
from bot.services.catalogue import CatalogueService
from bot.services.delivery import Delivering
from bot.services.feeds import Feeds
from bot.services.fetching import Fetcher
from bot.services.guilds import Guilds
from bot.services.joining import Joining
from bot.services.live import Live
from bot.services.pacing import Pacer
from bot.services.polling import Polling
from bot.services.posting import Posting
from bot.services.reading import PageReader
from bot.services.recording import Recording
from bot.services.reminding import Reminding
from bot.services.storytelling import Storytelling
from bot.services.subscribing import Subscribing
from bot.services.workers import Workers
from storage import feeds as feed_table
from storage import guilds as guild_table
from storage import outbox
from storage.database import Database, Row, open_database
from storage.records import ChannelId, EntityId, GuildId, UserId
from tests.fakes import MovableClock, RecordingMessenger
from tests.fakes_web import Web, entry, loopback_web
from tests.samples import PACK

HERE, THERE = GuildId(10), GuildId(20)
DESK, DECK, NOTICES = ChannelId(101), ChannelId(102), ChannelId(109)
OPERATOR = UserId(7)
FORUM, PIRACY, SALVAGE = EntityId("harbour-forum"), EntityId("piracy"), EntityId("salvage")
EVERYTHING = EntityId("everything")
INTERVAL = timedelta(minutes=15)
WEATHER = entry("Weather stays fair")

_FACT = '\n[[fact]]\nid = "{id}"\nstatus = "stated"\nsource = "note"\nplace = "1"\n'


def entity(entity_id: str, kind: str, name: str) -> str:
    return f'\n[[entity]]\nid = "{entity_id}"\nkind = "{kind}"\nname = "{name}"\nsummary = "One of ours."\n'


def fact(fact_id: str, **values: str) -> str:
    return _FACT.format(id=fact_id) + "".join(f'{key} = "{value}"\n' for key, value in values.items())


def pack(day: str = "2025-11-01", more: str = "") -> str:
    """A field of four: a forum that meets on `day`, a timed talk on piracy, and a year-only exercise."""
    return (
        PACK
        + entity("harbour-forum", "forum", "Harbour Forum")
        + entity("piracy", "topic", "Piracy")
        + entity("salvage", "topic", "Salvage")
        + entity("forum-3", "meeting", "3rd Harbour Forum")
        + entity("talk", "meeting", "Talk on Boarding")
        + entity("tide-2", "exercise", "Tidal Exercise")
        + fact("f1", subject="forum-3", predicate="edition-of", object="harbour-forum")
        + fact("f2", subject="forum-3", predicate="date", edtf=day)
        + fact("f3", subject="forum-3", predicate="covers", object="salvage")
        + fact("f4", subject="talk", predicate="covers", object="piracy")
        + fact("f5", subject="talk", predicate="date", edtf="2025-11-03", time="15:00", zone="Asia/Tokyo")
        + fact("f6", subject="tide-2", predicate="date", edtf="2026")
        + fact("f7", subject="tide-2", predicate="edition-of", object="harbour-forum")
        + more
    )


def written(folder: Path, text: str, name: str = "harbour.toml") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


@dataclass
class World:
    folder: Path
    clock: MovableClock
    db: Database
    web: Web
    messenger: RecordingMessenger
    fetcher: Fetcher
    reminding: Reminding
    catalogue: CatalogueService
    polling: Polling
    feeds: Feeds
    subscribing: Subscribing
    guilds: Guilds
    delivering: Delivering
    briefing: Briefing
    live: Live

    async def owed(self, state: str = "pending") -> list[Row]:
        return await self.db.reader.all("SELECT * FROM outbox WHERE state = :state ORDER BY id", state=state)

    async def owes(self, key: str, channel_id: int | None = DESK, **more: object) -> str:
        """Owe a plain message, titled with its key; returns its nonce."""
        notice = Notice(NoticeKind.TEST, key, "A body.", due_at=int(self.clock().timestamp()))
        target = {"channel_id": channel_id, "guild_id": HERE} if channel_id else {}
        async with self.db.transaction() as tx:
            await outbox.add(tx, key=key, notice=notice.to_json(), now=self.clock(), **target, **more)  # type: ignore[arg-type]
        return outbox.nonce_of(key)

    async def row(self, key: str) -> Row:
        row = await self.db.reader.one("SELECT * FROM outbox WHERE key = :key", key=key)
        assert row is not None, f"{key} is not owed"
        return row

    async def follow(
        self, subject: EntityId, channel_id: ChannelId = DESK, guild_id: GuildId = HERE, **how: bool
    ) -> None:
        ways = {"news": True, "reminders": True, **how}
        await self.subscribing.subscribe(guild_id, channel_id, subject, **ways)

    async def feed_row(self, url: str) -> Row:
        row = await self.db.reader.one("SELECT * FROM feed WHERE url = :url", url=url)
        assert row is not None, f"no feed at {url}"
        return row

    async def add_unread(self, url: str, guild_id: GuildId = HERE) -> None:
        """A feed in the table that was never fetched."""
        async with self.db.transaction() as tx:
            await guild_table.put(tx, guild_id)
            feed = await feed_table.put(tx, url, url, self.clock())
            await feed_table.follow(tx, guild_id, feed.id, self.clock())

    async def reads(self, *names: str) -> None:
        """Follow sites whose feeds hold nothing of interest yet."""
        for name in names or ("post",):
            self.web.site(name).publishes(WEATHER)
            await self.feeds.add(HERE, self.web.site(name).url)

    async def polls_later(self) -> None:
        """Move on to when every healthy feed is due again, and poll."""
        self.clock.moves_on(minutes=20)
        await self.polling.tick()


@asynccontextmanager
async def world(
    folder: Path,
    *,
    clock: MovableClock | None = None,
    messenger: RecordingMessenger | None = None,
    fetcher: type[Fetcher] = Fetcher,
    limit: int = 50,
    text: str | None = None,
) -> AsyncIterator[World]:
    """Everything on `folder`, with the pack loaded; opened again it is the next run of the program."""
    clock, messenger = clock or MovableClock(), messenger or RecordingMessenger()
    async with loopback_web() as web:
        allowed = frozenset({web.host})
        db = await open_database(folder / "data")
        browser, workers = fetcher("Attache/test (+tests@example.org)", allowed), Workers()
        reader = PageReader(workers)
        try:
            reminding = Reminding(db, clock)
            catalogue = CatalogueService(db, clock, reminding, Recording(reminding))
            await catalogue.load([written(folder, text or pack())])
            posting = Posting(clock, Audience(catalogue), Storytelling(db), Joining(db, clock, catalogue))
            yield World(
                folder=folder,
                clock=clock,
                db=db,
                web=web,
                messenger=messenger,
                fetcher=browser,
                reminding=reminding,
                catalogue=catalogue,
                polling=Polling(
                    db,
                    clock,
                    browser,
                    reader,
                    posting,
                    interval=INTERVAL,
                    operator_id=OPERATOR,
                ),
                feeds=Feeds(
                    db, clock, browser, reader, posting, limit=limit, interval=INTERVAL, allowed_hosts=allowed
                ),
                subscribing=Subscribing(db, clock, reminding, limit=limit),
                guilds=Guilds(db, clock, reminding),
                delivering=Delivering(db, clock, messenger, Pacer(rate=10_000), OPERATOR),
                briefing=Briefing(db, clock, catalogue),
                live=Live(db, clock),
            )
        finally:
            await browser.close()
            await workers.close()
            await db.close()
    messenger.nothing_is_left()


def run(folder: Path, scenario: Callable[[World], Awaitable[None]]) -> None:
    """Play a scenario in a world whose desk channel is there."""

    async def inside() -> None:
        async with world(folder) as w:
            w.messenger.place(DESK)
            await scenario(w)

    asyncio.run(inside())
