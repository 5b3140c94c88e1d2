"""What servers added to the catalogue or corrected in it, each with who, when and source.

A pack that is loaded touches none of it. What is withdrawn stays for a while, as a record.
"""

from __future__ import annotations

from datetime import date, datetime

from storage import edtf
from storage.database import Reader, Row, Transaction
from storage.records import EntityId, GuildId, UserId
from storage.revisions import Correction, CorrectionId


async def put(tx: Transaction, made: Correction) -> Correction:
    """Keep a correction under an id of its own; returns it with that id."""
    row = await tx.one(
        "INSERT INTO correction (guild_id, corrects, subject, predicate, object, text, edtf, source, url,"
        " note, day, by_user_id, created_at) VALUES (:guild_id, :corrects, :subject, :predicate, :object,"
        " :text, :edtf, :source, :url, :note, :day, :by_user_id, :created_at) RETURNING *",
        guild_id=made.guild_id,
        corrects=made.corrects,
        subject=made.subject,
        predicate=made.predicate,
        object=made.object,
        text=made.text,
        edtf=str(made.edtf) if made.edtf else None,
        source=made.source,
        url=made.url,
        note=made.note,
        day=made.day.isoformat(),
        by_user_id=made.by_user_id,
        created_at=made.created_at,
    )
    assert row is not None
    return _correction(row)


async def standing(reader: Reader) -> list[Correction]:
    """What stands in any server, the oldest first."""
    rows = await reader.all("SELECT * FROM correction WHERE withdrawn_at IS NULL ORDER BY id")
    return [_correction(row) for row in rows]


async def of_guild(reader: Reader, guild_id: GuildId, *, withdrawn: bool = False) -> list[Correction]:
    """What stands in a server, or what was withdrawn there; the oldest first."""
    rows = await reader.all(
        "SELECT * FROM correction WHERE guild_id = :guild_id AND (withdrawn_at IS NOT NULL) = :withdrawn"
        " ORDER BY id",
        guild_id=guild_id,
        withdrawn=int(withdrawn),
    )
    return [_correction(row) for row in rows]


async def withdraw(tx: Transaction, made: Correction, by: UserId, now: datetime, *, kept: int) -> None:
    """It no longer stands; of those withdrawn before, the server's latest `kept` stay as a record."""
    await tx.run(
        "UPDATE correction SET withdrawn_at = :now, withdrawn_by_user_id = :by WHERE id = :id",
        id=made.id,
        now=now,
        by=by,
    )
    await tx.run(
        "DELETE FROM correction WHERE guild_id = :guild_id AND withdrawn_at IS NOT NULL AND id NOT IN"
        " (SELECT id FROM correction WHERE guild_id = :guild_id AND withdrawn_at IS NOT NULL"
        "  ORDER BY withdrawn_at DESC, id DESC LIMIT :kept)",
        guild_id=made.guild_id,
        kept=kept,
    )


def _correction(row: Row) -> Correction:
    withdrawn_by = row["withdrawn_by_user_id"]
    return Correction(
        id=CorrectionId(row["id"]),
        guild_id=GuildId(row["guild_id"]),
        corrects=row["corrects"],
        subject=EntityId(row["subject"]),
        predicate=row["predicate"],
        object=EntityId(row["object"]) if row["object"] else None,
        text=row["text"],
        edtf=edtf.parse(row["edtf"]) if row["edtf"] else None,
        source=row["source"],
        url=row["url"],
        note=row["note"],
        day=date.fromisoformat(row["day"]),
        by_user_id=UserId(row["by_user_id"]),
        created_at=row["created_at"],
        withdrawn_at=row["withdrawn_at"],
        withdrawn_by_user_id=UserId(withdrawn_by) if withdrawn_by is not None else None,
    )
