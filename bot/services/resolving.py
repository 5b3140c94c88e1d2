"""Derives the instants of events anew when a newer release of the time zone database came.

An event keeps its hour on the wall clock of its zone; what instant that is follows from the zone's rules,
which governments change, sometimes with days of notice.
"""

from __future__ import annotations

import logging

from bot.rules import moving
from bot.rules.dates.zones import tzdata_version
from bot.services.ports import Clock
from bot.services.reminding import Reminding
from storage import channels, events, mirrors, settings
from storage.database import Database

log = logging.getLogger(__name__)

SETTING = "tzdata"


async def resolve_anew(db: Database, clock: Clock, reminding: Reminding) -> None:
    """Derive every instant with the release there is now, if it is another than the last that was used.

    One transaction: the instants, what is planned of those that changed, and which release it was.
    """
    release = tzdata_version()
    async with db.transaction() as tx:
        before = await settings.read(tx, SETTING)
        if before == release:
            return
        changed = []
        for event in await events.timed(tx):
            derived = moving.derived_anew(event)
            if derived.start_at != event.start_at:
                changed.append(derived)
            if derived != event:
                await events.set_instant(tx, derived)
        if changed:
            await reminding.replan_all(tx)
            await channels.look_after_lists(tx, clock())
            await mirrors.look_soon(tx, clock())
        await settings.write(tx, SETTING, release)
    if before is not None:
        log.info("time zones %s came after %s: %d events begin otherwise", release, before, len(changed))
    for event in changed:
        log.warning("%s of server %d begins at %s now", event.id, event.guild_id, event.start_at)
