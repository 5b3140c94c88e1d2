"""Owes the publication of what was posted in an announcement channel, in the transaction that marks it sent.

Whether it is published is an option of the channel. Discord publishes few messages an hour; what could not be
published within one is not published any more. It is owed beside the channel's messages, which it never holds
up.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.rules import notices
from bot.rules.inheriting import options_of
from storage import channels, guilds, outbox
from storage.database import Transaction
from storage.deliveries import Delivery, Op, OutboxId

LATE = "it could not be published within an hour"
_HELPS_FOR = timedelta(hours=1)


def key_of(posted: OutboxId) -> str:
    """The key of the publication of a delivery's message."""
    return f"publish:{posted}"


async def owe(tx: Transaction, posted: Delivery, message_id: int, now: datetime) -> None:
    """Owe the publication of a message, where its channel wants that of what it says."""
    if posted.op is not Op.SEND or posted.guild_id is None or posted.channel_id is None:
        return
    guild, channel = await guilds.get(tx, posted.guild_id), await channels.get(tx, posted.channel_id)
    if guild is None or not options_of(guild, channel).publish:
        return
    if notices.from_json(posted.notice).kind not in notices.PUBLISHED:
        return
    await outbox.add(
        tx,
        key=key_of(posted.id),
        notice=posted.notice,
        now=now,
        guild_id=posted.guild_id,
        channel_id=posted.channel_id,
        expires_at=now + _HELPS_FOR,
        op=Op.PUBLISH,
        target_message_id=message_id,
    )
