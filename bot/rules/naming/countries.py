"""What countries are called in the languages of the shipped field, as CLDR has it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache

from babel import Locale, localedata

from bot.rules.text import phrase
from storage.records import Entity, EntityKind, Name

LANGUAGES = (
    *("en", "ms", "id", "fil", "vi", "th", "lo", "km", "my", "hi", "ta"),
    *("zh", "zh_Hant", "ja", "ko", "ru", "pt", "ur", "de"),
)
_NO_COUNTRY = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})
_UNIONS = ("EU", "UN")
_ENGLISH = frozenset({"Island", "Swiss"})
"""What Iceland and Switzerland are called elsewhere, and what in English is a word like any other."""
_CODE = re.compile("[A-Z]{2}")
_BRACKETS = re.compile(r"\s*[(（]([^()（）]*)[)）]")
_EVERYDAY = {
    "AE": ["UAE", "Emirates"],
    "CD": ["DR Congo", "DRC", "Congo"],
    "CI": ["Ivory Coast"],
    "CZ": ["Czech Republic"],
    "GB": ["UK", "U.K.", "Britain", "Great Britain", "England"],
    "HK": ["Hong Kong"],
    "KP": ["DPRK"],
    "MO": ["Macao", "Macau"],
    "NL": ["Holland"],
    "PS": ["Palestine"],
    "SZ": ["Swaziland"],
    "TR": ["Turkey"],
    "VA": ["Vatican"],
}
"""What English calls a country besides, where CLDR is more formal."""
_SHORTER = {"US": [("vi", "Mỹ")]}
"""The same in another language."""


def with_country_names(entities: Iterable[Entity]) -> list[Entity]:
    """The entities, with what CLDR calls every country whose id is a code of ISO 3166.

    A name that some other entity has is left to it.
    """
    given = list(entities)
    called = {entity.id: _called(entity.id.upper()) for entity in given if entity.kind is EntityKind.COUNTRY}
    beginnings = {words[0] for names in called.values() for words, _ in names if words}
    owners = {
        phrase(name.text): entity.id
        for entity in given
        for name in entity.names
        if _may_begin(name.text, beginnings)
    }
    found = []
    for entity in given:
        names = called.get(entity.id, ())
        seen = {phrase(name.text) for name in entity.names} if names else set()
        more = []
        for words, name in names:
            if words not in seen and owners.get(words, entity.id) == entity.id:
                seen.add(words)
                more.append(name)
        found.append(replace(entity, names=(*entity.names, *more)) if more else entity)
    return found


def country_names() -> list[str]:
    """What every country is called in each of the languages."""
    codes = sorted(code for code in _territories("en") if is_country(code))
    return list(dict.fromkeys(name.text for code in codes for name in _names_of(code)))


def is_country(code: str) -> bool:
    """Whether it is a country's code of ISO 3166, in capital letters."""
    return _CODE.fullmatch(code) is not None and code not in _NO_COUNTRY and code in _territories("en")


def code_of(name: str) -> str | None:
    """The code of the country that English calls so."""
    return _english_codes().get(phrase(name))


def english_names() -> Mapping[tuple[str, ...], str]:
    """The words of what English calls each country, with its code."""
    return _english_codes()


@cache
def names_beside() -> tuple[str, ...]:
    """What a text may name that is no country of a catalogue and must not be taken for one: every country,
    the European Union, the United Nations, and what CLDR calls the parts of the world (the Americas)."""
    wide = [text for code, text in sorted(_territories("en").items()) if code.isdigit() or code in _UNIONS]
    return tuple(dict.fromkeys([*country_names(), *_UNIONS, *(text for text in wide if text != "world")]))


@cache
def _called(code: str) -> tuple[tuple[tuple[str, ...], Name], ...]:
    """What a country is called, with the words of each name; nothing where it is no code of one."""
    return tuple((phrase(name.text), name) for name in _names_of(code))


def _names_of(code: str) -> Iterator[Name]:
    if not is_country(code):
        return
    for language in LANGUAGES:
        for text in _forms(code, language):
            yield Name(text, language=language)
    for text in _EVERYDAY.get(code, ()):
        yield Name(text, language="en")
    for language, text in _SHORTER.get(code, ()):
        yield Name(text, language=language)


def _may_begin(text: str, beginnings: Collection[str]) -> bool:
    """Whether a name may begin with one of these words, told by its beginning alone, which is quicker."""
    first = phrase(text.partition(" ")[0])
    return not first or first[0] in beginnings


def _forms(code: str, language: str) -> list[str]:
    """ "Myanmar (Burma)" is Myanmar, and it is Burma; other brackets only tell one Congo from the other."""
    whole = _territories(language).get(code)
    if whole is None:
        return []
    inner = _BRACKETS.findall(whole) if _territories("en")[code].endswith(")") else []
    bare = _BRACKETS.sub("", whole).strip()
    others = (_BRACKETS.sub("", text).strip() for of, text in _territories(language).items() if of != code)
    forms = [whole, *inner] if bare == whole or bare in others else [whole, bare, *inner]
    return [form for form in forms if form not in _ENGLISH]


@cache
def _territories(language: str) -> dict[str, str]:
    named = dict(Locale.parse(language).territories)
    # Babel keeps for good all it reads of a language, some 20 MB for these, and offers no way to let it
    # go; where a later Babel names this otherwise, it is kept and nothing else changes.
    getattr(localedata, "_cache", {}).clear()
    return named


@cache
def _english_codes() -> dict[tuple[str, ...], str]:
    codes = filter(is_country, _territories("en"))
    return {phrase(text): code for code in codes for text in (*_forms(code, "en"), *_EVERYDAY.get(code, ()))}
