"""`attache check`: what would be used, with the token hidden, and whether it can be."""

from __future__ import annotations

import argparse
import sys

from bot.app import shipped_packs
from bot.cli.catalogue import mistakes_of
from bot.cli.settings import configured
from bot.config import described


def main(options: argparse.Namespace) -> int:
    config = configured(options.config)
    rows = [*described(config), *((f"pack {path.stem}", str(path)) for path in shipped_packs())]
    width = max(len(name) for name, _ in rows)
    for name, value in rows:
        print(f"{name:<{width}}  {value}")
    mistakes = mistakes_of(shipped_packs())
    for mistake in mistakes:
        print(mistake, file=sys.stderr)
    if not config.token:
        print("No token: `attache run` would refuse to start; `attache demo` needs none.")
    return 1 if mistakes else 0
