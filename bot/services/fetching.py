"""Conditional GET with limits, at which every hop is checked. The only user of aiohttp's client.

The body is counted on the wire and as it is unpacked. No more than two requests run at once to a host, and
a site has 20 seconds for all of them; waiting for one's turn is not counted. No cookies, no Referer. A
failure is a value; nothing here raises for what a site does.
"""

from __future__ import annotations

import asyncio
import weakref
import zlib
from collections.abc import AsyncIterator, Awaitable
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from hashlib import blake2b

import aiohttp
from yarl import URL

from bot import __version__
from bot.rules.addresses import RefusedAddress, check_url, is_allowed, next_hop
from bot.rules.entries.limits import part_with_entries
from bot.rules.etiquette import fresh_for, moved_for_good, retry_after
from bot.services.connecting import NotPublic, any_connector, public_connector

MOST_BYTES = 8 * 1024 * 1024
MOST_BYTES_ON_THE_WIRE = 5 * 1024 * 1024
_TIMEOUT_SECONDS = 20
_CONNECT_SECONDS = 5
_MOST_HOPS = 5
_AT_ONCE_TO_A_HOST = 2
_AT_ONCE = 40
_LARGE, _LARGE_AT_ONCE = 128 * 1024, 4
"""So many documents of more bytes than this are held at once, from when they grow so large until the page
is let go: what sites send never fills our memory, however many of them do."""
_STEP = 256 * 1024
_CONDITIONS = frozenset({"If-None-Match", "If-Modified-Since"})
_ACCEPT = (
    "application/atom+xml, application/rss+xml, application/rdf+xml, application/feed+json,"
    " application/json;q=0.9, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"
)


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Page:
    """A site's answer: a body, or word that nothing changed, or why there is none."""

    url: str
    """Where the answer came from, after all redirects."""
    body: bytes = b""
    content_type: str = ""
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    """Of what of the body holds its entries."""
    unchanged: bool = False
    error: str | None = None
    retry_after: timedelta | None = None
    """How long the site asks to be left alone: with 429 and 503."""
    status: int | None = None
    cached_for: timedelta | None = None
    """How long the answer stays as it is, as the site says."""
    moved_to: str | None = None
    """Where permanent redirects led, before the first that is not."""
    unreachable: bool = False
    """Nobody answered at all, which may be the fault of our own line."""

    @property
    def gone(self) -> bool:
        return self.status == 410


def user_agent(contact: str) -> str:
    """What we call ourselves, with whom to write to."""
    return f"Attache/{__version__} (+feed reader of a Discord bot; {contact})"


