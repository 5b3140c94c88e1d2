"""The world outside, made here: a clock that is moved and a Discord that takes messages, told what will
happen to them; they refuse anything else. Sites that publish feeds are in `fakes_web`.
"""

from __future__ import annotations

import asyncio
import itertools
from collections import deque
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from bot.rules.notices import Notice
from bot.services.ports import Closed, Gone, NotFound, Opened, Outcome, Refused, Retry, Sent
from storage.deliveries import Delivery
from storage.records import ChannelId, UserId

MONDAY = datetime(2025, 10, 20, 8, 0, tzinfo=UTC)
PATIENCE_SECONDS = 10


class Unexpected(AssertionError):
    """Something was asked that nobody was told of, or what was announced never came."""


class MovableClock:
    """Stands still until it is moved."""

    def __init__(self, now: datetime = MONDAY) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def moves_on(self, **by: float) -> None:
        self.now += timedelta(**by)

    def moves_to(self, *when: int) -> None:
        """Year, month, day and so on, UTC."""
        self.now = datetime(*when, tzinfo=UTC)  # type: ignore[misc,arg-type]


@dataclass(frozen=True)
class Post:
    """A message as it stands in a channel."""

    id: int
    nonce: str
    notice: Notice
    late: timedelta | None


Trouble = Callable[["Place", Delivery, Notice, timedelta | None], Awaitable[Outcome]]


@dataclass
class Place:
    """A channel or a person's direct messages: its posts, and the trouble planned for the next sends."""

    posts: list[Post] = field(default_factory=list)
    looks: int = 0
    is_closed: bool = False
    threads: dict[int, int] = field(default_factory=dict)
    """Of a channel: the thread of each person."""
    may_have_threads: bool = True
    is_announcements: bool = False
    is_forum: bool = False
    """Where no nonce reaches."""
    published: list[int] = field(default_factory=list)
    """The messages that were shown to those who follow it."""
    edits: list[Post] = field(default_factory=list)
    """What messages were changed to, each with the nonce of its button."""
    asked: list[str] = field(default_factory=list)
    """The nonce of each send, those that came to nothing included."""
    in_flight: asyncio.Event = field(default_factory=asyncio.Event)
    let_go: asyncio.Event = field(default_factory=asyncio.Event)
    planned: deque[Trouble] = field(default_factory=deque)
    planned_looks: deque[Retry | Gone] = field(default_factory=deque)
    planned_publications: deque[Outcome] = field(default_factory=deque)
    _arrived: asyncio.Event = field(default_factory=asyncio.Event)
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1000))

    @property
    def titles(self) -> list[str]:
        return [post.notice.title for post in self.posts]

    async def has(self, count: int) -> None:
        """Wait until so many messages are there."""
        while len(self.posts) < count:
            self._arrived.clear()
            await self._arrived.wait()

    def post(self, delivery: Delivery, notice: Notice, late: timedelta | None) -> Sent:
        """No nonce is remembered, which is harsher than Discord: a second send is a second post."""
        self.posts.append(Post(next(self.numbers), delivery.nonce, notice, late))
        self._arrived.set()
        return Sent(self.posts[-1].id, self.is_announcements)

    def does(self, delivery: Delivery, notice: Notice, late: timedelta | None) -> Sent:
        """Post or change, as it was asked."""
        changes = delivery.target_message_id is not None
        return self.edit(delivery, notice) if changes else self.post(delivery, notice, late)

    def edit(self, delivery: Delivery, notice: Notice) -> Sent:
        """Change a message that stands here; one that does not is gone."""
        target = delivery.target_message_id
        for number, post in enumerate(self.posts):
            if post.id == target:
                self.posts[number] = replace(post, notice=notice, nonce=delivery.nonce)
                self.edits.append(self.posts[number])
                return Sent(target)
        return Sent(None)

    def publish(self, delivery: Delivery) -> Sent:
        assert delivery.target_message_id is not None
        if delivery.target_message_id not in self.published:
            self.published.append(delivery.target_message_id)
        return Sent(delivery.target_message_id)

    def deletes(self, message_id: int) -> None:
        """Somebody deletes a message."""
        self.posts = [post for post in self.posts if post.id != message_id]

    def loses_the_answer(self) -> None:
        """The next message is posted, but nobody hears of it."""

        async def lost(place: Place, delivery: Delivery, notice: Notice, late: timedelta | None) -> Outcome:
            place.does(delivery, notice, late)
            return Retry("the connection broke", maybe_posted=True)

        self.planned.append(lost)

    def breaks_before_posting(self) -> None:
        """The next message is not posted, and nobody can tell."""
        self._answers(Retry("the connection broke", maybe_posted=True))

    def asks_to_wait(self, after: timedelta) -> None:
        """A 429: it proves that nothing was posted."""
        self._answers(Retry("slow down", maybe_posted=False, after=after, counts=False))

    def closes(self) -> None:
        """A person takes no direct messages from now on."""
        self.is_closed = True

    def is_gone(self, reason: str = "the channel no longer exists") -> None:
        self._answers(Gone(reason))

    def refuses(self, reason: str) -> None:
        self._answers(Refused(reason))

    def stumbles(self) -> None:
        """The next send meets a bug."""

        async def stumble(*_: object) -> Outcome:
            raise RuntimeError("a bug, for the test")

        self.planned.append(stumble)

    def hangs(self) -> None:
        """The next send waits until it is `let_go`, and is posted then; `in_flight` tells that it began."""

        async def hang(place: Place, delivery: Delivery, notice: Notice, late: timedelta | None) -> Outcome:
            place.in_flight.set()
            await place.let_go.wait()
            return place.does(delivery, notice, late)

        self.planned.append(hang)

    def publishes_later(self, after: timedelta) -> None:
        """A 429 for the next publication."""
        self.planned_publications.append(Retry("slow down", maybe_posted=False, after=after, counts=False))

    def publishes_nothing(self, outcome: Outcome) -> None:
        self.planned_publications.append(outcome)

    def cannot_be_read(self) -> None:
        """The next look into the history fails."""
        self.planned_looks.append(Retry("the history cannot be read", maybe_posted=True))

    def _answers(self, outcome: Outcome) -> None:
        async def answer(*_: object) -> Outcome:
            return outcome

        self.planned.append(answer)


