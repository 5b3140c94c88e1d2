"""Conditional GET with limits and address checks. The only user of aiohttp's client.

Every hop is checked where it cannot be raced: names by the resolver, literals by the socket. The
body is counted while it is unpacked. A failure is a value; nothing here raises for what a site does.
"""

from __future__ import annotations

import asyncio
import socket
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from hashlib import blake2b
from typing import Any
from urllib.parse import urljoin, urlsplit

import aiohttp

from bot.rules.addresses import RefusedAddress, check_url, is_allowed, refuse_private

MOST_BYTES = 8 * 1024 * 1024
_TIMEOUT_SECONDS = 20
_MOST_HOPS = 5
_ACCEPT = "application/atom+xml, application/rss+xml, application/rdf+xml, application/xml;q=0.9, */*;q=0.5"


@dataclass(frozen=True, slots=True)
class Page:
    """A site's answer: a body, or word that nothing changed, or why there is none."""

    url: str
    body: bytes = b""
    content_type: str = ""
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    unchanged: bool = False
    error: str | None = None
    retry_after: timedelta | None = None


class Fetcher:
    """One HTTP client for all feeds. Make it inside a running loop and close it at the end."""

    def __init__(self, user_agent: str, allowed_hosts: frozenset[str] = frozenset()) -> None:
        self._allowed_hosts = allowed_hosts
        headers = {"User-Agent": user_agent, "Accept": _ACCEPT}
        guarded = aiohttp.TCPConnector(
            resolver=_PublicResolver(),
            socket_factory=_public_socket,
            limit_per_host=2,
            limit=40,
            force_close=True,
        )
        self._guarded = _session(headers, guarded)
        self._open = _session(headers, aiohttp.TCPConnector(limit_per_host=2, limit=40, force_close=True))

    async def close(self) -> None:
        await self._guarded.close()
        await self._open.close()

    async def get(self, url: str, etag: str | None = None, last_modified: str | None = None) -> Page:
        """Fetch `url`; `etag` and `last_modified` are the validators of the last answer, verbatim."""
        conditions = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        headers = {name: value for name, value in conditions.items() if value}
        try:
            async with asyncio.timeout(_TIMEOUT_SECONDS):
                return await self._follow(url, headers)
        except RefusedAddress as error:
            return Page(url, error=_readable(str(error)))
        except TimeoutError:
            return Page(url, error=f"no complete answer within {_TIMEOUT_SECONDS} seconds")
        except (aiohttp.ClientError, OSError, ValueError) as error:
            return Page(url, error=_in_words(error))

    async def _follow(self, url: str, headers: dict[str, str]) -> Page:
        for _ in range(_MOST_HOPS + 1):
            address = check_url(url, self._allowed_hosts)
            parts = urlsplit(address)
            allowed = is_allowed(parts.hostname or "", parts.port, self._allowed_hosts)
            session = self._open if allowed else self._guarded
            async with session.get(address, headers=headers, allow_redirects=False) as answer:
                target = answer.headers.get("Location")
                if answer.status in (301, 302, 303, 307, 308) and target:
                    url = urljoin(address, target)
                    continue
                return await _read(address, answer)
        return Page(url, error=f"more than {_MOST_HOPS} redirects")


async def _read(url: str, answer: aiohttp.ClientResponse) -> Page:
    retry_after = _retry_after(answer.headers.get("Retry-After"))
    etag, last_modified = _validator(answer, "ETag"), _validator(answer, "Last-Modified")
    if answer.status == 304:
        return Page(url, etag=etag, last_modified=last_modified, unchanged=True, retry_after=retry_after)
    if answer.status != 200:
        reason = f"the site answered {answer.status} {answer.reason or ''}".strip()
        return Page(url, error=_readable(reason), retry_after=retry_after)
    body = bytearray()
    async for chunk in answer.content.iter_chunked(64 * 1024):
        body += chunk
        if len(body) > MOST_BYTES:
            return Page(url, error=f"the document is larger than {MOST_BYTES // 1024 // 1024} MB")
    return Page(
        url,
        body=bytes(body),
        content_type=_readable(answer.headers.get("Content-Type", "")),
        etag=etag,
        last_modified=last_modified,
        body_hash=blake2b(body, digest_size=16).hexdigest(),
    )


def _validator(answer: aiohttp.ClientResponse, name: str) -> str | None:
    """A header as it was given, or None where its bytes are no text: then it cannot be sent back verbatim."""
    value = answer.headers.get(name)
    return value if value == _readable(value or "") else None


def _readable(text: str) -> str:
    """Without the halves of characters by which aiohttp hands on bytes that are not UTF-8."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _retry_after(value: str | None) -> timedelta | None:
    """Seconds or an HTTP date (RFC 9110, 10.2.3), at most a day; anything else is ignored."""
    if value is None:
        return None
    if value.isascii() and value.isdigit():
        return timedelta(seconds=min(int(value[:9]), 86_400))
    try:
        asked = parsedate_to_datetime(value) - datetime.now(UTC)
    except (ValueError, TypeError, OverflowError):
        return None
    return min(max(asked, timedelta(0)), timedelta(days=1))


def _in_words(error: Exception) -> str:
    if isinstance(error, aiohttp.ClientConnectorError) and isinstance(error.os_error, _NotPublic):
        return str(error.os_error)
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return f"there is no host named {error.host}"
    return _readable(f"the connection failed ({type(error).__name__}: {str(error)[:200]})")


def _session(headers: dict[str, str], connector: aiohttp.TCPConnector) -> aiohttp.ClientSession:
    return aiohttp.ClientSession(
        headers=headers,
        connector=connector,
        cookie_jar=aiohttp.DummyCookieJar(),
        trust_env=False,
        timeout=aiohttp.ClientTimeout(total=_TIMEOUT_SECONDS, connect=5),
    )


class _NotPublic(OSError):
    """A connection was refused before it was made."""


class _PublicResolver(aiohttp.ThreadedResolver):
    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[Any]:
        found = await super().resolve(host, port, family)
        public = [entry for entry in found if refuse_private(entry["host"]) is None]
        if not public:
            raise _NotPublic(f"{host} lies in a private or reserved network")
        return public


def _public_socket(info: Any) -> socket.socket:
    """Called with the final address of every attempt, literals included."""
    family, kind, protocol, _, address = info
    reason = refuse_private(str(address[0]))
    if reason is not None:
        raise _NotPublic(reason)
    made = socket.socket(family=family, type=kind, proto=protocol)
    made.setblocking(False)
    return made
