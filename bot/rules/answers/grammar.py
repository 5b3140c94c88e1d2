"""The words questions are asked with: what each turn of phrase asks for, and which kinds nouns name.

A question is read with its names replaced by `@`; every pattern here is matched against that. Words
that only hold a sentence together stand in `FILLER`. A word that is in none of these tables, and no
name, is not understood, and what is not understood is never answered.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from enum import Enum, auto

from storage.records import EntityKind


class Ask(Enum):
    """One thing a turn of phrase may ask for; a question mostly holds two or three of them."""

    HOW_MANY = auto()
    HOW_OFTEN = auto()
    SINCE = auto()
    WHO = auto()
    WHICH = auto()
    WHEN = auto()
    WHERE = auto()
    WHETHER = auto()
    NEXT = auto()
    LAST = auto()
    MEMBER = auto()
    PARTNER = auto()
    CO_CHAIR = auto()
    CHAIR = auto()
    HOST = auto()
    BEFORE = auto()
    AFTER = auto()
    COORDINATE = auto()
    FOUND = auto()
    SIGN = auto()
    COME_FROM = auto()
    THEME = auto()
    SAY = auto()
    MEET = auto()
    ATTEND = auto()
    COVER = auto()
    PURPOSE = auto()
    TIE = auto()
    ABOUT = auto()


PATTERNS: Mapping[Ask, str] = {
    Ask.HOW_OFTEN: (
        r"how (often|frequent|frequently|regularly)|frequency|how many times (a|per|each|every) year"
        r"|every year|annual|annually|yearly|biennial"
    ),
    Ask.HOW_MANY: r"how many|number of|count|total",
    Ask.SINCE: (
        r"since|since (when|what year|which year)|how long|from when|joins?|joined|joining|enters?"
        r"|entered|admitted|accedes?|acceded|accession|became|become|becomes"
    ),
    Ask.WHO: (
        r"who|whom|whos|whose"
        r"|which (country|countries|state|states|nation|nations|people|persons?|ministers?)"
    ),
    Ask.WHICH: r"which|what|whats|list|name|names",
    Ask.WHEN: (
        r"when|whens|(what|which) (time|date|day|month|year)|dates?|until|till|how soon|schedule|timing"
        r"|start|starts|started|begin|begins|began|end|ends|ended|expires?|last until|years?|founded"
        r"|founding|established|created|formed|set up|launched|origins?"
    ),
    Ask.WHERE: r"where|wheres|venue|location|located|place|city|(what|which) (place|city|town)",
    Ask.NEXT: (
        r"next|upcoming|coming|comes|forthcoming|future|ahead|soon|scheduled|planned|announced|expected"
        r"|awaited"
    ),
    Ask.LAST: r"last|latest|previous|past|recent|recently|newest|prior|most recent",
    Ask.MEMBER: (
        r"members?|member (states?|countries|country|nations?)|membership|belongs?|belonged|belonging"
        r"|sits?|sat|sitting|part of|parts of|(makes?|made) up|comprises?|comprised|consists?|include"
        r"|includes|included|composition|composed|inside"
        r"|(is|are|was|were) (also |still |now )*in (the )?@"
        r"|@ (ever |still |also |now |currently |really |already )*in (the )?@|@ in$|participants"
        r"|@ (ever |still |also |now )*in(?= (the |any )?(\S+ ){0,3}(groups?|ewgs?|wg|committee|forum|bloc))"
        r"|participating|seat|observers?|part(y|ies)|part(y|ies) to|signator(y|ies)"
    ),
    Ask.PARTNER: (
        r"partners?|dialogue partners?|dialogue partnership"
        r"|partner (countries|country|states?|nations?)|partnered|dialogue relations"
    ),
    Ask.CO_CHAIR: (
        r"co ?chair|co ?chairs|co ?chaired|co ?chairing|co ?chairmen|co ?chairman|co ?chairmanship"
        r"|co ?chairmanships|co ?lead|co ?leads|runs?|ran|running|leads?|led|leading|leadership|heads?"
        r"|headed|heading|steers?|steering|in charge|charge of|responsible"
    ),
    Ask.CHAIR: (
        r"chairs?|chaired|chairing|chairman|chairperson|chairmanships?|chairmen|presides?|presided"
        r"|presidency|presiding|rotating"
    ),
    Ask.BEFORE: r"before|predecessors?",
    Ask.AFTER: r"after|successors?|succeeds?|succeeded",
    Ask.COORDINATE: r"coordinat(e|es|ed|or|ors|ing)|country coordinator",
    Ask.FOUND: (
        r"found|founds|founded|founding|founders?|established|establishes|created|creates|formed"
        r"|set up|launched|origins?"
    ),
    Ask.SIGN: r"signs?|signed|signing|signature|signator(y|ies)|concluded?|agreed( on)?|adopted|declared",
    Ask.COME_FROM: r"(comes?|is|are) @ from|@ (comes? )?from|nationality|citizen",
    Ask.HOST: (
        r"hosts?|hosted|hosting|organis(e|es|ed|er|ers|ing)|venue|held|hold|holds|takes? place"
        r"|took place|taking place|convened?|convenes|happens?|happened|happening|occurs?|occurred"
    ),
    Ask.THEME: r"themes?|motto|slogan",
    Ask.SAY: (
        r"says?|said|saying|speaks?|spoke|speaking|speech|speaker|speakers|remarks|reiterate|reiterated"
        r"|reiterates|address|addressed|addresses|did @ tell|promise|promised|pledge|pledged"
    ),
    Ask.MEET: r"meets?|met|meeting with|talks? (to|with)|talked (to|with)|(sees?|saw)",
    Ask.ATTEND: (
        r"attends?|attended|attending|attendance|attendees?|participates?|participated|participate in"
        r"|participation|(takes?|took|taking) part|goes to|going to|went to|present at"
        r"|(who|is|was|were|be) at|represents?|represented|guests?|delegates|delegations?"
    ),
    Ask.COVER: (
        r"covers?|covered|covering|agenda|deals? with|dealing with|focus|focuses|focused|topics?"
        r"|subjects?|issues?|discuss|discusses|discussed|(is|are|was|were) (the )?@ (all )?about"
        r"|concerns?|concerned|works? on|working on|tackles?|raised"
    ),
    Ask.PURPOSE: (
        r"purpose|aims?|goals?|objectives?|point of|fosters?|foster|offers?|mission|does (the )?@( \w+)? do"
        r"|is (the )?@ for|mandate|signals?|signal|significance|links?|linked"
    ),
    Ask.TIE: (
        r"renew|renewed|renews|supports?|supported|supporting|backs?|backed|backing|reviewed?|reviews"
        r"|under review|status|adopt|adopted|adopts|adoption|marks?|marked|marking|promotes?"
        r"|outcomes?|came of|came out|come out|comes out|results?|resulted|roles?|relations?|relationships?"
        r"|connections?|connected|related|ties"
    ),
    Ask.ABOUT: (
        r"about|explain|define|meaning|means?|stands? for|full name|info|information|details?|describe"
        r"|description|background|overview|summary|(what|who) (is|are|was|were)|whats|whos|facts?"
        r"|abbreviation|short for|acronym of|acronym|called|known"
    ),
}
"""In words of names folded as in `text.phrase`: `co-chair` is `co chair`, a possessive s is dropped."""

_NOUNS: Mapping[tuple[EntityKind, ...], tuple[str, ...]] = {
    (EntityKind.WORKING_GROUP,): ("group", "ewg", "wg", "panel", "committee", "team"),
    (EntityKind.FORUM, EntityKind.BODY): ("forum", "grouping", "platform", "mechanism", "bloc"),
    (EntityKind.FORUM, EntityKind.BODY, EntityKind.INSTRUMENT): ("framework",),
    (EntityKind.BODY, EntityKind.FORUM): ("organisation", "institution", "body", "bodies"),
    (EntityKind.EXERCISE,): ("exercise", "drill", "wargame"),
    (EntityKind.MEETING, EntityKind.SUMMIT): (
        "meeting", "gathering", "session", "talks", "conference", "edition",
    ),
    (EntityKind.SUMMIT,): ("summit",),
    (EntityKind.MEETING, EntityKind.SUMMIT, EntityKind.EXERCISE): ("event", "happening"),
    (EntityKind.INSTRUMENT,): (
        "agreement", "treaty", "treaties", "pact", "deal", "plan", "statement", "partnership", "instrument",
        "declaration", "document", "accord",
    ),
    (EntityKind.CHAIRMANSHIP,): ("chairmanship",),
    (EntityKind.COUNTRY,): ("country", "countries", "state", "nation", "government"),
    (EntityKind.PERSON,): ("person", "people", "official", "politician"),
    (EntityKind.PLACE,): ("place", "city", "cities"),
    (EntityKind.TOPIC,): ("topic", "subject", "issue"),
}  # fmt: skip
KINDS: Mapping[str, tuple[EntityKind, ...]] = {
    form: kinds for kinds, nouns in _NOUNS.items() for noun in nouns for form in (noun, f"{noun}s")
}
"""Which kinds of entity a noun may stand for."""

TITLES = frozenset(
    {"minister", "ministers", "secretary", "secretaries", "president", "general", "chief", "leader"}
)
"""What a title is built on; one that no known title has is not understood."""

_COUNTED = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth",
    "eighteenth", "nineteenth", "twentieth",
)  # fmt: skip
ORDINALS: Mapping[str, int] = {word: place for place, word in enumerate(_COUNTED, start=1)} | {
    "inaugural": 1,
    "maiden": 1,
}

SLIPS: Mapping[str, str] = {
    "wich": "which",
    "whitch": "which",
    "whihc": "which",
    "wat": "what",
    "wht": "what",
    "waht": "what",
    "wen": "when",
    "whne": "when",
    "wher": "where",
    "hwo": "who",
    "nxt": "next",
    "countrys": "countries",
    "contries": "countries",
    "ministr": "minister",
    "minster": "minister",
    "minsiter": "minister",
}
"""Common misspellings that no rule corrects."""

SHORT: Mapping[str, tuple[str, ...]] = {
    "pm": ("prime", "minister"),
    "defmin": ("defence", "minister"),
}
"""What is said short, where it is no name."""

MONTHS: Mapping[str, int] = {
    form: number
    for number, name in enumerate(calendar.month_name)
    for form in (name.lower(), name[:3].lower())
    if name and name != "May"
}

DEMONYMS: Mapping[str, str] = {
    "british": "britain",
    "burmese": "burma",
    "chinese": "china",
    "filipino": "philippines",
    "philippine": "philippines",
    "laotian": "laos",
    "lao": "laos",
    "thai": "thailand",
    "timorese": "timor leste",
    "turkish": "turkey",
    "canadian": "canada",
    "german": "germany",
    "korean": "south korea",
}
"""Adjectives of countries that are not the name with -n, -an, -ian or -ese behind it."""

FILLER = frozenset({
    "a", "an", "the", "of", "in", "on", "at", "to", "for", "by", "with", "from", "as", "into", "within",
    "between", "among", "amongst", "and", "or", "but", "not", "also", "both", "each", "either", "together",
    "along", "per", "via", "during", "under", "over", "out", "up", "off", "than", "then", "so", "if",
    "that", "this", "these", "those", "there", "here", "it", "its", "they", "them", "their", "he", "she",
    "his", "her", "him", "i", "me", "my", "mine", "we", "our", "us", "you", "your", "yours", "is", "are",
    "was", "were", "be", "been", "being", "am", "do", "does", "did", "done", "doing", "has", "have", "had",
    "having", "will", "would", "shall", "can", "could", "may", "isn", "wasn",
    "aren", "doesn", "don", "didn", "t", "ve", "re", "ll", "d", "m", "s", "please", "pls", "plz", "hey",
    "hi", "hello", "thanks", "thank", "tell", "show", "give", "get", "find", "let", "want", "need", "know",
    "like", "see", "look", "wonder", "wondering", "ask", "question", "any", "some", "all", "every", "ever",
    "still", "yet", "already", "now", "today", "currently", "current", "present", "nowadays", "just",
    "really", "exactly", "actually", "right", "again", "back", "quick", "quickly", "yes", "no", "ok",
    "okay", "which", "what", "who", "when", "where", "tenure", "term", "cycle", "cycles", "period", "time",
    "times", "working", "official", "officially", "exist", "exists", "existing", "existed", "one", "ones",
    "own", "thing", "things", "going", "go", "went", "come", "came", "take", "takes", "taken", "took",
    "make", "makes", "made", "called", "call", "named", "use", "used", "around", "across",
    "serve", "serves",
})  # fmt: skip
"""Words that hold a sentence together and ask for nothing."""

OPENERS = frozenset({
    "is", "are", "was", "were", "does", "do", "did", "has", "have", "had", "will", "would", "can", "could",
    "shall", "should", "isn", "aren", "doesn", "don", "didn",
})  # fmt: skip
"""What a question begins with that is answered by yes or no."""

_YEAR = re.compile(r"(?:19|20)\d\d")
_ORDINAL = re.compile(r"(\d{1,3})(?:st|nd|rd|th)")

COMPILED: Mapping[Ask, re.Pattern[str]] = {
    ask: re.compile(rf"(?<!\S)(?:{pattern})(?!\S)") for ask, pattern in PATTERNS.items()
}
SPELLINGS = sorted(
    {
        word
        for pattern in PATTERNS.values()
        for word in re.findall(r"[a-z]{4,}", re.sub(r"([a-z])\?", r"\1", pattern))
    }
    | {word for word in (*KINDS, *ORDINALS) if len(word) > 5}
)
"""The words of the tables above, to correct a misspelt one against."""


def ordinal(word: str) -> int | None:
    """`12th` and `twelfth` are 12."""
    found = _ORDINAL.fullmatch(word)
    return int(found.group(1)) if found else ORDINALS.get(word)


def year(word: str) -> int | None:
    return int(word) if _YEAR.fullmatch(word) else None
