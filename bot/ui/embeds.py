"""How cards and notices look as Discord embeds, within Discord's limits.

Limits: title 256, description 4096, 25 fields of 256 and 1024, footer 2048, 6000 in all
(https://discord.com/developers/docs/resources/message#embed-object-embed-limits).
"""

from __future__ import annotations

from datetime import date, timedelta

import discord

from bot.rules import wording
from bot.rules.notices import Notice, NoticeKind
from bot.rules.showing.cards import Card
from bot.rules.showing.citations import cited, unmentioned
from bot.rules.showing.paging import Page
from bot.rules.text import cut

_FIELD = 1024
_FOOTER = 1500
_COLOURS = {
    NoticeKind.NEWS: discord.Colour(0x2F6FAB),
    NoticeKind.REMINDER: discord.Colour(0xC8862B),
    NoticeKind.CHANGE: discord.Colour(0x8A4FA3),
    NoticeKind.BRIEF: discord.Colour(0x2E6E6A),
    NoticeKind.LIVE: discord.Colour(0x2E6E6A),
    NoticeKind.DIGEST: discord.Colour(0x3D5A80),
    NoticeKind.WELCOME: discord.Colour(0x3B7A57),
    NoticeKind.PROPOSAL: discord.Colour(0xB8860B),
    NoticeKind.TROUBLE: discord.Colour(0xA23B3B),
    NoticeKind.TEST: discord.Colour(0x6B7280),
}
_CARD = discord.Colour(0x1F4E79)


def of_card_page(card: Card, page: Page, as_of: date | None = None) -> discord.Embed:
    """One page of a card, with the sources of its lines at its foot."""
    title = card.title if page.number == 1 else f"{card.title}, continued"
    embed = discord.Embed(title=cut(title, 256), colour=_CARD).set_author(name=card.kind)
    if page.number == 1:
        embed.description = cut(card.summary, 1500)
    for part in page.parts:
        embed.add_field(name=cut(part.heading, 256), value=part.text, inline=False)
    told = [_as_of(as_of)] if as_of else []
    if page.of > 1:
        told.append(f"Page {page.number} of {page.of}")
    named = [f"[{number}] {unmentioned(cited(card.sources[number - 1]))}" for number in page.cites]
    return embed.set_footer(text="\n".join([*_fitting(named), *told])) if named or told else embed


def of_answer(said: list[str]) -> list[discord.Embed]:
    """What is said to a question, above the card it rests on; nothing where a name was asked for."""
    return [discord.Embed(description=cut("\n".join(said), 2000), colour=_CARD)] if said else []


def of_facts_page(label: str, lines: list[str], page: int, pages: int) -> discord.Embed:
    """Facts with their citations; the whole list may take several pages."""
    empty = "No source here says anything about it yet."
    embed = discord.Embed(
        title=cut(f"Sources of {label}", 256), description="\n".join(lines) or empty, colour=_CARD
    )
    return embed.set_footer(text=f"Page {page} of {pages}") if pages > 1 else embed


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


def _fitting(named: list[str]) -> list[str]:
    """Sources as long as they fit a footer; the rest is named by the Sources button, and said to be."""
    kept: list[str] = []
    for line in named:
        if sum(len(one) + 1 for one in kept) + len(line) > _FOOTER:
            return [
                *kept,
                f"… and {len(named) - len(kept)} more; the Sources button of a card lists them all",
            ]
        kept.append(line)
    return kept


def _as_of(day: date) -> str:
    return f"As of {wording.day_in_words(day)}, by the sources known today"
