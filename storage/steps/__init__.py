"""The steps of the schema, in the order they were shipped; `schema` puts them together.

A shipped step never changes.
"""

from __future__ import annotations

from typing import NamedTuple


class Migration(NamedTuple):
    why: str
    sql: str
