"""The only place that builds things and connects them, and the order of start and stop.

The same application serves `run`, the demo and the tests: what differs is handed in (the
clock, the client's transport, the data folder). Its ticks are plain coroutines.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bot.bundle import FILE, BundledFeed, shipped_feeds
from bot.config import Config
from bot.packs import located
from bot.rules.digests import CatchUp
from bot.services import holding
from bot.services.asking import Asking
from bot.services.audience import Audience
from bot.services.briefing import Briefing
from bot.services.calendar_polling import CalendarPolling, CalendarReader
from bot.services.catalogue import CatalogueService
from bot.services.choosing import Choosing
from bot.services.correcting import Correcting
from bot.services.delivery import Delivering
from bot.services.diary import Diary
from bot.services.event_leads import EventLeads
from bot.services.explaining import Explaining
from bot.services.exporting import Exporting
from bot.services.feeds import Feeds
from bot.services.fetching import Fetcher, user_agent
from bot.services.guilds import Guilds
from bot.services.importing import Importing
from bot.services.joining import Joining
from bot.services.live import Live
from bot.services.merging import Merging
from bot.services.mirroring import Mirroring
from bot.services.pacing import Pacer
from bot.services.personal import Personal
from bot.services.polling import Polling
from bot.services.ports import Clock
from bot.services.posting import Posting
from bot.services.reading import PageReader
from bot.services.recording import Recording
from bot.services.relating import Relating
from bot.services.reminding import Reminding
from bot.services.repeating import Repeating
from bot.services.resolving import resolve_anew
from bot.services.room import Room
from bot.services.scheduling import Scheduling
from bot.services.snoozing import Snoozing
from bot.services.storytelling import Storytelling
from bot.services.subscribing import Subscribing
from bot.services.syncing import Syncing
from bot.services.topics import TopicService
from bot.services.workers import Workers
from bot.ui.client import Attache
from bot.ui.desk import Desk
from bot.ui.messenger import DiscordMessenger
from bot.ui.scheduled import DiscordScheduledEvents
from bot.web import Web
from storage.database import Database, open_database
from storage.records import UserId

log = logging.getLogger(__name__)

FINISH_SECONDS = 4
"""How long a stop waits for the deliveries in flight; the whole stop takes at most five seconds."""


@dataclass(slots=True)
class App:
    config: Config
    clock: Clock
    db: Database
    fetcher: Fetcher
    workers: Workers
    catalogue: CatalogueService
    reminding: Reminding
    briefing: Briefing
    live: Live
    polling: Polling
    storytelling: Storytelling
    delivering: Delivering
    feeds: Feeds
    subscribing: Subscribing
    guilds: Guilds
    personal: Personal
    repeating: Repeating
    calendars: CalendarPolling
    mirroring: Mirroring
    client: Attache
    web: Web | None

    async def tick_remind(self) -> None:
        """Turn reminders that are due into owed messages."""
        await self.reminding.tick()

    async def tick_brief(self) -> None:
        """Brief the channels whose hour has come."""
        await self.briefing.tick()

    async def tick_live(self) -> None:
        """Look after the live lists that may have to show something else."""
        await self.live.tick()

    async def tick_release(self) -> None:
        """Tell what was held back until now."""
        await holding.release(self.db, self.clock(), CatchUp(self.config.reminders_catch_up))

    async def tick_mirror(self) -> None:
        """Show events among Discord's own scheduled ones, in servers that want it and whose turn it is."""
        await self.mirroring.tick()

    async def tick_deliver(self) -> None:
        """Send what is owed and due."""
        await self.delivering.tick()

    async def tick_calendars(self) -> None:
        """Ask the calendars of other programs that are due."""
        await self.calendars.tick()

    async def tick_poll(self) -> None:
        """Poll the feeds that are due."""
        await self.polling.tick()

    async def tick_clock(self) -> None:
        """The clock was set: look anew at what waits for an instant of the clock as it was."""
        await self.delivering.clock_was_set()
        await self.live.look_after_all()
        await self.mirroring.look_after_all()

    async def tick_tidy(self) -> None:
        """Forget what is old, and of servers that were forgotten what they had added to the catalogue; make
        of events that come back what has come near."""
        await self.guilds.tidy()
        await self.personal.tidy()
        await self.repeating.tick()
        await self.calendars.tidy()
        await self.storytelling.refresh(self.clock())
        await self.catalogue.refresh_servers()

    async def next_reminder_at(self) -> datetime | None:
        """When the next reminder falls due, or None where none is planned."""
        return await self.reminding.next_due_at()

    async def finish(self, deliveries: set[asyncio.Task[None]]) -> None:
        """Stop claiming, let the deliveries in flight be marked, and leave the rest claimed."""
        self.delivering.stop()
        if deliveries:
            _, unfinished = await asyncio.wait(deliveries, timeout=FINISH_SECONDS)
            for task in unfinished:
                task.cancel()
            await asyncio.gather(*unfinished, return_exceptions=True)

    async def close(self) -> None:
        """Serve no more calendars, close the client, then what stands behind it."""
        if self.web is not None:
            await self.web.stop()
        if not self.client.is_closed():
            await self.client.close()
        await self.release()

    async def release(self) -> None:
        """Close the HTTP client, end the workers and close the database, in this order."""
        await self.fetcher.close()
        await self.workers.close()
        await self.db.close()


