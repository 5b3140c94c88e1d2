"""One attempt at what is owed, by what it does: a new message, a change of one, a channel's live list.

Where an earlier attempt may have posted a message it is looked for first. A change needs no such look: to
make it twice is as good as once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from dataclasses import replace

from bot.rules import notices
from bot.services.pacing import Pacer
from bot.services.ports import Clock, Messenger, NotFound, Outcome, Retry, Sent
from storage import channels, outbox
from storage.database import Database
from storage.deliveries import Delivery, Op

SEND_TIMEOUT_SECONDS = 20


class Sending:
    def __init__(self, db: Database, clock: Clock, messenger: Messenger, pacer: Pacer) -> None:
        self._db = db
        self._clock = clock
        self._messenger = messenger
        self._pacer = pacer

    async def look(self, row: Delivery) -> Outcome | None:
        """What an earlier attempt came to; None where it surely posted nothing, or may be repeated."""
        if row.op is Op.EDIT:
            return None
        await self._pacer.turn()
        try:
            async with asyncio.timeout(SEND_TIMEOUT_SECONDS):
                found = await self._messenger.find(row)
        except TimeoutError:
            return Retry("reading the channel's history took too long", maybe_posted=True)
        return None if isinstance(found, NotFound) else found

    async def attempt(self, row: Delivery) -> Outcome:
        """Do what the row says, once; what came of it is for the caller to record."""
        match row.op:
            case Op.EDIT:
                return await self._edit(row)
            case Op.LIVE:
                return await self._keep_list(row)
        return await self._send(row)

    async def _send(self, row: Delivery) -> Outcome:
        notice = notices.from_json(row.notice)
        return await _in_time(self._messenger.send(row, notice, notices.lateness(notice, self._clock())))

    async def _edit(self, row: Delivery) -> Outcome:
        """The message keeps the button it was posted with, by which it is explained and found again."""
        assert row.target_message_id is not None
        posted = await outbox.by_message(self._db.reader, row.target_message_id)
        changed = replace(row, nonce=posted.nonce if posted else row.nonce)
        return await _in_time(self._messenger.edit(changed, notices.from_json(row.notice)))

    async def _keep_list(self, row: Delivery) -> Outcome:
        """Change the message in which the channel's list stands by now; where there is none, post one."""
        assert row.channel_id is not None
        channel = await channels.get(self._db.reader, row.channel_id)
        if channel is not None and channel.live_message_id is not None:
            shown = replace(row, target_message_id=channel.live_message_id)
            outcome = await _in_time(self._messenger.edit(shown, notices.from_json(row.notice)))
            if outcome != Sent(None):
                return outcome
            await self._pacer.turn()
        return await self._send(replace(row, target_message_id=None))


async def _in_time(asked: Awaitable[Outcome]) -> Outcome:
    try:
        async with asyncio.timeout(SEND_TIMEOUT_SECONDS):
            return await asked
    except TimeoutError:
        return Retry(f"no answer within {SEND_TIMEOUT_SECONDS} seconds", maybe_posted=True)
