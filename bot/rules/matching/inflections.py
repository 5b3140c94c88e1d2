"""The forms a name takes in a sentence, in those languages that join endings to it.

Russian declines the words of a name that have a capital (Индия: в Индии), Tamil joins its cases (இந்தியாவில்),
Korean its particles (중국은). What other languages need stands in the packs. Must not know what is named.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.rules.matching.lookalikes import each

_PARTICLES = each("""
은; 는; 이; 가; 을; 를; 과; 와; 의; 에; 에서; 에게; 에는; 에도; 에서는; 에선; 으로; 로; 으로부터; 로부터
도; 까지; 부터; 보다; 처럼; 측; 이나; 나; 라는; 이라는; 서; 선; 발; 등; 엔; 과의; 와의; 과는; 와는
측은; 측이; 에서의
""")
_TAMIL_CASES = each("இல்; இன்; உக்கு; உடன்; ஐ; உம்; ஆல்; இடம்; இலிருந்து; உக்கான; உடனான; இலும்")
_TAMIL_SIGNS = {"இ": "ி", "உ": "ு", "ஐ": "ை", "ஆ": "ா"}
_PULLI = "்"


def endings(name: str, language: str | None) -> tuple[str, ...]:
    """What may be joined to a name and is no part of it."""
    is_korean = language == "ko" and "가" <= name[-1] <= "힣"
    return _PARTICLES if is_korean else ()


def forms(name: str, language: str | None) -> Iterator[str]:
    """Other forms of a name."""
    if language == "ru":
        yield from _russian(name)
    elif language == "ta":
        yield from _tamil(name)


def _tamil(name: str) -> Iterator[str]:
    if name.endswith(_PULLI):
        yield from (name[:-1] + _TAMIL_SIGNS[case[0]] + case[1:] for case in _TAMIL_CASES)
    elif name.endswith(("ா", "ூ", "ு", "ோ")):
        yield from (f"{name}வ{_TAMIL_SIGNS[case[0]]}{case[1:]}" for case in _TAMIL_CASES)
    elif name.endswith(("ி", "ீ", "ே", "ை")):
        yield from (f"{name}ய{_TAMIL_SIGNS[case[0]]}{case[1:]}" for case in _TAMIL_CASES)


_SOFT = "гкхжшчщ"
_DECLENSIONS = (
    ("ия", 1, ("и", "и", "ю", "ей", "и")),
    ("ея уя", 1, ("и", "е", "ю", "ей", "е")),
    ("ие", 1, ("я", "ю", "е", "ем", "и")),
    ("ая", 2, ("ой", "ой", "ую", "ой", "ой")),
    ("ый ой", 2, ("ого", "ому", "ый", "ым", "ом")),
    ("ые", 2, ("ых", "ым", "ые", "ыми", "ых")),
    ("й", 1, ("я", "ю", "й", "ем", "е")),
    ("ь", 1, ("и", "и", "ь", "ью", "и")),
    ("ы", 1, ("", "ам", "ы", "ами", "ах")),
    ("а", 1, ("ы", "е", "у", "ой", "е")),
)
"""Endings of the nominative, how much of them goes, and what comes in the five other cases."""


def _russian(name: str) -> Iterator[str]:
    words = name.split()
    declined = [_cases(word) if word[0].isupper() else None for word in words]
    for number in range(len(_DECLENSIONS[0][2])):
        yield " ".join(cases[number] if cases else word for word, cases in zip(words, declined, strict=True))


def _cases(word: str) -> tuple[str, ...] | None:
    if word.isupper() or not "а" <= word[-1].lower() <= "я":
        return None
    for nominatives, size, cases in _DECLENSIONS:
        if word.endswith(tuple(nominatives.split())):
            stem = word[:-size]
            soft = stem[-1:] in _SOFT
            return tuple(stem + ("и" if soft and case == "ы" else case) for case in cases)
    if word[-1] in "еиоуюэё":
        return None
    return tuple(word + case for case in ("а", "у", "", "ом", "е"))
