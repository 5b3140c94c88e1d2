"""Headlines with the stories they tell, from the files beside this one, and how well they are told apart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path

from bot.rules.stories.sketch import Told
from bot.rules.stories.window import stories_of

BEGINNING = datetime(2026, 11, 10, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Pairs:
    """How many pairs of entries were called one story, rightly and wrongly, and how many were missed."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong)

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed)


def scenes(name: str) -> list[list[tuple[str, Told]]]:
    """Each scene's entries with their labels: `story hour ¦ title ¦ summary`, a line each."""
    text = (Path(__file__).parent / name).read_text("utf-8")
    blocks = ([line for line in block.splitlines() if line[:1] not in "#"] for block in text.split("\n\n"))
    return [[_entry(line, str(place)) for place, line in enumerate(block)] for block in blocks if block]


def _entry(line: str, entry_id: str) -> tuple[str, Told]:
    head, title, summary = ([part.strip() for part in line.split("¦")] + [""])[:3]
    label, hours = head.split()
    return label, Told(entry_id, title, summary, published=BEGINNING + timedelta(hours=int(hours)))


def told_apart(name: str) -> Pairs:
    """How well the pairs within each scene are told apart."""
    right = wrong = missed = 0
    for scene in scenes(name):
        told = stories_of(entry for _, entry in scene)
        for one, other in combinations(range(len(scene)), 2):
            same, called = scene[one][0] == scene[other][0], told[one] == told[other]
            right, wrong, missed = (
                right + (same and called),
                wrong + (called > same),
                missed + (same > called),
            )
    return Pairs(right, wrong, missed)
