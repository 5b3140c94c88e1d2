"""How a query was read, in words: what of it are names of the catalogue, and what are plain words.

`ferries india NOT feed:wire` is “ferries” and **India** and not from a feed called “wire”.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from bot.rules.matching.phrases import Words
from bot.rules.matching.queries import AllOf, AnyOf, ComesFrom, Mentions, Not, Query, Says, terms
from bot.rules.text import escaped
from storage.records import EntityId


def told(query: Query, label: Callable[[EntityId], str]) -> str:
    """The query in words; `label` is what something in the catalogue is called."""
    match query:
        case Mentions(entity):
            return f"**{label(entity)}**"
        case Says(said):
            return _quoted(said)
        case ComesFrom(feed):
            return f"from a feed called {_quoted(feed)}"
        case Not(part):
            return f"not {_inside(part, label)}"
        case AllOf(parts):
            return " and ".join(_inside(part, label) for part in parts)
        case AnyOf(parts):
            return " or ".join(_inside(part, label) for part in parts)


def feeds_not_there(query: Query, called: Iterable[Words]) -> Iterator[str]:
    """The feeds that a query names and that none of these names is of."""
    known = set(called)
    for term in dict.fromkeys(terms(query)):
        if isinstance(term, ComesFrom) and term.feed not in known:
            yield " ".join(term.feed)


def _inside(part: Query, label: Callable[[EntityId], str]) -> str:
    said = told(part, label)
    return f"({said})" if isinstance(part, AllOf | AnyOf) else said


def _quoted(said: Words) -> str:
    return f"“{escaped(' '.join(said))}”"
