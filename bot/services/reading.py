"""Turns a site's answer into what a decision about its feed takes; the parsing runs in a worker."""

from __future__ import annotations

from bot.rules.parsing import feed_or_reason
from bot.rules.polling import Fetched
from bot.services.fetching import Page
from bot.services.workers import Unfinished, Workers
from storage.news import Feed


class PageReader:
    def __init__(self, workers: Workers) -> None:
        self._workers = workers

    async def read(self, page: Page, feed: Feed | None = None) -> Fetched:
        """What is in a page, or why it is of no use.

        Validators are kept from every answer: those of a 200 replace the old ones, those a 304 leaves
        out stay as they were.
        """
        if page.error is not None:
            return Fetched(error=page.error, retry_after=page.retry_after)
        if page.unchanged:
            return Fetched(
                etag=page.etag or (feed.etag if feed else None),
                last_modified=page.last_modified or (feed.last_modified if feed else None),
                unchanged=True,
            )
        if feed is not None and page.body_hash == feed.body_hash:
            return Fetched(
                etag=page.etag, last_modified=page.last_modified, body_hash=page.body_hash, unchanged=True
            )
        try:
            parsed = await self._workers.run(feed_or_reason, page.body, page.content_type)
        except Unfinished as error:
            return Fetched(error=f"the document could not be read ({error})")
        if isinstance(parsed, str):
            return Fetched(error=parsed)
        return Fetched(
            etag=page.etag, last_modified=page.last_modified, body_hash=page.body_hash, parsed=parsed
        )
