"""What is served over HTTP: calendars by their key, /health, and nothing else; no key is ever logged."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple

import aiohttp
import pytest

from bot.services.asking import Asking
from bot.services.exporting import Exporting
from bot.web import CannotListen, Web
from tests.services.world import DESK, FORUM, HERE, World, world


class Served(NamedTuple):
    w: World
    web: Web
    key: str
    session: aiohttp.ClientSession

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.web.port}"

    @property
    def path(self) -> str:
        return f"/calendar/{self.key}.ics"

    async def get(
        self, path: str, method: str = "GET", **more: object
    ) -> tuple[int, bytes, Mapping[str, str]]:
        async with self.session.request(method, self.root + path, **more) as answer:  # type: ignore[arg-type]
            return answer.status, await answer.read(), answer.headers

    async def says(self, request: bytes) -> bytes:
        """What comes back for these bytes until the other end hangs up."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.web.port)
        writer.write(request)
        try:
            return await reader.read()
        except ConnectionError:
            return b""
        finally:
            writer.close()


@asynccontextmanager
async def served(folder: Path) -> AsyncIterator[Served]:
    async with world(folder) as w:
        asking = Asking(w.db, w.clock, w.catalogue)
        exporting = Exporting(w.db, w.clock, w.catalogue, asking, address="https://here.example")
        await w.follow(FORUM)
        address = await exporting.address(HERE, DESK)
        found = re.fullmatch(r"https://here\.example/calendar/([\w-]{43})\.ics", address)
        assert found is not None
        web = Web("127.0.0.1:0", exporting)
        await web.start()
        try:
            async with aiohttp.ClientSession() as session:
                yield Served(w, web, found[1], session)
        finally:
            await web.stop()


def test_a_calendar_is_the_same_bytes_with_the_same_tag_until_something_changes(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with served(tmp_path) as here:
            status, body, headers = await here.get(here.path)
            assert (status, headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
            assert b"SUMMARY:3rd Harbour Forum" in body
            assert headers["Cache-Control"] == "private, max-age=3600" and headers["Server"] == "Attache"
            assert 'filename="harbour-forum.ics"' in headers["Content-Disposition"]
            tag = headers["ETag"]
            assert re.fullmatch('"[0-9a-f]{32}"', tag)
            here.w.clock.moves_on(minutes=20)
            again = await here.get(here.path)
            assert (again[1], again[2]["ETag"]) == (body, tag)
            for known in (tag, f'"other", {tag}', f"W/{tag}", "*"):
                status, none, same = await here.get(here.path, headers={"If-None-Match": known})
                assert (status, none, same["ETag"]) == (304, b"", tag)
            for other in ('"other"', "nonsense", ""):
                assert (await here.get(here.path, headers={"If-None-Match": other}))[0] == 200
            status, none, head = await here.get(here.path, "HEAD")
            assert (status, none, head["Content-Length"], head["ETag"]) == (200, b"", str(len(body)), tag)

    asyncio.run(scenario())


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/health", 200),
        ("HEAD", "/health", 200),
        ("GET", "/", 404),
        ("GET", "/calendar/", 404),
        ("GET", "/calendar/x.ics", 404),
        ("GET", "/calendar/../health/x", 404),
        ("GET", "/calendar/" + "a" * 43 + ".ics", 404),
        ("GET", "/calendar/" + "a" * 1_500 + ".ics", 404),
        ("GET", "/calendar/%00%ff%27%3b--.ics", 404),
        ("POST", "/calendar/" + "a" * 43 + ".ics", 405),
        ("DELETE", "/health", 405),
        ("GET", "/health?" + "a" * 3_000, 400),
    ],
)
def test_nothing_else_is_there(tmp_path: Path, method: str, path: str, status: int) -> None:
    async def scenario() -> None:
        async with served(tmp_path) as here:
            found, body, _ = await here.get(path, method)
            assert found == status
            assert body == (b"ok" if (method, status) == ("GET", 200) else body) and len(body) < 400

    asyncio.run(scenario())


def test_a_key_opens_its_own_calendar_alone_and_nothing_that_is_nearly_one(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with served(tmp_path) as here:
            other = "a" if here.key[-1] != "a" else "b"
            for key in (
                here.key[:-1],
                here.key + "a",
                here.key[:-1] + other,
                here.key[:12],
                here.key.swapcase(),
            ):
                assert (await here.get(f"/calendar/{key}.ics"))[0] == 404
            await here.w.guilds.left(HERE)
            assert (await here.get(here.path))[0] == 404, "the bot is in that server no more"

    asyncio.run(scenario())


def test_whatever_is_sent_is_answered_or_hung_up_on_and_no_key_is_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.WARNING, "aiosqlite")  # as `attache run` has it

    async def scenario() -> str:
        async with served(tmp_path) as here:
            path = here.path.encode()
            for request in (
                b"GET " + path + b"\r\n\r\n",
                b"GET " + path + b" HTTP/9.9\r\n\r\n",
                b"GET " + path + b" HTTP/1.1\r\nHost: x\r\nbad header\r\n\r\n",
                b"GET " + path + b" HTTP/1.1\r\nHost: x\r\n" + b"A: b\r\n" * 500 + b"\r\n",
                b"GET " + path + b" HTTP/1.1\r\nHost: x\r\nCookie: " + b"x" * 100_000 + b"\r\n\r\n",
                b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" * 20,
                b"BREW " + path + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
            ):
                said = await here.says(request)
                assert said == b"" or re.match(rb"HTTP/\d\.\d (200|400|405) ", said), (
                    request[:60],
                    said[:60],
                )
            post = (
                b"POST "
                + path
                + b" HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\nConnection: close\r\n\r\n"
            )
            assert (await here.says(post)).startswith(b"HTTP/1.1 405")
            assert (await here.get(here.path))[0] == 200
            return here.key

    assert asyncio.run(scenario()) not in caplog.text


def test_of_too_many_connections_the_last_are_hung_up_on(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with served(tmp_path) as here:
            silent = [await asyncio.open_connection("127.0.0.1", here.web.port) for _ in range(101)]
            assert await silent[-1][0].read() == b""
            for _, writer in silent:
                writer.close()
                await writer.wait_closed()
            assert (await here.get("/health"))[0] == 200

    asyncio.run(scenario())


def test_a_port_that_is_taken_is_told_by_the_name_of_its_key(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with served(tmp_path) as here:
            second = Web(f"127.0.0.1:{here.web.port}", here.web._exporting)
            with pytest.raises(
                CannotListen, match=r"^\[http\] listen = '127.0.0.1:\d+': cannot be listened on: "
            ):
                await second.start()
            await second.stop()

    asyncio.run(scenario())
