"""Feed bytes in, a `ParsedFeed` out. The only importer of feedparser.

feedparser is called with bytes alone (a short string would be taken for a path or an address)
and without its own cleaning of HTML and links, which is ours. Whatever yields entries is taken,
well-formed or not; what declares entities of its own, or has a tag of more than 16 KB, is refused.

An entry is known by its keys: its guid, where no other entry of the document has the same one,
its link without scheme, fragment and tracking parameters, where that is its own too, or else its title
and date.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import feedparser  # type: ignore[import-untyped]

from bot.rules.text import plain, without_invisible

_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
_REFERENCE = re.compile(rb"&#(?:[xX]0*([0-9a-fA-F]+)|0*([0-9]+));")
_BEFORE_XML = re.compile(rb"(?:\xef\xbb\xbf|[ \t\r\n]|\x00(?!<\x00))+")
_LONG_TAG = re.compile(rb"<[^>]{16384}")
_TRACKING = re.compile(r"utm_.*|fbclid|gclid|xtor|mc_[ce]id|cmpid|ref_src")
_MOST_ENTRIES = 5000
# What feedparser lets through from codecs and from its own slips when it reads what is no feed.
_FAULTS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)


class NotAFeed(ValueError):
    """These bytes are no feed that could be read; the message says why."""


@dataclass(frozen=True, slots=True)
class ParsedEntry:
    guid: str
    title: str
    link: str | None
    published: str | None
    """The time as the source gave it."""
    summary: str
    keys: frozenset[str]
    story: str
    """The same for two entries that point to the same page."""


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    title: str
    entries: tuple[ParsedEntry, ...]
    """In the order of the document."""


def feed_or_reason(body: bytes, content_type: str = "") -> ParsedFeed | str:
    """A feed as `parse_feed` reads it, or in words why it is none: an answer that needs no exception."""
    try:
        return parse_feed(body, content_type)
    except NotAFeed as error:
        return str(error)


def parse_feed(body: bytes, content_type: str = "") -> ParsedFeed:
    """Read RSS, RDF or Atom; raises `NotAFeed` for anything else."""
    text = _cleaned(body)
    if not text:
        raise NotAFeed("the answer was empty")
    letters = text.replace(b"\x00", b"")  # so that UTF-16 and UTF-32 are looked through as well
    if _ENTITY.search(letters):
        raise NotAFeed("the document declares XML entities, which are refused")
    if _LONG_TAG.search(letters):
        raise NotAFeed("the document has a tag of more than 16 KB, which is refused")
    headers = {"content-type": content_type} if content_type else {}
    try:
        read = feedparser.parse(
            io.BytesIO(text), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except _FAULTS as error:
        raise NotAFeed(f"the document cannot be read ({type(error).__name__})") from error
    if not read.get("version") and not read.entries:
        raise NotAFeed("the answer is not a feed; give the address of its RSS or Atom document")
    raw = read.entries[:_MOST_ENTRIES]
    guids = Counter(_guid(entry) for entry in raw)
    links = Counter(canonical_link(link) for entry in raw if (link := _link(entry)))
    entries = (_entry(entry, guids, links) for entry in raw)
    return ParsedFeed(plain(str(read.feed.get("title", ""))), tuple(entries))


def _cleaned(body: bytes) -> bytes:
    """Without blanks and zeros before the XML, and without references to what is no character."""
    if not body.startswith((b"\xff\xfe", b"\xfe\xff")):
        body = _BEFORE_XML.sub(b"", body, count=1) if _BEFORE_XML.match(body) else body
    return _REFERENCE.sub(_only_characters, body)


def _only_characters(reference: re.Match[bytes]) -> bytes:
    hexadecimal, decimal = reference.groups()
    digits, base = (hexadecimal, 16) if hexadecimal else (decimal, 10)
    number = int(digits, base) if len(digits) < 9 else 0
    real = 0 < number < 0xD800 or 0xDFFF < number <= 0x10FFFF
    return reference.group() if real else b""


def canonical_link(link: str) -> str:
    """A link without scheme, fragment and tracking parameters, by which two are compared."""
    parts = urlsplit(link)
    query = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.fullmatch(k)]
    return f"{parts.netloc.lower()}{parts.path.rstrip('/')}" + (f"?{urlencode(query)}" if query else "")


def _entry(entry: Any, guids: Counter[str], links: Counter[str]) -> ParsedEntry:
    title = plain(str(entry.get("title", "")))
    summary = plain(str(entry.get("summary", "")))
    link = _link(entry)
    published = without_invisible(str(entry.get("published") or entry.get("updated") or "")) or None
    guid = _guid(entry)
    by_link = f"l:{canonical_link(link)}" if link and links[canonical_link(link)] == 1 else None
    keys = {f"g:{guid}"} if guid and guids[guid] == 1 else set()
    if by_link:
        keys.add(by_link)
    if not keys:
        keys.add(f"t:{title.casefold()}|{published or ''}|{'' if title else summary[:200]}")
    return ParsedEntry(
        guid=guid or link or title,
        title=title or plain(summary.split(". ")[0]) or "(no title)",
        link=link,
        published=published,
        summary=summary,
        keys=frozenset(keys),
        story=by_link or min(keys),
    )


def _guid(entry: Any) -> str:
    return without_invisible(str(entry.get("id") or "")).strip()


def _link(entry: Any) -> str | None:
    link = without_invisible(str(entry.get("link") or "")).strip()
    try:
        parts = urlsplit(link)
    except ValueError:
        return None
    usable = parts.scheme in ("http", "https") and parts.netloc and not re.search(r"[\s<>]", link)
    safe = link.replace("(", "%28").replace(")", "%29")  # parentheses would end a link in Discord's markup
    return safe if usable and len(safe) <= 2048 else None
