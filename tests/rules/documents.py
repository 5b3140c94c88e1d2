"""Small feed documents that the tests of parsing are made of."""

from __future__ import annotations

from bot.rules.parsing import ParsedEntry, parse_feed

ITEM = "<item><title>One</title><link>https://a.example/1</link><guid>g1</guid></item>"
RSS_HEAD = "<?xml version='1.0' encoding='{}'?>"
ATOM = b"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Site</title>
<entry><id>g1</id><title type="html">One</title><updated>2025-10-29T08:00:00Z</updated>
<link rel="alternate" href="https://a.example/1"/><summary>Short &amp;amp; sweet</summary></entry></feed>"""
RDF = b"""<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://purl.org/rss/1.0/"><channel rdf:about="https://a.example"><title>Site</title></channel>
<item rdf:about="https://a.example/1"><title>One</title><link>https://a.example/1</link></item></rdf:RDF>"""


def rss(items: str = ITEM, head: str = "") -> bytes:
    return f"{head}<rss version='2.0'><channel><title>Site</title>{items}</channel></rss>".encode()


def item(inner: str) -> ParsedEntry:
    (entry,) = parse_feed(rss(f"<item>{inner}</item>")).entries
    return entry
