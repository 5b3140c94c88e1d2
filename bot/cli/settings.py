"""Finds the configuration file and reads it with the environment."""

from __future__ import annotations

import os
from pathlib import Path

from bot.config import Config, load

DEFAULT = Path("config.toml")


def configured(path: Path | None) -> Config:
    """The configuration of this run; raises `ConfigError`. A file that was named must exist."""
    named = path or (Path(os.environ["ATTACHE_CONFIG"]) if "ATTACHE_CONFIG" in os.environ else None)
    return load(named or (DEFAULT if DEFAULT.exists() else None), os.environ)
