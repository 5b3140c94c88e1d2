"""Turns a site's answer into what a decision about its feed takes; the parsing runs in a worker."""

from __future__ import annotations

from dataclasses import replace

from bot.rules.entries.discovery import Offered, feeds_in_page
from bot.rules.entries.scanning import scanned
from bot.rules.parsing import ParsedFeed, feed_or_reason
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
        out stay as they were. A page is not parsed whose entries are letter by letter what they were, nor
        one in which none is known by, or says, anything that the last one did not.
        """
        if page.error is not None:
            return Fetched(
                error=page.error,
                retry_after=page.retry_after,
                gone=page.gone,
                unreachable=page.unreachable,
            )
        before = feed if page.unchanged else None
        answered = Fetched(
            etag=page.etag or (before.etag if before else None),
            last_modified=page.last_modified or (before.last_modified if before else None),
            body_hash=page.body_hash,
            unchanged=page.unchanged or (feed is not None and page.body_hash == feed.body_hash),
            cached_for=page.cached_for,
            moved_to=page.moved_to,
        )
        if answered.unchanged:
            return answered
        scan = scanned(page.body)
        if feed is not None and scan is not None and scan <= set((feed.scan or "").split()):
            return replace(answered, unchanged=True)
        parsed = await self.parsed(page)
        if isinstance(parsed, str):
            return Fetched(error=parsed)
        return replace(answered, parsed=parsed, scan=" ".join(sorted(scan or ())))

    async def feeds_in(self, page: Page) -> list[Offered]:
        """The feeds that a web page names, which somebody took for one."""
        try:
            return await self._workers.run(feeds_in_page, page.body, page.url, page.content_type)
        except Unfinished:
            return []

    async def parsed(self, page: Page) -> ParsedFeed | str:
        """The feed that a page's body is, or in words why it is none."""
        try:
            return await self._workers.run(feed_or_reason, page.body, page.content_type, page.url)
        except Unfinished as error:
            return f"the document could not be read ({error})"
