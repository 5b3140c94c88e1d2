"""`attache run` serves calendars while it runs; a port it cannot have ends it with the name of the key."""

from __future__ import annotations

import asyncio
import re
import socket
from pathlib import Path

import aiohttp
import pytest

from tests.end.embassy import embassy, sound_bot
from tests.end.process import running_bot


def test_a_channels_calendar_is_served_from_the_login_to_the_stop_and_no_key_is_logged(
    tmp_path: Path,
) -> None:
    async def scenario() -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            listen = f"127.0.0.1:{free.getsockname()[1]}"
        async with embassy() as here, aiohttp.ClientSession() as program:
            settings = {"ATTACHE_HTTP_LISTEN": listen, "ATTACHE_LOG_LEVEL": "debug"}
            async with sound_bot(here.discord, tmp_path, **settings) as bot:
                await here.discord.ready()
                await here.discord.slash(here.mod, here.news, "subscribe", channel=here.news, to="admm-plus")
                told = await here.discord.slash(here.mod, here.news, "calendar address")
                found = re.search(r"<(http://\S+/calendar/(\S+)\.ics)>", told.text)
                assert found is not None and told.ephemeral
                async with program.get(found[1]) as answer:
                    assert answer.status == 200 and b"BEGIN:VCALENDAR" in await answer.read()
                async with program.get(f"http://{listen}/health") as answer:
                    assert await answer.text() == "ok"
            assert found[2] not in bot.said.replace(told.text, "")
            with pytest.raises(aiohttp.ClientConnectionError):
                await program.get(found[1])

    asyncio.run(scenario())


def test_a_port_that_is_taken_ends_it_with_the_name_of_the_key(tmp_path: Path) -> None:
    async def scenario() -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            listen = f"127.0.0.1:{taken.getsockname()[1]}"
            async with (
                embassy() as here,
                running_bot(here.discord, tmp_path, ATTACHE_HTTP_LISTEN=listen) as bot,
            ):
                assert await bot.ended() == 1
                assert f"[http] listen = '{listen}': cannot be listened on" in bot.said
                assert "Traceback" not in bot.said

    asyncio.run(scenario())
