"""What the services need of the outside world, and what it may answer. No implementation here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.rules.mirroring import Listed, Shown
from bot.rules.notices import Notice
from storage.deliveries import Delivery
from storage.records import ChannelId, GuildId, UserId

Clock = Callable[[], datetime]
"""The present instant, aware and UTC."""


@dataclass(frozen=True, slots=True)
class Sent:
    message_id: int | None
    """None where it was posted and has been deleted since."""
    may_be_published: bool = False
    """Whether it stands in an announcement channel, as far as is known."""


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
    """Not there: it was looked for back to before the first attempt."""

    is_covered: bool = True
    """Whether the nonce keeps a second message away, should the first arrive only now."""


@dataclass(frozen=True, slots=True)
class Closed:
    """This person takes no direct messages from the bot; nothing was posted."""

    reason: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A thread is there, and the person in it."""

    thread_id: ChannelId


Outcome = Sent | Retry | Gone | Refused | Closed


@dataclass(frozen=True, slots=True)
class Listing:
    """Discord's scheduled events of a server that are ahead or going on."""

    events: tuple[Listed, ...]
    may_make: bool
    """Whether the bot may add one."""


@dataclass(frozen=True, slots=True)
class Made:
    scheduled_id: int


@dataclass(frozen=True, slots=True)
class Vanished:
    """It is there no more, or has ended."""


@dataclass(frozen=True, slots=True)
class NotAllowed:
    """A permission is missing in the server."""

    reason: str


@dataclass(frozen=True, slots=True)
class Full:
    """Discord takes no more of them in the server."""


Faults = Vanished | NotAllowed | Full | Refused | Retry | Gone


class ScheduledEvents(Protocol):
    """Discord's own scheduled events of a server."""

    async def listed(self, guild_id: GuildId) -> Listing | Retry | Gone: ...

    async def make(self, guild_id: GuildId, shown: Shown) -> Made | Faults:
        """Ask once: after `Retry` with `maybe_posted` it may be there."""

    async def change(self, guild_id: GuildId, scheduled_id: int, shown: Shown) -> Faults | None:
        """None where it was done, as with the following; to do it twice is as good as once."""

    async def cancel(self, guild_id: GuildId, scheduled_id: int) -> Faults | None:
        """Say that it does not take place, to whoever is interested in it."""

    async def complete(self, guild_id: GuildId, scheduled_id: int) -> Faults | None:
        """End one that has begun."""

    async def remove(self, guild_id: GuildId, scheduled_id: int) -> Faults | None: ...


class Messenger(Protocol):
    async def send(self, delivery: Delivery, notice: Notice, late: timedelta | None) -> Outcome:
        """Post a notice once, with the delivery's nonce and its button.

        A delivery with a channel and a person goes to the channel and calls the person.
        """

    async def publish(self, delivery: Delivery) -> Outcome:
        """Show the delivery's target message to those who follow its channel; to do it twice is as good as
        once, and where there is nothing to publish it is done."""

    async def edit(self, delivery: Delivery, notice: Notice) -> Outcome:
        """Make the delivery's target message show a notice, with the button of the delivery's nonce.

        `Sent(None)` where that message is gone. To do it twice is as good as once.
        """

    async def open_thread(self, channel_id: ChannelId, user_id: UserId) -> Opened | Retry | Gone:
        """Find the thread for a person in a channel, or make it; one that was made is not made again."""

    async def find(self, delivery: Delivery) -> Sent | NotFound | Retry | Gone:
        """Look for the message of an earlier attempt by the custom id of its button."""
