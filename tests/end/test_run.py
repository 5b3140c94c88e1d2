"""`attache run` over the wire: what people ask, how it starts, is cut off, stops and starts again.

It answers and posts as in process. Discord out of reach at the start is tried again, a wrong token is not.
A connection that is cut is made anew. A stop lets what is in flight be marked; what cannot be is left
claimed, and the next start finds it in the channel. A receipt that is lost is no failure.
"""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Coroutine
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.demo.feed import FeedItem, SampleFeed
from storage.records import Event
from tests.end import seeding
from tests.end.embassy import POST, Embassy, embassy, polled, sample_feed, sound_bot
from tests.end.process import running_bot
from tests.wire import Hold, Message


def test_a_look_up_is_completed_and_answered(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with embassy() as here, sound_bot(here.discord, tmp_path):
            await here.discord.ready()
            offered = await here.discord.type(here.ann, here.desk, "forum show", name="admm")
            chosen = next(choice["value"] for choice in offered if choice["name"] == "ADMM-Plus")
            for name in (chosen, "ADMM+"):
                card = await here.discord.slash(here.ann, here.desk, "forum show", name=name)
                assert "Member states (11)" in card.text and "Dialogue partners (8)" in card.text
                assert card.ephemeral
            unknown = await here.discord.slash(here.ann, here.desk, "forum show", name="Atlantis")
            assert "I know nothing by the name" in unknown.text

    asyncio.run(scenario())


def test_what_a_moderator_sets_up_brings_each_news_item_once_with_its_reason(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with sample_feed() as feed, embassy() as here:
            async with sound_bot(here.discord, tmp_path, **polled(feed)):
                first = await _first_of_two(here, feed)
                why = await here.discord.click(here.ann, first, "why:")
                assert "Why this was posted" in why.text and "mentions 12th ADMM-Plus" in why.text
                assert why.ephemeral
            async with sound_bot(here.discord, tmp_path):
                await here.discord.ready()
                related = await here.discord.click(here.ann, first, "related:")
                assert related.ephemeral and "The latest on the same" in related.text
                assert "Closing of the 12th ADMM" in related.text
                assert "card:-:admm-plus-12" in {one["custom_id"] for one in related.message.buttons}

    asyncio.run(scenario())


async def _first_of_two(here: Embassy, feed: SampleFeed) -> Message:
    """A moderator sets everything up, and two pieces of news come; returns the first."""
    await here.discord.ready()
    feed.publish(FeedItem("ADMM-Plus before the bot came", "Old."), seeding.now())
    said = [
        await here.discord.slash(here.mod, here.desk, "setup", zone="Asia/Kuala_Lumpur", test=True),
        await here.discord.slash(here.mod, here.desk, "subscribe", channel=here.news, to="admm-plus"),
        await here.discord.slash(here.mod, here.desk, "feed add", url=feed.url),
    ]
    said.append(await here.discord.click(here.mod, said[-1], "watch:"))
    expected_of_each = ("no notices channel", "now gets", "holds 1 entry", "is watched")
    for answer, expected in zip(said, expected_of_each, strict=True):
        assert expected in answer.text
    titles = ["Opening of the 12th ADMM", "Closing of the 12th ADMM"]
    for number, title in enumerate(titles, start=1):
        feed.publish(FeedItem(f"{title}-Plus", "In Kuala Lumpur."), seeding.now())
        await here.discord.until(lambda n=number: len(here.discord.posted(here.news)) >= n, title)  # type: ignore[misc]
    first, second = here.discord.posted(here.news)
    assert titles[0] in first.text and titles[1] in second.text
    return first


def test_an_overdue_reminder_is_sent_late_unless_its_meeting_began(tmp_path: Path) -> None:
    async def scenario() -> None:
        soon = seeding.meeting(1, seeding.now() + timedelta(minutes=20))
        begun = seeding.meeting(2, seeding.now() - timedelta(minutes=5))
        async with embassy() as here:
            await seeding.follow(tmp_path, here.guild, [here.news], [soon, begun])
            async with sound_bot(here.discord, tmp_path):
                await seeding.until_settled(tmp_path, 1)
                await seeding.until_found(
                    tmp_path, "SELECT count(*) FROM reminder WHERE state='missed'", (1,)
                )
            (posted,) = here.discord.posted(here.news)
            assert (
                "Meeting 1" in posted.text and "40 minutes" in posted.text and posted.text.endswith(" late")
            )

    asyncio.run(scenario())


def test_a_stop_marks_the_delivery_in_flight_which_is_not_sent_again(tmp_path: Path) -> None:
    async def scenario(number: signal.Signals) -> None:
        folder = tmp_path / number.name
        async with embassy(nonce_window=0) as here:
            await seeding.follow(folder, here.guild, [here.news], [_in_an_hour()])
            hold = Hold()
            here.discord.trouble(POST, after=hold)
            async with running_bot(here.discord, folder) as bot:
                await asyncio.wait_for(hold.reached.wait(), 30)
                bot.ask_to_stop(number)
                await bot.says("stopping")
                hold.release()
                assert await bot.ended() == 0
                assert "Traceback" not in bot.said
            assert seeding.states(folder) == {"sent": 1}
            async with sound_bot(here.discord, folder):
                await here.discord.ready()
            assert here.posted() == ["Meeting 1"]
            assert here.count("PUT /applications/") == 1  # the commands are told once in two starts

    asyncio.run(_all_at_once(scenario(signal.SIGTERM), scenario(signal.SIGINT)))


def test_a_send_that_never_answers_is_left_claimed_and_found_by_the_next_start(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with embassy(nonce_window=0) as here:
            await seeding.follow(tmp_path, here.guild, [here.news], [_in_an_hour()])
            hold = Hold()
            here.discord.trouble(POST, after=hold)
            async with running_bot(here.discord, tmp_path) as bot:
                await asyncio.wait_for(hold.reached.wait(), 30)
                assert await bot.stop() == 0
                assert "Traceback" not in bot.said
            claimed = seeding.peek(tmp_path, "SELECT state, claimed_at IS NOT NULL, attempts FROM outbox")
            assert claimed == [("pending", 1, 0)]
            async with sound_bot(here.discord, tmp_path):
                await seeding.until_settled(tmp_path, 1)
            assert here.posted() == ["Meeting 1"]

    asyncio.run(scenario())


def test_after_a_cut_connection_commands_work_again(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with embassy() as here, sound_bot(here.discord, tmp_path):
            await here.discord.ready()
            here.discord.hang_up()
            resumed = await here.discord.slash(here.ann, here.desk, "event list")
            here.discord.hang_up(forget=True)
            await here.discord.ready()
            anew = await here.discord.slash(here.ann, here.desk, "event list")
            assert "What lies ahead" in resumed.text and "What lies ahead" in anew.text

    asyncio.run(scenario())


def test_a_discord_out_of_reach_at_the_start_is_tried_again(tmp_path: Path) -> None:
    async def scenario(name: str, route: str) -> None:
        async with embassy() as here:
            here.discord.trouble(route, before=503)
            async with running_bot(here.discord, tmp_path / name) as bot:
                await here.discord.ready()
                assert "trying again in 1 s" in bot.said and "Unclosed" not in bot.said
                assert "What lies ahead" in (await here.discord.slash(here.ann, here.desk, "event list")).text
                assert await bot.stop() == 0

    asyncio.run(
        _all_at_once(
            scenario("login", "GET /users/@me"),
            scenario("commands", "PUT /applications/*/commands"),
            scenario("gateway", "GET /gateway"),
        )
    )


def test_it_stops_while_discord_is_out_of_reach(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with embassy() as here:
            here.discord.trouble("GET /users/@me", before=503, times=None)
            async with sound_bot(here.discord, tmp_path) as bot:
                await bot.says("trying again")

    asyncio.run(scenario())


def test_a_wrong_token_ends_the_start_with_a_sentence(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with embassy() as here, running_bot(here.discord, tmp_path, DISCORD_TOKEN="wrong") as bot:
            assert await bot.ended() == 1
            assert "Discord does not accept this token" in bot.said and "Traceback" not in bot.said

    asyncio.run(scenario())


def test_a_second_process_on_the_same_folder_is_refused_with_a_sentence(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with embassy() as here, sound_bot(here.discord, tmp_path):
            await here.discord.ready()
            async with running_bot(here.discord, tmp_path) as second:
                assert await second.ended() == 1
                assert "another Attaché is already running" in second.said
                assert "Traceback" not in second.said

    asyncio.run(scenario())


def test_a_lost_receipt_of_an_answer_is_logged_and_not_apologised_for(tmp_path: Path) -> None:
    async def scenario() -> None:
        callback = "POST /interactions/*/*/callback"
        async with (
            sample_feed() as feed,
            embassy() as here,
            sound_bot(here.discord, tmp_path, **polled(feed)) as bot,
        ):
            await here.discord.ready()
            here.discord.trouble(callback, after=502, times=2)
            shown, added = await asyncio.gather(
                here.discord.slash(here.ann, here.desk, "event list"),
                here.discord.slash(here.mod, here.desk, "feed add", url=feed.url),
            )
            await here.discord.until(lambda: here.count("POST /interactions/") == 4, "two repetitions")
            assert (await here.discord.slash(here.ann, here.desk, "event list")).text == shown.text
            assert bot.said.count("the answer itself had arrived") == 2
            assert "What lies ahead" in shown.text and "holds" in added.text
            assert shown.followups == [] and added.followups == []

    asyncio.run(scenario())


def _in_an_hour() -> Event:
    return seeding.meeting(1, seeding.now() + timedelta(hours=1))


async def _all_at_once(*scenarios: Coroutine[Any, Any, None]) -> None:
    async with asyncio.TaskGroup() as group:
        for scenario in scenarios:
            group.create_task(scenario)
