"""What somebody is in something, as a sentence, as of the day of asking: a member, a partner, an observer.

What only came later is told as not yet so. Must not know what was asked.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.rules.answers.asked import Asked
from bot.rules.answers.fullest import most_precise
from bot.rules.answers.phrasing import at, been, doubts, stranger
from bot.rules.text import phrase
from bot.rules.wording import date_in_words
from storage.records import Fact

STANDING = {
    "member-state": "a member state of",
    "dialogue-partner": "a dialogue partner of",
    "parties": "a party to",
    "observer": "an observer of",
}
"""The ways to be in something, and how each is said."""


def is_in(asked: Asked, fact: Fact) -> str:
    """`India has been a dialogue partner of ASEAN since 1992`, as of the day of asking."""
    role, how = _role(fact)
    told = asked.catalogue.sources[fact.source].published if told_later(asked, fact) else None
    as_of = f" as of {date_in_words(told)}" if told else ""
    not_yet = "not yet: " if begins_later(asked, fact) else ""
    who = asked.the(fact.object) or stranger(fact.text or "")
    verb, when = been(fact.edtf, asked.now.today), at(fact.edtf)
    if not_yet and fact.edtf is not None and fact.edtf.start is not None and fact.edtf.end is None:
        how = how.replace(", having joined ", ", joining ")
        verb, when = "becomes", f" only{at(fact.edtf.start)}"
    return f"{not_yet}{who} {verb} {role} {asked.the(fact.subject)}{when}{as_of}{how}{doubts(fact)}"


def _role(fact: Fact) -> tuple[str, str]:
    """What somebody is, in the words of the source where they name it, and how they came to be it."""
    noun, text = STANDING[fact.predicate].split()[-2], fact.text or ""
    noun = "member" if fact.predicate == "member-state" else noun
    if fact.object is None or not text or text == "joined":
        return STANDING[fact.predicate], ""
    if text.split()[-1] == noun and text.replace(" ", "").isalpha():
        return f"{'an' if text[0] in 'aeiou' else 'a'} {text} of", ""
    return STANDING[fact.predicate], f", having {text}" if text.startswith("joined ") else f", {text}"


def qualified(facts: Sequence[Fact], words: Collection[str]) -> list[Fact]:
    """Those that say it in these words (`full`, `sectoral`); all of them where none does."""
    return [f for f in facts if words and set(words) <= set(phrase(f.text or ""))] or list(facts)


def begins_later(asked: Asked, fact: Fact) -> bool:
    """Whether it only came to be so after the day of asking, by the most precise date there is of it."""
    same = [f for f in asked.catalogue.about(fact.subject, fact.predicate) if f.object == fact.object]
    told = most_precise([fact, *same]) if fact.edtf is not None else None
    return (
        told is not None and told.edtf is not None and bool(told.edtf.lo and told.edtf.lo > asked.now.today)
    )


def is_past(asked: Asked, fact: Fact) -> bool:
    return fact.edtf is not None and fact.edtf.is_over(asked.now.today)


def told_later(asked: Asked, fact: Fact) -> bool:
    """Whether what has no date was only told after the day of asking."""
    source = asked.catalogue.sources.get(fact.source)
    published = source.published if source else None
    return fact.edtf is None and bool(published and published.lo and published.lo > asked.now.today)
