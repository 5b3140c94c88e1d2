"""What servers and the operator are told of feeds: that one fails, is well again, has ended or is silent."""

from __future__ import annotations

from datetime import datetime

from bot.rules.notices import Notice, NoticeKind
from bot.rules.text import cut, escaped
from storage.news import Feed
from storage.records import ChannelId

_WHY = ("Something about a feed that this server, or whoever runs me, should know of.",)


def failing(channel_id: ChannelId, feed: Feed) -> tuple[str, Notice]:
    """A feed has failed for a day; told once for each time it begins to fail."""
    assert feed.failing_since_at is not None
    since = int(feed.failing_since_at.timestamp())
    body = (
        f"{_named(feed)} cannot be read since <t:{since}:F>: {escaped(cut(feed.last_error or '', 500))}\n"
        f"{_hint(feed)}I keep trying, less often, and say so when it is back. `/feed health` shows how it"
        " stands, `/feed remove` ends it."
    )
    return f"failing:{channel_id}:{feed.id}:{since}", _trouble("A feed has been failing for a day", body)


def recovered(channel_id: ChannelId, feed: Feed, since: datetime) -> tuple[str, Notice]:
    """A feed that was told to fail can be read again; `since` is when it began to fail."""
    began = int(since.timestamp())
    body = f"{_named(feed)} can be read again. It could not be since <t:{began}:F>."
    return f"recovered:{channel_id}:{feed.id}:{began}", _trouble("A feed is back", body)


def ended(channel_id: ChannelId, feed: Feed) -> tuple[str, Notice]:
    """A site said twice that a feed is gone for good."""
    assert feed.ended_at is not None
    body = (
        f"The site of {_named(feed)} says that it is gone for good (410), and said so twice. I ask no more."
        " `/feed add` with another address follows it elsewhere, `/feed remove` takes it off the list."
    )
    return f"ended:{channel_id}:{feed.id}", _trouble("A feed has ended", body)


def silent(channel_id: ChannelId, feed: Feed) -> tuple[str, Notice]:
    """Nothing new came for unusually long, though the feed can be read."""
    assert feed.newest_at is not None
    newest = int(feed.newest_at.timestamp())
    body = (
        f"{_named(feed)} can be read, but nothing new came in it since <t:{newest}:F>, which is unusual"
        " for it. It may have moved: have a look at the site."
    )
    return f"silent:{channel_id}:{feed.id}:{newest}", _trouble("A feed has fallen silent", body)


def our_own_line(now: datetime) -> tuple[str, Notice]:
    """Most sites of a round could not be reached at all; told to the operator once a day at most."""
    body = (
        "Most sites I asked for news could not be reached at all, so that our own line is the likely cause."
        " It is held against no feed, and I try again."
    )
    return f"line:{now:%Y-%m-%d}", _trouble("I cannot reach the sites", body)


def _named(feed: Feed) -> str:
    return f"**{escaped(cut(feed.title or feed.url, 200))}** (<{feed.url}>)"


def _hint(feed: Feed) -> str:
    if feed.last_error and " 403" in feed.last_error:
        return "Some sites refuse programs that do not pretend to be a browser; I say honestly who I am.\n"
    return ""


def _trouble(title: str, body: str) -> Notice:
    return Notice(NoticeKind.TROUBLE, title, body, footer="Notice", why=_WHY)
