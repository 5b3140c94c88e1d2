"""From what is new in a feed to what channels are owed, in the transaction that records it.

An entry is kept with what it mentions and the story it tells. Each channel that follows any of it is owed
one message for the story: who tells it later is named in that message, and an entry that its source edits
changes it. What of the last week stood in a feed when it was first read is kept for previews and look-ups to
know, and told to nobody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.rules import notices_news
from bot.rules.entries.nouns import ParsedEntry
from bot.rules.notices import Notice, from_json
from bot.rules.polling import Decision, said
from bot.services.audience import Audience, Hit
from bot.services.joining import Joining
from bot.services.owing import owe
from bot.services.portions import portions
from bot.services.ports import Clock
from bot.services.readership import Readership, Told
from bot.services.storytelling import Storytelling
from storage import entries, outbox, owed
from storage.database import Transaction
from storage.deliveries import Delivery, Op, OutboxState
from storage.news import Entry, Feed
from storage.records import ChannelId, GuildId, Target

_AT_A_TIME = 20
_LOOKED_BACK = timedelta(days=7)
_MOST_OF_BASELINE = 100
Hits = Mapping[ChannelId, Hit]
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
        readers = Readership(tx, self._audience, feed.id)
        for parsed in decision.new:
            await self._keep(tx, feed, parsed, readers)
        if decision.edited:
            known = await entries.by_guids(tx, feed.id, [parsed.guid for parsed in decision.edited])
            for parsed in decision.edited:
                if (before := known.get(parsed.guid)) is not None:
                    await self._edit(tx, before, parsed)
        if decision.more:
            await self._tell_of_more(tx, feed, decision.more, readers)

    async def keep_baseline(self, tx: Transaction, feed: Feed, found: Sequence[ParsedEntry]) -> None:
        """Keep the latest entries of a feed that begins; of those of an earlier beginning none is left.

        Nothing of them is owed, and as no server follows the feed yet, nothing is proposed by them either.
        """
        began_at = feed.baseline_at
        assert began_at is not None
        await entries.forget_all(tx, feed.id)
        for parsed in reversed([one for one in found if _is_recent(one, began_at)][:_MOST_OF_BASELINE]):
            entry = replace(self._entry(feed, parsed), found_at=began_at)
            kept = await entries.add(tx, entry, self._audience.mentioned(entry))
            await self._joining.join(tx, feed, kept, self._audience.mentions(kept))

    async def _keep(self, tx: Transaction, feed: Feed, parsed: ParsedEntry, readers: Readership) -> None:
        entry = self._entry(feed, parsed)
        mentioned = self._audience.mentioned(entry)
        if not mentioned:
            await entries.add(tx, entry, ())
            return
        first = await self._storytelling.first_of(tx, entry)
        entry = await entries.add(tx, replace(entry, story_id=first.id if first else None), mentioned)
        self._storytelling.kept(entry)
        await self._joining.join(tx, feed, entry, self._audience.mentions(entry))
        await self._owe(tx, entry, first or entry, await readers.hits(mentioned), readers)

    async def _owe(
        self, tx: Transaction, entry: Entry, first: Entry, hits: Hits, readers: Readership
    ) -> None:
        """Owe a story to the channels that hear of it; where it stands already, name who tells it too."""
        told = self._told(hits, entry, first)
        standing = await owed.by_keys(tx, [key for key, _ in told.values()])
        for row in standing.values():
            await self._change(tx, row, entry, lambda told: notices_news.also_told(told, entry))
        unheard = {channel: one for channel, one in told.items() if one[0] not in standing}
        await readers.owe(unheard, hits, entry.id, self._clock())

    async def catch_up(
        self, tx: Transaction, guild_id: GuildId, feed: Feed, missed: Sequence[Entry], *, together: bool
    ) -> int:
        """Owe a server what it missed of a feed while that was paused; returns how many messages."""
        readers, count = Readership(tx, self._audience, feed.id), 0
        for entry in missed:
            first = await entries.get(tx, entry.story_id) if entry.story_id else None
            hits = await readers.hits(self._audience.mentioned(entry))
            here = {channel: hit for channel, hit in hits.items() if hit.guild_id == guild_id}
            told = self._told(here, entry, first or entry)
            standing = await owed.by_keys(tx, [key for key, _ in told.values()])
            unheard = {channel: one for channel, one in told.items() if one[0] not in standing}
            await readers.owe(unheard, here, entry.id, self._clock(), together=together)
            count += len(unheard)
        return count

    def _told(self, hits: Hits, entry: Entry, first: Entry) -> dict[ChannelId, Told]:
        """What each channel is told of an entry; those that follow the same are told the same notice."""
        told: dict[ChannelId, Told] = {}
        alike: dict[tuple[object, ...], Notice] = {}
        for channel_id, hit in hits.items():
            target = Target(channel_id)
            subjects = [self._audience.label(one) for one in hit.following]
            role_id = next((one.role_id for one in hit.following if one.role_id is not None), None)
            same = (*hit.labels, None, *subjects, role_id)
            if same not in alike:
                alike[same] = notices_news.news(
                    target, first.story_key, entry, hit.labels, subjects, role_id
                )[1]
            told[channel_id] = notices_news.key_of(target, first.story_key), alike[same]
        return told

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

    async def _tell_of_more(
        self, tx: Transaction, feed: Feed, more: Sequence[ParsedEntry], readers: Readership
    ) -> None:
        met: dict[ChannelId, list[Entry]] = defaultdict(list)
        hits: dict[ChannelId, Hit] = {}
        for some in portions(more, _AT_A_TIME):
            found = [self._entry(feed, parsed) for parsed in some]
            mentioned = [self._audience.mentioned(entry) for entry in found]
            kept = await entries.add_all(tx, list(zip(found, mentioned, strict=True)))
            for entry, of_it in zip(kept, mentioned, strict=True):
                for channel_id, hit in (await readers.hits(of_it)).items():
                    met[channel_id].append(entry)
                    known = hits.setdefault(channel_id, Hit(hit.guild_id, hit.following))
                    known.labels = list(dict.fromkeys([*known.labels, *hit.labels]))
        for channel_id, those in met.items():
            told = notices_news.many_more(Target(channel_id), feed, those, hits[channel_id].labels)
            await readers.owe({channel_id: told}, hits, those[0].id, self._clock())

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


def _is_recent(parsed: ParsedEntry, now: datetime) -> bool:
    """Whether the source dates it to the last week: of what it does not date, nobody knows."""
    return parsed.published_at is not None and now - _LOOKED_BACK <= parsed.published_at <= now
