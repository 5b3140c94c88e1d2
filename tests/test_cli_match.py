"""`attache match` says what each entry mentions, a line out for each line in, whatever stands in it."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main

PACK = """
[pack]
schema = 1
id = "field"
title = "Field"
about = "A field."

[[entity]]
id = "pact"
kind = "instrument"
name = "Blue Pact"
summary = "A pact."

[[entity]]
id = "pact-review"
kind = "topic"
name = "Review of the pact"
summary = "Its review."
query = 'pact AND (review OR "second reading")'
"""


def lines_out(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, given: bytes, *arguments: str
) -> list[str]:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
    assert main(["match", *arguments]) == 0
    return capsys.readouterr().out.splitlines()


def matched(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    *given: object,
    packs: tuple[str, ...] = (),
) -> list[Any]:
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in given)
    out = lines_out(capsys, monkeypatch, text.encode("utf-8", "surrogatepass"), "--json", *packs)
    return [json.loads(line) for line in out]


def test_an_entry_is_answered_with_every_key_of_the_contract(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    title, summary = "Counter-terrorism 😀 talks in KL", "The EWG on CT meets in Malaysia &amp;amp; ends."
    (found,) = matched(capsys, monkeypatch, {"title": title, "summary": summary, "language": "en"})
    assert found == {
        "entities": ["kuala-lumpur", "admm-plus-ewg-ct", "my"],
        "topics": ["counter-terrorism"],
        "spans": [
            [0, 17, "counter-terrorism"],
            [29, 31, "kuala-lumpur"],
            [36, 45, "admm-plus-ewg-ct"],
            [55, 63, "my"],
        ],
        "error": None,
    }
    whole = f"{title}\n{summary}"
    assert [whole[start:end] for start, end, _ in found["spans"]] == [
        "Counter-terrorism",
        "KL",
        "EWG on CT",
        "Malaysia",
    ]


def test_every_line_is_answered_in_order_and_a_bad_one_with_a_sentence(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = matched(
        capsys,
        monkeypatch,
        {"title": "India", "summary": None},
        "{",
        "[]",
        "null",
        "",
        "[" * 100_000,
        "1" * 10_000,
        {"title": 3},
        {"title": "India", "summary": ["x"]},
        {"title": "India", "language": 7},
        {},
        {"title": None, "summary": None},
        {"title": None, "summary": "India"},
        {"title": "", "summary": ""},
        {"title": "India \ud83d", "summary": "\ud800India"},
        {"title": "x" * 1_000_001},
        {"title": "India", "unknown": {}},
    )
    errors = [one["error"] for one in found]
    assert [error is None for error in errors] == [
        *(True, False, False, False, False, False, False, False, False, False, False, False),
        *(True, True, True, False, True),
    ]
    assert all(error is None or (error[0] in "TA`" and error.endswith(".")) for error in errors)
    assert [one["entities"] for one in found if one["entities"]] == [["in"]] * 4
    assert all(one["spans"] == sorted(one["spans"]) for one in found)
    assert found[12]["spans"] == [[1, 6, "in"]]


def test_what_is_no_utf_8_is_read_as_it_may_be(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (line,) = lines_out(capsys, monkeypatch, b'\xef\xbb\xbf{"title": "India \xff\xfe"}', "--json")
    assert json.loads(line)["entities"] == ["in"]


def test_a_topic_with_a_query_is_met_without_its_name(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "field.toml"
    path.write_text(PACK, "utf-8")
    found = matched(
        capsys,
        monkeypatch,
        {"title": "Blue Pact up for review"},
        {"title": "Blue Pact", "summary": "Second reading begins"},
        {"title": "Blue Pact signed"},
        {"title": "Book review"},
        {"title": "Review of the pact begins"},
        packs=("--pack", str(path)),
    )
    assert [(one["entities"], one["topics"]) for one in found] == [
        (["pact"], ["pact-review"]),
        (["pact"], ["pact-review"]),
        (["pact"], []),
        ([], []),
        ([], ["pact-review"]),
    ]


def test_without_json_a_line_names_what_is_mentioned(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    given = b'{"title": "ADMM-Plus on maritime security"}\n{"title": "Air India"}\n{}\n'
    assert lines_out(capsys, monkeypatch, given) == [
        "ADMM-Plus, Maritime security",
        "nothing",
        "There is neither a `title` nor a `summary`.",
    ]


def test_a_pack_that_is_not_there_is_refused(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
    assert main(["match", "--pack", "nowhere"]) == 1
    assert "nowhere" in capsys.readouterr().err
