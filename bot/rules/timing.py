"""Which lead times hold for a subscription and an event, and the hour of the day for dates without one.

A person's own lead times stand over those a moderator set for the event, these over the subscription's,
the channel's and the server's, and last come a week, a day and an hour. No lead time at all is a choice
too: nothing is reminded of then. The hour is the subscription's, the channel's or the server's.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from bot.rules.dates.leads import DEFAULT_LEADS, Lead, parse
from storage.options import Options
from storage.records import Channel, Guild, Subscription

T = TypeVar("T")

_UNSET = Options()


@dataclass(frozen=True, slots=True)
class Timing:
    """What the instants of a plan depend on, besides the event."""

    leads: tuple[Lead, ...]
    zone: str
    day_hour: int


def timing_of(
    guild: Guild,
    channel: Channel | None,
    subscription: Subscription | None,
    of_event: tuple[str, ...] | None = None,
) -> Timing:
    """`of_event` are the lead times a moderator set for the event, by their labels."""
    own = subscription.options if subscription is not None else _UNSET
    inner = channel.options if channel is not None else _UNSET
    labels = first_set(own.leads, inner.leads, guild.options.leads)
    is_a_persons = subscription is not None and subscription.user_id is not None and own.leads is not None
    if of_event is not None and not is_a_persons:
        labels = of_event
    hour = first_set(own.day_hour, inner.day_hour, guild.options.day_hour, guild.day_hour)
    assert hour is not None
    return Timing(DEFAULT_LEADS if labels is None else _all_labelled(labels), guild.zone, hour)


def first_set(*values: T | None) -> T | None:
    return next((value for value in values if value is not None), None)


@lru_cache(512)
def labelled(label: str) -> Lead:
    """The lead time that is called so."""
    return parse(label)


@lru_cache(512)
def _all_labelled(labels: tuple[str, ...]) -> tuple[Lead, ...]:
    return tuple(map(labelled, labels))
