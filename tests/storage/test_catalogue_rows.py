"""A pack is stored and read back as it was, replaced whole, and touches no other pack."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest

from bot.rules.happenings import events_of
from storage import catalogue, events
from storage.database import Database
from storage.records import EntityId, GuildId, Pack
from tests.rules.making import entity, event, fact, shipped, shipped_catalogue
from tests.storage.filed import HERE, THERE, with_database

SMALL = Pack(
    id="small",
    title="Small",
    about="Small.",
    sources=(),
    entities=(entity("harbour", "forum", "Harbour Forum", short="HF", exact=("HF!",), lookup=("hfo",)),),
    facts=(
        fact(
            "harbour",
            "date",
            source="small/a",
            edtf="2025-11-01",
            wall_time=time(14, 30),
            zone="Asia/Kuala_Lumpur",
        ),
        fact(
            "harbour",
            "theme",
            source="small/a",
            text="Peace",
            rests_on=("a", "b"),
            status="inferred",
            note="why",
        ),
    ),
    digest="x",
)


async def store(db: Database, *packs: Pack) -> None:
    for pack in packs:
        async with db.transaction() as tx:
            await catalogue.replace_pack(tx, pack)


async def owners(db: Database) -> dict[str, str]:
    return {row["id"]: row["pack"] for row in await db.reader.all("SELECT id, pack FROM entity")}


@pytest.mark.parametrize("pack", [SMALL, shipped()], ids=["small", "shipped"])
def test_a_pack_is_read_back_as_it_was_stored(tmp_path: Path, pack: Pack) -> None:
    async def scenario(db: Database) -> None:
        await store(db, pack)
        assert tuple(await catalogue.all_entities(db.reader)) == pack.entities
        facts = await catalogue.all_facts(db.reader)
        assert facts == list(pack.facts)
        sources = await catalogue.all_sources(db.reader)
        assert sources == list(pack.sources)

    with_database(tmp_path, scenario)


def test_a_pack_takes_the_place_of_its_former_self_and_of_nothing_else(tmp_path: Path) -> None:
    async def scenario(db: Database) -> None:
        other = replace(
            SMALL, id="other", entities=(entity("pier"),), facts=(fact("pier", "theme", text="x"),)
        )
        await store(db, other, SMALL, SMALL, replace(SMALL, facts=SMALL.facts[:1]))
        assert await owners(db) == {"harbour": "small", "pier": "other"}
        assert [one.predicate for one in await catalogue.all_facts(db.reader)] == ["theme", "date"]
        await store(db, replace(SMALL, entities=(), facts=()))
        assert await owners(db) == {"pier": "other"}
        assert await db.reader.value("SELECT count(*) FROM name WHERE entity = 'harbour'") == 0

    with_database(tmp_path, scenario)


def test_an_entity_of_another_pack_is_not_taken_and_nothing_of_the_second_is_kept(tmp_path: Path) -> None:
    async def scenario(db: Database) -> None:
        await store(db, SMALL)
        with pytest.raises(sqlite3.IntegrityError):
            await store(db, replace(SMALL, id="thief"))
        assert await owners(db) == {"harbour": "small"}
        assert len(await catalogue.all_facts(db.reader)) == len(SMALL.facts)

    with_database(tmp_path, scenario)


def test_events_are_read_back_as_they_were_stored(tmp_path: Path) -> None:
    async def scenario(db: Database) -> None:
        made = events_of(shipped_catalogue(), list(shipped().entities))
        made.append(event("2025-11-01", hour="14:00", zone="Asia/Kuala_Lumpur", id="timed", place="Port"))
        async with db.transaction() as tx:
            await events.replace_of_pack(tx, "small", made)
        stored = {one.id: one for one in await events.all_of(db.reader, HERE)}
        assert stored == {one.id: one for one in made}
        assert await events.get(db.reader, "timed") == made[-1]
        assert await events.get(db.reader, "nothing") is None

    with_database(tmp_path, scenario)


def test_events_of_a_pack_are_replaced_and_those_of_another_stay(tmp_path: Path) -> None:
    async def scenario(db: Database) -> None:
        async with db.transaction() as tx:
            await events.replace_of_pack(tx, "small", [event(id="a"), event(id="b")])
            await events.replace_of_pack(tx, "other", [event(id="c")])
            await events.replace_of_pack(tx, "small", [event("2026", id="b")])
        assert {one.id: str(one.edtf) for one in await events.all_of(db.reader, HERE)} == {
            "b": "2026",
            "c": "2025-11-01",
        }

    with_database(tmp_path, scenario)


def test_a_server_sees_what_was_shipped_and_its_own(tmp_path: Path) -> None:
    async def scenario(db: Database) -> None:
        async with db.transaction() as tx:
            await events.replace_of_pack(
                tx,
                "small",
                [event(id="shipped"), event(id="ours", guild_id=HERE), event(id="theirs", guild_id=THERE)],
            )
        assert {one.id for one in await events.all_of(db.reader, HERE)} == {"shipped", "ours"}
        assert {one.id for one in await events.all_of(db.reader, GuildId(99))} == {"shipped"}

    with_database(tmp_path, scenario)


@pytest.mark.parametrize(
    ("edtf", "today", "ahead"),
    [
        ("2025-11-01", "2025-11-01", True),
        ("2025-11-01", "2025-11-02", False),
        ("2026", "2026-12-31", True),
        ("2017/..", "2099-01-01", True),
        ("../2025-10", "2025-11-01", False),
        ("TBC", "2099-01-01", True),
    ],
)
def test_what_is_coming_is_not_yet_surely_over(tmp_path: Path, edtf: str, today: str, ahead: bool) -> None:
    async def scenario(db: Database) -> None:
        async with db.transaction() as tx:
            await events.replace_of_pack(tx, "small", [event(edtf)])
        assert bool(await events.coming(db.reader, date.fromisoformat(today))) is ahead

    with_database(tmp_path, scenario)


def test_whom_an_event_concerns_is_kept(tmp_path: Path) -> None:
    async def scenario(db: Database) -> None:
        concerned = frozenset({EntityId("in"), EntityId("my"), EntityId("admm-plus")})
        async with db.transaction() as tx:
            await events.replace_of_pack(tx, "small", [event(concerns=concerned)])
        (found,) = await events.all_of(db.reader, HERE)
        assert found.concerns == concerned

    with_database(tmp_path, scenario)
