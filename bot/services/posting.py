"""From what is new in a feed to what channels are owed, in the transaction that records it.

An entry is kept with what it mentions and the story it tells. Each channel that follows any of it is owed
one message for the story: who tells it later is named in that message, and an entry that its source edits
changes it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from bot.rules import notices_news
from bot.rules.entries.nouns import ParsedEntry
from bot.rules.notices import Notice, from_json
from bot.rules.polling import Decision, said
from bot.services import holding
from bot.services.audience import Audience, Hit
from bot.services.joining import Joining
from bot.services.owing import owe
from bot.services.ports import Clock
from bot.services.storytelling import Storytelling
from storage import entries, guilds, outbox, subscriptions
from storage.database import Transaction
from storage.deliveries import Delivery, Op, OutboxState
from storage.news import Entry, Feed
from storage.records import EntityId, GuildId, Target

_A_MOMENT = timedelta(seconds=1)
_SAME_MESSAGE = (OutboxState.PENDING, OutboxState.HELD, OutboxState.SENT)


class Posting:
    def __init__(
        self, clock: Clock, audience: Audience, storytelling: Storytelling, joining: Joining
    ) -> None:
        self._clock = clock
        self._audience = audience
        self._storytelling = storytelling
        self._joining = joining

    async def post(self, tx: Transaction, feed: Feed, decision: Decision) -> None:
        """Keep what is new or edited in a feed, and owe what follows from it."""
        for parsed in decision.new:
            await self._keep(tx, feed, parsed)
        if decision.edited:
            known = await entries.by_guids(tx, feed.id, [parsed.guid for parsed in decision.edited])
            for parsed in decision.edited:
                if (before := known.get(parsed.guid)) is not None:
                    await self._edit(tx, before, parsed)
        if decision.more:
            await self._tell_of_more(tx, feed, decision.more)

    async def _keep(self, tx: Transaction, feed: Feed, parsed: ParsedEntry) -> None:
        entry = self._entry(feed, parsed)
        mentioned = self._audience.mentioned(entry)
        if not mentioned:
            await entries.add(tx, entry, ())
            return
        first = await self._storytelling.first_of(tx, entry)
        entry = await entries.add(tx, replace(entry, story_id=first.id if first else None), mentioned)
        self._storytelling.kept(entry)
        await self._joining.join(tx, feed, entry, self._audience.mentions(entry))
        await self._owe(tx, feed, entry, first or entry, mentioned)

    async def _owe(
        self, tx: Transaction, feed: Feed, entry: Entry, first: Entry, mentioned: Sequence[EntityId]
    ) -> None:
        for target, hit in (await self._hits(tx, feed, mentioned)).items():
            standing = await outbox.by_key(tx, notices_news.key_of(target, first.story_key))
            if standing is not None:
                await self._change(tx, standing, entry, lambda told: notices_news.also_told(told, entry))
                continue
            await self._owe_story(tx, target, hit, entry, first)

    async def _owe_one(
        self,
        tx: Transaction,
        target: Target,
        hit: Hit,
        told: tuple[str, Notice],
        entry_id: int,
        *,
        together: bool = False,
    ) -> bool:
        now = self._clock()
        guild = await guilds.get(tx, hit.guild_id)
        held_until_at = None
        if guild is not None and target.channel_id is not None:
            held_until_at = await holding.until(tx, guild, target.channel_id, told[1], now, hit.following)
        if together:
            # What waits on purpose in one place is told in one message.
            held_until_at = held_until_at or now + _A_MOMENT
        return await owe(
            tx,
            told,
            now,
            guild_id=hit.guild_id,
            channel_id=target.channel_id,
            entry_id=entry_id,
            expires_at=(held_until_at or now) + notices_news.HELPS_FOR,
            held_until_at=held_until_at,
        )

    async def catch_up(
        self, tx: Transaction, guild_id: GuildId, feed: Feed, missed: Sequence[Entry], *, together: bool
    ) -> int:
        """Owe a server what it missed of a feed while that was paused; returns how many messages."""
        owed = 0
        here = [one for one in await subscriptions.following_feed(tx, feed.id) if one.guild_id == guild_id]
        for entry in missed:
            first = await entries.get(tx, entry.story_id) if entry.story_id else None
            for target, hit in self._audience.hits(here, self._audience.mentioned(entry)).items():
                owed += await self._owe_story(tx, target, hit, entry, first or entry, together=together)
        return owed

    async def _owe_story(
        self, tx: Transaction, target: Target, hit: Hit, entry: Entry, first: Entry, *, together: bool = False
    ) -> bool:
        subjects = [self._audience.label(one) for one in hit.following]
        role_id = next((one.role_id for one in hit.following if one.role_id is not None), None)
        told = notices_news.news(target, first.story_key, entry, hit.labels, subjects, role_id)
        return await self._owe_one(tx, target, hit, told, entry.id, together=together)

    async def _hits(self, tx: Transaction, feed: Feed, mentioned: Sequence[EntityId]) -> dict[Target, Hit]:
        return self._audience.hits(await subscriptions.following_feed(tx, feed.id), mentioned)

    async def _edit(self, tx: Transaction, before: Entry, parsed: ParsedEntry) -> None:
        now_says = replace(
            before, title=parsed.title, link=parsed.link, summary=parsed.summary, hash=said(parsed)
        )
        await entries.edit(tx, now_says, self._audience.mentioned(now_says))
        for row in await outbox.of_entry(tx, before.id):
            if row.op is Op.SEND:
                await self._change(tx, row, now_says, lambda told: notices_news.edited(told, now_says))

    async def _change(
        self, tx: Transaction, row: Delivery, entry: Entry, change: Callable[[Notice], Notice | None]
    ) -> None:
        """Let a message that stands, or is about to be sent, say something else; it is never sent twice."""
        told = change(from_json(row.notice))
        if told is None or row.state not in _SAME_MESSAGE:
            return
        await outbox.reword(tx, row.id, told.to_json())
        if row.state is OutboxState.SENT and row.message_id is not None:
            await owe(
                tx,
                (f"change:{row.id}:{entry.id}:{entry.hash}", told),
                self._clock(),
                guild_id=row.guild_id,
                channel_id=row.channel_id,
                op=Op.EDIT,
                target_message_id=row.message_id,
            )

    async def _tell_of_more(self, tx: Transaction, feed: Feed, more: Sequence[ParsedEntry]) -> None:
        met: dict[Target, list[Entry]] = defaultdict(list)
        hits: dict[Target, Hit] = {}
        for parsed in more:
            entry = self._entry(feed, parsed)
            mentioned = self._audience.mentioned(entry)
            kept = await entries.add(tx, entry, mentioned)
            for target, hit in (await self._hits(tx, feed, mentioned)).items():
                met[target].append(kept)
                known = hits.setdefault(target, Hit(hit.guild_id, hit.following))
                known.labels = list(dict.fromkeys([*known.labels, *hit.labels]))
        for target, found in met.items():
            told = notices_news.many_more(target, feed, found, hits[target].labels)
            await self._owe_one(tx, target, hits[target], told, found[0].id)

    def _entry(self, feed: Feed, parsed: ParsedEntry) -> Entry:
        return Entry(
            feed_id=feed.id,
            guid=parsed.guid,
            title=parsed.title,
            link=parsed.link,
            summary=parsed.summary,
            published=parsed.published,
            published_at=parsed.published_at,
            found_at=self._clock(),
            feed_title=feed.title or feed.url,
            feed_url=feed.url,
            hash=said(parsed),
            # Without a page to point to, what an entry is known by belongs to its feed alone.
            story_key=parsed.story if parsed.link else f"{feed.id}:{parsed.story}",
        )
