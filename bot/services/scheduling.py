"""Events of a server's own, and what it changes of the catalogue's: each change with who, when and source.

A change is one transaction: the event and its revision, its reminders planned anew, what was still owed of
its old date owed no more, and one notice for each channel that follows it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.rules import moving, overlay
from bot.rules.dates import typed
from bot.rules.happenings import concerns
from bot.rules.moment import Moment, is_over
from bot.rules.moving import Said
from bot.rules.text import without_invisible
from bot.services.asking import Asking
from bot.services.catalogue import CatalogueService
from bot.services.diary import Diary, called
from bot.services.ports import Clock
from bot.services.recording import Recording
from bot.services.refusals import (
    CalledOff,
    ChangedMeanwhile,
    NameTaken,
    NotADate,
    NotALink,
    NothingChanges,
    NothingSaid,
    TooMany,
)
from storage import edtf, events, guilds
from storage.database import Database, Reader, Transaction
from storage.edtf import Announced
from storage.records import (
    SHIPPED,
    EntityId,
    Event,
    EventStatus,
    Guild,
    GuildId,
    Target,
    UserId,
)
from storage.revisions import ChangeKind


@dataclass(frozen=True, slots=True)
class Details:
    """What is said of an event besides its date, as a moderator types it; None leaves it as it is."""

    title: str | None = None
    of: str | None = None
    place: str | None = None
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Changed:
    before: Event | None
    after: Event
    what: ChangeKind
    said: Said
    told: tuple[Target, ...]
    """Who is told of it."""
    now: Moment
    zone: str


class Scheduling:
    def __init__(
        self,
        db: Database,
        clock: Clock,
        catalogue: CatalogueService,
        asking: Asking,
        diary: Diary,
        recording: Recording,
        *,
        limit: int,
    ) -> None:
        self._db = db
        self._clock = clock
        self._catalogue = catalogue
        self._asking = asking
        self._diary = diary
        self._recording = recording
        self._limit = limit

    async def add(
        self, guild_id: GuildId, by: UserId, when: str, source: str, details: Details, ends: str | None = None
    ) -> Changed:
        """Add an event of the server's own.

        Raises `NotADate`, `NothingSaid`, `NotALink`, `NameTaken`, `TooMany`, and, for what it concerns,
        `NoSuchEntity` and `Ambiguous`.
        """
        title = _seen("title", details.title or "")
        guild, now = await self._guild(guild_id), await self._asking.now(guild_id)
        announced = self._date(guild, when, ends)
        said = _said(by, now, source)
        concerned = self._concerns(guild_id, details.of) or frozenset()
        place, link = _optional("place", details.place), _link(details.link)
        async with self._db.transaction() as tx:
            await guilds.put(tx, guild_id)
            await self._check_name(tx, guild_id, title, now)
            own = await self._with_room(tx, guild_id, now)
            after = moving.added(
                guild_id,
                moving.own_id(own),
                title,
                announced,
                said,
                place=place,
                link=link,
                concerns=concerned,
            )
            told = await self._recording.record(tx, guild, None, after, ChangeKind.ADDED, said, now)
        return Changed(None, after, ChangeKind.ADDED, said, told, now, guild.zone)

    async def edit(self, guild_id: GuildId, by: UserId, query: str, source: str, details: Details) -> Changed:
        """Change what is given of an event and keep the rest; raises as `add` does, and as `move`."""
        title = _optional("title", details.title)
        place, link = _optional("place", details.place), _link(details.link)
        concerned = self._concerns(guild_id, details.of)

        def make(before: Event, said: Said) -> Event:
            return moving.edited(
                before, guild_id, said, title=title, place=place, link=link, concerns=concerned
            )

        return await self._change(guild_id, by, query, source, ChangeKind.EDITED, make)

    async def move(
        self, guild_id: GuildId, by: UserId, query: str, when: str, source: str, ends: str | None = None
    ) -> Changed:
        """Give an event another date, or a more precise one.

        Raises `NoSuchEvent`, `NotADate`, `NothingSaid`, `NothingChanges`, `ChangedMeanwhile`, `TooMany`.
        """
        announced = self._date(await self._guild(guild_id), when, ends)

        def make(before: Event, said: Said) -> Event:
            return moving.moved(before, guild_id, announced, said)

        return await self._change(guild_id, by, query, source, ChangeKind.MOVED, make)

    async def postpone(self, guild_id: GuildId, by: UserId, query: str, source: str) -> Changed:
        """An event does not take place on its date, and no other is known; raises as `move`."""
        return await self._stands(guild_id, by, query, source, ChangeKind.POSTPONED, EventStatus.POSTPONED)

    async def cancel(self, guild_id: GuildId, by: UserId, query: str, source: str) -> Changed:
        """An event does not take place; only a moderator's new date revives it. Raises as `move`."""
        return await self._stands(guild_id, by, query, source, ChangeKind.CANCELLED, EventStatus.CANCELLED)

    async def confirm(self, guild_id: GuildId, by: UserId, query: str, source: str) -> Changed:
        """An event takes place on its date; one that was called off needs a new date. Raises as `move`."""
        return await self._stands(guild_id, by, query, source, ChangeKind.CONFIRMED, EventStatus.CONFIRMED)

    async def _stands(
        self, guild_id: GuildId, by: UserId, query: str, source: str, what: ChangeKind, status: EventStatus
    ) -> Changed:
        def make(before: Event, said: Said) -> Event:
            if what is ChangeKind.CONFIRMED and before.is_called_off:
                raise CalledOff(before.title, before.status)
            return moving.with_status(before, guild_id, status, said)

        return await self._change(guild_id, by, query, source, what, make)

    async def _change(
        self,
        guild_id: GuildId,
        by: UserId,
        query: str,
        source: str,
        what: ChangeKind,
        make: Callable[[Event, Said], Event],
    ) -> Changed:
        seen, expected = await self._diary.chosen(guild_id, query)
        guild, now = await self._guild(guild_id), await self._asking.now(guild_id)
        said = _said(by, now, source)
        async with self._db.transaction() as tx:
            await guilds.put(tx, guild_id)
            before = await events.get(tx, seen.id, guild_id) or seen
            if before.revision != expected:
                raise ChangedMeanwhile(before.title)
            after = make(before, said)
            if moving.is_same(before, after):
                raise NothingChanges(before.title)
            if after.title != before.title:
                await self._check_name(tx, guild_id, after.title, now, but=before.id)
            if before.guild_id == SHIPPED:
                await self._with_room(tx, guild_id, now)
            told = await self._recording.record(tx, guild, before, after, what, said, now)
        return Changed(before, after, what, said, told, now, guild.zone)

    async def _with_room(self, tx: Transaction, guild_id: GuildId, now: Moment) -> list[Event]:
        """What the server keeps, with room for one more: of its own that is past the first goes."""
        own = await events.own_of(tx, guild_id)
        if len(own) < self._limit:
            return own
        done = [one for one in own if moving.is_own(one) and (is_over(one, now) or one.is_called_off)]
        # The last one stays, so that its id is never given to another.
        done = [one for one in done if one.id != moving.last_id(own)]
        if not done:
            raise TooMany("events of its own that lie ahead", self._limit, "Cancel one first.")
        await events.forget(tx, min(done, key=lambda one: edtf.sort_key(one.edtf)))
        return own

    async def _check_name(
        self, reader: Reader, guild_id: GuildId, title: str, now: Moment, but: str = ""
    ) -> None:
        """Raises `NameTaken` where another event that is not over is called so."""
        for one in await events.all_of(reader, guild_id):
            if one.id != but and not is_over(one, now) and called(one.title) == called(title):
                raise NameTaken(one.title)

    def _concerns(self, guild_id: GuildId, of: str | None) -> frozenset[EntityId] | None:
        """What an event of that forum, topic or country concerns: it, and what it belongs to."""
        if of is None:
            return None
        return concerns(self._catalogue.known_to(guild_id), self._asking.entity(of).id)

    def _date(self, guild: Guild, when: str, ends: str | None) -> Announced:
        now = self._clock()
        try:
            announced = typed.read(when, now, guild.zone)
        except typed.NotADay as error:
            raise NotADate(when, str(error)) from error
        if ends is None:
            return announced
        try:
            last = typed.day(ends, now.astimezone(ZoneInfo(guild.zone)).date())
            return moving.with_last_day(announced, last)
        except (typed.NotADay, edtf.NotADate) as error:
            raise NotADate(ends, str(error)) from error

    async def _guild(self, guild_id: GuildId) -> Guild:
        return await guilds.get(self._db.reader, guild_id) or Guild(guild_id)


def _said(by: UserId, now: Moment, source: str) -> Said:
    title, url = overlay.source_of(_seen("source", source))
    return Said(title, url, by, now.at, now.today)


def _seen(option: str, typed_text: str) -> str:
    """What was typed as a reader sees it, on one line; raises `NothingSaid`."""
    text = " ".join(without_invisible(typed_text).split())
    if not text:
        raise NothingSaid(option)
    return text


def _optional(option: str, typed_text: str | None) -> str | None:
    return _seen(option, typed_text) if typed_text is not None else None


def _link(typed_text: str | None) -> str | None:
    """An address alone; raises `NotALink`."""
    if typed_text is None:
        return None
    found = overlay.source_of(typed_text.strip())[1]
    if found is None or " " in typed_text.strip():
        raise NotALink(typed_text)
    return found
