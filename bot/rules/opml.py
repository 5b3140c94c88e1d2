"""Lists of feeds as OPML 2.0, in and out (http://opml.org/spec2.opml). Must not know who follows them.

Whatever has an `xmlUrl` is a feed, however deep its folder; an address that stands twice counts once.
Entities of a document's own are refused, and so is a list of more than 1,000 feeds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree import ElementTree

from bot.rules.text import as_seen

MOST_FEEDS = 1000
MOST_BYTES = 2 * 1024 * 1024
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class NotOpml(ValueError):
    """These bytes are no list of feeds; the message says why."""


@dataclass(frozen=True, slots=True)
class Outline:
    title: str
    url: str


def read(body: bytes) -> list[Outline]:
    """The feeds of a document, in its order. Raises `NotOpml`."""
    if len(body) > MOST_BYTES:
        raise NotOpml("it is larger than 2 MB")
    if b"<!entity" in body.replace(b"\x00", b"").lower():
        raise NotOpml("it declares entities of its own")
    try:
        root = ElementTree.fromstring(body)
    except (ElementTree.ParseError, LookupError, ValueError) as error:
        raise NotOpml(f"it is not well-formed XML: {error}") from error
    if _local(root.tag) != "opml":
        raise NotOpml(f"it is <{root.tag[:50]}> and not <opml>")
    found: dict[str, Outline] = {}
    for outline in root.iter():
        if _local(outline.tag) != "outline":
            continue
        given = {name.lower(): value for name, value in outline.attrib.items()}
        url = given.get("xmlurl", "").strip()
        if url:
            title = " ".join(as_seen(given.get("title") or given.get("text") or "").split())
            found.setdefault(url, Outline(title or url, url))
    if not found:
        raise NotOpml("there is no feed in it")
    if len(found) > MOST_FEEDS:
        raise NotOpml(f"it holds {len(found)} feeds; at most {MOST_FEEDS} are taken at once")
    return list(found.values())


def write(title: str, feeds: Iterable[Outline]) -> bytes:
    """A document with these feeds; the same feeds make the same bytes."""
    root = ElementTree.Element("opml", version="2.0")
    ElementTree.SubElement(ElementTree.SubElement(root, "head"), "title").text = _text(title)
    body = ElementTree.SubElement(root, "body")
    for feed in feeds:
        shown = _text(feed.title)
        ElementTree.SubElement(body, "outline", type="rss", text=shown, title=shown, xmlUrl=_text(feed.url))
    ElementTree.indent(root)
    made: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return made + b"\n"


def _local(tag: str) -> str:
    """The name of an element, whatever namespace the document is in."""
    return tag.rpartition("}")[2].lower()


def _text(given: str) -> str:
    return _NOT_XML.sub("", given)