class RecordingMessenger:
    """Implements `bot.services.ports.Messenger`. Only places that were announced take messages."""

    def __init__(self) -> None:
        self._places: dict[int, Place] = {}
        self._numbers = itertools.count(1000)
        self._complaints: list[Unexpected] = []

    def place(self, place_id: int) -> Place:
        return self._places.setdefault(place_id, Place(numbers=self._numbers))

    async def send(self, delivery: Delivery, notice: Notice, late: timedelta | None) -> Outcome:
        place = self._announced(delivery)
        place.asked.append(delivery.nonce)
        if place.planned:
            return await place.planned.popleft()(place, delivery, notice, late)
        if place.is_closed:
            return Closed("this person takes no direct messages from me")
        return place.post(delivery, notice, late)

    async def edit(self, delivery: Delivery, notice: Notice) -> Outcome:
        place = self._announced(delivery)
        if place.planned:
            return await place.planned.popleft()(place, delivery, notice, None)
        return place.edit(delivery, notice)

    async def publish(self, delivery: Delivery) -> Outcome:
        place = self._announced(delivery)
        return place.planned_publications.popleft() if place.planned_publications else place.publish(delivery)

    async def open_thread(self, channel_id: ChannelId, user_id: UserId) -> Opened | Retry | Gone:
        """A thread is a place of its own, whose id is that of its channel and its number there."""
        channel = self._places[channel_id]
        if not channel.may_have_threads:
            return Gone("I may make no threads there")
        if user_id not in channel.threads:
            channel.threads[user_id] = channel_id * 1000 + len(channel.threads)
            self.place(channel.threads[user_id])
        return Opened(ChannelId(channel.threads[user_id]))

    async def find(self, delivery: Delivery) -> Sent | NotFound | Retry | Gone:
        if delivery.claimed_at is None:
            raise self._complaint(f"nothing was ever sent of {delivery.key}; there is nothing to look for")
        place = self._announced(delivery)
        place.looks += 1
        if place.planned_looks:
            return place.planned_looks.popleft()
        found = next((post for post in place.posts if post.nonce == delivery.nonce), None)
        return Sent(found.id, place.is_announcements) if found else NotFound(not place.is_forum)

    def nothing_is_left(self) -> None:
        """Raises what there was to complain of, and where planned trouble never came."""
        if self._complaints:
            raise self._complaints[0]
        left = [
            place_id
            for place_id, place in self._places.items()
            if place.planned or place.planned_looks or place.planned_publications
        ]
        if left:
            raise Unexpected(f"the trouble planned for {left} never came")

    def _announced(self, delivery: Delivery) -> Place:
        target = delivery.channel_id or delivery.user_id
        if target not in self._places:
            raise self._complaint(f"nobody announced {target}, where {delivery.key} was to go")
        return self._places[target]

    def _complaint(self, text: str) -> Unexpected:
        """Kept as well: who called may log what is raised and go on."""
        self._complaints.append(Unexpected(text))
        return self._complaints[-1]
