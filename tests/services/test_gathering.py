"""A reminder tells what its event is about, the latest news on it, what changed since the last one, and by
which source its date is where they differ; all of it as the server it is for knows it.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from bot.rules.notices import Notice, NoticeKind, from_json
from storage import entries
from storage import feeds as feed_table
from storage.news import Entry, FeedId
from storage.records import EntityId
from tests.services.office import Office, run, utc
from tests.services.world import DECK, FORUM, HERE, THERE


async def told(o: Office, *at: int) -> dict[str, str]:
    """The fields of the reminder that comes then."""
    o.w.clock.moves_to(*at)
    await o.w.reminding.tick()
    notice: Notice = from_json((await o.owed(NoticeKind.REMINDER))[-1]["notice"])
    return dict(notice.fields)


async def said(o: Office, title: str, at: datetime, *mentioned: str) -> None:
    async with o.w.db.transaction() as tx:
        feed = await feed_table.put(tx, "https://post.example/feed", "The Post", at)
        await feed_table.follow(tx, HERE, feed.id, at)
        made = Entry(FeedId(feed.id), title, title, "https://post.example/a", "", None, None, at)
        await entries.add(tx, made, map(EntityId, mentioned))


def test_it_says_what_it_is_about_and_names_news_of_two_weeks_that_its_server_reads(tmp_path: Path) -> None:
    async def scenario(o: Office) -> None:
        await o.w.follow(FORUM)
        await o.w.follow(FORUM, DECK, THERE)
        await said(o, "Forum too long ago", utc(10, 1, 0), "harbour-forum")
        await said(o, "Forum prepares", utc(10, 24, 0), "harbour-forum")
        await said(o, "Pirates elsewhere", utc(10, 24, 0), "piracy")
        fields = await told(o, 2025, 10, 25, 9)
        here, there = [from_json(row["notice"]) for row in await o.owed(NoticeKind.REMINDER)]
        assert "Latest news" not in dict(there.fields)
        fields = dict(here.fields)
        assert fields["About"] == "One of ours.\nHarbour Forum: One of ours.\nOn Salvage."
        assert fields["Latest news"].startswith(
            "• [Forum prepares](https://post.example/a) · The Post, found <t:"
        )
        assert "\n" not in fields["Latest news"] and "Changed since the last reminder" not in fields

    run(tmp_path, scenario)


def test_it_says_what_changed_since_the_last_one_and_whose_date_it_follows(tmp_path: Path) -> None:
    async def scenario(o: Office) -> None:
        await o.w.follow(FORUM)
        assert "Sources differ" not in await told(o, 2025, 10, 25, 9)
        async with o.w.db.transaction() as tx:
            await tx.run("UPDATE outbox SET state = 'sent', message_id = id WHERE state = 'pending'")
        o.w.clock.moves_on(hours=1)
        await o.move(when="2 Nov 2025")
        await o.move(when="3 Nov 2025")
        fields = await told(o, 2025, 11, 2, 9)
        assert fields["Changed since the last reminder"].startswith("~~Saturday 1 November 2025")
        assert "(2 days later)" in fields["Changed since the last reminder"]
        assert "says Saturday 1 November 2025" in fields["Sources differ"]
        assert (
            "This follows [A letter](https://ministry.example/letter): a moderator"
            in fields["Sources differ"]
        )

    run(tmp_path, scenario)
