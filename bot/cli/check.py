"""`attache check`: what would be used, with the token hidden, and whether it can be."""

from __future__ import annotations

import argparse
import sys

from bot.cli.settings import configured
from bot.config import cautions, described
from bot.packs import PackRefused, located, read


def main(options: argparse.Namespace) -> int:
    config = configured(options.config)
    rows = described(config)
    problems: tuple[str, ...] = ()
    try:
        files = located(config.catalogue_packs)
        rows += [
            (f"pack {name}", str(path)) for name, path in zip(config.catalogue_packs, files, strict=True)
        ]
        read(files)
    except PackRefused as refused:
        problems = refused.problems
    width = max(len(name) for name, _ in rows)
    for name, value in rows:
        print(f"{name:<{width}}  {value}")
    for told in (*cautions(config), *problems):
        print(told, file=sys.stderr)
    if not config.token:
        print("No token: `attache run` would refuse to start; `attache demo` needs none.")
    return 1 if problems else 0
