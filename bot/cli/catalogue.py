"""`attache catalogue check FILE…`: every mistake in a pack, with file, line, key and reason."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from bot.app import shipped_packs
from bot.rules.packs import pack_id, parse_pack
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
    """What is wrong with these packs, beside the shipped ones, read in order as they would be loaded."""
    found: list[str] = []
    known = _shipped_beside(paths)
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


def _shipped_beside(paths: Sequence[Path]) -> set[str]:
    """The entities of the shipped packs that are not themselves among `paths`, nor replaced by them."""
    ids = {pack_id(path.read_text("utf-8", errors="replace")) for path in paths if path.is_file()}
    shipped = (parse_pack(path.read_text("utf-8")) for path in shipped_packs())
    packs = [pack for pack in shipped if isinstance(pack, Pack) and pack.id not in ids]
    return {entity.id for pack in packs for entity in pack.entities}
