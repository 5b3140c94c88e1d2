"""The words of a headline as they are compared, and how much each tells: nothing, little, or the news itself.

A word is compared in its stem, and the verbs and nouns that headlines exchange for one another (ink and
sign, drills and exercise) are one word. What is not listed here is taken for a name or another word that
tells one piece of news from the next. Must not know whole titles.
"""

from __future__ import annotations

from functools import lru_cache

from bot.rules.stories import background
from bot.rules.text import fold, is_unspaced

RARE, COMMON, COUNTRY, LIGHT, STOP = 3.0, 1.6, 1.2, 0.4, 0.0

_SAME = """
sign ink; exercise drill wargame manoeuvre; begin start commence open kick; end conclude close wrap finish
talk discussion dialogue; pact agreement deal accord treaty; boost strengthen deepen enhance bolster
vow pledge; envoy ambassador; kill slay dead die death fatality; ship vessel boat warship
jet aircraft plane warplane; tie relation; arrest detain nab; rise climb jump surge
fall drop decline; buy purchase acquire procure; sell sale; soldier troop serviceman
terrorism terrorist terror; defence defensive; army military; economic economy; trade fta
sea maritime navy naval
blast explosion bomb bombing; wound injure hurt; capsize sink; visit trip; quake earthquake
vote poll election; leader leadership; sailor seaman; kidnap abduct; gunman gunmen
militant rebel insurgent; group grouping; approve clear endorse; cut slash; head chief; chair chairmanship
test trial; port harbour
"""

_IRREGULAR = {
    **{"held": "hold", "met": "meet", "said": "say", "began": "begin", "begun": "begin", "sank": "sink"},
    **{"sunk": "sink", "dead": "kill", "died": "kill", "dying": "kill", "won": "win", "shot": "shoot"},
    **{"gave": "give", "given": "give", "took": "take", "taken": "take", "left": "leave", "lying": "lie"},
    **{
        "sold": "sell",
        "bought": "buy",
        "told": "tell",
        "led": "lead",
        "rose": "rise",
        "rising": "rise",
        "fell": "fall",
    },
    **{"hit": "hit", "men": "man", "women": "woman", "armed": "armed", "talks": "talk", "made": "make"},
    **{"chose": "choose", "chosen": "choose", "underway": "begin", "went": "go", "gone": "go"},
}


@lru_cache(maxsize=50_000)
def stem(folded: str) -> str:
    """A folded word without its ending, the same for the words that stand for one another."""
    bare = _bare(folded)
    return _CANONICAL.get(bare, bare)


def weight(word: str) -> float:
    """How much a stem tells where nothing else is known of it."""
    if word[0] in "@~!":
        return COMMON if word[0] == "!" else COUNTRY
    return _WEIGHTS.get(word, RARE if word.isascii() or not is_unspaced(word) else COMMON)


def is_generic(word: str) -> bool:
    """Whether it is a word of titles that come back every day, such as `press release`."""
    return word in _GENERIC_STEMS


def _bare(folded: str) -> str:
    if folded in _IRREGULAR:
        return _IRREGULAR[folded]
    if not folded.isascii() or len(folded) < 4:
        return folded
    word = folded
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("es") and word[:-2].endswith(("ss", "x", "z", "ch", "sh")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) > len(ending) + 3:
            word = word.removesuffix(ending)
            if word[-1] == word[-2] and word[-1] not in "lsz":
                word = word[:-1]
            break
    return word.removesuffix("e") if len(word) > 5 else word


def _listed(text: str) -> list[str]:
    return [_CANONICAL.get(bare, bare) for word in text.split() for bare in (_bare(fold(word)), fold(word))]


_CANONICAL = {
    _bare(word): _bare(words[0])
    for words in map(str.split, _SAME.replace("\n", ";").split(";"))
    for word in words
}
_GENERIC_STEMS = frozenset(_listed(background.GENERIC))
_WEIGHTS = (
    dict.fromkeys(_listed(background.COMMON), COMMON)
    | dict.fromkeys(_listed(background.GENERIC), LIGHT)
    | dict.fromkeys(_listed(background.LIGHT), LIGHT)
    | dict.fromkeys(map(fold, background.STOP.split()), STOP)
)
