"""What tests of what waits share: options of a server, what waits or is due, and how each fared."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.rules.digests import CatchUp
from bot.rules.notices import Notice, NoticeKind
from bot.services import holding
from storage import guilds, outbox
from storage.options import Options
from tests.services.world import (
    DESK,
    HERE,
    World,
    entity,
    fact,
)

NIGHT = Options(quiet_from=22, quiet_to=7)
MEETINGS = "".join(
    entity(f"call-{n}", "meeting", f"Call {n}")
    + fact(f"c{n}", subject=f"call-{n}", predicate="edition-of", object="harbour-forum")
    + fact(f"d{n}", subject=f"call-{n}", predicate="date", edtf=f"2025-11-{n + 10}")
    for n in range(6)
)
"""Six more meetings of the forum, each on its day."""


async def sets(w: World, options: Options) -> None:
    """The server keeps these options."""
    await w.guilds.set_up(HERE)
    guild = await w.guilds.get(HERE)
    async with w.db.transaction() as tx:
        await guilds.save(tx, replace(guild, options=options))


async def tell(w: World, catch_up: CatchUp = CatchUp.LATE) -> None:
    await holding.release(w.db, w.clock(), catch_up)
    await w.delivering.tick()


async def states(w: World) -> dict[str, int]:
    rows = await w.db.reader.all("SELECT state, count(*) AS number FROM outbox GROUP BY state")
    return {row["state"]: row["number"] for row in rows}


async def reminds(w: World, key: str, **more: object) -> None:
    """Owe a reminder."""
    told = Notice(NoticeKind.REMINDER, key, "Begins.", due_at=int(w.clock().timestamp())).to_json()
    target = {"guild_id": HERE, "channel_id": DESK, **more}
    async with w.db.transaction() as tx:
        await outbox.add(tx, key=key, notice=told, now=w.clock(), **target)  # type: ignore[arg-type]


async def waits(w: World, key: str, kind: NoticeKind = NoticeKind.NEWS, **more: object) -> None:
    """Hold a notice for an hour."""
    told = Notice(kind, key, "Said.").to_json()
    target = {"channel_id": DESK, "guild_id": HERE, "held_until_at": w.clock() + timedelta(hours=1), **more}
    async with w.db.transaction() as tx:
        await outbox.add(tx, key=key, notice=told, now=w.clock(), **target)  # type: ignore[arg-type]
