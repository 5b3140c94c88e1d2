"""Who came to something when: the newest member, those of a year; since when a partnership is what it is.

Must not know the words in which a question came.
"""

from __future__ import annotations

from bot.rules.answers.asked import GROUPS, HAPPENS, Answer, Asked, Said
from bot.rules.answers.grammar import Ask
from bot.rules.answers.phrasing import at, doubts, sentence
from bot.rules.answers.standing import begins_later, is_in
from bot.rules.text import phrase
from storage import edtf
from storage.edtf import Edtf
from storage.records import Entity, Fact

_BEGUN = ("founded", "signed", "declared")
_OF_MEMBERS = frozenset({Ask.WHO, Ask.WHICH, Ask.WHEN, Ask.ABOUT, Ask.LAST, Ask.SINCE, Ask.MEMBER})
"""A question that asks for anything else besides is not of who joined: the last member to chair."""
_FORMER = frozenset({"past", "previous", "prior"})


def joined(asked: Asked) -> Answer | None:
    """`who joined X last`, `the newest member of X`, `which countries joined X in 1997`."""
    question, group = asked.question, asked.one(*GROUPS)
    is_last = question.has(Ask.LAST) and _FORMER.isdisjoint(question.skeleton.split())
    of_time = is_last or (question.years and question.has(Ask.SINCE))
    if group is None or not of_time or not question.has(Ask.SINCE, Ask.MEMBER):
        return None
    if not question.asks <= _OF_MEMBERS or (question.wanted | question.kinds) & set(HAPPENS):
        return None
    if len(asked.things) != 1 or asked.strangers or question.rest:
        return None
    facts = [f for f in asked.about(group, "member-state") if _beginning(f) and not begins_later(asked, f)]
    if not facts:
        text = f"No source here says when anybody became a member state of {asked.the(group.id)}"
        return asked.answer([group], [Said(sentence(text))])
    chosen = [fact for fact in facts if asked.is_within_years(_beginning(fact))]
    if not chosen:
        text = f"No source here names a country that joined {asked.the(group.id)}{asked.in_years()}"
        return asked.answer([group], [Said(sentence(text))])
    if is_last:
        last = max(chosen, key=lambda fact: edtf.sort_key(_beginning(fact))).object
        chosen = [fact for fact in chosen if fact.object == last]
    told = asked.tell(chosen, lambda fact: is_in(asked, fact))
    return asked.answer([group, *asked.entities(fact.object for fact in chosen)], told)


def _beginning(fact: Fact) -> Edtf | None:
    return fact.edtf.start if fact.edtf is not None and fact.edtf.end is None else None


def partnered(asked: Asked, agreement: Entity, country: Entity) -> Answer | None:
    """Since when a partnership of some words is one, and what was called so before it."""
    if not any(fact.object == country.id for fact in asked.about(agreement, "parties")):
        return None
    words = set(asked.question.rest)
    before = [f for f in asked.about(agreement, "follows") if words and words <= set(phrase(f.text or ""))]
    facts = [fact for fact in (*asked.about(agreement, *_BEGUN), *before) if fact.edtf is not None]
    said = asked.tell(facts, lambda fact: _begins(asked, fact))
    return asked.answer([agreement, country], said) if said else None


def _begins(asked: Asked, fact: Fact) -> str:
    name = asked.the(fact.subject)
    if fact.predicate == "follows":
        return f"before {name} came the {fact.text}{at(fact.edtf)}{doubts(fact)}"
    return f"{name} was {fact.predicate}{at(fact.edtf)}{doubts(fact)}"
