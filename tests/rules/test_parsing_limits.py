"""What could cost hours is refused, what is too much is cut, and what is cut short loses its last entry."""

from __future__ import annotations

import pytest

from bot.rules.entries.limits import part_with_entries
from bot.rules.parsing import NotAFeed, parse_feed
from tests.rules.documents import ATOM, ITEM, rss

LAUGHS = "<!DOCTYPE lolz [<!ENTITY a 'lol'><!ENTITY b '&a;&a;'>]>"
OUTSIDE = "<!DOCTYPE x SYSTEM 'file:///etc/passwd' [<!ENTITY p SYSTEM 'file:///etc/passwd'>]>"


@pytest.mark.parametrize(
    "body",
    [
        rss(head=LAUGHS),
        rss(head=OUTSIDE),
        rss(head="<!DOCTYPE x [<!ENTITY % p SYSTEM 'http://a.example/x.dtd'>%p;]>"),
        rss(head="<![CDATA[" + LAUGHS + "]]>"),
        rss(head="<!-- -->" + LAUGHS.lower()),
        rss(ITEM + "<!ENTITY a 'b'>"),
    ],
)
def test_a_document_that_declares_entities_is_refused(body: bytes) -> None:
    with pytest.raises(NotAFeed, match="entities"):
        parse_feed(body)


@pytest.mark.parametrize(
    "quoted", ["<![CDATA[how to write <!ENTITY a>]]>", "<!-- <!ENTITY a> -->", "&lt;!ENTITY a"]
)
def test_one_that_only_speaks_of_them_is_read(quoted: str) -> None:
    assert (
        len(
            parse_feed(rss(f"{ITEM}<item><title>x</title><description>{quoted}</description></item>")).entries
        )
        == 2
    )


def test_a_reference_to_a_file_brings_nothing_of_it() -> None:
    feed = parse_feed(
        rss("<item><title>a &p; b</title></item>", "<!DOCTYPE rss SYSTEM 'file:///etc/passwd'>")
    )
    assert feed.entries[0].title == "a &p; b"


def nested(depth: int) -> bytes:
    return rss("<item><title>x</title>" + "<a>" * depth + "</a>" * depth + "</item>")


def test_elements_may_be_100_deep_and_no_deeper() -> None:
    assert len(parse_feed(nested(97)).entries) == 1
    with pytest.raises(NotAFeed, match="100 deep"):
        parse_feed(nested(98))


@pytest.mark.parametrize("value", ["1", ">", "/>"])
def test_a_tag_of_more_than_16_kilobytes_is_refused_whatever_is_in_it(value: str) -> None:
    attributes = " ".join(f"a{number}='{value}'" for number in range(2000))
    with pytest.raises(NotAFeed, match="16 KB"):
        parse_feed(rss(f"<item {attributes}><title>x</title></item>"))


def test_a_long_text_is_no_long_tag() -> None:
    text = "x" * 40_000
    items = f"<item><title>{text}</title></item><item><description><![CDATA[{text}]]></description></item>"
    assert len(parse_feed(rss(items + f"<item><guid>{text}</guid></item>")).entries) == 3


def many(number: int, then: str = "") -> bytes:
    return rss("".join(f"<item><guid>{n}</guid></item>" for n in range(number)) + then)


def test_exactly_5000_entries_are_all_of_a_document() -> None:
    feed = parse_feed(many(5000))
    assert (len(feed.entries), feed.warnings) == (5000, ())


@pytest.mark.parametrize("then", ["", "<unclosed>"], ids=["well-formed", "ill-formed"])
def test_of_more_the_first_5000_are_read_and_it_is_said(then: str) -> None:
    feed = parse_feed(many(5001, then))
    assert [feed.entries[0].guid, feed.entries[-1].guid, len(feed.entries)] == ["0", "4999", 5000]
    assert "only the first 5000 entries were read" in feed.warnings[-1]


def test_of_more_than_5000_items_of_json_the_first_are_read_too() -> None:
    items = ",".join(f'{{"id": {number}}}' for number in range(5001))
    feed = parse_feed(f'{{"version": "https://jsonfeed.org/version/1", "items": [{items}]}}'.encode())
    assert len(feed.entries) == 5000 and "only the first 5000" in feed.warnings[-1]


@pytest.mark.parametrize(
    "end",
    [
        "<item><guid>g2</guid><title>Cut of",
        "<item><title>Cut off</title><description>and",
        "<item><title>Cut off</title><link>https://a.example/",
        "<item>",
        "<item",
    ],
)
def test_an_entry_that_is_cut_short_before_it_can_be_known_again_is_left_out(end: str) -> None:
    feed = parse_feed(f"<rss version='2.0'><channel><title>Site</title>{ITEM}{end}".encode())
    assert [entry.guid for entry in feed.entries] == ["g1"]


@pytest.mark.parametrize(
    "end",
    [
        "<item><guid>g2</guid><title>Whole</title><descript",
        "<item><title>Whole</title><guid>g2</guid><description>and so",
        "<item><title>Whole</title><guid>g2</guid></ite",
    ],
)
def test_one_that_is_cut_short_behind_what_it_is_known_by_is_kept(end: str) -> None:
    feed = parse_feed(f"<rss version='2.0'><channel><title>Site</title>{ITEM}{end}".encode())
    assert [(entry.guid, entry.title) for entry in feed.entries] == [("g1", "One"), ("g2", "Whole")]


def test_an_entry_that_is_whole_is_kept_where_a_document_is_cut_short_behind_it() -> None:
    for end in ("", "</chan", "<!--"):
        feed = parse_feed(f"<rss version='2.0'><channel><title>Site</title>{ITEM}{end}".encode())
        assert [entry.guid for entry in feed.entries] == ["g1"]
    assert len(parse_feed(ATOM[:-8]).entries) == 1


def test_a_document_that_forgets_to_end_an_entry_is_not_cut_short() -> None:
    assert [entry.title for entry in parse_feed(rss("<item><title>One</title>")).entries] == ["One"]


def test_a_text_of_many_pages_is_read_in_part_where_there_are_many_of_them() -> None:
    items = "".join(
        f"<item><guid>{n}</guid><description>{'word ' * 4000}</description></item>" for n in range(300)
    )
    feed = parse_feed(rss(items))
    assert len(feed.entries) == 300 and len(feed.entries[0].summary) > 19_000
    assert sum(len(entry.summary) for entry in feed.entries) < 700_000 and feed.entries[-1].summary


@pytest.mark.parametrize(
    ("body", "part"),
    [
        (b"<rss>at 08:00<item>a</item>x<item>b</item></rss><!-- 3 ms -->", b"<item>a</item>x<item>b</item>"),
        (b"<feed><updated>1</updated><entry a='b'>a</entry></feed>", b"<entry a='b'>a</entry>"),
        (b"<rss>no entries</rss>", b"<rss>no entries</rss>"),
        (b"<rss><item>cut", b"<item>cut"),
        (b"</item><item>", b"<item>"),
        (b"", b""),
    ],
)
def test_the_part_with_entries_leaves_out_what_a_site_writes_around_them(body: bytes, part: bytes) -> None:
    assert bytes(part_with_entries(body)) == part
