"""People who are reminded by direct message: of one event, or of all coming meetings of a forum or topic.

What somebody asked in a server is reminded of as that server has it; what was asked in no server (`SHIPPED`)
as the catalogue has it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from bot.rules.moment import Moment, coming, is_over, unconfirmed
from bot.rules.moving import has_own_id
from bot.rules.plans_told import Plan
from bot.rules.reminding import instants
from bot.rules.timing import Timing, timing_of
from bot.services.asking import HAPPENINGS, Asking
from bot.services.diary import Diary, called
from bot.services.ports import Clock
from bot.services.refusals import IsOver, NoSuchEvent, NotReminded, TooManyReminders
from bot.services.reminding import Reminding
from bot.services.subscribing import read_options
from storage import event_leads, events, guilds, reminders, subscriptions
from storage.database import Database, Reader, Transaction
from storage.options import Options
from storage.records import (
    SHIPPED,
    ChannelId,
    EntityId,
    Event,
    EventStatus,
    Guild,
    GuildId,
    Reminder,
    Subscription,
    SubscriptionId,
    UserId,
)

_KEPT_FOR = timedelta(days=7)
"""An event that was over may have been moved after all."""
MOST = 100
"""What one person may be reminded of."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, in which server (`SHIPPED` for none), and in which channel a thread could be made."""

    user_id: UserId
    guild_id: GuildId
    channel_id: ChannelId | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person is reminded of now, and when."""

    subscription: Subscription
    label: str
    event: Event | None
    """The event, where it is one and not a forum or topic."""
    plans: tuple[Plan, ...]
    now: Moment
    was_so: bool
    """Whether the person was reminded of it before."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One thing a person is reminded of, for their list."""

    subscription: Subscription
    label: str
    next: Reminder | None


