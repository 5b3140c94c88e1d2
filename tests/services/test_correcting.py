"""What a server adds to the catalogue or corrects in it stands beside what the packs say, there alone,
each with who, when and by what source. A pack is replaced whole and nothing of the server's is touched.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot.rules.catalogue import Catalogue
from bot.services.asking import Asking
from bot.services.correcting import Correcting, Wording
from bot.services.refusals import (
    AlreadyAdded,
    Ambiguous,
    NoSuchCorrection,
    NoSuchEntity,
    NoSuchFact,
    NoSuchHeading,
    NotADate,
    NothingSaid,
    Refusal,
    TooMany,
)
from storage.records import EntityId, Fact, GuildId, UserId
from tests.services.world import HERE, THERE, World, entity, fact, pack, world, written

ANN, MOD = UserId(501), UserId(502)
FIELD = (
    entity("port", "place", "Port City")
    + entity("bay", "place", "Bay City")
    + fact("h1", subject="forum-3", predicate="hosted-in", object="port")
    + fact("t1", subject="harbour-forum", predicate="theme", text="Calm seas")
    + fact("r1", subject="talk", predicate="fosters", object="piracy", text="in writing")
)
"""A place, words, and a fact with both an object and words."""

Scenario = Callable[[World, Correcting], Awaitable[None]]


def run(folder: Path, scenario: Scenario, limit: int = 500) -> None:
    async def played() -> None:
        async with world(folder, text=pack(more=FIELD)) as w:
            asking = Asking(w.db, w.clock, w.catalogue)
            await scenario(w, Correcting(w.db, w.clock, w.catalogue, asking, limit=limit))

    asyncio.run(played())


def said(known: Catalogue, subject: str, predicate: str) -> list[Fact]:
    return known.about(EntityId(subject), predicate)


def test_a_correction_stands_beside_the_fact_with_its_own_source_in_its_server_alone(tmp_path: Path) -> None:
    async def scenario(w: World, c: Correcting) -> None:
        done = await c.correct(HERE, ANN, "3rd Harbour Forum", "f2", Wording("2 Nov 2025", "A letter"))
        here, elsewhere = w.catalogue.known_to(HERE), w.catalogue.known_to(THERE)
        ours, theirs = said(here, "forum-3", "date")
        assert (str(ours.edtf), ours.corrects, ours.place) == ("2025-11-02", "harbour/f2", "corrected here")
        assert (str(theirs.edtf), theirs.corrects, done.before) == ("2025-11-01", None, theirs)
        source = here.sources[ours.source]
        assert (source.title, source.publisher) == ("A letter", f"this server, added by <@{ANN}>")
        assert source.read is not None and source.read.lo == w.clock().date()
        assert said(elsewhere, "forum-3", "date") == [theirs]
        assert w.catalogue.known_to(None) is elsewhere
        assert ours.source not in elsewhere.sources

    run(tmp_path, scenario)


@pytest.mark.parametrize(
    ("whose", "which", "typed", "date", "becomes"),
    [
        ("forum-3", "h1", "Bay City", None, ("bay", None, None)),
        ("forum-3", "harbour/h1", "bay", "2025", ("bay", None, "2025")),
        ("port", "h1", "bay city", None, ("bay", None, None)),
        ("harbour-forum", "t1", "  Rough\u200b  seas ", None, (None, "Rough seas", None)),
        ("harbour-forum", "t1", "Piracy", "Nov 2026", (None, "Piracy", "2026-11")),
        ("talk", "r1", "Salvage", None, ("salvage", "in writing", None)),
        ("talk", "r1", "in person", None, ("piracy", "in person", None)),
        ("tide-2", "f6", "28 Sep 2026 to 2 Oct 2026", None, (None, None, "2026-09-28/2026-10-02")),
        ("tide-2", "date", "2027", None, (None, None, "2027")),
        ("tide-2", "Date: 2026", "TBC", None, (None, None, "TBC")),
    ],
)
def test_a_value_is_read_as_what_it_takes_the_place_of(
    tmp_path: Path, whose: str, which: str, typed: str, date: str | None, becomes: tuple[str | None, ...]
) -> None:
    async def scenario(_: World, c: Correcting) -> None:
        made = (await c.correct(HERE, ANN, whose, which, Wording(typed, "A letter", date))).made
        assert (made.object, made.text, str(made.edtf) if made.edtf else None) == becomes

    run(tmp_path, scenario)


@pytest.mark.parametrize(
    ("whose", "which", "wording", "refusal"),
    [
        ("Atlantis", "f2", Wording("2026", "x"), NoSuchEntity),
        ("forum-3", "f6", Wording("2026", "x"), NoSuchFact),
        ("forum-3", "", Wording("2026", "x"), NoSuchFact),
        ("forum-3", "h1", Wording("Atlantis", "x"), NoSuchEntity),
        ("forum-3", "h1", Wording("City", "x"), Ambiguous),
        ("forum-3", "f2", Wording("31 Feb 2026", "x"), NotADate),
        ("forum-3", "f2", Wording("01/02/2026", "x"), NotADate),
        ("forum-3", "f2", Wording("2026", "x", "2026"), NotADate),
        ("harbour-forum", "t1", Wording("Peace", "x", "soon"), NotADate),
        ("harbour-forum", "t1", Wording("Peace", "x", "9" * 5000), NotADate),
        ("harbour-forum", "t1", Wording(" \u200b ", "x"), NothingSaid),
        ("harbour-forum", "t1", Wording("Peace", "\u202e\t"), NothingSaid),
        ("harbour-forum", "t1", Wording("Peace", "x", None, "\u2060"), NothingSaid),
    ],
)
def test_what_cannot_be_taken_is_refused_by_name_and_leaves_nothing(
    tmp_path: Path, whose: str, which: str, wording: Wording, refusal: type[Refusal]
) -> None:
    async def scenario(w: World, c: Correcting) -> None:
        with pytest.raises(refusal):
            await c.correct(HERE, ANN, whose, which, wording)
        assert await c.of_guild(HERE) == []
        assert w.catalogue.known_to(HERE) is w.catalogue.known_to(None)

    run(tmp_path, scenario)


def test_a_second_correction_of_a_fact_takes_the_place_of_the_first_which_stays_on_record(
    tmp_path: Path,
) -> None:
    async def scenario(w: World, c: Correcting) -> None:
        first = (await c.correct(HERE, ANN, "harbour-forum", "t1", Wording("Peace", "A letter"))).made
        w.clock.moves_on(hours=1)
        second = await c.correct(HERE, MOD, "harbour-forum", "t1", Wording("Plenty", "Another letter"))
        assert second.former == first
        assert [one.text for one in said(w.catalogue.known_to(HERE), "harbour-forum", "theme")] == [
            "Plenty",
            "Calm seas",
        ]
        (gone,) = await c.of_guild(HERE, withdrawn=True)
        assert (gone.id, gone.by_user_id, gone.withdrawn_by_user_id) == (first.id, ANN, MOD)
        assert gone.withdrawn_at == w.clock()

    run(tmp_path, scenario)


def test_a_fact_is_added_under_a_heading_as_an_entity_words_or_a_date(tmp_path: Path) -> None:
    async def scenario(w: World, c: Correcting) -> None:
        where = (await c.add(HERE, ANN, "talk", "Place", Wording("Bay City", "A letter"))).made
        what = (await c.add(HERE, ANN, "talk", "described-as", Wording("A long talk", "A letter"))).made
        when = (await c.add(HERE, ANN, "piracy", "date", Wording("2026", "A letter", None, "a guess"))).made
        assert (where.predicate, where.object, where.text) == ("hosted-in", "bay", None)
        assert (what.object, what.text, what.corrects) == (None, "A long talk", None)
        assert (str(when.edtf), when.text, when.note) == ("2026", None, "a guess")
        (shown,) = said(w.catalogue.known_to(HERE), "talk", "hosted-in")
        assert (shown.place, shown.corrects) == ("added here", None)
        assert w.catalogue.known_to(HERE).naming(EntityId("bay"), "hosted-in") == [shown]

    run(tmp_path, scenario)


def test_what_cannot_be_added_is_refused_by_name(tmp_path: Path) -> None:
    async def scenario(_: World, c: Correcting) -> None:
        letter = Wording("Peace", "A letter")
        with pytest.raises(NoSuchHeading):
            await c.add(HERE, ANN, "talk", "Heading of no card", letter)
        with pytest.raises(NotADate):
            await c.add(HERE, ANN, "talk", "Date", letter)
        number = (await c.add(HERE, ANN, "talk", "theme", letter)).made.id
        with pytest.raises(AlreadyAdded) as twice:
            await c.add(HERE, MOD, "talk", "theme", letter)
        assert twice.value.number == number
        await c.add(HERE, MOD, "talk", "theme", Wording("Peace", "Another letter"))
        await c.add(THERE, ANN, "talk", "theme", letter)

    run(tmp_path, scenario)


def test_a_source_with_an_address_is_told_with_it_and_one_that_is_an_address_by_its_host(
    tmp_path: Path,
) -> None:
    async def scenario(_: World, c: Correcting) -> None:
        for typed, title, url in (
            ("A letter", "A letter", None),
            ("https://news.example/a_(b)?c=d", "news.example", "https://news.example/a_%28b%29?c=d"),
            ("A page, https://news.example/a", "A page", "https://news.example/a"),
            ("https://[broken", "https://[broken", None),
            ("javascript:alert(1)", "javascript:alert(1)", None),
        ):
            made = (await c.correct(HERE, ANN, "harbour-forum", "t1", Wording("Peace", typed))).made
            assert (made.source, made.url) == (title, url)

    run(tmp_path, scenario)


def test_what_is_withdrawn_is_no_longer_shown_and_only_its_own_server_can(tmp_path: Path) -> None:
    async def scenario(w: World, c: Correcting) -> None:
        made = (await c.add(HERE, ANN, "talk", "theme", Wording("Peace", "A letter"))).made
        for guild_id, query in ((THERE, str(made.id)), (HERE, "Peace"), (HERE, "99"), (HERE, "")):
            with pytest.raises(NoSuchCorrection):
                await c.withdraw(guild_id, MOD, query)
        assert (await c.withdraw(HERE, MOD, f" #{made.id} ")).id == made.id
        assert said(w.catalogue.known_to(HERE), "talk", "theme") == []
        with pytest.raises(NoSuchCorrection):
            await c.withdraw(HERE, MOD, str(made.id))

    run(tmp_path, scenario)


def test_a_server_has_so_many_and_no_more_and_as_many_withdrawn_ones_are_kept(tmp_path: Path) -> None:
    async def scenario(w: World, c: Correcting) -> None:
        for text in ("one", "two"):
            await c.add(HERE, ANN, "talk", "theme", Wording(text, "A letter"))
        with pytest.raises(TooMany):
            await c.add(HERE, ANN, "talk", "theme", Wording("three", "A letter"))
        with pytest.raises(TooMany):
            await c.correct(HERE, ANN, "harbour-forum", "t1", Wording("three", "A letter"))
        await c.add(THERE, ANN, "talk", "theme", Wording("three", "A letter"))
        for text in ("four", "five", "six"):
            w.clock.moves_on(minutes=1)
            await c.withdraw(HERE, ANN, str((await c.of_guild(HERE))[0].id))
            await c.add(HERE, ANN, "talk", "theme", Wording(text, "A letter"))
        assert [one.text for one in await c.of_guild(HERE)] == ["five", "six"]
        assert [one.text for one in await c.of_guild(HERE, withdrawn=True)] == ["two", "four"]

    run(tmp_path, scenario, limit=2)


def test_a_pack_that_is_replaced_or_withdrawn_touches_nothing_of_the_servers(tmp_path: Path) -> None:
    async def scenario(w: World, c: Correcting) -> None:
        made = (await c.correct(HERE, ANN, "forum-3", "h1", Wording("bay", "A letter"))).made
        without = pack(
            more=FIELD.replace(fact("h1", subject="forum-3", predicate="hosted-in", object="port"), "")
        )
        await w.catalogue.load([written(w.folder, without)])
        (left,) = said(w.catalogue.known_to(HERE), "forum-3", "hosted-in")
        assert (left.object, left.corrects) == ("bay", "harbour/h1")
        assert c.beside(made) is None
        await w.catalogue.load([])
        assert await c.of_guild(HERE) == [made]
        assert c.value(made) == "bay"
        assert len(said(w.catalogue.known_to(HERE), "forum-3", "hosted-in")) == 1

    run(tmp_path, scenario)


def test_a_corrected_date_moves_no_event(tmp_path: Path) -> None:
    async def scenario(w: World, c: Correcting) -> None:
        before = await w.db.reader.all("SELECT * FROM event")
        await c.correct(HERE, ANN, "forum-3", "f2", Wording("2025-12-24", "A letter"))
        await w.catalogue.load([written(w.folder, pack(more=FIELD + "\n# A remark.\n"))])
        assert await w.db.reader.all("SELECT * FROM event") == before

    run(tmp_path, scenario)


def test_the_next_run_knows_what_was_added_and_forgets_it_with_the_server(tmp_path: Path) -> None:
    async def first(w: World, c: Correcting) -> None:
        await c.add(HERE, ANN, "talk", "theme", Wording("Peace", "A letter"))

    async def second(w: World, c: Correcting) -> None:
        assert len(said(w.catalogue.known_to(HERE), "talk", "theme")) == 1
        await w.guilds.left(HERE)
        w.clock.moves_on(days=31)
        await w.guilds.tidy()
        await w.catalogue.refresh_servers()
        assert await c.of_guild(HERE) == []
        assert said(w.catalogue.known_to(HERE), "talk", "theme") == []

    run(tmp_path, first)
    run(tmp_path, second)


def test_the_day_of_a_correction_is_the_servers_own(tmp_path: Path) -> None:
    async def scenario(w: World, c: Correcting) -> None:
        w.clock.moves_to(2025, 11, 1, 20)
        await w.guilds.set_up(HERE, zone="Asia/Tokyo")
        for guild_id, day in ((HERE, 2), (GuildId(30), 1)):
            made = (await c.add(guild_id, ANN, "talk", "theme", Wording("Peace", "A letter"))).made
            assert made.day.day == day

    run(tmp_path, scenario)


def test_the_facts_that_may_be_corrected_are_those_of_the_packs_on_the_card(tmp_path: Path) -> None:
    async def scenario(w: World, c: Correcting) -> None:
        await c.add(HERE, ANN, "port", "described-as", Wording("busy", "A letter"))
        port = w.catalogue.known_to(None).entities[EntityId("port")]
        assert [c.headed(one, port) for one in c.facts_on(port)] == ["3rd Harbour Forum · Place: Port City"]

    run(tmp_path, scenario)
