"""Every kind of feed gives the same: text as a reader sees it, whole links, times, ids, and what is wrong."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.rules.parsing import ParsedEntry, ParsedFeed, parse_feed
from tests.rules.documents import item, rss

PAGE = "https://site.example/news/feed.xml"
ATOM = "<feed xmlns='http://www.w3.org/2005/Atom' {}><title>Site</title>{}</feed>"
RDF = (
    "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://{}'"
    " xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><title>Site</title></channel>{}</rdf:RDF>"
)
ONE = "<item><title>One</title><link>https://a.example/1</link></item>"


def atom(inner: str, feed: str = "", url: str = PAGE) -> ParsedEntry:
    (entry,) = parse_feed(ATOM.format(feed, f"<entry><id>u:1</id>{inner}</entry>").encode(), url=url).entries
    return entry


def json_feed(*items: str, version: str = "https://jsonfeed.org/version/1.1", more: str = "") -> ParsedFeed:
    text = f'{{"version": "{version}", "title": "Site &amp; more", {more} "items": [{",".join(items)}]}}'
    return parse_feed(text.encode(), "application/feed+json", PAGE)


@pytest.mark.parametrize(
    "document",
    [
        *[f"<rss version='{number}'><channel><title>Site</title>{ONE}</channel></rss>" for number in
          ("0.90", "0.91", "0.92", "0.93", "0.94", "2.0", "2.0.1", "")],
        f"<!DOCTYPE rss PUBLIC '-//Netscape Communications//DTD RSS 0.91//EN'"
        f" 'http://my.netscape.com/publish/formats/rss-0.91.dtd'><rss><channel><title>Site</title>{ONE}</channel></rss>",
        RDF.format("my.netscape.com/rdf/simple/0.9/", ONE),
        RDF.format("purl.org/rss/1.0/", ONE),
        ATOM.format("", "<entry><title>One</title><link href='https://a.example/1'/></entry>"),
        ATOM.replace("www.w3.org/2005/Atom", "purl.org/atom/ns#").format(
            "version='0.3'", "<entry><title>One</title><link rel='alternate' href='https://a.example/1'/></entry>"
        ),
        '{"version": "https://jsonfeed.org/version/1", "title": "Site",'
        ' "items": [{"id": 1, "title": "One", "url": "https://a.example/1"}]}',
    ],
)  # fmt: skip
def test_every_format_gives_the_same(document: str) -> None:
    feed = parse_feed(document.encode())
    assert (feed.title, [(entry.title, entry.link) for entry in feed.entries]) == (
        "Site",
        [("One", "https://a.example/1")],
    )
    assert feed.warnings == ()


@pytest.mark.parametrize(
    ("title", "seen"),
    [
        ("<title>AT&amp;T &lt;b&gt;</title>", "AT&T <b>"),
        ("<title>Tom &amp;amp; Jerry</title>", "Tom & Jerry"),
        ("<title type='html'>A &amp;lt; &lt;i&gt;B&lt;/i&gt;</title>", "A < B"),
        (
            "<title type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>A &lt; <b>B</b></div></title>",
            "A < B",
        ),
    ],
)
def test_a_title_of_atom_is_read_as_the_text_it_says_it_is(title: str, seen: str) -> None:
    assert atom(title).title == seen


def test_a_title_of_ten_thousand_letters_is_kept_whole() -> None:
    assert item(f"<title>{'é' * 10_000}</title>").title == "é" * 10_000


def test_what_is_invisible_or_turns_text_around_is_left_out() -> None:
    odd = "a\u202eb\u200bc\u2066d\ufeffe\u00adf\u061cg&#8238;h&amp;#8203;i&#xD83D;j&#1;k"
    entry = item(f"<title>{odd}</title><description>{odd}</description><guid>{odd}</guid>")
    assert (entry.title, entry.summary) == ("abcdefghijk", "abcdefghijk")
    assert entry.guid.encode() and "\u202e" not in entry.guid


def test_markup_of_discord_is_plain_text_here() -> None:
    entry = item("<title>[click](https://evil.example) @everyone **x**</title>")
    assert entry.title == "[click](https://evil.example) @everyone **x**"


@pytest.mark.parametrize(
    ("inner", "summary"),
    [
        (
            "<description>&lt;p&gt;One&lt;/p&gt;&lt;p&gt;two &amp;amp; three&lt;/p&gt;</description>",
            "One two & three",
        ),
        ("<description></description><x:encoded>&lt;b&gt;Full&lt;/b&gt; text</x:encoded>", "Full text"),
        ("<x:encoded>Full</x:encoded><description>Short</description>", "Short"),
        ("<description><![CDATA[<script>alert(1)</script>Seen]]></description>", "Seen"),
    ],
)
def test_the_summary_is_the_short_text_or_else_the_whole(inner: str, summary: str) -> None:
    spaced = f"<item xmlns:x='http://purl.org/rss/1.0/modules/content/'>{inner}</item>"
    assert parse_feed(rss(spaced)).entries[0].summary == summary


@pytest.mark.parametrize(
    ("channel", "link", "whole"),
    [
        ("", "/1", "https://site.example/1"),
        ("", "1?a=b", "https://site.example/news/1?a=b"),
        ("<link>https://home.example/blog/</link>", "1", "https://home.example/blog/1"),
        ("<link>/blog/</link>", "1", "https://site.example/blog/1"),
        ("<link>https://home.example/blog/</link>", "//cdn.example/1", "https://cdn.example/1"),
        ("<link>http://[</link>", "/1", "https://site.example/1"),
    ],
)
def test_a_relative_link_is_resolved_against_the_feeds_page(channel: str, link: str, whole: str) -> None:
    feed = parse_feed(rss(f"{channel}<item><title>x</title><link>{link}</link></item>"), url=PAGE)
    assert feed.entries[0].link == whole


def test_a_base_in_the_document_comes_first_and_holds_for_its_own_element_alone() -> None:
    items = (
        "<item xml:base='https://base.example/a/'><title>x</title><link>1</link></item>"
        "<item><title>y</title><link>2</link></item>"
    )
    feed = parse_feed(rss(items), url=PAGE)
    assert [entry.link for entry in feed.entries] == [
        "https://base.example/a/1",
        "https://site.example/news/2",
    ]
    assert atom("<link href='1'/>", "xml:base='/blog/'").link == "https://site.example/blog/1"


def test_a_document_without_an_address_is_where_it_says_it_is() -> None:
    inside = (
        "<link rel='self' href='https://self.example/x/feed'/><entry><id>u:1</id><link href='1'/></entry>"
    )
    assert parse_feed(ATOM.format("", inside).encode()).entries[0].link == "https://self.example/x/1"


def test_a_relative_link_that_cannot_be_made_whole_is_left_out_and_said() -> None:
    feed = parse_feed(rss("<item><title>x</title><link>/1</link></item>"))
    assert feed.entries[0].link is None
    assert feed.warnings == ("links that are no web addresses were left out: 1, such as '/1'",)


@pytest.mark.parametrize(
    ("inner", "guid", "link"),
    [
        ("<guid>12345</guid>", "12345", None),
        ("<guid>https://a.example/5</guid>", "https://a.example/5", "https://a.example/5"),
        (
            "<guid isPermaLink='false'>https://a.example/5</guid>",
            "https://a.example/5",
            "https://a.example/5",
        ),
        (
            "<guid isPermaLink='false'>tag:x</guid><link>https://a.example/5</link>",
            "tag:x",
            "https://a.example/5",
        ),
        ("<link>https://a.example/5</link>", "https://a.example/5", "https://a.example/5"),
        ("<title>Only this</title>", "Only this", None),
    ],
)
def test_an_id_is_as_the_source_gave_it_and_stands_in_for_a_link_where_it_is_one(
    inner: str, guid: str, link: str | None
) -> None:
    feed = parse_feed(rss(f"<item>{inner}</item>"), url=PAGE)
    assert (feed.entries[0].guid, feed.entries[0].link) == (guid, link)


def test_an_alternate_of_another_type_is_a_link_too() -> None:
    links = "<link rel='edit' href='https://a.example/e'/><link type='application/pdf' href='https://a.example/p'/>"
    assert atom(links).link == "https://a.example/p"


def test_ids_that_repeat_lose_no_entry_and_are_said() -> None:
    feed = parse_feed(rss("".join(f"<item><guid>same</guid><title>{n}</title></item>" for n in "abc")))
    assert [entry.title for entry in feed.entries] == ["a", "b", "c"]
    assert len({frozenset(entry.keys) for entry in feed.entries}) == 3
    assert feed.warnings == ("ids that several entries share tell none of them apart: 'same'",)


def test_an_entry_that_stands_there_twice_is_one() -> None:
    feed = parse_feed(rss(ONE + ONE))
    assert len(feed.entries) == 1 and feed.entries[0].keys == {"l:a.example/1"}
    assert feed.warnings == ("entries that stand there twice, letter by letter, were taken once: 1",)


def test_an_id_with_another_scheme_is_the_same_id() -> None:
    one, other = (item(f"<guid>{scheme}://a.example/5</guid>") for scheme in ("http", "https"))
    assert one.keys == other.keys


@pytest.mark.parametrize(
    ("given", "instant"),
    [
        ("Wed, 29 Oct 2025 08:00:00 GMT", datetime(2025, 10, 29, 8, tzinfo=UTC)),
        ("Wed, 29 Oct 2025 08:00:00 +0800", datetime(2025, 10, 29, tzinfo=UTC)),
        ("29 Oct 2025 08:00 EST", datetime(2025, 10, 29, 13, tzinfo=UTC)),
        ("Wed, 29 Oct 2025 08:00:00 SGT", datetime(2025, 10, 29, tzinfo=UTC)),
        ("2025-10-29T08:00:00.5+05:30", datetime(2025, 10, 29, 2, 30, tzinfo=UTC)),
        ("20251029T080000Z", datetime(2025, 10, 29, 8, tzinfo=UTC)),
        ("2025-10-29 08:00:00", datetime(2025, 10, 29, 8, tzinfo=UTC)),
        ("29 Oct 2025", datetime(2025, 10, 29, tzinfo=UTC)),
        ("Wed, 29 Oct 2099 08:00:00 GMT", datetime(2099, 10, 29, 8, tzinfo=UTC)),
        ("2025", None),
        ("2025-10", None),
        ("Wed, 29 Oct 2025 08:00:00 IST", None),
        ("Wed, 29 Oct 2025 10:00 PM", None),
        ("1761724800", None),
        ("0000-00-00 00:00:00", None),
        ("Wed, 32 Foo 99999 25:61:61 +9999", None),
        ("9999-12-31T23:59:59-12:00", None),
        ("yesterday", None),
    ],
)
def test_a_time_names_an_instant_or_none_and_is_kept_as_it_was_given(
    given: str, instant: datetime | None
) -> None:
    feed = parse_feed(rss(f"<item><title>x</title><pubDate>{given}</pubDate></item>"))
    (entry,) = feed.entries
    assert (entry.published, entry.published_at, entry.updated_at) == (given, instant, None)
    assert bool(feed.warnings) is (instant is None)


def test_when_an_entry_changed_is_told_apart_from_when_it_was_published() -> None:
    entry = atom("<updated>2025-10-29T08:00:00Z</updated>")
    assert (entry.published_at, entry.updated_at) == (None, datetime(2025, 10, 29, 8, tzinfo=UTC))
    assert entry.published == entry.updated == "2025-10-29T08:00:00Z"
    both = atom("<published>2025-10-28</published><updated>2025-10-29</updated>")
    assert (both.published, both.updated) == ("2025-10-28", "2025-10-29")


def test_no_date_is_no_reason_to_complain() -> None:
    feed = parse_feed(rss(ONE))
    assert (feed.entries[0].published, feed.warnings) == (None, ())


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ('{"id": 7, "title": "A &amp; B"}', {"guid": "7", "title": "A & B"}),
        ('{"id": 2.5, "url": "1"}', {"guid": "2.5", "link": "https://site.example/news/1"}),
        ('{"url": "https://a.example/5"}', {"guid": "https://a.example/5", "link": "https://a.example/5"}),
        ('{"id": "x", "external_url": "https://b.example/5"}', {"link": "https://b.example/5"}),
        ('{"id": "x", "content_html": "<p>One</p><p>two</p>"}', {"title": "One two", "summary": "One two"}),
        ('{"id": "x", "content_text": "1 < 2", "content_html": "<b>3</b>"}', {"summary": "1 < 2"}),
        ('{"id": "x", "summary": "Short", "content_text": "long"}', {"summary": "Short"}),
        ('{"id": "x", "title": "\\ud800y\\u202e", "tags": [{}]}', {"title": "y"}),
        ('{"id": "x", "title": {"a": "b"}, "url": [], "date_published": 7}', {"title": "(no title)"}),
        ('{"id": "x", "date_published": "2025-10-29T08:00:00+08:00"}',
         {"published_at": datetime(2025, 10, 29, tzinfo=UTC), "updated_at": None}),
        ('{"id": "x", "date_modified": "2025-10-29T08:00:00Z"}',
         {"published_at": None, "updated_at": datetime(2025, 10, 29, 8, tzinfo=UTC)}),
    ],
)  # fmt: skip
def test_an_item_of_json_is_read_for_what_it_says(given: str, expected: dict[str, Any]) -> None:
    (entry,) = json_feed(given).entries
    assert {name: getattr(entry, name) for name in expected} == expected


@pytest.mark.parametrize("version", ["https://jsonfeed.org/version/1", "http://jsonfeed.org/version/1.1/"])
def test_both_versions_of_json_feed_are_read(version: str) -> None:
    feed = json_feed('{"id": "1"}', version=version, more='"home_page_url": "https://home.example/",')
    assert (feed.title, len(feed.entries)) == ("Site & more", 1)


def test_items_of_json_without_id_and_address_are_left_out_and_said() -> None:
    feed = json_feed('{"title": "lost"}', '{"id": true}', "[1]", "null", '{"id": "kept"}')
    assert [entry.guid for entry in feed.entries] == ["kept"]
    assert feed.warnings == ("items without an id and an address were left out: 4",)


def test_a_web_page_is_named_as_one() -> None:
    for page in (
        "<!DOCTYPE html><p>x",
        "\n<HTML lang=en><body><item>x</item>",
        "<!-- a --><html><head></head>",
    ):
        with pytest.raises(ValueError, match="a web page, not a feed"):
            parse_feed(page.encode(), "text/html")


@pytest.mark.parametrize("sent", ["text/html", "text/plain", "application/json", "image/png", "nonsense", ""])
def test_a_feed_is_one_whatever_it_is_sent_as(sent: str) -> None:
    assert len(parse_feed(rss(ONE), sent).entries) == 1
