"""Keeps each channel's live list up to date: one message with what is coming of what the channel follows.

It is looked at again when something may have changed it, at midnight, and every hour; in an hour it is
written anew even where nothing changed, so that it comes back if somebody deleted it.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.rules import notices_brief
from bot.rules.briefs import LIST_LOOKED_AFTER_EVERY, list_due_at
from bot.rules.inheriting import options_of
from bot.rules.moment import Moment
from bot.rules.outlook import outlook
from bot.services.briefing import guild_and_channel
from bot.services.owing import owe
from bot.services.ports import Clock
from storage import catalogue as names
from storage import channels, followed, live_lists, subscriptions
from storage.database import Database, Transaction
from storage.deliveries import Delivery, Op, OutboxState
from storage.records import Channel, ChannelId, Guild

log = logging.getLogger(__name__)

_SUPERSEDED = "a newer state of the list took its place"
_TURNED_OFF = "the list was turned off"
_IN_FLIGHT = timedelta(seconds=30)


class Live:
    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def look_after_all(self) -> None:
        """At start: what the packs say may be other than it was."""
        async with self._db.transaction() as tx:
            await channels.look_after_lists(tx, self._clock())

    async def next_due_at(self) -> datetime | None:
        return await channels.next_list_at(self._db.reader)

    async def tick(self) -> None:
        """Look after every list that is due; one that fails stops no other, and has its turn in an hour."""
        for channel in await channels.lists_due(self._db.reader, self._clock()):
            try:
                await self._look_after(channel.id)
            except Exception:
                log.exception("the live list of channel %d failed", channel.id)
                await self._put_off(channel.id)

    async def _look_after(self, channel_id: ChannelId) -> None:
        async with self._db.transaction() as tx:
            now = self._clock()
            found = await guild_and_channel(tx, channel_id)
            if found is None or found[1].live_at is None or found[1].live_at > now:
                return
            guild, channel = found
            if options_of(guild, channel).live:
                await channels.save(tx, await self._kept(tx, guild, channel, now))
            else:
                await channels.save(tx, await self._ended(tx, channel, now))

    async def _kept(self, tx: Transaction, guild: Guild, channel: Channel, now: datetime) -> Channel:
        following = await subscriptions.of_channel(tx, channel.id)
        subjects = [one.subject for one in following if one.paused_at is None]
        if not subjects and (following or channel.live_message_id is None):
            return replace(channel, live_at=now + LIST_LOOKED_AFTER_EVERY)
        present = Moment(now, now.astimezone(ZoneInfo(guild.zone)).date())
        # A day's margin: the hour of an event west of here may be ahead when its day is over here.
        known = await followed.coming(tx, guild.id, subjects, present.today - timedelta(days=1))
        labels = [await names.label(tx, one) for one in subjects]
        digest, notice = notices_brief.live_list(outlook(known, present), now, guild.zone, labels)
        last = await live_lists.last(tx, channel.id)
        if last is None or digest != channel.live_digest or not _is_recent(last, now):
            await live_lists.supersede(tx, channel.id, _SUPERSEDED)
            await owe(
                tx,
                (f"live:{channel.id}:{digest}:{int(now.timestamp())}", notice),
                now,
                guild_id=guild.id,
                channel_id=channel.id,
                op=Op.LIVE,
                target_message_id=channel.live_message_id,
                expires_at=now + LIST_LOOKED_AFTER_EVERY,
            )
            owed_at = now
        else:
            owed_at = last.created_at
        return replace(channel, live_at=list_due_at(channel.id, guild.zone, owed_at, now), live_digest=digest)

    async def _ended(self, tx: Transaction, channel: Channel, now: datetime) -> Channel:
        """Say in the message that it is no longer kept; one that is on its way is waited for."""
        await live_lists.supersede(tx, channel.id, _TURNED_OFF)
        last = await live_lists.last(tx, channel.id)
        if last is not None and last.state is OutboxState.PENDING:
            return replace(channel, live_at=now + _IN_FLIGHT)
        if channel.live_message_id is not None:
            await owe(
                tx,
                notices_brief.list_ended(channel.id, channel.live_message_id, now),
                now,
                guild_id=channel.guild_id,
                channel_id=channel.id,
                op=Op.EDIT,
                target_message_id=channel.live_message_id,
            )
        return replace(channel, live_at=None, live_message_id=None, live_digest=None)

    async def _put_off(self, channel_id: ChannelId) -> None:
        async with self._db.transaction() as tx:
            channel = await channels.get(tx, channel_id)
            if channel is not None:
                await channels.save(tx, replace(channel, live_at=self._clock() + LIST_LOOKED_AFTER_EVERY))


def _is_recent(last: Delivery, now: datetime) -> bool:
    return last.created_at <= now < last.created_at + LIST_LOOKED_AFTER_EVERY
