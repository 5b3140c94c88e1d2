"""News as a channel is told: one message for a story, with its source, its time and why it was posted.

The key names the channel and the story: the page that its first entry points to or, without a page, what
that entry is known by in its feed. Whoever tells the same story later is named in the message that stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlsplit

from bot.rules import wording
from bot.rules.notices import NEWS, Notice, NoticeKind
from bot.rules.text import cut, escaped
from storage.news import Entry, Feed
from storage.records import Target

HELPS_FOR = timedelta(days=7)
_ALSO = "Also"
_MOST_ALSO = 5
_TITLE, _BODY = 200, 280
_UNNAMED = "a feed without a name"


def key_of(target: Target, story: str) -> str:
    return f"{NEWS}{target}:{story}"


def news(
    target: Target,
    story: str,
    entry: Entry,
    matched: Sequence[str],
    subjects: Sequence[str],
    role_id: int | None,
) -> tuple[str, Notice]:
    """A new entry of a feed that mentions what a channel follows; `matched` are the labels by which.

    Labels and subjects are shown as they are: what a server typed is escaped by whoever hands it in.
    """
    source = escaped(cut(entry.feed_title, 200)).strip() or _UNNAMED
    return key_of(target, story), Notice(
        kind=NoticeKind.NEWS,
        title=_title(entry),
        body=escaped(cut(entry.summary, _BODY)),
        url=entry.link,
        fields=(
            ("Source", source),
            ("Time", escaped(cut(entry.published or "", 60)).strip() or "not given by the source"),
            ("Matched", cut(", ".join(matched), 900)),
        ),
        footer="News",
        role_id=role_id,
        why=(
            f"This channel follows {cut(wording.listed(subjects), 300)}.",
            f"The entry of {source} mentions {cut(wording.listed(matched), 600)}.",
        ),
        labels=(*matched, *subjects),
    )


def edited(notice: Notice, entry: Entry) -> Notice:
    """The notice of an entry whose feed says it otherwise now; what else stands in it stays."""
    return replace(
        notice,
        title=_title(entry),
        body=escaped(cut(entry.summary, _BODY)),
        url=entry.link,
        footer="News · edited by its source",
    )


def also_told(notice: Notice, entry: Entry) -> Notice | None:
    """The notice with one more who tells the same; None where that one is named already, or enough are."""
    told = _linked(entry)
    also = next((value for name, value in notice.fields if name == _ALSO), "")
    lines = also.split("\n") if also else []
    if told in lines or len(lines) >= _MOST_ALSO:
        return None
    value = "\n".join([*lines, told])
    if len(value) > 1000:
        return None
    kept = [field for field in notice.fields if field[0] != _ALSO]
    return replace(notice, fields=(*kept, (_ALSO, value)), why=(*notice.why, f"Also told by {told}."))


def many_more(
    target: Target, feed: Feed, entries: Sequence[Entry], matched: Sequence[str]
) -> tuple[str, Notice]:
    """A feed said a great deal at once, of which the newest were posted: how many more there are."""
    first = entries[0]
    body = (
        f"{escaped(cut(feed.title or feed.url, 200))} said a great deal at once. The newest are posted;"
        f" {wording.counted(len(entries), 'more of its entries mentions', 'more of its entries mention')}"
        f" what this channel follows ({cut(wording.listed(matched), 300)})."
    )
    return f"more:{target}:{feed.id}:{first.guid}"[:400], Notice(
        NoticeKind.NEWS,
        "And more",
        body,
        url=feed.url if urlsplit(feed.url).scheme in ("http", "https") else None,
        footer="News",
        why=("More than ten entries were new at once, and more than half of the feed.",),
        labels=tuple(matched),
    )


def news_line(entry: Entry) -> str:
    """An entry on one line: what it says, who says it, and when, or else when it was found."""
    title = _title(entry, 150)
    at = entry.published_at
    when = wording.instant(at) if at is not None else f"found {wording.instant(entry.found_at)}"
    return f"• {title} — {_linked(entry)}, {when}"


def _title(entry: Entry, longest: int = _TITLE) -> str:
    """Its title, or what stands for one that the source did not give."""
    given, said = (
        escaped(cut(text, most)).strip() for text, most in ((entry.title, longest), (entry.summary, 120))
    )
    return given or said or "(without a title)"


def _linked(entry: Entry) -> str:
    source = escaped(cut(entry.feed_title, 80)).strip() or _UNNAMED
    usable = entry.link and len(entry.link) <= 300 and not set(entry.link) & set(" ()<>\"'\\")
    return f"[{source}]({entry.link})" if usable else source
