"""Records a change of an event with all that follows from it, in the transaction of whoever changes it.

That is: the event as it is now, its revision, its reminders planned anew, what was still owed of its old
date owed no more, what was sent of it changed to say so, and one notice for each channel that follows it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from bot.rules import moving, notices, outdated
from bot.rules.moment import Moment
from bot.rules.moving import NOBODY, Said
from bot.rules.readings_of_events import by_moderator
from bot.rules.reminders_told import reminder_key
from bot.rules.reminding import follows
from bot.rules.wording import event_title
from bot.services import holding
from bot.services.owing import owe
from bot.services.reminding import Reminding
from bot.services.retelling import mark_digests
from storage import catalogue as names
from storage import channels, events, mirrors, outbox, readings, reminders, subscriptions
from storage.database import Transaction
from storage.deliveries import Op
from storage.records import SHIPPED, EntityId, Event, EventStatus, Guild, ReminderState, Subscription, Target
from storage.revisions import ChangeKind

_CATALOGUE = "catalogue"
_MOVED = "the event it was for was moved or called off"


class Recording:
    def __init__(self, reminding: Reminding) -> None:
        self._reminding = reminding

    async def record(
        self,
        tx: Transaction,
        guild: Guild,
        before: Event | None,
        after: Event,
        what: ChangeKind,
        said: Said,
        now: Moment,
        remark: str | None = None,
        *,
        quietly: bool = False,
    ) -> tuple[Target, ...]:
        """Write the event, its revision and all that follows; returns who is told, nobody where `quietly`.

        `remark` is what else was done, in words.
        """
        await events.put(tx, after)
        await _look_after_what_shows_it(tx, guild, said)
        if before is not None and before.guild_id == SHIPPED:
            await events.note(tx, moving.known(before, guild.id, said))
        await events.note(tx, moving.revision(after, what, said, remark))
        if before is None or moving.shifted(before, after):
            await _take_back(tx, guild, after, said)
        if before is not None and moving.shifted(before, after):
            await _mark_sent(tx, guild, before, after, said)
            await mark_digests(tx, guild, before, after, said)
        if said.origin is None and what is not ChangeKind.EDITED:
            await _note_word(tx, guild, after, said)
        await self._reminding.replan_event(tx, guild, after)
        if quietly or not moving.is_told(before, after, now):
            return ()
        return await _tell(tx, guild, before, after, what, said, remark)

    async def record_by_rule(
        self, tx: Transaction, guild: Guild, event: Event, said: Said, remark: str
    ) -> None:
        """Write an event that comes back by a rule; nobody is told, for nobody announced it."""
        await events.put(tx, event)
        await _look_after_what_shows_it(tx, guild, said)
        await events.note(tx, moving.revision(event, ChangeKind.ADDED, said, remark))
        await self._reminding.replan_event(tx, guild, event)

    async def record_of_catalogue(
        self, tx: Transaction, guild: Guild, before: Event, after: Event, now: Moment
    ) -> None:
        """What follows for a server when a pack says otherwise of an event of which it has no own reading,
        or, of `SHIPPED`, for people who asked in no server.

        The reminders are the caller's to plan anew, afterwards and for all events at once.
        """
        said = Said(after.source or "the catalogue", after.url, NOBODY, now.at, now.today, origin=_CATALOGUE)
        await _look_after_what_shows_it(tx, guild, said)
        if moving.shifted(before, after):
            await _take_back(tx, guild, after, said)
            await _mark_sent(tx, guild, before, after, said)
            await mark_digests(tx, guild, before, after, said)
        if moving.is_told(before, after, now):
            await _tell(tx, guild, before, after, moving.what_became(before, after), said, None)

    async def unrecord(self, tx: Transaction, guild: Guild, event: Event, said: Said) -> None:
        """Remove an event that nobody was told of, with what was planned and owed of it."""
        await _take_back(tx, guild, event, said)
        called_off = replace(event, status=EventStatus.CANCELLED)
        await self._reminding.replan_event(tx, guild, called_off)
        await _look_after_what_shows_it(tx, guild, said)
        await events.forget(tx, event)


async def _note_word(tx: Transaction, guild: Guild, event: Event, said: Said) -> None:
    """Where sources differ, or may, a moderator's word is one that stands."""
    if await readings.of_event(tx, guild.id, event.id):
        await readings.put(tx, by_moderator(event, said))


async def _look_after_what_shows_it(tx: Transaction, guild: Guild, said: Said) -> None:
    """Lists of what is coming, and Discord's own scheduled events."""
    await channels.look_after_lists(tx, said.at, guild.id)
    await mirrors.look_soon(tx, said.at, guild.id)


async def _take_back(tx: Transaction, guild: Guild, event: Event, said: Said) -> None:
    """Reminders of the old date that did not go out yet are owed no more, and were never said."""
    dropped = await outbox.drop_of_event(
        tx, guild.id, event.id, begins=notices.REMINDERS, now=said.at, reason=_MOVED
    )
    if not dropped:
        return
    following = {one.id: one for one in await subscriptions.in_guild(tx, guild.id)}
    for reminder in await reminders.of_event(tx, event.id, guild.id):
        if reminder_key(following[reminder.subscription_id], reminder) in dropped:
            await reminders.settle(tx, reminder.id, ReminderState.MISSED)


async def _mark_sent(tx: Transaction, guild: Guild, before: Event, after: Event, said: Said) -> None:
    """The reminders that told the old date, before it came, are changed to say what became of it."""
    for sent in await outbox.sent_of_event(tx, guild.id, after.id, begins=notices.REMINDERS, now=said.at):
        key, changed = outdated.changed(sent, before, after, guild)
        # A pack counts no revisions: what it says is known by when it was loaded.
        await owe(
            tx,
            (f"{key}.{int(said.at.timestamp())}" if said.by == moving.NOBODY else key, changed),
            said.at,
            guild_id=guild.id or None,
            channel_id=sent.channel_id,
            user_id=sent.user_id,
            event_id=after.id,
            expires_at=said.at + notices.CHANGE_HELPS_FOR,
            op=Op.EDIT,
            target_message_id=sent.message_id,
        )


async def _tell(
    tx: Transaction,
    guild: Guild,
    before: Event | None,
    after: Event,
    what: ChangeKind,
    said: Said,
    remark: str | None,
) -> tuple[Target, ...]:
    followers: dict[Target, list[Subscription]] = defaultdict(list)
    for one in await subscriptions.in_guild(tx, guild.id):
        concerned = follows(one, after) or (before is not None and follows(one, before))
        if one.paused_at is None and concerned:
            followers[one.target].append(one)
    subjects = {one.subject for following in followers.values() for one in following}
    called = {subject: await names.label(tx, subject) for subject in subjects}
    called[EntityId(after.id)] = event_title(after)
    for target, following in followers.items():
        labels = [called[subject] for subject in sorted({one.subject for one in following})]
        told = notices.change(target, before, after, what, said, labels, guild.zone, remark)
        channel_id = target.channel_id
        await owe(
            tx,
            told,
            said.at,
            guild_id=guild.id or None,
            channel_id=channel_id,
            user_id=target.user_id,
            event_id=after.id,
            expires_at=said.at + notices.CHANGE_HELPS_FOR,
            held_until_at=await holding.until(tx, guild, channel_id, told[1], said.at, following)
            if channel_id is not None
            else None,
        )
    return tuple(followers)
