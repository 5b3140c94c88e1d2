"""Turns reminders that are due into owed messages, a batch at a time.

What a batch needs is read at once and what becomes of it is written at once: a thousand channels that follow
one meeting are reminded in the same second.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.rules import reminders_told
from bot.rules import reminding as rules
from bot.rules.digests import CatchUp
from bot.rules.holding import held_until
from bot.rules.inheriting import options_of
from bot.rules.notices import NoticeKind
from bot.services.gathering import Gathering
from storage import channels, followed, guilds, outbox, reminders, subscriptions
from storage.database import Transaction
from storage.deliveries import Owed
from storage.records import (
    Channel,
    ChannelId,
    Event,
    Guild,
    GuildId,
    Reminder,
    ReminderState,
    Subscription,
    SubscriptionId,
)

log = logging.getLogger(__name__)

Together = list[tuple[Reminder, Subscription]]
"""What fell due of one event for one channel or person."""


async def say_due(tx: Transaction, now: datetime, limit: int, catch_up: CatchUp) -> int:
    """Owe a message for the first `limit` reminders that are due; returns how many were settled."""
    due = await reminders.due(tx, now, limit)
    following = await subscriptions.by_ids(tx, (reminder.subscription_id for reminder in due))
    groups = _together(due, following)
    batch = await _read(tx, groups, now, catch_up)
    owed, missed = [], [one.id for one in due if following[one.subscription_id].paused_at is not None]
    for group in groups:
        verdict = batch.verdict([reminder for reminder, _ in group])
        missed += [reminder.id for reminder in verdict.missed]
        if verdict.say is not None and (one := await batch.owed(verdict.say, group)) is not None:
            owed.append(one)
    await outbox.add_all(tx, owed, now)
    done = {reminder.id for reminder in due} - set(missed)
    await reminders.settle_all(tx, missed, ReminderState.MISSED)
    await reminders.settle_all(tx, sorted(done), ReminderState.DONE)
    return len(due)


@dataclass(frozen=True, slots=True)
class _Batch:
    """What is known of all that a batch of reminders tells."""

    now: datetime
    catch_up: CatchUp
    events: Mapping[tuple[GuildId, str], Event]
    guilds: Mapping[GuildId, Guild]
    channels: Mapping[ChannelId, Channel]
    gathering: Gathering
    words: dict[tuple[object, ...], str] = field(default_factory=dict)

    def verdict(self, due: Sequence[Reminder]) -> rules.Verdict:
        verdict = rules.decide_due(due, self.now)
        skips = self.catch_up is CatchUp.SKIP and verdict.say is not None
        if skips and verdict.say is not None and rules.is_overdue(verdict.say, self.now):
            verdict = rules.Verdict(None, tuple(due))
        for reminder in verdict.missed:
            log.warning("missed the reminder %s before %s", reminder.lead, reminder.event_id)
        return verdict

    async def owed(self, say: Reminder, group: Together) -> Owed | None:
        """The message of one reminder; None where its event is gone."""
        following = [subscription for _, subscription in group]
        first = following[0]
        event = self.events.get((first.guild_id, say.event_id))
        if event is None:
            return None
        role_id = reminders_told.role_of(following)
        return Owed(
            key=reminders_told.reminder_key(first, say),
            notice=await self._told(say, event, following, role_id),
            guild_id=first.guild_id or None,
            channel_id=first.channel_id,
            user_id=first.user_id,
            event_id=event.id,
            expires_at=say.expires_at,
            held_until_at=self._held_until(say, following, has_role=role_id is not None),
        )

    async def _told(
        self, say: Reminder, event: Event, following: Sequence[Subscription], role_id: int | None
    ) -> str:
        """What is said, in words: made once for all who are told the same."""
        first = following[0]
        beside = await self.gathering.beside(first.guild_id, event)
        last_at = None
        if beside.history:
            last_at = await self.gathering.reminded_at(first.guild_id, first.target, event)
        followed_by = frozenset(one.subject for one in following)
        # Servers that see an event as it was shipped, and get the same news, share what is known beside it.
        known = (first.guild_id,) if beside.history or beside.readings else tuple(e.id for e in beside.news)
        by_itself = first.subject == event.id
        asked = (first.user_id is None, by_itself, followed_by, say.lead, say.due_at)
        same = (event.id, event.guild_id, known, *asked)
        if (told := self.words.get((same, role_id, last_at))) is None:
            subjects = [await self.gathering.label(one, event) for one in sorted(followed_by)]
            notice = reminders_told.reminder(following, event, say, subjects, beside, last_at)[1]
            told = self.words[same, role_id, last_at] = notice.to_json()
        return told

    def _held_until(
        self, say: Reminder, following: Sequence[Subscription], *, has_role: bool
    ) -> datetime | None:
        """Until when it waits, to be told with others: through quiet hours, and what is late until the last
        batch. It waits for no subscription that need not wait."""
        overdue_until = self.now if rules.is_overdue(say, self.now) else None
        guild, channel_id = self.guilds.get(following[0].guild_id), following[0].channel_id
        if guild is None or channel_id is None:
            return overdue_until
        channel, lead = self.channels.get(channel_id), say.expires_at - say.due_at
        earliest: datetime | None = None
        for options in {options_of(guild, channel, one) for one in following}:
            zone = ZoneInfo(guild.zone)
            at = held_until(options, zone, self.now, NoticeKind.REMINDER, lead=lead, has_role=has_role)
            if at is None:
                return overdue_until
            earliest = at if earliest is None else min(earliest, at)
        return earliest


async def _read(tx: Transaction, groups: Sequence[Together], now: datetime, catch_up: CatchUp) -> _Batch:
    heads = [group[0] for group in groups]
    guild_ids = {subscription.guild_id for _, subscription in heads}
    channel_ids = (one.channel_id for _, one in heads if one.channel_id is not None)
    wanted = ((subscription.guild_id, reminder.event_id) for reminder, subscription in heads)
    return _Batch(
        now,
        catch_up,
        await followed.seen(tx, wanted),
        await guilds.by_ids(tx, guild_ids),
        await channels.by_ids(tx, channel_ids),
        await Gathering.of_servers(tx, now, guild_ids),
    )


def _together(due: Iterable[Reminder], following: Mapping[SubscriptionId, Subscription]) -> list[Together]:
    """What is said together: of one event, to one channel or person, in one server; nothing of the paused."""
    found: dict[tuple[object, ...], Together] = defaultdict(list)
    for reminder in due:
        subscription = following[reminder.subscription_id]
        if subscription.paused_at is None:
            whom = (subscription.channel_id, subscription.user_id)
            of_one = (*whom, subscription.guild_id, reminder.event_id)
            found[of_one].append((reminder, subscription))
    return list(found.values())
