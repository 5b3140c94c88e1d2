"""`attache catalogue check FILE…`: every mistake in a pack, with file, line, key and reason."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from bot.rules.packs import parse_pack
from bot.services.catalogue import taken
from storage.records import Pack


def main(options: argparse.Namespace) -> int:
    mistakes = mistakes_of(options.file)
    for mistake in mistakes:
        print(mistake)
    if not mistakes:
        print(f"{len(options.file)} checked, no mistake found")
    return 1 if mistakes else 0


def mistakes_of(paths: Sequence[Path]) -> list[str]:
    """What is wrong with these packs, read in order: a later one may name entities of an earlier one."""
    found: list[str] = []
    known: set[str] = set()
    for path in paths:
        try:
            result = parse_pack(path.read_text("utf-8"), known)
        except OSError as error:
            found.append(f"{path}: cannot be read: {error.strerror}")
            continue
        except UnicodeDecodeError:
            found.append(f"{path}: is not UTF-8 text")
            continue
        if isinstance(result, Pack):
            own = {entity.id for entity in result.entities}
            result, known = taken(own & known), known | own
        found += [f"{path}: {mistake}" for mistake in result]
    return found
