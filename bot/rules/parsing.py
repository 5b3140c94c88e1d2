"""Feed bytes in, a `ParsedFeed` out: RSS 0.9x to 2.0, RDF, Atom and JSON Feed.

The letters are found (`decoding`), what no parser should see is taken out or refused (`limits`), the
document is read (`xml_feed`, `json_feed`), and its entries become text as a reader sees it, whole links and
the keys by which they are known again (`keys`). Nothing that yields entries is refused but for its cost.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urljoin

from bot.rules.entries.decoding import decoded
from bot.rules.entries.json_feed import read_json
from bot.rules.entries.keys import Known, canonical_link, shown_link, title_key, web_link
from bot.rules.entries.limits import cleaned
from bot.rules.entries.nouns import Document, Given, Moment, NotAFeed, ParsedEntry, ParsedFeed
from bot.rules.entries.xml_feed import read_xml
from bot.rules.text import cut, plain, without_invisible

__all__ = ["NotAFeed", "ParsedEntry", "ParsedFeed", "canonical_link", "feed_or_reason", "parse_feed"]

_MOST_TEXT = 500_000
_LONGEST = 20_000
_SHORT = 300


def feed_or_reason(body: bytes, content_type: str = "", url: str = "") -> ParsedFeed | str:
    """A feed as `parse_feed` reads it, or in words why it is none: an answer that needs no exception."""
    try:
        return parse_feed(body, content_type, url)
    except NotAFeed as error:
        return str(error)


def parse_feed(body: bytes, content_type: str = "", url: str = "") -> ParsedFeed:
    """Read a feed that came from `url`; raises `NotAFeed` for anything else."""
    letters = decoded(body, content_type)
    text = cleaned(letters.text)
    if not text:
        raise NotAFeed("the answer was empty")
    document = read_json(text) if text.startswith("{") else read_xml(text)
    base = _joined(url or document.address, document.home)
    warnings = [letters.warning] if letters.warning else []
    warnings += document.warnings
    once = list(dict.fromkeys(document.entries))
    known = Known([(_one_line(given.id), shown_link(web_link(given.link, base))) for given in once])
    entries = list(_entries(once, base, known))
    return ParsedFeed(
        plain(document.title.text, html=document.title.is_html),
        tuple(entries),
        (*warnings, *_oddities(document, base, len(document.entries) - len(once), known)),
    )


def _entries(given: list[Given], base: str, known: Known) -> Iterator[ParsedEntry]:
    """The entries; from where their text would fill the memory of who asked, each is cut short."""
    length = 0
    for one in given:
        entry = _entry(one, base, known, _LONGEST if length < _MOST_TEXT else _SHORT)
        length += len(entry.title) + len(entry.summary)
        yield entry


def _entry(given: Given, base: str, known: Known, longest: int) -> ParsedEntry:
    title = plain(given.title.text, html=given.title.is_html, limit=longest)
    summary = plain(given.summary.text, html=given.summary.is_html, limit=longest)
    guid, link = _one_line(given.id), shown_link(web_link(given.link, base))
    published, updated = _one_line(given.published.text) or None, _one_line(given.updated.text) or None
    by_title = title_key(title, published or updated or "", summary)
    keys, story = known.keys(guid, link, by_title)
    shown = title or summary.split(". ")[0] or "(no title)"
    return ParsedEntry(
        guid=guid or link or shown,
        title=shown,
        link=link,
        published=published or updated,
        summary=summary,
        keys=keys,
        story=story,
        updated=updated,
        published_at=given.published.instant,
        updated_at=given.updated.instant,
        title_key=by_title,
    )


def _oddities(document: Document, base: str, twice: int, known: Known) -> Iterator[str]:
    """What is wrong with the entries, a sentence for each kind of it."""
    if twice:
        yield f"entries that stand there twice, letter by letter, were taken once: {twice}"
    if shared := known.shared_guids():
        yield f"ids that several entries share tell none of them apart: {_quoted(shared[0])}"
    links = [given.link for given in document.entries if given.link and web_link(given.link, base) is None]
    if links:
        yield f"links that are no web addresses were left out: {len(links)}, such as {_quoted(links[0])}"
    for what in ("published", "updated"):
        moments: list[Moment] = [getattr(given, what) for given in document.entries]
        unread = [moment.text for moment in moments if moment.text and moment.instant is None]
        if unread:
            yield f"times ({what}) that could not be read: {len(unread)}, such as {_quoted(unread[0])}"


def _quoted(text: str) -> str:
    return repr(cut(_one_line(text), 80))


def _joined(url: str, home: str) -> str:
    try:
        return urljoin(url, home)
    except ValueError:
        return url


def _one_line(text: str) -> str:
    return " ".join(without_invisible(text).split())
