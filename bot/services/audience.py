"""Who is to hear of an entry: what it mentions, and the channels that follow any of that.

Posting, previews and explanations ask the same here, so that what the one tells the others would tell too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from bot.rules import following
from bot.rules.matching import Mention, queries
from bot.rules.text import escaped
from bot.services.catalogue import CatalogueService
from storage.news import Entry
from storage.records import EntityId, GuildId, Subscription, Target


@dataclass(slots=True)
class Hit:
    """A channel with what of it an entry meets: subscriptions, and the labels by which."""

    guild_id: GuildId
    following: list[Subscription] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)


class Audience:
    def __init__(self, catalogue: CatalogueService) -> None:
        self._catalogue = catalogue

    def mentions(self, entry: Entry) -> list[Mention]:
        """What of the catalogue an entry mentions, with its place in title and summary."""
        return self._catalogue.current.matcher.read(entry.title, entry.summary).mentions

    def mentioned(self, entry: Entry) -> list[EntityId]:
        """What of the catalogue an entry mentions, in its order, then the topics whose query it meets."""
        now = self._catalogue.current
        reading = now.matcher.read(entry.title, entry.summary)
        found = list(dict.fromkeys(mention.entity for mention in reading.mentions))
        feed = queries.feed_names(entry.feed_id, entry.feed_title, urlsplit(entry.feed_url).hostname or "")
        around = now.catalogue.with_parents(found)
        met = now.queries.met(queries.Entry(around, reading.phrases, feed))
        return list(dict.fromkeys([*found, *met]))

    def matched(self, subscription: Subscription, mentioned: Sequence[EntityId]) -> list[str]:
        """The labels by which what an entry mentions meets a subscription; empty where it does not."""
        now = self._catalogue.current
        if subscription.subject in now.own_topics:
            return [self.label(subscription)] if subscription.subject in mentioned else []
        return following.matched(now.catalogue, subscription.subject, mentioned)

    def label(self, subscription: Subscription) -> str:
        """What a subscription follows, as it is shown."""
        now = self._catalogue.current
        own = now.own_topics.get(subscription.subject)
        return escaped(own.name) if own is not None else now.catalogue.label(subscription.subject)

    def labels(self, mentioned: Iterable[EntityId], guild_id: GuildId) -> list[str]:
        """What is mentioned, as it is shown in a server: of topics that servers saved, its own."""
        now = self._catalogue.current
        own = [now.own_topics[one] for one in mentioned if one in now.own_topics]
        return [now.catalogue.label(one) for one in mentioned if one in now.catalogue.entities] + [
            escaped(topic.name) for topic in own if topic.guild_id == guild_id
        ]

    def hits(self, subscribed: Iterable[Subscription], mentioned: Sequence[EntityId]) -> dict[Target, Hit]:
        """Which of these channels hear of what is mentioned, and by what."""
        hits: dict[Target, Hit] = {}
        for one in subscribed:
            matched = self.matched(one, mentioned)
            if not matched or one.channel_id is None:
                continue
            hit = hits.setdefault(one.target, Hit(one.guild_id))
            hit.following.append(one)
            hit.labels = list(dict.fromkeys([*hit.labels, *matched]))
        return hits
