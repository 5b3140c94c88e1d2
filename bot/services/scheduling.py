"""Events of a server's own, and what it changes of the catalogue's: each change with who, when and source.

A change is one transaction: the event and its revision, its reminders planned anew, what was still owed of
its old date owed no more, and one notice for each channel that follows it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.rules import moving
from bot.rules import series as series_rules
from bot.rules.dates.recurring import Rule
from bot.rules.happenings import concerns
from bot.rules.moment import Moment, is_over
from bot.rules.moving import Said
from bot.services import entered
from bot.services.asking import Asking
from bot.services.catalogue import CatalogueService
from bot.services.diary import Diary, called
from bot.services.ports import Clock
from bot.services.recording import Recording
from bot.services.refusals import CalledOff, ChangedMeanwhile, ComesOnce, NameTaken, NothingChanges
from bot.services.repeating import Repeating
from bot.services.room import Room
from storage import events, guilds
from storage import series as series_table
from storage.database import Database, Reader, Transaction
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
from storage.revisions import ChangeKind, Series


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
    series: Series | None = None
    """That brings it back from now on."""
    made: tuple[Event, ...] = ()
    gone: tuple[Event, ...] = ()
    """What was made of its series by this, and what was taken away."""


class Scheduling:
    def __init__(
        self,
        db: Database,
        clock: Clock,
        catalogue: CatalogueService,
        asking: Asking,
        diary: Diary,
        recording: Recording,
        repeating: Repeating,
        room: Room,
    ) -> None:
        self._db = db
        self._clock = clock
        self._catalogue = catalogue
        self._asking = asking
        self._diary = diary
        self._recording = recording
        self._repeating = repeating
        self._room = room

    async def add(
        self,
        guild_id: GuildId,
        by: UserId,
        when: str,
        source: str,
        details: Details,
        ends: str | None = None,
        repeats: str | None = None,
    ) -> Changed:
        """Add an event of the server's own, and the next ones that its rule brings.

        Raises `NotADate`, `NothingSaid`, `NotALink`, `NameTaken`, `ComesNotBack`, `TooMany`, and, for what
        it concerns, `NoSuchEntity` and `Ambiguous`.
        """
        title = entered.text("title", details.title or "")
        guild, now = await self._guild(guild_id), await self._asking.now(guild_id)
        announced = entered.date(when, ends, now.at, guild.zone)
        rule = entered.rule(repeats) if repeats is not None else None
        said = entered.said(by, now, source)
        concerned = self._concerns(guild_id, details.of) or frozenset()
        place, link = entered.optional("place", details.place), entered.link(details.link)
        async with self._db.transaction() as tx:
            await guilds.put(tx, guild_id)
            await self._check_name(tx, guild_id, title, now)
            (own_id,) = await self._room.ids(tx, guild_id, now)
            after = moving.added(
                guild_id,
                own_id,
                title,
                announced,
                said,
                place=place,
                link=link,
                concerns=concerned,
            )
            return await self._record(tx, guild, None, after, ChangeKind.ADDED, said, now, rule)

    async def edit(self, guild_id: GuildId, by: UserId, query: str, source: str, details: Details) -> Changed:
        """Change what is given of an event and keep the rest; raises as `add` does, and as `move`."""
        title = entered.optional("title", details.title)
        place, link = entered.optional("place", details.place), entered.link(details.link)
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
        announced = entered.date(when, ends, self._clock(), (await self._guild(guild_id)).zone)

        def make(before: Event, said: Said) -> Event:
            return moving.moved(before, guild_id, announced, said)

        return await self._change(guild_id, by, query, source, ChangeKind.MOVED, make)

    async def postpone(self, guild_id: GuildId, by: UserId, query: str, source: str) -> Changed:
        """An event does not take place on its date, and no other is known; raises as `move`."""
        return await self._stands(guild_id, by, query, source, ChangeKind.POSTPONED, EventStatus.POSTPONED)

    async def cancel(
        self, guild_id: GuildId, by: UserId, query: str, source: str, *, and_following: bool = False
    ) -> Changed:
        """An event does not take place; only a moderator's new date revives it. Raises as `move`.

        With `and_following` its rule brings none after it any more; raises `ComesOnce` where there is none.
        """
        what, status = ChangeKind.CANCELLED, EventStatus.CANCELLED
        return await self._stands(guild_id, by, query, source, what, status, ends_series=and_following)

    async def confirm(self, guild_id: GuildId, by: UserId, query: str, source: str) -> Changed:
        """An event takes place on its date; one that was called off needs a new date. Raises as `move`."""
        return await self._stands(guild_id, by, query, source, ChangeKind.CONFIRMED, EventStatus.CONFIRMED)

    async def repeat(self, guild_id: GuildId, by: UserId, query: str, how: str, source: str) -> Changed:
        """An event comes back by another rule from now on, or by none any more; raises as `add` and `move`.

        What its rule was to bring after it and nobody touched is taken away.
        """
        rule = entered.rule_or_none(how)

        def make(before: Event, said: Said) -> Event:
            return moving.edited(before, guild_id, said, title=None, place=None, link=None, concerns=None)

        return await self._change(
            guild_id, by, query, source, ChangeKind.EDITED, make, rule=rule, ends_series=rule is None
        )

    async def _stands(
        self,
        guild_id: GuildId,
        by: UserId,
        query: str,
        source: str,
        what: ChangeKind,
        status: EventStatus,
        *,
        ends_series: bool = False,
    ) -> Changed:
        def make(before: Event, said: Said) -> Event:
            if what is ChangeKind.CONFIRMED and before.is_called_off:
                raise CalledOff(before.title, before.status)
            return moving.with_status(before, guild_id, status, said)

        return await self._change(guild_id, by, query, source, what, make, ends_series=ends_series)

    async def _change(
        self,
        guild_id: GuildId,
        by: UserId,
        query: str,
        source: str,
        what: ChangeKind,
        make: Callable[[Event, Said], Event],
        *,
        rule: Rule | None = None,
        ends_series: bool = False,
    ) -> Changed:
        seen, expected = await self._diary.chosen(guild_id, query)
        guild, now = await self._guild(guild_id), await self._asking.now(guild_id)
        said = entered.said(by, now, source)
        async with self._db.transaction() as tx:
            await guilds.put(tx, guild_id)
            before = await events.get(tx, seen.id, guild_id) or seen
            if before.revision != expected:
                raise ChangedMeanwhile(before.title)
            after = make(before, said)
            is_other_series = await self._changes_series(tx, before, rule, ends_series)
            if moving.is_same(before, after) and not is_other_series:
                raise NothingChanges(before.title)
            if after.title != before.title:
                await self._check_name(tx, guild_id, after.title, now, but=before.id)
            if before.guild_id == SHIPPED:
                await self._room.make(tx, guild_id, now)
            return await self._record(tx, guild, before, after, what, said, now, rule, ends_series)

    async def _record(
        self,
        tx: Transaction,
        guild: Guild,
        before: Event | None,
        after: Event,
        what: ChangeKind,
        said: Said,
        now: Moment,
        rule: Rule | None,
        ends_series: bool = False,
    ) -> Changed:
        """Write the change with what it does to the series of the event."""
        gone, made, series, remark = [], [], None, None
        if (ends_series or rule is not None) and before is not None:
            gone = await self._repeating.end(tx, guild, before, said, now)
            remark = "comes back by its rule no more" if gone or ends_series else None
        if rule is not None:
            series, after = await self._repeating.begin(tx, after, rule, said)
            remark = f"comes back {series_rules.rule_in_words(series)}"
        told = await self._recording.record(tx, guild, before, after, what, said, now, remark)
        if series is not None:
            made = await self._repeating.follow(tx, guild, series, now)
        elif not ends_series:
            await self._repeating.go_on(tx, guild, after.series_id, now)
        return Changed(before, after, what, said, told, now, guild.zone, series, tuple(made), tuple(gone))

    async def _changes_series(
        self, reader: Reader, event: Event, rule: Rule | None, ends_series: bool
    ) -> bool:
        """Whether its rule becomes another, or none; raises `ComesOnce` where there is none to end."""
        known = await series_table.get(reader, event.series_id) if event.series_id is not None else None
        goes_on = known is not None and known.ended_at is None
        if ends_series and not goes_on:
            raise ComesOnce(event.title)
        return ends_series or (
            rule is not None and not (goes_on and known is not None and known.rule == str(rule))
        )

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

    async def _guild(self, guild_id: GuildId) -> Guild:
        return await guilds.get(self._db.reader, guild_id) or Guild(guild_id)
