"""What is said of feeds that fail, are back, have ended or are silent: what happened and what to do, once."""

from __future__ import annotations

from datetime import timedelta

from bot.rules import notices_feeds
from tests.rules.making import DESK, NOW, feed

HOSTILE = "@everyone <@&1> [win](https://evil.example) **x** \u202egpj.exe `y`"
AT = int(NOW.timestamp())


def test_each_is_known_by_channel_feed_and_when_it_began() -> None:
    failing = feed(failing_since_at=NOW, last_error="503")
    assert notices_feeds.failing(DESK, failing)[0] == f"failing:101:1:{AT}"
    assert notices_feeds.recovered(DESK, feed(), NOW)[0] == f"recovered:101:1:{AT}"
    assert notices_feeds.ended(DESK, feed(ended_at=NOW))[0] == "ended:101:1"
    assert notices_feeds.silent(DESK, feed(newest_at=NOW))[0] == f"silent:101:1:{AT}"
    assert notices_feeds.our_own_line(NOW)[0] == notices_feeds.our_own_line(NOW + timedelta(minutes=5))[0]


def test_each_says_what_happened_and_what_to_do() -> None:
    failing = notices_feeds.failing(DESK, feed(failing_since_at=NOW, last_error="the site answered 403"))[
        1
    ].body
    assert "403" in failing and "/feed remove" in failing and "honestly" in failing
    assert "can be read again" in notices_feeds.recovered(DESK, feed(), NOW)[1].body
    assert "gone for good" in notices_feeds.ended(DESK, feed(ended_at=NOW))[1].body
    assert "nothing new came" in notices_feeds.silent(DESK, feed(newest_at=NOW))[1].body
    assert "held against no feed" in notices_feeds.our_own_line(NOW)[1].body


def test_no_text_of_a_feed_mentions_anybody() -> None:
    said = notices_feeds.failing(DESK, feed(title=HOSTILE, last_error=HOSTILE, failing_since_at=NOW))[1]
    assert "@everyone" not in said.body.replace("\\@", "") and "\u202e" not in said.body
