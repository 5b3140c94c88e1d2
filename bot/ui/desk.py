"""What a command may use: the services, in one place."""

from __future__ import annotations

from dataclasses import dataclass

from bot.services.asking import Asking
from bot.services.correcting import Correcting
from bot.services.explaining import Explaining
from bot.services.feeds import Feeds
from bot.services.guilds import Guilds
from bot.services.ports import Clock
from bot.services.subscribing import Subscribing
from bot.services.syncing import Syncing
from storage.records import UserId


@dataclass(frozen=True, slots=True)
class Desk:
    clock: Clock
    asking: Asking
    feeds: Feeds
    subscribing: Subscribing
    correcting: Correcting
    guilds: Guilds
    explaining: Explaining
    syncing: Syncing
    operator_id: UserId | None
