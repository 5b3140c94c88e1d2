"""What is served over HTTP, if the host wants it: a channel's calendar at its secret address, and /health.

Meant to stand behind a web server with TLS. Whoever holds an address may read that calendar; what does not
exist is not found, and nothing that was asked for is logged. A connection lasts half a minute at most and
there are a hundred at most, so that slow or silent ones cost nobody else anything.
"""

from __future__ import annotations

import asyncio
import logging
from hashlib import blake2b
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.services.exporting import Exporting

log = logging.getLogger(__name__)

_MOST_CONNECTIONS = 100
_LONGEST_SECONDS = 30
_LONGEST_LINE = 2048
_FRESH_SECONDS = 3600
_HEADERS = {
    "Server": "Attache",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
    "Referrer-Policy": "no-referrer",
}
_SILENT = logging.Logger(f"{__name__}.silent", logging.CRITICAL + 1)
"""For what aiohttp tells of requests it cannot read: their first line may hold somebody's key."""


class CannotListen(Exception):
    """The configured host and port cannot be listened on; the message says why."""


class Web:
    """Listens on `host:port` from `start` to `stop`."""

    def __init__(self, listen: str, exporting: Exporting) -> None:
        self._listen = listen
        self._exporting = exporting
        application = web.Application(middlewares=[_edge], logger=_SILENT)
        application.router.add_get("/health", _health)
        application.router.add_get(r"/calendar/{key:[\w-]{1,100}}.ics", self._calendar)
        application.on_response_prepare.append(_prepare)
        self._runner = web.AppRunner(
            application,
            access_log=None,
            logger=_SILENT,
            shutdown_timeout=1,
            keepalive_timeout=15,
            lingering_time=1,
            max_line_size=_LONGEST_LINE,
            max_field_size=_LONGEST_LINE,
        )
        self._server: asyncio.Server | None = None

    @property
    def port(self) -> int:
        """The port that is listened on."""
        assert self._server is not None
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    async def start(self) -> None:
        """Begin to listen; raises `CannotListen`."""
        await self._runner.setup()
        at = urlsplit(f"//{self._listen}")
        try:
            self._server = await asyncio.get_running_loop().create_server(
                self._connection, at.hostname, at.port or 0
            )
        except OSError as error:
            await self._runner.cleanup()
            raise CannotListen(
                f"[http] listen = {self._listen!r}: cannot be listened on: {error.strerror}"
            ) from error
        log.info("serving calendars on %s", self._listen)

    async def stop(self) -> None:
        """Listen no more, and let what is being answered be finished. Does nothing before `start`."""
        if self._server is not None:
            self._server.close()
            self._server = None
            await self._runner.cleanup()

    def _connection(self) -> asyncio.Protocol:
        serve = self._runner.server
        assert serve is not None
        if len(serve.connections) >= _MOST_CONNECTIONS:
            return _Refused()
        made = serve()
        asyncio.get_running_loop().call_later(_LONGEST_SECONDS, made.force_close)
        return made

    async def _calendar(self, request: web.Request) -> web.StreamResponse:
        found = await self._exporting.at(request.match_info["key"])
        if found is None:
            raise web.HTTPNotFound
        answer = web.Response(headers={"Cache-Control": f"private, max-age={_FRESH_SECONDS}"})
        answer.etag = etag = blake2b(found.data, digest_size=16).hexdigest()
        if any(one.value in (etag, "*") for one in request.if_none_match or ()):
            answer.set_status(304)
            return answer
        answer.content_type, answer.charset = "text/calendar", "utf-8"
        answer.headers["Content-Disposition"] = f'inline; filename="{found.filename}.ics"'
        answer.body = found.data
        return answer


class _Refused(asyncio.Protocol):
    """One connection too many: closed at once."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        transport.close()


async def _health(_request: web.Request) -> web.StreamResponse:
    return web.Response(text="ok")


@web.middleware
async def _edge(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except web.HTTPException:
        raise
    except Exception:
        # An edge as a command is: the log has the fault, and neither the log nor the asker the address.
        log.exception("something could not be served")
        raise web.HTTPInternalServerError from None


async def _prepare(_request: web.Request, answer: web.StreamResponse) -> None:
    answer.headers.update(_HEADERS)
