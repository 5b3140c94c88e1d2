"""`attache feed` as a process of its own: what it reads from files and from the web, and what it refuses."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.fakes_web import Web, entry, loopback_web
from tests.rules.documents import rss
from tests.test_cli import PROJECT, attache, refused

ITEM = (
    "<item><guid isPermaLink='false'>g1</guid><title>ADMM&amp;amp;Plus \u202e\u200bmeets</title>"
    "<link>https://a.example/1?x=1&amp;y=2</link><pubDate>Wed, 29 Oct 2025 08:00:00 +0800</pubDate>"
    "<description>&lt;p&gt;Ministers &lt;b&gt;met&lt;/b&gt;.&lt;/p&gt; @everyone</description></item>"
)
READ = {
    "id": "g1",
    "title": "ADMM&Plus meets",
    "link": "https://a.example/1?x=1&y=2",
    "published": "2025-10-29T00:00:00Z",
    "updated": None,
    "summary": "Ministers met. @everyone",
}


def read(folder: Path, body: bytes, *words: str) -> dict[str, Any]:
    (folder / "some.xml").write_bytes(body)
    done = attache(folder, "feed", "read", "some.xml", "--json", *words)
    found: dict[str, Any] = json.loads(done.stdout)
    assert done.stderr == "" and done.returncode == (0 if found["ok"] else 1)
    assert list(found) == ["ok", "title", "entries", "warnings", "error"]
    return found


def test_a_file_is_read_as_a_reader_would_see_it(tmp_path: Path) -> None:
    assert read(tmp_path, rss(ITEM)) == {
        "ok": True,
        "title": "Site",
        "entries": [READ],
        "warnings": [],
        "error": None,
    }
    assert [path.name for path in tmp_path.iterdir()] == ["some.xml"]


def test_a_header_says_what_letters_a_file_is_in(tmp_path: Path) -> None:
    body = rss(ITEM.replace("meets", "会議")).decode().encode("shift_jis", "ignore")
    found = read(tmp_path, body, "--header", "Content-Type: text/xml; charset=Shift_JIS", "--header", "X: y")
    assert (found["entries"][0]["title"], found["warnings"]) == ("ADMM&Plus 会議", [])


def test_a_time_that_cannot_be_read_is_none_and_a_warning(tmp_path: Path) -> None:
    found = read(tmp_path, rss("<item><title>x</title><pubDate>once upon a time</pubDate></item>"))
    assert found["entries"][0]["published"] is None
    assert found["warnings"] == [
        "times (published) that could not be read: 1, such as 'once upon a time'",
    ]


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (b"", "the answer was empty"),
        (b"<!doctype html><title>News</title>", "a web page, not a feed"),
        (b"<rss>" + b"x" * 9_000_000, "larger than 8 MB"),
    ],
)
def test_a_file_that_is_no_feed_is_refused_in_a_sentence(tmp_path: Path, body: bytes, error: str) -> None:
    found = read(tmp_path, body)
    assert not found["ok"] and error in found["error"]
    assert (found["title"], found["entries"]) == (None, [])


def test_standard_input_is_read_too_and_people_get_lines(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "feed", "read", "-"],
        input=rss(ITEM),
        cwd=tmp_path,
        env={"PYTHONPATH": str(PROJECT), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        timeout=60,
        check=True,
    )
    assert done.stdout.decode().splitlines() == [
        "Site: 1 entry",
        "Wed, 29 Oct 2025 08:00:00 +0800: ADMM&Plus meets · https://a.example/1?x=1&y=2",
    ]


def test_what_cannot_be_opened_is_said(tmp_path: Path) -> None:
    refused(attache(tmp_path, "feed", "read", "nowhere.xml"), "nowhere.xml cannot be opened: No such file")


def test_a_header_without_a_name_is_wrong_usage(tmp_path: Path) -> None:
    done = attache(tmp_path, "feed", "read", "some.xml", "--header", "nonsense")
    assert done.returncode == 2 and "'nonsense' is no header" in done.stderr


def on_the_web(folder: Path, prepare: Callable[[Web], None], *words: str) -> list[dict[str, Any]]:
    """What a command prints, a JSON line each; `WEB` in a word is the address of the sites."""

    async def scenario() -> list[dict[str, Any]]:
        async with loopback_web() as web:
            prepare(web)
            told = [word.replace("WEB", f"http://{web.host}") for word in words]
            allowed = {"ATTACHE_POLLING_ALLOW_PRIVATE": web.host}
            done = await asyncio.to_thread(attache, folder, "feed", *told, **allowed)
            assert done.stderr == ""
            return [json.loads(line) for line in done.stdout.splitlines()]

    return asyncio.run(scenario())


def test_a_feed_of_the_web_is_read_with_its_links_made_whole(tmp_path: Path) -> None:
    def prepare(web: Web) -> None:
        web.site("old").redirects_to("/deep/feed")
        web.site("deep/feed").sends(rss("<item><title>One</title><link>one</link></item>"))

    (found,) = on_the_web(tmp_path, prepare, "read", "WEB/old", "--json")
    assert found["ok"] and found["entries"][0]["link"].endswith("/deep/one")


def test_a_poll_prints_a_line_for_each_feed_and_keeps_nothing(tmp_path: Path) -> None:
    def prepare(web: Web) -> None:
        web.site("post").publishes(entry("Piracy rises"), title="Post")
        web.site("down").answers(503)

    found = on_the_web(tmp_path, prepare, "poll", "WEB/post", "WEB/down", "http://10.0.0.1/", "--once")
    assert [line["ok"] for line in found] == [True, False, False]
    assert found[0]["url"].endswith("/post") and found[0]["entries"][0]["title"] == "Piracy rises"
    assert found[1]["error"] == "the site answered 503 Service Unavailable"
    assert found[2]["error"] == "10.0.0.1 lies in a private or reserved network"
    assert list(tmp_path.iterdir()) == []
