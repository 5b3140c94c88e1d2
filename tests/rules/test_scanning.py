"""Entries are told apart by what they are known by and say; dates, counters and order are nothing new."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.entries.scanning import LARGEST, scanned

ONE = b"<item><guid>1</guid><title>One</title><link>https://x/1</link><pubDate>today</pubDate></item>"
TWO = b"<item><guid>2</guid><title>Two</title><description>Text</description></item>"


def feed(*items: bytes) -> bytes:
    return b"<rss version='2.0'><channel><title>F</title>" + b"".join(items) + b"</channel></rss>"


def names(*items: bytes) -> frozenset[str]:
    found = scanned(feed(*items))
    assert found is not None
    return found


def test_order_dates_and_counters_are_nothing_new_and_fewer_entries_are_not_either() -> None:
    other = ONE.replace(b"today", b"tomorrow").replace(
        b"</item>", b"<slash:comments>7</slash:comments></item>"
    )
    assert names(ONE, TWO) == names(TWO, other)
    assert names(TWO) < names(ONE, TWO)


@pytest.mark.parametrize(
    "edited",
    [
        TWO.replace(b"Two", b"Twos"),
        TWO.replace(b"Text", b"Texts"),
        TWO.replace(b"<guid>2", b"<guid>3"),
        TWO.replace(b"</item>", b"<link>https://x/2</link></item>"),
        b"<item rdf:about='https://x/2'>" + TWO[6:],
    ],
)
def test_an_entry_that_is_new_or_says_something_else_has_another_name(edited: bytes) -> None:
    assert not names(ONE, edited) <= names(ONE, TWO)


def test_a_link_of_atom_counts_by_its_address() -> None:
    entry = b"<entry><id>1</id><title type='html'>One</title><link href='https://x/1'/></entry>"
    assert names(entry) != names(entry.replace(b"x/1", b"x/2"))


@pytest.mark.parametrize("tags", [b"dc:title", b"t"])
def test_an_entry_whose_title_stands_elsewhere_counts_by_every_letter(tags: bytes) -> None:
    entry = b"<a:item><guid>1</guid><%b>One</%b><seen>1</seen></a:item>" % (tags, tags)
    assert names(entry) == names(entry) != names(entry.replace(b"One", b"Two"))


def test_what_stands_behind_a_tag_that_is_never_closed_counts() -> None:
    entry = b"<item><title>One<description>Text</description></item>"
    assert names(entry) != names(entry.replace(b"Text", b"Other"))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"nonsense",
        b'{"version": "https://jsonfeed.org/version/1.1", "items": []}',
        feed(ONE)[:-30],
        feed(ONE, b"<item><guid>3</guid>"),
        feed(ONE, b"<item/>"),
        feed(ONE).decode().encode("utf-16"),
        feed(ONE, b" " * LARGEST),
    ],
)
def test_what_cannot_be_told_is_left_to_parsing(body: bytes) -> None:
    assert scanned(body) is None


@pytest.mark.parametrize(
    "part", [b"<item>", b"<item", b"</item>", b"<title>", b"<title ", b"</", b"<a:", b"<item><title></item>"]
)
def test_what_repeats_for_ever_takes_no_longer_than_what_does_not(part: bytes) -> None:
    body = feed(ONE, b"<item><guid>9</guid>" + part * (400_000 // len(part)) + b"</item>")
    found = scanned(body)
    assert found is None or names(ONE) <= found


@given(st.binary(max_size=200))
def test_any_bytes_are_scanned_or_left(body: bytes) -> None:
    found = scanned(feed(ONE, body))
    assert found is None or names(ONE) <= found
