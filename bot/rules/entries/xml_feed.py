"""RSS 0.9x to 2.0, RDF and Atom: a document in, what it gives out. The only importer of feedparser.

feedparser is called with bytes alone (a short string would be taken for a path or an address) and without
its own cleaning of HTML. Whatever yields entries is taken, well-formed or not.
"""

from __future__ import annotations

import io
import re
from typing import Any

import feedparser  # type: ignore[import-untyped]

from bot.rules.entries.dates import instant
from bot.rules.entries.limits import MOST_ENTRIES, is_cut_short, within_limits
from bot.rules.entries.nouns import Document, Given, Markup, Moment, NotAFeed

_FEED = re.compile(r"<(?:[\w.-]+:)?(?:rss|rdf|feed|channel|item|entry)[\s>/]", re.IGNORECASE)
_PAGE = re.compile(r"<!doctype\s+html|<html[\s>]", re.IGNORECASE)
_PAGE_BEGINS_WITHIN = 4096
_HTML = ("text/html", "application/xhtml+xml")
_NOWHERE = "https://nowhere.invalid/"
_HERE = f"{_NOWHERE}here/"
"""What feedparser resolves a relative address against; it is taken off again. Without it feedparser would
go on with whatever `xml:base` it met last; with it, it looks at every element for a base."""
# What feedparser lets through from its own slips when it reads what is no feed.
_FAULTS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)


def read_xml(text: str) -> Document:
    """What a cleaned document gives; raises `NotAFeed` where that is nothing."""
    is_page = _PAGE.search(text, 0, _PAGE_BEGINS_WITHIN) is not None
    if not _FEED.search(text):
        raise _no_feed(is_page)
    data, warnings = within_limits(text)
    headers = {"content-type": "application/xml; charset=utf-8"}
    if b"base=" in data:
        headers["content-location"] = _HERE
    try:
        read = feedparser.parse(
            io.BytesIO(data), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except _FAULTS as error:
        raise NotAFeed(f"the document cannot be read ({type(error).__name__})") from error
    if not read.entries and (is_page or not read.get("version")):
        raise _no_feed(is_page)
    entries = [_given(entry) for entry in read.entries[:MOST_ENTRIES]]
    if warnings and is_cut_short(data) and entries:
        entries.pop()
        warnings.append(
            "the document is cut short; its last entry, of which too little is there, was left out"
        )
    home, address = _as_given(_text(read.feed, "link")), _linked(read.feed, "self")
    return Document(_markup(read.feed, "title"), home, address, entries, warnings)


def _no_feed(is_page: bool) -> NotAFeed:
    what = "a web page, not a feed" if is_page else "not a feed"
    return NotAFeed(f"the answer is {what}; give the address of its RSS or Atom document, or its JSON Feed")


def _given(entry: Any) -> Given:
    guid = _as_given(_text(entry, "id"))
    return Given(
        id=guid,
        link=_link(entry, guid),
        title=_markup(entry, "title"),
        summary=_summary(entry),
        published=_moment(entry, "published"),
        updated=_moment(entry, "updated"),
    )


def _link(entry: Any, guid: str) -> str:
    link = _as_given(_text(entry, "link"))
    if link and link != guid:
        return link
    # A guid stands in for a link; but not every one is an address, though they all claim to be.
    return _linked(entry, "alternate") or (guid if guid.startswith(("http://", "https://")) else "")


def _linked(of: Any, relation: str) -> str:
    linked = (_text(link, "href") for link in of.get("links", ()) if link.get("rel") == relation)
    return _as_given(next(linked, ""))


def _summary(entry: Any) -> Markup:
    summary = _markup(entry, "summary")
    if summary.text:
        return summary
    contents = (Markup(_text(one, "value"), one.get("type") in _HTML) for one in entry.get("content", ()))
    return next((content for content in contents if content.text), summary)


def _markup(of: Any, name: str) -> Markup:
    detail: Any = of.get(f"{name}_detail") or next(iter(of.get("content", ())), {})
    return Markup(_text(of, name), detail.get("type") in _HTML)


def _moment(entry: Any, name: str) -> Moment:
    text = _text(entry, name).strip()
    return Moment(text, instant(text, dict.get(entry, f"{name}_parsed")))


def _text(of: Any, name: str) -> str:
    """A value that is text; `dict.get`, since feedparser hands on another time where one is missing."""
    value = dict.get(of, name)
    return value if isinstance(value, str) else ""


def _as_given(address: str) -> str:
    if address.startswith(_HERE):
        return address.removeprefix(_HERE)
    return "/" + address.removeprefix(_NOWHERE) if address.startswith(_NOWHERE) else address
