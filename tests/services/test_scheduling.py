"""What a moderator does to an event is one commit with all that follows from it, in that server alone: the
revision, the reminders, what was owed of the old date, and one notice for each channel that follows it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from bot.rules.notices import NoticeKind, from_json
from bot.services.asking import Asking
from bot.services.diary import Diary, picked
from bot.services.recording import Recording
from bot.services.refusals import (
    CalledOff,
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
from bot.services.scheduling import Changed, Details, Scheduling
from storage.database import Row
from storage.records import EventStatus, GuildId, UserId
from storage.revisions import ChangeKind
from tests.services.world import (
    DECK,
    DESK,
    EVERYTHING,
    FORUM,
    HERE,
    PIRACY,
    SALVAGE,
    THERE,
    World,
    entity,
    pack,
    world,
    written,
)

ANN, MOD = UserId(501), UserId(502)
LETTER = "A letter, https://ministry.example/letter"


class Office(NamedTuple):
    """The services of events in one world."""

    w: World
    diary: Diary
    do: Scheduling
    asking: Asking

    async def add(self, title: str = "Briefing", when: str = "9 Nov 2025", **given: str) -> Changed:
        ends = given.pop("ends", None)
        return await self.do.add(HERE, ANN, when, LETTER, Details(title, **given), ends)

    async def move(
        self, query: str = "3rd Harbour Forum", when: str = "2 Nov 2025", by: UserId = ANN
    ) -> Changed:
        return await self.do.move(HERE, by, query, when, LETTER)

    async def owed(self, kind: NoticeKind) -> list[Row]:
        return [row for row in await self.w.owed() if from_json(row["notice"]).kind is kind]

    async def planned(self, event_id: str = "forum-3") -> list[tuple[str, datetime]]:
        rows = await self.w.db.reader.all(
            "SELECT * FROM reminder WHERE state = 'pending' AND event_id = :id ORDER BY due_at, id",
            id=event_id,
        )
        return [(row["lead"], row["due_at"]) for row in rows]

    async def ahead(self, guild_id: GuildId = HERE) -> dict[str, str]:
        return {one.title: str(one.edtf) for one in (await self.asking.agenda(guild_id)).ahead}


Scenario = Callable[[Office], Awaitable[None]]


def run(folder: Path, scenario: Scenario, limit: int = 500) -> None:
    async def played() -> None:
        async with world(
            folder, text=pack(more=entity("launch", "meeting", "Launch of the Harbour Plan"))
        ) as w:
            asking = Asking(w.db, w.clock, w.catalogue)
            diary = Diary(w.db, w.clock, w.catalogue, asking)
            do = Scheduling(w.db, w.clock, w.catalogue, asking, diary, Recording(w.reminding), limit=limit)
            await scenario(Office(w, diary, do, asking))

    asyncio.run(played())


def utc(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2025, month, day, hour, minute, tzinfo=UTC)


def test_an_event_that_is_added_is_reminded_of_listed_and_told_to_who_follows_what_it_concerns(
    tmp_path: Path,
) -> None:
    async def scenario(o: Office) -> None:
        await o.w.follow(FORUM, DESK)
        await o.w.follow(PIRACY, DECK)
        made = await o.add(of="harbour-forum", place="Quay 3", link="https://harbour.example/briefing")
        assert made.told == (DESK,) and made.after.id == "own.1" and made.after.revision == 1
        assert await o.planned("own.1") == [("1 week", utc(11, 2, 9)), ("1 day", utc(11, 8, 9))]
        (row,) = await o.owed(NoticeKind.CHANGE)
        told = from_json(row["notice"])
        assert (row["channel_id"], row["event_id"], row["key"]) == (DESK, "own.1", f"change:{DESK}:own.1:1")
        assert (
            told.title == "Announced: Briefing"
            and "**Sunday 9 November 2025, no hour announced**" in told.body
        )
        assert told.url == "https://harbour.example/briefing" and ("Where", "Quay 3") in told.fields
        assert ("Source", "[A letter](https://ministry.example/letter)") in told.fields
        assert (await o.ahead())["Briefing"] == "2025-11-09"
        assert "Briefing" not in await o.ahead(THERE)
        with pytest.raises(NoSuchEvent):
            await o.diary.event(THERE, "own.1")

    run(tmp_path, scenario)


def test_moving_an_event_of_the_catalogue_moves_it_in_that_server_alone(tmp_path: Path) -> None:
    async def scenario(o: Office) -> None:
        await o.w.follow(FORUM, DESK)
        await o.w.follow(FORUM, DECK, THERE)
        moved = await o.move()
        assert (await o.ahead())["3rd Harbour Forum"] == "2025-11-02"
        assert (await o.ahead(THERE))["3rd Harbour Forum"] == "2025-11-01"
        assert moved.told == (DESK,) and moved.after.source == "A letter"
        rows = await o.w.db.reader.all("SELECT * FROM reminder ORDER BY due_at, id")
        assert [(row["start"], row["lead"]) for row in rows] == [
            ("2025-11-01", "1 week"),
            ("2025-11-02", "1 week"),
            ("2025-11-01", "1 day"),
            ("2025-11-02", "1 day"),
        ]
        (row,) = await o.owed(NoticeKind.CHANGE)
        body = from_json(row["notice"]).body
        assert body.startswith("~~Saturday 1 November 2025, no hour announced~~ → **Sunday 2 November 2025")
        assert body.endswith("· in 13 days")

    run(tmp_path, scenario)


def test_a_pack_that_is_loaded_anew_neither_moves_nor_revives_what_a_server_changed(tmp_path: Path) -> None:
    async def scenario(o: Office) -> None:
        await o.w.follow(EVERYTHING)
        await o.move()
        await o.do.cancel(HERE, ANN, "Talk on Boarding", LETTER)
        await o.add()
        await o.w.catalogue.load([written(o.w.folder, pack(day="2025-12-05"))])
        assert await o.ahead() == {
            "3rd Harbour Forum": "2025-11-02",
            "Briefing": "2025-11-09",
            "Tidal Exercise": "2026",
        }
        assert (await o.ahead(THERE))["3rd Harbour Forum"] == "2025-12-05"
        assert await o.planned("talk") == []
        assert [lead for lead, _ in await o.planned()] == ["1 week", "1 day"]

    run(tmp_path, scenario)


def test_every_change_is_a_revision_with_who_when_and_source(tmp_path: Path) -> None:
    async def scenario(o: Office) -> None:
        await o.move()
        o.w.clock.moves_on(hours=1)
        await o.do.edit(HERE, MOD, "3rd Harbour Forum", "The host", Details(place="Quay 3"))
        await o.do.postpone(HERE, MOD, "3rd Harbour Forum", LETTER)
        await o.move(when="2 Dec 2025")
        await o.do.confirm(HERE, MOD, "3rd Harbour Forum", LETTER)
        await o.do.cancel(HERE, MOD, "3rd Harbour Forum", LETTER)
        event, changes = await o.diary.history(HERE, "forum-3")
        assert [(one.revision, one.what) for one in changes] == list(
            enumerate([ChangeKind.KNOWN, ChangeKind.MOVED, ChangeKind.EDITED, ChangeKind.POSTPONED,
                       ChangeKind.MOVED, ChangeKind.CONFIRMED, ChangeKind.CANCELLED])
        )  # fmt: skip
        assert [one.by_user_id for one in changes] == [None, ANN, MOD, MOD, ANN, MOD, MOD]
        assert (changes[1].source, changes[1].url) == ("A letter", "https://ministry.example/letter")
        assert changes[2].source == "The host" and changes[2].created_at == o.w.clock()
        assert [one.status.value for one in changes[2:]] == [
            "confirmed", "postponed", "planned", "confirmed", "cancelled"
        ]  # fmt: skip
        assert (event.revision, event.status, event.place) == (6, EventStatus.CANCELLED, "Quay 3")
        assert (await o.diary.history(THERE, "forum-3"))[1] == []

    run(tmp_path, scenario)


def test_reminders_of_the_old_date_that_wait_are_taken_back_and_what_is_on_its_way_keeps_its_turn(
    tmp_path: Path,
) -> None:
    async def scenario(o: Office) -> None:
        await o.w.follow(FORUM, DESK)
        await o.w.follow(FORUM, DECK)
        o.w.clock.moves_to(2025, 10, 31, 9)
        await o.w.reminding.tick()
        async with o.w.db.transaction() as tx:
            await tx.run("UPDATE outbox SET claimed_at = 1 WHERE channel_id = :deck", deck=DECK)
        await o.move(when="3 Nov 2025")
        assert [row["channel_id"] for row in await o.w.owed("cancelled")] == [DESK]
        flying, *_ = await o.owed(NoticeKind.REMINDER)
        assert flying["channel_id"] == DECK and flying["expires_at"] == o.w.clock()
        assert len(await o.owed(NoticeKind.CHANGE)) == 2

    run(tmp_path, scenario)


def test_a_reminder_that_was_taken_back_unsaid_is_given_again_however_little_it_moved(tmp_path: Path) -> None:
    async def scenario(o: Office) -> None:
        await o.w.follow(PIRACY)
        o.w.clock.moves_to(2025, 11, 2, 6)
        await o.w.reminding.tick()
        await o.move("talk", "3 Nov 2025 16:00 Asia/Tokyo")
        assert await o.planned("talk") == [("1 day", utc(11, 2, 7)), ("1 hour", utc(11, 3, 6))]

    run(tmp_path, scenario)


@pytest.mark.parametrize(
    ("when", "planned"),
    [
        ("3 Nov 2025 16:00 Asia/Tokyo", ["1 hour"]),
        ("3 Nov 2025 21:00 Asia/Tokyo", ["1 day", "1 hour"]),
        ("20 Nov 2025 15:00 Asia/Tokyo", ["1 week", "1 day", "1 hour"]),
    ],
)
def test_what_was_said_is_said_again_only_of_a_date_that_moved_by_a_quarter_of_the_lead(
    tmp_path: Path, when: str, planned: list[str]
) -> None:
    async def scenario(o: Office) -> None:
        await o.w.follow(PIRACY)
        for due in (utc(10, 27, 6), utc(11, 2, 6)):
            o.w.clock.moves_to(due.year, due.month, due.day, due.hour)
            await o.w.reminding.tick()
        async with o.w.db.transaction() as tx:
            await tx.run("UPDATE outbox SET state = 'sent'")
        await o.move("talk", when)
        assert [lead for lead, _ in await o.planned("talk")] == planned

    run(tmp_path, scenario)


def test_what_is_past_is_never_made_up_for_and_the_notice_says_how_long_is_left(tmp_path: Path) -> None:
    async def scenario(o: Office) -> None:
        await o.w.follow(EVERYTHING)
        o.w.clock.moves_to(2025, 11, 8, 20)
        await o.add(when="9 Nov 2025 08:00 UTC")
        assert await o.planned("own.1") == [("1 hour", utc(11, 9, 7))]
        (row,) = await o.owed(NoticeKind.CHANGE)
        assert "<t:1762675200:R>" in from_json(row["notice"]).body

    run(tmp_path, scenario)


def test_after_a_cancellation_nothing_is_reminded_of_until_a_moderator_gives_a_new_date(
    tmp_path: Path,
) -> None:
    async def scenario(o: Office) -> None:
        await o.w.follow(FORUM)
        o.w.clock.moves_to(2025, 10, 25, 9)
        await o.w.reminding.tick()
        await o.do.cancel(HERE, ANN, "forum-3", LETTER)
        assert await o.planned() == []
        (notice,) = [from_json(row["notice"]) for row in await o.w.owed()]
        assert notice.title == "Cancelled: 3rd Harbour Forum"
        assert notice.body == "~~Saturday 1 November 2025, no hour announced~~"
        o.w.clock.moves_to(2025, 10, 31, 9)
        await o.w.reminding.tick()
        assert len(await o.w.owed()) == 1 and "3rd Harbour Forum" not in await o.ahead()
        assert [one.id for one in (await o.asking.agenda(HERE)).called_off] == ["forum-3"]
        with pytest.raises(CalledOff):
            await o.do.confirm(HERE, ANN, "forum-3", LETTER)
        await o.move(when="12 Nov 2025")
        assert [lead for lead, _ in await o.planned()] == ["1 week", "1 day"]

    run(tmp_path, scenario)


@pytest.mark.parametrize(
    ("first", "then", "headline", "leads"),
    [
        ("2026", "March 2026", "The date is known better", ["1 month"]),
        ("TBC", "March 2026", "The date is known better", ["1 month"]),
        ("March 2026", "12 March 2026", "The date is known", ["1 week", "1 day"]),
        ("TBC", "12 Mar 2026 09:00 UTC", "The date is known", ["1 week", "1 day", "1 hour"]),
        ("March 2026", "12 April 2026", "Moved", ["1 week", "1 day"]),
    ],
)
def test_one_notice_tells_when_a_date_becomes_known_or_more_precise(
    tmp_path: Path, first: str, then: str, headline: str, leads: list[str]
) -> None:
    async def scenario(o: Office) -> None:
        await o.w.follow(EVERYTHING)
        await o.add(when=first)
        await o.move("Briefing", then)
        told = [from_json(row["notice"]).title for row in await o.owed(NoticeKind.CHANGE)]
        assert told == ["Announced: Briefing", f"{headline}: Briefing"]
        assert [lead for lead, _ in await o.planned("own.1")] == leads

    run(tmp_path, scenario)


def test_a_meeting_of_which_the_catalogue_knows_no_date_can_be_given_one(tmp_path: Path) -> None:
    async def scenario(o: Office) -> None:
        moved = await o.move("Launch of the Harbour Plan", "1–3 Dec 2025")
        assert moved.before is not None and str(moved.before.edtf) == "TBC"
        assert (await o.ahead())["Launch of the Harbour Plan"] == "2025-12-01/2025-12-03"

    run(tmp_path, scenario)


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
        assert (await o.move("Briefing", "4 Oct 2026")).told == (DESK,)
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
