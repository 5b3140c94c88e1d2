"""Shows a server's events among Discord's own scheduled ones, where it wants that, for as long as they live.

What is to be done is decided anew at every look, from our events, our notes and Discord's list. Each thing is
one request with no transaction open; that something is about to be made is noted before, so that after a lost
answer or a crash it is looked for and never made twice.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.rules import mirroring as rules
from bot.rules import notices_mirror
from bot.rules.mirroring import Act, Action, Shown
from bot.services.owing import owe
from bot.services.ports import (
    Clock,
    Faults,
    Full,
    Gone,
    Made,
    NotAllowed,
    Refused,
    Retry,
    ScheduledEvents,
    Vanished,
)
from storage import events, guilds, mirrors, subscriptions
from storage.database import Database
from storage.deliveries import Mirrored, MirrorState
from storage.options import DEFAULTS
from storage.records import Event, Guild, GuildId

log = logging.getLogger(__name__)

_EVERY = timedelta(minutes=5)
_AFTER_MORE_TO_DO = timedelta(seconds=5)
_AFTER_A_LOST_ANSWER = timedelta(seconds=61)
_MOST_AT_ONCE = 25
"""Requests in one look at a server, so that others have their turn."""
_PERMISSION, _FULL = "permission", "full"

Answer = Faults | None


class Mirroring:
    def __init__(self, db: Database, clock: Clock, there: ScheduledEvents) -> None:
        self._db = db
        self._clock = clock
        self._there = there

    async def tick(self) -> None:
        """Look after every server whose turn it is."""
        for guild_id in await mirrors.due(self._db.reader, self._clock()):
            await self._look_after(guild_id)

    async def look_after_all(self) -> None:
        """Look after every server at the next tick."""
        async with self._db.transaction() as tx:
            await mirrors.look_soon(tx, self._clock())

    async def _look_after(self, guild_id: GuildId) -> None:
        reader, now = self._db.reader, self._clock()
        await self._look_again(guild_id, now + _EVERY)
        guild = await guilds.get(reader, guild_id) or Guild(guild_id)
        rows = await mirrors.of_guild(reader, guild_id)
        known = {one.id: one for one in await events.all_of(reader, guild_id)}
        showing = await self._wanted(guild, known.values(), now)
        if not showing and not any(row.state is not MirrorState.ENDED for row in rows):
            await self._rest(guild_id)
            return
        listed = await self._there.listed(guild_id)
        if isinstance(listed, Retry | Gone):
            log.info("the scheduled events of server %d were not listed: %s", guild_id, listed.reason)
            return
        decision = rules.decide(showing, known, rows, listed.events, now)
        if showing:
            await self._tell(guild, _PERMISSION, not listed.may_make)
            await self._tell(guild, _FULL, decision.without_room)
        to_do = [one for one in decision.actions if one.act is not Act.MAKE or listed.may_make]
        await self._do_all(guild, to_do, {row.event_id: row for row in rows})

    async def _wanted(self, guild: Guild, known: Iterable[Event], now: datetime) -> dict[str, Shown]:
        if not guild.options.over(DEFAULTS).mirror:
            return {}
        following = await subscriptions.of_guild(self._db.reader, guild.id)
        return rules.wanted(known, following, now)

    async def _do_all(self, guild: Guild, to_do: Sequence[Action], rows: Mapping[str, Mirrored]) -> None:
        for action in to_do[:_MOST_AT_ONCE]:
            if not await self._do(guild, action, rows.get(action.event_id)):
                return
        if len(to_do) > _MOST_AT_ONCE or any(one.act in (Act.ADOPT, Act.COMPLETE) for one in to_do):
            await self._look_again(guild.id, self._clock() + _AFTER_MORE_TO_DO)

    async def _do(self, guild: Guild, action: Action, row: Mirrored | None) -> bool:
        """Do one thing and note what came of it; returns whether to go on with the next."""
        if action.act is Act.MAKE and action.shown is not None:
            return await self._make(guild, action.event_id, action.shown)
        answer = await self._ask(guild.id, action)
        if isinstance(answer, Retry | Gone):
            log.info("%s of %s in server %d waits: %s", action.act, action.event_id, guild.id, answer.reason)
            return False
        if isinstance(answer, NotAllowed):
            await self._tell(guild, _PERMISSION, True)
            return False
        await self._note(guild.id, action, answer, row)
        return True

    async def _make(self, guild: Guild, event_id: str, shown: Shown) -> bool:
        asked = Mirrored(event_id, None, shown.digest, MirrorState.MAKING, self._clock())
        await self._keep(guild.id, asked)
        answer = await self._there.make(guild.id, shown)
        match answer:
            case Made(scheduled_id):
                await self._keep(guild.id, replace(asked, scheduled_id=scheduled_id, state=MirrorState.SHOWN))
                return True
            case Refused(reason):
                log.error("Discord takes no event such as %s of server %d: %s", event_id, guild.id, reason)
                await self._keep(guild.id, replace(asked, state=MirrorState.ENDED), reason)
                return True
            case Retry(reason, maybe_posted):
                log.info("making %s in server %d has to wait: %s", event_id, guild.id, reason)
                if maybe_posted:
                    await self._look_again(guild.id, self._clock() + _AFTER_A_LOST_ANSWER)
                else:
                    await self._forget(guild.id, event_id)
                return False
        await self._forget(guild.id, event_id)
        if isinstance(answer, NotAllowed):
            await self._tell(guild, _PERMISSION, True)
        elif isinstance(answer, Full):
            await self._tell(guild, _FULL, 1)
        return False

    async def _ask(self, guild_id: GuildId, action: Action) -> Answer:
        """The request of an action, if it needs one."""
        there = action.scheduled_id
        match action.act:
            case Act.CHANGE if there is not None and action.shown is not None:
                return await self._there.change(guild_id, there, action.shown)
            case Act.CANCEL if there is not None:
                return await self._there.cancel(guild_id, there)
            case Act.COMPLETE if there is not None:
                return await self._there.complete(guild_id, there)
            case Act.REMOVE | Act.REMOVE_DOUBLE if there is not None:
                return await self._there.remove(guild_id, there)
        return None

    async def _note(self, guild_id: GuildId, action: Action, answer: Answer, row: Mirrored | None) -> None:
        now, event_id = self._clock(), action.event_id
        match action.act:
            case Act.ADOPT:
                # What it shows is not known: it is changed at the next look.
                await self._keep(
                    guild_id, Mirrored(event_id, action.scheduled_id, "", MirrorState.SHOWN, now)
                )
            case Act.CHANGE if action.shown is not None and row is not None:
                if isinstance(answer, Vanished):
                    # Deleted before the event changed: it is made anew, for it is another now.
                    await self._keep(guild_id, replace(row, state=MirrorState.ENDED))
                    return
                # What is refused is not asked again until it is other.
                error = answer.reason if isinstance(answer, Refused) else None
                await self._keep(guild_id, replace(row, digest=action.shown.digest, tried_at=now), error)
            case Act.CANCEL:
                await self._keep(guild_id, Mirrored(event_id, None, "", MirrorState.ENDED, now))
            case Act.LEFT if row is not None:
                await self._keep(guild_id, replace(row, state=MirrorState.ENDED))
            case Act.REMOVE | Act.COMPLETE | Act.FORGET:
                await self._forget(guild_id, event_id)

    async def _tell(self, guild: Guild, what: str, how_much: int) -> None:
        """Say in the notices channel what keeps events from being shown, once until that was over."""
        channel_id, now = guild.notices_channel_id, self._clock()
        is_known = what in await mirrors.troubles(self._db.reader, guild.id)
        if channel_id is None or bool(how_much) is is_known:
            return
        async with self._db.transaction() as tx:
            await mirrors.set_trouble(tx, guild.id, what, now if how_much else None)
            if what == _PERMISSION and how_much:
                told = notices_mirror.may_not(channel_id, now)
                await owe(tx, told, now, guild_id=guild.id, channel_id=channel_id)
            elif how_much:
                told = notices_mirror.no_room(channel_id, how_much, now)
                await owe(tx, told, now, guild_id=guild.id, channel_id=channel_id)

    async def _rest(self, guild_id: GuildId) -> None:
        async with self._db.transaction() as tx:
            await mirrors.look_no_more(tx, guild_id)

    async def _keep(self, guild_id: GuildId, mirrored: Mirrored, error: str | None = None) -> None:
        async with self._db.transaction() as tx:
            await mirrors.put(tx, guild_id, mirrored, error)

    async def _forget(self, guild_id: GuildId, event_id: str) -> None:
        async with self._db.transaction() as tx:
            await mirrors.forget(tx, guild_id, event_id)

    async def _look_again(self, guild_id: GuildId, at: datetime) -> None:
        async with self._db.transaction() as tx:
            await mirrors.look_again(tx, guild_id, at)
