"""Tells servers, in their notices channels, how their feeds fare; each thing once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.rules import notices_feeds, polling
from bot.rules.notices import Notice
from bot.services.owing import owe
from storage import entries, feeds, guilds
from storage.database import Transaction
from storage.news import Feed
from storage.records import ChannelId

_TROUBLE_TOLD_AFTER = timedelta(days=1)
_SILENCE_LOOKED_AT = timedelta(hours=6)

Tell = Callable[[ChannelId, Feed], tuple[str, Notice]]


async def tell(tx: Transaction, before: Feed, after: Feed, now: datetime) -> Feed:
    """Say what a poll changed of a feed's state, if anything; returns the feed as it is to be kept."""
    if after.ended_at is not None:
        await _tell_all(tx, after, notices_feeds.ended, now)
    elif after.failing_since_at is not None:
        if now - after.failing_since_at >= _TROUBLE_TOLD_AFTER:
            await _tell_all(tx, after, notices_feeds.failing, now)
            for guild in await guilds.following_feed(tx, after.id):
                await feeds.told_failing(tx, after.id, guild.id, now)
    elif before.failing_since_at is not None:
        await _tell_recovered(tx, after, before.failing_since_at, now)
    elif after.newest_at is not None and now - after.newest_at > polling.QUIET_AT_LEAST:
        gap = await entries.usual_gap(tx, after.id)
        if polling.is_unusually_silent(after, gap, now):
            await _tell_all(tx, after, notices_feeds.silent, now)
            return polling.told_of_silence(after, now)
    return after


async def _tell_recovered(tx: Transaction, feed: Feed, since: datetime, now: datetime) -> None:
    told = await feeds.told_of_failure(tx, feed.id)
    for guild in await guilds.following_feed(tx, feed.id):
        if guild.id in told and guild.notices_channel_id is not None:
            said = notices_feeds.recovered(guild.notices_channel_id, feed, since)
            await owe(tx, said, now, guild_id=guild.id, channel_id=guild.notices_channel_id)
        await feeds.told_failing(tx, feed.id, guild.id, None)


async def _tell_all(tx: Transaction, feed: Feed, told: Tell, now: datetime) -> None:
    for guild in await guilds.following_feed(tx, feed.id):
        if guild.notices_channel_id is not None:
            said = told(guild.notices_channel_id, feed)
            await owe(tx, said, now, guild_id=guild.id, channel_id=guild.notices_channel_id)
