"""Calendars that a server reads: shown before they are saved, listed, and removed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from urllib.parse import urlsplit

from bot.rules.addresses import RefusedAddress, check_url
from bot.rules.calendars import pacing
from bot.rules.calendars.entries import Found
from bot.rules.moment import Moment, is_over
from bot.rules.moving import Said
from bot.rules.text import cut, without_invisible
from bot.services.asking import Asking
from bot.services.calendar_polling import PREVIEWS_KEPT, CalendarReader, digest
from bot.services.fetching import Fetcher, Page
from bot.services.merging import Merging, Taken
from bot.services.ports import Clock
from bot.services.recording import Recording
from bot.services.refusals import CalendarKnown, CalendarUnreadable, NoSuchCalendar, PreviewGone, TooMany
from storage import calendars, events, guilds, readings
from storage.database import Database, Reader, Transaction
from storage.records import EntityId, Event, Guild, GuildId, UserId
from storage.statements import Calendar, CalendarEntry, CalendarId, CalendarState, Followed, Reading

_NOUN = "calendars of other programs"
_WEBCAL = re.compile(r"^webcals?://", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Preview:
    calendar: Calendar
    found: Found
    newer_of: Calendar | None
    """The uploaded calendar of which this file is another version."""


@dataclass(frozen=True, slots=True)
class Listed:
    calendar: Calendar
    ahead: int
    """How many of its events are not over."""
    gone: tuple[str, ...]
    """What is no longer in it, by name."""


@dataclass(frozen=True, slots=True)
class Removed:
    calendar: Calendar
    forgotten: int
    kept: int


class Importing:
    def __init__(
        self,
        db: Database,
        clock: Clock,
        fetcher: Fetcher,
        reader: CalendarReader,
        asking: Asking,
        merging: Merging,
        recording: Recording,
        *,
        limit: int,
        allowed_hosts: frozenset[str],
    ) -> None:
        self._db = db
        self._clock = clock
        self._fetcher = fetcher
        self._reader = reader
        self._asking = asking
        self._merging = merging
        self._recording = recording
        self._limit = limit
        self._allowed_hosts = allowed_hosts

    async def look_at(self, guild_id: GuildId, by: UserId, url: str, forum: str) -> Preview:
        """Show what is in the calendar at an address, and keep it for an hour to be saved.

        Raises `CalendarUnreadable`, `CalendarKnown`, `TooMany`, `NoSuchEntity` and `Ambiguous`.
        """
        try:
            # What programs call a calendar's address is a web address all the same.
            address = check_url(_WEBCAL.sub("https://", url.strip()), self._allowed_hosts)
        except RefusedAddress as error:
            raise CalendarUnreadable(url, str(error)) from error
        subject = self._asking.entity(forum).id
        await self._check_unknown(self._db.reader, guild_id, address)
        await self._check_room(self._db.reader, guild_id)
        page = await self._fetcher.get(address)
        if page.error is not None:
            raise CalendarUnreadable(address, page.error)
        return await self._show(guild_id, by, subject, replace(page, url=address), address)

    async def look_into(self, guild_id: GuildId, by: UserId, name: str, data: bytes, forum: str) -> Preview:
        """The same of a file that was uploaded."""
        subject = self._asking.entity(forum).id
        return await self._show(guild_id, by, subject, Page("", body=data), name)

    async def save(self, guild_id: GuildId, calendar_id: CalendarId) -> tuple[Calendar, Taken]:
        """Follow a calendar that was shown; nothing of what it holds today is told.

        Raises `PreviewGone`, `CalendarKnown`, `CalendarUnreadable` and `TooMany`.
        """
        shown = self._shown(await calendars.get(self._db.reader, guild_id, calendar_id))
        assert shown.body is not None
        guild, now = await self._guild(guild_id), await self._asking.now(guild_id)
        found = await self._found(shown.body, guild, now, shown.title)
        async with self._db.transaction() as tx:
            shown = self._shown(await calendars.get(tx, guild_id, calendar_id))
            calendar = await self._followed(tx, shown, found)
            calendar, taken = await self._merging.take(tx, guild, calendar, found, now)
            await calendars.save(tx, calendar)
        return calendar, taken

    async def of_guild(self, guild_id: GuildId) -> list[Listed]:
        """What a server reads, and how each stands."""
        reader, now = self._db.reader, await self._asking.now(guild_id)
        seen = {one.id: one for one in await events.all_of(reader, guild_id)}
        said = await readings.of_guild(reader, guild_id)
        found = []
        for calendar in await calendars.followed(reader, guild_id):
            rows = [one for one in await calendars.entries(reader, calendar.id) if one.event_id in seen]
            ahead = [one for one in rows if not is_over(seen[one.event_id], now)]
            gone = [one.title for one in ahead if _is_gone(said.get(one.event_id, []), calendar)]
            found.append(Listed(calendar, len(ahead), tuple(gone)))
        return found

    async def remove(self, guild_id: GuildId, by: UserId, query: str, *, forget: bool) -> Removed:
        """Read a calendar no more. Its events stay as the server's own; with `forget` those that lie ahead
        and that nobody here changed are removed, and nobody is told.

        Raises `NoSuchCalendar`.
        """
        now = await self._asking.now(guild_id)
        async with self._db.transaction() as tx:
            calendar = _named(await calendars.followed(tx, guild_id), query)
            own = {one.id: one for one in await events.own_of(tx, guild_id)}
            said = await readings.of_guild(tx, guild_id)
            mine = [
                (own[row.event_id], row)
                for row in await calendars.entries(tx, calendar.id)
                if row.added and row.event_id in own
            ]
            going = [
                event
                for event, row in mine
                if forget
                and not is_over(event, now)
                and _is_its(event, row, said.get(event.id, []), calendar)
            ]
            guild = await guilds.get(tx, guild_id) or Guild(guild_id)
            because = Said(calendar.title, calendar.url, by, now.at, now.today, origin=calendar.origin)
            for event in going:
                await self._recording.unrecord(tx, guild, event, because)
            await readings.become_a_moderators(tx, guild_id, calendar.origin)
            await calendars.remove(tx, calendar.id)
        return Removed(calendar, len(going), len(mine) - len(going))

    async def _show(
        self, guild_id: GuildId, by: UserId, subject: EntityId, page: Page, where: str
    ) -> Preview:
        guild, now = await self._guild(guild_id), await self._asking.now(guild_id)
        found = await self._found(page.body, guild, now, where)
        called = found.name or (urlsplit(page.url).hostname if page.url else PurePath(where).stem) or ""
        title = " ".join(without_invisible(cut(called, 200)).split()) or "A calendar"
        shown = Calendar(
            id=CalendarId(0),
            guild_id=guild_id,
            subject=subject,
            url=page.url or None,
            title=title,
            by_user_id=by,
            created_at=now.at,
            state=CalendarState.PREVIEWED,
            body=page.body,
            etag=page.etag,
            last_modified=page.last_modified,
            body_hash=digest(page.body),
            refresh=found.refresh,
        )
        async with self._db.transaction() as tx:
            await guilds.put(tx, guild_id)
            newer_of = await calendars.with_uids(tx, guild_id, {one.uid for one in found.entries})
            newer_of = newer_of if shown.url is None else None
            if newer_of is None:
                await self._check_room(tx, guild_id)
            await calendars.forget_previews_of(tx, guild_id, by)
            shown = replace(shown, id=await calendars.add(tx, shown))
        return Preview(shown, found, newer_of)

    async def _followed(self, tx: Transaction, shown: Calendar, found: Found) -> Calendar:
        """What was shown as one that is followed, or as another version of one that was uploaded before."""
        if shown.url is None:
            newer_of = await calendars.with_uids(tx, shown.guild_id, {one.uid for one in found.entries})
            if newer_of is not None:
                await calendars.remove(tx, shown.id)
                return replace(newer_of, title=shown.title, last_ok_at=self._clock())
        await self._check_unknown(tx, shown.guild_id, shown.url)
        await self._check_room(tx, shown.guild_id)
        calendar = replace(shown, state=CalendarState.FOLLOWED, body=None)
        if shown.url is None:
            return replace(calendar, last_ok_at=self._clock())
        return pacing.alive(calendar, self._clock(), 0)

    def _shown(self, calendar: Calendar | None) -> Calendar:
        if calendar is not None and calendar.state is CalendarState.FOLLOWED:
            raise CalendarKnown(calendar.title)
        if calendar is None or self._clock() - calendar.created_at > PREVIEWS_KEPT:
            raise PreviewGone()
        return calendar

    async def _found(self, data: bytes, guild: Guild, now: Moment, where: str) -> Found:
        found = await self._reader.read(data, now, guild.zone)
        if not found.ok:
            raise CalendarUnreadable(where, f"it {found.skipped[0].reason}")
        return found

    async def _check_unknown(self, reader: Reader, guild_id: GuildId, url: str | None) -> None:
        for one in await calendars.followed(reader, guild_id):
            if url is not None and one.url == url:
                raise CalendarKnown(one.title)

    async def _check_room(self, reader: Reader, guild_id: GuildId) -> None:
        if len(await calendars.followed(reader, guild_id)) >= self._limit:
            raise TooMany(_NOUN, self._limit)

    async def _guild(self, guild_id: GuildId) -> Guild:
        return await guilds.get(self._db.reader, guild_id) or Guild(guild_id)


def _named(followed: Sequence[Calendar], query: str) -> Calendar:
    """The calendar with this id, title or address."""
    wanted = query.strip().casefold()
    for one in followed:
        if wanted in (str(one.id), one.title.casefold(), (one.url or "").casefold()):
            return one
    raise NoSuchCalendar(query)


def _is_gone(said: Sequence[Reading], calendar: Calendar) -> bool:
    return any(one.origin == calendar.origin and one.gone_at is not None for one in said)


def _is_its(event: Event, row: CalendarEntry, said: Sequence[Reading], calendar: Calendar) -> bool:
    """Whether it stands as its calendar has it, and nobody in the server changed it."""
    if (event.title, event.place, event.link) != (row.title, row.place, row.link):
        return False
    return any(one.origin == calendar.origin and one.followed is Followed.LATER for one in said)
