"""`attache feed read FILE|URL` and `poll URL… --once`: what a feed says, as the bot would read it.

Everything is read in a worker, and nothing is written. A file has no headers but those that are given.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from bot.cli.settings import configured
from bot.config import Config
from bot.rules.parsing import ParsedEntry, ParsedFeed
from bot.rules.wording import counted
from bot.services.fetching import MOST_BYTES, Fetcher, Page, user_agent
from bot.services.reading import PageReader
from bot.services.workers import Workers


def main(options: argparse.Namespace) -> int:
    return _poll(options) if options.action == "poll" else _read(options)


def _read(options: argparse.Namespace) -> int:
    source, headers = options.source, dict(options.header)
    if source.lower().startswith(("http://", "https://")):
        (found,) = asyncio.run(_from_web([source], configured(options.config), headers))
    else:
        found = asyncio.run(_from_file(source, headers))
    if options.json:
        print(json.dumps(_as_json(found), ensure_ascii=False))
    elif isinstance(found, str):
        print(found, file=sys.stderr)
    else:
        print("\n".join(_in_words(found)))
    return 1 if isinstance(found, str) else 0


def _poll(options: argparse.Namespace) -> int:
    found = asyncio.run(_from_web(options.url, configured(options.config), {}))
    for url, feed in zip(options.url, found, strict=True):
        print(json.dumps({"url": url, **_as_json(feed)}, ensure_ascii=False))
    return 1 if any(isinstance(feed, str) for feed in found) else 0


async def _from_file(name: str, headers: Mapping[str, str]) -> ParsedFeed | str:
    try:
        body = _start_of(sys.stdin.buffer) if name == "-" else _start_of_file(Path(name))
    except (OSError, ValueError) as error:  # a path with a zero byte is a ValueError
        return f"{name} cannot be opened: {getattr(error, 'strerror', None) or error}"
    if len(body) > MOST_BYTES:
        return f"the document is larger than {MOST_BYTES // 1024 // 1024} MB"
    page = Page(headers.get("content-location", ""), body, headers.get("content-type", ""))
    workers = Workers(at_most=1)
    try:
        return await PageReader(workers).parsed(page)
    finally:
        await workers.close()


def _start_of_file(path: Path) -> bytes:
    with path.open("rb") as file:
        return _start_of(file)


def _start_of(file: BinaryIO) -> bytes:
    return file.read(MOST_BYTES + 1)


async def _from_web(
    urls: Sequence[str], config: Config, headers: Mapping[str, str]
) -> list[ParsedFeed | str]:
    fetcher = Fetcher(user_agent(config.polling_contact), config.polling_allow_private)
    workers = Workers()

    async def read(url: str) -> ParsedFeed | str:
        page = await fetcher.get(url)
        return page.error if page.error is not None else await PageReader(workers).parsed(page)

    try:
        return await asyncio.gather(*map(read, urls))
    finally:
        await workers.close()
        await fetcher.close()


def _as_json(found: ParsedFeed | str) -> dict[str, Any]:
    if isinstance(found, str):
        return {"ok": False, "title": None, "entries": [], "warnings": [], "error": found}
    return {
        "ok": True,
        "title": found.title,
        "entries": [_entry_as_json(entry) for entry in found.entries],
        "warnings": list(found.warnings),
        "error": None,
    }


def _entry_as_json(entry: ParsedEntry) -> dict[str, str | None]:
    return {
        "id": entry.guid,
        "title": entry.title,
        "link": entry.link,
        "published": _instant(entry.published_at),
        "updated": _instant(entry.updated_at),
        "summary": entry.summary,
    }


def _instant(at: datetime | None) -> str | None:
    """As RFC 3339 writes it."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z") if at is not None else None


def _in_words(feed: ParsedFeed) -> list[str]:
    lines = [f"{feed.title or '(no title)'}: {counted(len(feed.entries), 'entry', 'entries')}"]
    for entry in feed.entries:
        lines.append(
            f"{entry.published or 'no date'}: {entry.title}" + (f" · {entry.link}" if entry.link else "")
        )
    return [*lines, *(f"warning: {warning}" for warning in feed.warnings)]
