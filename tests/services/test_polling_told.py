"""Servers are told, once each, of a feed that fails for a day, is back, or has fallen unusually silent; the
operator alone of most sites being out of reach. A feed whose ids all change is told of not at all.
"""

from __future__ import annotations

from pathlib import Path

from bot.rules.notices import from_json
from tests.fakes_web import entry, rss
from tests.services.rounds import OUT_OF_REACH, polls_after, run, told
from tests.services.world import HERE, NOTICES, OPERATOR, THERE, World

PIRATES = entry("Piracy rises off the cape")


def test_a_feed_that_failed_for_a_day_is_told_once_and_once_that_it_is_back(tmp_path: Path) -> None:
    async def scenario(w: World) -> None:
        await w.reads()
        post = w.web.site("post")
        for _ in range(2):
            post.answers(500)
            for _ in range(3):
                await polls_after(w, hours=26)
            post.publishes()
            for _ in range(2):
                await polls_after(w, hours=26)
        assert await told(w) == ["A feed has been failing for a day", "A feed is back"] * 2

    run(tmp_path, scenario)


def test_a_feed_that_failed_for_less_than_a_day_is_not_told_of(tmp_path: Path) -> None:
    async def scenario(w: World) -> None:
        await w.reads()
        w.web.site("post").answers(500)
        await polls_after(w, hours=1)
        await polls_after(w, hours=20)
        w.web.site("post").publishes()
        await polls_after(w, days=1)
        assert await told(w) == []

    run(tmp_path, scenario)


def test_an_unusual_silence_is_told_once_and_again_only_after_news(tmp_path: Path) -> None:
    async def scenario(w: World) -> None:
        await w.reads()
        post = w.web.site("post")

        async def publishes_for_some_days(number: int) -> None:
            for n in range(6):
                post.publishes(entry(f"Piracy, part {number}.{n}", summary=str(number * n)))
                await polls_after(w, hours=8)

        await publishes_for_some_days(1)
        for _ in range(6):
            await polls_after(w, days=1)
        assert await told(w) == ["A feed has fallen silent"]
        await publishes_for_some_days(2)
        assert len(await told(w)) == 1
        for _ in range(40):
            await polls_after(w, days=1)
        assert await told(w) == ["A feed has fallen silent"] * 2

    run(tmp_path, scenario)


def test_most_hosts_out_of_reach_are_told_to_the_operator_once_and_held_against_no_feed(
    tmp_path: Path,
) -> None:
    async def scenario(w: World) -> None:
        port = w.web.host.partition(":")[2]
        for host in OUT_OF_REACH:
            await w.add_unread(f"http://{host}:{port}/feed")
        for _ in range(3):
            await polls_after(w, hours=2)
        rows = await w.db.reader.all("SELECT failures, failing_since_at, last_error, next_poll_at FROM feed")
        assert {(row["failures"], row["failing_since_at"], row["last_error"]) for row in rows} == {
            (0, None, None)
        }
        assert all(row["next_poll_at"] > w.clock() for row in rows)
        (owed,) = await w.owed()
        assert (owed["user_id"], from_json(owed["notice"]).title) == (OPERATOR, "I cannot reach the sites")

    run(tmp_path, scenario)


def test_a_few_hosts_out_of_reach_are_feeds_that_fail(tmp_path: Path) -> None:
    async def scenario(w: World) -> None:
        port = w.web.host.partition(":")[2]
        await w.reads()
        for host in OUT_OF_REACH:
            await w.add_unread(f"http://{host}:{port}/feed")
        await w.polls_later()
        assert await w.owed() == []
        rows = await w.db.reader.all("SELECT failures FROM feed WHERE url LIKE '%/feed'")
        assert [row["failures"] for row in rows] == [1, 1, 1]

    run(tmp_path, scenario)


def test_ids_that_all_change_are_known_by_their_titles_and_what_is_new_later_is_posted(
    tmp_path: Path,
) -> None:
    async def scenario(w: World) -> None:
        await w.reads()
        post = w.web.site("post")
        names = [f"Piracy near {name} island" for name in ("Ahoy", "Bell", "Crab", "Dory", "Eel", "Fig")]
        names += [f"Pirates of {name} bay caught" for name in ("Gull", "Hook", "Ink", "Jib", "Kelp", "Lee")]
        for name in names:
            post.publishes(entry(name))
            await polls_after(w, hours=1)
        known = len(await w.owed())
        again = [
            entry(name, guid=f"new:{name}", link=f"https://new.example/{n}") for n, name in enumerate(names)
        ]
        post.sends(rss(*again))
        await polls_after(w, hours=1)
        assert len(await w.owed()) == known
        post.sends(rss(entry("Piracy: all quiet"), *again))
        await polls_after(w, hours=1)
        assert len(await w.owed()) == known + 1

    run(tmp_path, scenario)


def test_one_server_that_is_told_is_not_told_for_another(tmp_path: Path) -> None:
    async def scenario(w: World) -> None:
        await w.reads()
        w.web.site("post").answers(500)
        await polls_after(w, hours=1)
        await polls_after(w, hours=26)
        await w.guilds.set_up(THERE, notices_channel_id=NOTICES + 100)  # type: ignore[arg-type]
        async with w.db.transaction() as tx:
            await tx.run(
                "INSERT INTO guild_feed (guild_id, feed_id, created_at) SELECT :there, id, 0 FROM feed",
                there=THERE,
            )
        for _ in range(2):
            await polls_after(w, hours=26)
        assert [row["guild_id"] for row in await w.owed()] == [HERE, THERE]
        w.web.site("post").publishes()
        await polls_after(w, hours=26)
        assert [row["guild_id"] for row in await w.owed()][2:] == [HERE, THERE]

    run(tmp_path, scenario)
