"""Sets when a channel is briefed and its live list looked after, in the transaction that changes options."""

from __future__ import annotations

from datetime import datetime

from bot.rules.briefs import armed
from storage import channels, subscriptions
from storage.database import Transaction
from storage.records import Channel, ChannelId, Guild


async def arm_channel(tx: Transaction, guild: Guild, channel_id: ChannelId, now: datetime) -> Channel:
    """Call it after a channel's options were saved, or it began to follow something; returns it as kept."""
    known = await channels.get(tx, channel_id) or Channel(channel_id, guild.id)
    new = armed(known, guild, now)
    if new != known:
        await channels.save(tx, new)
    return new


async def arm_guild(tx: Transaction, guild: Guild, now: datetime) -> None:
    """Call it after a server's zone or options were saved: what its channels inherit may be other."""
    following = {one.channel_id for one in await subscriptions.of_guild(tx, guild.id)}
    known = set(await channels.of_guild(tx, guild.id))
    for channel_id in sorted(known | {one for one in following if one is not None}):
        await arm_channel(tx, guild, channel_id, now)
