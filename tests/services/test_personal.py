"""People are reminded of what they asked for, where they asked, by their own lead times or the usual ones,
each once, wherever they asked. A reminder that is put off comes again then, after a restart too.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.rules.notices import NoticeKind, from_json
from bot.services.asking import Asking
from bot.services.diary import Diary
from bot.services.event_leads import EventLeads
from bot.services.personal import Asker, Personal
from bot.services.refusals import (
    IsOver,
    NoLongerKept,
    NoSuchChoice,
    NoSuchEntity,
    NoSuchEvent,
    NotReminded,
    NotYours,
    TooLateForThat,
    TooManyReminders,
)
from bot.services.scheduling import Details
from bot.services.snoozing import Snoozing
from storage import outbox, subscriptions
from storage.database import Row
from storage.records import SHIPPED, ChannelId, SubscriptionId, UserId
from tests.fakes import MovableClock
from tests.services.office import Office, run, utc
from tests.services.world import HERE, THERE, World, pack, world, written

ANN, BEN = UserId(501), UserId(502)
IN_SERVER, ALONE = Asker(ANN, HERE, ChannelId(101)), Asker(ANN, SHIPPED)


def personal(w: World, limit: int = 100) -> Personal:
    asking = Asking(w.db, w.clock, w.catalogue)
    return Personal(
        w.db, w.clock, asking, Diary(w.db, w.clock, w.catalogue, asking), w.reminding, limit=limit
    )


async def owed_to(w: World, person: UserId = ANN) -> list[Row]:
    return [row for row in await w.owed() if row["user_id"] == person]


def test_who_asks_for_an_event_is_reminded_by_the_usual_lead_times_and_then_by_their_own(
    tmp_path: Path,
) -> None:
    async def scenario(o: Office) -> None:
        me = personal(o.w)
        asked = await me.remind(IN_SERVER, "Talk on Boarding")
        assert (asked.label, asked.was_so, asked.subscription.subject) == ("Talk on Boarding", False, "talk")
        assert [lead for lead, _ in await o.planned("talk")] == ["1 week", "1 day", "1 hour"]
        asked = await me.remind(IN_SERVER, "talk", "15 min")
        assert asked.was_so and await o.planned("talk") == [("15 minutes", utc(11, 3, 5, 45))]
        assert (await me.remind(IN_SERVER, "talk")).subscription.options.leads == ("15 minutes",)
        await o.w.guilds.set_up(HERE, options={"leads": "3 days"})
        assert await o.planned("talk") == [("15 minutes", utc(11, 3, 5, 45))]
        await me.remind(IN_SERVER, "talk", "default")
        assert await o.planned("talk") == [("3 days", utc(10, 31, 6))]

    run(tmp_path, scenario)


def test_who_asks_for_a_forum_is_reminded_of_all_its_meetings_that_come_and_told_of_new_ones(
    tmp_path: Path,
) -> None:
    async def scenario(o: Office) -> None:
        me = personal(o.w)
        asked = await me.remind(IN_SERVER, "Harbour Forum", "1 day")
        assert [plan.event.id for plan in asked.plans] == ["forum-3", "tide-2"]
        await o.add("Dinner", "5 Nov 2025", of="harbour-forum")
        (told,) = await owed_to(o.w)
        notice = from_json(told["notice"])
        assert (
            notice.title == "Announced: Dinner"
            and "You asked to be reminded of Harbour Forum" in notice.why[0]
        )
        assert await o.planned("own.1") == [("1 day", utc(11, 4, 9))]
        o.w.clock.moves_to(2025, 11, 4, 9)
        await o.w.reminding.tick()
        said = [row for row in await owed_to(o.w) if row["event_id"] == "own.1"]
        assert from_json(said[-1]["notice"]).footer == "Reminder · 1 day before"

    run(tmp_path, scenario)


def test_a_person_is_told_once_wherever_they_asked_and_of_each_servers_own_events(tmp_path: Path) -> None:
    async def scenario(o: Office) -> None:
        me = personal(o.w)
        for asker in (IN_SERVER, ALONE, Asker(ANN, THERE), Asker(BEN, HERE)):
            await me.remind(asker, "3rd Harbour Forum", "1 day")
        await me.remind(IN_SERVER, "Harbour Forum", "1 day")
        o.w.clock.moves_to(2025, 10, 31, 9)
        await o.w.reminding.tick()
        assert len(await owed_to(o.w)) == 1 and len(await owed_to(o.w, BEN)) == 1
        for guild in (HERE, THERE):
            await o.do.add(guild, BEN, "9 Nov 2025", "A letter", Details("Drill"))
            await me.remind(Asker(ANN, guild), "Drill", "1 day")
        o.w.clock.moves_to(2025, 11, 8, 9)
        await o.w.reminding.tick()
        drills = [row for row in await owed_to(o.w) if row["event_id"] == "own.1"]
        assert sorted(row["guild_id"] for row in drills) == [HERE, THERE]

    run(tmp_path, scenario)


def test_lead_times_of_an_event_hold_for_who_chose_none(tmp_path: Path) -> None:
    async def scenario(o: Office) -> None:
        me = personal(o.w)
        await me.remind(IN_SERVER, "talk")
        await me.remind(Asker(BEN, HERE), "talk", "2 days")
        await EventLeads(o.w.db, o.w.clock, o.diary, o.asking, o.w.reminding).set(HERE, "talk", "30 min")
        assert await o.planned("talk") == [("2 days", utc(11, 1, 6)), ("30 minutes", utc(11, 3, 5, 30))]

    run(tmp_path, scenario)


def test_what_cannot_be_reminded_of_is_refused_by_name(tmp_path: Path) -> None:
    async def scenario(o: Office) -> None:
        me = personal(o.w, limit=1)
        await o.add("Briefing", "22 Oct 2025")
        with pytest.raises(NoSuchChoice):
            await me.remind(IN_SERVER, "talk", "0 days")
        with pytest.raises(NoSuchEntity):
            await me.remind(IN_SERVER, "xyzzy")
        with pytest.raises(NoSuchEvent):
            await me.remind_of_event(IN_SERVER, "own.99")
        with pytest.raises(NoSuchEvent):
            await me.remind_of_event(ALONE, "own.1")
        await me.remind(IN_SERVER, "talk")
        with pytest.raises(TooManyReminders):
            await me.remind(IN_SERVER, "3rd Harbour Forum")
        await me.remind(IN_SERVER, "talk", "1 day")
        o.w.clock.moves_to(2025, 10, 24)
        with pytest.raises(IsOver):
            await me.remind(IN_SERVER, "Briefing")
        with pytest.raises(NotReminded):
            await me.cancel(ANN, "salvage")
        (mine,) = await subscriptions.of_person(o.w.db.reader, ANN)
        with pytest.raises(NotReminded):
            await me.cancel_id(BEN, mine.id)
        with pytest.raises(NotReminded):
            await me.cancel_id(ANN, SubscriptionId(mine.id + 1))
        assert await me.cancel(ANN, "talk on boarding") == "Talk on Boarding"
        assert await o.planned("talk") == []

    run(tmp_path, scenario)


def test_the_list_names_what_comes_next_first(tmp_path: Path) -> None:
    async def scenario(o: Office) -> None:
        me = personal(o.w)
        await o.add("Briefing", "9 Nov 2025")
        for query in ("Tidal Exercise", "Briefing", "talk", "salvage"):
            await me.remind(IN_SERVER, query, "1 day")
        kept = await me.of_person(ANN)
        assert [one.label for one in kept] == ["Salvage", "Talk on Boarding", "Briefing", "Tidal Exercise"]
        assert [one.next.due_at if one.next else None for one in kept][1:] == [
            utc(11, 2, 6),
            utc(11, 8, 9),
            None,
        ]

    run(tmp_path, scenario)


def test_what_is_put_off_comes_again_after_a_restart_and_plans_made_anew(tmp_path: Path) -> None:
    async def first() -> str:
        async with world(tmp_path) as w:
            await personal(w).remind(IN_SERVER, "talk", "1 day")
            w.clock.moves_to(2025, 11, 2, 6)
            await w.reminding.tick()
            (row,) = await owed_to(w)
            later = Snoozing(w.db, w.clock)
            await later.snooze(ANN, row["nonce"], "15m")
            done = await later.snooze(ANN, row["nonce"], "1h")
            assert done.reminder.due_at == utc(11, 2, 7)
            await w.guilds.set_up(HERE, zone="Asia/Manila", options={"leads": "1 week"})
            return str(row["nonce"])

    async def second(nonce: str) -> None:
        async with world(tmp_path, clock=MovableClock(utc(11, 2, 7))) as w:
            await w.reminding.tick()
            assert [from_json(row["notice"]).footer for row in await owed_to(w)][1:] == [
                "Reminder · put off until now"
            ]
            later = Snoozing(w.db, w.clock)
            again = await outbox.by_nonce(w.db.reader, nonce)
            assert again is not None
            await later.snooze(ANN, nonce, "15m")
            w.clock.moves_to(2025, 11, 2, 7, 15)
            await w.reminding.tick()
            await w.reminding.tick()
            assert len(await owed_to(w)) == 3

    asyncio.run(second(asyncio.run(first())))


def test_what_is_put_off_never_comes_after_the_beginning_nor_for_an_event_that_moved(tmp_path: Path) -> None:
    async def scenario(o: Office) -> None:
        me, later = personal(o.w), Snoozing(o.w.db, o.w.clock)
        await o.add("Drill", "9 Nov 2025 09:00 UTC")
        await me.remind(IN_SERVER, "Drill", "1 hour")
        o.w.clock.moves_to(2025, 11, 9, 8)
        await o.w.reminding.tick()
        (row,) = await owed_to(o.w)
        for length in ("1h", "1d"):
            with pytest.raises(TooLateForThat):
                await later.snooze(ANN, row["nonce"], length)
        await later.snooze(ANN, row["nonce"], "15m")
        await o.do.edit(HERE, BEN, "Drill", "A letter", Details("Exercise"))
        assert [lead for lead, _ in await o.planned("own.1")] == ["snoozed"]
        await o.move("Exercise", "9 Nov 2025 09:05 UTC")
        assert [lead for lead, _ in await o.planned("own.1")] == ["1 hour"]
        await later.snooze(ANN, row["nonce"], "15m")
        await o.do.cancel(HERE, BEN, "Exercise", "A letter")
        assert await o.planned("own.1") == []
        with pytest.raises(TooLateForThat):
            await later.snooze(ANN, row["nonce"], "15m")

    run(tmp_path, scenario)


def test_what_is_over_for_a_week_is_forgotten_and_what_may_still_come_is_not(tmp_path: Path) -> None:
    async def scenario(o: Office) -> None:
        me = personal(o.w)
        await o.add("Briefing", "22 Oct 2025")
        for query in ("Briefing", "3rd Harbour Forum", "Tidal Exercise", "Harbour Forum"):
            await me.remind(IN_SERVER, query)
        await me.remind(ALONE, "3rd Harbour Forum")
        for day, left in ((29, 5), (30, 4)):
            o.w.clock.moves_to(2025, 10, day)
            await me.tidy()
            assert len(await me.of_person(ANN)) == left
        o.w.clock.moves_to(2025, 11, 20)
        await me.tidy()
        assert sorted(one.label for one in await me.of_person(ANN)) == ["Harbour Forum", "Tidal Exercise"]

    run(tmp_path, scenario)


def test_a_button_is_of_one_person_and_of_what_is_kept(tmp_path: Path) -> None:
    async def scenario(o: Office) -> None:
        me, later = personal(o.w), Snoozing(o.w.db, o.w.clock)
        await me.remind(IN_SERVER, "talk", "1 day")
        await me.remind(IN_SERVER, "piracy", "1 day")
        o.w.clock.moves_to(2025, 11, 2, 6)
        await o.w.reminding.tick()
        (row,) = await owed_to(o.w)
        for press in (later.stop(BEN, row["nonce"]), later.snooze(BEN, row["nonce"], "1h")):
            with pytest.raises(NotYours):
                await press
        with pytest.raises(NoLongerKept):
            await later.stop(ANN, "0" * 24)
        await later.snooze(ANN, row["nonce"], "1h")
        stopped = await later.stop(ANN, row["nonce"])
        ((still, label),) = stopped.still
        assert label == "Piracy" and await o.planned("talk") == []
        await me.cancel_id(ANN, still)
        with pytest.raises(NotReminded):
            await later.snooze(ANN, row["nonce"], "1h")
        assert await o.owed(NoticeKind.CHANGE) == []

    run(tmp_path, scenario)


def test_who_asked_in_no_server_hears_of_a_date_that_a_newer_pack_knows_and_is_reminded(
    tmp_path: Path,
) -> None:
    async def scenario() -> None:
        async with world(tmp_path, text=pack(day="2025-11")) as w:
            await personal(w).remind(ALONE, "3rd Harbour Forum", "1 day")
            await w.catalogue.load([written(w.folder, pack(day="2025-11-15"))])
            (told,) = await owed_to(w)
            assert from_json(told["notice"]).title == "The date is known: 3rd Harbour Forum"
            assert told["guild_id"] is None
            w.clock.moves_to(2025, 11, 14, 9)
            await w.reminding.tick()
            assert from_json((await owed_to(w))[-1]["notice"]).footer == "Reminder · 1 day before"
            await w.catalogue.load([written(w.folder, pack(day="2025-11-20"))])
            assert [from_json(row["notice"]).title for row in await owed_to(w)] == [
                "The date is known: 3rd Harbour Forum",
                "Moved: 3rd Harbour Forum",
            ]

    asyncio.run(scenario())
