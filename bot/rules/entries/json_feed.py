"""JSON Feed 1.0 and 1.1: a document in, what it gives out."""

from __future__ import annotations

import json
from typing import Any

from bot.rules.entries.dates import iso_instant
from bot.rules.entries.limits import MOST_ENTRIES
from bot.rules.entries.nouns import Document, Given, Markup, Moment, NotAFeed


def read_json(text: str) -> Document:
    """What a JSON document gives; an item without id is known by its address, or left out with a warning."""
    try:
        read = json.loads(text, strict=False)
    except (ValueError, RecursionError) as error:
        raise NotAFeed(f"the answer is JSON that cannot be read ({error})") from error
    items = read.get("items") if isinstance(read, dict) else None
    if not isinstance(items, list) or "jsonfeed.org" not in _text(read, "version"):
        raise NotAFeed("the answer is JSON, but not a feed; give the address of its RSS or Atom document")
    given = [_given(item) for item in items[:MOST_ENTRIES] if isinstance(item, dict)]
    entries = [entry for entry in given if entry.id]
    home, address = _text(read, "home_page_url"), _text(read, "feed_url")
    document = Document(Markup(_text(read, "title")), home, address, entries)
    without_id = min(len(items), MOST_ENTRIES) - len(entries)
    if without_id:
        document.warnings.append(f"items without an id and an address were left out: {without_id}")
    if len(items) > MOST_ENTRIES:
        document.warnings.append(f"only the first {MOST_ENTRIES} entries were read; the document has more")
    return document


def _given(item: dict[str, Any]) -> Given:
    link = _text(item, "url") or _text(item, "external_url")
    return Given(
        id=_text(item, "id") or link,
        link=link,
        title=Markup(_text(item, "title")),
        summary=_summary(item),
        published=_moment(item, "date_published"),
        updated=_moment(item, "date_modified"),
    )


def _summary(item: dict[str, Any]) -> Markup:
    written = _text(item, "summary") or _text(item, "content_text")
    return Markup(written) if written else Markup(_text(item, "content_html"), is_html=True)


def _moment(item: dict[str, Any], name: str) -> Moment:
    text = _text(item, name)
    return Moment(text, iso_instant(text))


def _text(of: dict[str, Any], name: str) -> str:
    """A value that is text; a number is written out, since ids are often numbers."""
    value = of.get(name)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return value.strip() if isinstance(value, str) else ""
