"""Editions that nobody knows, and what the editions of one thing are called without their numbers."""

from __future__ import annotations

from bot.rules import wording
from bot.rules.answers.asked import GROUPS, HAPPENS, Answer, Asked, Said
from bot.rules.answers.grammar import KINDS, ordinal, year
from bot.rules.answers.phrasing import sentence
from storage.records import Entity


def series_of(entity: Entity) -> str:
    """The name of one edition without its number or year: `ASEAN-India Maritime Exercise`."""
    first, _, rest = entity.label.partition(" ")
    label = rest if rest and ordinal(first.casefold()) is not None else entity.label
    head, _, last = label.rpartition(" ")
    return head if head and year(last) is not None else label


def no_edition(asked: Asked) -> Answer | None:
    """That no such edition is known: never another one in its place."""
    question, named, group = asked.question, asked.all(*HAPPENS), asked.one(*GROUPS)
    years = asked.in_years()
    number = f"{wording.ordinal(str(question.ordinal))} " if question.ordinal is not None else ""
    article = "an" if number.startswith(("8", "11", "18")) else "a"
    if named:
        if not number and not years:
            names = " or ".join(asked.the(entity.id) for entity in named[:3])
            return asked.answer(named, [Said(sentence(f"No source here says when {names} is"))])
        series = asked.entities(fact.object for e in named for fact in asked.about(e, "edition-of"))
        what = f"meeting of {asked.the(series[0].id)}" if group and series else series_of(named[0])
        text = f"No source here tells of {article} {number}{what}{years}"
        return asked.beside([*series, *named], [Said(sentence(text))])
    if group is None or not (number == "" or asked.naming(group, "edition-of")):
        return None
    noun = next((w for w in question.skeleton.split() if set(KINDS.get(w, ())) & set(HAPPENS)), "")
    which = f"{number}{noun or 'edition' if number else 'meeting'}"
    text = f"No source here tells of {article} {which} of {asked.the(group.id)}{years}"
    return asked.answer([group], [Said(sentence(text))])
