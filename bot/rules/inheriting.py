"""Which options hold: a subscription's over its channel's, these over its server's, then the defaults."""

from __future__ import annotations

from functools import lru_cache

from storage.options import DEFAULTS, Options
from storage.records import Channel, Guild, Subscription


def options_of(
    guild: Guild, channel: Channel | None = None, subscription: Subscription | None = None
) -> Options:
    """The options that hold for a subscription, for a channel as a whole, or for a server."""
    inner = subscription.options if subscription is not None else Options()
    middle = channel.options if channel is not None else Options()
    return _over(inner, middle, guild.options)


@lru_cache(1024)
def _over(inner: Options, middle: Options, outer: Options) -> Options:
    """Remembered: a thousand channels that are reminded in one second set mostly the same, or nothing."""
    return inner.over(middle).over(outer).over(DEFAULTS)
