"""Brings a server's events in line with a calendar, in the transaction of whoever read it.

Of what a calendar adds at the first reading nobody is told, only of what it changes of events known before;
later each change is told, and of more than five in one reading one digest.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.rules import moving, notices, notices_calendars
from bot.rules.calendars import imported, merging
from bot.rules.calendars.alike import Alike
from bot.rules.calendars.entries import Entry, Found
from bot.rules.calendars.exported import said_at
from bot.rules.calendars.imported import Change
from bot.rules.happenings import concerns
from bot.rules.moment import Moment, is_over
from bot.rules.moving import Said
from bot.rules.readings_of_events import by_moderator, by_rule, of_pack
from bot.rules.reminding import follows
from bot.services import holding
from bot.services.catalogue import CatalogueService
from bot.services.owing import owe
from bot.services.recording import Recording
from bot.services.room import Room
from storage import calendars, events, readings, subscriptions
from storage.database import Transaction
from storage.records import SHIPPED, EntityId, Event, EventStatus, FactStatus, Guild, Subscription, Target
from storage.statements import Calendar, CalendarEntry, Reading

_MOST_NOTICES = 5


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a calendar's entries."""

    added: int = 0
    known: int = 0
    """Entries that are events which were there already."""
    changed: int = 0
    no_room: int = 0


@dataclass(slots=True)
class _Server:
    """What a server has when a calendar is read."""

    guild: Guild
    now: Moment
    said: Said
    seen: dict[str, Event]
    readings: dict[str, list[Reading]]


class Merging:
    def __init__(self, catalogue: CatalogueService, recording: Recording, room: Room) -> None:
        self._catalogue = catalogue
        self._recording = recording
        self._room = room

    async def take(
        self, tx: Transaction, guild: Guild, calendar: Calendar, found: Found, now: Moment
    ) -> tuple[Calendar, Taken]:
        """Take what a calendar says; returns it with when that was done, or since when it is not believed."""
        here = await self._server(tx, guild, calendar, now)
        rows = await calendars.entries(tx, calendar.id)
        ahead = self._ahead(here, calendar, rows)
        # A file is uploaded by somebody who knows what is in it.
        if calendar.url and merging.is_to_wait(calendar, len(found.entries), len(ahead), now.at):
            return replace(calendar, shrunk_at=calendar.shrunk_at or now.at), Taken()
        merged = merging.merge(found.entries, rows, ahead)
        taken_ids = {row.event_id for row in rows}
        known = self._alike(here, calendar, taken_ids).found(merged.new)
        changes = []
        for one in merged.new:
            if one.identity in known:
                changes.append(await self._known(tx, here, calendar, one, known[one.identity]))
        for again in merged.again:
            event = here.seen.get(again.before.event_id)
            if again.is_newer and event is not None:
                changes.append(await self._known(tx, here, calendar, again.now, event, again.before))
        wanted = [one for one in merged.new if one.identity not in known and _is_worth_adding(one)]
        own_now = sum(
            one.after is not None and one.before is not None and one.before.guild_id == SHIPPED
            for one in changes
        )
        added = await self._new(tx, here, calendar, wanted, own_now)
        await self._record(tx, here, calendar, [*changes, *added])
        await self._mark_missing(tx, here, calendar, merged)
        no_room = len(wanted) - len(added)
        done = replace(calendar, read_at=now.at, shrunk_at=None, no_room=no_room)
        changed = sum(one.before is not None and one.after is not None for one in changes)
        return done, Taken(len(added), len(known), changed, no_room)

    async def still(self, tx: Transaction, calendar: Calendar, now: datetime) -> None:
        """A calendar says the same as before: what was not in it then is not in it again."""
        said = await readings.of_guild(tx, calendar.guild_id)
        for row in await calendars.entries(tx, calendar.id):
            if 0 < row.missing_polls < merging.GONE_AFTER:
                await _miss(tx, calendar, row, said.get(row.event_id, []), now)

    async def _server(self, tx: Transaction, guild: Guild, calendar: Calendar, now: Moment) -> _Server:
        said = Said(
            calendar.title, calendar.url, calendar.by_user_id, now.at, now.today, origin=calendar.origin
        )
        seen = {one.id: one for one in await events.all_of(tx, guild.id)}
        return _Server(guild, now, said, seen, await readings.of_guild(tx, guild.id))

    def _ahead(
        self, here: _Server, calendar: Calendar, rows: Sequence[CalendarEntry]
    ) -> dict[str, date | None]:
        """The events of a calendar's entries that are not over, with the day the calendar gave them."""
        found = {}
        for row in rows:
            reading = _of_origin(here.readings.get(row.event_id, []), calendar.origin)
            if reading is not None and not _is_over(reading, here.now):
                found[row.event_id] = reading.announced.edtf.first_day
        return found

    def _alike(self, here: _Server, calendar: Calendar, taken: set[str]) -> Alike:
        """The events that new entries may be: those that concern the same and are no entry's yet."""
        known = self._catalogue.known_to(here.guild.id)
        subject = known.entities.get(calendar.subject)

        def names(event: Event) -> set[str]:
            entity = known.entities.get(EntityId(event.id))
            return {event.title, *(name.text for name in entity.names if entity)} if entity else {event.title}

        candidates = [
            one
            for one in here.seen.values()
            if calendar.subject in one.concerns and one.id not in taken and not is_over(one, here.now)
        ]
        return Alike(candidates, {name.text for name in subject.names} if subject else set(), names)

    async def _known(
        self,
        tx: Transaction,
        here: _Server,
        calendar: Calendar,
        entry: Entry,
        event: Event,
        row: CalendarEntry | None = None,
    ) -> Change:
        await _let_others_go_on()
        kept = here.readings.get(event.id, [])
        held = next((one for one in kept if one.followed is not None), None)
        if held is None:
            held = await self._held(tx, here, event)
        return imported.as_known(calendar, entry, event, kept, held, here.said, row)

    async def _held(self, tx: Transaction, here: _Server, event: Event) -> Reading:
        """What is followed of an event while no reading of it is kept: the pack, or whoever changed it."""
        if event.guild_id == SHIPPED:
            return of_pack(event, said_at(self._catalogue.known_to(None), event))
        if event.date_status is not FactStatus.STATED:
            return by_rule(event)
        (*_, last) = await events.history(tx, here.guild.id, event.id)
        by = last.by_user_id or here.said.by
        return by_moderator(
            event, Said(event.source or "not known", event.url, by, last.created_at, here.now.today)
        )

    async def _new(
        self, tx: Transaction, here: _Server, calendar: Calendar, wanted: Sequence[Entry], own_now: int
    ) -> list[Change]:
        """The first of these as events, as many as there is room for beside `own_now` others."""
        room = await self._room.left(tx, here.guild.id, here.now) - own_now
        count = min(len(wanted), max(room, 0))
        ids = await self._room.ids(tx, here.guild.id, here.now, count) if count else []
        concerned = concerns(self._catalogue.known_to(here.guild.id), calendar.subject)
        added = []
        for entry, event_id in zip(wanted, ids, strict=False):
            await _let_others_go_on()
            added.append(imported.as_new(calendar, entry, here.said, concerned, event_id))
        return added

    async def _record(
        self, tx: Transaction, here: _Server, calendar: Calendar, changes: Sequence[Change]
    ) -> None:
        told = [one for one in changes if _is_told(one, here.now, is_first=calendar.read_at is None)]
        by_itself = {one.row.event_id for one in told} if len(told) <= _MOST_NOTICES else set()
        for one in changes:
            if one.base is not None:
                await readings.put(tx, one.base)
            await readings.put(tx, one.reading)
            await calendars.put_entry(tx, one.row)
            if one.after is not None:
                quietly = one.row.event_id not in by_itself
                await self._recording.record(
                    tx, here.guild, one.before, one.after, one.what, here.said, here.now, quietly=quietly
                )
        if len(told) > _MOST_NOTICES:
            await self._tell_together(tx, here, calendar, told)

    async def _tell_together(
        self, tx: Transaction, here: _Server, calendar: Calendar, changes: Sequence[Change]
    ) -> None:
        """One notice of many changes for each target that follows any of them."""
        followers: dict[Target, list[Subscription]] = defaultdict(list)
        concerned: dict[Target, list[Change]] = defaultdict(list)
        for subscription in await subscriptions.in_guild(tx, here.guild.id):
            await _let_others_go_on()
            mine = [one for one in changes if _concerns(subscription, one)]
            if mine and subscription.paused_at is None:
                followers[subscription.target].append(subscription)
                concerned[subscription.target] += mine
        for target, mine in concerned.items():
            once = list({one.row.event_id: one for one in mine}.values())
            key, notice = notices_calendars.digest(target, calendar, once, here.now.at)
            await owe(
                tx,
                (key, notice),
                here.now.at,
                guild_id=here.guild.id,
                channel_id=target.channel_id,
                user_id=target.user_id,
                expires_at=here.now.at + notices.CHANGE_HELPS_FOR,
                held_until_at=await holding.until(
                    tx, here.guild, target.channel_id, notice, here.now.at, followers[target]
                )
                if target.channel_id is not None
                else None,
            )

    async def _mark_missing(
        self, tx: Transaction, here: _Server, calendar: Calendar, merged: merging.Merge
    ) -> None:
        """Count how often an entry was not there; what is there again is not gone."""
        for one in merged.again:
            if one.before.missing_polls and not one.is_newer:
                await calendars.put_entry(tx, replace(one.before, missing_polls=0))
                reading = _of_origin(here.readings.get(one.before.event_id, []), calendar.origin)
                if reading is not None:
                    await readings.put(tx, replace(reading, gone_at=None))
        for row in merged.missing:
            await _miss(tx, calendar, row, here.readings.get(row.event_id, []), here.now.at)


