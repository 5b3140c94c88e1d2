"""Tells servers, in their notices channels, how their feeds fare; each thing once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from bot.rules import notices_feeds, polling
from bot.rules.notices import Notice
from bot.services import holding
from bot.services.owing import owe
from storage import entries, feeds, guilds
from storage.database import Transaction
from storage.news import Feed
from storage.records import ChannelId, Guild

_TROUBLE_TOLD_AFTER = timedelta(days=1)

Tell = Callable[[ChannelId, Feed], tuple[str, Notice]]


async def tell(tx: Transaction, polled: Sequence[tuple[Feed, Feed]], now: datetime) -> list[Feed]:
    """Say what polls changed of the state of feeds, if anything; returns the feeds as they are to be kept.

    Each feed is given as it was before its poll and as it is after it.
    """
    quiet = [after.id for _, after in polled if polling.may_be_silent(after, now)]
    gaps = await entries.usual_gaps(tx, quiet) if quiet else {}
    return [await _tell(tx, before, after, gaps.get(after.id), now) for before, after in polled]


async def _tell(
    tx: Transaction, before: Feed, after: Feed, usual_gap: timedelta | None, now: datetime
) -> Feed:
    if after.ended_at is not None:
        await _tell_all(tx, after, notices_feeds.ended, now)
    elif after.failing_since_at is not None:
        if now - after.failing_since_at >= _TROUBLE_TOLD_AFTER:
            await _tell_all(tx, after, notices_feeds.failing, now)
            for guild in await guilds.following_feed(tx, after.id):
                await feeds.told_failing(tx, after.id, guild.id, now)
    elif before.failing_since_at is not None:
        await _tell_recovered(tx, after, before.failing_since_at, now)
    elif polling.is_unusually_silent(after, usual_gap, now):
        await _tell_all(tx, after, notices_feeds.silent, now)
        return polling.told_of_silence(after, now)
    return after


async def _tell_recovered(tx: Transaction, feed: Feed, since: datetime, now: datetime) -> None:
    told = await feeds.told_of_failure(tx, feed.id)
    for guild in await guilds.following_feed(tx, feed.id):
        if guild.id in told and guild.notices_channel_id is not None:
            await _owe(tx, guild, notices_feeds.recovered(guild.notices_channel_id, feed, since), now)
        await feeds.told_failing(tx, feed.id, guild.id, None)


async def _tell_all(tx: Transaction, feed: Feed, told: Tell, now: datetime) -> None:
    for guild in await guilds.following_feed(tx, feed.id):
        if guild.notices_channel_id is not None:
            await _owe(tx, guild, told(guild.notices_channel_id, feed), now)


async def _owe(tx: Transaction, guild: Guild, told: tuple[str, Notice], now: datetime) -> None:
    """Tell a server's notices channel, once its quiet hours are over."""
    channel_id = guild.notices_channel_id
    assert channel_id is not None
    until = await holding.until(tx, guild, channel_id, told[1], now)
    await owe(tx, told, now, guild_id=guild.id, channel_id=channel_id, held_until_at=until)
