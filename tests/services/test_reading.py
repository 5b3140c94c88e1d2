"""A page becomes what a decision takes: its validators, and what was parsed of it in a worker."""

from __future__ import annotations

import asyncio

import pytest

from bot.rules.entries.discovery import Offered
from bot.rules.polling import Fetched
from bot.services.fetching import Page
from bot.services.reading import PageReader
from bot.services.workers import Workers
from storage.news import Feed
from tests.rules.making import feed
from tests.services.world import INTERVAL


def _read(page: Page, of: Feed | None = None) -> Fetched:
    async def read() -> Fetched:
        workers = Workers()
        try:
            return await PageReader(workers).read(page, of)
        finally:
            await workers.close()

    return asyncio.run(read())


@pytest.mark.parametrize(
    ("page", "etag", "last_modified"),
    [
        (Page("u", unchanged=True), '"e1"', "Wed, 29 Oct 2025 07:00:00 GMT"),
        (Page("u", unchanged=True, etag='"e9"'), '"e9"', "Wed, 29 Oct 2025 07:00:00 GMT"),
        (Page("u", unchanged=True, last_modified="now"), '"e1"', "now"),
        (Page("u", body=b"same", body_hash="h1", etag='"e9"'), '"e9"', None),
    ],
    ids=["bare-304", "304-etag", "304-date", "200-same-body"],
)
def test_a_304_keeps_the_validators_it_leaves_out_and_a_200_brings_its_own(
    page: Page, etag: str | None, last_modified: str | None
) -> None:
    fetched = _read(page, feed())
    assert (fetched.unchanged, fetched.etag, fetched.last_modified) == (True, etag, last_modified)


def test_a_page_says_when_to_come_back_and_where_to() -> None:
    told = {"cached_for": INTERVAL, "moved_to": "https://new.example/"}
    for page in (Page("u", unchanged=True, **told), Page("u", body=b"same", body_hash="h1", **told)):
        fetched = _read(page, feed())
        assert (fetched.cached_for, fetched.moved_to) == (INTERVAL, "https://new.example/")
    gone = _read(Page("u", error="the site answered 410 Gone", status=410), feed())
    assert gone.gone and not gone.unreachable
    lost = _read(Page("u", error="there is no host named u", unreachable=True), feed())
    assert lost.unreachable and not lost.gone


def test_the_links_of_a_page_are_resolved_against_where_it_came_from() -> None:
    body = b"<rss><channel><item><title>x</title><link>/1</link></item></channel></rss>"
    parsed = _read(Page("https://site.example/feed", body=body, body_hash="h2")).parsed
    assert parsed is not None and parsed.entries[0].link == "https://site.example/1"


def test_a_page_names_its_feeds() -> None:
    async def read() -> list[Offered]:
        workers = Workers()
        try:
            return await PageReader(workers).feeds_in(Page("https://site.example/", b"<a href=/feed>All</a>"))
        finally:
            await workers.close()

    assert asyncio.run(read()) == [("All", "https://site.example/feed")]


def test_an_error_page_and_a_page_that_is_no_feed_are_errors_without_validators() -> None:
    refused = _read(Page("u", error="the site answered 503", retry_after=INTERVAL), feed())
    assert (refused.error, refused.retry_after, refused.etag) == ("the site answered 503", INTERVAL, None)
    html = _read(Page("u", body=b"<html></html>", body_hash="h2", etag='"e9"'), feed())
    assert html.error is not None and "RSS or Atom" in html.error
    assert (html.etag, html.parsed) == (None, None)


def test_a_document_in_which_nothing_is_new_or_edited_is_not_parsed_and_an_edit_is() -> None:
    item = b"<item><guid>1</guid><title>One</title><pubDate>today</pubDate></item>"
    body = b"<rss version='2.0'><channel><title>F</title>" + item + b"</channel></rss>"
    first = _read(Page("https://x.example", body, body_hash="h1"))
    known = feed(scan=first.scan, body_hash="h1")
    same = _read(Page("https://x.example", body.replace(b"today", b"tomorrow"), body_hash="h2"), known)
    assert (same.unchanged, same.parsed, same.body_hash) == (True, None, "h2")
    edited = _read(Page("https://x.example", body.replace(b"One", b"Other"), body_hash="h3"), known)
    assert edited.parsed is not None and not edited.unchanged and edited.scan != first.scan
