"""What a sentence does with its verbs: whether it tells, and what a verb is about.

Must not know which verbs, nor events.
"""

from __future__ import annotations

import re
from calendar import day_name, month_abbr, month_name

from bot.rules.stories.number_words import ORDINALS

_ASKS = re.compile(
    r"^\W*(?:will|is|are|was|were|could|should|can|would|has|have|did|does|do|why|when|how|what|who|where"
    r"|whether)\b",
    re.IGNORECASE,
)
_DOUBTS = re.compile(
    r"\b(?:deny|denies|denied|denying|dismiss\w*|refut\w*|rebuff\w*|debunk\w*|rul(?:es?|ed|ing) out|unlikely"
    r"|false|fake|untrue|rumou?r(?:s|ed)?|speculat\w*|hoax|no truth|no plans?|may (?:be|not|yet|have|still"
    r"|also|soon|now|get|move|shift|postpone|cancel|call|put|take|delay)|might|could|would|should|if|unless|whether"
    r"|consider(?:s|ed|ing)?|mull\w*|weigh(?:s|ed|ing)?|urg(?:es?|ed|ing)|call(?:s|ed|ing)? (?:for|on)|asks?"
    r"|asked|wants?|wanted|propos\w*|likely|threat\w*|fears?|feared|risks?|hop(?:es?|ed|ing)|possib\w*"
    r"|suggest\w*|seeks?|sought|demand\w*|petition\w*|plead\w*|reportedly|nearly|almost|last year"
    r"|(?:had|previously)(?: been)?(?! (?:been )?(?:scheduled|planned|set|slated|due))"
    r"|years? (?:ago|earlier)|after (?:being|having been|it was|the \w+ was)|when it was"
    r"|expected to|instead of|rather than|avoid\w*|without)\b",
    re.IGNORECASE,
)
"""Words of a sentence that denies, wishes, guesses or remembers; `May` alone is a month."""
_DENIES = re.compile(r"\b(?:not|never|no|nor|neither|\w*n[’']t)(?: \w+){0,3} $", re.IGNORECASE)
_NEAR, _FAR = 60, 200
_WORD = re.compile(r"[\w’'.-]+")
_DAYS = {*month_name[1:], *month_abbr[1:], "Sept", *day_name}
_BETWEEN = """
meeting meetings summit exercise exercises conference dialogue talks session event drill drills gathering
games itself the this next year year's month week has have had previously been is was were are be being
will now again also which that officially formally further scheduled planned slated due set originally
initially for on from to held host hosted in at of by and
"""
"""What may stand between a name and the verb that is about it, but for places and dates."""
_BEFORE_NAME = """
the this its their a next year's week's month's upcoming annual planned scheduled hosting of meeting
edition
"""
"""What may stand between a verb and the name it acts on, but for numbers."""
_MAY_LINK, _MAY_LEAD = frozenset(_BETWEEN.split()), frozenset(_BEFORE_NAME.split())
_PLACE_AFTER = frozenset({"in", "at", "by", "of", "the", "and"})
_NUMBER = re.compile(r"\d{1,4}(?:st|nd|rd|th)?")
_IT = re.compile(
    r"(?:^|[,;:“\"] ?|\b(?:that|said|says) )(?:it|(?:the|this|that|its) (?:\w+ )?(?:meeting|summit|exercise"
    r"|conference|dialogue|gathering|event|forum|session|drills?|talks))\b(?P<gap>[^;:]*)$",
    re.IGNORECASE,
)


def is_told(sentence: str) -> bool:
    """Whether a sentence tells something, and does not ask, deny, wish, guess or remember."""
    asks = sentence.rstrip("\"”’' ").endswith("?") or _ASKS.search(sentence)
    return not asks and not _DOUBTS.search(sentence)


def is_denied(sentence: str, at: int) -> bool:
    """Whether the verb there is denied: `not`, with few words between."""
    return _DENIES.search(sentence[max(0, at - _NEAR) : at]) is not None


def is_about(gap: str) -> bool:
    """Whether the verb behind these words is about what stands before them."""
    before = ""
    for match in _WORD.finditer(gap):
        word = match.group().strip(".'’")
        if word.lower() in _MAY_LINK or word[:1].isdigit() or word in _DAYS:
            before = word.lower()
        elif not (word[:1].isupper() and before in _PLACE_AFTER):
            return False
    return re.search("[;:!?]", gap) is None


def acts_on(gap: str) -> bool:
    """Whether the verb before these words is about what stands behind them."""
    said = [match.group().lower().replace("’", "'") for match in _WORD.finditer(gap)]
    return all(word in _MAY_LEAD or _NUMBER.fullmatch(word) or word in ORDINALS for word in said) and not (
        re.search("[,;:.!?]", gap)
    )


def is_about_it(before: str) -> bool:
    """Whether the verb behind these words is about `it` or `the meeting`."""
    found = _IT.search(before[-_FAR:])
    return found is not None and is_about(found["gap"])
