"""A page offers the feeds its head declares, and then those it links to; resolved, each once, at most 25."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.entries.discovery import feeds_in_page
from tests.rules.making import PROPERTY

PAGE = "https://site.example/news/index.html"


def urls(html: str) -> list[str]:
    return [offered.url for offered in feeds_in_page(html.encode(), PAGE)]


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ('rel="alternate" type="application/rss+xml" href="/feed"', "https://site.example/feed"),
        ("rel=alternate type=application/atom+xml href=feed.xml", "https://site.example/news/feed.xml"),
        (
            'rel="home Alternate" type="Application/RSS+XML; charset=utf-8" href="//b.example/f"',
            "https://b.example/f",
        ),
        (
            'rel="alternate" type="application/feed+json" href="?feed=json"',
            "https://site.example/news/index.html?feed=json",
        ),
        ('rel="alternate" type="text/xml" href="/rss.xml"', "https://site.example/rss.xml"),
        ('rel="feed" href="/all"', "https://site.example/all"),
        ('rel="alternate" type="application/rss+xml" href="feed://a.example/x"', "http://a.example/x"),
        ('rel="alternate" type="application/rss+xml" href="feed:https://a.example/x"', "https://a.example/x"),
        (
            'rel="alternate" type="application/rss+xml" href="/a?x=1&amp;y=2#top"',
            "https://site.example/a?x=1&y=2",
        ),
    ],
)
def test_a_feed_that_the_head_declares_is_offered(link: str, url: str) -> None:
    assert urls(f"<html><head><link {link}></head>") == [url]


@pytest.mark.parametrize(
    "link",
    [
        'rel="alternate" hreflang="fr" href="/fr/"',
        'rel="alternate stylesheet" type="application/rss+xml" href="/x"',
        'rel="alternate" type="application/json+oembed" href="/oembed/feed"',
        'rel="alternate" type="application/json" href="/wp-json/wp/v2/pages/7"',
        'rel="stylesheet" type="text/css" href="/feed"',
        'rel="alternate" type="application/rss+xml" href=""',
        'rel="alternate" type="application/rss+xml" href="javascript:alert(1)"',
        'rel="alternate" type="application/rss+xml" href="http://["',
        'rel="alternate" type="application/rss+xml"',
    ],
)
def test_what_is_no_feed_is_not_offered(link: str) -> None:
    assert urls(f"<link {link}>") == []


@pytest.mark.parametrize(
    "href",
    [
        *["/feed", "/feed/", "feed", "rss", "/blog/rss", "/index.rdf", "/rss.xml", "/atom.xml", "/news.rss"],
        *["/?feed=rss2", "/feeds/posts", "/x.aspx?format=feed", "/feed.json", "/rss-news.xml"],
    ],
)
def test_a_link_that_looks_like_a_feed_is_offered(href: str) -> None:
    assert len(urls(f"<a href='{href}'>News</a>")) == 1


@pytest.mark.parametrize(
    "href", ["/feedback", "/news", "/atomic-energy", "/rss-explained.html", "/sitemap.xml", "#rss"]
)
def test_a_link_that_only_resembles_one_is_not(href: str) -> None:
    assert urls(f"<a href='{href}'>News</a>") == []


def test_what_is_declared_comes_before_what_is_linked_and_each_comes_once() -> None:
    html = (
        "<base href='https://b.example/x/'><a href='rss'> All <b>our</b>\n news </a><a href='atom.xml'>2</a>"
        "<link rel=alternate type=application/atom+xml title='All &amp;amp; sundry' href='atom.xml'>"
    )
    assert feeds_in_page(html.encode(), PAGE) == [
        ("All & sundry", "https://b.example/x/atom.xml"),
        ("All our news", "https://b.example/x/rss"),
    ]


def test_a_feed_without_a_title_is_named_by_its_address() -> None:
    assert feeds_in_page(b"<a href=/feed></a>", PAGE)[0].title == "https://site.example/feed"


def test_no_more_than_25_are_offered_and_the_letters_of_the_page_are_found() -> None:
    html = "<meta charset=windows-1252>" + "".join(f"<a href='/{n}/feed'>caf\xe9</a>" for n in range(40))
    offered = feeds_in_page(html.encode("cp1252"), PAGE)
    assert len(offered) == 25 and offered[0].title == "caf\xe9"


@PROPERTY
@given(st.text(alphabet="<>!/[]&;#=-' \"aAlinkrefbs:x\0"))
def test_any_page_offers_nothing_worse_than_web_addresses(html: str) -> None:
    assert all(url.startswith(("http://", "https://")) for url in urls(html))
