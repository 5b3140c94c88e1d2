"""Servers that come, are set up, and go."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from bot.rules import notices
from bot.rules.dates import zones
from bot.services.arming import arm_guild
from bot.services.owing import owe
from bot.services.ports import Clock
from bot.services.refusals import NoSuchZone
from bot.services.reminding import Reminding
from bot.services.subscribing import CHANNEL_DELETED, read_options
from storage import entries, guilds, outbox, subscriptions
from storage.database import Database, Transaction
from storage.records import ChannelId, Guild, GuildId

log = logging.getLogger(__name__)

LEFT = "the bot is not in the server"
_FORGOTTEN_AFTER = timedelta(days=30)
_ENTRIES_KEPT = timedelta(days=90)


class Guilds:
    def __init__(self, db: Database, clock: Clock, reminding: Reminding) -> None:
        self._db = db
        self._clock = clock
        self._reminding = reminding

    async def get(self, guild_id: GuildId) -> Guild:
        """A server's settings; those of one that set nothing up are the defaults."""
        return await guilds.get(self._db.reader, guild_id) or Guild(guild_id)

    async def seen(self, guild_id: GuildId, first_channel_id: ChannelId | None) -> None:
        """The bot is in this server; one that is new, or was left, is welcomed as joined."""
        async with self._db.transaction() as tx:
            if await guilds.put(tx, guild_id):
                await self._welcome(tx, guild_id, first_channel_id)

    async def _welcome(self, tx: Transaction, guild_id: GuildId, first_channel_id: ChannelId | None) -> None:
        now = self._clock()
        # A channel that was lost for another reason is tried again, and pauses itself if it still is.
        await subscriptions.resume_guild(tx, guild_id, unless=CHANNEL_DELETED)
        await self._reminding.replan_guild(tx, guild_id)
        if first_channel_id is None:
            return
        told = notices.welcome(guild_id, now)
        await owe(tx, told, now, guild_id=guild_id, channel_id=first_channel_id)

    async def left(self, guild_id: GuildId) -> None:
        """The bot was removed from a server: pause what is there; it is forgotten after 30 days."""
        now = self._clock()
        async with self._db.transaction() as tx:
            await guilds.mark_left(tx, guild_id, now)
            await subscriptions.pause_guild(tx, guild_id, LEFT, now)
            await outbox.cancel_guild(tx, guild_id, LEFT)

    async def present(self, first_channels: Mapping[GuildId, ChannelId | None]) -> None:
        """After login: these are the servers the bot is in, each with where it may be greeted.

        What changed while the bot was away is caught up: servers left, and servers that are new.
        """
        for guild_id in await guilds.ids_present(self._db.reader) - set(first_channels):
            await self.left(guild_id)
        for guild_id, channel_id in first_channels.items():
            await self.seen(guild_id, channel_id)

    async def set_up(
        self,
        guild_id: GuildId,
        *,
        zone: str | None = None,
        day_hour: int | None = None,
        notices_channel_id: ChannelId | None = None,
        options: Mapping[str, str | None] | None = None,
    ) -> Guild:
        """Change what is given, keep the rest, and plan the server's reminders anew.

        Options are given as they were typed. Raises `NoSuchZone` and `NoSuchChoice`.
        """
        if zone is not None:
            zone = _known_zone(zone)
        changed = read_options(options or {})
        async with self._db.transaction() as tx:
            await guilds.put(tx, guild_id)
            old = await guilds.get(tx, guild_id) or Guild(guild_id)
            new = replace(
                old,
                zone=zone if zone is not None else old.zone,
                day_hour=day_hour if day_hour is not None else old.day_hour,
                notices_channel_id=notices_channel_id or old.notices_channel_id,
                set_up_at=self._clock(),
                options=replace(old.options, **changed),
            )
            await guilds.save(tx, new)
            if _timing(old) != _timing(new):
                await self._reminding.replan_guild(tx, guild_id)
            if (old.zone, old.options) != (new.zone, new.options):
                await arm_guild(tx, new, self._clock())
        return new

    async def send_test(self, guild_id: GuildId, channel_id: ChannelId) -> None:
        """Owe a test message to the notices channel."""
        now = self._clock()
        told = notices.test_message(channel_id, now)
        async with self._db.transaction() as tx:
            await owe(tx, told, now, guild_id=guild_id, channel_id=channel_id)

    async def tidy(self) -> None:
        """Forget servers left and channels deleted 30 days ago, and old entries and messages."""
        now = self._clock()
        async with self._db.transaction() as tx:
            forgotten = await guilds.forget_left_before(tx, now - _FORGOTTEN_AFTER)
            await subscriptions.forget_paused(tx, CHANNEL_DELETED, now - _FORGOTTEN_AFTER)
            await entries.forget_before(tx, now - _ENTRIES_KEPT)
            await outbox.forget_before(tx, now - _ENTRIES_KEPT)
        if forgotten:
            log.info("forgot %d servers that were left 30 days ago", forgotten)


def _timing(guild: Guild) -> tuple[object, ...]:
    """What the instants of a server's reminders depend on."""
    return guild.zone, guild.day_hour, guild.options.leads, guild.options.day_hour


def _known_zone(query: str) -> str:
    try:
        return zones.named(query).key
    except zones.NotAZone as error:
        raise NoSuchZone(query, error.candidates) from error
