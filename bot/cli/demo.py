"""`attache demo`: the bot on a local Discord in the browser."""

from __future__ import annotations

import argparse
import asyncio
import importlib.util
import logging
import sys


def main(options: argparse.Namespace) -> int:
    if importlib.util.find_spec("simcord") is None:
        print('The demo needs its extra: pip install -e ".[demo]"', file=sys.stderr)
        return 1
    from bot.demo.stage import PageUnavailable, run_demo
    from bot.packs import PackRefused
    from storage.database import CannotOpen

    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    try:
        asyncio.run(run_demo(options.port))
    except (PackRefused, CannotOpen, PageUnavailable) as error:
        print(error, file=sys.stderr)
        return 1
    return 0