class Fetcher:
    """One HTTP client for all feeds. Make it inside a running loop and close it at the end."""

    def __init__(self, user_agent: str, allowed_hosts: frozenset[str] = frozenset()) -> None:
        self._allowed_hosts = allowed_hosts
        headers = {"User-Agent": user_agent, "Accept": _ACCEPT, "Accept-Encoding": "gzip, deflate"}
        self._guarded = _session(headers, public_connector())
        self._open = _session(headers, any_connector())
        self._at_once = asyncio.Semaphore(_AT_ONCE)
        self._turns = weakref.WeakValueDictionary[str, asyncio.Semaphore]()
        self._large = asyncio.Semaphore(_LARGE_AT_ONCE)

    async def close(self) -> None:
        await self._guarded.close()
        await self._open.close()

    async def get(
        self, url: str, etag: str | None = None, last_modified: str | None = None, *, go_on: bool = False
    ) -> Page:
        """Fetch `url`; `etag` and `last_modified` are the validators of the last answer, verbatim.

        The connection is closed, unless the caller goes on with this host.
        """
        headers = {} if go_on else {"Connection": "close"}
        if etag:
            headers["If-None-Match"] = etag
        if last_modified:
            headers["If-Modified-Since"] = last_modified
        try:
            return await self._follow(url, headers)
        except RefusedAddress as error:
            return Page(url, error=_readable(str(error)))
        except aiohttp.ConnectionTimeoutError:
            return Page(url, error=f"no connection within {_CONNECT_SECONDS} seconds", unreachable=True)
        except TimeoutError:
            return Page(url, error=f"no complete answer within {_TIMEOUT_SECONDS} seconds")
        except (aiohttp.ClientError, OSError, ValueError, zlib.error) as error:
            return Page(url, error=_in_words(error), unreachable=_is_unreachable(error))

    async def _follow(self, url: str, headers: dict[str, str]) -> Page:
        left, loop = float(_TIMEOUT_SECONDS), asyncio.get_running_loop()
        hops: list[tuple[int, str]] = []
        while len(hops) <= _MOST_HOPS:
            to = _checked(url, self._allowed_hosts)
            async with self._turn(to.host), self._at_once:
                began = loop.time()
                async with asyncio.timeout(left) as limit:
                    answer = await self._ask(to, headers, limit)
                left -= loop.time() - began
            if isinstance(answer, Page):
                # Where an error page is, is not where the feed is for good.
                moved_to = moved_for_good(hops) if answer.error is None else None
                return replace(answer, moved_to=moved_to) if moved_to else answer
            status, target = answer
            url = next_hop(to.url, target)
            hops.append((status, url))
        return Page(url, error=f"more than {_MOST_HOPS} redirects")

    def _turn(self, host: str) -> asyncio.Semaphore:
        return self._turns.setdefault(host, asyncio.Semaphore(_AT_ONCE_TO_A_HOST))

    async def _ask(
        self, to: _Address, headers: dict[str, str], limit: asyncio.Timeout
    ) -> Page | tuple[int, str]:
        """One request: what was answered, or the status and target of a redirect."""
        session = self._open if to.may_be_private else self._guarded
        async with session.get(to.parsed, headers=headers, allow_redirects=False) as answer:
            target = answer.headers.get("Location")
            if answer.status in (301, 302, 303, 307, 308) and target:
                return answer.status, target
            page = _headed(to.url, answer, conditional=not _CONDITIONS.isdisjoint(headers))
            if page.error is not None or page.unchanged:
                return page
            return await self._with_body(page, answer, limit)

    async def _with_body(self, page: Page, answer: aiohttp.ClientResponse, limit: asyncio.Timeout) -> Page:
        body = bytearray()
        with ExitStack() as room:
            async for part in _unpacked(answer):
                if len(body) <= _LARGE < len(body) + len(part):
                    await _off_the_clock(limit, self._large.acquire())
                    room.callback(self._large.release)
                body += part
                if len(body) > MOST_BYTES:
                    raise _TooLarge(MOST_BYTES)
            if len(body) <= _LARGE:
                return replace(page, body=bytes(body), body_hash=_hash_of_entries(body))
            entries_hash = await asyncio.to_thread(_hash_of_entries, body)
            page = replace(page, body=bytes(body), body_hash=entries_hash)
            _close_when_let_go(room.pop_all(), page)
        return page


def _hash_of_entries(body: bytearray) -> str:
    return blake2b(part_with_entries(body), digest_size=16).hexdigest()


@dataclass(frozen=True, slots=True)
class _Address:
    """One that may be asked, as far as its letters tell; where it leads is checked at each connection."""

    url: str
    parsed: URL
    host: str
    may_be_private: bool


@lru_cache(maxsize=4096)
def _checked(url: str, allowed_hosts: frozenset[str]) -> _Address:
    checked = check_url(url, allowed_hosts)
    parsed = URL(checked, encoded=checked.isascii())
    host = parsed.host or ""
    return _Address(checked, parsed, host.lower().rstrip("."), is_allowed(host, parsed.port, allowed_hosts))


async def _off_the_clock(limit: asyncio.Timeout, waiting: Awaitable[object]) -> None:
    """Wait for what is not the site's fault, and give it the time that was left."""
    loop, ends_at = asyncio.get_running_loop(), limit.when()
    assert ends_at is not None
    left = ends_at - loop.time()
    limit.reschedule(None)
    await waiting
    limit.reschedule(loop.time() + left)


