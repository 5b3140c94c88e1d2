"""Who is to hear of an entry: what it mentions, and the channels that follow any of that.

Posting, previews and explanations ask the same here, so that what the one tells the others would tell too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot.rules import following
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

    def mentioned(self, entry: Entry) -> list[EntityId]:
        """What of the catalogue an entry mentions, in its order."""
        found = self._catalogue.current.matcher.mentions(f"{entry.title}\n{entry.summary}")
        return list(dict.fromkeys(mention.entity for mention in found))

    def matched(self, subscription: Subscription, mentioned: Sequence[EntityId]) -> list[str]:
        """The labels by which what an entry mentions meets a subscription; empty where it does not."""
        return following.matched(self._catalogue.current.catalogue, subscription.subject, mentioned)

    def label(self, subscription: Subscription) -> str:
        return self._catalogue.current.catalogue.label(subscription.subject)

    def labels(self, mentioned: Iterable[EntityId]) -> list[str]:
        return [self._catalogue.current.catalogue.label(one) for one in mentioned]

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
