"""A server whose channels are briefed and keep live lists, as tests set them up."""

from __future__ import annotations

from dataclasses import replace

from bot.rules.notices import Notice, NoticeKind, from_json
from bot.services.arming import arm_channel
from storage import channels, guilds
from storage.options import Options
from storage.records import Channel, ChannelId, Guild
from tests.services.world import DESK, HERE, World


async def lives_in(w: World, zone: str) -> None:
    async with w.db.transaction() as tx:
        await guilds.put(tx, HERE)
        await guilds.save(tx, replace(await guilds.get(tx, HERE) or Guild(HERE), zone=zone))


async def wants(w: World, channel_id: ChannelId = DESK, **options: object) -> None:
    """Set a channel's options, as a moderator does."""
    async with w.db.transaction() as tx:
        await guilds.put(tx, HERE)
        guild = await guilds.get(tx, HERE)
        assert guild is not None
        known = await channels.get(tx, channel_id) or Channel(channel_id, HERE)
        await channels.save(tx, replace(known, options=Options(**options)))  # type: ignore[arg-type]
        await arm_channel(tx, guild, channel_id, w.clock())


async def state_of(w: World, channel_id: ChannelId = DESK) -> Channel:
    found = await channels.get(w.db.reader, channel_id)
    assert found is not None
    return found


async def told(w: World, kind: NoticeKind = NoticeKind.BRIEF, state: str = "pending") -> dict[str, Notice]:
    """What is owed of a kind, by its key."""
    rows = {row["key"]: from_json(row["notice"]) for row in await w.owed(state)}
    return {key: notice for key, notice in rows.items() if notice.kind is kind}
