"""What countries are called in headlines: by name, by people, by capital or by who speaks for them.

Names are CLDR's; what people and capitals are called stands here, for the field and those it deals with.
A sea with a country's name is a sea.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from bot.rules.naming.countries import english_names
from bot.rules.text import phrase

_PEOPLE = {
    "AE": "Emirati",
    "AF": "Afghan",
    "AU": "Australian, Aussie",
    "BD": "Bangladeshi",
    "BN": "Bruneian",
    "BR": "Brazilian",
    "CA": "Canadian",
    "CN": "Chinese, PRC, PLA",
    "DE": "German",
    "EG": "Egyptian",
    "ES": "Spanish",
    "EU": "EU, European Union",
    "FJ": "Fijian",
    "FR": "French",
    "GB": "British, Briton, Whitehall",
    "ID": "Indonesian",
    "IL": "Israeli",
    "IN": "Indian",
    "IQ": "Iraqi",
    "IR": "Iranian",
    "IT": "Italian",
    "JP": "Japanese",
    "KH": "Cambodian",
    "KP": "North Korean, NK, N Korea, N Korean",
    "KR": "South Korean, ROK, S Korea, S Korean, Republic of Korea",
    "LA": "Lao, Laotian, Lao PDR",
    "LK": "Sri Lankan",
    "MM": "Burmese",
    "MN": "Mongolian",
    "MV": "Maldivian",
    "MY": "Malaysian",
    "NL": "Dutch",
    "NP": "Nepali, Nepalese",
    "NZ": "New Zealander, NZ",
    "PG": "PNG",
    "PH": "Philippine, Filipino, Filipina, Malacanang, PH",
    "PK": "Pakistani",
    "PL": "Polish",
    "QA": "Qatari",
    "RU": "Russian, Kremlin",
    "SA": "Saudi",
    "SE": "Swedish",
    "SG": "Singaporean",
    "SY": "Syrian",
    "TH": "Thai",
    "TL": "Timorese, East Timor, Timor Leste",
    "TR": "Turkish",
    "TW": "Taiwanese",
    "UA": "Ukrainian",
    "UN": "UN, United Nations",
    "US": "American, America, Pentagon, White House, US, USA",
    "VN": "Vietnamese, Viet Nam",
    "YE": "Yemeni",
}
"""Its people, what is theirs, and who speaks for it, by the code of ISO 3166."""
_CAPITALS = {
    "AE": "Abu Dhabi",
    "AF": "Kabul",
    "AU": "Canberra",
    "BD": "Dhaka",
    "BN": "Bandar Seri Begawan",
    "BR": "Brasilia",
    "CA": "Ottawa",
    "CN": "Beijing",
    "DE": "Berlin",
    "EG": "Cairo",
    "ES": "Madrid",
    "EU": "Brussels",
    "FJ": "Suva",
    "FR": "Paris",
    "GB": "London",
    "ID": "Jakarta",
    "IL": "Jerusalem",
    "IN": "Delhi, New Delhi",
    "IQ": "Baghdad",
    "IR": "Tehran",
    "IT": "Rome",
    "JP": "Tokyo",
    "KH": "Phnom Penh",
    "KP": "Pyongyang",
    "KR": "Seoul",
    "LA": "Vientiane",
    "LK": "Colombo",
    "MM": "Naypyidaw, Nay Pyi Taw, Naypyitaw",
    "MN": "Ulaanbaatar",
    "MY": "Kuala Lumpur, KL, Putrajaya",
    "NL": "The Hague",
    "NP": "Kathmandu",
    "NZ": "Wellington",
    "PG": "Port Moresby",
    "PH": "Manila",
    "PK": "Islamabad",
    "PL": "Warsaw",
    "QA": "Doha",
    "RU": "Moscow",
    "SA": "Riyadh",
    "SE": "Stockholm",
    "SY": "Damascus",
    "TH": "Bangkok",
    "TL": "Dili",
    "TR": "Ankara",
    "TW": "Taipei",
    "UA": "Kyiv",
    "US": "Washington",
    "VN": "Hanoi, Ha Noi",
    "YE": "Sanaa",
}
_SEAS = {
    "~scs": "South China Sea, West Philippine Sea, Biển Đông",
    "~ecs": "East China Sea",
    "~japan-sea": "Sea of Japan",
    "~philippine-sea": "Philippine Sea",
    "~indian-ocean": "Indian Ocean, Indian Ocean Region",
    "~taiwan-strait": "Taiwan Strait",
    "~singapore-strait": "Singapore Strait, Straits of Singapore",
    "~thailand-gulf": "Gulf of Thailand",
}


def is_country(word: str) -> bool:
    return word.startswith("@")


def is_sea(word: str) -> bool:
    return word.startswith("~")


def country_at(words: Sequence[str], at: int) -> tuple[str | None, int]:
    """The country or sea whose name begins at this folded word, and how many words the name has."""
    for size in range(min(beginnings_of_countries().get(words[at], 0), len(words) - at), 0, -1):
        if (code := _called().get(tuple(words[at : at + size]))) is not None:
            return code, size
    return None, 1


def is_capital(words: tuple[str, ...]) -> bool:
    """Whether these folded words name a country by its capital."""
    return words in _capitals()


@cache
def _capitals() -> frozenset[tuple[str, ...]]:
    return frozenset(phrase(name) for text in _CAPITALS.values() for name in text.split(", "))


@cache
def _called() -> dict[tuple[str, ...], str]:
    found = {name: f"@{code}" for name, code in english_names().items()}
    for called in (_PEOPLE, _CAPITALS):
        for code, text in called.items():
            found |= dict.fromkeys(_forms(text.split(", ")), f"@{code}")
    for sea, text in _SEAS.items():
        found |= dict.fromkeys(_forms(text.split(", ")), sea)
    return found


def _forms(texts: Iterable[str]) -> Iterable[tuple[str, ...]]:
    for text in texts:
        words = phrase(text)
        yield words
        yield (*words[:-1], f"{words[-1]}s")


@cache
def beginnings_of_countries() -> dict[str, int]:
    """The first words of their names, with how many words follow at most."""
    found: dict[str, int] = {}
    for name in _called():
        found[name[0]] = max(found.get(name[0], 0), len(name))
    return found
