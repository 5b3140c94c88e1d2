"""How cards and notices look as Discord embeds, within Discord's limits.

Limits: title 256, description 4096, 25 fields of 256 and 1024, footer 2048, 6000 in all
(https://discord.com/developers/docs/resources/message#embed-object-embed-limits).
"""

from __future__ import annotations

from datetime import timedelta

import discord

from bot.rules import wording
from bot.rules.cards import Card
from bot.rules.notices import Notice, NoticeKind
from bot.rules.text import cut

_MOST_FIELDS = 24
_FIELD = 1024
_TOTAL = 5800
_COLOURS = {
    NoticeKind.NEWS: discord.Colour(0x2F6FAB),
    NoticeKind.REMINDER: discord.Colour(0xC8862B),
    NoticeKind.WELCOME: discord.Colour(0x3B7A57),
    NoticeKind.TROUBLE: discord.Colour(0xA23B3B),
    NoticeKind.TEST: discord.Colour(0x6B7280),
}
_CARD = discord.Colour(0x1F4E79)


def of_card(card: Card) -> list[discord.Embed]:
    """A card as one embed, or as many as its lines need; nothing is cut off in silence."""
    sources = "\n".join(card.sources)
    fields = [*_fields(card)]
    if sources:
        fields += [("Sources", part) for part in _parts(card.sources)]
    embeds = [_first(card)]
    for name, value in fields:
        if len(embeds[-1].fields) >= _MOST_FIELDS or len(embeds[-1]) + len(name) + len(value) > _TOTAL:
            embeds.append(discord.Embed(title=cut(f"{card.title}, continued", 256), colour=_CARD))
        embeds[-1].add_field(name=name, value=value, inline=False)
    return embeds


def of_lines(title: str, lines: list[str], *, empty: str, footer: str = "") -> discord.Embed:
    """A list under a title; an empty one says what to do next."""
    shown: list[str] = []
    for line in lines:
        if sum(len(one) + 1 for one in shown) + len(line) > 3900:
            shown.append(f"… and {len(lines) - len(shown)} more")
            break
        shown.append(line)
    embed = discord.Embed(title=cut(title, 256), description="\n".join(shown) or empty, colour=_CARD)
    return embed.set_footer(text=footer) if footer else embed


def of_notice(notice: Notice, late: timedelta | None) -> discord.Embed:
    """A notice as it is posted; one that goes out late says by how much."""
    embed = discord.Embed(
        title=cut(notice.title, 256),
        description=cut(notice.body, 4096) or None,
        url=notice.url,
        colour=_COLOURS[notice.kind],
    )
    for name, value in notice.fields:
        embed.add_field(name=name, value=cut(value, _FIELD), inline=False)
    footer = notice.footer
    if late is not None:
        footer = f"{footer} · sent {wording.duration(late)} late"
    return embed.set_footer(text=footer) if footer else embed


def _first(card: Card) -> discord.Embed:
    embed = discord.Embed(title=cut(card.title, 256), description=cut(card.summary, 1500), colour=_CARD)
    return embed.set_author(name=card.kind)


def _fields(card: Card) -> list[tuple[str, str]]:
    return [
        (section.heading if number == 0 else f"{section.heading}, continued", part)
        for section in card.sections
        for number, part in enumerate(_parts(section.lines))
    ]


def _parts(lines: tuple[str, ...]) -> list[str]:
    """Lines joined into texts that fit a field each."""
    parts = [""]
    for line in lines:
        bullet = cut(f"• {line}" if len(lines) > 1 else line, _FIELD)
        if len(parts[-1]) + len(bullet) + 1 > _FIELD:
            parts.append("")
        parts[-1] = f"{parts[-1]}\n{bullet}" if parts[-1] else bullet
    return parts
