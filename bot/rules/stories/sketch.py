"""What is compared of an entry: the distinctive words of its headline and text, its numbers, places and acts.

What its publisher put around a headline is left out, and a section before ` : `. Must not know other entries.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import unescape

from bot.rules.entries.keys import canonical_link
from bot.rules.matching.publishers import headline as bare_headline
from bot.rules.stories.acts import Act, act_of, acts_of, main_clause
from bot.rules.stories.numbers import Numbers, numbers_of
from bot.rules.stories.places import is_country, is_sea
from bot.rules.stories.terms import Term, terms
from bot.rules.stories.words import COMMON, LIGHT, RARE, STOP, is_generic, weight
from bot.rules.text import without_invisible

_LEAST = 3.5
_SOON = 30
"""Within so many words a text writes out the name of what it is about."""
_LONGEST_TITLE, _LONGEST_SUMMARY = 300, 400
_SECTION = re.compile(r"^[A-Z][a-zA-Z]+(?: [A-Z][a-zA-Z]+)? : (?=\S)")
_GENRE = re.compile(
    r"^\W*(explainers?|analysis|opinion|op-ed|editorial|commentary|column|factbox|timeline|interview|podcast"
    r"|fact check|q&a|profile)\b(?=\s*[:|]|\s+[-–—]\s)"
    r"|[|(\[-]\s*(explainer|analysis|opinion|op-ed|editorial|commentary)[\])]?\s*$",
    re.IGNORECASE,
)
_TABLE_TOP = re.compile(r"\btable-top\b", re.IGNORECASE)
_VIETNAMESE, _SOME = re.compile("[ăâđêôơưĂÂĐÊÔƠƯ\u1ea0-\u1ef9]"), 3
_NOT = re.compile(r"\b(?:not|never|cannot|skips?|snubs?|won[’']t|\w+n[’']t)\b(?! only)", re.IGNORECASE)
_ANEW = re.compile(
    r"^new\b|\b(?:again|anew|another|multiple|more|fresh|repeat\w*|second|third|fourth|fifth"
    r"|(?:\d+(?:st|nd|rd|th)) time)\b(?! than)",
    re.IGNORECASE,
)
_FIRST = 200
"""Within so many letters a text says what is done, and at which edition."""
_SENTENCE = re.compile(r"(?<=[.!?。！？])\s")
_PLACE_BEFORE = frozenset(["in", "at", "off", "near", "outside", "around", "inside", "di", "tai"])
_DIRECTION = frozenset(
    [
        "north",
        "south",
        "east",
        "west",
        "northern",
        "southern",
        "eastern",
        "western",
        "central",
        "restiv",
        "southeastern",
        "coast",
    ]
)
_MINOR = frozenset({"of", "the", "and", "on", "for", "in"})


@dataclass(frozen=True, slots=True)
class Told:
    """An entry as it is given: what was told, where, and when, if that is known."""

    id: str
    title: str
    summary: str = ""
    link: str | None = None
    published: datetime | None = None


@dataclass(frozen=True, slots=True)
class Sketch:
    page: str | None
    plain: str
    """The headline as it is compared letter by letter."""
    genre: str | None
    headline: frozenset[str]
    """The words of its main clause."""
    names: frozenset[str]
    """Those that may be names; none where syllables stand apart, as in Vietnamese."""
    matter: frozenset[str]
    """Those that say what it is about, or what is done: neither names nor countries."""
    aside: frozenset[str]
    """The words of what the headline says of the time before or after."""
    text: frozenset[str]
    """All words of the entry."""
    countries: frozenset[str]
    """Those the headline names."""
    row: tuple[str, ...]
    """The words of the headline in order."""
    handles: frozenset[str]
    """By what it is looked up: the words of the headline, and its editions."""
    numbers: Numbers
    acts: frozenset[Act]
    below: str
    """How its text begins."""
    is_denied: bool
    """Whether the headline says that something is not so."""
    is_anew: bool
    """Whether it says that it happened again."""
    sites: frozenset[str]
    """The countries and seas it takes place in, as far as the headline says `in`, `off` or `near`."""
    towns: frozenset[str]
    """The words of narrower places; a capital is its country's code."""
    acronyms: frozenset[str]
    initials: dict[str, frozenset[str]]
    """What its names shorten to, with the words they stand for."""
    published: datetime | None
    is_everyday: bool
    """Whether its headline has no word of its own, as `Daily situation report` has none."""


