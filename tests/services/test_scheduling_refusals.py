"""Changes at once, in vain or without need; what is refused, and what is offered while typing."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.rules.notices import NoticeKind, from_json
from bot.services.diary import picked
from bot.services.refusals import (
    ChangedMeanwhile,
    NameTaken,
    NoSuchEntity,
    NoSuchEvent,
    NotADate,
    NotALink,
    NothingChanges,
    NothingSaid,
    OtherKind,
    Refusal,
    TooMany,
)
from bot.services.scheduling import Changed, Details
from storage.records import Target
from tests.services.office import ANN, LETTER, MOD, Office, run
from tests.services.world import (
    DECK,
    DESK,
    EVERYTHING,
    FORUM,
    HERE,
    SALVAGE,
    THERE,
)


def test_of_two_who_change_an_event_at_once_the_second_is_told_to_look_again(tmp_path: Path) -> None:
    async def scenario(o: Office) -> None:
        chosen = picked(await o.diary.event(HERE, "forum-3"))
        await o.move(chosen, "2 Nov 2025")
        with pytest.raises(ChangedMeanwhile):
            await o.move(chosen, "3 Nov 2025", MOD)
        done = await asyncio.gather(
            o.move("forum-3", "4 Nov 2025"), o.move("forum-3", "5 Nov 2025", MOD), return_exceptions=True
        )
        changes = (await o.diary.history(HERE, "forum-3"))[1]
        made = [one for one in done if isinstance(one, Changed)]
        assert [one.revision for one in changes] == list(range(len(made) + 2))

    run(tmp_path, scenario)


def test_a_change_of_the_record_of_what_is_over_is_told_to_nobody(tmp_path: Path) -> None:
    async def scenario(o: Office) -> None:
        await o.w.follow(EVERYTHING)
        added = await o.add(when="3 Oct 2020")
        moved = await o.move("Briefing", "4 Oct 2020")
        assert (added.told, moved.told, await o.w.owed()) == ((), (), [])
        assert (await o.move("Briefing", "4 Oct 2026")).told == (Target(DESK),)
        linked = await o.do.edit(
            HERE, ANN, "Briefing", LETTER, Details(link="https://x.example/", of="salvage")
        )
        assert linked.told == () and SALVAGE in linked.after.concerns

    run(tmp_path, scenario)


def test_a_channel_that_wants_news_alone_or_is_paused_hears_of_no_change(tmp_path: Path) -> None:
    async def scenario(o: Office) -> None:
        await o.w.follow(FORUM, DESK, reminders=False)
        await o.w.follow(FORUM, DECK)
        await o.w.subscribing.channel_deleted(HERE, DECK)
        assert (await o.move()).told == ()

    run(tmp_path, scenario)


@pytest.mark.parametrize(
    ("when", "ends", "kept"),
    [
        ("9 Nov 2025", "11 Nov 2025", "2025-11-09/2025-11-11"),
        ("9 Nov 2025", "9 Nov 2025", "2025-11-09"),
        ("9999-12-31", None, "9999-12-31"),
        ("0001-01-01", None, "0001-01-01"),
        ("2026", None, "2026"),
        ("TBC", None, "TBC"),
    ],
)
def test_a_date_is_kept_as_precisely_as_it_was_given(
    tmp_path: Path, when: str, ends: str | None, kept: str
) -> None:
    async def scenario(o: Office) -> None:
        await o.w.follow(EVERYTHING)
        added = await o.do.add(HERE, ANN, when, LETTER, Details("Briefing"), ends)
        assert str(added.after.edtf) == kept

    run(tmp_path, scenario)


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"when": "9" * 10_000}, NotADate),
        ({"when": "01/02/2027"}, NotADate),
        ({"when": "29 Feb 2027"}, NotADate),
        ({"when": "3 Nov 2025 09:00 IST"}, NotADate),
        ({"when": "9999-12-31 23:00 America/New_York"}, NotADate),
        ({"when": ""}, NotADate),
        ({"ends": "8 Nov 2025"}, NotADate),
        ({"ends": "November"}, NotADate),
        ({"when": "2026", "ends": "8 Nov 2026"}, NotADate),
        ({"title": "\u200b \u202e"}, NothingSaid),
        ({"title": "3rd  harbour FORUM"}, NameTaken),
        ({"of": "Atlantis"}, NoSuchEntity),
        ({"link": "javascript:alert(1)"}, NotALink),
        ({"link": "file:///etc/passwd"}, NotALink),
        ({"place": "\u200b"}, NothingSaid),
    ],
)
def test_what_cannot_be_kept_is_refused_by_name_and_nothing_is_stored(
    tmp_path: Path, given: dict[str, str], refusal: type[Refusal]
) -> None:
    async def scenario(o: Office) -> None:
        with pytest.raises(refusal):
            await o.add(**given)
        assert await o.w.db.reader.value("SELECT count(*) FROM event WHERE guild_id <> 0") == 0
        assert await o.w.db.reader.value("SELECT count(*) FROM event_change") == 0

    run(tmp_path, scenario)


def test_what_changes_nothing_or_means_no_event_is_refused(tmp_path: Path) -> None:
    async def scenario(o: Office) -> None:
        with pytest.raises(NothingChanges):
            await o.move(when="1 Nov 2025")
        with pytest.raises(NoSuchEvent):
            await o.move("Atlantis")
        with pytest.raises(OtherKind):
            await o.move("Piracy")
        with pytest.raises(NothingSaid):
            await o.do.cancel(HERE, ANN, "forum-3", "\u200b")
        await o.do.cancel(HERE, ANN, "forum-3", LETTER)
        with pytest.raises(NothingChanges):
            await o.do.cancel(HERE, ANN, "forum-3", LETTER)

    run(tmp_path, scenario)


def test_a_server_keeps_so_many_events_and_of_its_own_the_first_that_is_done_makes_room(
    tmp_path: Path,
) -> None:
    async def scenario(o: Office) -> None:
        await o.add("One", "9 Nov 2025")
        await o.add("Two", "9 Nov 2025")
        for full in (o.add("Three"), o.move()):
            with pytest.raises(TooMany) as refused:
                await full
            assert refused.value.limit == 2
        await o.do.cancel(HERE, ANN, "One", LETTER)
        assert (await o.add("Three")).after.id == "own.3"
        with pytest.raises(NoSuchEvent):
            await o.diary.event(HERE, "One")

    run(tmp_path, scenario, limit=2)


def test_a_server_that_is_forgotten_takes_its_events_and_their_history_along(tmp_path: Path) -> None:
    async def scenario(o: Office) -> None:
        await o.add()
        await o.move()
        await o.w.guilds.left(HERE)
        o.w.clock.moves_on(days=31)
        await o.w.guilds.tidy()
        assert await o.w.db.reader.value("SELECT count(*) FROM event WHERE guild_id <> 0") == 0
        assert await o.w.db.reader.value("SELECT count(*) FROM event_change") == 0
        assert await o.w.db.reader.value("SELECT count(*) FROM event") == 3

    run(tmp_path, scenario)


def test_while_a_date_is_typed_its_reading_is_offered_and_the_hour_there_was(tmp_path: Path) -> None:
    async def scenario(o: Office) -> None:
        (reading,) = await o.diary.readings(HERE, "9 Nov 2025")
        assert reading == ("Sunday 9 November 2025, no hour announced · in 20 days", "2025-11-09")
        plain, kept = await o.diary.readings(HERE, "in 3 weeks", "talk")
        assert plain[1] == "2025-11-10" and kept[1] == "2025-11-10 15:00 Asia/Tokyo"
        meant = await o.diary.readings(HERE, "3 Nov 2025 9am IST")
        assert "3 nov 2025 09:00 Asia/Kolkata" in [value for _, value in meant]
        ((fault, _),) = await o.diary.readings(HERE, "9 Nov")
        assert fault == "the year is missing from '9 nov'; nothing is filled in"
        assert await o.diary.readings(HERE, " ") == []
        assert len(await o.diary.readings(HERE, "x" * 10_000, "nothing")) == 1

    run(tmp_path, scenario)


def test_events_are_offered_by_the_beginnings_of_their_words_what_lies_ahead_first(tmp_path: Path) -> None:
    async def scenario(o: Office) -> None:
        await o.add("Harbour briefing", "9 Nov 2024")
        offered = [one.title for one in await o.diary.suggest(HERE, "harb")]
        assert offered == ["3rd Harbour Forum", "Harbour briefing"]
        assert [one.title for one in await o.diary.suggest(THERE, "harb")] == ["3rd Harbour Forum"]
        assert len(await o.diary.suggest(HERE, "", limit=2)) == 2

    run(tmp_path, scenario)


def test_what_was_owed_before_a_cancellation_goes_out_before_it_and_no_reminder_after(tmp_path: Path) -> None:
    async def scenario(o: Office) -> None:
        for channel_id in (DESK, DECK):
            o.w.messenger.place(channel_id)
        await o.w.follow(FORUM, DESK)
        await o.w.follow(FORUM, DECK)
        o.w.clock.moves_to(2025, 10, 31, 9)
        await o.w.reminding.tick()
        async with o.w.db.transaction() as tx:  # one of them is under way, and its fate unknown
            await tx.run(
                "UPDATE outbox SET claimed_at = :now WHERE channel_id = :deck", now=o.w.clock(), deck=DECK
            )
        await o.do.cancel(HERE, ANN, "forum-3", LETTER)
        for _ in range(3):
            await o.w.delivering.tick()
            o.w.clock.moves_on(minutes=2)
        assert {row["state"] for row in await o.w.db.reader.all("SELECT state FROM outbox")} == {
            "cancelled", "missed", "sent"
        }  # fmt: skip
        sent = await o.w.db.reader.all("SELECT * FROM outbox WHERE state = 'sent' ORDER BY id")
        assert [from_json(row["notice"]).kind for row in sent] == [NoticeKind.CHANGE] * 2

    run(tmp_path, scenario)
