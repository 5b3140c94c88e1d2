"""An entry is known by its guid where no other has the same, its link without decoration where that is its
own too, or else its title and date.
"""

from __future__ import annotations

import pytest

from bot.rules.parsing import canonical_link, parse_feed
from tests.rules.test_parsing import item, rss


def test_an_entry_is_known_by_its_guid_and_its_link() -> None:
    entry = item(
        "<title>One</title><link>https://A.example/1/?utm_source=x&amp;id=7#top</link><guid>g1</guid>"
    )
    assert entry.keys == {"g:g1", "l:a.example/1?id=7"}
    assert entry.story == "l:a.example/1?id=7"


def test_a_link_with_parentheses_makes_a_key_as_any_other() -> None:
    entry = item("<title>One</title><link>https://a.example/Timor_(sea)</link>")
    assert entry.keys == {f"l:{canonical_link('https://a.example/Timor_(sea)')}"}


def test_a_guid_that_several_entries_share_is_no_key() -> None:
    feed = parse_feed(
        rss("".join(f"<item><guid>same</guid><link>https://a.example/{n}</link></item>" for n in "ab"))
    )
    assert [entry.keys for entry in feed.entries] == [{"l:a.example/a"}, {"l:a.example/b"}]


def test_without_guid_and_link_the_title_and_date_make_the_key() -> None:
    monday, tuesday = (
        item(f"<title>Daily report</title><pubDate>{day}</pubDate>") for day in ("Mon, 27 Oct", "Tue, 28 Oct")
    )
    assert len(monday.keys) == 1
    assert monday.keys.isdisjoint(tuesday.keys)
    assert item("<title>Daily  REPORT</title><pubDate>Mon, 27 Oct</pubDate>").keys == monday.keys


def test_a_key_of_the_title_knows_no_letters_without_width() -> None:
    plain, joined = (
        parse_feed(rss(f"<item><title>{title}</title></item>")).entries[0]
        for title in (
            "\u0645\u06cc\u062e\u0648\u0627\u0647\u0645",
            "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        )
    )
    assert plain.title != joined.title and plain.keys == joined.keys


def test_without_title_the_text_tells_entries_apart() -> None:
    one, other = (
        item("<description>First words. More.</description>"),
        item("<description>Other.</description>"),
    )
    assert one.keys.isdisjoint(other.keys)
    assert (one.title, other.title) == ("First words", "Other.")


def test_an_entry_with_nothing_in_it_still_has_a_title_and_a_key() -> None:
    entry = item("")
    assert (entry.title, entry.link, entry.published, len(entry.keys)) == ("(no title)", None, None, 1)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://a.example/x", "https://a.example/x"),
        ("https://A.Example/x/", "https://a.example/x"),
        ("https://a.example/x#part", "https://a.example/x"),
        ("https://a.example/x?utm_medium=rss&fbclid=1&id=2", "https://a.example/x?id=2"),
        ("https://a.example/x_(y)?z=(1)", "https://a.example/x_%28y%29?z=%281%29"),
    ],
)
def test_two_links_to_one_page_compare_equal(one: str, other: str) -> None:
    assert canonical_link(one) == canonical_link(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.example/x?id=1", "https://a.example/x?id=2"),
        ("https://a.example/x", "https://a.example/X"),
    ],
)
def test_two_pages_stay_two(one: str, other: str) -> None:
    assert canonical_link(one) != canonical_link(other)


def test_a_link_that_several_entries_share_tells_none_of_them_apart() -> None:
    items = "".join(
        f"<item><title>{title}</title><link>https://tests.example/news#{title}</link></item>"
        for title in ("one", "two")
    )
    read = parse_feed(f"<rss version='2.0'><channel><title>t</title>{items}</channel></rss>".encode())
    one, two = read.entries
    assert not one.keys & two.keys and one.story != two.story


def test_parentheses_in_a_link_are_kept_without_ending_a_link_in_discord() -> None:
    item = "<item><title>t</title><link>https://tests.example/a_(b)</link></item>"
    read = parse_feed(f"<rss version='2.0'><channel><title>t</title>{item}</channel></rss>".encode())
    assert read.entries[0].link == "https://tests.example/a_%28b%29"
