"""The first successful poll posts nothing. Then an entry is new when none of its keys was ever seen; dates
never decide. A mass change posts the newest five. A feed that fails is asked less and less, at least daily.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.parsing import ParsedEntry, ParsedFeed
from bot.rules.polling import Decision, Fetched, decide_poll
from storage.news import Feed
from tests.rules.making import NOW, PROPERTY, entry, feed

INTERVAL = timedelta(minutes=15)
DAY = timedelta(days=1)


def document(*entries: ParsedEntry, title: str = "Site") -> Fetched:
    return Fetched(etag='"e2"', last_modified="later", body_hash="h2", parsed=ParsedFeed(title, entries))


def decide(to: Feed, fetched: Fetched, known: set[str] | None = None, jitter: float = 0.0) -> Decision:
    return decide_poll(to, fetched, known or set(), NOW, INTERVAL, jitter)


def keys(*names: str) -> set[str]:
    return {key for name in names for key in entry(name).keys}


def test_the_first_poll_posts_nothing_and_remembers_everything() -> None:
    decision = decide(feed(baseline_at=None), document(entry("a"), entry("b")))
    assert decision.new == ()
    assert decision.remember == keys("a", "b")
    assert decision.feed.baseline_at == NOW


def test_an_empty_first_document_is_a_baseline_too() -> None:
    first = decide(feed(baseline_at=None), document())
    assert [one.guid for one in decide(first.feed, document(entry("a"))).new] == ["a"]


def test_new_entries_are_posted_oldest_first() -> None:
    decision = decide(feed(), document(entry("c"), entry("b"), entry("a")), keys("a"))
    assert [one.guid for one in decision.new] == ["b", "c"]
    assert decision.remember == keys("b", "c")


@pytest.mark.parametrize(
    "edited",
    [
        replace(entry("a"), title="Another title", summary="Another text"),
        replace(entry("a"), published="Fri, 01 Jan 2100"),
        replace(entry("a"), keys=frozenset({"g:other", "l:site.example/a"})),
        replace(entry("a"), keys=frozenset({"g:a", "l:moved.example/a"})),
    ],
    ids=["text", "date", "guid", "link"],
)
def test_an_edited_entry_is_not_new_while_one_of_its_keys_is_known(edited: ParsedEntry) -> None:
    decision = decide(feed(), document(edited), keys("a"))
    assert decision.new == ()
    assert decision.remember == edited.keys - keys("a")


def test_an_entry_that_comes_back_is_not_new() -> None:
    assert decide(feed(), document(entry("a")), keys("a", "b")).new == ()


@pytest.mark.parametrize(
    ("unseen", "seen", "posted"),
    [(10, 0, 10), (11, 0, 5), (11, 11, 11), (12, 11, 5), (30, 0, 5), (30, 31, 30)],
)
def test_a_mass_change_posts_the_newest_five_only(unseen: int, seen: int, posted: int) -> None:
    entries = [entry(f"n{n}") for n in range(unseen)] + [entry(f"o{n}") for n in range(seen)]
    decision = decide(feed(), document(*entries), keys(*(f"o{n}" for n in range(seen))))
    assert [one.guid for one in decision.new] == [f"n{n}" for n in reversed(range(posted))]
    assert len(decision.remember) == 2 * unseen


@PROPERTY
@given(st.lists(st.integers(0, 60), unique=True), st.sets(st.integers(0, 60)))
def test_nothing_is_new_twice(listed: list[int], before: set[int]) -> None:
    entries, known = [entry(str(n)) for n in listed], keys(*(str(n) for n in before))
    first = decide(feed(), document(*entries), known)
    assert decide(first.feed, document(*entries), known | first.remember).new == ()


def test_a_good_answer_brings_its_validators_and_forgets_the_trouble() -> None:
    troubled = feed(failures=4, failing_since_at=NOW - DAY, last_error="503", last_ok_at=None)
    after = decide(troubled, document(title="Renamed")).feed
    assert (after.etag, after.last_modified, after.body_hash, after.title) == (
        '"e2"',
        "later",
        "h2",
        "Renamed",
    )
    assert (after.failures, after.failing_since_at, after.last_error, after.last_ok_at) == (
        0,
        None,
        None,
        NOW,
    )
    assert after.next_poll_at == NOW + INTERVAL


def test_a_validator_that_vanished_from_a_new_document_is_dropped() -> None:
    after = decide(feed(), Fetched(body_hash="h2", parsed=ParsedFeed("", ()))).feed
    assert (after.etag, after.last_modified, after.title) == (None, None, "Site")


def test_jitter_spreads_the_next_poll_over_a_tenth_of_the_interval() -> None:
    assert decide(feed(), document(), jitter=1.0).feed.next_poll_at == NOW + INTERVAL * 1.1


def test_trouble_doubles_the_wait_up_to_a_day_and_keeps_what_is_known_of_the_feed() -> None:
    waits, now = [], feed()
    for _ in range(20):
        decision = decide(now, Fetched(error="the site answered 503"))
        assert (decision.new, decision.remember) == ((), frozenset())
        now = decision.feed
        waits.append(now.next_poll_at - NOW)
    assert waits[:7] == [INTERVAL * 2**n for n in range(7)]
    assert waits[7:] == [DAY] * 13
    assert (now.failures, now.failing_since_at, now.last_error) == (20, NOW, "the site answered 503")
    assert (now.etag, now.body_hash, now.baseline_at, now.last_ok_at) == ('"e1"', "h1", NOW, NOW)


@pytest.mark.parametrize(
    ("asked", "wait"),
    [(timedelta(hours=2), timedelta(hours=2)), (timedelta(seconds=1), INTERVAL), (timedelta(days=30), DAY)],
)
def test_a_site_that_asks_for_a_later_visit_gets_it_within_a_day(asked: timedelta, wait: timedelta) -> None:
    failed = decide(feed(), Fetched(error="the site answered 429", retry_after=asked))
    assert failed.feed.next_poll_at == NOW + wait


def test_an_unchanged_feed_is_alive_and_posts_nothing() -> None:
    unchanged = Fetched(etag='"e1"', last_modified="x", unchanged=True)
    decision = decide(feed(failures=2, failing_since_at=NOW), unchanged)
    assert (decision.new, decision.remember, decision.feed.failures) == ((), frozenset(), 0)
    assert decision.feed.body_hash == "h1"
