"""Keeps what of the last week stood in a feed when it was first read, for previews and look-ups to know.

Nothing of it is owed to anybody, nothing is proposed by it, and no story begins with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.rules.entries.nouns import ParsedEntry
from bot.rules.polling import said
from bot.services.audience import Audience
from bot.services.joining import Joining
from storage import entries
from storage.database import Transaction
from storage.news import Entry, Feed

_LOOKED_BACK = timedelta(days=7)
_MOST = 100


class Baselines:
    def __init__(self, audience: Audience, joining: Joining) -> None:
        self._audience = audience
        self._joining = joining

    async def keep(self, tx: Transaction, feed: Feed, found: Sequence[ParsedEntry]) -> None:
        """Keep the latest entries of a feed that has just been read for the first time."""
        now = feed.baseline_at
        assert now is not None
        recent = [one for one in found if _is_recent(one, now)][:_MOST]
        for parsed in reversed(recent):
            entry = _entry(feed, parsed, now)
            kept = await entries.add(tx, entry, self._audience.mentioned(entry))
            await self._joining.join(tx, feed, kept, self._audience.mentions(kept))


def _is_recent(parsed: ParsedEntry, now: datetime) -> bool:
    """Whether the source dates it to the last week: of what it does not date, nobody knows."""
    return parsed.published_at is not None and now - _LOOKED_BACK <= parsed.published_at <= now


def _entry(feed: Feed, parsed: ParsedEntry, found_at: datetime) -> Entry:
    return Entry(
        feed_id=feed.id,
        guid=parsed.guid,
        title=parsed.title,
        link=parsed.link,
        summary=parsed.summary,
        published=parsed.published,
        published_at=parsed.published_at,
        found_at=found_at,
        feed_title=feed.title or feed.url,
        feed_url=feed.url,
        hash=said(parsed),
        story_key=parsed.story if parsed.link else f"{feed.id}:{parsed.story}",
    )
