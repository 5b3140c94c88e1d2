"""Puts a reminder off that a person got, or ends it: by the nonce of its message, whoever posted it when."""

from __future__ import annotations

from dataclasses import dataclass

from bot.rules.reminding import SNOOZED, follows
from bot.rules.snoozing import LENGTHS, put_off
from bot.rules.timing import timing_of
from bot.services.ports import Clock
from bot.services.refusals import NoLongerKept, NotReminded, NotYours, TooLateForThat
from storage import catalogue, events, guilds, outbox, reminders, subscriptions
from storage.database import Database, Reader
from storage.deliveries import Delivery
from storage.records import SHIPPED, Event, Guild, GuildId, Reminder, Subscription, SubscriptionId, UserId


@dataclass(frozen=True, slots=True)
class Stopped:
    """A person is reminded of an event no more, but for what else they asked that brings it."""

    event: Event
    still: tuple[tuple[SubscriptionId, str], ...]


@dataclass(frozen=True, slots=True)
class PutOff:
    event: Event
    reminder: Reminder


class Snoozing:
    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def snooze(self, user_id: UserId, nonce: str, length: str) -> PutOff:
        """Remind a person again in a while, never after the event began; a second press moves it.

        Raises `NoLongerKept`, `NotYours`, `NotReminded` and `TooLateForThat`.
        """
        async with self._db.transaction() as tx:
            event, following = await self._of(tx, user_id, nonce)
            if not following:
                raise NotReminded(event.title)
            guild_id = following[0].guild_id
            guild = await guilds.get(tx, guild_id) or Guild(guild_id)
            timing = timing_of(guild, None, following[0])
            again = put_off(event, following[0], timing, self._clock(), LENGTHS[length])
            if again is None:
                raise TooLateForThat(event.title, event.status, event.start_at)
            await reminders.put_off(tx, again)
        return PutOff(event, again)

    async def stop(self, user_id: UserId, nonce: str) -> Stopped:
        """Remind a person of that event no more; raises `NoLongerKept` and `NotYours`."""
        async with self._db.transaction() as tx:
            event, following = await self._of(tx, user_id, nonce)
            still = []
            for one in following:
                if one.subject == event.id:
                    await subscriptions.remove_id(tx, one.id)
                    continue
                pending = await reminders.pending_of(tx, one.id)
                waiting = [r.id for r in pending if (r.event_id, r.lead) == (event.id, SNOOZED)]
                await reminders.withdraw(tx, *waiting)
                still.append((one.id, await catalogue.label(tx, one.subject)))
        return Stopped(event, tuple(still))

    async def _of(self, reader: Reader, user_id: UserId, nonce: str) -> tuple[Event, list[Subscription]]:
        """The event of a reminder, and what this person asked that brings it."""
        posted: Delivery | None = await outbox.by_nonce(reader, nonce)
        if posted is None or posted.event_id is None:
            raise NoLongerKept()
        if posted.user_id != user_id:
            raise NotYours()
        guild_id: GuildId = posted.guild_id or SHIPPED
        event = await events.get(reader, posted.event_id, guild_id)
        if event is None:
            raise NoLongerKept()
        mine = await subscriptions.of_person(reader, user_id)
        return event, [one for one in mine if one.guild_id == guild_id and follows(one, event)]
