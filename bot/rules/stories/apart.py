"""Why two entries cannot be the same news, however alike their words are: one function for each reason.

The rule itself stands in `window`. Must not know how alike two entries are.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from bot.rules.stories import background
from bot.rules.stories.acts import Act, acts_of, are_apart
from bot.rules.stories.numbers import Amount, Numbered, Numbers, editions_of
from bot.rules.stories.places import is_sea
from bot.rules.stories.sketch import Sketch
from bot.rules.stories.words import COMMON, RARE, stem, weight

_TOLL, _FIELDS, _FORMS = (
    frozenset(map(stem, told.split())) for told in (background.TOLL, background.FIELDS, background.FORMS)
)
_CLOSE = 0.2
_A_DAY = timedelta(hours=18)


def why_apart(one: Sketch, other: Sketch) -> str | None:
    """The first reason in words, or None where there is none."""
    for reason, is_apart in _REASONS.items():
        if is_apart(one, other):
            return reason
    return None


def _genre(one: Sketch, other: Sketch) -> bool:
    return one.genre != other.genre


def _editions(one: Sketch, other: Sketch) -> bool:
    ours, theirs = one.numbers.editions, other.numbers.editions
    if ours and theirs:
        return not _share_number(ours, theirs)
    return _of_one_thing_differ(
        [*ours, *one.numbers.types, *(() if ours else editions_of(one.below))],
        [*theirs, *other.numbers.types, *(() if theirs else editions_of(other.below))],
    )


def _share_number(ours: Iterable[Numbered], theirs: Iterable[Numbered]) -> bool:
    return bool({one.number for one in ours} & {one.number for one in theirs})


def _of_one_thing_differ(ours: list[Numbered], theirs: list[Numbered]) -> bool:
    """Whether something that both number has never the same number."""
    pairs = [(a, b) for a in ours for b in theirs if _telling(a.of & b.of)]
    return bool(pairs) and all(a.number != b.number for a, b in pairs)


def _telling(words: Iterable[str]) -> bool:
    return any(weight(word) >= COMMON for word in words)


def _years(one: Sketch, other: Sketch) -> bool:
    return _differ(one.numbers.years, other.numbers.years)


def _days(one: Sketch, other: Sketch) -> bool:
    return _differ(one.numbers.days, other.numbers.days)


def _differ(ours: frozenset[object], theirs: frozenset[object]) -> bool:
    return bool(ours and theirs and not ours & theirs)


def _amounts(one: Sketch, other: Sketch) -> bool:
    ours, theirs = one.numbers, other.numbers
    if (one.headline | other.headline) & _TOLL:
        mine, yours = _victims(one), _victims(other)
        return bool(mine and yours and not mine & yours)
    if _money_differs(ours, theirs) or _never_close(ours.percents, theirs.percents):
        return True
    pairs = [(a, b) for a in ours.amounts for b in theirs.amounts if _countable(a) & _countable(b)]
    return bool(pairs) and not any(_is_close(a.value, b.value) for a, b in pairs)


def _countable(amount: Amount) -> frozenset[str]:
    return frozenset(word for word in amount.of if weight(word) >= COMMON)


def _victims(one: Sketch) -> set[str]:
    """Of whom a toll counts some: soldiers, rebels."""
    return {word for amount in one.numbers.amounts for word in amount.of if weight(word) == COMMON} - _TOLL


def _money_differs(ours: Numbers, theirs: Numbers) -> bool:
    """Whether sums in one currency differ."""
    pairs = [(a, b) for a in ours.money for b in theirs.money if a.of == b.of]
    return bool(pairs) and not any(_is_close(a.value, b.value) for a, b in pairs)


def _never_close(ours: Iterable[float], theirs: Iterable[float]) -> bool:
    pairs = [(a, b) for a in ours for b in theirs]
    return bool(pairs) and not any(_is_close(a, b) for a, b in pairs)


def _is_close(a: float, b: float) -> bool:
    return abs(a - b) <= _CLOSE * max(a, b)


def _countries(one: Sketch, other: Sketch) -> bool:
    """Whether each speaks of a country that the other does not; of what two countries do with one another,
    it does not count that the other takes place in one of them."""
    ours, theirs = _actors(one), _actors(other)
    if len(ours) > 1 and len(theirs) > 1:
        return bool(ours - theirs and theirs - ours)
    return bool(ours - other.text and theirs - one.text)


def _actors(one: Sketch) -> frozenset[str]:
    return one.countries - one.sites


def _places(one: Sketch, other: Sketch) -> bool:
    """Whether one takes place where the other does not."""
    for ours, theirs in ((one.towns, other.towns), (one.sites, other.sites)):
        if ours - other.text and theirs - one.text and not ours & theirs and _same_kind(ours, theirs):
            return True
    return bool(_capitals(one) and _capitals(other) and not _capitals(one) & _capitals(other))


def _capitals(one: Sketch) -> frozenset[str]:
    return one.towns & one.sites


def _same_kind(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    """Whether both are countries and towns, or both are seas: a sea has shoals, and no border."""
    return any(map(is_sea, ours)) == any(map(is_sea, theirs))


def _acts(one: Sketch, other: Sketch) -> bool:
    """Whether they tell different acts, and neither tells the other's in its text."""
    if not are_apart(one.acts, other.acts):
        return False
    return not (
        (one.acts and one.acts <= acts_of(other.below)) or (other.acts and other.acts <= acts_of(one.below))
    )


