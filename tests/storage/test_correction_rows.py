"""A correction is kept as it was made and belongs to its server; one stands beside each fact."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from storage import corrections, edtf, guilds
from storage.database import Database
from storage.records import EntityId, UserId
from storage.revisions import Correction, CorrectionId
from tests.storage.filed import HERE, NOW, THERE, with_database

ANN, MOD = UserId(2**63 - 1), UserId(8)
MADE = Correction(
    id=CorrectionId(0),
    guild_id=HERE,
    corrects="harbour/f1",
    subject=EntityId("forum"),
    predicate="theme",
    object=EntityId("peace"),
    text="'; DROP TABLE correction; --",
    edtf=edtf.parse("2024/2027"),
    source="A letter",
    url="https://news.example/",
    note="why",
    day=date(2025, 10, 30),
    by_user_id=ANN,
    created_at=NOW,
)


async def store(db: Database, *made: Correction) -> list[Correction]:
    async with db.transaction() as tx:
        return [await corrections.put(tx, one) for one in made]


def test_it_is_read_back_as_it_was_stored_in_its_server_alone(tmp_path: Path) -> None:
    async def scenario(db: Database) -> None:
        added = replace(MADE, corrects=None, object=None, text=None, url=None, note=None)
        stored = await store(db, MADE, added, replace(MADE, guild_id=THERE))
        assert [replace(one, id=CorrectionId(0)) for one in stored[:2]] == [MADE, added]
        assert await corrections.of_guild(db.reader, HERE) == stored[:2]
        assert await corrections.standing(db.reader) == stored
        assert await corrections.of_guild(db.reader, HERE, withdrawn=True) == []

    with_database(tmp_path, scenario)


@pytest.mark.parametrize(
    "wrong",
    [
        replace(MADE, object=None, text=None, edtf=None),
        replace(MADE, source=""),
        replace(MADE, guild_id=type(HERE)(77)),
    ],
    ids=["says nothing", "no source", "no such server"],
)
def test_what_says_nothing_or_names_no_source_or_server_is_not_stored(
    tmp_path: Path, wrong: Correction
) -> None:
    async def scenario(db: Database) -> None:
        with pytest.raises(sqlite3.IntegrityError):
            await store(db, wrong)

    with_database(tmp_path, scenario)


def test_one_correction_stands_beside_a_fact_and_a_withdrawn_one_makes_room(tmp_path: Path) -> None:
    async def scenario(db: Database) -> None:
        (first,) = await store(db, MADE)
        with pytest.raises(sqlite3.IntegrityError):
            await store(db, MADE)
        async with db.transaction() as tx:
            await corrections.withdraw(tx, first, MOD, NOW + timedelta(hours=1), kept=5)
        (second,) = await store(db, MADE)
        assert await corrections.standing(db.reader) == [second]
        (gone,) = await corrections.of_guild(db.reader, HERE, withdrawn=True)
        assert gone == replace(first, withdrawn_at=NOW + timedelta(hours=1), withdrawn_by_user_id=MOD)

    with_database(tmp_path, scenario)


def test_they_are_forgotten_with_their_server_and_those_of_another_stay(tmp_path: Path) -> None:
    async def scenario(db: Database) -> None:
        await store(db, MADE, replace(MADE, guild_id=THERE))
        async with db.transaction() as tx:
            await guilds.mark_left(tx, HERE, NOW)
            await guilds.forget_left_before(tx, NOW + timedelta(seconds=1))
        assert [one.guild_id for one in await corrections.standing(db.reader)] == [THERE]

    with_database(tmp_path, scenario)
