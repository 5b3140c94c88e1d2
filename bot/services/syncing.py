"""Remembers which commands Discord was told last, so that it is told only what changed."""

from __future__ import annotations

from storage import settings
from storage.database import Database


class Syncing:
    def __init__(self, db: Database) -> None:
        self._db = db

    async def was_told(self, application_id: int | None, digest: str) -> bool:
        """Whether this application's commands were the ones of `digest` when Discord was last told."""
        return await settings.read(self._db.reader, _setting(application_id)) == digest

    async def told(self, application_id: int | None, digest: str) -> None:
        async with self._db.transaction() as tx:
            await settings.write(tx, _setting(application_id), digest)


def _setting(application_id: int | None) -> str:
    return f"commands:{application_id}"
