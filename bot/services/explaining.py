"""Why a message was posted, and why a page was not: what the outbox and the entries still know of it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.rules import notices
from bot.rules.entries.keys import canonical_link, web_link
from bot.rules.pasted import pasted
from bot.rules.why import Follower, Trace
from bot.services import publishing
from bot.services.audience import Audience
from bot.services.refusals import NotALink
from storage import entries, feeds, held, outbox, subscriptions
from storage.database import Database
from storage.deliveries import Delivery, Op
from storage.news import Entry
from storage.records import GuildId


@dataclass(frozen=True, slots=True)
class Explanation:
    delivery: Delivery
    notice: notices.Notice
    entry: Entry | None = None
    together: tuple[notices.Notice, ...] = ()
    """What it tells in one message, of several that waited."""
    publication: Delivery | None = None
    """Of the message, in an announcement channel that wants it."""


class Explaining:
    def __init__(self, db: Database, audience: Audience) -> None:
        self._db = db
        self._audience = audience

    async def explain(self, nonce: str) -> Explanation | None:
        """The row behind a message's button, or None where it is no longer kept."""
        return await self._explained(await outbox.by_nonce(self._db.reader, nonce))

    async def of_message(self, message_id: int) -> Explanation | None:
        """The row behind a message that the bot posted, or None where it is no longer kept."""
        return await self._explained(await outbox.by_message(self._db.reader, message_id))

    async def of_link(self, guild_id: GuildId, link: str) -> Trace:
        """What became of a page in a server, stage by stage. Raises `NotALink`."""
        address = web_link(pasted(link), "")
        if address is None:
            raise NotALink(link)
        reader = self._db.reader
        watched = await feeds.of_guild(reader, guild_id)
        key = f"l:{canonical_link(address)}"
        entry = await entries.by_story_key(reader, guild_id, key)
        if entry is None or entry.was_there:
            before = [feed for feed in watched if await feeds.known_among(reader, feed.id, [key])]
            return Trace(link, len(watched), seen_before=before[0] if before else None)
        mentioned = self._audience.mentioned(entry)
        first = await entries.get(reader, entry.story_id) if entry.story_id else None
        telling = {entry.id, first.id if first else entry.id}
        rows = [row for one in sorted(telling) for row in await outbox.of_entry(reader, one)]
        return Trace(
            link,
            len(watched),
            entry=entry,
            first=first,
            mentioned=tuple(self._audience.labels(mentioned, guild_id)),
            paused_at=(await feeds.paused_in(reader, guild_id)).get(entry.feed_id),
            followers=tuple(
                Follower(one, self._audience.label(one), tuple(self._audience.matched(one, mentioned)))
                for one in await subscriptions.of_guild(reader, guild_id)
                if one.news
            ),
            deliveries=tuple(row for row in rows if row.guild_id == guild_id and row.op is not Op.EDIT),
        )

    async def _explained(self, delivery: Delivery | None) -> Explanation | None:
        if delivery is None:
            return None
        entry = await entries.get(self._db.reader, delivery.entry_id) if delivery.entry_id else None
        publication = await outbox.by_key(self._db.reader, publishing.key_of(delivery.id))
        told = await held.told_by(self._db.reader, delivery.id)
        together = tuple(notices.from_json(row.notice) for row in told)
        return Explanation(delivery, notices.from_json(delivery.notice), entry, together, publication)
