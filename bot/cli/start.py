"""`attache` alone: the bot where a token is configured, the demo where none is."""

from __future__ import annotations

import argparse
import importlib

from bot.cli.settings import configured


def main(options: argparse.Namespace) -> int:
    name = "run" if configured(options.config).token else "demo"
    options.port = 0
    return int(importlib.import_module(f"bot.cli.{name}").main(options))
