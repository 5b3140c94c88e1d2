"""Makes channels follow forums, topics and countries, and ends it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.services.arming import arm_channel
from bot.services.ports import Clock
from bot.services.refusals import NothingChosen, NotSubscribed, TooMany
from bot.services.reminding import Reminding
from storage import catalogue, channels, guilds, outbox, subscriptions
from storage.database import Database, Transaction
from storage.deliveries import Delivery
from storage.records import ChannelId, EntityId, GuildId, Subscription

CHANNEL_DELETED = "the channel was deleted"


class Subscribing:
    def __init__(self, db: Database, clock: Clock, reminding: Reminding, *, limit: int) -> None:
        self._db = db
        self._clock = clock
        self._reminding = reminding
        self._limit = limit

    async def subscribe(
        self,
        guild_id: GuildId,
        channel_id: ChannelId,
        subject: EntityId,
        *,
        news: bool,
        reminders: bool,
        role_id: int | None = None,
    ) -> Subscription:
        """Follow a subject in a channel; one that was followed is changed, and goes on if paused.

        Raises `NothingChosen` and `TooMany`.
        """
        if not news and not reminders:
            raise NothingChosen()
        async with self._db.transaction() as tx:
            await guilds.put(tx, guild_id)
            known = await subscriptions.get(tx, channel_id, subject)
            if known is None and len(await subscriptions.of_guild(tx, guild_id)) >= self._limit:
                raise TooMany("subscriptions", self._limit)
            await subscriptions.put(
                tx,
                guild_id,
                channel_id,
                subject,
                news=news,
                reminders=reminders,
                role_id=role_id,
                now=self._clock(),
            )
            made = await subscriptions.get(tx, channel_id, subject)
            assert made is not None
            await self._reminding.replan_one(tx, made)
            await self._arm(tx, guild_id, channel_id)
        return made

    async def unsubscribe(self, channel_id: ChannelId, subject: EntityId) -> None:
        """Follow a subject no more; its planned reminders go with it. Raises `NotSubscribed`."""
        async with self._db.transaction() as tx:
            if not await subscriptions.remove(tx, channel_id, subject):
                raise NotSubscribed(await catalogue.label(tx, subject))
            if (channel := await channels.get(tx, channel_id)) is not None:
                await self._arm(tx, channel.guild_id, channel_id)

    async def of_guild(self, guild_id: GuildId) -> list[Subscription]:
        return await subscriptions.of_guild(self._db.reader, guild_id)

    async def given_up(self, guild_id: GuildId) -> list[Delivery]:
        """Messages of the last week that could not be delivered and will not be tried again."""
        return await outbox.dead_since(self._db.reader, guild_id, self._clock() - timedelta(days=7))

    async def channel_deleted(self, guild_id: GuildId, channel_id: ChannelId) -> None:
        """A channel is gone: its subscriptions are paused, what was owed to it is cancelled."""
        async with self._db.transaction() as tx:
            await subscriptions.pause_channel(tx, channel_id, CHANNEL_DELETED, self._clock())
            await outbox.cancel_pending(tx, channel_id=channel_id, reason=CHANNEL_DELETED)
            guild = await guilds.get(tx, guild_id)
            if guild is not None and guild.notices_channel_id == channel_id:
                await guilds.save(tx, replace(guild, notices_channel_id=None))
            await channels.forget(tx, channel_id)

    async def _arm(self, tx: Transaction, guild_id: GuildId, channel_id: ChannelId) -> None:
        """A channel that follows something else has another brief and another list."""
        guild = await guilds.get(tx, guild_id)
        assert guild is not None
        await arm_channel(tx, guild, channel_id, self._clock())
