"""What Discord answers instead of doing what was asked, sorted into what a delivery makes of it.

A lost answer may hide a posted message: then, and only then, `maybe_posted` is set. Codes:
https://discord.com/developers/docs/topics/opcodes-and-status-codes#json
"""

from __future__ import annotations

from datetime import timedelta

import aiohttp
import discord

from bot.services.ports import Closed, Gone, Outcome, Refused, Retry, Sent
from bot.ui.once import SlowDown

UNKNOWN_CHANNEL, UNKNOWN_MESSAGE = 10003, 10008
MISSING_ACCESS, MISSING_PERMISSIONS = 50001, 50013
ARCHIVED = 50083
TAKES_NO_MESSAGES = (50008, 40058)
"""What a forum answers to a message that is no post."""
_CLOSED = (50007, 50278)
_OLD_EDITED_OFTEN = 30046
_PUBLISHED, _NOTHING_TO_PUBLISH = 40033, 50024
_NEEDS_TAG = 40067
_AFTER_429 = timedelta(seconds=5)
_AFTER_OLD_EDITS = timedelta(minutes=10)

Broken = aiohttp.ClientError | OSError
"""A connection that broke, a time-out included."""


def outcome(error: discord.HTTPException, *, is_in: bool) -> Outcome:
    """What an answer means for a delivery; `is_in` is whether the bot is in the server it is for."""
    if error.code == UNKNOWN_MESSAGE:
        # The message of this nonce was posted and then deleted by somebody: it was delivered.
        return Sent(None)
    if error.code == MISSING_ACCESS and not is_in:
        # Which of the two shows soon, and a server that was left is paused whole: blaming the
        # channel would keep it paused after a return.
        return Retry("I am not in the server, or not connected yet", maybe_posted=False)
    if error.code in _CLOSED:
        return Closed(reason(error))
    if error.code in (_PUBLISHED, _NOTHING_TO_PUBLISH):
        return Sent(None)
    if error.code in (ARCHIVED, _NEEDS_TAG) or (error.status in (403, 404) and error.code):
        return Gone(reason(error))
    if error.code == _OLD_EDITED_OFTEN:
        return Retry(reason(error), maybe_posted=False, after=_AFTER_OLD_EDITS, counts=False)
    if error.status == 429:
        return Retry("Discord asked to slow down", maybe_posted=False, after=_AFTER_429, counts=False)
    if error.status == 400:
        return Refused(reason(error))
    return Retry(reason(error), maybe_posted=error.status >= 500 or error.status == 408)


def broken(error: Broken) -> Retry:
    """A connection that broke may have carried what was asked; one that was refused did not."""
    if isinstance(error, SlowDown):
        wait = timedelta(seconds=error.seconds)
        return Retry("Discord asked to slow down", maybe_posted=False, after=wait, counts=False)
    return Retry(f"the connection broke ({type(error).__name__})", maybe_posted=True)


def reason(error: discord.HTTPException) -> str:
    known = {
        MISSING_ACCESS: "I may not see the channel",
        MISSING_PERMISSIONS: "I may not post in the channel",
        UNKNOWN_CHANNEL: "the channel no longer exists",
        ARCHIVED: "the thread is locked",
        50007: "this person takes no direct messages from me",
        50278: "this person is in no server with me",
        _NEEDS_TAG: "the forum wants a tag with every post, and none fits; `/subscription edit` chooses one",
    }
    return known.get(error.code, f"Discord answered {error.status} ({error.code}: {error.text[:200]})")