class Personal:
    def __init__(
        self,
        db: Database,
        clock: Clock,
        asking: Asking,
        diary: Diary,
        reminding: Reminding,
        *,
        limit: int = MOST,
    ) -> None:
        self._db = db
        self._clock = clock
        self._asking = asking
        self._diary = diary
        self._reminding = reminding
        self._limit = limit

    async def remind(self, asker: Asker, query: str, leads: str | None = None) -> Asked:
        """Remind a person of an event, or of a forum's coming meetings; lead times that are not given stay.

        Raises `NoSuchChoice`, `IsOver`, `TooManyReminders`, and, for what is meant, `NoSuchEntity`,
        `NoSuchEvent` and `Ambiguous`.
        """
        changed = read_options({"leads": leads})
        subject, event = await self._meant(asker.guild_id, query)
        return await self._remind(asker, subject, event, changed)

    async def remind_of_event(self, asker: Asker, event_id: str) -> Asked:
        """The same for the event of a button; raises `NoSuchEvent`, `IsOver`, `TooManyReminders`."""
        event = await events.get(self._db.reader, event_id, asker.guild_id)
        if event is None:
            raise NoSuchEvent(event_id)
        return await self._remind(asker, EntityId(event.id), event, {})

    async def may_be_asked(self, guild_id: GuildId, event_id: str, now: Moment) -> bool:
        """Whether an event lies ahead, so that somebody may want to be reminded of it."""
        event = await events.get(self._db.reader, event_id, guild_id)
        return event is not None and not _is_done(event, now)

    async def of_person(self, user_id: UserId) -> list[Kept]:
        """What a person is reminded of, what comes next first."""
        found = []
        for one in await subscriptions.of_person(self._db.reader, user_id):
            pending = await reminders.pending_of(self._db.reader, one.id)
            following = min(pending, key=lambda reminder: reminder.due_at, default=None)
            found.append(Kept(one, await self._label(one), following))
        return sorted(found, key=lambda kept: (kept.next is None, kept.next and kept.next.due_at))

    async def cancel(self, user_id: UserId, query: str) -> str:
        """Remind a person of something no more, found by its number or name; raises `NotReminded`."""
        wanted = called(query)
        for one in await subscriptions.of_person(self._db.reader, user_id):
            if query.strip() == str(one.id) or called(await self._label(one)) == wanted:
                return await self.cancel_id(user_id, one.id)
        raise NotReminded(query)

    async def cancel_id(self, user_id: UserId, subscription_id: SubscriptionId) -> str:
        """Ends what this person asked for, and nobody else's; returns what it was. Raises `NotReminded`."""
        async with self._db.transaction() as tx:
            one = await subscriptions.by_id(tx, subscription_id)
            if one is None or one.user_id != user_id:
                raise NotReminded("")
            label = await self._label(one)
            await subscriptions.remove_id(tx, subscription_id)
        return label

    async def tidy(self) -> None:
        """Forget what people asked of an event that was over a week ago, or is kept no more."""
        async with self._db.transaction() as tx:
            known: dict[GuildId, dict[str, Event]] = {}
            for one in await subscriptions.of_people(tx):
                if one.guild_id not in known:
                    known[one.guild_id] = {event.id: event for event in await events.all_of(tx, one.guild_id)}
                event = known[one.guild_id].get(one.subject)
                if _is_forgotten(one, event, self._clock() - _KEPT_FOR):
                    await subscriptions.remove_id(tx, one.id)

    async def _remind(
        self, asker: Asker, subject: EntityId, event: Event | None, changed: Mapping[str, Any]
    ) -> Asked:
        now = await self._asking.now(asker.guild_id)
        if event is not None and _is_done(event, now):
            raise IsOver(event.title, is_cancelled=not is_over(event, now))
        async with self._db.transaction() as tx:
            if asker.guild_id != SHIPPED:
                await guilds.put(tx, asker.guild_id)
            mine = await subscriptions.of_person(tx, asker.user_id)
            before = next(
                (one for one in mine if (one.subject, one.guild_id) == (subject, asker.guild_id)), None
            )
            if before is None and len(mine) >= self._limit:
                raise TooManyReminders(self._limit)
            options = replace(before.options if before else Options(), **changed)
            made = await self._keep(tx, asker, subject, options)
            await self._reminding.replan_one(tx, made)
            plans = await _plans(tx, made, [event] if event else await self._coming(tx, made, now))
        return Asked(made, await self._label(made), event, tuple(plans), now, before is not None)

    async def _keep(self, tx: Transaction, asker: Asker, subject: EntityId, options: Options) -> Subscription:
        made = await subscriptions.put_person(
            tx,
            asker.guild_id,
            asker.user_id,
            subject,
            options=options,
            asked_in=asker.channel_id,
            now=self._clock(),
        )
        kept = await subscriptions.by_id(tx, made)
        assert kept is not None
        return kept

    async def _coming(self, reader: Reader, made: Subscription, now: Moment) -> list[Event]:
        known = [one for one in await events.all_of(reader, made.guild_id) if made.subject in one.concerns]
        return [*coming(known, now), *unconfirmed(known)]

    async def _meant(self, guild_id: GuildId, query: str) -> tuple[EntityId, Event | None]:
        """An event of this very id or name, else what the catalogue calls so."""
        wanted = query.strip()
        known = await events.all_of(self._db.reader, guild_id)
        same = [one for one in known if wanted == one.id or called(one.title) == called(wanted)]
        now = await self._asking.now(guild_id)
        if same:
            event = next(iter([*coming(same, now), *same]))
            return EntityId(event.id), event
        entity = self._asking.entity(wanted)
        event_ = await self._diary.event(guild_id, entity.id) if entity.kind in HAPPENINGS else None
        return entity.id, event_

    async def _label(self, one: Subscription) -> str:
        event = await events.get(self._db.reader, one.subject, one.guild_id)
        return event.title if event is not None else self._asking.label(one.subject)


async def _plans(reader: Reader, made: Subscription, known: list[Event]) -> list[Plan]:
    guild = await guilds.get(reader, made.guild_id) or Guild(made.guild_id)
    of_events = await event_leads.of_guild(reader, guild.id)
    found = []
    for event in known:
        timing: Timing = timing_of(guild, None, made, of_events.get(event.id))
        found.append(Plan(event, timing, instants(event, timing)))
    return found


def _is_forgotten(one: Subscription, event: Event | None, at: datetime) -> bool:
    if event is None:
        return has_own_id(one.subject)
    return is_over(event, Moment(at, at.date()))


def _is_done(event: Event, now: Moment) -> bool:
    return is_over(event, now) or event.status is EventStatus.CANCELLED
