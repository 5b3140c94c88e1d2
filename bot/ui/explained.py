"""Why a message was posted, and what became of a page, as people read it."""

from __future__ import annotations

import discord

from bot.rules import why, wording
from bot.rules.notices import Notice, NoticeKind
from bot.rules.text import cut, escaped
from bot.services.explaining import Explanation

NO_LONGER_KEPT = "I no longer keep why this was posted; that is kept for 90 days."
_FOLLOWED = (NoticeKind.NEWS, NoticeKind.REMINDER, NoticeKind.CHANGE)
_OF_SERVER = "/subscriptions lists what this server follows; /unsubscribe ends it"
_OF_PERSON = "/remind list shows all I remind you of; /remind cancel ends one"


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
    lines += [_part(one) for one in explanation.together]
    if explanation.publication is not None:
        lines.append(f"It was {why.published(explanation.publication)}.")
    footer = _OF_SERVER if delivery.user_id is None else _OF_PERSON
    return _listed("Why this was posted", lines, footer if notice.kind in _FOLLOWED else None)


def _part(notice: Notice) -> str:
    """One of what a digest tells: what it is, who says so, and by what rule."""
    source = next((value for name, value in notice.fields if name == "Source"), "")
    said = f" — {cut(source, 150)}" if source else ""
    return f"**{cut(notice.title, 150)}**{said}: {cut(' '.join(notice.why), 400)}"


def of_page(trace: why.Trace) -> discord.Embed:
    """The stages a page passed, and the one it stopped at."""
    embed = discord.Embed(title="What became of this page", description=cut("\n".join(why.told(trace)), 4096))
    return embed.set_footer(text="Only feeds, channels and topics of this server are looked at")


def _listed(title: str, lines: list[str], footer: str | None) -> discord.Embed:
    embed = discord.Embed(title=title, description=cut("\n".join(f"• {line}" for line in lines), 4096))
    return embed.set_footer(text=footer)
