"""A page becomes what a decision takes: its validators, and what was parsed of it in a worker."""

from __future__ import annotations

import asyncio

import pytest

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


def test_an_error_page_and_a_page_that_is_no_feed_are_errors_without_validators() -> None:
    refused = _read(Page("u", error="the site answered 503", retry_after=INTERVAL), feed())
    assert (refused.error, refused.retry_after, refused.etag) == ("the site answered 503", INTERVAL, None)
    html = _read(Page("u", body=b"<html></html>", body_hash="h2", etag='"e9"'), feed())
    assert html.error is not None and "RSS or Atom" in html.error
    assert (html.etag, html.parsed) == (None, None)
