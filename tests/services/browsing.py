"""A web on loopback, and a fetcher that may read this port of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.services.fetching import Fetcher
from tests.fakes_web import Web, loopback_web


@asynccontextmanager
async def reader() -> AsyncIterator[tuple[Web, Fetcher]]:
    async with loopback_web() as web:
        names = {web.host, web.host.replace("127.0.0.1", "localhost")}
        fetcher = Fetcher("test", frozenset(names))
        try:
            yield web, fetcher
        finally:
            await fetcher.close()
