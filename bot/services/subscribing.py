"""Makes channels follow forums, topics and countries, changes how they are told, and ends it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from bot.rules import options_typed
from bot.services.arming import arm_channel
from bot.services.ports import Clock
from bot.services.refusals import NoSuchChoice, NothingChosen, NotSubscribed, TooMany, WhichSubscription
from bot.services.reminding import Reminding
from storage import catalogue, channels, guilds, outbox, subscriptions
from storage.database import Database, Reader, Transaction
from storage.deliveries import Delivery
from storage.records import Channel, ChannelId, EntityId, Guild, GuildId, Subscription

CHANNEL_DELETED = "the channel was deleted"
_OF_SUBSCRIPTIONS = ("leads", "day_hour")
"""The options that a single subscription may have of its own; all others are the channel's as a whole."""


@dataclass(frozen=True, slots=True)
class Edit:
    """What is to be changed of a channel and of one of its subscriptions; None leaves it as it is."""

    news: bool | None = None
    reminders: bool | None = None
    role_id: int | None = None
    no_role: bool = False
    options: Mapping[str, str | None] = field(default_factory=dict)
    """As they were typed."""

    @property
    def is_of_subscription(self) -> bool:
        return self.no_role or any(one is not None for one in (self.news, self.reminders, self.role_id))


@dataclass(frozen=True, slots=True)
class Standing:
    """A channel and what it follows, as they stand now."""

    guild: Guild
    channel: Channel
    following: tuple[Subscription, ...]


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

    async def standing(self, guild_id: GuildId, channel_id: ChannelId) -> Standing:
        return await _standing(self._db.reader, guild_id, channel_id)

    async def edit(
        self, guild_id: GuildId, channel_id: ChannelId, subject: EntityId | None, edit: Edit
    ) -> Standing:
        """Change how a channel is told, or, with a subject, one of its subscriptions; reminders follow.

        Lead times and the hour are then that subscription's alone. Raises `NoSuchChoice`,
        `WhichSubscription`, `NotSubscribed` and `NothingChosen`.
        """
        changed = read_options(edit.options)
        if subject is None and edit.is_of_subscription:
            raise WhichSubscription()
        own = {
            name: changed.pop(name) for name in _OF_SUBSCRIPTIONS if subject is not None and name in changed
        }
        async with self._db.transaction() as tx:
            await guilds.put(tx, guild_id)
            if subject is not None:
                await self._edit_one(tx, guild_id, channel_id, subject, edit, own)
            if changed:
                await self._edit_channel(tx, guild_id, channel_id, changed)
            return await _standing(tx, guild_id, channel_id)

    async def _edit_one(
        self,
        tx: Transaction,
        guild_id: GuildId,
        channel_id: ChannelId,
        subject: EntityId,
        edit: Edit,
        options: Mapping[str, Any],
    ) -> None:
        one = await subscriptions.get(tx, channel_id, subject)
        if one is None or one.guild_id != guild_id:
            raise NotSubscribed(await catalogue.label(tx, subject))
        news = one.news if edit.news is None else edit.news
        reminded = one.reminders if edit.reminders is None else edit.reminders
        if not news and not reminded:
            raise NothingChosen()
        if edit.is_of_subscription:
            role_id = None if edit.no_role else edit.role_id or one.role_id
            await subscriptions.put(
                tx,
                guild_id,
                channel_id,
                subject,
                news=news,
                reminders=reminded,
                role_id=role_id,
                now=self._clock(),
            )
        await subscriptions.set_options(tx, one.id, replace(one.options, **options))
        edited = await subscriptions.get(tx, channel_id, subject)
        assert edited is not None
        await self._reminding.replan_one(tx, edited)

    async def _edit_channel(
        self, tx: Transaction, guild_id: GuildId, channel_id: ChannelId, options: Mapping[str, Any]
    ) -> None:
        guild, channel = await _guild_and_channel(tx, guild_id, channel_id)
        await channels.save(tx, replace(channel, options=replace(channel.options, **options)))
        await arm_channel(tx, guild, channel_id, self._clock())
        if any(name in options for name in _OF_SUBSCRIPTIONS):
            await self._reminding.replan_channel(tx, guild, channel_id)

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


def read_options(given: Mapping[str, str | None]) -> dict[str, Any]:
    """What was typed for options, as what it changes of them; raises `NoSuchChoice`."""
    try:
        return options_typed.read(given)
    except options_typed.NotAnOption as error:
        raise NoSuchChoice(error.option, error.typed, str(error)) from error


async def _guild_and_channel(
    reader: Reader, guild_id: GuildId, channel_id: ChannelId
) -> tuple[Guild, Channel]:
    guild = await guilds.get(reader, guild_id) or Guild(guild_id)
    return guild, await channels.get(reader, channel_id) or Channel(channel_id, guild_id)


async def _standing(reader: Reader, guild_id: GuildId, channel_id: ChannelId) -> Standing:
    guild, channel = await _guild_and_channel(reader, guild_id, channel_id)
    following = await subscriptions.of_guild(reader, guild_id)
    return Standing(guild, channel, tuple(one for one in following if one.channel_id == channel_id))
