"""Whatever yields entries is read, well-formed or not; everything else is refused as `NotAFeed`."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.parsing import NotAFeed, parse_feed
from tests.rules.documents import ATOM, ITEM, RDF, RSS_HEAD, item, rss
from tests.rules.making import PROPERTY


@pytest.mark.parametrize("body", [rss(), ATOM, RDF], ids=["rss", "atom", "rdf"])
def test_rss_atom_and_rdf_are_read(body: bytes) -> None:
    feed = parse_feed(body)
    assert feed.title == "Site"
    assert [(entry.title, entry.link) for entry in feed.entries] == [("One", "https://a.example/1")]


@pytest.mark.parametrize(
    "body",
    [
        b"\r\n\t " + rss(head="<?xml version='1.0'?>"),
        b"\xef\xbb\xbf" + rss(),
        b"\x00\x00" + rss(),
        rss(ITEM + "<item><title>A & B</title>"),
        rss(ITEM + "<nobody:knows>x</nobody:knows>"),
        rss()[:-20],
        rss(ITEM + "<item><title>cut o")[:-18],
        rss() + b"trailing junk <",
        rss(ITEM + "<item><title>&nbsp;&undeclared;</title></item>"),
        rss(ITEM + "<item><title>&#xD800; &#x0; &#99999999999;</title></item>"),
        rss(ITEM + "<item><description><![foo[ x</description></item>"),
    ],
)
def test_a_feed_that_is_malformed_or_cut_short_gives_what_can_be_read(body: bytes) -> None:
    assert parse_feed(body).entries[0].title == "One"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (rss(ITEM.replace("One", "Ünïted €")), ""),
        (rss(ITEM.replace("One", "Ünïted €"), RSS_HEAD.format("windows-1252")).decode().encode("cp1252"), ""),
        (rss(ITEM.replace("One", "Ünïted €")).decode().encode("cp1252"), "text/xml; charset=windows-1252"),
        (rss(ITEM.replace("One", "Ünïted €"), RSS_HEAD.format("utf-16")).decode().encode("utf-16"), ""),
        (b"\xfe\xff" + rss(ITEM.replace("One", "Ünïted €")).decode().encode("utf-16-be"), ""),
        (rss(ITEM.replace("One", "Ünïted €"), RSS_HEAD.format("utf-16")).decode().encode("utf-16-be"), ""),
        (rss(ITEM.replace("One", "Ünïted €"), RSS_HEAD.format("utf-16")).decode().encode("utf-16-le"), ""),
    ],
    ids=["utf-8", "cp1252-declared", "cp1252-header", "utf-16", "utf-16-mark", "utf-16-be", "utf-16-le"],
)
def test_the_letters_come_out_in_any_encoding(body: bytes, content_type: str) -> None:
    assert parse_feed(body, content_type).entries[0].title == "Ünïted €"


BOMB = """<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>"""


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty"),
        (b" \n\x00", "empty"),
        (rss(head=BOMB), "entities"),
        (rss(head=BOMB.lower()), "entities"),
        (rss(head=RSS_HEAD.format("utf-16") + BOMB).decode().encode("utf-16"), "entities"),
        (rss("<item " + "a='1' " * 3000 + "><title>x</title></item>"), "16 KB"),
        (rss("<item " + "a='1' " * 3000 + "></item>").decode().encode("utf-16"), "16 KB"),
        (
            b"<!DOCTYPE html><html><head><title>News</title></head><body><p>Hello</p></body></html>",
            "RSS or Atom",
        ),
        (b'{"items": []}', "JSON, but not a feed"),
        (b'{"items": [', "JSON that cannot be read"),
        (b"[" * 100_000, "RSS or Atom"),
        (b'{"a":' * 100_000, "JSON that cannot be read"),
        (b"/etc/passwd", "RSS or Atom"),
        (b"https://a.example/feed", "RSS or Atom"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "RSS or Atom"),
    ],
)
def test_what_is_no_feed_is_refused_with_the_reason(body: bytes, reason: str) -> None:
    with pytest.raises(NotAFeed, match=reason):
        parse_feed(body)


_PIECES = [
    *[b"<rss version='2.0'>", b"<channel>", b"<item>", b"</item>", b"<title>", b"</title>", b"<link>", b"<"],
    *[
        b">",
        b"<!",
        b"<![",
        b"foo[",
        b"]]>",
        b"<!--",
        b"<?",
        b"\x00",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"&#xD800;",
    ],
    *[
        b"&#99999999999;",
        b"&amp;lt;",
        b"http://[",
        b"<feed xmlns='http://www.w3.org/2005/Atom'><entry>",
        b"<id>",
    ],
    *[
        b"<?xml version='1.0' encoding='",
        b"utf-7",
        b"utf-16",
        b"idna",
        b"punycode",
        b"'?>",
        b"<pubDate>",
        b"{",
    ],
    *[
        b"Mon, 32 Foo 99999 25:61:61 +9999",
        b"<gml:posList>1 2 3</gml:posList>",
        b"<content type='xhtml'>",
        b'"',
    ],
]
_TYPES = [
    "",
    "text/xml; charset=utf-7",
    "text/html; charset=punycode",
    "application/json",
    "text/xml; charset=\xff",
]


@PROPERTY
@given(
    st.one_of(st.binary(), st.lists(st.sampled_from(_PIECES), max_size=14).map(b"".join)),
    st.sampled_from(_TYPES),
)
def test_any_bytes_are_a_feed_or_refused_by_name(body: bytes, content_type: str) -> None:
    try:
        feed = parse_feed(body, content_type)
    except NotAFeed as refused:
        assert str(refused)
        return
    for entry in feed.entries:
        # Everything of an entry can be stored.
        "".join([entry.guid, entry.title, entry.summary, entry.link or "", *entry.keys]).encode()


def test_a_date_is_kept_as_the_source_gave_it_and_never_needed() -> None:
    assert item("<pubDate>once upon a time</pubDate>").published == "once upon a time"
    assert item("<title>x</title>").published is None


@pytest.mark.parametrize(
    ("markup", "title"),
    [
        ("India &amp;amp; ASEAN", "India & ASEAN"),
        ("India &amp;lt;b&amp;gt;and&amp;lt;/b&amp;gt; ASEAN", "India and ASEAN"),
        ("<![CDATA[<b>India</b> &amp; ASEAN]]>", "India & ASEAN"),
        ("A\u202e\u200bB", "AB"),
        ("two\n   lines", "two lines"),
    ],
)
def test_a_title_is_text_however_often_it_was_escaped(markup: str, title: str) -> None:
    assert item(f"<title>{markup}</title>").title == title


@pytest.mark.parametrize(
    ("link", "kept"),
    [
        ("https://a.example/1", "https://a.example/1"),
        ("http://a.example/?q=a&amp;b=c", "http://a.example/?q=a&b=c"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("file:///etc/passwd", None),
        ("/relative", None),
        ("https://a.example/x) [masked](https://b.example", None),
        ("https://a.example/" + "x" * 2048, None),
        ("http://[", None),
        ("", None),
    ],
)
def test_only_a_plain_web_address_is_a_link(link: str, kept: str | None) -> None:
    assert item(f"<title>x</title><link>{link}</link>").link == kept


def test_entries_come_in_the_order_of_the_document_and_at_most_5000() -> None:
    feed = parse_feed(rss("".join(f"<item><title>{n}</title></item>" for n in range(5001))))
    assert [entry.title for entry in feed.entries[:2]] == ["0", "1"]
    assert len(feed.entries) == 5000


def test_a_feed_without_entries_is_a_feed() -> None:
    assert parse_feed(rss("")).entries == ()


@pytest.mark.parametrize("encoding", ["punycode", "idna", "undefined", "rot13", "no-such-one"])
def test_a_declared_encoding_that_decodes_nothing_raises_nothing_else(encoding: str) -> None:
    body = f"<?xml version='1.0' encoding='{encoding}'?><rss/>".encode()
    with contextlib.suppress(NotAFeed):  # Python's codecs differ from version to version
        assert parse_feed(body).entries == ()
