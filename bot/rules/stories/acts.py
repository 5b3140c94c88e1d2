"""What a headline says is done: a meeting is ahead, begins, ends or is put off; a pact is signed or halted.

Two headlines of one thing that tell different acts are different news: its opening and its close, its
signing and its ratification. Must not know what the thing is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum
from functools import lru_cache


class Act(Enum):
    AHEAD = "is ahead"
    BEGINS = "begins"
    ENDS = "ends"
    PUT_OFF = "is put off"
    CALLED_OFF = "is called off"
    HALTED = "is halted"
    REJECTED = "is denied or rejected"
    SIGNED = "is signed"
    RATIFIED = "is ratified"
    PASSED = "is approved"
    VISITS = "somebody visits"
    LEAVES = "somebody leaves"
    PASSES = "a ship passes through"
    IN_SERVICE = "enters service"
    CHOSEN = "somebody is chosen"
    RESUMES = "goes on again"
    RESIGNS = "somebody resigns"
    TAKEN = "somebody is kidnapped"
    FREED = "somebody is freed"
    ARRESTED = "somebody is arrested"
    DEPORTED = "somebody is deported"
    BLOCKED = "is blocked"
    GOES_UP = "goes up"
    GOES_DOWN = "goes down"
    AGREED = "talks of it are over"
    MEETS = "somebody meets"
    SPEAKS = "somebody addresses it"
    REACTS = "somebody says or does something about it"


_WORDS = {
    Act.AHEAD: "upcoming slated scheduled forthcoming akan sẽ",
    Act.BEGINS: "begin begins began begun start starts started open opens opened commence commences"
    " commenced convenes convene inaugurated inaugurates kicks underway opening commencement dibuka",
    Act.ENDS: "conclude concludes concluded end ends ended close closes closed culminates culminate"
    " finishes finish finished completes completed complete closing conclusion berakhir",
    Act.PUT_OFF: "postpone postpones postponed postponing postponement delay delays delayed defer defers"
    " deferred reschedule reschedules rescheduled adjourn adjourns adjourned ditunda",
    Act.CALLED_OFF: "cancel cancels cancelled canceled cancellation scrap scraps scrapped abandons"
    " dibatalkan",
    Act.HALTED: "suspend suspends suspended halt halts halted freeze freezes pauses paused",
    Act.REJECTED: "denies denied deny refutes refuted debunks reject rejects rejected",
    Act.SIGNED: "sign signs signed signing ink inks inked seal seals sealed",
    Act.RATIFIED: "ratify ratifies ratified ratification",
    Act.PASSED: "approve approves approved adopt endorse passes passed endorses endorsed adopts adopted"
    " backs",
    Act.VISITS: "visit visits visited visiting arrive arrives arrived arrival lands docks dock docked",
    Act.LEAVES: "leaves departs leave depart departed",
    Act.PASSES: "transit transits transited transiting",
    Act.IN_SERVICE: "commissioned commissions commissioning inducted inducts",
    Act.CHOSEN: "elected elects named appointed appoints chosen picks picked selects selected chooses"
    " becomes",
    Act.RESUMES: "resume resumes resumed reopens reopened",
    Act.RESIGNS: "resigns resigned quits",
    Act.TAKEN: "kidnap kidnaps kidnapped abducted abduct abducts",
    Act.FREED: "rescued rescues freed frees rescue",
    Act.ARRESTED: "arrests arrested arrest detains detained detain nabs",
    Act.DEPORTED: "deports deported deport expels expelled",
    Act.BLOCKED: "blocks blocked barred thwarts thwarted foils foiled",
    Act.GOES_UP: "raises raised climbs rise rises rose rising increase increases increased",
    Act.GOES_DOWN: "cuts lowers fall falls fell falling drop drops dropped decline declines declined",
    Act.MEETS: "meet meets met holds hold hosts gather gathers bertemu",
    Act.SPEAKS: "address addresses addressed addressing",
    Act.REACTS: "condemn condemns condemned slams slam denounces criticises criticizes warn warns warned"
    " welcome welcomes hails congratulates reacts responds urges protest protests vows offers pledges"
    " blames accuses sends supports decries",
}
_BY_WORD = {word: act for act, told in _WORDS.items() for word in told.split()}
_MEETS = (
    r"(?:attend|host|hold|meet|visit|convene|open|begin|start|kick|travel|chair|co-chair|participate|lead|discuss"
    r"|take (?:place|part)|join|sign|receive|rule|decide|vote|speak|be \w+ed|be held|depart|arrive|sail)"
)
_PHRASES = {
    Act.AHEAD: rf"attendance|next (?:week|month|year)|gears? up|prepar(?:es?|ing) (?:to|for)|set (?:to|for)"
    rf"|(?<!agree )(?<!agreed )(?<!agrees )(?<!vow )(?<!vows )(?<!vowed )(?<!pledge )(?<!first )(?<!calls )"
    rf"(?<!call )to {_MEETS}"
    rf"|will (?:also |soon )?{_MEETS}",
    Act.BEGINS: "kick off|kicked off|get under way|gets under way|under way|khai mạc",
    Act.ENDS: "wraps? up|wrapped up|winds? up|draws to a close|came to an end|bế mạc",
    Act.PUT_OFF: r"puts? off|putting off|reset to|moved? to (?:\w+ )?\d{4}|moved from",
    Act.CALLED_OFF: "calls? off|called off",
    Act.HALTED: "on hold",
    Act.REJECTED: "no truth|not true|fake news",
    Act.RATIFIED: "into law|enters into force|takes effect",
    Act.PASSES: "sails? through|sailed through|passe?s? through|passed through",
    Act.VISITS: "calls at|port call|make call|goodwill visit|state visit",
    Act.IN_SERVICE: "enters service|into service",
    Act.RESIGNS: "steps down|stepped down",
    Act.BLOCKED: "drove away|driven away",
    Act.GOES_UP: "go up|goes up",
    Act.AGREED: r"(?:conclud\w*|end\w*|finish\w*|complete\w*|wrap\w* up) (?:\w+ )?negotiations",
    Act.REACTS: r"blasts(?! (?:in|at|off|near|kill\w*|rock\w*|hit\w*|injur\w*)\b)",
}
_MEANT = re.compile(r"(?<!\w)(?:plan|aim|hope|expect|want|seek)s? to(?!\w)")
"""What follows is not done yet."""
_PHRASE = re.compile(
    r"(?<!\w)(?:" + "|".join(f"(?P<{act.name}>{told})" for act, told in _PHRASES.items()) + r")(?!\w)"
    "|(?P<CJK_BEGINS>开幕|開幕)|(?P<CJK_ENDS>闭幕|閉幕)|(?P<CJK_PUT_OFF>推迟|延期)|(?P<CJK_CALLED_OFF>取消)|(?P<CJK_AHEAD>将|前夕|जाएंगे)"
)
_NO_VERB, _BEFORE_NOUN = frozenset({"open", "close"}), frozenset({"free", "an", "the", "and"})
"""`open` in a free and open Indo-Pacific is no verb."""
_CAUSES = frozenset({"leave", "leaves", "left"})
_HARM = frozenset({"dead", "killed", "injured", "wounded", "hurt", "homeless", "missing", "stranded"})
"""A blast that leaves three dead has not left."""
_ASIDE = re.compile(
    r"^(?:ahead of|before|after|following|on the eve of)\s[^,:]+[,:]\s+"
    r"|(?<=\w)[,;]?\s(?:after|ahead of|before|following|on the eve of|since)\s.+$",
    re.IGNORECASE,
)
_RATHER = {
    Act.AHEAD: {Act.SIGNED, Act.BEGINS, Act.VISITS, Act.SPEAKS, Act.MEETS},
    Act.AGREED: {Act.ENDS},
    Act.FREED: {Act.TAKEN, Act.ARRESTED},
    Act.LEAVES: {Act.VISITS},
}
"""What an act makes of others named beside it: a visit that is ahead is no visit yet."""
_GOVERN = frozenset({Act.PUT_OFF, Act.CALLED_OFF, Act.HALTED, Act.REJECTED})
"""What says of another act that it does not happen: a signing that is delayed is no signing."""
_OF_ITS_OWN = (
    frozenset(
        {Act.AHEAD, Act.ENDS, Act.RESUMES, Act.LEAVES, Act.AGREED, Act.RATIFIED, Act.FREED, Act.RESIGNS}
    )
    | _GOVERN
)
"""What a retelling of the same news does not leave out."""
_TOGETHER = (
    *({Act.SIGNED, Act.ENDS}, {Act.PASSED, Act.ENDS}, {Act.BEGINS, Act.VISITS}, {Act.BEGINS, Act.IN_SERVICE}),
    *({Act.MEETS, act} for act in (Act.BEGINS, Act.SIGNED, Act.PASSED, Act.SPEAKS)),
    *({Act.REACTS, act} for act in Act if act not in (Act.AHEAD, *_GOVERN)),
)
"""What one and the same news may be told as."""


def act_of(row: Sequence[str], at: int) -> Act | None:
    """The act that a word of a headline, in lower case, tells by itself."""
    word = row[at]
    act = _BY_WORD.get(word)
    if act is None or (at and word in _NO_VERB and row[at - 1] in _BEFORE_NOUN):
        return None
    return None if word in _CAUSES and _HARM.intersection(row) else act


def main_clause(headline: str) -> str:
    """A headline without what it says of the time before or after: `after …`, `ahead of …`."""
    main = _ASIDE.sub("", headline)
    return main if main.count(" ") > 1 else headline


@lru_cache(maxsize=4096)
def acts_of(headline: str) -> frozenset[Act]:
    text = main_clause(headline).casefold()
    row = re.findall(r"[^\W\d_]+", text)
    found = {act for at in range(len(row)) if (act := act_of(row, at)) is not None}
    for match in _PHRASE.finditer(text):
        assert match.lastgroup is not None
        found.add(Act[match.lastgroup.removeprefix("CJK_")])
    if governing := found & _GOVERN:
        return frozenset(governing)
    if _MEANT.search(text):
        return frozenset({Act.AHEAD})
    for act, others in _RATHER.items():
        if act in found:
            found -= others
    return frozenset(found)


def are_apart(one: frozenset[Act], other: frozenset[Act]) -> bool:
    """Whether two headlines cannot be one piece of news for what they say is done."""
    if one & other:
        return False
    if one and other:
        return not any(one & pair and other & pair for pair in _TOGETHER)
    return bool((one | other) & _OF_ITS_OWN)
