"""The feeds that a web page names: in its head, where it says so, and else by links that look like feeds."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import NamedTuple
from urllib.parse import urldefrag

from bot.rules.entries.decoding import decoded
from bot.rules.entries.keys import web_link
from bot.rules.entries.nouns import NotAFeed
from bot.rules.text import cut, plain

_MOST = 25
_LONGEST_PAGE = 2_000_000
_LONGEST_TITLE = 100
_TYPES = re.compile(r"application/(?:rss|atom|rdf)\+xml|application/feed\+json")
_LOOSE_TYPES = re.compile(r"(?:application|text)/(?:xml|json)")
_LOOKS_LIKE_ONE = re.compile(
    r"(?:^|[/.])(?:rss|atom|rdf)(?:\.xml|\.json|/)?$|(?:^|/)feeds?(?:\.xml|\.json|/[\w-]+|/)?$|\.(?:rss|atom|rdf)$"
    r"|(?:rss|atom|feed)[\w-]*\.xml$|[?&](?:feed|format|type|alt)=(?:rss2?|atom|feed|rdf)\b",
    re.IGNORECASE,
)


class Offered(NamedTuple):
    title: str
    url: str


def feeds_in_page(body: bytes, url: str, content_type: str = "") -> list[Offered]:
    """What a page at `url` offers, best first, at most 25; nothing where the bytes are no page."""
    try:
        text = decoded(body, content_type).text[:_LONGEST_PAGE]
    except NotAFeed:
        return []
    links = _Links()
    links.feed(text[: text.rfind(">") + 1])
    base = web_link(links.base, url) or url
    offered: dict[str, Offered] = {}
    for title, address in [*links.declared, *links.found]:
        whole = web_link(_fetched(address), base)
        if whole is not None:
            whole = urldefrag(whole).url
            offered.setdefault(whole, Offered(cut(plain(title) or whole, _LONGEST_TITLE), whole))
    return list(offered.values())[:_MOST]


def _fetched(address: str) -> str:
    """An address by which a program is asked to subscribe is fetched by another scheme."""
    scheme, colon, rest = address.strip().partition(":")
    if not colon or scheme.lower() != "feed":
        return address
    return f"http:{rest}" if rest.startswith("//") else rest


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.base = ""
        self.declared: list[tuple[str, str]] = []
        self.found: list[tuple[str, str]] = []
        self._text: list[str] | None = None
        """The words of the link that is open, if one is."""

    def parse_marked_section(self, i: int, report: bool = True) -> int:
        # The library ends in an AssertionError at a section it does not know, such as `<![foo[`.
        end = self.rawdata.find(">", i)
        return end + 1 if end >= 0 else -1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        address = given.get("href", "")
        if tag == "base":
            self.base = self.base or address
        elif tag == "link" and _is_declared(given):
            self.declared.append((given.get("title", ""), address))
        elif tag == "a":
            self._end_link()
            if _LOOKS_LIKE_ONE.search(urldefrag(address).url) or address.lower().startswith("feed:"):
                self._text = []
                self.found.append((given.get("title", ""), address))

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._end_link()

    def _end_link(self) -> None:
        if self._text is not None:
            title, address = self.found[-1]
            self.found[-1] = ("".join(self._text) or title, address)
            self._text = None


def _is_declared(given: dict[str, str]) -> bool:
    relations = given.get("rel", "").lower().split()
    kind = given.get("type", "").partition(";")[0].strip().lower()
    if not {"alternate", "feed"} & set(relations) or "stylesheet" in relations:
        return False
    loose = _LOOSE_TYPES.fullmatch(kind) and _LOOKS_LIKE_ONE.search(given.get("href", ""))
    return bool(_TYPES.fullmatch(kind) or loose or "feed" in relations)
