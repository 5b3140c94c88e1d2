"""A document is fetched from public addresses only, however a private one is spelt, unless its host is
allowed; every hop of a redirect is checked again. More than 8 MB, unpacked, is cut off. A failure is a value.
"""

from __future__ import annotations

import asyncio
import gzip
import zlib

import pytest

from bot.services.fetching import MOST_BYTES, MOST_BYTES_ON_THE_WIRE, Fetcher, Page
from tests.fakes_web import entry, loopback_web, rss
from tests.services.browsing import reader

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


def test_five_megabytes_are_read_from_the_wire_and_one_byte_more_is_not() -> None:
    async def scenario() -> None:
        async with reader() as (web, fetcher):
            web.site("big").sends(b"x" * MOST_BYTES_ON_THE_WIRE)
            assert len((await fetcher.get(web.site("big").url)).body) == MOST_BYTES_ON_THE_WIRE
            web.site("big").sends(b"x" * (MOST_BYTES_ON_THE_WIRE + 1))
            page = await fetcher.get(web.site("big").url)
            assert (page.error, page.body) == ("the document is larger than 5 MB on the wire", b"")

    asyncio.run(scenario())


@pytest.mark.parametrize("packing", ["gzip", "deflate", "bare deflate"])
def test_eight_megabytes_are_unpacked_and_one_byte_more_is_not(packing: str) -> None:
    def packed(size: int) -> bytes:
        bits = {"gzip": 31, "deflate": 15, "bare deflate": -15}[packing]
        packer = zlib.compressobj(wbits=bits)
        return packer.compress(b"x" * size) + packer.flush()

    async def scenario() -> None:
        async with reader() as (web, fetcher):
            big = web.site("big")
            big.sends(packed(MOST_BYTES), content_encoding=packing.split()[-1])
            assert len((await fetcher.get(big.url)).body) == MOST_BYTES
            big.sends(packed(MOST_BYTES + 1), content_encoding=packing.split()[-1])
            page = await fetcher.get(big.url)
            assert (page.error, page.body) == ("the document is larger than 8 MB", b"")

    asyncio.run(scenario())


def test_a_packed_document_is_counted_as_it_unpacks() -> None:
    async def scenario() -> None:
        async with reader() as (web, fetcher):
            bomb = gzip.compress(bytes(200_000_000), compresslevel=1)
            assert len(bomb) < MOST_BYTES_ON_THE_WIRE
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
        b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 4\r\n\r\nnope",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000 + b"\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: http://\xe9\xff/\r\nContent-Length: 0\r\n\r\n",
    ],
    ids=[
        "silence",
        "another protocol",
        "half",
        "no gzip",
        "unasked",
        "no chunk",
        "long header",
        "no address",
    ],
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
            page = await fetcher.get(f"http://{gone}/")
            assert "the connection failed" in str(page.error) and page.unreachable
        finally:
            await fetcher.close()

    asyncio.run(scenario())


def test_a_large_page_makes_room_for_another_when_it_is_let_go() -> None:
    async def scenario() -> None:
        async with reader() as (web, fetcher):
            big = web.site("big")
            big.sends(b"<rss>" + b"x" * 200_000)
            held: list[Page] = [await fetcher.get(big.url) for _ in range(4)]
            fifth = asyncio.create_task(fetcher.get(big.url))
            web.site("small").publishes(entry("Not held up"))
            assert (await fetcher.get(web.site("small").url)).body
            assert not fifth.done()
            held.clear()
            assert len((await fifth).body) == 200_005

    asyncio.run(scenario())


def test_no_more_than_two_requests_are_made_of_a_host_at_once() -> None:
    async def scenario() -> None:
        async with reader() as (web, fetcher):
            running, most = 0, 0

            async def count() -> None:
                nonlocal running, most
                running += 1
                most = max(most, running)
                for _ in range(20):
                    await asyncio.sleep(0)
                running -= 1

            sites = [web.site(f"number-{number}") for number in range(6)]
            for site in sites:
                site.publishes(entry("One"))
                site.meanwhile(count)
            pages = await asyncio.gather(*(fetcher.get(site.url) for site in sites))
            assert all(page.error is None for page in pages) and most == 2

    asyncio.run(scenario())
