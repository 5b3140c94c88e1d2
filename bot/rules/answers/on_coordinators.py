"""Who coordinates the relations of a body with whom."""

from __future__ import annotations

from bot.rules.answers.asked import GROUPS, Answer, Asked, Said
from bot.rules.answers.grammar import Ask
from bot.rules.answers.phrasing import at, been, doubts, sentence, stranger
from bot.rules.text import phrase
from storage.records import Entity, EntityKind, Fact


def coordinators(asked: Asked) -> Answer | None:
    """`who coordinates Y in X`, `who is the coordinator for Y`, `what does Z coordinate`."""
    if not asked.question.has(Ask.COORDINATE):
        return None
    group, countries = asked.one(*GROUPS), asked.all(EntityKind.COUNTRY)
    groups = [group] if group else asked.catalogue.of_kind(*GROUPS)
    known = [fact for one in groups for fact in asked.about(one, "coordinator")]
    facts = [
        fact
        for fact in known
        if not asked.strangers and all(fact.object == c.id or _is_with(fact, c) for c in countries)
    ]
    if facts:
        involved = asked.entities([facts[0].subject, facts[0].object])
        said = asked.tell(facts, lambda fact: _coordinates(asked, fact))
        return asked.answer([*involved, *countries], said)
    if group is None and not known:
        return None
    shown = group or asked.entities([known[0].subject])[0]
    names = [asked.the(c.id) for c in countries] + [stranger(one) for one in asked.strangers]
    whom = f" for relations with {' and '.join(names)}" if names else ""
    text = f"No source here names a coordinator of {asked.the(shown.id)}{whom}"
    return asked.answer([shown, *countries], [Said(sentence(text), tuple(known))])


def _is_with(fact: Fact, country: Entity) -> bool:
    """Whether the country is named in what is coordinated: `for relations with India`."""
    said = " ".join(phrase(fact.text or ""))
    return any(
        f" {' '.join(phrase(name.text))} " in f" {said} " for name in country.names if name.language is None
    )


def _coordinates(asked: Asked, fact: Fact) -> str:
    verb = been(fact.edtf, asked.now.today)
    what = f" {fact.text}" if fact.text else ""
    who = f"{asked.the(fact.object)} {verb} the coordinator of {asked.the(fact.subject)}"
    return f"{who}{what}{at(fact.edtf)}{doubts(fact)}"
