"""`attache catalogue check FILE…` and `diff OLD NEW`: what is wrong with packs, and what one would change.

Packs are read beside those of the configuration, as the bot would read them.
"""

from __future__ import annotations

import argparse
import sys

from bot.cli.settings import configured
from bot.packs import PackRefused, checked, read
from bot.rules.packs.changes import changes


def main(options: argparse.Namespace) -> int:
    beside = configured(options.config).catalogue_packs
    return _diff(options, beside) if options.action == "diff" else _check(options, beside)


def _check(options: argparse.Namespace, beside: tuple[str, ...]) -> int:
    try:
        found = checked(options.file, beside)
    except PackRefused as refused:
        print(refused)
        return 1
    for warning in found.warnings:
        print(f"warning: {warning}")
    print(f"{len(found.packs)} checked, no mistake found")
    return 0


def _diff(options: argparse.Namespace, beside: tuple[str, ...]) -> int:
    try:
        (old,), (new,) = read([options.old], beside), read([options.new], beside)
    except PackRefused as refused:
        print(refused, file=sys.stderr)
        return 1
    print("\n".join(changes(old, new)) or "nothing would change")
    return 0
