"""Why a message was posted: what the outbox still knows of it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.rules import notices
from storage import outbox
from storage.database import Database
from storage.deliveries import Delivery


@dataclass(frozen=True, slots=True)
class Explanation:
    delivery: Delivery
    notice: notices.Notice


class Explaining:
    def __init__(self, db: Database) -> None:
        self._db = db

    async def explain(self, nonce: str) -> Explanation | None:
        """The row behind a message's button, or None where it is no longer kept."""
        delivery = await outbox.by_nonce(self._db.reader, nonce)
        return Explanation(delivery, notices.from_json(delivery.notice)) if delivery else None
