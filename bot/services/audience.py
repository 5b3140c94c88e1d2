"""Who is to hear of an entry: what it mentions, and the channels that follow any of that.

Posting, previews and explanations ask the same here, so that what the one tells the others would tell too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from bot.rules import following
from bot.rules.matching import Mention, queries
from bot.rules.text import escaped
from bot.services.catalogue import CatalogueService
from storage.news import Entry
from storage.records import ChannelId, EntityId, GuildId, Subscription


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
        return self.met([subscription.subject], mentioned).get(subscription.subject, [])

    def met(self, subjects: Collection[EntityId], mentioned: Sequence[EntityId]) -> dict[EntityId, list[str]]:
        """Which of these subjects what an entry mentions meets, each with the labels by which."""
        now = self._catalogue.current
        own = [one for one in subjects if one in now.own_topics]
        met = following.met(now.catalogue, [one for one in subjects if one not in now.own_topics], mentioned)
        return met | {one: [escaped(now.own_topics[one].name)] for one in own if one in mentioned}

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

    def hits(
        self, subscribed: Collection[Subscription], mentioned: Sequence[EntityId]
    ) -> dict[ChannelId, Hit]:
        """Which of these channels hear of what is mentioned, and by what."""
        met = self.met({one.subject for one in subscribed}, mentioned)
        hits: dict[ChannelId, Hit] = {}
        for one in subscribed:
            if one.subject not in met or one.channel_id is None:
                continue
            hit = hits.setdefault(one.channel_id, Hit(one.guild_id))
            hit.following.append(one)
            hit.labels = list(dict.fromkeys([*hit.labels, *met[one.subject]]))
        return hits
