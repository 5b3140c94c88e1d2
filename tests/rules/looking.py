"""The shipped names, asked for the best answer and for what is offered."""

from __future__ import annotations

from bot.rules.naming.lookup import NameIndex
from tests.rules.making import entity, shipped_names

BOTH = NameIndex([entity("at", "country", "Austria"), entity("au", "country", "Australia")])


def best(query: str) -> str | None:
    """What is an answer to a query, and no offer."""
    found = shipped_names().find(query)
    return found[0].entity.id if found and found[0].score >= 0.5 else None


def offered(query: str) -> list[str]:
    return [found.entity.id for found in shipped_names().find(query)]
