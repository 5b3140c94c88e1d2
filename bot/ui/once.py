"""Requests that must reach Discord once: for them the first answer counts.

discord.py asks again by itself where Discord answered with a fault, and sleeps for as long as it is told to
where it asked too often. No nonce covers the making of a scheduled event or a thread: where the first was
made and only its answer lost, it would make a second. And an announcement that may be published in half an
hour is nothing to sleep for.
"""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import aiohttp

_MAKES = re.compile(r".*/(scheduled-events|threads)")
_PUBLISHES = re.compile(r".*/crosspost")
_A_WHILE = 60.0


class AnswerLost(aiohttp.ClientError):
    """Discord answered with a fault: what was asked for may be there or not."""


class SlowDown(aiohttp.ClientError):
    """Discord does it later: nothing was done."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"Discord asked to wait {seconds:g} seconds")
        self.seconds = seconds


def first_answer_counts() -> aiohttp.TraceConfig:
    """How the client's requests are watched, so that none of these is repeated behind our back."""
    watched = aiohttp.TraceConfig()
    watched.on_request_end.append(_only_once)
    return watched


async def _only_once(_: Any, __: SimpleNamespace, params: aiohttp.TraceRequestEndParams) -> None:
    answer = params.response
    if params.method != "POST":
        return
    if answer.status >= 500 and _MAKES.fullmatch(params.url.path):
        answer.close()
        raise AnswerLost(f"Discord answered {answer.status}")
    if answer.status == 429 and _PUBLISHES.fullmatch(params.url.path):
        seconds = _seconds(answer.headers.get("Retry-After", ""))
        answer.close()
        raise SlowDown(seconds)


def _seconds(text: str) -> float:
    try:
        return max(float(text), 1.0)
    except ValueError:
        return _A_WHILE
