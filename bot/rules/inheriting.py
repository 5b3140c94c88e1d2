"""Which options hold: a subscription's over its channel's, these over its server's, then the defaults."""

from __future__ import annotations

from storage.options import DEFAULTS, Options
from storage.records import Channel, Guild, Subscription


def options_of(
    guild: Guild, channel: Channel | None = None, subscription: Subscription | None = None
) -> Options:
    """The options that hold for a subscription, for a channel as a whole, or for a server."""
    inner = subscription.options if subscription is not None else Options()
    middle = channel.options if channel is not None else Options()
    return inner.over(middle).over(guild.options).over(DEFAULTS)
