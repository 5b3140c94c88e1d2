"""`attache lookup` answers in a shell as the bot does in Discord, in words or as one JSON object a query."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main

KEYS = {"query", "as_of", "results", "ambiguous", "not_found"}
RESULT_KEYS = {"id", "kind", "name", "score", "facts", "card"}
FACT_KEYS = {"predicate", "text", "edtf", "status", "source", "place"}
ARTICLE = (
    "Article on India at the 12th ADMM-Plus, Indian Defence News, October 2025, https://www.indiandefense"
)


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["lookup", *arguments]) == 0
    return capsys.readouterr().out


def answered(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    return json.loads(said(capsys, *arguments, "--json"))


def batch(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, given: bytes, *arguments: str
) -> list[Any]:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
    return [json.loads(line) for line in said(capsys, "--batch", *arguments).splitlines()]


def test_a_name_is_answered_with_every_key_of_the_contract(capsys: pytest.CaptureFixture[str]) -> None:
    given = answered(capsys, "ADMM+", "--as-of", "2025-10-29", "--pack", "admm-plus")
    assert set(given) == KEYS and (given["query"], given["as_of"]) == ("ADMM+", "2025-10-29")
    assert (given["ambiguous"], given["not_found"]) == (False, False)
    best = given["results"][0]
    assert set(best) == RESULT_KEYS
    assert (best["id"], best["kind"], best["name"], best["score"]) == ("admm-plus", "forum", "ADMM-Plus", 1.0)
    assert all(set(fact) == FACT_KEYS for fact in best["facts"])
    (frequency,) = [fact for fact in best["facts"] if fact["predicate"] == "frequency"]
    assert (frequency["edtf"], frequency["status"], frequency["place"]) == ("2017/..", "stated", "P5S2")
    assert frequency["text"] == "How often: annual meetings · since 2017"
    assert frequency["source"].startswith(ARTICLE)
    assert "Member states (11)" in best["card"] and "Sources\n[1] Article on India" in best["card"]


def test_a_question_is_answered_first_and_its_facts_stand_first(capsys: pytest.CaptureFixture[str]) -> None:
    best = answered(capsys, "which states run the counter-terror group", "--pack", "admm-plus")["results"][0]
    assert best["card"].startswith("India and Malaysia co-chair the EWG on Counter-Terrorism for 2024–2027.")
    assert [fact["predicate"] for fact in best["facts"][:2]] == ["co-chair", "co-chair"]


def test_what_is_planned_or_inferred_says_so_in_its_status(capsys: pytest.CaptureFixture[str]) -> None:
    facts = answered(capsys, "12th ADMM-Plus", "--pack", "admm-plus")["results"][0]["facts"]
    (date,) = [fact for fact in facts if fact["predicate"] == "date"]
    assert (date["edtf"], date["status"]) == ("2025-11-01", "inferred, planned as of 2025-10")


def test_a_pack_alone_answers_and_two_name_their_sources(capsys: pytest.CaptureFixture[str]) -> None:
    query = "Second ASEAN-India Maritime Exercise"
    alone = answered(capsys, query, "--pack", "admm-plus")["results"][0]
    both = answered(capsys, query)["results"][0]
    assert "in 2026, no day announced" in alone["card"] and "September" not in alone["card"]
    later, earlier = (
        both["card"].index("28 September – 2 October 2026"),
        both["card"].index("in 2026, no day"),
    )
    assert later < earlier
    assert {"2026-09-28/2026-10-02", "2026"} <= {fact["edtf"] for fact in both["facts"]}
    assert any("Ministry of Defence, Singapore" in fact["source"] for fact in both["facts"])


@pytest.mark.parametrize(
    ("as_of", "words"),
    [
        ("2028-01-01", "2024–2027 · ended"),
        ("2023-01-01", "2024–2027 · not begun yet"),
        ("1 Nov 2025", "2024–2027 `"),
    ],
)
def test_an_answer_is_as_of_the_day_that_was_asked(
    capsys: pytest.CaptureFixture[str], as_of: str, words: str
) -> None:
    assert words in said(capsys, "EWG on CT", "--as-of", as_of, "--pack", "admm-plus")


def test_what_is_not_there_is_not_found_and_what_may_be_several_is_offered(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert answered(capsys, "Atlantis") | {"as_of": ""} == {
        "query": "Atlantis", "as_of": "", "results": [], "ambiguous": False, "not_found": True
    }  # fmt: skip
    several = answered(capsys, "ASEAN-India")
    assert several["ambiguous"] and len(several["results"]) == 5
    assert "id:asean-india-summit" in said(capsys, "ASEAN-India")
    assert "I know nothing by the name “Atlantis”" in said(capsys, "Atlantis")


def test_a_batch_is_a_line_of_json_a_query_in_order_whatever_stands_in_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    hostile = [
        b"ADMM+",
        b"",
        b"\xff\xfe\x00",
        b"x" * 100_000,
        "🙂 \u202e".encode(),
        b"'; DROP TABLE",
        b"Modi\r",
    ]
    given = batch(capsys, monkeypatch, b"\n".join(hostile) + b"\n")
    assert len(given) == len(hostile)
    assert [one["not_found"] for one in given] == [False, True, True, True, True, True, False]
    assert given[-1]["query"] == "Modi"
    for one in given:
        assert set(one) == KEYS
        scores = [result["score"] for result in one["results"]]
        assert scores == sorted(scores, reverse=True) and all(0 <= score <= 1 for score in scores)


@pytest.mark.parametrize(
    ("arguments", "status", "reason"),
    [
        ([], 2, "give one query"),
        (["Modi", "--batch"], 2, "give one query"),
        (["Modi", "--as-of", "2026"], 2, "--as-of"),
        (["Modi", "--as-of", "01/02/2026"], 2, "--as-of"),
        (["Modi", "--as-of", "29 Feb 2027"], 2, "--as-of"),
        (["Modi", "--pack", "admm-pluss"], 1, "did you mean 'admm-plus'"),
        (["Modi", "--pack", "no/such/file.toml"], 1, "cannot be read"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_the_reason(
    capsys: pytest.CaptureFixture[str], arguments: list[str], status: int, reason: str
) -> None:
    assert main(["lookup", *arguments]) == status
    assert reason in capsys.readouterr().err


def test_a_pack_may_be_a_file_and_the_query_may_stand_behind_it(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    pack = tmp_path / "mine.toml"
    pack.write_text(
        '[pack]\nschema = 1\nid = "mine"\ntitle = "Mine"\nabout = "A test."\n'
        '[[source]]\nid = "s"\ntitle = "S"\npublisher = "P"\npublished = "2026"\n'
        '[[entity]]\nid = "harbour-forum"\nkind = "forum"\nname = "Harbour Forum"\nsummary = "A forum."\n'
        '[[fact]]\nid = "F1"\nsubject = "harbour-forum"\npredicate = "theme"\ntext = "Peace"\n'
        'status = "stated"\nsource = "s"\nplace = "1"\n',
        "utf-8",
    )
    assert "Theme\n• Peace `[1 1]`" in said(capsys, "--pack", str(pack), "Harbor Forum")
    assert answered(capsys, "Modi", "--pack", str(pack))["not_found"]
