"""The words by which English says that a meeting is called off, put off, moved, or when it takes place.

Must not know events, nor who is the subject of a verb.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum


class Says(Enum):
    CALLED_OFF = "called_off"
    PUT_OFF = "put_off"
    MOVED = "moved"
    NOW_ON = "now_on"
    """`will now be held on`: another date than was said before."""
    TAKES_PLACE = "takes_place"


_TO_DO = r"(?:decid\w+|agree\w*|forced|ch[ou]ose\w*|opt\w*) to "
_HELD = "(?:take place|convene|be (?:held|hosted|convened))"
_VERBS = {
    Says.CALLED_OFF: "cancell?ed|called off|scrapped|abandoned|axed|cancels|calls off|scraps|axes"
    rf"|{_TO_DO}(?:cancel|call off|scrap)"
    rf"|will not {_HELD}(?=[.,;]|$| (?:this|next) (?:year|month|week))",
    Says.PUT_OFF: "postpone[sd]?|puts? off|deferred|defers|delayed|delays|push(?:ed|es) back|put back"
    rf"|{_TO_DO}(?:defer|delay|push back)",
    Says.NOW_ON: rf"will (?:now|instead) {_HELD}|(?:is|are) now (?:scheduled|slated|set)"
    "|new dates?(?: is| are|:)",
    Says.MOVED: "rescheduled|reschedules|moved|moves|shifted|shifts|brought forward|brings forward|reset",
    Says.TAKES_PLACE: rf"will {_HELD}|to {_HELD}"
    rf"|(?:(?:is|are|was|were|been) )?(?:scheduled|slated|set)(?: to {_HELD}| for)",
}
_CUES = re.compile(
    r"(?<!\w)(?:" + "|".join(f"(?P<{says.value}>{verbs})" for says, verbs in _VERBS.items()) + r")(?!\w)",
    re.IGNORECASE,
)
_PLACE = r"(?:(?:in|at|off) (?:the )?[A-Z][\w’'-]*(?:,? [A-Z][\w’'-]*){0,3},? )?"
_PART = r"(?: (?:early|mid|late))?[-\s]*"
_TO_ANOTHER = re.compile(
    rf"[\s,]*(?:(?:again|once more) )?{_PLACE}(?:by [a-z ]{{1,20}} )?(?:from .{{3,40}}? )?"
    rf"(?:to|until|till|for)(?: be held)?(?: (?:on|in|from))?{_PART}"
)
_ON = re.compile(rf"[\s,]*(?:for |instead )?{_PLACE}(?:(?:on|for|from|in|between){_PART}|:\s*|\s*){_PLACE}")


@dataclass(frozen=True, slots=True)
class Cue:
    """One such verb in a sentence."""

    says: Says
    start: int
    end: int

    @property
    def is_dated(self) -> bool:
        """Whether the date that follows is the meeting's own, and not what it is moved to."""
        return self.says in (Says.NOW_ON, Says.TAKES_PLACE)

    def leads_to(self, between: str) -> bool:
        """Whether the words between it and a date say that it is the date of the meeting."""
        return (_ON if self.is_dated else _TO_ANOTHER).fullmatch(between) is not None


def cues(sentence: str) -> Iterator[Cue]:
    for match in _CUES.finditer(sentence):
        assert match.lastgroup is not None
        yield Cue(Says(match.lastgroup), match.start(), match.end())
