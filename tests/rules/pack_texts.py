"""A good pack as text, and what is wrong with one that is not."""

from __future__ import annotations

from bot.rules.packs.reading import parse_pack
from bot.rules.packs.tables import Mistake
from storage.records import Pack
from tests.samples import PACK

GOOD = (
    PACK
    + """
[[entity]]
id = "forum"
kind = "forum"
name = "The Harbour Forum"
short = "HF"
summary = "Talks."
aliases = ["Harbour talks"]
exact = ["HARBOR"]
lookup_only = ["hfo"]

[[fact]]
id = "F1"
subject = "forum"
predicate = "date"
edtf = "2025-11-01"
as_given = "1 November"
status = "inferred"
planned_as_of = "2025-10"
from = ["F2"]
note = "the year is ours"
source = "note"
place = "1"
time = "14:30"
zone = "Asia/Kuala_Lumpur"

[[fact]]
id = "F2"
subject = "forum"
predicate = "theme"
text = "Peace"
status = "stated"
source = "note"
place = "2"
"""
)
PACK, SOURCE, ENTITY, FACT, SECOND = 1, 7, 14, 24, 39
"""The lines of the tables in `GOOD`."""


def mistakes(text: str) -> list[Mistake]:
    found = parse_pack(text)
    assert not isinstance(found, Pack), "the pack was taken"
    return found


def spoilt(old: str, new: str) -> list[Mistake]:
    assert old in GOOD
    return mistakes(GOOD.replace(old, new, 1))
