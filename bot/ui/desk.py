"""What a command may use: the services, in one place."""

from __future__ import annotations

from dataclasses import dataclass

from bot.bundle import BundledFeed
from bot.services.asking import Asking
from bot.services.choosing import Choosing
from bot.services.correcting import Correcting
from bot.services.diary import Diary
from bot.services.event_leads import EventLeads
from bot.services.explaining import Explaining
from bot.services.exporting import Exporting
from bot.services.feeds import Feeds
from bot.services.guilds import Guilds
from bot.services.importing import Importing
from bot.services.joining import Joining
from bot.services.personal import Personal
from bot.services.ports import Clock
from bot.services.relating import Relating
from bot.services.repeating import Repeating
from bot.services.scheduling import Scheduling
from bot.services.snoozing import Snoozing
from bot.services.subscribing import Subscribing
from bot.services.syncing import Syncing
from bot.services.topics import TopicService
from storage.records import UserId


@dataclass(frozen=True, slots=True)
class Desk:
    clock: Clock
    asking: Asking
    feeds: Feeds
    subscribing: Subscribing
    correcting: Correcting
    diary: Diary
    scheduling: Scheduling
    event_leads: EventLeads
    personal: Personal
    snoozing: Snoozing
    repeating: Repeating
    guilds: Guilds
    explaining: Explaining
    exporting: Exporting
    importing: Importing
    choosing: Choosing
    joining: Joining
    relating: Relating
    topics: TopicService
    syncing: Syncing
    operator_id: UserId | None
    bundle: tuple[BundledFeed, ...]
    """The feeds that a server may choose from when it is set up."""
