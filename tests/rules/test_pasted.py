"""An address is what is meant by it, however it was pasted; what is none stays as it is."""

from __future__ import annotations

import pytest

from bot.rules.pasted import pasted

MEANT = "https://asean.org/feed/"


@pytest.mark.parametrize(
    "text",
    [
        "https://asean.org/feed/",
        "  https://asean.org/feed/\n",
        "<https://asean.org/feed/>",
        "asean.org/feed/",
        "HTTPS://ASEAN.org/feed/",
        "feed://asean.org/feed/",
        "feed:https://asean.org/feed/",
        "https://asean.org/feed/#top",
        "\u200bhttps://asean.org/feed/\u2060",
    ],
)
def test_an_address_is_understood_as_it_was_pasted(text: str) -> None:
    assert pasted(text) == MEANT


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello world",
        "asean",
        "12",
        "1.5",
        "127.1/x",
        "file:///etc/passwd",
        "javascript:x",
        "https://",
        "http://[::1",
    ],
)
def test_what_is_no_address_stays_as_it_is(text: str) -> None:
    assert pasted(text) == text


def test_case_and_user_names_that_may_matter_are_kept() -> None:
    assert pasted("http://Me:Pw@Example.ORG/A?B=C") == "http://Me:Pw@example.org/A?B=C"
    assert pasted("bücher.example/rss") == "https://bücher.example/rss"
    assert pasted("example.org?feed=rss2") == "https://example.org?feed=rss2"
