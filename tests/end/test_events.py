"""Moderators add events and change any event's date; their server alone is reminded and shown so."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from bot.packs import located
from tests.end.stage import Stage, follow, labels_of, stage, text_of

SOURCE = "A letter of the ministry, https://ministry.example/letter"


async def added(here: Stage, **options: Any) -> str:
    given = {"title": "Briefing on Boarding", "when": "9 Nov 2025", "source": SOURCE}
    return text_of(await here.mod.slash(here.desk, "event add", **{**given, **options}))


async def moved(here: Stage, **options: Any) -> str:
    given = {"event": "12th ADMM+", "when": "2 Nov 2025", "source": SOURCE}
    return text_of(await here.mod.slash(here.desk, "event move", **{**given, **options}))


async def shown(here: Stage, command: str, **options: Any) -> str:
    return text_of(await here.ann.slash(here.desk, command, **options))


async def posted(here: Stage, channel: Any) -> str:
    return "\n".join([text_of(message) for message in channel.history()])


def test_an_event_is_added_listed_shown_reminded_of_and_told_of(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            await follow(here, here.meetings, "ADMM+")
            of = (await here.mod.autocomplete(here.desk, "event add", "of", "ADMM+"))[0]["value"]
            told = await added(here, of=of, place="Room 3", link="https://x.example/a", ends="10 Nov 2025")
            assert "Announced: Briefing on Boarding" in told and "**9–10 November 2025** · in 11 days" in told
            assert (
                "A letter of the ministry <https://ministry.example/letter>" in told and "Told to <#" in told
            )
            assert "**Briefing on Boarding** — 9–10 November 2025 · planned as of" in await shown(
                here, "event list"
            )
            assert "by this server" not in told
            card = await here.ann.slash(here.desk, "event show", name="briefing on boarding")
            for part in (
                "event of this server",
                "Room 3",
                "<https://x.example/a>",
                "[A letter of the ministry](https:",
            ):
                assert part in text_of(card) + (card.response.embeds[0].author.name or "")
            assert labels_of(card) == ["History", "Remind me"]
            assert "1. Added" in text_of(await here.ann.click(card.response, label="History"))
            await here.pass_to(2025, 11, 8, 9)
            assert "Reminder · 1 day before" in await posted(here, here.meetings)

    asyncio.run(scenario())


def test_a_moved_meeting_of_the_catalogue_is_told_and_shown_with_both_dates(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            await follow(here, here.meetings, "ADMM+")
            told = await moved(here)
            await here.ticks()
            for text in (told, await posted(here, here.meetings)):
                assert "Moved: 12th ADMM" in text
                assert "~~Saturday 1 November 2025, no hour announced~~ → **Sunday 2 November 2025" in text
            card = await shown(here, "event show", name="12th ADMM+")
            assert "As this server has it" in card and "Sunday 2 November 2025" in card
            assert "Saturday 1 November 2025" in card
            ahead = await shown(here, "event next", of="admm-plus")
            assert "**12th ADMM\\-Plus** — Sunday 2 November 2025, no hour announced · planned as of" in ahead
            assert "by this server, source: A letter of the ministry" in ahead
            history = await shown(here, "event history", name="12th ADMM+")
            assert "(1 day later)" in history and "As the catalogue had it" in history and "by <@" in history
            await here.pass_to(2025, 11, 1, 9)
            assert "by this server" in await posted(here, here.meetings)

    asyncio.run(scenario())


def test_what_is_cancelled_is_listed_as_such_and_never_the_next(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            await added(here, title="Drill", when="30 Oct 2025")
            assert "Drill" in await shown(here, "event next")
            cancelled = await here.mod.slash(here.desk, "event cancel", event="Drill", source=SOURCE)
            assert "Cancelled: Drill" in text_of(cancelled)
            assert "Drill" not in await shown(here, "event next")
            assert "**Drill** — ~~Thursday 30 October 2025, no hour announced~~ · cancelled" in await shown(
                here, "event list"
            )
            refused = await here.mod.slash(here.desk, "event confirm", event="Drill", source=SOURCE)
            assert "Drill is cancelled; `/event move` gives it a date again" in text_of(refused)
            postponed = await here.mod.slash(here.desk, "event postpone", event="Drill", source=SOURCE)
            assert "A new date is not known yet." in text_of(postponed)
            edited = await here.mod.slash(
                here.desk, "event edit", event="Drill", source=SOURCE, title="Exercise"
            )
            assert "~~Drill~~ → Exercise" in text_of(edited)
            await moved(here, event="Exercise", when="TBC")
            assert "date to be confirmed" in await shown(here, "event list")
            confirmed = await here.mod.slash(here.desk, "event confirm", event="Exercise", source=SOURCE)
            assert "Confirmed: Exercise" in text_of(confirmed)

    asyncio.run(scenario())


def test_events_of_one_name_are_offered_with_their_dates_and_persons_who_ask_are_told(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            assert "`/event edit` with `of`" in await added(here, title="Drill", repeats="every week")
            offered = await here.ann.autocomplete(here.desk, "event history", "name", "drill")
            assert [one["name"] for one in offered[:2]] == ["Drill · 9 Nov 2025", "Drill · 16 Nov 2025"]
            await here.ann.slash(here.desk, "remind me", event=offered[1]["value"])
            told = await moved(here, event=offered[1]["value"], when="17 Nov 2025")
            assert "Told to 1 person who asks to be reminded." in told

    asyncio.run(scenario())


def test_what_is_typed_as_a_date_is_said_back_and_an_event_is_picked_as_it_stands(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            (reading,) = await here.mod.autocomplete(here.desk, "event add", "when", "next tuesday 9am")
            assert reading["name"].startswith("Tuesday 4 November 2025, 09:00 (UTC) · in 6 days")
            assert reading["value"] == "2025-11-04 09:00 UTC"
            meant = await here.mod.autocomplete(here.desk, "event move", "when", "4 nov 2025 9am IST")
            assert any("Asia/Kolkata" in choice["value"] for choice in meant)
            (pick,) = await here.mod.autocomplete(here.desk, "event move", "event", "12th ADMM-Plus")
            await moved(here, event=pick["value"])
            assert "Somebody else changed 12th ADMM" in await moved(
                here, event=pick["value"], when="3 Nov 2025"
            )
            assert await here.mod.autocomplete(here.desk, "event move", "event", "\u202e@everyone") == []
            (fault,) = await here.mod.autocomplete(here.desk, "event move", "when", "4 nov", event="nothing")
            assert "the year is missing" in fault["name"]
            assert len(await here.mod.autocomplete(here.desk, "event history", "name", "")) <= 25

    asyncio.run(scenario())


@pytest.mark.parametrize("command", ["add", "edit", "move", "postpone", "cancel", "confirm"])
def test_members_may_look_and_change_nothing(tmp_path: Path, command: str) -> None:
    async def scenario() -> str:
        async with stage(tmp_path) as here:
            options = {"source": "x"} | ({"title": "x"} if command == "add" else {"event": "12th ADMM+"})
            if command in ("add", "move"):
                options["when"] = "2 Nov 2025"
            told = await shown(here, f"event {command}", **options)
            assert await here.app.db.reader.value("SELECT count(*) FROM event_change") == 0
            assert "This server has changed nothing of it." in await shown(
                here, "event history", name="12th ADMM+"
            )
            return told

    assert "Only people who may manage this server" in asyncio.run(scenario())


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"when": "1/2/2027"}, "can be read two ways\\: 1 Feb 2027 or 2 Jan 2027"),
        ({"when": "3 Nov 2025 9am IST"}, "IST is no zone; is it Asia/Kolkata"),
        ({"when": "29 Feb 2027"}, "cannot be taken as a date"),
        ({"when": "x" * 6000}, "a date has at most 64 characters"),
        ({"of": "Atlantis"}, "I know nothing by the name “Atlantis”"),
        ({"title": "12th ADMM-Plus"}, "There is an event 12th ADMM"),
        ({"link": "javascript:alert"}, "is no address of a page"),
        ({"source": "\u200b"}, "The option `source` must say something"),
        ({"when": "9 Nov 1999"}, "That is past: it is kept, and nothing is reminded of."),
    ],
)
def test_a_refusal_says_what_is_wrong_and_what_is_past_is_said_to_be(
    tmp_path: Path, options: dict[str, str], said: str
) -> None:
    async def scenario() -> str:
        async with stage(tmp_path) as here:
            return await added(here, **options)

    assert said in asyncio.run(scenario())


@pytest.mark.parametrize(
    "text",
    [
        "@everyone <@&1> <@1>",
        "**x** [a](https://evil.example) `y` ~~z~~",
        "{0} {} '; DROP TABLE event; --",
        "مرحبا \u202e بكم",
        "🚢" * 200,
        "x" * 200,
        "***",
    ],
)
def test_whatever_is_typed_is_shown_letter_by_letter_everywhere(tmp_path: Path, text: str) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            await follow(here, here.meetings, "everything")
            told = await added(here, title=text, place=text, source=text, of="ADMM+")
            assert "Announced" in told
            offered = await here.mod.autocomplete(here.desk, "event cancel", "event", "")
            assert offered and all(len(one["name"]) <= 100 for one in offered)
            await here.ticks()
            texts = [told, await posted(here, here.meetings)]
            for command in ("event list", "event next"):
                texts.append(await shown(here, command))
            for command in ("event show", "event history"):
                texts.append(await shown(here, command, name="own.1"))
            texts.append(await shown(here, "forum show", name="ADMM+"))
            texts.append(await shown(here, "timeline forum", name="ADMM+"))
            for one in texts:
                assert "**x**" not in one and "](https://evil.example)" not in one and "~~z~~" not in one

    asyncio.run(scenario())


def test_a_long_history_takes_several_pages_the_latest_first(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            await added(here)
            for day in range(10, 28):
                await moved(here, event="Briefing on Boarding", when=f"{day} Nov 2025")
            first = await here.ann.slash(here.desk, "event history", name="Briefing on Boarding")
            assert "**19. Moved**" in text_of(first) and "Page 1 of " in text_of(first)
            while "▶" in labels_of(first, enabled=True):
                await here.ann.click(first.response, label="▶")
            assert "**1. Added**" in text_of(first)

    asyncio.run(scenario())


def test_what_a_server_changed_is_shown_still_when_its_pack_is_gone(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            await moved(here)
            await here.app.catalogue.load(located(["arctic-council"]))
            for text in (
                await shown(here, "event next"),
                await shown(here, "event show", name="12th ADMM-Plus"),
            ):
                assert "12th ADMM" in text and "2 November 2025" in text

    asyncio.run(scenario())


def test_a_plain_question_is_answered_with_the_events_a_server_added(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            await added(here, of="ADMM+", title="Briefing on *Boarding*", when="30 Oct 2025")
            for question in (
                "when is the next meeting",
                "what comes next",
                "when is the next meeting of the ADMM+",
                "which meetings are there in 2025",
                "what is next for the ADMM+",
            ):
                text = await shown(here, "search", query=question)
                assert text and "*Boarding*" not in text.replace("\\\\*", "")

    asyncio.run(scenario())
