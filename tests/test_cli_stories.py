"""`attache stories` as a process: a line of JSON in, a line of JSON out, whatever is in it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cli.stories import Desk
from tests.rules.making import PROPERTY

PROJECT = Path(__file__).parent.parent
HIGGINS = "USS Higgins sails near Scarborough Shoal"
PALAWAN = "Fire in Palawan market leaves 200 families homeless"


def entry(name: Any, title: str | None = None, **more: Any) -> dict[str, Any]:
    return {"id": name, "title": title, "summary": None, "link": None, "published": None} | more


def placed(*asked: Any) -> list[Any]:
    """The story of each line."""
    desk = Desk()
    found = [desk.answer(json.dumps(one).encode()) for one in asked]
    assert all(list(one) == ["id", "story", "error"] for one in found)
    assert all((one["story"] is None) is (one["error"] is not None) for one in found)
    return [one["story"] for one in found]


def run(text: bytes, *options: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "stories", *options],
        cwd=PROJECT,
        input=text,
        capture_output=True,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    return done.stdout.decode("utf-8").splitlines()


def test_each_line_is_answered_in_order_in_utf_8_and_the_run_ends_well() -> None:
    lines = [
        json.dumps(entry("a", HIGGINS, published="2026-11-10T08:00:00Z")).encode(),
        json.dumps(entry("b", "16th ADMM-Plus opens in Manila")).encode() + b"\r",
        b"not json",
        b"",
        b"[]",
        b'{"id": "' + b"x" * 2_000_000 + b'"}',
        b'{"id": "\\ud800", "title": "\\ud800"}',
        json.dumps(
            entry("c", f"UPDATE 1-{HIGGINS} | Reuters", published="Tue, 10 Nov 2026 10:00:00 GMT")
        ).encode(),
        json.dumps(entry("été", "17th ADMM-Plus opens in Manila"), ensure_ascii=False).encode(),
    ]
    found = [json.loads(line) for line in run(b"\n".join(lines), "--json")]
    assert [one["id"] for one in found] == ["a", "b", *[None] * 4, "\ud800", "c", "été"]
    assert [one["story"] for one in found] == ["a", "b", *[None] * 4, "\ud800", "a", "été"]
    assert [bool(one["error"]) for one in found] == [False, False, *[True] * 4, False, False, False]


def test_without_json_it_is_said_in_words() -> None:
    lines = [json.dumps(entry("a", HIGGINS)), json.dumps(entry("b", HIGGINS)), "{}"]
    assert run("\n".join(lines).encode()) == [
        "a: new",
        "b: the news of a",
        "There is no `id` that is a text or a whole number.",
    ]


def test_missing_fields_are_tolerated() -> None:
    assert placed({"id": 1}, {"id": 2}, {"id": "2", "link": "https://example.org/a"}) == [1, 2, "2"]
    assert placed({"id": 1, "link": "https://example.org/a"}, entry(2, link="http://example.org/a#x")) == [
        1,
        1,
    ]


@pytest.mark.parametrize("name", [None, 1.5, True, [], {"a": 1}])
def test_a_line_without_an_id_has_no_story(name: Any) -> None:
    assert placed(entry(name, HIGGINS), entry("b", HIGGINS)) == [None, "b"]


@pytest.mark.parametrize("key", ["title", "summary", "link", "published"])
def test_a_field_that_is_no_text_is_refused_with_the_id_as_given(key: str) -> None:
    found = Desk().answer(json.dumps(entry("a", **{key: 5})).encode())
    assert found == {"id": "a", "story": None, "error": f"`{key}` is no text."}


def test_ids_may_come_again() -> None:
    asked = [entry("1", HIGGINS), entry("1", PALAWAN), entry("2", PALAWAN), entry(1, HIGGINS)]
    assert placed(*asked) == ["1", "1", "1", "1"]


@pytest.mark.parametrize(
    ("published", "is_one"),
    [
        ("2026-11-12T08:00:00+08:00", True),
        ("Thu, 12 Nov 2026 08:00:00 +0800", True),
        ("2026-11-14", False),
        ("Sat, 14 Nov 2026 08:00:00 GMT", False),
        ("the day after", True),  # not known: taken to be of these days
        ("9999-12-31T23:59:59-23:59", True),
        ("1" * 10_000, True),
    ],
)
def test_a_time_is_read_as_feeds_write_it_or_counts_as_not_known(published: str, is_one: bool) -> None:
    asked = entry("a", HIGGINS, published="2026-11-10T00:00:00Z"), entry("b", HIGGINS, published=published)
    assert placed(*asked) == ["a", "a" if is_one else "b"]


@PROPERTY
@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(["id", "title", "summary", "link", "published"]),
            st.text() | st.none() | st.integers(),
        )
    )
)
def test_whatever_the_lines_hold_each_is_answered(asked: list[dict[str, Any]]) -> None:
    ids = [one.get("id") for one in asked]
    assert all(story is None or story in ids[: place + 1] for place, story in enumerate(placed(*asked)))


@PROPERTY
@given(st.binary(max_size=200))
def test_whatever_the_bytes_a_line_is_answered(line: bytes) -> None:
    assert list(Desk().answer(line)) == ["id", "story", "error"]
