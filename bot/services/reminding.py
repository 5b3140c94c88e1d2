"""Plans reminders when something changes, and turns the due ones into owed messages."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.rules import reminding as rules
from bot.rules.digests import CatchUp
from bot.rules.snoozing import still_put_off
from bot.rules.timing import Timing, timing_of
from bot.services import holding
from bot.services.due import say_due
from bot.services.ports import Clock
from storage import channels, event_leads, events, guilds, reminders, subscriptions
from storage.database import Database, Transaction
from storage.records import (
    SHIPPED,
    Channel,
    ChannelId,
    Event,
    Guild,
    GuildId,
    Reminder,
    Subscription,
)

log = logging.getLogger(__name__)

_BATCH = 200


class Reminding:
    def __init__(self, db: Database, clock: Clock, catch_up: CatchUp = CatchUp.LATE) -> None:
        self._db = db
        self._clock = clock
        self._catch_up = catch_up

    async def replan_one(self, tx: Transaction, subscription: Subscription) -> None:
        """Bring the reminders of one subscription in line with the events as they are now."""
        guild = await _guild(tx, subscription.guild_id)
        await self._replan(tx, [subscription], guild)

    async def replan_channel(self, tx: Transaction, guild: Guild, channel_id: ChannelId) -> None:
        """The same for all that a channel follows."""
        following = await subscriptions.in_guild(tx, guild.id)
        await self._replan(tx, [one for one in following if one.channel_id == channel_id], guild)

    async def replan_guild(self, tx: Transaction, guild_id: GuildId) -> None:
        """The same for a server; for `SHIPPED` for those who asked in no server."""
        guild = await _guild(tx, guild_id)
        await self._replan(tx, await subscriptions.in_guild(tx, guild_id), guild)

    async def replan_event(self, tx: Transaction, guild: Guild, event: Event) -> None:
        """Bring the reminders of one event in line with it, for all subscriptions of a server."""
        known = await reminders.of_event(tx, event.id, guild.id)
        setting = await _setting(tx, guild)
        following = [
            (one, setting.timing(one, event))
            for one in await subscriptions.in_guild(tx, guild.id)
            if one.paused_at is None and rules.follows(one, event)
        ]
        planned = rules.plan_for(event, following)
        if any(one.lead == rules.SNOOZED for one in known):
            planned += [
                again
                for one, timing in following
                for again in still_put_off(event, timing, [r for r in known if r.subscription_id == one.id])
            ]
        await _write(tx, rules.replan_event(planned, known, self._clock()))

    async def replan_all(self, tx: Transaction) -> None:
        for guild_id in (SHIPPED, *sorted(await guilds.ids_present(tx))):
            await self.replan_guild(tx, guild_id)

    async def _replan(self, tx: Transaction, following: Sequence[Subscription], guild: Guild) -> None:
        if not following:
            return
        setting, known = await _setting(tx, guild), await self._known(tx, guild.id)
        for subscription in following:
            pending = await reminders.pending_of(tx, subscription.id)
            planned = _planned(subscription, setting, known, pending)
            said = await reminders.done_of(tx, subscription.id)
            await _write(tx, rules.replan(planned, pending, self._clock(), said))

    async def next_due_at(self) -> datetime | None:
        return await reminders.next_due_at(self._db.reader)

    async def tick(self) -> None:
        """Owe a message for every reminder that is due; each batch is one transaction.

        What fell due while nobody was there to say it is held until the last batch, and then told.
        """
        while await self._say_due() >= _BATCH:
            pass
        await holding.release(self._db, self._clock(), self._catch_up)

    async def _say_due(self) -> int:
        async with self._db.transaction() as tx:
            return await say_due(tx, self._clock(), _BATCH, self._catch_up)

    async def _known(self, tx: Transaction, guild_id: GuildId) -> list[Event]:
        # A day's margin: the last possible day may still lie ahead in the server's zone.
        return await events.coming(tx, (self._clock() - timedelta(days=1)).date(), guild_id)


@dataclass(frozen=True, slots=True)
class _Setting:
    """What a server's plans depend on, besides its events."""

    guild: Guild
    channels: Mapping[ChannelId, Channel]
    leads: Mapping[str, tuple[str, ...]]
    """Of single events."""

    def timing(self, subscription: Subscription, event: Event) -> Timing:
        channel = self.channels.get(subscription.channel_id) if subscription.channel_id else None
        return timing_of(self.guild, channel, subscription, self.leads.get(event.id))


def _planned(
    subscription: Subscription, setting: _Setting, known: Sequence[Event], pending: Sequence[Reminder]
) -> list[Reminder]:
    """All that one subscription is to be reminded of; nothing while it is paused."""
    planned = []
    for event in known if subscription.paused_at is None else ():
        if rules.follows(subscription, event):
            timing = setting.timing(subscription, event)
            planned += rules.plan(event, subscription, timing)
            planned += still_put_off(event, timing, pending)
    return planned


async def _guild(tx: Transaction, guild_id: GuildId) -> Guild:
    return await guilds.get(tx, guild_id) or Guild(guild_id)


async def _setting(tx: Transaction, guild: Guild) -> _Setting:
    return _Setting(guild, await channels.of_guild(tx, guild.id), await event_leads.of_guild(tx, guild.id))


async def _write(tx: Transaction, change: rules.Replan) -> None:
    await reminders.withdraw(tx, *(reminder.id for reminder in change.drop))
    await reminders.put(tx, *change.put)
