"""Events go into other programs: as a file for whoever asks, and at a secret address for a channel."""

from __future__ import annotations

import asyncio
import re
import socket
from datetime import date
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.rules.calendars.nouns import CalendarEvent, Status
from tests.end.stage import Stage, follow, labels_of, stage, text_of
from tests.fakes_web import loopback_web
from tests.rules.ics import calendar, event, read

SOURCE = "A letter of the ministry, https://ministry.example/letter"


async def events_in(answer: Any) -> dict[str, CalendarEvent]:
    (file,) = answer.response.attachments
    data = await file.read()
    return {one.summary: one for one in read(data, date(2025, 1, 1), date(2027, 1, 1)).events}


async def got(here: Stage, **options: Any) -> Any:
    return await here.ann.slash(here.meetings, "calendar get", **options)


async def changed(here: Stage, what: str, **options: Any) -> None:
    await here.mod.slash(here.desk, f"event {what}", **{"source": SOURCE, **options})


def test_everybody_gets_a_file_of_what_the_server_sees_and_is_told_what_is_left_out(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            await changed(here, "move", event="12th ADMM+", when="2 Nov 2025")
            await changed(here, "add", title="Drill @everyone", when="December 2025", of="ADMM+")
            await changed(here, "add", title="Talk", when="3 Dec 2025 14:00 Asia/Manila", of="India")
            answer = await got(here, what="ADMM+")
            assert "**ADMM\\-Plus**: 1 event with a day" in text_of(answer)
            assert "no day of them is known yet: 1 event: Drill \\@everyone (Dec 2025)." in text_of(answer)
            assert "A calendar is no alarm: Google fetches one every 8 to 24 hours" in text_of(answer)
            assert answer.response.attachments[0].filename == "admm-plus.ics"
            (meeting,) = (await events_in(answer)).values()
            assert (meeting.start, meeting.revision.sequence) == (date(2025, 11, 2), 1)
            await changed(here, "cancel", event="12th ADMM+")
            assert [one.status for one in (await events_in(await got(here, what="ADMM+"))).values()] == [
                Status.CANCELLED
            ]
            await here.pass_to(2025, 11, 29)
            answer = await got(here, what="ADMM+")
            assert "0 events" in text_of(answer) and not answer.response.attachments

    asyncio.run(scenario())


def test_all_that_a_channel_follows_goes_into_one_calendar(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            assert "This channel follows nothing yet." in text_of(await got(here))
            await changed(here, "add", title="Talk", when="3 Dec 2025 14:00 Asia/Manila", of="India")
            await changed(here, "add", title="Elsewhere", when="3 Dec 2025")
            await follow(here, here.meetings, "India")
            await follow(here, here.meetings, "ADMM+")
            offered = await here.ann.autocomplete(here.meetings, "calendar get", "what", "ever")
            assert [one["name"] for one in offered[:2]] == ["Everything this channel follows", "Everything"]
            for what in ({}, {"what": offered[0]["value"]}):
                answer = await got(here, **what)
                assert "**India and ADMM\\-Plus**" in text_of(answer)
                found = await events_in(answer)
                assert "Talk" in found and "12th ADMM-Plus" in found and "Elsewhere" not in found
            assert "Elsewhere" in await events_in(await got(here, what="everything"))

    asyncio.run(scenario())


def test_an_unknown_name_is_refused_and_a_member_is_given_no_address(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage(tmp_path, ATTACHE_HTTP_LISTEN=f"127.0.0.1:{free_port()}") as here:
            assert "I know nothing by the name “Atlantis”" in text_of(await got(here, what="Atlantis"))
            refused = await here.ann.slash(here.meetings, "calendar address")
            assert "Only people who may manage this server can do that." in text_of(refused)
            assert await here.app.db.reader.value("SELECT count(*) FROM channel") == 0

    asyncio.run(scenario())


def test_without_an_endpoint_a_moderator_is_told_what_the_host_must_set(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            told = text_of(await here.mod.slash(here.meetings, "calendar address"))
            assert "`[http] listen`" in told and "`[http] address`" in told
            assert here.app.web is None

    asyncio.run(scenario())


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


async def address(here: Stage, **options: bool) -> str:
    answer = await here.mod.slash(here.meetings, "calendar address", **options)
    assert answer.ephemeral
    found = re.search(r"<(http://\S+)>", text_of(answer))
    assert found is not None, text_of(answer)
    return found[1]


def test_a_program_subscribes_to_a_channel_until_its_address_is_renewed(tmp_path: Path) -> None:
    async def scenario() -> None:
        port = free_port()
        async with stage(tmp_path, ATTACHE_HTTP_LISTEN=f"127.0.0.1:{port}") as here:
            assert here.app.web is not None
            await here.app.web.start()
            await follow(here, here.meetings, "ADMM+")
            at = await address(here)
            assert at == await address(here) and at.startswith(f"http://127.0.0.1:{port}/calendar/")
            async with aiohttp.ClientSession() as program:
                async with program.get(at) as first:
                    body = await first.read()
                    assert first.status == 200 and b"SUMMARY:12th ADMM-Plus" in body
                    assert first.headers["Content-Type"] == "text/calendar; charset=utf-8"
                    tag = first.headers["ETag"]
                async with program.get(at, headers={"If-None-Match": tag}) as same:
                    assert (same.status, await same.read(), same.headers["ETag"]) == (304, b"", tag)
                await changed(here, "cancel", event="12th ADMM+")
                async with program.get(at, headers={"If-None-Match": tag}) as other:
                    assert other.status == 200 and b"STATUS:CANCELLED" in await other.read()
                renewed = await address(here, renew=True)
                assert renewed != at
                for url, status in ((at, 404), (renewed, 200)):
                    async with program.get(url) as answer:
                        assert answer.status == status
            await here.app.web.stop()

    asyncio.run(scenario())


def test_the_address_that_is_told_is_where_the_web_reaches_it(tmp_path: Path) -> None:
    async def scenario() -> None:
        told: dict[str, Any] = {"ATTACHE_HTTP_ADDRESS": "http://calendars.example.org/"}
        async with stage(tmp_path, ATTACHE_HTTP_LISTEN=f"127.0.0.1:{free_port()}", **told) as here:
            assert (await address(here)).startswith("http://calendars.example.org/calendar/")

    asyncio.run(scenario())


MINISTRY = calendar(
    "X-WR-CALNAME:The *ministry*",
    event("DTSTART:20251110T060000Z", "SEQUENCE:1", uid="talk", summary="Talk @everyone"),
    event("DTSTART;VALUE=DATE:20251104", uid="admm", summary="12th ADMM-Plus"),
    event(uid="x", summary="No start"),
)


async def shown(here: Stage, data: bytes = MINISTRY, name: str = "ministry.ics") -> Any:
    return await here.mod.slash(here.desk, "calendar add", forum="ADMM+", file=(name, data))


def test_a_file_is_shown_saved_with_a_press_listed_and_removed(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            await follow(here, here.meetings, "ADMM+")
            over = calendar(event("DTSTART:20200106T060000Z", uid="old"))
            old = await shown(here, over, "over.ics")
            assert "No event lies ahead in it, and what is over is not taken." in text_of(old)
            preview = await shown(here)
            gone = text_of(await here.mod.click(old.response, label="Save"))
            assert "is followed" not in gone, "what is saved is what was shown above the button"
            text = text_of(preview)
            assert preview.ephemeral and "Preview: The \\*ministry\\*" in text and "2 events ahead" in text
            assert "• Monday 10 November 2025, 06:00 (UTC) — Talk \\@everyone" in text
            assert "• No start: has no DTSTART" in text and "Nothing is saved yet" in text
            assert labels_of(preview) == ["Save"]
            assert "No calendar is followed yet." in text_of(await here.ann.slash(here.desk, "calendar list"))
            saved = text_of(await here.mod.click(preview.response, label="Save"))
            assert "**The \\*ministry\\*** is followed: 1 event added." in saved
            assert "1 entry is an event that was here already" in saved
            assert "follows The \\*ministry\\* already" in text_of(
                await here.mod.click(preview.response, label="Save")
            )
            await here.ticks()
            assert "Talk" not in "".join(map(text_of, here.meetings.history())), (
                "of what is new nobody is told"
            )
            listed = text_of(await here.ann.slash(here.desk, "calendar list"))
            assert "**The \\*ministry\\*** (ADMM\\-Plus): 2 events ahead\na file, uploaded <t:" in listed
            gone = await here.mod.slash(
                here.desk, "calendar remove", calendar="The *ministry*", events="forget those ahead"
            )
            assert "is followed no more. 1 event ahead forgotten; nobody was told." in text_of(gone)
            assert "Talk" not in text_of(await here.ann.slash(here.desk, "event list"))

    asyncio.run(scenario())


def test_two_sources_with_two_dates_are_both_shown_and_a_moderator_chooses(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            await follow(here, here.meetings, "ADMM+")
            preview = await shown(here)
            await here.mod.click(preview.response, label="Save")
            card = await here.mod.slash(here.desk, "event show", name="12th ADMM-Plus")
            assert "What each source says of the date" in text_of(card)
            first, second = text_of(card).split("What each source says of the date\n")[1].split("\n")[:2]
            assert first.startswith("**Tuesday 4 November 2025, no hour announced** · The \\*ministry\\*")
            assert "reminders follow this: it is the later statement" in first
            assert second.startswith("**Saturday 1 November 2025, no hour announced** · [")
            assert "reminders follow" not in second
            ann = await here.ann.slash(here.desk, "event show", name="12th ADMM-Plus")
            assert "What each source says" in text_of(ann)
            assert "Use 1 Nov 2025" in labels_of(card) and "Use 1 Nov 2025" not in labels_of(ann)
            chosen = text_of(await here.mod.click(card.response, label="Use 1 Nov 2025"))
            assert "follow this from now on:\n**Saturday 1 November 2025" in chosen
            assert "a moderator of this server chose it" in chosen
            again = text_of(await here.mod.click(card.response, label="Use 1 Nov 2025"))
            assert "Somebody else changed" in again or "follow this from now on" in again
            await here.ticks()
            first, second = (text_of(message) for message in here.meetings.history())
            assert "Moved: 12th ADMM\\-Plus\n~~Saturday 1 November 2025" in first, "what was known is told"
            assert "Moved: 12th ADMM\\-Plus\n~~Tuesday 4 November 2025" in second
            history = text_of(await here.ann.slash(here.desk, "event history", name="12th ADMM-Plus"))
            assert "(3 days earlier)" in history and "source: The \\*ministry\\*" in history

    asyncio.run(scenario())


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({}, "Give either `url` or `file`"),
        ({"url": "https://a.example/x.ics", "file": ("x.ics", b"x")}, "Give either `url` or `file`"),
        ({"file": ("x.ics", b"/etc/passwd")}, "from x.ics: it is no calendar"),
        ({"file": ("x.ics", b"x" * 2_200_000)}, "larger than 2 MB"),
        ({"url": "/etc/passwd"}, "begins with https"),
        ({"url": "http://169.254.169.254/latest"}, "private or reserved network"),
        ({"forum": "Atlantis", "file": ("x.ics", MINISTRY)}, "I know nothing by the name “Atlantis”"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(tmp_path: Path, options: Any, said: str) -> None:
    async def scenario() -> str:
        async with stage(tmp_path) as here:
            given = {"forum": "ADMM+", **options}
            refused = text_of(await here.mod.slash(here.desk, "calendar add", **given))
            assert await here.app.db.reader.value("SELECT count(*) FROM calendar") == 0
            return refused

    assert said in asyncio.run(scenario()).replace("\\", "")


def test_a_calendar_at_an_address_is_asked_again_and_told_of_when_it_moves(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with loopback_web() as web, stage(tmp_path, ATTACHE_POLLING_ALLOW_PRIVATE=web.host) as here:
            site = web.site("ministry.ics")
            site.sends(MINISTRY, "text/calendar")
            await follow(here, here.meetings, "ADMM+")
            preview = await here.mod.slash(here.desk, "calendar add", forum="ADMM+", url=site.url)
            await here.mod.click(preview.response, label="Save")
            site.sends(MINISTRY.replace(b"SEQUENCE:1", b"SEQUENCE:2").replace(b"1110T06", b"1111T07"))
            await here.pass_to(2025, 10, 29, 12)
            (told,) = [text for text in map(text_of, here.meetings.history()) if "Moved: Talk" in text]
            assert "[The \\*ministry\\*](http://127" in told

    asyncio.run(scenario())
