"""Catalogues of any size made from the shipped pack, and names as people mistype them; always the same.

What the shipped pack names is put together anew, with ordinals, years, all countries and invented
names, so that words come back in many names as they do in a real catalogue.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

from bot.rules.naming.countries import country_names, with_country_names
from bot.rules.packs.reading import parse_pack
from storage.records import Entity, EntityId, EntityKind, Name, Pack

_SHIPPED = Path(__file__).parents[2] / "storage" / "packs" / "admm-plus.toml"
_CONSONANTS, _VOWELS = "bcdfghjklmnprstvwyz", "aaeeiioou"
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_KINDS = ("Meeting", "Senior Officials' Meeting", "Ministerial Meeting", "Workshop", "Retreat", "Dialogue")
_PAPERS = ("Plan of Action", "Joint Statement", "Memorandum", "Framework Agreement", "Roadmap", "Declaration")
LONG_WORD = 5


def entities(count: int) -> list[Entity]:
    """The shipped entities, and as many made from them as are needed."""
    pack = parse_pack(_SHIPPED.read_text("utf-8"))
    assert isinstance(pack, Pack)
    found = with_country_names(pack.entities)
    taken = {name.text for entity in found for name in entity.names}
    for number, (kind, names) in enumerate(_made(pack, random.Random(count))):
        if len(found) >= count:
            break
        if names[0] in taken:
            continue
        taken.add(names[0])
        made = tuple(Name(name) for name in names)
        found.append(Entity(EntityId(f"made-{number}"), kind, names[0], None, "", made))
    return found[:count]


def _made(pack: Pack, chance: random.Random) -> Iterator[tuple[EntityKind, list[str]]]:
    """Kinds and names, one after the other, for ever."""
    topics = [entity.name for entity in pack.entities if entity.kind is EntityKind.TOPIC]
    forums = [e.label for e in pack.entities if e.kind in (EntityKind.FORUM, EntityKind.BODY)]
    countries = [name for name in country_names() if name.isascii()][:250]
    while True:
        forum, topic, year = chance.choice(forums), chance.choice(topics), chance.randint(1990, 2039)
        nth, (one, other) = _ordinal(chance.randint(1, 60)), chance.sample(countries, 2)
        match chance.randint(0, 9):
            case 0:
                name = _invented(chance)
                forums.append(f"{name} {chance.choice(('Forum', 'Initiative', 'Council'))}")
                yield EntityKind.FORUM, [forums[-1]]
            case 1:
                person = f"{_invented(chance)} {_invented(chance)}"
                yield EntityKind.PERSON, [person]
            case 2:
                yield (
                    EntityKind.PLACE,
                    [f"{chance.choice(('Port', 'Mount', 'Lake', 'San'))} {_invented(chance)}"],
                )
            case 3:
                group = f"Working Group on {topic}"
                yield EntityKind.WORKING_GROUP, [f"{forum} Experts' {group}", f"{forum} {group}"]
            case 4:
                paper = f"{one}-{other} {chance.choice(_PAPERS)}"
                yield EntityKind.INSTRUMENT, [f"{paper} on {topic} ({year})", f"{paper} {year}"]
            case 5:
                yield (
                    EntityKind.EXERCISE,
                    [f"{nth} {one}-{other} {topic} Exercise", f"Exercise {_invented(chance)}"],
                )
            case 6:
                yield (
                    EntityKind.CHAIRMANSHIP,
                    [f"{one}'s {year} {forum} chairmanship", f"{forum} chair {year}"],
                )
            case _:
                meeting = f"{forum} {chance.choice(_KINDS)}"
                yield EntityKind.MEETING, [f"{nth} {meeting} on {topic}", f"{meeting} on {topic} {year}"]


def mistyped(entities: list[Entity], count: int, errors: int, seed: int) -> list[tuple[str, Entity]]:
    """Names of random entities with typing errors in random words of `LONG_WORD` letters or more."""
    chance = random.Random(seed)
    found: list[tuple[str, Entity]] = []
    while len(found) < count:
        entity = chance.choice(entities)
        name = chance.choice([name.text for name in entity.names if name.text.isascii()])
        words = name.split(" ")
        for _ in range(errors):
            long = [at for at, word in enumerate(words) if len(word) >= LONG_WORD and word.isalpha()]
            if not long:
                break
            at = chance.choice(long)
            words[at] = chance.choice(_ERRORS)(words[at], chance)
        else:
            found.append((" ".join(words), entity))
    return found


def _substituted(word: str, chance: random.Random) -> str:
    at = chance.randrange(len(word))
    return word[:at] + chance.choice(_LETTERS.replace(word[at].lower(), "")) + word[at + 1 :]


def _deleted(word: str, chance: random.Random) -> str:
    at = chance.randrange(len(word))
    return word[:at] + word[at + 1 :]


def _inserted(word: str, chance: random.Random) -> str:
    at = chance.randrange(len(word) + 1)
    return word[:at] + chance.choice(_LETTERS) + word[at:]


def _transposed(word: str, chance: random.Random) -> str:
    places = [at for at in range(len(word) - 1) if word[at].lower() != word[at + 1].lower()]
    at = chance.choice(places)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


_ERRORS: tuple[Callable[[str, random.Random], str], ...] = (_substituted, _deleted, _inserted, _transposed)


def _invented(chance: random.Random) -> str:
    """A proper name that can be spoken."""
    syllables = (chance.choice(_CONSONANTS) + chance.choice(_VOWELS) for _ in range(chance.randint(2, 4)))
    return ("".join(syllables) + chance.choice(("", "n", "r", "s", "k"))).title()


def _ordinal(number: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th") if number // 10 != 1 else "th"
    return f"{number}{ending}"
