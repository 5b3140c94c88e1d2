"""The front desk every request passes: the token, the limits, trouble, and refusals turned into answers.

It must not know what any route does.
"""

from __future__ import annotations

import asyncio
import json
import re
import traceback
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import BodyPartReader, web

from .bell import Bell
from .limits import Refused
from .nouns import Attachment
from .trouble import Broken, Drop, Fault, Headers, Hold, Limits, Slow, TooMany, Trouble
from .world import World

API = "/api/v10"
NEEDS_NO_TOKEN = re.compile(r"/interactions/.*|/webhooks/.*|/gateway")


@dataclass(frozen=True)
class Call:
    """A request, read to its end."""

    request: web.Request
    route: str
    body: Any
    files: list[Attachment]

    @property
    def named(self) -> Mapping[str, str]:
        """The variable parts of the path."""
        return self.request.match_info


Handler = Callable[[Call], Awaitable[web.StreamResponse]]


def answer(data: Any, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    # As text, aiohttp would append a charset, and discord.py then takes the body for a string.
    body = json.dumps(data).encode()
    return web.Response(status=status, body=body, headers=headers, content_type="application/json")


def too_many(limit: TooMany, of_bucket: Headers) -> web.Response:
    message = "You are being rate limited."
    body = {"message": message, "retry_after": limit.retry_after, "global": limit.is_global}
    headers = of_bucket | {"Retry-After": str(int(limit.retry_after) + 1)}
    headers["X-RateLimit-Scope"] = "global" if limit.is_global else "user"
    if limit.is_global:
        headers["X-RateLimit-Global"] = "true"
    if limit.via:
        headers["Via"] = "1.1 google"
    return answer(body, 429, headers)


class Desk:
    """What stands before all handlers; `token` is the bot's."""

    def __init__(self, world: World, token: str, trouble: Trouble, limits: Limits, bell: Bell) -> None:
        self._world = world
        self._token = token
        self._trouble = trouble
        self._limits = limits
        self._bell = bell

    def before(self, handler: Handler) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        """The handler as aiohttp calls it."""

        async def serve(request: web.Request) -> web.StreamResponse:
            body, files = await self._read(request)
            call = Call(request, f"{request.method} {request.path.removeprefix(API)}", body, files)
            response = await self._serve(call, handler)
            self._bell.answered.append((call.route, response.status))
            self._bell.ring()
            return response

        return serve

    async def _serve(self, call: Call, handler: Handler) -> web.StreamResponse:
        needs_token = not NEEDS_NO_TOKEN.fullmatch(call.request.path.removeprefix(API))
        if needs_token and call.request.headers.get("Authorization") != f"Bot {self._token}":
            return answer({"message": "401: Unauthorized", "code": 0}, 401)
        limit = self._limits.count_globally() if needs_token else None
        headers: Headers = {}
        if limit is None and "channel" in call.named:
            resource = call.request.match_info.route.resource
            template = f"{call.request.method} {resource.canonical if resource else ''}"
            headers, limit = self._limits.count_in_channel(template, call.named["channel"])
        if limit:
            return too_many(limit, headers)
        before, after = self._trouble.befalls(call.route)
        spoilt = await self._suffer(call, before)
        if spoilt is not None:
            return spoilt
        response = await self._act(call, handler)
        if not response.prepared:
            response.headers.update(headers)
        # Tests wait for what was done, not for the answer, which may never arrive.
        self._bell.ring()
        spoilt = await self._suffer(call, after)
        return response if spoilt is None else spoilt

    async def _suffer(self, call: Call, fault: Fault | None) -> web.StreamResponse | None:
        """Let a fault happen; an answer comes back if it replaces the real one."""
        if isinstance(fault, Broken):
            if fault.status == 500:
                return answer({"message": "500: Internal Server Error", "code": 0}, 500)
            page = f"<html><title>{fault.status}</title></html>"
            return web.Response(status=fault.status, text=page, content_type="text/html")
        if isinstance(fault, TooMany):
            return too_many(fault, {})
        if isinstance(fault, Slow):
            await asyncio.sleep(fault.seconds)
        if isinstance(fault, Hold):
            fault.reached.set()
            await fault.released.wait()
        if isinstance(fault, Drop):
            if call.request.transport:
                call.request.transport.close()
            return web.Response(status=444)
        return None

    async def _act(self, call: Call, handler: Handler) -> web.StreamResponse:
        try:
            return await handler(call)
        except Refused as refused:
            return answer(refused.body, refused.status)
        except Exception:
            self._bell.complain(f"the stand-in failed at {call.route}:\n{traceback.format_exc()}")
            return answer({"message": "the stand-in failed", "code": 0}, 500)

    async def _read(self, request: web.Request) -> tuple[Any, list[Attachment]]:
        if request.content_type != "multipart/form-data":
            raw = await request.read()
            return (json.loads(raw) if raw else {}), []
        body: Any = {}
        files: list[Attachment] = []
        async for part in await request.multipart():
            assert isinstance(part, BodyPartReader)
            content = bytes(await part.read())
            if part.name == "payload_json":
                body = json.loads(content)
            else:
                files.append(Attachment(self._world.snowflake(), part.filename or "file", content))
        return body, files
