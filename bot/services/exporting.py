"""Calendars of what a server sees: as a file for whoever asks, and at a secret address for each channel."""

from __future__ import annotations

import asyncio
import hmac
import re
import secrets
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.rules.calendars import exported, written
from bot.rules.text import cut
from bot.rules.wording import listed
from bot.services.asking import Asking
from bot.services.catalogue import CatalogueService
from bot.services.ports import Clock
from bot.services.refusals import NothingFollowed, NotServed
from storage import channels, events, followed, guilds, subscriptions
from storage.database import Database
from storage.records import Channel, ChannelId, EntityId, Event, GuildId

_KEY_BYTES = 32
_HANDLE = 12
"""Letters of a key by which it is looked up; all are compared, in the same time whether right or wrong."""
_NOBODYS = "-" * 43
_UNNAMED = "Attaché"
_MOST_NAMES = 6


@dataclass(frozen=True, slots=True)
class CalendarFile:
    name: str
    data: bytes
    count: int
    undated: tuple[Event, ...]
    """What was left out for want of a day."""

    @property
    def filename(self) -> str:
        return "-".join(re.findall(r"[a-z0-9]+", self.name.casefold()))[:60].strip("-") or "calendar"


class Exporting:
    def __init__(
        self, db: Database, clock: Clock, catalogue: CatalogueService, asking: Asking, *, address: str | None
    ) -> None:
        self._db = db
        self._clock = clock
        self._catalogue = catalogue
        self._asking = asking
        self._address = address
        """Where the web reaches our calendars, without a slash at its end; None where it does not."""

    async def of(self, asker: GuildId, subjects: Collection[EntityId]) -> CalendarFile:
        """What concerns any of these, as the server that asks sees it."""
        now = await self._asking.now(asker)
        since = now.today - exported.KEPT - timedelta(days=1)
        seen = await followed.coming(self._db.reader, asker, subjects, since)
        changed_at = await events.changed_at(self._db.reader, asker)
        chosen = exported.chosen(seen, changed_at, self._catalogue.known_to(None), now)
        name = self._name(subjects)
        # Five hundred events take an eighth of a second to write, which the loop need not stand still for.
        data = await asyncio.to_thread(written.write, name, chosen.exported)
        return CalendarFile(name, data, len(chosen.exported), chosen.undated)

    async def of_channel(self, asker: GuildId, channel_id: ChannelId) -> CalendarFile:
        """What concerns anything that a channel follows; raises `NothingFollowed`."""
        subjects = await self._followed(channel_id)
        if not subjects:
            raise NothingFollowed()
        return await self.of(asker, subjects)

    async def at(self, key: str) -> CalendarFile | None:
        """The calendar at the address with this key, however little its channel follows."""
        found = await channels.keyed(self._db.reader, key[:_HANDLE]) if len(key) > _HANDLE else None
        expected = found.calendar_key if found is not None and found.calendar_key else _NOBODYS
        if not hmac.compare_digest(expected.encode(), key.encode("utf-8", "replace")) or found is None:
            return None
        guild = await guilds.get(self._db.reader, found.guild_id)
        if guild is None or guild.left_at is not None:
            return None
        return await self.of(found.guild_id, await self._followed(found.id))

    async def address(self, guild_id: GuildId, channel_id: ChannelId, *, renew: bool = False) -> str:
        """Where the calendar of a channel is; with `renew` at a new address, and at the old one no more.

        Raises `NotServed`.
        """
        if self._address is None:
            raise NotServed()
        async with self._db.transaction() as tx:
            await guilds.put(tx, guild_id)
            channel = await channels.get(tx, channel_id) or Channel(channel_id, guild_id)
            if channel.calendar_key is None or renew:
                channel = replace(channel, calendar_key=secrets.token_urlsafe(_KEY_BYTES))
                await channels.save(tx, channel)
        return f"{self._address}/calendar/{channel.calendar_key}.ics"

    async def _followed(self, channel_id: ChannelId) -> list[EntityId]:
        return [one.subject for one in await subscriptions.of_channel(self._db.reader, channel_id)]

    def _name(self, subjects: Collection[EntityId]) -> str:
        labels = [self._asking.label(subject) for subject in subjects]
        more = len(labels) - _MOST_NAMES
        if more > 0:
            labels = [*labels[:_MOST_NAMES], f"{more} more"]
        name = listed(labels)
        return cut(name[:1].upper() + name[1:], 200) or _UNNAMED
