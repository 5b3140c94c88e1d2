"""Moderators subscribe channels; reminders and news then arrive there, once."""

from __future__ import annotations

import asyncio
from pathlib import Path

import discord
import pytest

from bot.demo.feed import FeedItem
from storage import outbox, subscriptions
from storage.records import GuildId
from tests.end.stage import follow, stage, text_of, watch

CONCERNS = FeedItem("Ministers gather for the 12th ADMM-Plus", "Counter-terrorism is on the agenda.")
UNRELATED = FeedItem("Give us a break, say commuters in Indiana", "Nothing diplomatic at all.")


def test_a_subscribed_channel_is_reminded_the_day_before_and_only_once(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            assert "now gets news and reminders on **everything**" in await follow(
                here, here.desk, "everything"
            )
            await follow(here, here.desk, "admm-plus")
            await here.pass_to(2025, 10, 31, 9)
            await here.ticks()
            posted = here.desk.history()
            assert len(posted) == 1
            shown = text_of(posted[0])
            assert "12th ADMM-Plus" in shown and "year inferred" in shown and "1 day before" in shown
            assert "late" not in shown
            why = text_of(await here.ann.click(posted[0], label="Why?"))
            assert "everything" in why and "1 day before" in why

    asyncio.run(scenario())


def test_a_date_without_an_hour_has_no_reminder_an_hour_ahead(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            await follow(here, here.desk, "admm-plus", what="reminders")
            for hour in (8, 9, 10, 23):
                await here.pass_to(2025, 10, 31, hour)
            await here.pass_to(2025, 11, 1, 9)
            assert len(here.desk.history()) == 1

    asyncio.run(scenario())


def test_a_reminder_that_fell_due_while_nothing_ran_goes_out_marked_late(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            await follow(here, here.desk, "admm-plus")
            await here.pass_to(2025, 10, 31, 12)
            assert "3 hours late" in text_of(here.desk.last_message)

    asyncio.run(scenario())


def test_a_reminder_that_helps_nobody_any_more_is_not_sent(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            await follow(here, here.desk, "admm-plus")
            await here.pass_to(2025, 11, 1, 12)
            assert here.desk.history() == []

    asyncio.run(scenario())


def test_a_year_is_never_reminded_of(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            await follow(here, here.desk, "asean-india-maritime-exercise-2")
            for day in ((2025, 12, 25), (2025, 12, 31), (2026, 1, 1)):
                await here.pass_to(*day, 9)
            assert here.desk.history() == []

    asyncio.run(scenario())


def test_new_related_news_is_posted_once_to_each_channel_and_the_rest_is_not(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            here.feed.publish(FeedItem("ADMM-Plus before the bot came", "Old."), here.now)
            added = await watch(here)
            assert "Test wire" in added and "holds 1 entry today" in added
            await follow(here, here.news, "counter-terrorism", what="news")
            await follow(here, here.desk, "everything")
            await here.ticks()
            assert here.desk.history() == [] and here.news.history() == []
            here.feed.publish(UNRELATED, here.now)
            here.feed.publish(CONCERNS, here.now)
            await here.pass_to(2025, 10, 29, 9)
            await here.pass_to(2025, 10, 29, 10)
            for channel in (here.desk, here.news):
                (posted,) = channel.history()
                shown = text_of(posted)
                assert "Ministers gather for the 12th ADMM" in shown and "Test wire" in shown
                assert "Matched" in shown and posted.embeds[0].url is not None
            assert "Counter-terrorism" in text_of(here.news.last_message)
            why = text_of(await here.ann.click(here.news.last_message, label="Why?"))
            assert "mentions Counter-terrorism" in why

    asyncio.run(scenario())


def test_only_a_chosen_role_is_mentioned(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            role = here.guild.create_role("Watchers", permissions=discord.Permissions.none())
            await follow(here, here.desk, "admm-plus", role=role)
            await follow(here, here.news, "admm-plus")
            await here.pass_to(2025, 10, 31, 9)
            assert here.desk.last_message.content == f"<@&{role.id}>"
            assert here.news.last_message.content == ""
            sent = [r for r in here.env.http_requests if r.path.endswith("/messages") and r.method == "POST"]
            allowed = [request.json["allowed_mentions"] for request in sent]
            assert sorted(str(one.get("roles", [])) for one in allowed) == sorted([f"[{role.id}]", "[]"])
            assert all("everyone" not in one.get("parse", []) for one in allowed)

    asyncio.run(scenario())


def test_a_role_that_was_deleted_is_called_no_more_and_what_is_owed_is_posted(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            role = here.guild.create_role("Watchers", permissions=discord.Permissions.none())
            await follow(here, here.desk, "admm-plus", role=role)
            here.env.backend.delete_role(here.guild.id, role.id)
            await here.env.settle()
            await here.pass_to(2025, 10, 31, 9)
            assert "12th ADMM-Plus" in text_of(here.desk.last_message)
            assert here.desk.last_message.content == ""

    asyncio.run(scenario())


def test_a_lost_channel_pauses_its_subscriptions_and_the_notices_channel_is_told(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            await here.mod.slash(here.desk, "setup", notices=here.desk)
            await follow(here, here.news, "admm-plus")
            here.env.inject_error(
                "POST", f"/channels/{here.news.id}/messages", status=403, code=50013, message="no"
            )
            await here.pass_to(2025, 10, 31, 9)
            assert here.news.history() == []
            assert "can no longer post" in text_of(here.desk.last_message)
            assert "paused" in text_of(await here.ann.slash(here.desk, "subscriptions"))
            assert await outbox.next_due_at(here.app.db.reader) is None

    asyncio.run(scenario())


def test_an_unforeseen_error_is_answered_with_a_mark_and_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def scenario() -> str:
        async with stage(tmp_path, allow_bugs=True) as here:
            async with here.app.db.transaction() as tx:
                await tx.run("DROP TABLE event")
            return text_of(await here.ann.slash(here.desk, "event next"))

    shown = asyncio.run(scenario())
    assert "Something went wrong on my side" in shown and "<@4242>" in shown
    mark = shown.split("`")[1]
    assert mark in caplog.text and "no such table" in caplog.text


def test_buttons_answer_after_a_restart(tmp_path: Path) -> None:
    async def scenario() -> str:
        async with stage(tmp_path) as here:
            await follow(here, here.desk, "admm-plus")
            await here.pass_to(2025, 10, 31, 9)
            await here.env.restart_bot()
            return text_of(await here.ann.click(here.desk.last_message, label="Why?"))

    assert "Why this was posted" in asyncio.run(scenario())


def test_commands_are_synced_only_when_they_changed(tmp_path: Path) -> None:
    async def scenario() -> list[str]:
        async with stage(tmp_path) as here:
            await here.env.restart_bot()
            return [r.path for r in here.env.http_requests if r.method == "PUT" and "commands" in r.path]

    assert len(asyncio.run(scenario())) == 1


def test_a_removed_bot_pauses_and_a_returning_one_goes_on(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            await follow(here, here.desk, "admm-plus")
            guild_id = here.guild.id
            await here.app.guilds.left(guild_id)  # type: ignore[arg-type]
            (paused,) = await subscriptions.of_guild(here.app.db.reader, GuildId(guild_id))
            assert paused.paused_reason == "the bot is not in the server"
            await here.app.guilds.seen(guild_id, here.desk.id)  # type: ignore[arg-type]
            await here.ticks()
            await here.pass_to(2025, 10, 31, 9)
            shown = [text_of(message) for message in here.desk.history()]
            assert any("Begin with" in one for one in shown)
            assert any("12th ADMM-Plus" in one for one in shown)

    asyncio.run(scenario())


def test_a_button_that_breaks_is_answered_with_a_mark(tmp_path: Path) -> None:
    async def scenario() -> str:
        async with stage(tmp_path, allow_bugs=True) as here:
            await follow(here, here.desk, "admm-plus")
            await here.pass_to(2025, 10, 31, 9)
            async with here.app.db.transaction() as tx:
                await tx.run("DROP TABLE outbox")
            return text_of(await here.ann.click(here.desk.last_message, label="Why?"))

    assert "Something went wrong on my side" in asyncio.run(scenario())