def _close_when_let_go(room: ExitStack, page: Page) -> None:
    loop = asyncio.get_running_loop()

    def close() -> None:
        with suppress(RuntimeError):  # the loop ended before the page was let go of
            loop.call_soon_threadsafe(room.close)

    weakref.finalize(page, close).atexit = False


def _headed(url: str, answer: aiohttp.ClientResponse, *, conditional: bool) -> Page:
    """A page with all that stands in the head of an answer."""
    now = datetime.now(UTC)
    if answer.status != 200 and not (answer.status == 304 and conditional):
        reason = _readable(f"the site answered {answer.status} {answer.reason or ''}"[:200].strip())
        wait = retry_after(answer.headers, now) if answer.status in (429, 503) else None
        return Page(url, error=reason, retry_after=wait, status=answer.status)
    return Page(
        url,
        etag=_validator(answer, "ETag"),
        last_modified=_validator(answer, "Last-Modified"),
        content_type=_readable(answer.headers.get("Content-Type", "")),
        cached_for=fresh_for(answer.headers, now),
        unchanged=answer.status == 304,
        status=answer.status,
    )


async def _unpacked(answer: aiohttp.ClientResponse) -> AsyncIterator[bytes]:
    """The body in small parts. No more is unpacked of it than is asked for."""
    packing = answer.headers.get("Content-Encoding", "").strip().lower()
    if packing not in ("", "identity", "gzip", "x-gzip", "deflate"):
        raise ValueError(f"it is packed as {packing[:40]!r}, which was not asked for")
    unpacking, on_the_wire = None, 0
    async for chunk in answer.content.iter_chunked(64 * 1024):
        on_the_wire += len(chunk)
        if on_the_wire > MOST_BYTES_ON_THE_WIRE:
            raise _TooLarge(MOST_BYTES_ON_THE_WIRE, " on the wire")
        if packing in ("", "identity"):
            yield chunk
            continue
        if unpacking is None:
            bare = packing == "deflate" and chunk[0] & 0x0F != zlib.DEFLATED
            unpacking = zlib.decompressobj(-zlib.MAX_WBITS if bare else zlib.MAX_WBITS | 32)
        while chunk:
            yield unpacking.decompress(chunk, _STEP)
            chunk = unpacking.unconsumed_tail
    if unpacking is not None:
        yield unpacking.flush()


def _validator(answer: aiohttp.ClientResponse, name: str) -> str | None:
    """A header as it was given, or None where its bytes are no text: then it cannot be sent back verbatim."""
    value = answer.headers.get(name)
    return value if value == _readable(value or "") else None


def _readable(text: str) -> str:
    """Without the halves of characters by which aiohttp hands on bytes that are not UTF-8."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _in_words(error: Exception) -> str:
    if isinstance(error, _TooLarge):
        return str(error)
    if isinstance(error, aiohttp.ClientConnectorError) and isinstance(error.os_error, NotPublic):
        return str(error.os_error)
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return f"there is no host named {error.host}"
    return _readable(f"the connection failed ({type(error).__name__}: {str(error)[:200]})")


def _is_unreachable(error: Exception) -> bool:
    if not isinstance(error, aiohttp.ClientConnectorError):
        return False
    return not isinstance(error, aiohttp.ClientSSLError) and not isinstance(error.os_error, NotPublic)


def _session(headers: dict[str, str], connector: aiohttp.TCPConnector) -> aiohttp.ClientSession:
    return aiohttp.ClientSession(
        headers=headers,
        connector=connector,
        cookie_jar=aiohttp.DummyCookieJar(),
        trust_env=False,
        auto_decompress=False,
        timeout=aiohttp.ClientTimeout(connect=_CONNECT_SECONDS),
    )


class _TooLarge(ValueError):
    def __init__(self, most: int, where: str = "") -> None:
        super().__init__(f"the document is larger than {most // 1024 // 1024} MB{where}")
