"""How much two entries tell the same, from 0 to 1, by the weight of the words they share."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from bot.rules.stories.numbers import Numbers
from bot.rules.stories.sketch import Sketch

Weigh = Callable[[str], float]
_LESS, _MORE = 0.9, 0.4
"""How much counts what only one of them says: on the side that says less of it, and on the other."""

_A_NUMBER = 1.5
"""How much the numbers they share weigh at least, to tell as much as a name."""
_IN_TEXT = 0.6
"""How much a word counts as shared that the other says in its text only."""
_TOLD = 1 - _IN_TEXT / 2
"""How much less such a word counts as not shared."""


class Likeness(NamedTuple):
    score: float
    mass: float
    """The weight of what is shared."""
    names: bool
    """Whether a name or a number is shared, and not only words of the field."""
    matter: bool
    """Whether they share what it is about, and not only who and where."""


def likeness(one: Sketch, other: Sketch, weigh: Weigh) -> Likeness:
    shared = one.headline & other.headline
    ours, theirs = one.headline - shared, other.headline - shared
    numbers = _same_numbers(one.numbers, other.numbers) if one.numbers and other.numbers else 0.0
    mass = sum(map(weigh, shared)) + numbers
    if one.acronyms or other.acronyms:
        for acronym, long in (*_spelled_out(one, other), *_spelled_out(other, one)):
            mass += weigh(acronym)
            ours -= {acronym, *long}
            theirs -= {acronym, *long}
    told = sum(map(weigh, ours & other.text)), sum(map(weigh, theirs & one.text))
    alone = sum(map(weigh, ours)) - _TOLD * told[0], sum(map(weigh, theirs)) - _TOLD * told[1]
    mass += _IN_TEXT * sum(told)
    if one.aside and other.aside:
        mass += _IN_TEXT * sum(map(weigh, one.aside & other.aside))
    if not mass:
        return Likeness(0.0, 0.0, False, False)
    score = mass / (mass + _LESS * min(alone) + _MORE * max(alone))
    names = shared & one.names or one.names & other.text or other.names & one.text
    return Likeness(score, mass, numbers >= _A_NUMBER or bool(names), _same_matter(one, other))


def _same_matter(one: Sketch, other: Sketch) -> bool:
    if not one.matter or not other.matter:
        return True
    return bool(one.matter & (other.text - other.aside) or other.matter & (one.text - one.aside))


def _spelled_out(short: Sketch, long: Sketch) -> list[tuple[str, frozenset[str]]]:
    """The acronyms of one that are names written out in the other."""
    return [
        (acronym, long.initials[acronym])
        for acronym in short.acronyms - long.headline
        if acronym in long.initials
    ]


def _same_numbers(one: Numbers, other: Numbers) -> float:
    editions = {n.number for n in one.editions} & {n.number for n in other.editions} - {1}
    amounts = {(a.value, word) for a in one.amounts for word in a.of} & {
        (a.value, word) for a in other.amounts for word in a.of
    }
    money = [
        a for a in one.money for b in other.money if a.of == b.of and abs(a.value - b.value) <= 0.1 * a.value
    ]
    return (
        2.0 * bool(editions)
        + 1.0 * bool(one.years & other.years)
        + 1.0 * bool(one.days & other.days)
        + 1.5 * bool(amounts)
        + 2.0 * bool(money)
        + 1.5 * bool(set(one.percents) & set(other.percents))
    )
