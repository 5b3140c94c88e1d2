"""Who hears of a feed's news, as it stands in one transaction, and what they are owed in it.

A feed may be watched by hundreds of servers with thousands of subscriptions. Of these are read those of the
subjects that its news meet, once, and what channels are owed is written many rows at a time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from bot.rules import notices_news
from bot.rules.notices import Notice
from bot.services import holding
from bot.services.audience import Audience, Hit
from bot.services.portions import portions
from storage import channels, guilds, owed, subscriptions
from storage.database import Transaction
from storage.news import FeedId
from storage.owed import ToChannel
from storage.records import Channel, ChannelId, EntityId, Guild, GuildId, Subscription

Told = tuple[str, Notice]
"""What a rule told: a notice and its key."""

_AT_A_TIME = 100
_A_MOMENT = timedelta(seconds=1)


class Readership:
    def __init__(self, tx: Transaction, audience: Audience, feed_id: FeedId) -> None:
        self._tx = tx
        self._audience = audience
        self._feed_id = feed_id
        self._subjects: list[EntityId] | None = None
        self._following: dict[EntityId, list[Subscription]] = {}
        self._guilds: dict[GuildId, Guild] = {}
        self._channels: dict[ChannelId, Channel | None] = {}

    async def hits(self, mentioned: Sequence[EntityId]) -> dict[ChannelId, Hit]:
        """Which channels hear of what is mentioned, and by what."""
        if self._subjects is None:
            self._subjects = await subscriptions.subjects_following(self._tx, self._feed_id)
        met = self._audience.met(self._subjects, mentioned)
        for subject in met.keys() - self._following.keys():
            self._following[subject] = await subscriptions.following_feed(self._tx, self._feed_id, subject)
        found = [one for subject in met for one in self._following[subject]]
        return self._audience.hits(sorted(found, key=lambda one: one.id), mentioned)

    async def owe(
        self,
        told: Mapping[ChannelId, Told],
        hits: Mapping[ChannelId, Hit],
        entry_id: int,
        now: datetime,
        *,
        together: bool = False,
    ) -> None:
        """Owe each of these channels what it is told of an entry, once for its key; with `together` what
        waits in one channel is told in one message."""
        written: dict[int, str] = {}
        for some in portions(list(told), _AT_A_TIME):
            await self._read_settings(some)
            rows = []
            for channel_id in some:
                (key, notice), hit = told[channel_id], hits[channel_id]
                held_until_at = await self._held_until(channel_id, notice, hit, now)
                if together:
                    held_until_at = held_until_at or now + _A_MOMENT
                # Many channels are told the same, letter by letter.
                text = written.get(id(notice)) or written.setdefault(id(notice), notice.to_json())
                ends_at = (held_until_at or now) + notices_news.HELPS_FOR
                rows.append(ToChannel(key, text, hit.guild_id, channel_id, ends_at, held_until_at))
            await owed.add_all(self._tx, rows, entry_id, now)

    async def _held_until(
        self, channel_id: ChannelId, notice: Notice, hit: Hit, now: datetime
    ) -> datetime | None:
        guild, channel = self._guilds.get(hit.guild_id), self._channels.get(channel_id)
        if guild is None:
            return None
        return await holding.until_in(self._tx, guild, channel_id, channel, notice, now, hit.following)

    async def _read_settings(self, channel_ids: Sequence[ChannelId]) -> None:
        if not self._guilds:
            watching = await guilds.following_feed(self._tx, self._feed_id)
            self._guilds = {guild.id: guild for guild in watching}
        unread = set(channel_ids) - self._channels.keys()
        if unread:
            self._channels |= dict.fromkeys(unread) | await channels.by_ids(self._tx, unread)
