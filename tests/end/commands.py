"""The command tree by itself, as the client builds it."""

from __future__ import annotations

import asyncio
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from discord import app_commands

from bot.app import build
from bot.config import load


def tree() -> app_commands.CommandTree[Any]:
    """Build the application in a folder of its own and hand out its commands."""

    async def made() -> app_commands.CommandTree[Any]:
        with tempfile.TemporaryDirectory() as folder:
            config = load(None, {"ATTACHE_DATA_FOLDER": str(Path(folder))})
            app = await build(config, lambda: datetime(2025, 10, 29, tzinfo=UTC))
            await app.release()
            return app.client.tree

    return asyncio.run(made())
