"""How feeds are shown: before they are watched, in lists with how they stand, and what is asked of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import discord

from bot.bundle import BundledFeed
from bot.rules import wording
from bot.rules.entries.nouns import ParsedEntry
from bot.rules.text import cut, escaped
from bot.services.feeds import Health, Look, Taken
from bot.ui.buttons import AnyButton, stopped
from bot.ui.embeds import of_lines
from storage.news import Feed, FeedId

_PREVIEWED = 5
_MOST_OPTIONS = 25
_CHOSEN_ID = "bundle:chosen"


def watch_id(feed_id: FeedId) -> str:
    return f"watch:{feed_id}"


def resume_id(how: str, feed_id: FeedId) -> str:
    return f"resume:{how}:{feed_id}"


def preview(look: Look) -> tuple[discord.Embed, discord.ui.View]:
    """What a feed holds, with a button to watch it; or the feeds a page names, to choose from."""
    if look.feed is None:
        return _choice(look.offered)
    count = wording.counted(len(look.entries), "entry", "entries")
    lines = [f"It holds {count} today; none of them will be posted, only what comes after.", ""]
    lines += [entry_line(entry) for entry in look.entries[:_PREVIEWED]]
    embed = of_lines(titled(look.feed), lines, empty="", footer=cut(look.feed.url, 500))
    button = AnyButton(label="Watch it", style=discord.ButtonStyle.primary, custom_id=watch_id(look.feed.id))
    return embed, stopped([button])


def titled(feed: Feed) -> str:
    return escaped(cut(feed.title or feed.url, 200))


def entry_line(entry: ParsedEntry) -> str:
    said = escaped(cut(entry.title or entry.summary, 150)) or "(without a title)"
    when = escaped(cut(entry.published, 40)) if entry.published else "no time given"
    return f"• {said} — {when}"


def state(feed: Feed, paused_at: datetime | None = None) -> str:
    """How a feed stands, in a few words."""
    if feed.ended_at is not None:
        return (
            f"ended {wording.instant(feed.ended_at)}: the site says it is gone; `/feed remove`, then"
            " `/feed add`, asks it anew"
        )
    if feed.failing_since_at is not None:
        since, why = wording.instant(feed.failing_since_at), escaped(cut(feed.last_error or "", 200))
        return f"failing since {since}: {why}"
    if paused_at is not None:
        return f"paused {wording.instant(paused_at)}"
    return f"last read {wording.instant(feed.last_ok_at)}" if feed.last_ok_at is not None else "not read yet"


def list_line(health: Health) -> str:
    return f"**{titled(health.feed)}** — {state(health.feed, health.paused_at)}\n<{health.feed.url}>"


def health_line(health: Health, now: datetime) -> str:
    """A sign, how the feed stands, how much comes in it, when it is asked next."""
    feed = health.feed
    sign = "⚫" if feed.ended_at else "🔴" if feed.failing_since_at else "⏸" if health.paused_at else "🟢"
    parts = [state(feed, health.paused_at)]
    if feed.failures:
        parts.append(f"{wording.counted(feed.failures, 'failure')} in a row")
    if feed.newest_at is not None:
        parts.append(f"last news {wording.instant(feed.newest_at)}")
    if health.usual_gap:
        parts.append(f"usually one in {wording.duration(health.usual_gap)}")
    if feed.ended_at is None:
        soon = feed.next_poll_at <= now
        parts.append("asked next at once" if soon else f"asked next {wording.countdown(feed.next_poll_at)}")
    return f"{sign} **{titled(feed)}** — {'; '.join(parts)}"


def missed_question(feed: Feed, missed: int) -> tuple[str, discord.ui.View]:
    """What is to become of what was found while a feed was paused."""
    text = (
        f"While **{titled(feed)}** was paused, {wording.counted(missed, 'entry', 'entries')} came in it."
        " Shall the channels that follow what they mention get them?"
    )
    ways = (("skip", "Skip them"), ("digest", "All in one message"), ("all", "Each by itself"))
    return text, stopped([AnyButton(label=label, custom_id=resume_id(how, feed.id)) for how, label in ways])


def outcome(taken: Sequence[Taken]) -> discord.Embed:
    """What became of the feeds of a list."""
    refused = [one for one in taken if one.reason]
    lines = [f"**{len(taken) - len(refused)}** of {len(taken)} are watched from now on."]
    lines += [f"• {escaped(cut(one.outline.title, 100))}: {escaped(cut(one.reason, 150))}" for one in refused]
    return of_lines("Feeds", lines, empty="")


def bundle_choice(feeds: Sequence[BundledFeed]) -> discord.ui.View:
    """One menu of the feeds that are shipped; those known to work are chosen unless one changes it.

    A menu that nobody changes says nothing in some clients: the button takes what is chosen in it already.
    """
    select: discord.ui.Select[Any] = discord.ui.Select(
        custom_id="bundle",
        placeholder="Choose feeds to watch",
        min_values=1,
        max_values=len(feeds),
    )
    for feed in feeds:
        select.add_option(
            label=cut(feed.publisher, 100), value=feed.id, description=cut(feed.url, 100), default=feed.on
        )
    chosen = sum(feed.on for feed in feeds)
    button = AnyButton(
        label=f"Watch the {chosen} chosen", style=discord.ButtonStyle.primary, custom_id=_CHOSEN_ID
    )
    return stopped([select, button] if chosen else [select])


def _choice(offered: Sequence[Feed]) -> tuple[discord.Embed, discord.ui.View]:
    select: discord.ui.Select[Any] = discord.ui.Select(custom_id="look", placeholder="Choose one to look at")
    for feed in offered[:_MOST_OPTIONS]:
        select.add_option(label=cut(feed.title, 100), value=str(feed.id), description=cut(feed.url, 100))
    lines = [f"• {titled(feed)} <{feed.url}>" for feed in offered[:_MOST_OPTIONS]]
    return of_lines("That page names several feeds", lines, empty=""), stopped([select])
