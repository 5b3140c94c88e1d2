"""Named refusals of feeds, topics and what news propose."""

from __future__ import annotations

from dataclasses import dataclass

from bot.services.refusals import Refusal
from storage.news import ProposalState
from storage.records import UserId


@dataclass(eq=False)
class FeedUnreadable(Refusal):
    url: str
    reason: str


@dataclass(eq=False)
class AlreadyFollowed(Refusal):
    title: str


@dataclass(eq=False)
class NoSuchFeed(Refusal):
    query: str


@dataclass(eq=False)
class NotPaused(Refusal):
    """A feed that goes on already; somebody else may have resumed it."""

    title: str


@dataclass(eq=False)
class PreviewOver(Refusal):
    """What was looked at is no longer kept."""


@dataclass(eq=False)
class NoSuchTopic(Refusal):
    query: str


@dataclass(eq=False)
class TopicNameTaken(Refusal):
    """Another topic, or something in the catalogue, is called so."""

    name: str


@dataclass(eq=False)
class BadQuery(Refusal):
    """What was typed is no query: why, and the code point at which that shows."""

    query: str
    reason: str
    position: int


@dataclass(eq=False)
class ProposalOver(Refusal):
    """What news proposed was settled already, or is kept no longer."""

    state: ProposalState | None
    by_user_id: UserId | None


@dataclass(eq=False)
class NotAList(Refusal):
    """A file is no list of feeds."""

    reason: str
