"""What the services need of the outside world, and what it may answer. No implementation here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.rules.notices import Notice
from storage.deliveries import Delivery
from storage.records import ChannelId, UserId

Clock = Callable[[], datetime]
"""The present instant, aware and UTC."""


@dataclass(frozen=True, slots=True)
class Sent:
    message_id: int | None
    """None where it was posted and has been deleted since."""


@dataclass(frozen=True, slots=True)
class Retry:
    """Not delivered as far as is known. `maybe_posted`: the message may exist all the same."""

    reason: str
    maybe_posted: bool
    after: timedelta | None = None
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Gone:
    """The target cannot be posted to any more: channel or permission lost."""

    reason: str


@dataclass(frozen=True, slots=True)
class Refused:
    """The message itself was refused; sending it again would be refused again."""

    reason: str


@dataclass(frozen=True, slots=True)
class NotFound:
    """Surely not there: the history was read back to before the first attempt."""


@dataclass(frozen=True, slots=True)
class Closed:
    """This person takes no direct messages from the bot; nothing was posted."""

    reason: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A thread is there, and the person in it."""

    thread_id: ChannelId


Outcome = Sent | Retry | Gone | Refused | Closed


class Messenger(Protocol):
    async def send(self, delivery: Delivery, notice: Notice, late: timedelta | None) -> Outcome:
        """Post a notice once, with the delivery's nonce and its button.

        A delivery with a channel and a person goes to the channel and calls the person.
        """

    async def edit(self, delivery: Delivery, notice: Notice) -> Outcome:
        """Make the delivery's target message show a notice, with the button of the delivery's nonce.

        `Sent(None)` where that message is gone. To do it twice is as good as once.
        """

    async def open_thread(self, channel_id: ChannelId, user_id: UserId) -> Opened | Retry | Gone:
        """Find the thread for a person in a channel, or make it; one that was made is not made again."""

    async def find(self, delivery: Delivery) -> Sent | NotFound | Retry | Gone:
        """Look for the message of an earlier attempt by the custom id of its button."""
