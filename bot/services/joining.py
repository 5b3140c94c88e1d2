"""Joins news to events, and shows moderators what of them looks like a new date or a cancellation.

Nothing is ever changed by what news say: a proposal waits for a moderator, who applies or dismisses it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.rules import notices_proposals
from bot.rules.catalogue import Catalogue
from bot.rules.joining.changes import Change, Proposal, proposals
from bot.rules.joining.links import joined
from bot.rules.joining.meetings import Meeting, meetings_of
from bot.rules.matching import Mention
from bot.rules.moving import as_typed
from bot.services import holding
from bot.services.catalogue import CatalogueService
from bot.services.owing import owe
from bot.services.ports import Clock
from bot.services.refusals import NothingChanges
from bot.services.refusals_of_news import (
    ProposalOver,
)
from bot.services.scheduling import Changed, Scheduling
from storage import entries, events, guilds, outbox
from storage import proposals as table
from storage.database import Database, Transaction
from storage.edtf import Announced
from storage.news import Entry, EntryProposal, Feed, ProposalState
from storage.records import SHIPPED, Event, Guild, GuildId, UserId

_HELPS_FOR = timedelta(days=7)
_LOOKED_BACK = timedelta(days=90)
_MOST_NEWS = 5


class Joining:
    def __init__(self, db: Database, clock: Clock, catalogue: CatalogueService) -> None:
        self._db = db
        self._clock = clock
        self._catalogue = catalogue
        self._kept: tuple[Catalogue, list[Meeting]] | None = None
        self._settling = asyncio.Lock()
        """Two moderators may press two buttons of a proposal at once; the second finds it settled."""

    async def join(self, tx: Transaction, feed: Feed, entry: Entry, mentions: Sequence[Mention]) -> None:
        """Note the events that an entry speaks of, and propose to servers what it says became of them."""
        text, day = f"{entry.title}\n{entry.summary}", _day(entry)
        shipped = await self._shipped(tx)
        found = joined(text, mentions, day, shipped)
        await table.join(tx, entry.id, SHIPPED, [(one.event_id, one.reason) for one in found])
        own_of = await events.own_of_followers(tx, feed.id)
        of_all = proposals(text, mentions, day, shipped)
        if not own_of and not of_all:
            return
        for guild in await guilds.following_feed(tx, feed.id):
            own = own_of.get(guild.id, [])
            mine = meetings_of(own, self._catalogue.known_to(guild.id))
            found = joined(text, mentions, day, mine)
            await table.join(tx, entry.id, guild.id, [(one.event_id, one.reason) for one in found])
            replaced = {event.id for event in own}
            known = [*mine, *(one for one in shipped if one.event.id not in replaced)]
            for proposal in proposals(text, mentions, day, known) if own else of_all:
                event = next(one.event for one in known if one.event.id == proposal.event_id)
                await self._propose(tx, guild, event, proposal, entry)

    async def news_of(self, guild_id: GuildId, event_id: str) -> list[Entry]:
        """The latest news of a server's feeds that speak of an event, of the last 90 days."""
        since_at = self._clock() - _LOOKED_BACK
        return await entries.of_event(self._db.reader, guild_id, event_id, since_at, _MOST_NEWS)

    async def apply(self, scheduling: Scheduling, guild_id: GuildId, by: UserId, nonce: str) -> Changed:
        """Change the event as a proposal says, by its source; raises `ProposalOver`, and as a change does."""
        async with self._settling:
            proposal = await self._open(guild_id, nonce)
            try:
                changed = await _change(scheduling, guild_id, by, proposal)
            except NothingChanges:
                # Somebody did the same by hand, or a run ended between the change and this note.
                await self._settle(proposal, ProposalState.APPLIED, by)
                raise
            await self._settle(proposal, ProposalState.APPLIED, by)
            return changed

    async def dismiss(self, guild_id: GuildId, by: UserId, nonce: str) -> None:
        """Leave everything as it is; the same is not proposed again. Raises `ProposalOver`."""
        async with self._settling:
            await self._settle(await self._open(guild_id, nonce), ProposalState.DISMISSED, by)

    async def _propose(
        self, tx: Transaction, guild: Guild, event: Event, found: Proposal, entry: Entry
    ) -> None:
        channel_id = guild.notices_channel_id
        if channel_id is None:
            return
        now = self._clock()
        day = str(found.edtf) if found.edtf else ""
        key = notices_proposals.key_of(channel_id, event.id, found.change.value, day)
        proposal = EntryProposal(
            guild_id=guild.id,
            event_id=event.id,
            entry_id=entry.id,
            kind=found.change.value,
            edtf=found.edtf,
            is_inferred=found.is_inferred,
            sentence=found.sentence,
            source=entry.feed_title,
            url=entry.link,
            nonce=outbox.nonce_of(key),
            created_at=now,
        )
        if await table.add(tx, proposal):
            told = notices_proposals.proposed(channel_id, event, proposal)
            await owe(
                tx,
                told,
                now,
                guild_id=guild.id,
                channel_id=channel_id,
                event_id=event.id,
                entry_id=entry.id,
                expires_at=now + _HELPS_FOR,
                held_until_at=await holding.until(tx, guild, channel_id, told[1], now),
            )

    async def _open(self, guild_id: GuildId, nonce: str) -> EntryProposal:
        proposal = await table.by_nonce(self._db.reader, nonce, guild_id)
        if proposal is None or proposal.state is not ProposalState.OPEN:
            raise ProposalOver(
                proposal.state if proposal else None, proposal.by_user_id if proposal else None
            )
        return proposal

    async def _settle(self, proposal: EntryProposal, state: ProposalState, by: UserId) -> None:
        async with self._db.transaction() as tx:
            if not await table.settle(tx, proposal, state, by, self._clock()):
                raise ProposalOver(replace(proposal, state=state).state, None)

    async def _shipped(self, tx: Transaction) -> list[Meeting]:
        """The meetings of the packs, read once for each state of the catalogue."""
        catalogue = self._catalogue.current.catalogue
        if self._kept is None or self._kept[0] is not catalogue:
            self._kept = catalogue, meetings_of(await events.all_of(tx, SHIPPED), catalogue)
        return self._kept[1]


async def _change(scheduling: Scheduling, guild_id: GuildId, by: UserId, proposal: EntryProposal) -> Changed:
    source = f"{proposal.source} {proposal.url or ''}".strip()
    if proposal.kind == Change.MOVED and proposal.edtf is not None:
        when = as_typed(Announced(proposal.edtf))
        return await scheduling.move(guild_id, by, proposal.event_id, when, source)
    if proposal.kind == Change.POSTPONED:
        return await scheduling.postpone(guild_id, by, proposal.event_id, source)
    return await scheduling.cancel(guild_id, by, proposal.event_id, source)


def _day(entry: Entry) -> date:
    """The day by which an entry's dates without a year are understood."""
    return (entry.published_at or entry.found_at).date()
