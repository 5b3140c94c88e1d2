"""When what lasts is in force: a chairmanship, an agreement, an observance."""

from __future__ import annotations

from bot.rules.answers.asked import Answer, Asked, Said
from bot.rules.answers.phrasing import at, doubts, sentence
from storage.records import Entity, EntityKind, Fact

LASTING = (EntityKind.CHAIRMANSHIP, EntityKind.INSTRUMENT, EntityKind.OBSERVANCE)
_DATING = ("period", "held-by", "chairmanship-of", "signed", "adopted", "founded", "declared", "date")
_BEGUN = {
    "founded": "was founded",
    "signed": "was signed",
    "adopted": "was adopted",
    "declared": "was declared",
}


def when_lasting(asked: Asked, thing: Entity) -> Answer:
    """When a chairmanship, an agreement or an observance is in force."""
    facts = [fact for fact in asked.about(thing, *_DATING) if fact.edtf is not None]
    if asked.about(thing, "held-by"):
        facts = [fact for fact in facts if fact.predicate == "held-by"]
    if not facts:
        return asked.answer(
            [thing], [Said(sentence(f"No source here gives a date for {asked.the(thing.id)}"))]
        )
    return asked.answer([thing], asked.tell(facts, lambda fact: _lasts(asked, fact)))


def _lasts(asked: Asked, fact: Fact) -> str:
    over = fact.edtf is not None and fact.edtf.is_over(asked.now.today)
    is_span = fact.edtf is not None and fact.edtf.start is not None
    lasting = ("ran" if over else "runs") if is_span else ("was" if over else "is")
    verb = _BEGUN.get(fact.predicate, lasting)
    return f"{asked.the(fact.subject)} {verb}{at(fact.edtf)}{doubts(fact)}"
