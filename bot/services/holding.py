"""Holds notices back and tells them together: for quiet hours, for the pace of news, and after a downtime.

What is held is owed as any other notice, in the transaction of its cause, and is told from `release` on: by
itself, or in a digest that is owed in the transaction that ends what it tells.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.rules import digests, notices
from bot.rules.digests import CatchUp
from bot.rules.holding import held_until, hour_began, quiet_until
from bot.rules.inheriting import options_of
from bot.rules.notices import Notice
from bot.rules.reminding import LATE_AFTER
from bot.services.owing import owe
from storage import channels, guilds, held, outbox
from storage.database import Database, Transaction
from storage.deliveries import Delivery, OutboxState
from storage.records import Channel, ChannelId, Guild, Subscription

log = logging.getLogger(__name__)

_BATCH = 50
_MISSED = "it no longer helped when it could be told, or is not to be told late"


async def until(
    tx: Transaction,
    guild: Guild,
    channel_id: ChannelId,
    notice: Notice,
    now: datetime,
    following: Sequence[Subscription] = (),
    *,
    lead: timedelta | None = None,
) -> datetime | None:
    """Until when a notice for a channel is held, or None for not at all.

    `following` are the subscriptions it is told for: it waits for none that need not wait. `lead` is how long
    before the beginning a reminder falls due.
    """
    channel = await channels.get(tx, channel_id)
    return await until_in(tx, guild, channel_id, channel, notice, now, following, lead=lead)


async def until_in(
    tx: Transaction,
    guild: Guild,
    channel_id: ChannelId,
    channel: Channel | None,
    notice: Notice,
    now: datetime,
    following: Sequence[Subscription] = (),
    *,
    lead: timedelta | None = None,
) -> datetime | None:
    """As `until`, where what is set of the channel is known."""
    zone = ZoneInfo(guild.zone)
    told_this_hour: int | None = None
    earliest: datetime | None = None
    for options in {options_of(guild, channel, one) for one in following or (None,)}:
        if options.most_per_hour is not None and told_this_hour is None:
            told_this_hour = await held.count_told(
                tx, channel_id, begins=notices.NEWS, since_at=hour_began(zone, now)
            )
        at = held_until(
            options,
            zone,
            now,
            notice.kind,
            lead=lead,
            has_role=notice.role_id is not None,
            told_this_hour=told_this_hour or 0,
        )
        if at is None:
            return None
        earliest = at if earliest is None else min(earliest, at)
    return earliest


async def release(db: Database, now: datetime, catch_up: CatchUp) -> None:
    """Tell what was held until now."""
    while targets := await held.targets(db.reader, now, _BATCH):
        async with db.transaction() as tx:
            for target in targets:
                waiting = await held.of(tx, target, now)
                if not waiting:
                    continue  # it was taken back since it was looked for
                if (quiet := await _quiet_until(tx, waiting[0], now)) is not None:
                    await held.go_on(tx, [one.id for one in waiting], quiet)
                else:
                    await _tell(tx, waiting, now, catch_up)


async def gather_overdue(db: Database, now: datetime, catch_up: CatchUp) -> None:
    """At start: reminders that were owed when the last run ended and are late by now."""
    async with db.transaction() as tx:
        late = await held.take_overdue(tx, begins=notices.REMINDERS, limit_at=now - LATE_AFTER)
    if late:
        log.warning("%d reminders were still owed when the last run ended, and are late", late)
        await release(db, now, catch_up)


async def _quiet_until(tx: Transaction, waiting: Delivery, now: datetime) -> datetime | None:
    """Until when a channel is to be left in peace, where what was held for it could not be told in time."""
    in_time = now - waiting.not_before_at <= LATE_AFTER
    if waiting.guild_id is None or waiting.channel_id is None or in_time or not digests.was_held(waiting):
        return None
    guild = await guilds.get(tx, waiting.guild_id)
    if guild is None:
        return None
    options = options_of(guild, await channels.get(tx, waiting.channel_id))
    return quiet_until(options, ZoneInfo(guild.zone), now)


async def _tell(tx: Transaction, waiting: list[Delivery], now: datetime, catch_up: CatchUp) -> None:
    helpful = []
    for one in waiting:
        if digests.is_missed(one, now, catch_up):
            await outbox.end(tx, one.id, OutboxState.MISSED, _MISSED)
        else:
            helpful.append(one)
    found = digests.released(helpful, catch_up)
    for one in found.alone:
        await held.let_go(tx, one.id, digests.alone(one).to_json(), now)
    if not found.together:
        return
    told, first = digests.digest(found.together), found.together[0]
    await owe(
        tx,
        told,
        now,
        guild_id=first.guild_id,
        channel_id=first.channel_id,
        user_id=first.user_id,
        expires_at=max(
            (one.expires_at for one in found.together if one.expires_at is not None), default=None
        ),
    )
    await held.tell_together(tx, [one.id for one in found.together], told[0])