async def build(config: Config, clock: Clock, packs: list[Path] | None = None, bundle: Path = FILE) -> App:
    """Open the data folder, load the packs and connect everything; nothing is contacted yet.

    The packs are those of the configuration, unless others are handed in; `bundle` is the file of the feeds
    that servers may choose from. Raises `storage.database.CannotOpen` and `bot.packs.PackRefused`.
    """
    chosen = located(config.catalogue_packs) if packs is None else packs
    db = await open_database(config.data_folder)
    fetcher = Fetcher(user_agent(config.polling_contact), config.polling_allow_private)
    try:
        return await _connect(config, clock, db, fetcher, chosen, shipped_feeds(bundle))
    except BaseException:
        await fetcher.close()
        await db.close()
        raise


async def _connect(
    config: Config,
    clock: Clock,
    db: Database,
    fetcher: Fetcher,
    packs: list[Path],
    bundle: tuple[BundledFeed, ...],
) -> App:
    every = timedelta(seconds=config.polling_interval_seconds)
    operator_id = UserId(config.operator_user_id) if config.operator_user_id else None
    allowed = config.polling_allow_private
    workers = Workers()
    reader = PageReader(workers)
    catch_up = CatchUp(config.reminders_catch_up)
    reminding = Reminding(db, clock, catch_up)
    catalogue = CatalogueService(db, clock, reminding, Recording(reminding))
    await catalogue.load(packs)
    await resolve_anew(db, clock, reminding)
    live = Live(db, clock)
    await live.look_after_all()
    audience, storytelling = Audience(catalogue), Storytelling(db)
    await storytelling.refresh(clock())
    joining = Joining(db, clock, catalogue)
    posting = Posting(clock, audience, storytelling, joining)
    feeds = Feeds(
        db, clock, fetcher, reader, posting, limit=config.limit_feeds, interval=every, allowed_hosts=allowed
    )
    subscribing = Subscribing(db, clock, reminding, limit=config.limit_subscriptions)
    guilds = Guilds(db, clock, reminding)
    asking = Asking(db, clock, catalogue)
    correcting = Correcting(db, clock, catalogue, asking, limit=config.limit_corrections)
    diary = Diary(db, clock, catalogue, asking)
    personal = Personal(db, clock, asking, diary, reminding)
    recording, room = Recording(reminding), Room(config.limit_events)
    repeating = Repeating(db, asking, recording, room)
    merging, calendars = Merging(catalogue, recording, room), CalendarReader(workers)
    exporting = Exporting(db, clock, catalogue, asking, address=config.calendars_address)
    client = Attache(
        Desk(
            clock=clock,
            asking=asking,
            feeds=feeds,
            subscribing=subscribing,
            correcting=correcting,
            diary=diary,
            scheduling=Scheduling(db, clock, catalogue, asking, diary, recording, repeating, room),
            repeating=repeating,
            event_leads=EventLeads(db, clock, diary, asking, reminding),
            personal=personal,
            snoozing=Snoozing(db, clock),
            guilds=guilds,
            explaining=Explaining(db, audience),
            relating=Relating(db, clock, catalogue, audience),
            exporting=exporting,
            importing=Importing(
                db,
                clock,
                fetcher,
                calendars,
                asking,
                merging,
                recording,
                limit=config.limit_calendars,
                allowed_hosts=allowed,
            ),
            choosing=Choosing(db, catalogue, asking, recording),
            joining=joining,
            topics=TopicService(db, clock, catalogue, audience, limit=config.limit_topics),
            syncing=Syncing(db),
            operator_id=operator_id,
            bundle=bundle,
        )
    )
    delivering = Delivering(db, clock, DiscordMessenger(client), Pacer(), operator_id)
    await delivering.recover()
    await holding.gather_overdue(db, clock(), catch_up)
    return App(
        config=config,
        clock=clock,
        db=db,
        fetcher=fetcher,
        workers=workers,
        catalogue=catalogue,
        reminding=reminding,
        briefing=Briefing(db, clock, catalogue),
        live=live,
        polling=Polling(
            db,
            clock,
            fetcher,
            reader,
            posting,
            interval=every,
            least=timedelta(seconds=config.polling_minimum_interval_seconds),
            operator_id=operator_id,
        ),
        storytelling=storytelling,
        delivering=delivering,
        feeds=feeds,
        subscribing=subscribing,
        guilds=guilds,
        personal=personal,
        repeating=repeating,
        mirroring=Mirroring(db, clock, DiscordScheduledEvents(client)),
        client=client,
        calendars=CalendarPolling(db, clock, fetcher, calendars, asking, merging),
        web=Web(config.http_listen, exporting) if config.http_listen else None,
    )
