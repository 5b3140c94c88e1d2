"""Says something to whoever used a command: privately, unless they asked for a public answer.

A first answer whose receipt is lost is repeated by discord.py, and Discord then says that there is one
already. So there is: that is no failure, and nothing to apologise for.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Sequence

import discord
from discord import app_commands

from bot.services.refusals import Ambiguous, OtherKind, Refusal
from bot.ui.buttons import to_choose
from bot.ui.sentences import apology, sentence
from storage.records import UserId

log = logging.getLogger(__name__)

_ANSWERED_ALREADY = 40060
_DEFERRED = "deferred"


async def answer(
    interaction: discord.Interaction,
    text: str | None = None,
    *,
    embeds: Sequence[discord.Embed] = (),
    view: discord.ui.View | None = None,
    files: Sequence[discord.File] = (),
    public: bool = False,
) -> None:
    """Answer, or follow up where the command was deferred. Pings nobody."""
    view = view if view is not None else discord.utils.MISSING
    if interaction.response.is_done() or _DEFERRED in interaction.extras:
        await interaction.followup.send(
            text or "", embeds=list(embeds), view=view, files=list(files), ephemeral=not public
        )
        return
    try:
        await interaction.response.send_message(
            text, embeds=list(embeds), view=view, files=list(files), ephemeral=not public
        )
    except discord.HTTPException as error:
        _unless_answered(interaction, error)


async def answer_failure(
    interaction: discord.Interaction, failure: Exception, operator_id: UserId | None
) -> None:
    """Say what went wrong: a named refusal in its own sentence, a bug with a mark that the log has too."""
    if isinstance(failure, Refusal | app_commands.CheckFailure):
        text = sentence(failure)
    else:
        mark = secrets.token_hex(3)
        log.error("an interaction failed [%s]", mark, exc_info=failure)
        text = apology(mark, operator_id)
    view = _to_open(failure)
    try:
        await answer(interaction, text, view=view)
    except discord.HTTPException as late:
        log.warning("an answer could not be given any more: %s", late)


def _to_open(failure: Exception) -> discord.ui.View | None:
    """Buttons for what may have been meant."""
    match failure:
        case Ambiguous(_, candidates):
            return to_choose(candidates)
        case OtherKind(entity):
            return to_choose([entity])
    return None


async def defer(interaction: discord.Interaction, *, public: bool = False) -> None:
    """Say that the answer takes a moment; `answer` then fills it in, as private as this."""
    try:
        await interaction.response.defer(ephemeral=not public, thinking=True)
    except discord.HTTPException as error:
        _unless_answered(interaction, error)
    # Kept here as well: discord.py knows of a deferral only if it saw the receipt.
    interaction.extras[_DEFERRED] = True


def _unless_answered(interaction: discord.Interaction, error: discord.HTTPException) -> None:
    if error.code != _ANSWERED_ALREADY:
        raise error
    log.warning("the receipt of an answer was lost; the answer itself had arrived (%s)", interaction.id)