def _fields(one: Sketch, other: Sketch) -> bool:
    """Whether each is of a field of government that the other does not speak of."""
    return bool(one.headline & _FIELDS - other.text and other.headline & _FIELDS - one.text)


def _forms(one: Sketch, other: Sketch) -> bool:
    """Whether one is of another form of meeting: ADMM-Plus is not ADMM, nor a working group its forum."""
    for ours, theirs in ((one, other), (other, one)):
        spelled = {word for name in theirs.acronyms & ours.initials.keys() for word in ours.initials[name]}
        if ours.headline & _FORMS - theirs.text - spelled:
            return True
    return False


def _reaction(one: Sketch, other: Sketch) -> bool:
    """Whether only one of them tells what another country said to it or did about it."""
    for ours, theirs in ((one, other), (other, one)):
        reacts = Act.REACTS in ours.acts and Act.REACTS not in theirs.acts
        if reacts and ours.countries - theirs.text:
            return True
    return False


def _company(one: Sketch, other: Sketch) -> bool:
    """Whether somebody meets somebody else: each headline has a name that the other entry lacks."""
    if Act.MEETS not in one.acts & other.acts:
        return False
    return bool(one.names - other.text and other.names - one.text)


def _anew(one: Sketch, other: Sketch) -> bool:
    """Whether only one says that it happened anew, and they are of different days."""
    if one.published is None or other.published is None or abs(one.published - other.published) < _A_DAY:
        return False
    return one.is_anew != other.is_anew


def _denied(one: Sketch, other: Sketch) -> bool:
    return one.is_denied != other.is_denied


def _swapped(one: Sketch, other: Sketch) -> bool:
    """Whether the headlines are the same but for one stretch, in which each has a name the other lacks."""
    ours, theirs = one.row, other.row
    first = 0
    while first < min(len(ours), len(theirs)) and ours[first] == theirs[first]:
        first += 1
    last = 0
    while last < min(len(ours), len(theirs)) - first and ours[-1 - last] == theirs[-1 - last]:
        last += 1
    if first + last < 2:
        return False
    mine, yours = ours[first : len(ours) - last], theirs[first : len(theirs) - last]
    if len(mine) > 4 or len(yours) > 4:
        return False
    return _names(mine, other) and _names(yours, one)


def _names(words: Iterable[str], other: Sketch) -> bool:
    return any(weight(word) == RARE and word not in other.text for word in words)


_REASONS = {
    "one is news, the other comment": _genre,
    "other editions": _editions,
    "other years": _years,
    "other days": _days,
    "other amounts": _amounts,
    "other countries": _countries,
    "other places": _places,
    "other fields": _fields,
    "other forms of meeting": _forms,
    "other acts": _acts,
    "one says that it is not so": _denied,
    "a reaction": _reaction,
    "other company": _company,
    "it happened anew": _anew,
    "another name in the same words": _swapped,
}