def sketch(told: Told) -> Sketch:
    title, summary = _clean(told.title, _LONGEST_TITLE), _clean(told.summary, _LONGEST_SUMMARY)
    if not title:
        title = _SENTENCE.split(summary, maxsplit=1)[0][:_LONGEST_TITLE]
    genre = _GENRE.search(title)
    title = without_trimmings(title)
    numbers, rest = numbers_of(title)
    main = main_clause(rest)
    above, lower = terms(main), terms(summary)
    row = tuple(_telling(above))
    headline = frozenset(row)
    aside = frozenset() if main == rest else frozenset(_telling(terms(rest))) - headline
    syllabic = len(_VIETNAMESE.findall(title)) > _SOME
    sites, towns = _places(above, main)
    return Sketch(
        page=_page(told.link),
        plain=" ".join(title.casefold().split()),
        genre=(genre[1] or genre[2]).lower() if genre else None,
        headline=headline,
        names=frozenset(word for word in headline if weight(word) == RARE and not syllabic),
        matter=frozenset(word for word in headline if weight(word) == COMMON),
        aside=aside,
        text=headline | aside | set(_telling(lower)),
        countries=frozenset(filter(is_country, headline)),
        row=row,
        handles=headline | {f"#{edition.number}" for edition in numbers.editions},
        numbers=numbers,
        acts=acts_of(title),
        below=summary[:_FIRST],
        is_denied=_NOT.search(title) is not None,
        is_anew=_ANEW.search(title) is not None,
        sites=sites,
        towns=towns,
        acronyms=frozenset() if title.isupper() else _acronyms(above),
        initials={**_initials(lower[:_SOON]), **_initials(above)},
        published=told.published,
        is_everyday=_is_everyday(row),
    )


def _telling(given: list[Term]) -> Iterator[str]:
    """The words that tell something; `suspends` and `halts` are one act."""
    row = [term.raw.lower() for term in given]
    for at, term in enumerate(given):
        act = act_of(row, at)
        if act is not None:
            yield f"!{act.name}"
        elif weight(term.said) != STOP and not term.said.isdigit():
            yield term.said


def without_trimmings(title: str) -> str:
    """A headline without what says nothing of the news."""
    begin, end = bare_headline(title)
    bare = title[begin:end].strip()
    return _SECTION.sub("", bare) or title


def _clean(text: str, longest: int) -> str:
    cut = _TABLE_TOP.sub("tabletop", text[: 4 * longest])
    return " ".join(without_invisible(unescape(cut) if "&" in cut else cut).split())[:longest]


def _page(link: str | None) -> str | None:
    """The page a link leads to; the first page of a site is no page of news."""
    if not link:
        return None
    try:
        page = canonical_link(without_invisible(link).strip())
    except ValueError:
        return None
    return page if "/" in page or "?" in page else None


def _places(given: list[Term], text: str) -> tuple[frozenset[str], frozenset[str]]:
    """The countries and seas, and the narrower places, of `in Manila` and `off southern Basilan`."""
    sites: set[str] = set()
    towns: set[str] = set()
    for at, term in enumerate(given):
        if term.raw.lower() not in _PLACE_BEFORE:
            continue
        for after in given[at + 1 : at + 5]:
            if after.said in _DIRECTION or after.raw.lower() == "the":
                continue
            if is_country(after.said) or is_sea(after.said):
                sites.add(after.said)
                if after.is_capital:
                    towns.add(after.said)
                break
            if not after.raw[:1].isupper() or weight(after.said) < RARE:
                break
            towns.add(after.said)
            if text[after.end : after.end + 1] in ",;:":
                break
    return frozenset(sites), frozenset(towns)


def _acronyms(given: list[Term]) -> frozenset[str]:
    return frozenset(term.said for term in given if 3 <= len(term.raw) <= 6 and term.raw.isupper())


def _initials(given: list[Term]) -> dict[str, frozenset[str]]:
    """The initials of every run of three words or more in capitals, such as ADMM."""
    found: dict[str, frozenset[str]] = {}
    run: list[Term] = []
    for term in [*given, None]:
        if term is not None and term.raw[:1].isupper() and not is_country(term.said):
            run.append(term)
            continue
        if term is not None and run and term.raw in _MINOR:
            continue
        for start in range(len(run)):
            for size in range(3, min(6, len(run) - start) + 1):
                part = run[start : start + size]
                found["".join(one.raw[0].lower() for one in part)] = frozenset(one.said for one in part)
        run = []
    return found


def _is_everyday(row: Sequence[str]) -> bool:
    if any(map(is_generic, row[:2])) and not any(weight(word) == RARE for word in row):
        return True
    return sum(weight(word) for word in set(row) if weight(word) > LIGHT and not is_generic(word)) < _LEAST
