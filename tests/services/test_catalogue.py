"""A pack is loaded when its text changed and not otherwise. One with a mistake is refused whole, and what was
loaded before it stays. An entity belongs to one pack.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from pathlib import Path

import pytest

from bot.packs import PackRefused
from bot.services.asking import Asking
from bot.services.refusals import Ambiguous, NoSuchEntity, OtherKind
from storage import catalogue as table
from storage import edtf, events
from storage.records import EntityId, EntityKind
from tests.samples import PACK
from tests.services.world import FORUM, HERE, entity, fact, pack, world, written

OTHER = PACK.replace('"harbour"', '"other"')


def test_a_pack_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            loaded = w.catalogue.current
            assert [e.id for e in loaded.catalogue.of_kind(EntityKind.MEETING)] == ["forum-3", "talk"]
            assert loaded.names.find("harbour forum")[0].entity.id == FORUM
            assert [m.entity for m in loaded.matcher.mentions("Salvage, not piracy")] == [
                "salvage",
                "piracy",
            ]
            assert len(await w.db.reader.all("SELECT * FROM event")) == 3

    asyncio.run(scenario())


def test_the_same_text_is_not_loaded_again_and_another_is(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            async with w.db.transaction() as tx:
                await tx.run("UPDATE entity SET summary = 'touched'")
            await w.catalogue.load([written(w.folder, pack())])
            assert w.catalogue.current.catalogue.entities[FORUM].summary == "touched"
            await w.catalogue.load([written(w.folder, pack(more="\n# A remark.\n"))])
            assert w.catalogue.current.catalogue.entities[FORUM].summary == "One of ours."
            assert await w.db.reader.value("SELECT count(*) FROM fact") == 7

    asyncio.run(scenario())


def test_what_a_new_text_leaves_out_is_gone(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            await w.catalogue.load([written(w.folder, PACK + entity("piracy", "topic", "Piracy"))])
            assert list(w.catalogue.current.catalogue.entities) == ["piracy"]
            for table in ("fact", "event"):
                assert await w.db.reader.value(f"SELECT count(*) FROM {table}") == 0

    asyncio.run(scenario())


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        (fact("f9", subject="piracy", predicate="covers", object="nobody"), "'nobody' is no known entity id"),
        (fact("f9", subject="talk", predicate="date", edtf="2025-13-01"), "there is no month 13"),
        ("\n[[entity]\n", "is not TOML"),
    ],
)
def test_a_pack_with_a_mistake_is_refused_whole_and_the_old_one_stays(
    tmp_path: Path, more: str, reason: str
) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            before = await w.db.reader.all("SELECT * FROM fact")
            path = written(w.folder, pack(day="2025-12-01", more=more))
            with pytest.raises(PackRefused, match=reason) as refused:
                await w.catalogue.load([path])
            assert all(f"{path}: line " in line for line in str(refused.value).splitlines())
            assert await w.db.reader.all("SELECT * FROM fact") == before
            assert FORUM in w.catalogue.current.catalogue.entities

    asyncio.run(scenario())


def test_a_fact_may_not_rest_on_an_entity_that_the_same_text_leaves_out(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            text = pack().replace(entity("salvage", "topic", "Salvage"), "")
            with pytest.raises(PackRefused, match="'salvage' is no known entity id"):
                await w.catalogue.load([written(w.folder, text)])

    asyncio.run(scenario())


def test_an_entity_of_another_pack_may_be_named_but_not_taken(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            first = written(w.folder, pack())
            named = OTHER + fact("g1", subject="piracy", predicate="described-as", text="robbery at sea")
            await w.catalogue.load([first, written(w.folder, named, "other.toml")])
            assert len(w.catalogue.current.catalogue.about(EntityId("piracy"))) == 1
            taken = OTHER + entity("piracy", "topic", "Piracy, ours")
            with pytest.raises(PackRefused, match="'piracy' is taken by the pack 'harbour'"):
                await w.catalogue.load([first, written(w.folder, taken, "other.toml")])
            assert w.catalogue.current.catalogue.label(EntityId("piracy")) == "Piracy"

    asyncio.run(scenario())


def country(name: str, also: str) -> str:
    return entity("is", "country", name) + f'aliases = ["{also}"]\n'


def test_a_country_that_two_packs_hold_is_one_with_the_first_one_s_name_and_the_names_of_both(
    tmp_path: Path,
) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            ours = written(w.folder, PACK + country("Iceland", "Isle of ice"))
            said = fact("g1", subject="is", predicate="described-as", text="cold")
            theirs = written(w.folder, OTHER + country("Island", "The island") + said, "other.toml")
            for paths, name in (
                ([ours, theirs], "Iceland"),
                ([theirs, ours], "Island"),
                ([ours], "Iceland"),
                ([theirs], "Island"),
                ([ours, theirs], "Iceland"),
            ):
                await w.catalogue.load(paths)
                known = w.catalogue.current.catalogue
                assert list(known.entities) == ["is"]
                (one,) = known.entities.values()
                assert (one.name, await table.label(w.db.reader, EntityId("is"))) == (name, name)
                if len(paths) == 2:
                    texts = {also.text for also in one.names}
                    assert texts == {"Iceland", "Isle of ice", "Island", "The island"}
                assert len(known.about(EntityId("is"))) == (theirs in paths)

    asyncio.run(scenario())


def test_an_entity_may_move_from_one_pack_to_another(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            dated = fact("g1", subject="gale", predicate="date", edtf="2026-01-01")
            moving = entity("gale", "meeting", "Gale") + dated
            paths = [w.folder / "harbour.toml", w.folder / "other.toml"]
            for ours, theirs in ((PACK + moving, OTHER), (PACK, OTHER + moving), (PACK + moving, OTHER)):
                written(w.folder, ours)
                written(w.folder, theirs, "other.toml")
                await w.catalogue.load(paths)
                assert list(w.catalogue.current.catalogue.entities) == ["gale"]
                assert await w.db.reader.value("SELECT count(*) FROM event") == 1

    asyncio.run(scenario())


def test_a_later_source_of_another_pack_moves_an_event_and_its_reminders(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            await w.follow(FORUM)
            first, later = written(w.folder, pack()), OTHER.replace("2025-10", "2025-11")
            dated = fact("g1", subject="tide-2", predicate="date", edtf="2026-09-28/2026-10-02")
            for text, edtf, days in ((later + dated, "2026-09-28/2026-10-02", 2), (later, "2026", 1)):
                await w.catalogue.load([first, written(w.folder, text, "other.toml")])
                (event,) = await w.db.reader.all("SELECT * FROM event WHERE id = 'tide-2'")
                assert event["edtf"] == edtf
                starts = await w.db.reader.all(
                    "SELECT DISTINCT event_id FROM reminder WHERE state = 'pending' ORDER BY event_id"
                )
                assert len(starts) == days

    asyncio.run(scenario())


def test_a_mistake_in_one_of_two_packs_leaves_both_as_they_were(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            other = OTHER + entity("wreck", "topic", "Wreck")
            await w.catalogue.load([written(w.folder, pack()), written(w.folder, other, "other.toml")])
            changed = [written(w.folder, PACK), written(w.folder, other + "[[fact]]\n", "other.toml")]
            with pytest.raises(PackRefused):
                await w.catalogue.load(changed)
            await w.catalogue.refresh()
            assert {"wreck", FORUM} <= w.catalogue.current.catalogue.entities.keys()

    asyncio.run(scenario())


def test_a_question_is_answered_by_id_or_name_and_an_unclear_one_with_who_may_be_meant(
    tmp_path: Path,
) -> None:
    async def scenario() -> None:
        async with world(tmp_path, text=pack(more=entity("tide-3", "exercise", "Tidal Exercise"))) as w:
            asking = Asking(w.db, w.clock, w.catalogue)
            assert asking.entity("forum-3").name == asking.entity("the 3rd harbor forum").name
            assert asking.subject(" EVERYTHING ") == "everything"
            with pytest.raises(NoSuchEntity):
                asking.entity("Atlantis")
            with pytest.raises(OtherKind):
                asking.entity("piracy", [EntityKind.FORUM])
            with pytest.raises(Ambiguous) as unclear:
                asking.entity("Tidal Exercise")
            assert [one.id for one in unclear.value.candidates] == ["tide-2", "tide-3"]

    asyncio.run(scenario())


def test_the_agenda_is_as_of_the_server_s_own_day(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            asking = Asking(w.db, w.clock, w.catalogue)
            w.clock.moves_to(2025, 11, 1, 20)
            agenda = await asking.agenda(HERE, FORUM)
            assert [event.id for event in agenda.ahead] == ["forum-3", "tide-2"]
            await w.guilds.set_up(HERE, zone="Asia/Tokyo")
            agenda = await asking.agenda(HERE, FORUM)
            assert ([e.id for e in agenda.ahead], [e.id for e in agenda.over]) == (["tide-2"], ["forum-3"])

    asyncio.run(scenario())


def test_a_pack_that_is_no_longer_there_is_withdrawn_with_its_events(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            await w.catalogue.load([])
            assert w.catalogue.current.catalogue.entities == {}
            for table in ("fact", "event", "source"):
                assert await w.db.reader.value(f"SELECT count(*) FROM {table}") == 0

    asyncio.run(scenario())


def test_a_pack_may_be_renamed_and_keeps_its_entities(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            await w.catalogue.load([written(w.folder, pack().replace('"harbour"', '"renamed"'))])
            assert FORUM in w.catalogue.current.catalogue.entities
            assert await w.db.reader.value("SELECT count(*) FROM entity WHERE pack <> 'renamed'") == 0

    asyncio.run(scenario())


def test_two_packs_may_name_their_sources_alike(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            theirs = OTHER.replace("A note", "Another note") + entity("wreck", "topic", "Wreck")
            theirs += fact("g1", subject="wreck", predicate="described-as", text="lost")
            await w.catalogue.load([written(w.folder, pack()), written(w.folder, theirs, "other.toml")])
            known = w.catalogue.current.catalogue
            (ours,) = {known.sources[one.source].title for one in known.about(EntityId("talk"))}
            (other,) = {known.sources[one.source].title for one in known.about(EntityId("wreck"))}
            assert (ours, other) == ("A note", "Another note")

    asyncio.run(scenario())


def test_a_pack_that_moves_a_meeting_tells_once_who_follows_it_and_plans_anew(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            await w.follow(FORUM)
            await w.catalogue.load([written(tmp_path, pack("2025-11-08"))])
            (row,) = await w.owed()
            said = json.loads(row["notice"])
            assert (
                said["title"] == "Moved: 3rd Harbour Forum" and "~~Saturday 1 November 2025," in said["body"]
            )
            assert "<@" not in " ".join(said["why"]) and "catalogue" in said["footer"]
            due = await w.db.reader.all("SELECT start FROM reminder WHERE state = 'pending'")
            assert {one["start"] for one in due} == {"2025-11-08"}
            await w.catalogue.load([written(tmp_path, pack("2025-11-08"))])
            assert len(await w.owed()) == 1

    asyncio.run(scenario())


def test_a_date_that_a_pack_knows_better_is_said_to_be_known(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path, text=pack("2026")) as w:
            await w.follow(FORUM)
            await w.catalogue.load([written(tmp_path, pack("2026-11-08"))])
            (row,) = await w.owed()
            assert json.loads(row["notice"])["title"] == "The date is known: 3rd Harbour Forum"

    asyncio.run(scenario())


def test_an_event_that_a_server_moved_itself_is_not_told_of_by_a_pack(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            await w.follow(FORUM)
            async with w.db.transaction() as tx:
                known = await events.get(tx, "forum-3", HERE)
                assert known is not None
                await events.put(tx, replace(known, guild_id=HERE, edtf=edtf.parse("2025-12-01"), revision=1))
            await w.catalogue.load([written(tmp_path, pack("2025-11-08"))])
            assert await w.owed() == []

    asyncio.run(scenario())


def test_a_meeting_of_which_a_pack_knew_no_date_is_said_to_be_dated_unless_that_is_past(
    tmp_path: Path,
) -> None:
    async def scenario() -> None:
        undated = entity("launch", "meeting", "Launch") + entity("start", "meeting", "Start")
        undated += fact("l1", subject="launch", predicate="edition-of", object="harbour-forum")
        undated += fact("l2", subject="start", predicate="edition-of", object="harbour-forum")
        dated = fact("l3", subject="launch", predicate="date", edtf="2025-11-20")
        dated += fact("l4", subject="start", predicate="date", edtf="2010")
        async with world(tmp_path, text=pack(more=undated)) as w:
            await w.follow(FORUM)
            await w.catalogue.load([written(tmp_path, pack(more=undated + dated))])
            (row,) = await w.owed()
            said = json.loads(row["notice"])
            assert said["title"] == "The date is known: Launch"
            assert said["body"].startswith("~~date to be confirmed~~ → **Thursday 20 November 2025")
            assert ["Source", "[A note, The tests](https://tests.example/note)"] in said["fields"]

    asyncio.run(scenario())


def test_what_is_new_in_a_pack_is_no_change_of_it(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            await w.follow(FORUM)
            new = entity("launch", "meeting", "Launch")
            new += fact("l1", subject="launch", predicate="edition-of", object="harbour-forum")
            new += fact("l2", subject="launch", predicate="date", edtf="2025-11-20")
            await w.catalogue.load([written(tmp_path, pack(more=new))])
            assert await w.owed() == []

    asyncio.run(scenario())
