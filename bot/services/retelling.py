"""Changes messages in which several reminders were told together, once an event of one of them moves.

Each reminder in such a message says what it said, or what became of its event since.
"""

from __future__ import annotations

from dataclasses import replace

from bot.rules import digests, notices, outdated
from bot.rules.moving import NOBODY, Said
from bot.rules.notices import NoticeKind
from bot.services.owing import owe
from storage import events, held
from storage.database import Transaction
from storage.deliveries import Delivery, Op
from storage.records import Event, Guild


async def mark_digests(tx: Transaction, guild: Guild, before: Event, after: Event, said: Said) -> None:
    """The digests that told the old date, before it came, are changed to say what became of it."""
    for told in await held.digests_of_event(tx, guild.id, after.id, begins=notices.REMINDERS, now=said.at):
        parts = [
            await _as_it_stands(tx, guild, told, part, before, after)
            for part in await held.told_by(tx, told.id)
        ]
        _, notice = digests.digest(parts)
        # A pack counts no revisions: what it says is known by when it was loaded.
        revision = int(said.at.timestamp()) if said.by == NOBODY else after.revision
        await owe(
            tx,
            (
                f"moved:{told.id}:{after.id}:{revision}",
                replace(notice, footer=f"{notice.footer}; what moved since is struck through"),
            ),
            said.at,
            guild_id=guild.id or None,
            channel_id=told.channel_id,
            user_id=told.user_id,
            event_id=after.id,
            expires_at=said.at + notices.CHANGE_HELPS_FOR,
            op=Op.EDIT,
            target_message_id=told.message_id,
        )


async def _as_it_stands(
    tx: Transaction, guild: Guild, told: Delivery, part: Delivery, before: Event, after: Event
) -> Delivery:
    """A part of a digest as it was told, or as it reads where its event was changed since."""
    if part.event_id is None or not part.key.startswith(notices.REMINDERS):
        return part
    if part.event_id != after.id:
        now = await events.get(tx, part.event_id, guild.id)
        changes = await events.history(tx, guild.id, part.event_id)
        if now is None or told.sent_at is None or all(one.created_at < told.sent_at for one in changes):
            return part
        before = after = now
    _, notice = outdated.changed(part, before, after, guild)
    due_at = notice.due_at if notice.kind is NoticeKind.REMINDER else None  # what moved is not late
    return replace(part, notice=replace(notice, due_at=due_at).to_json())
