"""Series of events that come back by a rule: who gave it by what source, and how far it was followed.

Their events stand in `events`, each by the day that the rule gave it.
"""

from __future__ import annotations

import json
from datetime import date, datetime, time

from storage import edtf
from storage.database import Reader, Row, Transaction
from storage.edtf import Announced
from storage.records import EntityId, GuildId, UserId
from storage.revisions import Series


async def add(tx: Transaction, series: Series) -> int:
    """Keep a new one; returns its id."""
    announced = series.announced
    row = await tx.one(
        "INSERT INTO series (guild_id, rule, title, edtf, wall_time, zone, fold, place, link, source, url,"
        " concerns, by_user_id, created_at, made_until, made_count) VALUES (:guild_id, :rule, :title, :edtf,"
        " :wall_time, :zone, :fold, :place, :link, :source, :url, :concerns, :by_user_id, :created_at,"
        " :made_until, :made_count) RETURNING id",
        guild_id=series.guild_id,
        rule=series.rule,
        title=series.title,
        edtf=str(announced.edtf),
        wall_time=announced.wall_time.isoformat() if announced.wall_time else None,
        zone=announced.zone,
        fold=announced.fold,
        place=series.place,
        link=series.link,
        source=series.source,
        url=series.url,
        concerns=json.dumps(sorted(series.concerns)),
        by_user_id=series.by_user_id,
        created_at=series.created_at,
        made_until=series.made_until.isoformat(),
        made_count=series.made_count,
    )
    assert row is not None
    return int(row["id"])


async def get(reader: Reader, series_id: int) -> Series | None:
    row = await reader.one("SELECT * FROM series WHERE id = :id", id=series_id)
    return _series(row) if row else None


async def going_on(reader: Reader) -> list[Series]:
    """Those that were not ended, of servers the bot is in."""
    rows = await reader.all(
        "SELECT series.* FROM series JOIN guild ON guild.id = guild_id"
        " WHERE ended_at IS NULL AND left_at IS NULL ORDER BY series.id"
    )
    return [_series(row) for row in rows]


async def followed_until(tx: Transaction, series_id: int, day: date, count: int) -> None:
    await tx.run(
        "UPDATE series SET made_until = :day, made_count = :count WHERE id = :id",
        id=series_id,
        day=day.isoformat(),
        count=count,
    )


async def end(
    tx: Transaction, series_id: int, at: datetime, by: UserId, source: str, url: str | None
) -> None:
    """Make no more events of it."""
    await tx.run(
        "UPDATE series SET ended_at = :at, ended_by_user_id = :by, ended_source = :source, ended_url = :url"
        " WHERE id = :id",
        id=series_id,
        at=at,
        by=by,
        source=source,
        url=url,
    )


def _series(row: Row) -> Series:
    wall_time = time.fromisoformat(row["wall_time"]) if row["wall_time"] else None
    return Series(
        id=row["id"],
        guild_id=GuildId(row["guild_id"]),
        rule=row["rule"],
        title=row["title"],
        announced=Announced(edtf.parse(row["edtf"]), wall_time, row["zone"], row["fold"]),
        place=row["place"],
        link=row["link"],
        concerns=frozenset(EntityId(subject) for subject in json.loads(row["concerns"])),
        source=row["source"],
        url=row["url"],
        by_user_id=UserId(row["by_user_id"]),
        created_at=row["created_at"],
        made_until=date.fromisoformat(row["made_until"]),
        made_count=row["made_count"],
        ended_at=row["ended_at"],
        ended_by_user_id=UserId(row["ended_by_user_id"]) if row["ended_by_user_id"] is not None else None,
        ended_source=row["ended_source"],
        ended_url=row["ended_url"],
    )
