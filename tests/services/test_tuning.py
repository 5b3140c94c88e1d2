"""Lead times and hours that a moderator sets, for a server, a channel, a subscription or one event, are those
by which reminders are planned, in the transaction that sets them. What is typed wrongly changes nothing.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from bot.rules.notices import from_json
from bot.services.event_leads import EventLeads
from bot.services.refusals import NoSuchChoice, NothingChosen, NotSubscribed, WhichSubscription
from bot.services.subscribing import Edit
from storage.options import Brief
from storage.records import EntityId
from tests.services.office import Office, run, utc
from tests.services.world import DECK, DESK, EVERYTHING, FORUM, HERE, PIRACY, SALVAGE, THERE


async def set_for(o: Office, subject: EntityId | None, channel: int = DESK, **options: str) -> None:
    await o.w.subscribing.edit(HERE, channel, subject, Edit(options=options))  # type: ignore[arg-type]


async def talk(o: Office) -> list[tuple[str, datetime]]:
    return await o.planned("talk")


def test_lead_times_are_those_of_the_subscription_the_channel_or_the_server(tmp_path: Path) -> None:
    async def scenario(o: Office) -> None:
        await o.w.follow(PIRACY)
        await o.w.guilds.set_up(HERE, options={"leads": "2 days"})
        assert await talk(o) == [("2 days", utc(11, 1, 6))]
        await set_for(o, None, leads="15 min")
        assert await talk(o) == [("15 minutes", utc(11, 3, 5, 45))]
        await set_for(o, PIRACY, leads="1 day, 1 hour")
        assert await talk(o) == [("1 day", utc(11, 2, 6)), ("1 hour", utc(11, 3, 5))]
        await set_for(o, PIRACY, leads="none")
        assert await talk(o) == []
        await set_for(o, PIRACY, leads="default")
        await set_for(o, None, leads="default")
        assert await talk(o) == [("2 days", utc(11, 1, 6))]
        await o.w.guilds.set_up(HERE, options={"leads": "default"})
        assert [lead for lead, _ in await talk(o)] == ["1 week", "1 day", "1 hour"]

    run(tmp_path, scenario)


def test_a_channel_and_a_subscription_have_an_hour_of_their_own(tmp_path: Path) -> None:
    async def scenario(o: Office) -> None:
        await o.w.follow(FORUM)
        await set_for(o, None, hour="7")
        assert [at for _, at in await o.planned()] == [utc(10, 25, 7), utc(10, 31, 7)]
        await set_for(o, FORUM, hour="18:00")
        assert [at for _, at in await o.planned()] == [utc(10, 25, 18), utc(10, 31, 18)]
        await o.w.guilds.set_up(HERE, day_hour=12)
        assert [at for _, at in await o.planned()] == [utc(10, 25, 18), utc(10, 31, 18)]

    run(tmp_path, scenario)


def test_subscriptions_of_one_channel_with_lead_times_of_their_own_are_one_message_at_one_instant(
    tmp_path: Path,
) -> None:
    async def scenario(o: Office) -> None:
        await o.w.follow(FORUM)
        await o.w.follow(SALVAGE)
        await o.w.follow(FORUM, DECK)
        await set_for(o, SALVAGE, leads="7 days, 3 days")
        o.w.clock.moves_to(2025, 10, 25, 9)
        await o.w.reminding.tick()
        assert [row["channel_id"] for row in await o.w.owed()] == [DESK, DECK]
        o.w.clock.moves_to(2025, 10, 29, 9)
        await o.w.reminding.tick()
        assert [row["channel_id"] for row in await o.w.owed()] == [DESK, DECK, DESK]
        assert "3 days" in from_json((await o.w.owed())[2]["notice"]).footer

    run(tmp_path, scenario)


def test_lead_times_of_one_event_stand_over_its_channels_and_end_with_default(tmp_path: Path) -> None:
    async def scenario(o: Office) -> None:
        leads = EventLeads(o.w.db, o.w.clock, o.diary, o.asking, o.w.reminding)
        await o.w.follow(EVERYTHING)
        await set_for(o, EVERYTHING, leads="1 week")
        found = await leads.set(HERE, "Talk on Boarding", "30 min")
        assert found.leads == ("30 minutes",) and found.plan[0].startswith("• 30 minutes before: <t:")
        assert await talk(o) == [("30 minutes", utc(11, 3, 5, 30))]
        assert [lead for lead, _ in await o.planned()] == ["1 week"]
        await o.w.guilds.set_up(HERE, zone="Asia/Manila")
        assert await talk(o) == [("30 minutes", utc(11, 3, 5, 30))]
        assert (await leads.show(THERE, "talk")).leads is None
        assert (await leads.set(HERE, "talk", "none")).plan == (
            "No lead time is wanted, so nothing is reminded of.",
        )
        assert await talk(o) == []
        assert (await leads.set(HERE, "talk", "default")).leads is None
        assert [lead for lead, _ in await talk(o)] == ["1 week"]
        with pytest.raises(NoSuchChoice):
            await leads.set(HERE, "talk", "0 days")

    run(tmp_path, scenario)


def test_what_was_said_is_not_said_again_when_lead_times_change_or_the_event_moves_a_little(
    tmp_path: Path,
) -> None:
    async def scenario(o: Office) -> None:
        await o.add("Briefing", "9 Nov 2025 09:00 UTC", of="harbour-forum")
        await o.w.follow(FORUM)
        o.w.clock.moves_to(2025, 11, 8, 9)
        await o.w.reminding.tick()
        (briefing,) = [row for row in await o.w.owed() if row["event_id"] == "own.1"]
        await set_for(o, FORUM, leads="1 day, 2 hours")
        await set_for(o, FORUM, leads="1 day, 1 hour")
        async with o.w.db.transaction() as tx:
            await tx.run("UPDATE outbox SET state = 'sent' WHERE id = :id", id=briefing["id"])
        await o.do.move(HERE, 1, "Briefing", "9 Nov 2025 12:00 UTC", "A letter")  # type: ignore[arg-type]
        o.w.clock.moves_to(2025, 11, 8, 13)
        await o.w.reminding.tick()
        said = [
            row["key"]
            for row in await o.w.owed()
            if row["key"].startswith("reminder:") and "own.1" in row["key"]
        ]
        assert said == []
        assert [lead for lead, _ in await o.planned("own.1")] == ["1 hour"]

    run(tmp_path, scenario)


def test_a_subscription_is_changed_and_a_wrong_change_changes_nothing(tmp_path: Path) -> None:
    async def scenario(o: Office) -> None:
        edit = o.w.subscribing.edit
        await o.w.follow(FORUM)
        stood = await edit(HERE, DESK, FORUM, Edit(news=False, role_id=7, options={"leads": "1 day"}))
        (one,) = stood.following
        assert (one.news, one.reminders, one.role_id, one.options.leads) == (False, True, 7, ("1 day",))
        (one,) = (await edit(HERE, DESK, FORUM, Edit(no_role=True))).following
        assert (one.news, one.role_id, one.options.leads) == (False, None, ("1 day",))
        for wrong, error in (
            ((FORUM, Edit(reminders=False)), NothingChosen),
            ((PIRACY, Edit(news=True)), NotSubscribed),
            ((None, Edit(role_id=7)), WhichSubscription),
            ((FORUM, Edit(role_id=9, options={"quiet": "late"})), NoSuchChoice),
        ):
            with pytest.raises(error):
                await edit(HERE, DESK, *wrong)
        with pytest.raises(NotSubscribed):
            await edit(THERE, DESK, FORUM, Edit(news=True))
        assert (await o.w.subscribing.standing(HERE, DESK)).following == (one,)

    run(tmp_path, scenario)


def test_options_of_a_channel_as_a_whole_arm_its_brief_and_those_of_the_server_too(tmp_path: Path) -> None:
    async def scenario(o: Office) -> None:
        await o.w.follow(FORUM)
        stood = await o.w.subscribing.edit(
            HERE, DESK, FORUM, Edit(options={"brief": "daily", "brief_hour": "6", "quiet": "22-7"})
        )
        assert (stood.channel.options.brief, stood.channel.options.quiet_from) == (Brief.DAILY, 22)
        assert stood.channel.brief_at == utc(10, 21, 6) and stood.following[0].options.brief is None
        await o.w.subscribing.edit(HERE, DESK, None, Edit(options={"brief": "default"}))
        assert (await o.w.subscribing.standing(HERE, DESK)).channel.brief_at is None
        guild = await o.w.guilds.set_up(HERE, options={"brief": "weekly", "brief_day": "Friday"})
        assert guild.options.brief is Brief.WEEKLY
        assert (await o.w.subscribing.standing(HERE, DESK)).channel.brief_at == utc(10, 24, 6)
        with pytest.raises(NoSuchChoice):
            await o.w.guilds.set_up(HERE, day_hour=3, options={"most_per_hour": "0"})
        assert (await o.w.guilds.get(HERE)).day_hour == 9

    run(tmp_path, scenario)
