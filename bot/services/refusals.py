"""Named refusals: what a service cannot do, as a type with the facts; people get the sentence elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from storage.records import Entity, EventStatus


@dataclass(eq=False)
class Refusal(Exception):
    """The base of all named refusals; never raised itself."""


@dataclass(eq=False)
class NoSuchEntity(Refusal):
    query: str


@dataclass(eq=False)
class Ambiguous(Refusal):
    query: str
    candidates: tuple[Entity, ...]


@dataclass(eq=False)
class OtherKind(Refusal):
    """What is meant is known, but it is not the kind of thing that was asked for."""

    entity: Entity


@dataclass(eq=False)
class NotADay(Refusal):
    text: str
    reason: str


@dataclass(eq=False)
class NotSubscribed(Refusal):
    subject: str


@dataclass(eq=False)
class NothingChosen(Refusal):
    """Neither news nor reminders were asked for."""


@dataclass(eq=False)
class WhichSubscription(Refusal):
    """Something was to be changed that only a single subscription has, and none was named."""


@dataclass(eq=False)
class NoSuchChoice(Refusal):
    """What was typed is nothing that an option may be."""

    option: str
    text: str
    reason: str


@dataclass(eq=False)
class TooMany(Refusal):
    noun: str
    limit: int
    way_out: str = "Remove one first."


@dataclass(eq=False)
class NoSuchFact(Refusal):
    label: str
    """Of the entity it was looked for on."""
    query: str


@dataclass(eq=False)
class NoSuchHeading(Refusal):
    query: str


@dataclass(eq=False)
class NotADate(Refusal):
    text: str
    reason: str


@dataclass(eq=False)
class NothingSaid(Refusal):
    """An option that has to say something holds no letter that can be seen."""

    option: str


@dataclass(eq=False)
class AlreadyAdded(Refusal):
    number: int


@dataclass(eq=False)
class NoSuchCorrection(Refusal):
    query: str


@dataclass(eq=False)
class NoSuchZone(Refusal):
    query: str
    candidates: tuple[str, ...] = ()
    """The zones it may mean."""


@dataclass(eq=False)
class NoSuchEvent(Refusal):
    query: str


@dataclass(eq=False)
class NameTaken(Refusal):
    """Another event that is not over has that name."""

    title: str


@dataclass(eq=False)
class ComesNotBack(Refusal):
    """No rule by which an event of that date could come back."""

    how: str
    reason: str


@dataclass(eq=False)
class ComesOnce(Refusal):
    """No rule brings it back, so that none can end."""

    title: str


@dataclass(eq=False)
class NothingChanges(Refusal):
    title: str


@dataclass(eq=False)
class ChangedMeanwhile(Refusal):
    """Somebody else changed it since it was chosen."""

    title: str


@dataclass(eq=False)
class NotALink(Refusal):
    text: str


@dataclass(eq=False)
class CalledOff(Refusal):
    """What was postponed or cancelled cannot be confirmed without a date."""

    title: str
    status: EventStatus


@dataclass(eq=False)
class NothingFollowed(Refusal):
    """The channel follows nothing of which there could be a calendar."""


@dataclass(eq=False)
class NotServed(Refusal):
    """Whoever runs the bot has not switched calendars by address on."""


@dataclass(eq=False)
class CalendarUnreadable(Refusal):
    where: str
    """An address, or the name of a file."""
    reason: str


@dataclass(eq=False)
class AddressOrFile(Refusal):
    """One of them has to be given, and not both."""


@dataclass(eq=False)
class CalendarKnown(Refusal):
    title: str


@dataclass(eq=False)
class NoSuchCalendar(Refusal):
    query: str


@dataclass(eq=False)
class PreviewGone(Refusal):
    """What was shown of a calendar is kept for an hour."""


@dataclass(eq=False)
class IsOver(Refusal):
    """Of what is over, or was cancelled, nobody is reminded."""

    title: str
    is_cancelled: bool = False


@dataclass(eq=False)
class TooManyReminders(Refusal):
    """A person is reminded of so much already."""

    limit: int


@dataclass(eq=False)
class NotReminded(Refusal):
    """A person is not reminded of it, or no more."""

    query: str


@dataclass(eq=False)
class NoLongerKept(Refusal):
    """What a message was about is kept no more."""


@dataclass(eq=False)
class NotYours(Refusal):
    """Somebody pressed a button under what another person was told."""


@dataclass(eq=False)
class TooLateForThat(Refusal):
    """An event begins sooner than it shall be reminded of again, or takes place no more on its date."""

    title: str
    status: EventStatus
    begins_at: datetime | None
