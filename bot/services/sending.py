"""One attempt at what is owed, by what it does: a new message, a change of one, its publication, a channel's
live list, a message in the thread of a person who takes no direct messages.

Where an earlier attempt may have posted a message it is looked for first; where no nonce covers it, such as
in a forum, it is taken for not there only some time after that attempt. A change and a publication need no
such look: to make them twice is as good as once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from dataclasses import replace
from datetime import timedelta

from bot.rules import notices
from bot.services.pacing import Pacer
from bot.services.ports import Clock, Gone, Messenger, NotFound, Opened, Outcome, Retry, Sent
from storage import channels, outbox, threads
from storage.database import Database
from storage.deliveries import Delivery, Op
from storage.threads import PersonsThread

SEND_TIMEOUT_SECONDS = 20
_THREADS_TRIED = 2
_MAY_ARRIVE_FOR = timedelta(seconds=60)
"""How long after an attempt of which nothing was heard its message may still appear."""


class Sending:
    def __init__(self, db: Database, clock: Clock, messenger: Messenger, pacer: Pacer) -> None:
        self._db = db
        self._clock = clock
        self._messenger = messenger
        self._pacer = pacer

    async def look(self, row: Delivery) -> Outcome | None:
        """What an earlier attempt came to; None where it surely posted nothing, or may be repeated."""
        if row.op in (Op.EDIT, Op.PUBLISH):
            return None
        if row.op is Op.THREAD:
            thread = await self._thread_of(row)
            if thread is None or thread.thread_id is None:
                return None
            row = replace(row, channel_id=thread.thread_id)
        await self._pacer.turn()
        try:
            async with asyncio.timeout(SEND_TIMEOUT_SECONDS):
                found = await self._messenger.find(row)
        except TimeoutError:
            return Retry("reading the channel's history took too long", maybe_posted=True)
        if isinstance(found, Gone) and row.op is Op.THREAD:
            return await self._lose_thread(row, found)
        return self._not_there_yet(row, found) if isinstance(found, NotFound) else found

    def _not_there_yet(self, row: Delivery, found: NotFound) -> Retry | None:
        """Wait for what may still appear; None where it may be posted now."""
        if found.is_covered or row.claimed_at is None:
            return None
        left = row.claimed_at + _MAY_ARRIVE_FOR - self._clock()
        if left <= timedelta(0):
            return None
        wait = min(left, _MAY_ARRIVE_FOR)
        return Retry("it may still appear", maybe_posted=True, after=wait, counts=False)

    async def attempt(self, row: Delivery) -> Outcome:
        """Do what the row says, once; what came of it is for the caller to record."""
        match row.op:
            case Op.EDIT:
                return await self._edit(row)
            case Op.LIVE:
                return await self._keep_list(row)
            case Op.THREAD:
                return await self._in_thread(row)
            case Op.PUBLISH:
                return await _in_time(self._messenger.publish(row))
        return await self._send(row)

    async def _send(self, row: Delivery) -> Outcome:
        notice = notices.from_json(row.notice)
        if row.channel_id is not None:
            channel = await channels.get(self._db.reader, row.channel_id)
            notice = replace(notice, tags=channel.options.tags or () if channel is not None else ())
        return await _in_time(self._messenger.send(row, notice, notices.lateness(notice, self._clock())))

    async def _edit(self, row: Delivery) -> Outcome:
        """The message keeps the buttons it was posted with, by which it is explained and found again."""
        assert row.target_message_id is not None
        posted = await outbox.by_message(self._db.reader, row.target_message_id)
        if posted is None:
            return await self._change(row, row)
        shown = replace(row, nonce=posted.nonce, entry_id=posted.entry_id, event_id=posted.event_id)
        if posted.op is not Op.THREAD:
            return await self._change(row, shown)
        thread = await self._thread_of(posted)
        if thread is None or thread.thread_id is None:
            return Sent(None)
        outcome = await self._change(row, replace(shown, channel_id=thread.thread_id))
        return Sent(None) if isinstance(outcome, Gone) else outcome

    async def _change(self, row: Delivery, shown: Delivery) -> Outcome:
        return await _in_time(self._messenger.edit(shown, notices.from_json(row.notice)))

    async def _keep_list(self, row: Delivery) -> Outcome:
        """Change the message in which the channel's list stands by now; where there is none, post one."""
        assert row.channel_id is not None
        channel = await channels.get(self._db.reader, row.channel_id)
        if channel is not None and channel.live_message_id is not None:
            shown = replace(row, target_message_id=channel.live_message_id)
            outcome = await self._change(row, shown)
            if outcome != Sent(None):
                return outcome
            await self._pacer.turn()
        return await self._send(replace(row, target_message_id=None))

    async def _in_thread(self, row: Delivery) -> Outcome:
        """The person's thread is made where it is not there yet, and made anew where it was deleted."""
        thread = await self._thread_of(row)
        if thread is None:
            return Gone("it is not known where it was asked for")
        if thread.thread_id is None:
            opened = await self._open(thread)
            if not isinstance(opened, Opened):
                return opened
            thread = replace(thread, thread_id=opened.thread_id)
            async with self._db.transaction() as tx:
                await threads.put(tx, thread)
            await self._pacer.turn()
        outcome = await self._send(replace(row, channel_id=thread.thread_id))
        return await self._lose_thread(row, outcome) if isinstance(outcome, Gone) else outcome

    async def _open(self, thread: PersonsThread) -> Opened | Retry | Gone:
        try:
            async with asyncio.timeout(SEND_TIMEOUT_SECONDS):
                return await self._messenger.open_thread(thread.channel_id, thread.user_id)
        except TimeoutError:
            return Retry("opening a thread took too long", maybe_posted=False)

    async def _lose_thread(self, row: Delivery, gone: Gone) -> Retry | Gone:
        """A thread that was deleted or locked is looked for anew; what nothing helps against is given up."""
        thread = await self._thread_of(row)
        if thread is None or row.attempts >= _THREADS_TRIED:
            return gone
        async with self._db.transaction() as tx:
            await threads.put(tx, replace(thread, thread_id=None))
        return Retry(gone.reason, maybe_posted=False)

    async def _thread_of(self, row: Delivery) -> PersonsThread | None:
        if row.guild_id is None or row.user_id is None:
            return None
        return await threads.get(self._db.reader, row.guild_id, row.user_id)


async def _in_time(asked: Awaitable[Outcome]) -> Outcome:
    try:
        async with asyncio.timeout(SEND_TIMEOUT_SECONDS):
            return await asked
    except TimeoutError:
        return Retry(f"no answer within {SEND_TIMEOUT_SECONDS} seconds", maybe_posted=True)
