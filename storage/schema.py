"""The schema as a list of steps: the length of `MIGRATIONS` is the schema version.

A shipped step never changes; a new table or column is one more step that says why. Instants are
integer UTC seconds in columns that end in `_at`; snowflakes are integers; states have a CHECK.
"""

from __future__ import annotations

from storage.steps import Migration as Migration
from storage.steps import calendars, founding, news, servers, telling

APPLICATION_ID = 0x41545443
"""Written into every database of ours ("ATTC"), so that no other SQLite file is ever opened."""

MIGRATIONS: tuple[Migration, ...] = (
    *founding.STEPS,
    *servers.STEPS,
    *telling.STEPS,
    *calendars.STEPS,
    *news.STEPS,
)
