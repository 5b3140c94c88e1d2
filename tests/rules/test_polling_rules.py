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
from bot.rules.polling import (
    Decision,
    Fetched,
    Kept,
    Known,
    asks_for_everything,
    decide_poll,
    host_waits_until,
    is_our_own_line,
    is_unusually_silent,
    said,
)
from storage.news import Feed
from tests.rules.making import NOW, PROPERTY, entry, feed

INTERVAL = timedelta(minutes=15)
DAY = timedelta(days=1)


def document(*entries: ParsedEntry, title: str = "Site") -> Fetched:
    return Fetched(etag='"e2"', last_modified="later", body_hash="h2", parsed=ParsedFeed(title, entries))


def decide(to: Feed, fetched: Fetched, known: set[str] | None = None, jitter: float = 0.0) -> Decision:
    return decide_poll(to, fetched, Known(known or set()), NOW, INTERVAL, jitter)


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


def test_a_feed_that_says_something_is_asked_sooner_and_one_that_is_quiet_later() -> None:
    def wait(newest: timedelta) -> timedelta:
        return decide(feed(newest_at=NOW - newest), document()).feed.next_poll_at - NOW

    ages = [timedelta(minutes=30), timedelta(hours=5), timedelta(days=3), timedelta(days=30)]
    assert [wait(age) / INTERVAL for age in ages] == pytest.approx([1 / 3, 1, 2, 4])


def test_no_wait_is_below_the_least_nor_before_a_cache_ends_up_to_six_hours() -> None:
    busy = feed(newest_at=NOW)
    least = decide_poll(busy, document(), Known(), NOW, INTERVAL, 0.0, timedelta(minutes=10))
    assert least.feed.next_poll_at == NOW + timedelta(minutes=10)
    for asked, held in ((timedelta(hours=2), timedelta(hours=2)), (timedelta(days=9), timedelta(hours=6))):
        cached = replace(document(), cached_for=asked)
        assert decide(busy, cached).feed.next_poll_at == NOW + held


def test_an_address_is_taken_when_a_feed_moved_there_twice_and_was_read() -> None:
    moved = replace(document(), moved_to="https://new.example/feed")
    once = decide(feed(), moved).feed
    assert (once.url, once.moved_to) == (feed().url, "https://new.example/feed")
    assert decide(once, moved).feed.url == "https://new.example/feed"
    assert decide(decide(once, document()).feed, moved).feed.url == feed().url
    failed = Fetched(error="the site answered 404", moved_to="https://new.example/feed")
    assert decide(feed(), failed).feed.moved_to is None


def test_an_address_is_taken_too_when_it_says_that_nothing_changed() -> None:
    for unchanged in (Fetched(unchanged=True), Fetched(unchanged=True, body_hash="h1")):
        moved = replace(unchanged, moved_to="https://new.example/feed")
        once = decide(feed(), moved).feed
        assert (once.url, once.moved_to) == (feed().url, "https://new.example/feed")
        assert decide(once, moved).feed.url == "https://new.example/feed"
        assert decide(once, unchanged).feed.moved_to is None


def test_what_is_gone_twice_an_hour_apart_is_asked_no_more() -> None:
    gone = Fetched(error="the site answered 410 Gone", gone=True)
    once = decide(feed(), gone).feed
    assert (once.gone_at, once.ended_at) == (NOW, None)
    soon = decide_poll(once, gone, Known(), NOW + timedelta(minutes=59), INTERVAL, 0.0).feed
    assert (soon.gone_at, soon.ended_at) == (NOW, None)
    later = NOW + timedelta(hours=1)
    assert decide_poll(soon, gone, Known(), later, INTERVAL, 0.0).feed.ended_at == later
    assert decide(once, document()).feed.gone_at is None
    assert decide(once, Fetched(error="the site answered 503")).feed.gone_at is None


def test_ids_that_all_change_at_once_are_known_by_their_titles_and_nothing_is_posted() -> None:
    again = [replace(entry(f"x{n}"), title=f"TITLE: n{n}!") for n in range(12)]
    known = Known(keys("a"), None, [f"Title n{n}" for n in range(12)])
    decision = decide_poll(feed(), document(*again), known, NOW, INTERVAL, 0.0)
    assert (decision.new, decision.more, len(decision.remember)) == ((), (), 24)
    few = replace(known, titles=[f"Title n{n}" for n in range(9)])
    decision = decide_poll(feed(), document(*again), few, NOW, INTERVAL, 0.0)
    assert (len(decision.new), len(decision.more)) == (5, 7)


