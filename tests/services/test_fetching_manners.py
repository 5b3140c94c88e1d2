"""What a request says of us, and what is told of an answer: where it moved, when to come back, what is gone.

A failure of any kind brings no validators and no move.
"""

from __future__ import annotations

import asyncio

import pytest

from bot.services.fetching import Page
from tests.fakes_web import Site, entry
from tests.services.browsing import reader


def test_a_request_says_who_asks_for_what_and_nothing_of_where_we_were() -> None:
    async def scenario() -> None:
        async with reader() as (web, fetcher):
            web.site("old").redirects_to("/new")
            web.site("new").publishes(entry("Here"), set_cookie="id=1; Path=/")
            named = web.site("old").url.replace(
                "127.0.0.1", "localhost"
            )  # of a bare address none is ever kept
            await fetcher.get(named)
            await fetcher.get(named)
            for asked in (*web.site("old").requests, *web.site("new").requests):
                assert asked["User-Agent"] == "test" and "application/feed+json" in asked["Accept"]
                assert asked["Accept-Encoding"] == "gzip, deflate"
                assert not {"Cookie", "Referer", "If-None-Match", "If-Modified-Since"} & asked.keys()

    asyncio.run(scenario())


@pytest.mark.parametrize(
    ("etag", "last_modified"), [('W/"x, y"', None), (None, "yesterday"), ('"1"', "then")]
)
def test_validators_are_sent_back_letter_by_letter_and_apart(
    etag: str | None, last_modified: str | None
) -> None:
    async def scenario() -> None:
        async with reader() as (web, fetcher):
            web.site("feed").publishes(entry("Here"))
            await fetcher.get(web.site("feed").url, etag, last_modified)
            (asked,) = web.site("feed").requests
            assert (asked.get("If-None-Match"), asked.get("If-Modified-Since")) == (etag, last_modified)

    asyncio.run(scenario())


def _get(prepare: object, *validators: str) -> Page:
    async def scenario() -> Page:
        async with reader() as (web, fetcher):
            prepare(web.site("feed"))  # type: ignore[operator]
            return await fetcher.get(web.site("feed").url, *validators)

    return asyncio.run(scenario())


def test_what_a_304_brings_is_told_and_it_has_no_body() -> None:
    page = _get(lambda feed: feed.answers(304, etag='"2"', cache_control="max-age=60"), '"1"')
    assert (page.unchanged, page.etag, page.last_modified, page.body) == (True, '"2"', None, b"")
    assert page.cached_for is not None and page.cached_for.total_seconds() == 60


def test_a_304_that_was_not_asked_for_is_an_error() -> None:
    assert _get(lambda feed: feed.answers(304)).error == "the site answered 304 Not Modified"


@pytest.mark.parametrize(("status", "seconds"), [(429, 7200), (503, 7200), (404, None), (500, None)])
def test_a_site_that_is_too_busy_says_for_how_long(status: int, seconds: int | None) -> None:
    page = _get(lambda feed: feed.answers(status, retry_after="7200", etag='"error"'))
    assert page.error is not None and str(status) in page.error and page.etag is None
    assert (page.retry_after.total_seconds() if page.retry_after is not None else None) == seconds


def test_a_wait_of_twenty_digits_is_a_day() -> None:
    page = _get(lambda feed: feed.answers(429, retry_after="9" * 20))
    assert page.retry_after is not None and page.retry_after.days == 1


def test_what_is_gone_is_told_apart_from_what_is_not_found() -> None:
    assert _get(lambda feed: feed.answers(410)).gone
    assert not _get(lambda feed: feed.answers(404)).gone


@pytest.mark.parametrize(
    ("statuses", "moved_to"), [((301, 308), "c"), ((301, 302), "b"), ((302, 301), None), ((307, 307), None)]
)
def test_permanent_redirects_at_the_beginning_tell_where_a_feed_is_for_good(
    statuses: tuple[int, int], moved_to: str | None
) -> None:
    async def scenario() -> None:
        async with reader() as (web, fetcher):
            web.site("a").redirects_to("/b", statuses[0])
            web.site("b").redirects_to("/c", statuses[1])
            web.site("c").publishes(entry("Here"))
            page = await fetcher.get(web.site("a").url)
            assert page.url == web.site("c").url
            assert page.moved_to == (web.site(moved_to).url if moved_to else None)
            web.site("c").answers(500)
            assert (await fetcher.get(web.site("a").url)).moved_to is None

    asyncio.run(scenario())


def test_an_address_is_asked_for_as_it_is_written() -> None:
    written = "/feed%2Fone?q=%7Ea+b&x=(1)"

    async def scenario() -> None:
        async with reader() as (web, fetcher):
            web.site("feed/one").publishes(entry("Here"))
            page = await fetcher.get(f"http://{web.host}{written}")
            assert page.error is None and web.site("feed/one").targets == [written]

    asyncio.run(scenario())


def _hash(change: object, **headers: str) -> str | None:
    def prepare(feed: Site) -> None:
        feed.publishes(entry("One"), title=str(change))

    return _get(prepare).body_hash


def test_what_stands_before_the_entries_does_not_change_the_hash_of_a_body() -> None:
    assert _hash("Asked at 08:00") == _hash("Asked at 08:01") is not None
