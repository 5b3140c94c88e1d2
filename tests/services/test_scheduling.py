"""What a moderator does to an event is one commit with all that follows from it, in that server alone: the
revision, the reminders, what was owed of the old date, and one notice for each channel that follows it.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.rules.notices import NoticeKind, from_json
from bot.services.refusals import (
    CalledOff,
    NoSuchEvent,
)
from bot.services.scheduling import Details
from storage.records import EventStatus, Target
from storage.revisions import ChangeKind
from tests.services.office import ANN, LETTER, MOD, Office, run, utc
from tests.services.world import (
    DECK,
    DESK,
    EVERYTHING,
    FORUM,
    HERE,
    PIRACY,
    THERE,
    pack,
    written,
)


def test_an_event_that_is_added_is_reminded_of_listed_and_told_to_who_follows_what_it_concerns(
    tmp_path: Path,
) -> None:
    async def scenario(o: Office) -> None:
        await o.w.follow(FORUM, DESK)
        await o.w.follow(PIRACY, DECK)
        made = await o.add(of="harbour-forum", place="Quay 3", link="https://harbour.example/briefing")
        assert made.told == (Target(DESK),) and made.after.id == "own.1" and made.after.revision == 1
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
        assert moved.told == (Target(DESK),) and moved.after.source == "A letter"
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