async def _miss(
    tx: Transaction, calendar: Calendar, row: CalendarEntry, said: Sequence[Reading], now: datetime
) -> None:
    """An entry is not there; of a file that was uploaded there is no second look."""
    times = row.missing_polls + 1
    await calendars.put_entry(tx, replace(row, missing_polls=times))
    reading = _of_origin(said, calendar.origin)
    if reading is not None and times == (merging.GONE_AFTER if calendar.url else 1):
        await readings.put(tx, replace(reading, gone_at=now))


async def _let_others_go_on() -> None:
    """Hundreds of entries are much to think of in one go, and people are typing."""
    await asyncio.sleep(0)


def _of_origin(kept: Sequence[Reading], origin: str) -> Reading | None:
    return next((one for one in kept if one.origin == origin), None)


def _is_over(reading: Reading, now: Moment) -> bool:
    announced = reading.announced
    if announced.wall_time is not None and announced.edtf.is_day:
        return moving.start_of(announced) <= now.at
    return announced.edtf.is_over(now.today)


def _is_told(change: Change, now: Moment, *, is_first: bool) -> bool:
    """Whether channels hear of it: of what is there from the first on, only where they knew it before."""
    if change.after is None or (is_first and change.before is None):
        return False
    return moving.is_told(change.before, change.after, now)


def _is_worth_adding(entry: Entry) -> bool:
    return entry.status is not EventStatus.CANCELLED


def _concerns(subscription: Subscription, change: Change) -> bool:
    return any(one is not None and follows(subscription, one) for one in (change.before, change.after))
