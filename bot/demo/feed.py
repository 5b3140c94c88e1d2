"""A small RSS 2.0 feed on loopback that grows one item at a time.

It serves what it was given and knows nothing about the bot, its topics or the simulated Discord.
Times come from the caller, so the feed can live on a clock that is not the wall's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from html import escape

from aiohttp import web

_ITEM = (
    "<item><guid isPermaLink='false'>{guid}</guid><title>{title}</title><link>{link}</link>"
    "<description>{summary}</description><pubDate>{published}</pubDate></item>"
)
_CHANNEL = (
    "<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel><title>{title}</title>"
    "<link>{link}</link><description>{title}</description>{items}</channel></rss>"
)


@dataclass(frozen=True)
class FeedItem:
    """What one story says; its address and date are added when it is published."""

    title: str
    summary: str


class SampleFeed:
    """One feed behind one port; `start` binds it, `publish` puts an item on top."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._entries: list[str] = []
        self._runner: web.AppRunner | None = None
        self._origin = ""

    @property
    def url(self) -> str:
        """The feed's address; empty until `start` has returned."""
        return f"{self._origin}/feed.xml" if self._origin else ""

    @property
    def host(self) -> str:
        """Where it listens, as host:port."""
        return self._origin.removeprefix("http://")

    async def start(self) -> None:
        """Listen on a free loopback port."""
        server = web.Application()
        server.router.add_get("/feed.xml", self._serve)
        self._runner = web.AppRunner(server, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0]
        self._origin = f"http://{host}:{port}"

    async def close(self) -> None:
        """Stop listening; harmless when `start` never ran."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    def publish(self, item: FeedItem, at: datetime) -> str:
        """Put `item`, dated `at` (aware), on top of the feed and return its link."""
        number = len(self._entries) + 1
        link = f"{self._origin}/story/{number}"
        self._entries.insert(
            0,
            _ITEM.format(
                guid=f"sample-{number}",
                title=escape(item.title),
                link=link,
                summary=escape(item.summary),
                published=format_datetime(at),
            ),
        )
        return link

    async def _serve(self, _request: web.Request) -> web.Response:
        body = _CHANNEL.format(title=escape(self._title), link=self._origin, items="".join(self._entries))
        return web.Response(text=body, content_type="application/rss+xml", charset="utf-8")
