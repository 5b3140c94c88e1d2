"""Why a message was posted: what the outbox still knows of it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.rules import notices
from storage import outbox
from storage.database import Database
from storage.records import Delivery


@dataclass(frozen=True, slots=True)
class Explanation:
    delivery: Delivery
    notice: notices.Notice


async def explain(db: Database, nonce: str) -> Explanation | None:
    """The row behind a message's button, or None where it is no longer kept."""
    delivery = await outbox.by_nonce(db.reader, nonce)
    return Explanation(delivery, notices.from_json(delivery.notice)) if delivery else None
