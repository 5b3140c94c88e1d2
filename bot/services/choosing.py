"""Which of several dates of one event reminders follow, in a server: shown, and chosen by a moderator."""

from __future__ import annotations

from dataclasses import replace

from bot.rules import moving
from bot.rules.calendars.exported import said_at
from bot.rules.moving import Said
from bot.rules.readings_of_events import by_moderator, digest, of_pack, with_pack
from bot.services.asking import Asking
from bot.services.catalogue import CatalogueService
from bot.services.recording import Recording
from bot.services.refusals import ChangedMeanwhile, NoSuchEvent
from storage import events, guilds, readings
from storage.database import Database, Reader
from storage.records import SHIPPED, Event, EventStatus, Guild, GuildId, UserId
from storage.revisions import ChangeKind
from storage.statements import PACK, Followed, Reading


class Choosing:
    def __init__(
        self, db: Database, catalogue: CatalogueService, asking: Asking, recording: Recording
    ) -> None:
        self._db = db
        self._catalogue = catalogue
        self._asking = asking
        self._recording = recording

    async def readings(self, guild_id: GuildId, event_id: str) -> list[Reading]:
        """What each source says of an event, what is followed first; none where one alone speaks of it."""
        return await self._readings(self._db.reader, guild_id, event_id)

    async def choose(
        self, guild_id: GuildId, by: UserId, event_id: str, origin: str, shown: str
    ) -> tuple[Event, Reading]:
        """Let reminders follow the reading of `origin`, as it was `shown` to whoever chose it.

        Channels are told if the date is another one. Raises `NoSuchEvent` and `ChangedMeanwhile`.
        """
        now = await self._asking.now(guild_id)
        async with self._db.transaction() as tx:
            before = await events.get(tx, event_id, guild_id)
            if before is None:
                raise NoSuchEvent(event_id)
            known = await self._readings(tx, guild_id, event_id)
            chosen = next((one for one in known if one.origin == origin), None)
            if chosen is None or digest(chosen) != shown:
                raise ChangedMeanwhile(before.title)
            said = Said(chosen.source, chosen.url, by, now.at, now.today, origin=origin)
            after, what = _on(before, guild_id, chosen, said)
            if not moving.is_same(before, after):
                guild = await guilds.get(tx, guild_id) or Guild(guild_id)
                await self._recording.record(tx, guild, before, after, what, said, now)
            kept = replace(chosen, followed=Followed.CHOSEN)
            if origin == PACK:
                # What a pack says is kept nowhere but there; chosen, it is the moderator's word.
                kept = by_moderator(replace(after, guild_id=guild_id), said)
            await readings.put(tx, kept)
        return after, kept

    async def _readings(self, reader: Reader, guild_id: GuildId, event_id: str) -> list[Reading]:
        kept = await readings.of_event(reader, guild_id, event_id)
        shipped = await events.get(reader, event_id, SHIPPED) if kept else None
        catalogue = self._catalogue.known_to(None)
        return with_pack(kept, of_pack(shipped, said_at(catalogue, shipped)) if shipped else None)


def _on(event: Event, guild_id: GuildId, reading: Reading, said: Said) -> tuple[Event, ChangeKind]:
    """The event as a reading has it."""
    if reading.status is EventStatus.CANCELLED:
        return moving.with_status(event, guild_id, EventStatus.CANCELLED, said), ChangeKind.CANCELLED
    if reading.status is EventStatus.POSTPONED:
        return moving.with_status(event, guild_id, EventStatus.POSTPONED, said), ChangeKind.POSTPONED
    return moving.moved(event, guild_id, reading.announced, said), ChangeKind.MOVED
