"""What news propose of a server's events: a new date or a cancellation, until a moderator settles it; and
which events each entry speaks of."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from storage import edtf
from storage.database import Reader, Row, Transaction
from storage.news import EntryProposal, ProposalState
from storage.records import GuildId, UserId


async def join(tx: Transaction, entry_id: int, guild_id: GuildId, joined: Iterable[tuple[str, str]]) -> None:
    """Note the events that an entry speaks of, each with the reason; for `SHIPPED` those of the catalogue."""
    await tx.run_many(
        "INSERT INTO entry_event (entry_id, guild_id, event_id, reason)"
        " VALUES (:entry_id, :guild_id, :event_id, :reason) ON CONFLICT DO NOTHING",
        [
            {"entry_id": entry_id, "guild_id": guild_id, "event_id": event_id, "reason": reason}
            for event_id, reason in joined
        ],
    )


async def joined_to(reader: Reader, entry_id: int, guild_id: GuildId) -> list[tuple[str, str]]:
    """The events that an entry speaks of, as a server sees them, with the reasons."""
    rows = await reader.all(
        "SELECT event_id, reason FROM entry_event WHERE entry_id = :id AND guild_id IN (0, :guild_id)"
        " ORDER BY event_id",
        id=entry_id,
        guild_id=guild_id,
    )
    return [(row["event_id"], row["reason"]) for row in rows]


async def add(tx: Transaction, proposal: EntryProposal) -> bool:
    """Keep a proposal; returns False where the same was proposed before, whatever became of it."""
    added = await tx.run(
        "INSERT INTO proposal (guild_id, event_id, entry_id, kind, edtf, is_inferred, sentence, source, url,"
        " nonce, state, created_at) VALUES (:guild_id, :event_id, :entry_id, :kind, :edtf, :is_inferred,"
        " :sentence, :source, :url, :nonce, 'open', :created_at) ON CONFLICT DO NOTHING",
        guild_id=proposal.guild_id,
        event_id=proposal.event_id,
        entry_id=proposal.entry_id,
        kind=proposal.kind,
        edtf=str(proposal.edtf) if proposal.edtf else "",
        is_inferred=int(proposal.is_inferred),
        sentence=proposal.sentence,
        source=proposal.source,
        url=proposal.url,
        nonce=proposal.nonce,
        created_at=proposal.created_at,
    )
    return added > 0


async def by_nonce(reader: Reader, nonce: str, guild_id: GuildId) -> EntryProposal | None:
    """The proposal of the message with this nonce."""
    row = await reader.one(
        "SELECT * FROM proposal WHERE nonce = :nonce AND guild_id = :guild_id", nonce=nonce, guild_id=guild_id
    )
    return _proposal(row) if row else None


async def settle(
    tx: Transaction, proposal: EntryProposal, state: ProposalState, by: UserId, now: datetime
) -> bool:
    """Apply or dismiss a proposal that is open; returns whether it still was."""
    changed = await tx.run(
        "UPDATE proposal SET state = :state, by_user_id = :by, settled_at = :now"
        " WHERE nonce = :nonce AND guild_id = :guild_id AND state = 'open'",
        nonce=proposal.nonce,
        guild_id=proposal.guild_id,
        state=state.value,
        by=by,
        now=now,
    )
    return changed > 0


def _proposal(row: Row) -> EntryProposal:
    return EntryProposal(
        guild_id=GuildId(row["guild_id"]),
        event_id=row["event_id"],
        entry_id=row["entry_id"],
        kind=row["kind"],
        edtf=edtf.parse(row["edtf"]) if row["edtf"] else None,
        is_inferred=bool(row["is_inferred"]),
        sentence=row["sentence"],
        source=row["source"],
        url=row["url"],
        nonce=row["nonce"],
        created_at=row["created_at"],
        state=ProposalState(row["state"]),
        by_user_id=UserId(row["by_user_id"]) if row["by_user_id"] else None,
    )
