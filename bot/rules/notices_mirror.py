"""What a server is told, in its notices channel, when its events cannot be shown among Discord's own."""

from __future__ import annotations

from datetime import datetime

from bot.rules.mirroring import MOST
from bot.rules.notices import Notice, NoticeKind
from bot.rules.wording import counted
from storage.records import ChannelId

_WHY = ("This server chose with /settings that its events are shown among Discord's scheduled events.",)


def may_not(channel_id: ChannelId, now: datetime) -> tuple[str, Notice]:
    """A permission is missing; said once until it was there again."""
    body = (
        "This server wants its events shown among Discord's scheduled events, and I may not make any: give me"
        " the permission **Create Events**. I look again every few minutes and go on by myself; nothing is"
        " lost meanwhile."
    )
    return _said("permission", channel_id, now, "I may not show events", body)


def no_room(channel_id: ChannelId, left_out: int, now: datetime) -> tuple[str, Notice]:
    """Discord's limit is reached; said once until there was room again."""
    body = (
        f"Discord takes {MOST} scheduled events in a server, those of its members included. The nearest are"
        f" shown; {counted(left_out, 'later one')} of yours will be as soon as there is room."
    )
    return _said("full", channel_id, now, "Not every event is shown", body)


def _said(what: str, channel_id: ChannelId, now: datetime, title: str, body: str) -> tuple[str, Notice]:
    key = f"mirror:{what}:{channel_id}:{int(now.timestamp())}"
    return key, Notice(NoticeKind.TROUBLE, title, body, footer="Notice", why=_WHY)
