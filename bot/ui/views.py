"""Buttons that survive a restart: their state is in the custom id."""

from __future__ import annotations

import re
from typing import Any

import discord

from bot.rules import wording
from bot.rules.notices import NoticeKind
from bot.rules.text import cut
from bot.services.explaining import Explanation
from bot.ui.answers import answer, answer_failure
from bot.ui.desk import Desk


class WhyButton(discord.ui.DynamicItem[discord.ui.Button[Any]], template=r"why:(?P<nonce>[0-9a-f]{24})"):
    """Stands under every message the bot posts by itself, and tells why it was posted.

    Its custom id is also how a message of an earlier attempt is recognised in a channel's history.
    """

    def __init__(self, nonce: str) -> None:
        self.nonce = nonce
        super().__init__(
            discord.ui.Button(label="Why?", style=discord.ButtonStyle.secondary, custom_id=custom_id(nonce))
        )

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> WhyButton:
        return cls(match["nonce"])

    async def callback(self, interaction: discord.Interaction[Any]) -> Any:
        desk: Desk = interaction.client.desk
        try:
            explanation = await desk.explaining.explain(self.nonce)
        except Exception as error:
            # An edge as a command is: discord.py would only log this, and the person see no answer.
            await answer_failure(interaction, error, desk.operator_id)
            return
        if explanation is None:
            await answer(interaction, "I no longer keep why this was posted; that is kept for 90 days.")
        else:
            await answer(interaction, embeds=[_told(explanation)])


def custom_id(nonce: str) -> str:
    return f"why:{nonce}"


def under_message(nonce: str) -> discord.ui.View:
    """The view of a posted message."""
    view = discord.ui.View(timeout=None)
    view.add_item(WhyButton(nonce))
    return view


def _told(explanation: Explanation) -> discord.Embed:
    delivery, notice = explanation.delivery, explanation.notice
    lines = list(notice.why)
    lines.append(f"Found {wording.instant(delivery.created_at)}.")
    if delivery.sent_at is not None:
        tries = wording.counted(delivery.attempts + 1, "attempt")
        lines.append(f"Sent {wording.instant(delivery.sent_at)}, after {tries}.")
    embed = discord.Embed(
        title="Why this was posted", description=cut("\n".join(f"• {line}" for line in lines), 4096)
    )
    if notice.kind in (NoticeKind.NEWS, NoticeKind.REMINDER):
        embed.set_footer(text="/subscriptions lists what this server follows; /unsubscribe ends it")
    return embed
