"""Delivers what is owed, each message once.

A row is claimed, sent with its stored nonce outside any transaction, and marked. Where an earlier
attempt may have posted the message (a lost answer, a process that died), the channel's history is
read first; the nonce covers what Discord stores between that look and the send.
"""

from __future__ import annotations

import asyncio
import logging
import random
from datetime import datetime, timedelta

from bot.rules import notices
from bot.rules.delivering import backoff
from bot.services import holding, publishing
from bot.services.owing import owe
from bot.services.pacing import Pacer
from bot.services.ports import Clock, Closed, Gone, Messenger, Outcome, Refused, Retry, Sent
from bot.services.sending import Sending
from storage import channels, guilds, outbox, subscriptions, threads
from storage.database import Database, Transaction
from storage.deliveries import Delivery, Op, OutboxId, OutboxState
from storage.records import UserId
from storage.threads import PersonsThread

log = logging.getLogger(__name__)

_BATCH = 40
_CLOSED = "direct messages are closed"
_LATE = "it no longer helped when it could have gone out"
_LONGEST_WAIT = timedelta(minutes=15)
"""More than any wait between two attempts."""


class Delivering:
    def __init__(
        self, db: Database, clock: Clock, messenger: Messenger, pacer: Pacer, operator_id: UserId | None
    ) -> None:
        self._db = db
        self._clock = clock
        self._sending = Sending(db, clock, messenger, pacer)
        self._pacer = pacer
        self._operator_id = operator_id
        self._stopping = False

    async def recover(self) -> None:
        """At start: rows that were claimed when the last process ended are due at once."""
        async with self._db.transaction() as tx:
            released = await outbox.release_claims(tx, self._clock())
        if released:
            log.info(
                "%d messages were in flight when the last run ended; they are looked for first", released
            )

    async def clock_was_set(self) -> None:
        """Let nothing wait for an instant of the clock as it was before."""
        now = self._clock()
        async with self._db.transaction() as tx:
            await outbox.hasten(tx, now, now + _LONGEST_WAIT)

    def stop(self) -> None:
        """Claim nothing more; what is in flight goes on."""
        self._stopping = True

    async def tick(self) -> None:
        """Deliver everything that is due, each channel in order; one that is stuck delays no other."""
        flying: dict[asyncio.Task[None], OutboxId] = {}
        try:
            while True:
                for row in await self._claim(_BATCH - len(flying)):
                    # A clock that jumped ahead ends a lease early; what is in flight stays one task.
                    if row.id not in flying.values():
                        fence = asyncio.get_running_loop().time() + outbox.LEASE.total_seconds() / 2
                        flying[asyncio.create_task(self._deliver(row, fence))] = row.id
                if not flying:
                    return
                done, _ = await asyncio.wait(flying, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    row_id = flying.pop(task)
                    if (fault := task.exception()) is not None:
                        log.error("delivering message %d failed", row_id, exc_info=fault)
        finally:
            for task in flying:
                task.cancel()
            await asyncio.gather(*flying, return_exceptions=True)

    async def _claim(self, limit: int) -> list[Delivery]:
        if self._stopping or not limit:
            return []
        async with self._db.transaction() as tx:
            return await outbox.claim(tx, self._clock(), limit)

    async def _deliver(self, row: Delivery, fence: float) -> None:
        if row.claimed_at is not None and (found := await self._sending.look(row)) is not None:
            await self._record(row, found)
            return
        if row.expires_at is not None and self._clock() >= row.expires_at:
            late = publishing.LATE if row.op is Op.PUBLISH else _LATE
            await self._end(row, OutboxState.MISSED, late)
            return
        await self._pacer.turn()
        if self._stopping or asyncio.get_running_loop().time() > fence:
            await self._later(row, Retry("put back before it was sent", maybe_posted=False, counts=False))
            return
        await self._record(row, await self._sending.attempt(row))

    async def _record(self, row: Delivery, outcome: Outcome) -> None:
        match outcome:
            case Sent(message_id, may_be_published):
                async with self._db.transaction() as tx:
                    await outbox.mark_sent(tx, row.id, message_id, self._clock())
                    if message_id is not None and may_be_published:
                        await publishing.owe(tx, row, message_id, self._clock())
                    if row.op is Op.LIVE and row.channel_id is not None:
                        await channels.shows_list_in(tx, row.channel_id, message_id)
            case Retry():
                log.warning("message %d is tried again: %s", row.id, outcome.reason)
                await self._later(row, outcome)
            case Refused(reason) | Closed(reason) | Gone(reason) if row.op is Op.PUBLISH:
                log.warning("message %d is not published: %s", row.id, reason)
                await self._end(row, OutboxState.MISSED, reason)
            case Refused(reason):
                log.error("message %d was refused and is given up: %s", row.id, reason)
                await self._end(row, OutboxState.DEAD, reason)
            case Closed(reason):
                await self._turn_to_thread(row, reason)
            case Gone(reason):
                log.warning("message %d cannot reach its target: %s", row.id, reason)
                await self._lose_target(row, f"{_CLOSED}, and {reason}" if row.op is Op.THREAD else reason)

    async def _later(self, row: Delivery, retry: Retry) -> None:
        wait = retry.after if retry.after is not None else backoff(row.attempts, random.random())
        async with self._db.transaction() as tx:
            await outbox.retry_later(
                tx,
                row.id,
                at=self._clock() + (wait if retry.counts or retry.after else timedelta(0)),
                reason=retry.reason,
                counts=retry.counts,
                maybe_posted=retry.maybe_posted or row.claimed_at is not None,
            )

    async def _end(self, row: Delivery, state: OutboxState, reason: str) -> None:
        async with self._db.transaction() as tx:
            await outbox.end(tx, row.id, state, reason)
            if state is OutboxState.DEAD and self._operator_id is not None and row.user_id is None:
                told = notices.undeliverable(row, reason)
                await owe(tx, told, self._clock(), user_id=self._operator_id)

    async def _turn_to_thread(self, row: Delivery, reason: str) -> None:
        """A person who takes no direct messages is told in a thread, in the channel where they asked."""
        if row.op is Op.EDIT:
            await self._end(row, OutboxState.DEAD, reason)
            return
        async with self._db.transaction() as tx:
            asked_in = await _asked_in(tx, row)
            if asked_in is not None:
                log.info("message %d goes to a thread: %s", row.id, reason)
                await threads.put(tx, asked_in)
                await threads.take_over(tx, row.id, self._clock())
                return
        await self._lose_target(row, f"{_CLOSED}, and it was asked for in no channel")

    async def _lose_target(self, row: Delivery, reason: str) -> None:
        now = self._clock()
        async with self._db.transaction() as tx:
            await outbox.end(tx, row.id, OutboxState.DEAD, reason)
            if row.user_id is not None:
                await subscriptions.pause_person(tx, row.user_id, row.guild_id, reason, now)
                await outbox.cancel_person(tx, row.user_id, row.guild_id, reason)
            if row.channel_id is None:
                return
            paused = await subscriptions.pause_channel(tx, row.channel_id, reason, now)
            await outbox.cancel_pending(tx, channel_id=row.channel_id, reason=reason)
            if paused:
                await self._tell_server(tx, row, reason, now)

    async def _tell_server(self, tx: Transaction, row: Delivery, reason: str, now: datetime) -> None:
        guild = await guilds.get(tx, row.guild_id) if row.guild_id is not None else None
        if guild is None or guild.notices_channel_id is None or guild.notices_channel_id == row.channel_id:
            return
        told, channel_id = notices.channel_lost(row, reason, now), guild.notices_channel_id
        until = await holding.until(tx, guild, channel_id, told[1], now)
        await owe(tx, told, now, guild_id=guild.id, channel_id=channel_id, held_until_at=until)


async def _asked_in(tx: Transaction, row: Delivery) -> PersonsThread | None:
    """The thread that a person has in the server of a message, or the channel where one may be made."""
    if row.guild_id is None or row.user_id is None:
        return None
    known = await threads.get(tx, row.guild_id, row.user_id)
    if known is not None and known.thread_id is not None:
        return known
    asked = [
        one.asked_in_channel_id
        for one in await subscriptions.of_person(tx, row.user_id)
        if one.guild_id == row.guild_id and one.asked_in_channel_id is not None
    ]
    return PersonsThread(row.guild_id, row.user_id, asked[-1], None) if asked else known
