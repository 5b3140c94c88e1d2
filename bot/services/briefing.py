"""Briefs channels at their hours: what is coming, what moved, and what was in the news since the last time.

A brief, its outbox row and when the next one is due are one transaction.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.rules import following, notices_brief
from bot.rules.briefs import DueBrief, due_brief, next_brief_at
from bot.rules.inheriting import options_of
from bot.rules.moment import Moment
from bot.rules.notices_brief import Briefed
from bot.rules.outlook import moved, outlook
from bot.services import holding
from bot.services.catalogue import CatalogueService
from bot.services.owing import owe
from bot.services.ports import Clock
from storage import catalogue as names
from storage import channels, entries, followed, guilds, subscriptions
from storage.database import Database, Transaction
from storage.news import Entry
from storage.options import Brief
from storage.records import Channel, ChannelId, EntityId, Guild

log = logging.getLogger(__name__)

_MOST_ENTRIES = 500
"""More are not counted."""


class Briefing:
    def __init__(self, db: Database, clock: Clock, catalogue: CatalogueService) -> None:
        self._db = db
        self._clock = clock
        self._catalogue = catalogue

    async def next_due_at(self) -> datetime | None:
        return await channels.next_brief_at(self._db.reader)

    async def tick(self) -> None:
        """Brief every channel whose brief is due; one that fails stops no other, and is left out once."""
        for channel in await channels.briefs_due(self._db.reader, self._clock()):
            try:
                await self._brief(channel.id)
            except Exception:
                log.exception("the brief of channel %d failed", channel.id)
                await self._leave_out(channel.id)

    async def _brief(self, channel_id: ChannelId) -> None:
        async with self._db.transaction() as tx:
            now = self._clock()
            found = await guild_and_channel(tx, channel_id)
            if found is None:
                return
            guild, channel = found
            if channel.brief_at is None or channel.brief_at > now:
                return
            options = options_of(guild, channel)
            due = due_brief(options, guild.zone, channel.brief_at, now)
            if due is None:
                log.warning("missed the brief of channel %d at %s", channel.id, channel.brief_at)
            elif await self._say(tx, guild, channel, due, now):
                channel = replace(channel, briefed_at=now)
            await channels.save(tx, replace(channel, brief_at=next_brief_at(options, guild.zone, now)))

    async def _leave_out(self, channel_id: ChannelId) -> None:
        async with self._db.transaction() as tx:
            if (found := await guild_and_channel(tx, channel_id)) is not None:
                guild, channel = found
                again = next_brief_at(options_of(guild, channel), guild.zone, self._clock())
                await channels.save(tx, replace(channel, brief_at=again))

    async def _say(
        self, tx: Transaction, guild: Guild, channel: Channel, due: DueBrief, now: datetime
    ) -> bool:
        """Owe a brief; returns whether what it covers is told. One day's news are not worth a message
        where there are none, but a week's silence is."""
        following = await subscriptions.of_channel(tx, channel.id)
        subjects = [one.subject for one in following if one.paused_at is None]
        if not subjects:
            return False
        said = await self._gathered(tx, guild, channel, subjects, due, now)
        if due.pace is Brief.DAILY and not said.is_worth_it:
            return True
        labels = [await names.label(tx, one) for one in subjects]
        told = notices_brief.brief(channel.id, said, due, now, guild.zone, labels)
        return await owe(
            tx,
            told,
            now,
            guild_id=guild.id,
            channel_id=channel.id,
            expires_at=due.expires_at,
            held_until_at=await holding.until(tx, guild, channel.id, told[1], now),
        )

    async def _gathered(
        self,
        tx: Transaction,
        guild: Guild,
        channel: Channel,
        subjects: Sequence[EntityId],
        due: DueBrief,
        now: datetime,
    ) -> Briefed:
        present = Moment(now, now.astimezone(ZoneInfo(guild.zone)).date())
        # Whole seconds, as they are stored: what is found in this one is told by the next brief.
        until_at = now.replace(microsecond=0)
        since_at = channel.briefed_at or until_at
        # A day's margin: the hour of an event west of here may be ahead when its day is over here.
        since = present.today - timedelta(days=1)
        coming = await followed.coming(tx, guild.id, subjects, since, due.until)
        changed = [
            moved(event, [one for one in changes if one.created_at < until_at], since_at, present)
            for event, changes in await followed.changed_since(tx, guild.id, subjects, since_at)
        ]
        known = self._catalogue.known_to(guild.id)
        telling = {one for subject in subjects for one in following.what_meets(known, subject)}
        found = await entries.about(tx, guild.id, telling, since_at, _MOST_ENTRIES)
        return Briefed(
            outlook(coming, present, due.until),
            [one for one in changed if one is not None],
            _each_story_once([entry for entry in found if entry.found_at < until_at and not entry.was_there]),
        )


async def guild_and_channel(tx: Transaction, channel_id: ChannelId) -> tuple[Guild, Channel] | None:
    channel = await channels.get(tx, channel_id)
    guild = await guilds.get(tx, channel.guild_id) if channel is not None else None
    return (guild, channel) if guild is not None and channel is not None else None


def _each_story_once(found: Sequence[Entry]) -> list[Entry]:
    """What several feeds tell is told once, as it was told last."""
    return list({entry.story_id or -entry.id: entry for entry in reversed(found)}.values())[::-1]