def test_what_slid_back_in_below_all_that_is_known_is_remembered_and_not_posted() -> None:
    old = replace(entry("old"), published_at=NOW - DAY)
    decision = decide(feed(baseline_at=NOW), document(entry("a"), old), keys("a"))
    assert (decision.new, decision.remember) == ((), keys("old"))
    above = decide(feed(baseline_at=NOW), document(old, entry("a")), keys("a"))
    fresh = decide(feed(baseline_at=NOW - 2 * DAY), document(entry("a"), old), keys("a"))
    undated = decide(feed(), document(entry("a"), entry("b")), keys("a"))
    assert [len(one.new) for one in (above, fresh, undated)] == [1, 1, 1]


def test_a_known_entry_that_says_something_else_is_an_edit_at_most_three_times() -> None:
    changed = replace(entry("a"), summary="Other")
    for kept, edits in (
        ({"a": Kept(said(entry("a")))}, ["a"]),
        ({"a": Kept(said(changed))}, []),
        ({"a": Kept(said(entry("a")), edits=3)}, []),
        ({"a": Kept("")}, []),
        ({}, []),
    ):
        decision = decide_poll(feed(), document(changed), Known(keys("a"), kept), NOW, INTERVAL, 0.0)
        assert ([one.guid for one in decision.edited], decision.new) == (edits, ())


def test_once_a_week_a_feed_is_asked_for_everything() -> None:
    read = decide(feed(), document()).feed
    assert read.unconditional_at == NOW
    assert not asks_for_everything(read, NOW + timedelta(days=6))
    assert asks_for_everything(read, NOW + timedelta(days=7))
    assert not asks_for_everything(feed(), NOW)
    assert decide(feed(), Fetched(unchanged=True)).feed.unconditional_at == NOW


@pytest.mark.parametrize(
    ("answer", "done"),
    [
        (document(), True),
        (Fetched(body_hash="h1", unchanged=True), True),
        (Fetched(unchanged=True), False),
        (Fetched(error="the site answered 503"), False),
    ],
    ids=["a new document", "the same document", "not modified", "an error"],
)
def test_a_feed_that_sent_everything_is_not_asked_for_it_again_for_a_week(
    answer: Fetched, done: bool
) -> None:
    due = feed(unconditional_at=NOW - timedelta(days=8))
    assert asks_for_everything(decide(due, answer).feed, NOW) is not done


@pytest.mark.parametrize(
    ("lost", "reached", "ours"), [(3, 0, True), (2, 0, False), (4, 1, True), (3, 1, False), (0, 9, False)]
)
def test_most_hosts_out_of_reach_at_once_are_our_own_line(lost: int, reached: int, ours: bool) -> None:
    gone, there = {f"l{n}" for n in range(lost)}, {f"r{n}" for n in range(reached)}
    assert is_our_own_line(gone, there) is ours
    assert not is_our_own_line(gone, there | gone)


@pytest.mark.parametrize(
    ("asked", "wait"),
    [(timedelta(hours=2), timedelta(hours=2)), (timedelta(0), INTERVAL), (timedelta(days=30), DAY)],
)
def test_a_host_that_names_a_time_waits_for_the_interval_at_least_and_a_day_at_most(
    asked: timedelta, wait: timedelta
) -> None:
    failed = Fetched(error="the site answered 429", retry_after=asked)
    assert host_waits_until(failed, NOW, INTERVAL) == NOW + wait
    assert host_waits_until(document(), NOW, INTERVAL) is None


def test_silence_is_unusual_after_ten_times_the_usual_gap_and_told_once() -> None:
    hour = timedelta(hours=1)
    quiet = feed(newest_at=NOW - 4 * DAY)
    assert is_unusually_silent(quiet, hour, NOW)
    assert not is_unusually_silent(quiet, DAY, NOW)
    assert not is_unusually_silent(feed(newest_at=NOW - 2 * DAY), hour, NOW)
    assert not is_unusually_silent(replace(quiet, silence_told_at=NOW), hour, NOW)
    assert not is_unusually_silent(quiet, None, NOW)
    assert not is_unusually_silent(feed(), hour, NOW)
