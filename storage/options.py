"""How a channel or a person wants to be told: what is not set is inherited from further out.

A subscription's options stand over its channel's, these over its server's, these over the defaults. Must
not know what any of them does, nor SQL, Discord or the clock.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields, replace
from enum import StrEnum
from functools import lru_cache
from typing import Any


class Brief(StrEnum):
    """How often a channel is told in one message what is coming, what moved and what was said of it."""

    OFF = "off"
    DAILY = "daily"
    WEEKLY = "weekly"


class Pace(StrEnum):
    """Whether news are posted as they come, or together."""

    INSTANT = "instant"
    HOURLY = "hourly"
    DAILY = "daily"


@dataclass(frozen=True, slots=True)
class Options:
    """None stands for what is not set here."""

    leads: tuple[str, ...] | None = None
    """Lead times by their labels, the longest first; an empty one for no reminder at all."""
    day_hour: int | None = None
    """The hour for reminders of dates without one."""
    quiet_from: int | None = None
    quiet_to: int | None = None
    """Hours of the server's day between which nothing but what cannot wait is posted; both or none, and
    the same one twice for no quiet hours where those further out have some."""
    brief: Brief | None = None
    brief_hour: int | None = None
    brief_weekday: int | None = None
    """0 for Monday."""
    live: bool | None = None
    """Whether one message is kept up to date with what is coming."""
    most_per_hour: int | None = None
    """News posts in an hour; what is more is told together."""
    pace: Pace | None = None
    tags: tuple[str, ...] | None = None
    """Names of tags that every post in a forum channel gets; of a channel alone."""
    publish: bool | None = None
    """Whether what is posted in an announcement channel is published to those who follow it."""
    mirror: bool | None = None
    """Whether events are shown among Discord's scheduled ones; of a server alone."""

    def over(self, outer: Options) -> Options:
        """These options, with what they do not set taken from further out."""
        unset = {
            one.name: getattr(outer, one.name) for one in fields(self) if getattr(self, one.name) is None
        }
        return replace(self, **unset)

    def to_json(self) -> str:
        return json.dumps({name: value for name, value in asdict(self).items() if value is not None})


DEFAULTS = Options(
    brief=Brief.OFF, brief_hour=8, brief_weekday=0, live=False, pace=Pace.INSTANT, publish=False, mirror=False
)
"""Lead times and the hour for dates are defaults of the rules and the server."""


@lru_cache(1024)
def from_json(text: str) -> Options:
    """Read back what `Options.to_json` wrote; what a newer program may have added is left out."""
    known = {one.name for one in fields(Options)}
    values: dict[str, Any] = {name: value for name, value in json.loads(text).items() if name in known}
    for name in ("leads", "tags"):
        if name in values:
            values[name] = tuple(values[name])
    for name, kind in (("brief", Brief), ("pace", Pace)):
        if name in values:
            values[name] = kind(values[name])
    return Options(**values)
