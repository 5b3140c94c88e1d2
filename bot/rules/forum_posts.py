"""What a post in a forum channel is called, and which of the forum's tags it gets.

It is called what its message is titled. It gets the tags that were chosen for all posts of the channel, by
their names, then those whose words stand together in what its message was matched by: `Maritime Security` and
`ADMM-Plus` for the ADMM-Plus Experts' Working Group on Maritime Security. Five at most. Where the forum wants
a tag and none fits, it gets the one that is called News.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.rules.text import as_seen, cut, phrase, unescaped

_LONGEST_NAME = 100
_MOST_TAGS = 5
_FALLBACK = ("news",)


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag of a forum that may be given to a post."""

    id: int
    name: str


def name_of(title: str) -> str:
    """What a post is called whose message has this title, which is shown as markup and names are not."""
    return cut(" ".join(as_seen(unescaped(title)).split()), _LONGEST_NAME) or "News"


def tags_for(
    offered: Sequence[Tag], chosen: Iterable[str], labels: Iterable[str], *, wanted: bool
) -> tuple[int, ...]:
    """The tags of a post; `wanted` is whether the forum takes none without."""
    found = dict.fromkeys([*_called(offered, chosen), *_fitting(offered, labels)])
    if not found and wanted:
        found = dict.fromkeys(one.id for one in offered if phrase(one.name) == _FALLBACK)
    return tuple(found)[:_MOST_TAGS]


def needs_choice(offered: Sequence[Tag], chosen: Iterable[str]) -> bool:
    """Whether a forum that wants a tag might have to be given a post without one."""
    return not tags_for(offered, chosen, (), wanted=True)


def _called(offered: Sequence[Tag], names: Iterable[str]) -> Iterator[int]:
    for name in names:
        yield from (one.id for one in offered if one.name.casefold() == name.casefold())


def _fitting(offered: Sequence[Tag], labels: Iterable[str]) -> Iterator[int]:
    for words in map(phrase, labels):
        yield from (one.id for one in offered if _stand_together(phrase(one.name), words))


def _stand_together(part: tuple[str, ...], words: tuple[str, ...]) -> bool:
    length = len(part)
    return length > 0 and any(words[at : at + length] == part for at in range(len(words) - length + 1))
