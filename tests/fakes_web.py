"""A web on loopback whose sites publish, answer and misbehave as a test says; it complains of the rest."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from html import escape

from aiohttp import web

from tests.fakes import Unexpected


@dataclass(frozen=True)
class Entry:
    title: str
    link: str | None
    guid: str
    summary: str


def entry(title: str, *, link: str | None = None, guid: str | None = None, summary: str = "") -> Entry:
    """An item of a feed; unless told otherwise its guid and link follow from its title."""
    slug = "-".join(title.lower().split())
    return Entry(title, link or f"https://news.example/{slug}", guid or f"tag:{slug}", summary)


def rss(*entries: Entry, title: str = "The Harbour Post") -> bytes:
    """An RSS 2.0 document with these entries on top first."""
    items = "".join(
        f"<item><guid isPermaLink='false'>{escape(e.guid)}</guid><title>{escape(e.title)}</title>"
        f"<link>{escape(e.link or '')}</link><description>{escape(e.summary)}</description></item>"
        for e in entries
    )
    return f"<rss version='2.0'><channel><title>{escape(title)}</title>{items}</channel></rss>".encode()


Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Site:
    """One address. It says the same until it is told otherwise, and keeps the headers of each request."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.requests: list[dict[str, str]] = []
        self.targets: list[str] = []
        """What each request asked for, as it was written."""
        self._entries: tuple[Entry, ...] = ()
        self._answer: Answer | None = None
        self._meanwhile: Callable[[], Awaitable[object]] | None = None

    def publishes(self, *new: Entry, title: str = "The Harbour Post", **headers: str) -> None:
        """Put entries on top of those of before, the first uppermost, and answer with the document."""
        self._entries = (*new, *self._entries)
        self.sends(rss(*self._entries, title=title), **headers)

    def sends(self, body: bytes, content_type: str = "application/rss+xml", **headers: str) -> None:
        """Answer 200 with these bytes; `last_modified` is the header Last-Modified."""
        self._says(200, body, {"Content-Type": content_type, **_named(headers)})

    def answers(self, status: int, **headers: str) -> None:
        self._says(status, b"", _named(headers))

    def redirects_to(self, target: str, status: int = 302) -> None:
        self._says(status, b"", {"Location": target})

    def sends_raw(self, answer: bytes) -> None:
        """Write these bytes to the wire and hang up."""

        async def answer_raw(request: web.Request) -> web.StreamResponse:
            assert request.transport is not None
            request.transport.write(answer)
            request.transport.close()
            return web.Response()

        self._answer = answer_raw

    def meanwhile(self, action: Callable[[], Awaitable[object]]) -> None:
        """Do something while the next request waits for its answer."""
        self._meanwhile = action

    async def serve(self, request: web.Request) -> web.StreamResponse:
        self.requests.append(dict(request.headers))
        self.targets.append(request.raw_path)
        if self._answer is None:
            raise Unexpected(f"nobody said what {self.url} answers")
        if self._meanwhile is not None:
            action, self._meanwhile = self._meanwhile, None
            await action()
        return await self._answer(request)

    def _says(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        async def answer(_request: web.Request) -> web.StreamResponse:
            return web.Response(status=status, body=body, headers=headers)

        self._answer = answer


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-").title(): value for name, value in headers.items()}


class Web:
    """Sites behind one loopback port. A request for any other address is a complaint."""

    def __init__(self) -> None:
        self.complaints: list[str] = []
        self.host = ""
        self._sites: dict[str, Site] = {}

    def site(self, name: str) -> Site:
        return self._sites.setdefault(name, Site(f"http://{self.host}/{name}"))

    async def serve(self, request: web.Request) -> web.StreamResponse:
        site = self._sites.get(request.path.removeprefix("/"))
        try:
            if site is None:
                raise Unexpected(f"nobody announced a site at {request.path}")
            return await site.serve(request)
        except AssertionError as complaint:
            self.complaints.append(str(complaint))
            return web.Response(status=500)


@asynccontextmanager
async def loopback_web() -> AsyncIterator[Web]:
    """A web on a free port of 127.0.0.1; at the end it raises what it had to complain of."""
    made = Web()
    application = web.Application()
    application.router.add_route("*", "/{path:.*}", made.serve)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0]
        made.host = f"{host}:{port}"
        yield made
    finally:
        await runner.cleanup()
    if made.complaints:
        raise Unexpected("\n".join(made.complaints))
