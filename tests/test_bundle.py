"""The shipped feeds can be shown in one menu, have addresses that would be accepted, and stand once."""

from __future__ import annotations

from bot.bundle import shipped_feeds
from bot.rules.addresses import check_url


def test_the_shipped_feeds_fit_one_menu_and_stand_once() -> None:
    feeds = shipped_feeds()
    assert 0 < len(feeds) <= 25
    assert len({feed.id for feed in feeds}) == len({feed.url for feed in feeds}) == len(feeds)
    assert all(len(feed.publisher) <= 100 and len(feed.id) <= 100 for feed in feeds)


def test_every_shipped_address_would_be_accepted_and_some_are_on() -> None:
    assert [feed.url for feed in shipped_feeds() if check_url(feed.url, frozenset()) != feed.url] == []
    assert {feed.on for feed in shipped_feeds()} == {True, False}
