"""Connections to public addresses only, checked where that cannot be raced: with the address connected to.

aiohttp asks no resolver about literals, so names are checked by the resolver and literals by the socket.
"""

from __future__ import annotations

import socket
from typing import Any

import aiohttp

from bot.rules.addresses import refuse_private

_KEPT_SECONDS = 1
"""How long a connection that the other end does not close waits for the next request to it."""


def public_connector() -> aiohttp.TCPConnector:
    return aiohttp.TCPConnector(
        resolver=_PublicResolver(),
        socket_factory=_public_socket,
        limit=0,
        keepalive_timeout=_KEPT_SECONDS,
    )


def any_connector() -> aiohttp.TCPConnector:
    """For hosts that the configuration allows by name."""
    return aiohttp.TCPConnector(limit=0, keepalive_timeout=_KEPT_SECONDS)


class NotPublic(OSError):
    """A connection was refused before it was made."""


class _PublicResolver(aiohttp.ThreadedResolver):
    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[Any]:
        found = await super().resolve(host, port, family)
        public = [entry for entry in found if refuse_private(entry["host"]) is None]
        if not public:
            raise NotPublic(f"{host} lies in a private or reserved network")
        return public


def _public_socket(info: Any) -> socket.socket:
    """Called with the final address of every attempt, literals included."""
    family, kind, protocol, _, address = info
    reason = refuse_private(str(address[0]))
    if reason is not None:
        raise NotPublic(reason)
    made = socket.socket(family=family, type=kind, proto=protocol)
    made.setblocking(False)
    return made
