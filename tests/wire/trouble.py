"""Everything that goes wrong between a bot and Discord: planned faults, seeded chaos, and rate limits.

A fault strikes `before` the request is acted upon or `after` it (acted upon, but the answer is lost or late).
Nothing here knows what a request means; `rest` asks what befalls a route and then lets it happen.
"""

from __future__ import annotations

import asyncio
import random
import re
import time
import zlib
from collections import Counter
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Broken:
    """A server error: 500 comes as JSON from Discord itself, the others as a page of the proxy before it."""

    status: int


@dataclass(frozen=True)
class TooMany:
    """429; without `via` it looks like a ban at the edge, which discord.py raises at once."""

    retry_after: float
    is_global: bool = False
    via: bool = True


@dataclass(frozen=True)
class Drop:
    """The connection is cut without an answer."""


@dataclass(frozen=True)
class Slow:
    """The answer takes this many seconds longer."""

    seconds: float


@dataclass(frozen=True, eq=False)
class Hold:
    """The request stands still until the test releases it; await `reached` to know that it does."""

    reached: asyncio.Event = field(default_factory=asyncio.Event)
    released: asyncio.Event = field(default_factory=asyncio.Event)

    def release(self) -> None:
        self.released.set()


Fault = Broken | TooMany | Drop | Slow | Hold
AnyFault = Fault | int | None
Headers = dict[str, str]


def as_fault(fault: AnyFault) -> Fault | None:
    """502 is short for `Broken(502)`."""
    if isinstance(fault, int):
        if not 500 <= fault <= 599:
            raise ValueError(f"{fault} is an opinion, not trouble; only 5xx happens by itself")
        return Broken(fault)
    return fault


def matcher(route: str) -> re.Pattern[str]:
    """`POST /channels/*/messages`: a star is a whole segment, or the whole method."""
    return re.compile(re.escape(route).replace(r"\*", "[^/ ]+"))


@dataclass(eq=False)
class Plan:
    """One planned trouble; `struck` counts how often it has happened, `times` None means for ever."""

    route: str
    before: Fault | None
    after: Fault | None
    times: int | None
    struck: int = 0

    def strikes(self, route: str) -> bool:
        used_up = self.times is not None and self.struck >= self.times
        return not used_up and bool(matcher(self.route).fullmatch(route))


@dataclass(eq=False)
class Chaos:
    """Trouble by chance on some routes, the same for the same seed and the same order of requests."""

    seed: int
    broken_before: float = 0.0
    broken_after: float = 0.0
    dropped_before: float = 0.0
    dropped_after: float = 0.0
    limited: float = 0.0
    slow: float = 0.0
    seconds: float = 0.05
    routes: tuple[str, ...] = ("POST /channels/*/messages",)
    struck: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)

    def draw(self, route: str) -> tuple[Fault | None, Fault | None]:
        if not any(matcher(mine).fullmatch(route) for mine in self.routes):
            return None, None
        point, status = self._random.random(), self._random.choice((500, 502, 503))
        befalls: dict[str, tuple[float, Fault | None, Fault | None]] = {
            "broken_before": (self.broken_before, Broken(status), None),
            "broken_after": (self.broken_after, None, Broken(status)),
            "dropped_before": (self.dropped_before, Drop(), None),
            "dropped_after": (self.dropped_after, None, Drop()),
            "limited": (self.limited, TooMany(self.seconds), None),
            "slow": (self.slow, None, Slow(self.seconds)),
        }
        for name, (chance, before, after) in befalls.items():
            if point < chance:
                self.struck[name] += 1
                return before, after
            point -= chance
        return None, None


class Trouble:
    """What befalls a request: the first plan that still applies, else chaos, else nothing."""

    def __init__(self, chaos: Chaos | None) -> None:
        self.chaos = chaos
        self.plans: list[Plan] = []

    def plan(self, route: str, before: AnyFault, after: AnyFault, times: int | None) -> Plan:
        if before is None and after is None:
            raise ValueError("trouble strikes before, after, or both")
        if isinstance(after, TooMany):
            raise ValueError("Discord refuses with 429 before it acts, never after")
        plan = Plan(route, as_fault(before), as_fault(after), times)
        self.plans.append(plan)
        return plan

    def befalls(self, route: str) -> tuple[Fault | None, Fault | None]:
        for plan in self.plans:
            if plan.strikes(route):
                plan.struck += 1
                return plan.before, plan.after
        return self.chaos.draw(route) if self.chaos else (None, None)

    def release_everything(self) -> None:
        for plan in self.plans:
            for fault in (plan.before, plan.after):
                if isinstance(fault, Hold):
                    fault.release()

    def never_struck(self) -> list[str]:
        return [f"trouble planned for {plan.route!r} never struck" for plan in self.plans if not plan.struck]


class Limits:
    """Discord's counters in fixed windows: one for each route and channel, and one over all for the bot."""

    def __init__(self, per_channel: tuple[int, float], per_second: int | None) -> None:
        self.most, self.window = per_channel
        self.per_second = per_second
        self._counters: dict[str, tuple[float, int]] = {}

    def _count(self, key: str, window: float) -> tuple[int, float]:
        """Count one request; return how many there were in this window, and the seconds left of it."""
        now = time.monotonic()
        ends, used = self._counters.get(key, (0.0, 0))
        if now >= ends:
            ends, used = now + window, 0
        self._counters[key] = (ends, used + 1)
        return used + 1, ends - now

    def count_globally(self) -> TooMany | None:
        if self.per_second is None:
            return None
        used, left = self._count("all", 1.0)
        return TooMany(left, is_global=True) if used > self.per_second else None

    def count_in_channel(self, route: str, channel: str) -> tuple[Headers, TooMany | None]:
        """The headers every answer of a channel's route carries, and the refusal if its bucket is empty."""
        used, left = self._count(f"{route} {channel}", self.window)
        headers = {
            "X-RateLimit-Limit": str(self.most),
            "X-RateLimit-Remaining": str(max(0, self.most - used)),
            "X-RateLimit-Reset": f"{time.time() + left:.3f}",
            "X-RateLimit-Reset-After": f"{left:.3f}",
            "X-RateLimit-Bucket": f"{zlib.crc32(route.encode()):08x}",
        }
        return headers, TooMany(left) if used > self.most else None
