"""A list of feeds goes out and comes back the same; what is no list is refused by name."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.opml import NotOpml, Outline, read, write

TWO = [Outline("The Post", "https://post.example/feed"), Outline("A & B <C>", "https://ab.example/?x=1&y=2")]


def test_a_list_is_read_back_as_it_was_written() -> None:
    assert read(write("Feeds of Embassy", TWO)) == TWO
    assert write("Feeds", TWO) == write("Feeds", TWO)


def test_feeds_are_found_in_folders_of_any_depth_and_once() -> None:
    body = b"""<?xml version="1.0"?><opml version="1.0"><body><outline text="News">
    <outline text="Deep"><outline text=" The\tPost " xmlurl=" https://post.example/feed "/></outline>
    <outline text="Again" xmlUrl="https://post.example/feed"/><outline text="A page" htmlUrl="https://x"/>
    <outline xmlUrl="https://nameless.example/rss"/></outline></body></opml>"""
    assert read(body) == [
        Outline("The Post", "https://post.example/feed"),
        Outline("https://nameless.example/rss", "https://nameless.example/rss"),
    ]


def test_a_list_in_a_namespace_and_one_that_nests_without_end_are_read() -> None:
    body = b'<opml xmlns="http://opml.org/spec2"><body><outline text="A" xmlUrl="https://a.example"/></body></opml>'
    assert read(body) == [Outline("A", "https://a.example")]
    deep = b"<opml>" + b"<outline>" * 50_000 + b'<outline xmlUrl="https://a.example"/>'
    assert len(read(deep + b"</outline>" * 50_000 + b"</opml>")) == 1


def test_a_list_in_another_encoding_is_read() -> None:
    text = '<?xml version="1.0" encoding="utf-16"?><opml><body><outline text="é" xmlUrl="https://e.example"/></body></opml>'
    assert read(text.encode("utf-16")) == [Outline("é", "https://e.example")]


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "not well-formed"),
        (b"nonsense", "not well-formed"),
        (b"<opml><body></opml>", "not well-formed"),
        (b"<rss version='2.0'><channel/></rss>", "it is <rss> and not <opml>"),
        (b"<opml><body/></opml>", "there is no feed in it"),
        (b"<!DOCTYPE opml [<!ENTITY a 'b'>]><opml><body>&a;</body></opml>", "entities of its own"),
        (b"<opml>" + b" " * 2 * 1024 * 1024 + b"</opml>", "larger than 2 MB"),
        (b'<?xml version="1.0" encoding="klingon"?><opml/>', "not well-formed"),
        (
            b"<opml>"
            + b"".join(b'<outline xmlUrl="https://%d.example"/>' % n for n in range(1001))
            + b"</opml>",
            "holds 1001 feeds",
        ),
    ],
)
def test_what_is_no_list_of_feeds_is_refused_by_name(body: bytes, why: str) -> None:
    with pytest.raises(NotOpml, match=why):
        read(body)


@given(st.lists(st.tuples(st.text(max_size=40), st.uuids()), min_size=1, max_size=5))
def test_any_title_makes_a_document_that_is_read(named: list[tuple[str, object]]) -> None:
    feeds = [Outline(title, f"https://{uid}.example/feed") for title, uid in named]
    assert [one.url for one in read(write("x\x00y", feeds))] == [one.url for one in feeds]


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    with contextlib.suppress(NotOpml):
        assert read(body)
