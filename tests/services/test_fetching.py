"""A document is fetched from public addresses only, however a private one is spelt, unless its host is
allowed; every hop of a redirect is checked again. More than 8 MB, unpacked, is cut off. A failure is a value.
"""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.services.fetching import MOST_BYTES, Fetcher
from tests.fakes_web import Web, entry, loopback_web, rss

REFUSED = ("lies in a private or reserved network", "is not a canonical IPv4 address")


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "127.0.0.1.",
        "localhost",
        "LocalHost",
        "0.0.0.0",
        "0",
        "１２７.0.0.1",
        "10.0.0.8",
        "100.64.0.1",
        "169.254.169.254",
        "192.168.1.1",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "[fe80::1]",
        "[fd00::1]",
    ],
)
def test_a_private_address_is_not_connected_to_however_it_is_spelt(host: str) -> None:
    async def scenario() -> None:
        async with reader() as (web, fetcher):
            page = await fetcher.get(f"http://{host}/feed.xml")
            assert any(reason in str(page.error) for reason in REFUSED)
            web.site("hop").redirects_to(f"http://{host}/feed.xml")
            page = await fetcher.get(web.site("hop").url)
            assert any(reason in str(page.error) for reason in REFUSED)

    asyncio.run(scenario())


@pytest.mark.parametrize(
    ("address", "error"),
    [
        ("ftp://news.example/feed", "begins with https:// or http://"),
        ("file:///etc/passwd", "begins with https:// or http://"),
        ("http://me:secret@news.example/", "with a user name in it"),
        ("http://news.example:22/", "port 22 is not fetched"),
        ("http://news.example:port/", "no web address"),
    ],
)
def test_an_address_that_is_refused_is_refused_at_a_hop_too(address: str, error: str) -> None:
    async def scenario() -> None:
        async with reader() as (web, fetcher):
            assert error in str((await fetcher.get(address)).error)
            web.site("hop").redirects_to(address)
            assert error in str((await fetcher.get(web.site("hop").url)).error)

    asyncio.run(scenario())


def test_only_the_allowed_port_of_an_allowed_host_is_read() -> None:
    async def scenario() -> None:
        async with reader() as (web, fetcher), loopback_web() as other:
            other.site("feed").publishes(entry("Unseen"))
            web.site("hop").redirects_to(other.site("feed").url)
            page = await fetcher.get(web.site("hop").url)
            assert "is not fetched" in str(page.error)
            assert other.site("feed").requests == []

    asyncio.run(scenario())


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed_with_the_validators(status: int) -> None:
    async def scenario() -> None:
        async with reader() as (web, fetcher):
            web.site("old").redirects_to("/new", status)
            web.site("new").publishes(entry("Here"))
            page = await fetcher.get(web.site("old").url, '"1"', "then")
            assert page.error is None and page.url == web.site("new").url
            assert web.site("new").requests[0]["If-None-Match"] == '"1"'

    asyncio.run(scenario())


def test_an_endless_redirect_ends_after_five_hops() -> None:
    async def scenario() -> None:
        async with reader() as (web, fetcher):
            web.site("round").redirects_to("/round")
            assert (await fetcher.get(web.site("round").url)).error == "more than 5 redirects"
            assert len(web.site("round").requests) == 6

    asyncio.run(scenario())


def test_a_redirect_to_nowhere_is_an_answer_like_any_other() -> None:
    async def scenario() -> None:
        async with reader() as (web, fetcher):
            web.site("lost").answers(302)
            assert (await fetcher.get(web.site("lost").url)).error == "the site answered 302 Found"

    asyncio.run(scenario())


def test_eight_megabytes_are_read_and_one_byte_more_is_not() -> None:
    async def scenario() -> None:
        async with reader() as (web, fetcher):
            web.site("big").sends(b"x" * MOST_BYTES)
            assert len((await fetcher.get(web.site("big").url)).body) == MOST_BYTES
            web.site("big").sends(b"x" * (MOST_BYTES + 1))
            page = await fetcher.get(web.site("big").url)
            assert (page.error, page.body) == ("the document is larger than 8 MB", b"")

    asyncio.run(scenario())


def test_a_packed_document_is_counted_as_it_unpacks() -> None:
    async def scenario() -> None:
        async with reader() as (web, fetcher):
            bomb = gzip.compress(bytes(200_000_000), compresslevel=1)
            assert len(bomb) < MOST_BYTES
            web.site("bomb").sends(bomb, content_encoding="gzip")
            assert (await fetcher.get(web.site("bomb").url)).error == "the document is larger than 8 MB"
            web.site("bomb").sends(gzip.compress(rss()), content_encoding="gzip")
            assert (await fetcher.get(web.site("bomb").url)).body == rss()

    asyncio.run(scenario())


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"SSH-2.0-OpenSSH_9.9\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnope",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000 + b"\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: http://\xe9\xff/\r\nContent-Length: 0\r\n\r\n",
    ],
    ids=["silence", "another protocol", "half", "no gzip", "no chunk", "long header", "no address"],
)
def test_a_broken_answer_is_a_value_that_can_be_stored(answer: bytes) -> None:
    async def scenario() -> None:
        async with reader() as (web, fetcher):
            web.site("broken").sends_raw(answer)
            page = await fetcher.get(web.site("broken").url)
            assert page.error is not None and page.error.encode() and page.body == b""

    asyncio.run(scenario())


def test_a_host_that_does_not_listen_is_a_value() -> None:
    async def scenario() -> None:
        async with loopback_web() as web:
            gone = web.host
        fetcher = Fetcher("test", frozenset({gone}))
        try:
            assert "the connection failed" in str((await fetcher.get(f"http://{gone}/")).error)
        finally:
            await fetcher.close()

    asyncio.run(scenario())


@pytest.mark.parametrize(
    ("given", "seconds"),
    [
        ("120", 120),
        ("999999999999999999", 86_400),
        ("Wed, 01 Jan 1997 00:00:00 GMT", 0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 86_400),
        ("soon", None),
        ("-5", None),
        ("١٢", None),
        ("", None),
    ],
)
def test_the_time_a_site_asks_for_is_seconds_or_a_date_and_at_most_a_day(
    given: str, seconds: int | None
) -> None:
    async def scenario() -> None:
        async with reader() as (web, fetcher):
            web.site("busy").answers(503, retry_after=given)
            asked = (await fetcher.get(web.site("busy").url)).retry_after
            assert (asked.total_seconds() if asked is not None else None) == seconds

    asyncio.run(scenario())


def test_no_cookie_is_sent_back() -> None:
    async def scenario() -> None:
        async with reader() as (web, fetcher):
            shop = web.site("shop")
            shop.publishes(entry("Sale"), set_cookie="id=1; Path=/")
            named = shop.url.replace("127.0.0.1", "localhost")  # of a bare address no cookie is ever kept
            await fetcher.get(named)
            await fetcher.get(named)
            assert "Cookie" not in shop.requests[1]

    asyncio.run(scenario())


@asynccontextmanager
async def reader() -> AsyncIterator[tuple[Web, Fetcher]]:
    """A web, and a fetcher that may read this port of it."""
    async with loopback_web() as web:
        names = {web.host, web.host.replace("127.0.0.1", "localhost")}
        fetcher = Fetcher("test", frozenset(names))
        try:
            yield web, fetcher
        finally:
            await fetcher.close()
