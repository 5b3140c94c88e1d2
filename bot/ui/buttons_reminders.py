"""Buttons of reminders: to be reminded, to put a reminder off, to end it. Their state is their id alone.

Under a reminder of a person the ids carry the nonce of its message and nothing else of it; under a post of a
channel and under cards they name the event.
"""

from __future__ import annotations

from collections.abc import Sequence

import discord

from bot.rules.notices import Notice, NoticeKind
from bot.rules.text import cut
from bot.ui.buttons import AnyButton, related_id, remind_me, stopped, turns, why_id
from storage.deliveries import Delivery
from storage.records import SubscriptionId

NONCE = r"(?P<nonce>[0-9a-f]{24})"
EVENT = r"(?P<event>[a-z0-9.-]{1,80})"
PER_PAGE = 20
"""What a person is reminded of, on one page: a button each, and a row to turn it."""

_LENGTHS = {"15m": "15 min", "1h": "1 hour", "1d": "1 day"}


def snooze_id(length: str, nonce: str) -> str:
    return f"snooze{length}:{nonce}"


def stop_id(nonce: str) -> str:
    return f"stop:{nonce}"


def forget_id(subscription_id: SubscriptionId) -> str:
    """Ends one thing a person is reminded of."""
    return f"forget:{subscription_id}"


def strike_id(page: int, subscription_id: SubscriptionId) -> str:
    """The same in the person's list, which is then shown without it."""
    return f"strike:{page}:{subscription_id}"


def reminded_id(page: int) -> str:
    """Turns the page of that list."""
    return f"reminded:{page}"


def under_message(delivery: Delivery, notice: Notice) -> discord.ui.View:
    """The view of a message the bot posts by itself; the id of its "Why?" is how it is found again."""
    why = AnyButton(label="Why?", custom_id=why_id(delivery.nonce))
    if notice.kind is NoticeKind.PROPOSAL and notice.footer:
        return stopped([*settling(delivery.nonce), why])
    if notice.kind is NoticeKind.NEWS and delivery.entry_id is not None:
        return stopped([AnyButton(label="Related", custom_id=related_id(delivery.nonce)), why])
    if notice.kind is not NoticeKind.REMINDER or delivery.event_id is None:
        return stopped([why])
    if delivery.user_id is None:
        return stopped([why, remind_me(delivery.event_id)])
    later = [
        AnyButton(label=label, emoji="💤", custom_id=snooze_id(length, delivery.nonce))
        for length, label in _LENGTHS.items()
    ]
    return stopped([*later, AnyButton(label="Stop", custom_id=stop_id(delivery.nonce)), why])


def settling(nonce: str) -> list[AnyButton]:
    """Whether what news propose of an event is done."""
    return [
        AnyButton(label="Apply", style=discord.ButtonStyle.primary, custom_id=f"proposal:apply:{nonce}"),
        AnyButton(label="Dismiss", custom_id=f"proposal:dismiss:{nonce}"),
    ]


def to_forget(kept: Sequence[tuple[SubscriptionId, str]]) -> discord.ui.View:
    """A button to end each of these."""
    return stopped(
        [
            AnyButton(label=cut(f"Not of {label} any more", 80), custom_id=forget_id(one))
            for one, label in kept[:25]
        ]
    )


def under_list(shown: Sequence[SubscriptionId], page: int, pages: int) -> discord.ui.View:
    """Under a page of what a person is reminded of: a button to end each, by its number in the list."""
    first = (page - 1) * PER_PAGE + 1
    ending = [
        AnyButton(label=f"✕ {number}", custom_id=strike_id(page, one))
        for number, one in enumerate(shown, start=first)
    ]
    for number, button in enumerate(ending):
        button.row = number // 5
    turning = turns(reminded_id, page, pages)
    for button in turning:
        button.row = 4
    return stopped([*ending, *turning])
