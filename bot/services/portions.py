"""Long work in portions, between which the loop may do something else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

One = TypeVar("One")


def portions(rows: Sequence[One], most: int) -> Iterator[Sequence[One]]:
    """So many of these at a time."""
    return (rows[start : start + most] for start in range(0, len(rows), most))
