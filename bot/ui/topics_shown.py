"""How topics are shown: their queries, and what of the last week's news they meet."""

from __future__ import annotations

from bot.rules import wording
from bot.rules.text import cut, escaped, without_invisible
from bot.services.topics import Tried
from storage.news import Entry

_SHOWN = 15


def query_shown(query: str) -> str:
    """A query between backticks, which it must not end."""
    return cut(without_invisible(query).replace("`", "'"), 500)


def query_lines(query: str, tried: Tried) -> list[str]:
    """A query, how it was read, what it asks for in vain, and what of the last week's news it meets."""
    return [
        f"`{query_shown(query)}`",
        f"I look for {cut(tried.read_as, 800)}.",
        *(
            f"⚠ No feed of this server is called “{escaped(cut(name, 100))}”: its whole title, host or number"
            " names a feed, as `/feed list` shows them."
            for name in tried.feeds_not_there[:5]
        ),
        "",
        *tried_lines(tried),
    ]


def tried_lines(tried: Tried) -> list[str]:
    """What was found, each on a line; where nothing was, what that may come from."""
    looked_at = wording.counted(tried.looked_at, "entry", "entries")
    if not tried.looked_at:
        return ["No entry of the last week is known here. `/feed list` shows what is watched."]
    if not tried.found:
        return [f"Nothing of the last week's {looked_at} is met."]
    head = f"**{wording.counted(len(tried.found), 'story', 'stories')}** of the last week's {looked_at}:"
    rest = len(tried.found) - _SHOWN
    return [
        head,
        *(_entry(entry, labels) for entry, labels in tried.found[:_SHOWN]),
        *([f"… and {rest} more"] if rest > 0 else []),
    ]


def _entry(entry: Entry, labels: tuple[str, ...]) -> str:
    by = f" — {cut(', '.join(labels), 100)}" if labels else ""
    said = escaped(cut(entry.title or entry.summary, 150)) or "(without a title)"
    at = entry.published_at
    when = wording.instant(at) if at is not None else f"found {wording.instant(entry.found_at)}"
    return f"• {said}{by}\n-# {escaped(cut(entry.feed_title, 80))}, {when}"
