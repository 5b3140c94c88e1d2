"""What a new version of a pack would change is told a line each, and nothing where both say the same."""

from __future__ import annotations

import pytest

from bot.rules.packs.changes import changes
from bot.rules.packs.reading import parse_pack
from storage.records import Pack
from tests.samples import PACK

OLD = (
    PACK
    + """
[[source]]
id = "letter"
title = "A letter"
publisher = "The tests"
read = "2025-10-01"

[[entity]]
id = "forum"
kind = "forum"
name = "The Harbour Forum"
summary = "Talks."
aliases = ["Harbour talks"]
lookup_only = ["hfo"]
names = { hi = ["बंदरगाह मंच"] }

[[entity]]
id = "calm"
kind = "topic"
name = "Calm"
summary = "No wind."

[[fact]]
id = "F1"
subject = "forum"
predicate = "date"
edtf = "2025-11-01"
status = "stated"
source = "note"
place = "1"

[[fact]]
id = "F2"
subject = "forum"
predicate = "theme"
text = "Peace"
status = "inferred"
from = ["F1"]
source = "note"
place = "2"
"""
)


def read(text: str) -> Pack:
    found = parse_pack(text)
    assert isinstance(found, Pack), found
    return found


def between(old: str, new: str) -> list[str]:
    return changes(read(old), read(new))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('title = "Harbours"', 'title = "Ports"', ["Pack", "  changed pack: title: “Harbours” → “Ports”"]),
        (
            'title = "A letter"',
            'title = "A note"',
            ["Sources", "  changed letter: title: “A letter” → “A note”"],
        ),
        ("2025-10-01", "2025-10-02", ["Sources", "  changed letter: read: “2025-10-01” → “2025-10-02”"]),
        (
            'id = "letter"',
            'id = "paper"',
            [
                "Sources",
                "  added paper: title “A letter”, publisher “The tests”, read “2025-10-01”",
                "  removed letter: title “A letter”, publisher “The tests”, read “2025-10-01”",
            ],
        ),
        (
            'summary = "Talks."',
            'summary = "Talks."\nshort = "HF"',
            ["Entities", "  changed forum: short: nothing → “HF”"],
        ),
        ("No wind.", "No\\nwind!", ["Entities", "  changed calm: summary: “No wind.” → “No wind!”"]),
        ('["Harbour talks"]', "[]", ["Names", "  removed forum: “Harbour talks”"]),
        ('["hfo"]', '["hfo", "hf"]', ["Names", "  added forum: “hf” (look-ups only)"]),
        ("lookup_only", "exact", ["Names", "  changed forum: “hfo”: look-ups only → exact"]),
        ("hi =", "mr =", ["Names", "  changed forum: “बंदरगाह मंच”: hi → mr"]),
        ("2025-11-01", "2025-11", ["Facts", "  changed F1: edtf: “2025-11-01” → “2025-11”"]),
        ('source = "note"', 'source = "letter"', ["Facts", "  changed F1: source: “note” → “letter”"]),
        ('place = "1"', 'place = "1"\nnote = "n"', ["Facts", "  changed F1: note: nothing → “n”"]),
        (
            'status = "inferred"\nfrom = ["F1"]',
            'status = "stated"',
            [
                "Facts",
                "  changed F2: status: “inferred” → “stated”",
                "  changed F2: from: “F1” → nothing",
            ],
        ),
        (
            'place = "1"',
            'place = "1"\ntime = "14:30"\nzone = "Asia/Tokyo"',
            ["Facts", "  changed F1: time: nothing → “14:30”", "  changed F1: zone: nothing → “Asia/Tokyo”"],
        ),
        ("# nothing", "", []),
    ],
)
def test_a_change_is_told_in_its_group_with_old_and_new(old: str, new: str, told: list[str]) -> None:
    assert between(OLD, OLD.replace(old, new, 1)) == told


def test_the_way_back_tells_the_opposite() -> None:
    assert between(OLD.replace("[]", ""), PACK) == [
        "Sources",
        "  removed letter: title “A letter”, publisher “The tests”, read “2025-10-01”",
        "Entities",
        "  removed forum: kind “forum”, name “The Harbour Forum”, summary “Talks.”",
        "  removed calm: kind “topic”, name “Calm”, summary “No wind.”",
        "Facts",
        "  removed F1: subject “forum”, predicate “date”, edtf “2025-11-01”, status “stated”, source “note”,"
        " place “1”",
        "  removed F2: subject “forum”, predicate “theme”, text “Peace”, status “inferred”, source “note”,"
        " place “2”, from “F1”",
    ]
    assert [line.replace("added", "removed") for line in between(PACK, OLD)] == between(OLD, PACK)


def test_facts_in_another_order_are_told_once() -> None:
    head, first, second = OLD.partition("[[fact]]")[0], *OLD.split("[[fact]]")[1:]
    assert between(OLD, f"{head}[[fact]]{second}\n[[fact]]{first}") == [
        "Facts",
        "  reordered: what is in both stands in another order",
    ]


def test_a_pack_that_is_only_renamed_keeps_its_sources_and_facts() -> None:
    assert between(OLD, OLD.replace('"harbour"', '"port"')) == [
        "Pack",
        "  changed pack: id: “harbour” → “port”",
    ]


def test_a_long_value_is_one_line_that_says_it_was_cut() -> None:
    (_, line) = between(OLD, OLD.replace("No wind.", "x " * 450 + "x"))
    assert len(line) < 700 and "…" in line
