"""Events that come back: each of the next ones is an event of its own, made once by its rule.

They are made when the series begins, after each change of one of its events, and while the bot tidies up.
What was made is never made again, whatever became of it: a series knows how far its rule was followed.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.rules import series as rules
from bot.rules.dates.recurring import NotARule, Rule
from bot.rules.moment import Moment, is_over
from bot.rules.moving import Said, with_status
from bot.services.asking import Asking
from bot.services.diary import called
from bot.services.recording import Recording
from bot.services.refusals import ComesNotBack, TooMany
from bot.services.room import Room
from storage import events, guilds, reminders
from storage import series as table
from storage.database import Database, Transaction
from storage.records import Event, EventStatus, Guild, GuildId, ReminderState
from storage.revisions import ChangeKind, Series

log = logging.getLogger(__name__)

_ENDED = "its rule brings it no more"


@dataclass(frozen=True, slots=True)
class Around:
    """Where an event stands in its series."""

    series: Series
    before: Event | None
    after: Event | None


class Repeating:
    def __init__(self, db: Database, asking: Asking, recording: Recording, room: Room) -> None:
        self._db = db
        self._asking = asking
        self._recording = recording
        self._room = room

    async def tick(self) -> None:
        """Make of every series what has come near enough."""
        for series in await table.going_on(self._db.reader):
            now = await self._asking.now(series.guild_id)
            async with self._db.transaction() as tx:
                guild = await guilds.get(tx, series.guild_id) or Guild(series.guild_id)
                await self.go_on(tx, guild, series.id, now)

    async def around(self, event: Event) -> Around | None:
        """The series an event belongs to, with those before and after it."""
        if event.series_id is None:
            return None
        series = await table.get(self._db.reader, event.series_id)
        if series is None:
            return None
        return Around(
            series, *rules.neighbours(event, await events.of_series(self._db.reader, event.series_id))
        )

    async def begin(self, tx: Transaction, first: Event, rule: Rule, said: Said) -> tuple[Series, Event]:
        """A new series, and its first event as one of it, still to be written; raises `ComesNotBack`."""
        try:
            series = rules.begun(first, rule, said)
        except NotARule as error:
            raise ComesNotBack(str(rule), str(error)) from error
        series = replace(series, id=await table.add(tx, series))
        return series, rules.begins_with(first, series)

    async def follow(self, tx: Transaction, guild: Guild, series: Series, now: Moment) -> list[Event]:
        """Make the next events of a series; raises `ComesNotBack` and `TooMany`."""
        there = await events.of_series(tx, series.id)
        today = now.today.isoformat()
        ahead = sum((one.occurrence or "") >= today and not rules.is_first(one, series) for one in there)
        try:
            wanted = rules.wanted(series, ahead, now)
        except NotARule as error:
            raise ComesNotBack(series.rule, str(error)) from error
        made = [rules.made(series, one, "", now) for one in wanted.make]
        made = await self._unknown(tx, guild.id, series, made, now)
        ids = await self._room.ids(tx, guild.id, now, len(made)) if made else []
        said = Said(series.source, series.url, series.by_user_id, now.at, now.today)
        remark = f"by its rule: {rules.since_in_words(series)}"
        named = [replace(event, id=event_id) for event, event_id in zip(made, ids, strict=True)]
        for event in named:
            await self._recording.record_by_rule(tx, guild, event, said, remark)
        await table.followed_until(tx, series.id, wanted.until, wanted.count)
        return named

    async def go_on(self, tx: Transaction, guild: Guild, series_id: int | None, now: Moment) -> None:
        """The same for a series that goes on, as far as there is room for it."""
        series = await table.get(tx, series_id) if series_id is not None else None
        if series is None or series.ended_at is not None:
            return
        try:
            await self.follow(tx, guild, series, now)
        except (TooMany, ComesNotBack) as error:
            log.info("server %d: series %d is not followed further: %r", guild.id, series.id, error)

    async def end(self, tx: Transaction, guild: Guild, last: Event, said: Said, now: Moment) -> list[Event]:
        """Let no more come after `last`, and take away what nobody has touched; returns that.

        What was reminded of is called off, and told; what is past, or was changed by somebody, stays.
        """
        series = await table.get(tx, last.series_id) if last.series_id is not None else None
        if series is None:
            return []
        await table.end(tx, series.id, said.at, said.by, said.source, said.url)
        gone = [
            one
            for one in await events.of_series(tx, series.id)
            if (one.occurrence or "") > (last.occurrence or "")
            and rules.is_untouched(one, series)
            and not is_over(one, now)
        ]
        for one in gone:
            known = await reminders.of_event(tx, one.id, guild.id)
            if any(reminder.state is ReminderState.DONE for reminder in known):
                after = with_status(one, guild.id, EventStatus.CANCELLED, said)
                await self._recording.record(
                    tx, guild, one, after, ChangeKind.CANCELLED, said, now, remark=_ENDED
                )
            else:
                await self._recording.unrecord(tx, guild, one, said)
        return gone

    async def _unknown(
        self, tx: Transaction, guild_id: GuildId, series: Series, made: Sequence[Event], now: Moment
    ) -> list[Event]:
        """Without the editions that the server knows already: what is announced stands before a rule."""
        known = {
            called(one.title)
            for one in await events.all_of(tx, guild_id)
            if one.series_id != series.id and not is_over(one, now)
        }
        return [one for one in made if one.title == series.title or called(one.title) not in known]
