"""Why a message was posted, and what became of a page, as people read it."""

from __future__ import annotations

import discord

from bot.rules import why, wording
from bot.rules.notices import NoticeKind
from bot.rules.text import cut, escaped
from bot.services.explaining import Explanation

NO_LONGER_KEPT = "I no longer keep why this was posted; that is kept for 90 days."


def of_message(explanation: Explanation) -> discord.Embed:
    """Feed and entry where it is news, the rule by which it was posted, when it was found and sent."""
    delivery, notice, entry = explanation.delivery, explanation.notice, explanation.entry
    lines = list(notice.why)
    if entry is not None:
        link = f" <{entry.link}>" if entry.link else ""
        lines.append(f"Its entry: {escaped(cut(entry.title, 200))}{link}")
        lines.append(f"By the source's own time: {escaped(cut(entry.published or 'not given', 60))}.")
    lines.append(f"Found {wording.instant(entry.found_at if entry else delivery.created_at)}.")
    lines.append(f"This message was {why.fate(delivery)}.")
    return _listed("Why this was posted", lines, notice.kind)


def of_page(trace: why.Trace) -> discord.Embed:
    """The stages a page passed, and the one it stopped at."""
    embed = discord.Embed(title="What became of this page", description=cut("\n".join(why.told(trace)), 4096))
    return embed.set_footer(text="Only feeds, channels and topics of this server are looked at")


def _listed(title: str, lines: list[str], kind: NoticeKind) -> discord.Embed:
    embed = discord.Embed(title=title, description=cut("\n".join(f"• {line}" for line in lines), 4096))
    if kind in (NoticeKind.NEWS, NoticeKind.REMINDER, NoticeKind.CHANGE):
        embed.set_footer(text="/subscriptions lists what this server follows; /unsubscribe ends it")
    return embed
