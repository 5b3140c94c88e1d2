"""What reads like a name and is none: for every name the packs ship, in every language they ship names in."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from bot.rules.catalogue import Catalogue
from bot.rules.matching import Matcher
from bot.rules.matching.lookalikes import LOOKALIKES
from bot.rules.matching.publishers import PUBLISHERS
from bot.rules.naming.countries import LANGUAGES
from tests.rules.test_context_pack import both

TABLE = Path(__file__).with_name("lookalikes.txt")


@cache
def matcher() -> Matcher:
    return Matcher.of(both())


def rows() -> list[tuple[str, str, str]]:
    """The id, the language and the text of each row."""
    found = []
    for line in TABLE.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            head, _, text = line.partition(": ")
            entity, _, language = head.partition(" ")
            found.append((entity, language or "en", text))
    return found


def mentioned(text: str, catalogue: Catalogue | None = None) -> set[str]:
    title, _, summary = text.partition(" || ")
    found = (matcher() if catalogue is None else Matcher.of(catalogue)).read(title, summary)
    return {mention.entity for mention in found.mentions}


@pytest.mark.parametrize("entity", dict.fromkeys(entity for entity, _, _ in rows()))
def test_a_look_alike_is_no_mention(entity: str) -> None:
    texts = [text for one, _, text in rows() if one == entity]
    assert [text for text in texts if entity in mentioned(text)] == []


def test_there_are_look_alikes_of_everything_the_packs_hold_in_every_language_of_its_names() -> None:
    covered = {(entity, language) for entity, language, _ in rows()}
    assert {entity for entity, _ in covered} == set(both().entities)
    assert set(LANGUAGES) - {language for _, language in covered} == {"de"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # What keeps its meaning inside a look-alike, and what stands beside one.
        ("ASEAN Ministerial Meeting on Transnational Crime", {"asean"}),
        ("US-ASEAN Summit", {"us", "asean"}),
        ("Reserve Bank of India cuts rates", {"in"}),
        ("China in the South China Sea", {"cn"}),
        ("Air India flies to Malaysia", {"my"}),
        ("中国军舰进入南中国海", {"cn"}),
        ("越南北部洪水", {"vn"}),
        ("อินเดียนำเข้าน้ำมันจากรัสเซีย", {"in", "ru"}),
        ("Việt Nam - Mỹ", {"vn", "us"}),
        # What needs company has it, or is the name itself.
        ("AIME 2026 begins || Navies of ASEAN take part", {"asean-india-maritime-exercise-2", "asean"}),
        ("The ASEAN-India Maritime Exercise (AIME)", {"asean-india-maritime-exercise-2"}),
        ("EWG meets || ADMM-Plus group in Brunei", {"admm-plus-ewg", "admm-plus", "bn"}),
        ("KL hosts ADMM-Plus", {"kuala-lumpur", "admm-plus"}),
        ("India sends HADR aid", {"in", "humanitarian-assistance"}),
        ("NZ, India sign pact", {"nz", "in"}),
        ("PRC, Philippines trade blame", {"cn", "ph"}),
        ("Presiden Filipina tiba di Jakarta", {"ph", "jakarta"}),
        ("タイとベトナム", {"th", "vn"}),
        # Two that need company are none to one another.
        ("EWG and AIME and KL", set()),
    ],
)
def test_what_is_meant_beside_a_look_alike(text: str, found: set[str]) -> None:
    assert mentioned(text) == found


@pytest.mark.parametrize("row", [*LOOKALIKES, *PUBLISHERS])
def test_no_listed_look_alike_mentions_anything_but_what_stands_in_its_brackets(row: str) -> None:
    bracketed = [part.partition("]")[0] for part in row.split("[")[1:]]
    kept = {entity for part in bracketed for entity in mentioned(f"{part} arrives")}
    assert mentioned(f"{row.replace('[', '').replace(']', '')} arrives") <= kept
