"""Headlines as they come from feeds, in many languages, half of them decoys: what each of them mentions."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rules.test_matching_lookalikes import mentioned

TABLE = Path(__file__).with_name("headlines.txt")
ROWS = [line.partition(" =>") for line in TABLE.read_text("utf-8").splitlines() if " =>" in line[1:]]


@pytest.mark.parametrize(
    ("text", "entities"), [(text, ids.split()) for text, _, ids in ROWS if text[0] != "#"]
)
def test_what_a_headline_mentions(text: str, entities: list[str]) -> None:
    assert mentioned(text) == set(entities)
