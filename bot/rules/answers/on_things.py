"""What something is, what it is for and about, what ties it to others, and what there is of a kind."""

from __future__ import annotations

from collections.abc import Sequence

from bot.rules.answers.asked import GROUPS, HAPPENS, Answer, Asked, Said
from bot.rules.answers.grammar import Ask
from bot.rules.answers.on_meetings import date_of_event, happenings
from bot.rules.answers.on_people import who_is
from bot.rules.answers.on_places import place_of_event
from bot.rules.answers.phrasing import at, doubts, is_many, listed, sentence
from storage.records import Entity, EntityId, EntityKind, Fact

_WORDS = {
    "full-name": "{s} is short for {t}",
    "forum-of": "{s} is a forum of {o}",
    "working-group-of": "{s} is a working group of {o}",
    "part-of": "{s} is part of {o}",
    "held-by": "{s} is held by {o}",
    "described-as": "{s}: {t}",
    "founded": "{s} was founded",
    "parties": "{o} is a party to {s}",
    "period": "{s} runs",
    "renewed-by": "{s} was renewed by {o}",
    "under-review": "{s} is under review: {t}",
    "adopted": "{s} was adopted {t}",
    "signed": "{s} was signed",
    "marks": "{s} marks {o}",
    "supports": "{s} supports {o}",
    "fosters": "{s} fosters {o}",
    "offers": "{s} offers {t}",
    "signals": "{s} signals {t}",
    "links": "{s} links {t}",
    "role-in": "the part of {s} in {o}: {t}",
    "aligns-with": "{s} aligns with {o}",
    "engagement": "the engagement of {s}: {t}",
    "located-in": "{s} is in {o}",
    "outcome": "{s} led to {o}",
    "declared": "{s} was declared by {o}",
    "organised-by": "{s} is organised by {o}",
    "follows": "{s} follows {o}",
    "co-chair-rule": "{s} is co-chaired by {t}",
    "edition-of": "{s} is number {t} of {o}",
    "agenda": "on the agenda of {s}: {o}",
    "covers": "{s} has to do with {o}",
    "member-state": "{o} is a member state of {s}",
    "dialogue-partner": "{o} is a dialogue partner of {s}",
    "observer": "{o} is an observer of {s}",
    "co-chair": "{o} is a co-chair of {s}",
    "chairs": "{s} chairs {o}",
    "coordinator": "{o} is the coordinator of {s}",
    "holds-role": "{s} is {t} of {o}",
    "nationality": "{s} is of {o}",
    "takes-part-in": "{s} takes part in {o}",
    "hosted-in": "{s} is held in {o}",
}  # fmt: skip
_DEFINING = (
    "full-name",
    "forum-of",
    "working-group-of",
    "held-by",
    "parties",
    "period",
    "founded",
    "located-in",
)
_PURPOSE = ("fosters", "offers", "signals", "links", "aligns-with", "described-as", "role-in", "engagement")
_TIES = {
    "renew": ("renewed-by",),
    "support": ("supports",),
    "back": ("supports",),
    "review": ("under-review",),
    "status": ("under-review", "renewed-by", "period"),
    "adopt": ("adopted", "outcome"),
    "mark": ("marks",),
    "promot": ("offers", "fosters", "supports"),
    "outcome": ("outcome", "renewed-by"),
    "result": ("outcome", "renewed-by"),
    "came": ("outcome", "renewed-by"),
    "role": ("role-in",),
}
_BELONGING = {"forum-of": "a forum of", "working-group-of": "a working group of", "part-of": "part of"}
_FREE = (EntityKind.TOPIC,)
_MOST_LISTED = 25
_LISTED = frozenset({Ask.WHICH, Ask.WHO, Ask.ABOUT, Ask.WHETHER})
"""A question that asks for anything else besides is not answered by a list of what has to do with a name."""
_NOUNS = {
    EntityKind.MEETING: ("meeting", "meetings"),
    EntityKind.SUMMIT: ("summit", "summits"),
    EntityKind.EXERCISE: ("exercise", "exercises"),
    EntityKind.WORKING_GROUP: ("working group", "working groups"),
    EntityKind.FORUM: ("forum", "forums"),
    EntityKind.BODY: ("body", "bodies"),
    EntityKind.INSTRUMENT: ("agreement or statement", "agreements and statements"),
    EntityKind.CHAIRMANSHIP: ("chairmanship", "chairmanships"),
    EntityKind.PERSON: ("person", "people"),
    EntityKind.PLACE: ("place", "places"),
    EntityKind.TOPIC: ("topic", "topics"),
}


def belonging(asked: Asked) -> Answer | None:
    """`is X part of Y`, of two groups."""
    groups = asked.all(*GROUPS)
    if not asked.question.has(Ask.MEMBER) or len(groups) != 2 or asked.strangers:
        return None
    for one, other in (groups, groups[::-1]):
        facts = [fact for fact in asked.about(one, *_BELONGING) if fact.object == other.id]
        if facts:
            return asked.answer([one, other], asked.tell(facts, lambda fact: _belongs(asked, fact)))
    return None


def _belongs(asked: Asked, fact: Fact) -> str:
    verb = "are" if is_many(asked.catalogue.entities[fact.subject]) else "is"
    return f"{asked.the(fact.subject)} {verb} {_BELONGING[fact.predicate]} {asked.the(fact.object)}"


def ties(asked: Asked) -> Answer | None:
    """`who renewed X`, `what does X support`, `is X under review`."""
    if not asked.question.has(Ask.TIE) or asked.strangers or not asked.things:
        return None
    words = asked.question.skeleton
    predicates = tuple(dict.fromkeys(p for stem, them in _TIES.items() if stem in words for p in them))
    thing = asked.things[0][0]
    if thing.kind is EntityKind.TOPIC:
        covering = asked.entities(fact.subject for fact in asked.naming(thing, "covers"))
        thing = next((entity for entity in covering if asked.about(entity, *predicates)), thing)
    if not predicates:
        return between(asked)
    facts = asked.about(thing, *predicates) or asked.naming(thing, *predicates)
    others = {e.id for rest in asked.things[1:] for e in rest}
    narrowed = [f for f in facts if {f.subject, f.object} & others] or facts
    if not narrowed:
        return None
    return asked.answer(
        [thing, *_around(asked, thing, narrowed)], asked.tell(narrowed, lambda f: _words(asked, f))
    )


def between(asked: Asked) -> Answer | None:
    """`how are X and Y related`: every fact that names both."""
    if len(asked.things) != 2 or asked.strangers:
        return None
    one, other = asked.things[0][0], asked.things[1][0]
    facts = [fact for fact in asked.catalogue.about(one.id) if fact.object == other.id]
    facts += [fact for fact in asked.catalogue.about(other.id) if fact.object == one.id]
    return asked.answer([one, other], asked.tell(facts, lambda fact: _words(asked, fact))) if facts else None


def covering(asked: Asked) -> Answer | None:
    """`what is X about`, `what is on the agenda of X`, `which meetings cover T`."""
    is_read = asked.question.has(Ask.SAY) and asked.one(EntityKind.INSTRUMENT) is not None
    if not (is_read or asked.question.has(Ask.COVER)) or asked.strangers or not asked.things:
        return None
    wanted = asked.question.wanted - {EntityKind.TOPIC}
    topic = asked.one(EntityKind.TOPIC, EntityKind.REGION)
    thing = next((e for things in asked.things for e in things if e.kind not in _FREE), None)
    if topic is not None and (thing is None or wanted):
        facts = asked.naming(topic, "covers", "agenda")
        facts = [f for f in facts if not wanted or asked.catalogue.entities[f.subject].kind in wanted]
        if not facts:
            return None
        text = f"{listed(asked.catalogue, [f.subject for f in facts])} have to do with {asked.the(topic.id)}"
        single = len({f.subject for f in facts}) == 1
        return asked.answer(
            [*asked.entities(f.subject for f in facts), topic],
            [Said(sentence(text.replace(" have ", " has ") if single else text), tuple(facts))],
        )
    if thing is None:
        return None
    facts = asked.about(thing, "covers", "agenda")
    if not facts and thing.kind is EntityKind.INSTRUMENT:
        unknown = Said(sentence(f"No source here says what {asked.the(thing.id)} is about"))
        years = asked.tell(asked.about(thing, "period"), lambda fact: _words(asked, fact))
        return asked.answer([thing], [unknown, *years])
    topics = [f.object for f in facts if f.object]
    said = [Said(sentence(f"{asked.the(thing.id)} has to do with {listed(asked.catalogue, topics)}"),
                 tuple(f for f in facts if f.object))] if topics else []  # fmt: skip
    said += asked.tell([f for f in facts if not f.object], lambda f: f"on the agenda: {f.text}{doubts(f)}")
    return asked.answer([thing], said) if said else None


def purpose(asked: Asked) -> Answer | None:
    """`what is X for`, `what does X do`, `what is the aim of X`."""
    if not asked.question.has(Ask.PURPOSE) or asked.strangers or not asked.things:
        return None
    thing = asked.things[0][0]
    facts = asked.about(thing, *_PURPOSE) or asked.about(thing, "agenda", "covers")
    return asked.answer([thing], asked.tell(facts, lambda f: _words(asked, f))[:8]) if facts else None


def listing(asked: Asked) -> Answer | None:
    """`which working groups does X have`, `what agreements do X and Y have`, `which forums are there`."""
    question = asked.question
    is_one = any(len(thing) == 1 and thing[0].kind in question.kinds for thing in asked.things)
    is_list = question.has(Ask.WHICH) or len(asked.things) > 1
    wanted = question.wanted or (question.kinds if is_list and not is_one else frozenset())
    things = [thing for thing in asked.things if not all(entity.kind in wanted for entity in thing)]
    listed_for = _LISTED | ({Ask.SIGN} if EntityKind.INSTRUMENT in question.wanted else set())
    is_plain = question.asks <= listed_for and not asked.places and question.ordinal is None
    if not wanted or asked.strangers or EntityKind.COUNTRY in wanted or not is_plain:
        return None
    found = asked.tied(things, *wanted)
    if asked.question.years:
        dated = {e.id: asked.date_of(e) for e in found}
        found = [e for e in found if (fact := dated[e.id]) is not None and asked.is_within_years(fact.edtf)]
    if not found or question.rest:
        return None
    ids = {entity.id for thing in things for entity in thing}
    grounds = [_ground(asked, entity, ids) for entity in found]
    single, many = next(nouns for kind, nouns in _NOUNS.items() if kind in wanted)
    noun = single if len(found) == 1 else many
    what = (
        f" that {'has' if len(found) == 1 else 'have'} to do with {listed(asked.catalogue, ids)}"
        if ids
        else ""
    )
    years = "".join(f" in {year}" for year in question.years)
    named = listed(asked.catalogue, [entity.id for entity in found])
    verb = "is" if len(found) == 1 else "are"
    text = f"the {noun}{years} named here{what} {verb} {named}"
    if len(found) > _MOST_LISTED:
        text = f"{len(found)} {noun}{years}{what} are named here"
    return asked.answer(found, [Said(sentence(text), tuple(fact for fact in grounds if fact is not None))])


def about(asked: Asked) -> Answer | None:
    """`what is X`, `tell me about X`: what a source says it is, when and where it is."""
    if not asked.things or asked.strangers or asked.places:
        return None
    person = who_is(asked)
    if person is not None:
        return person
    if asked.question.ordinal is not None or asked.question.years:
        events = happenings(asked)
        if events:
            said = [
                line for e in events[:3] for line in (*date_of_event(asked, e), *place_of_event(asked, e))
            ]
            return asked.answer(asked.entities(EntityId(e.id) for e in events), said)
        if not asked.all(*HAPPENS, EntityKind.CHAIRMANSHIP, EntityKind.INSTRUMENT):
            return None
    if len(asked.things) == 1 and len(asked.things[0]) > 1:
        return asked.choice(asked.things[0])
    if len(asked.things) > 1:
        return between(asked) or asked.choice([entity for thing in asked.things for entity in thing])
    thing = asked.things[0][0]
    return asked.answer([thing], _defined(asked, thing))


def _defined(asked: Asked, thing: Entity) -> list[Said]:
    if thing.kind in HAPPENS:
        events = [event for event in asked.events if event.id == thing.id]
        return [line for e in events for line in (*date_of_event(asked, e), *place_of_event(asked, e))]
    return asked.tell(asked.about(thing, *_DEFINING), lambda f: _words(asked, f))[:4]


def _words(asked: Asked, fact: Fact) -> str:
    text = fact.text or ""
    form = _WORDS.get(fact.predicate, "{s}: {o}")
    said = form.format(s=asked.the(fact.subject), o=asked.the(fact.object) or text, t=text)
    more = f", {text}" if text and fact.object and "{t}" not in form else ""
    when = at(fact.edtf)
    return f"{said}{more}{'' if when and text.endswith(when) else when}{doubts(fact)}"


def _around(asked: Asked, thing: Entity, facts: Sequence[Fact]) -> list[Entity]:
    return asked.entities(other for f in facts for other in (f.subject, f.object) if other != thing.id)


def _ground(asked: Asked, entity: Entity, ids: set[EntityId]) -> Fact | None:
    facts = asked.catalogue.about(entity.id)
    tied = next((fact for fact in facts if fact.object in ids), None)
    around = next((f for i in ids for f in asked.catalogue.about(i) if f.object == entity.id), None)
    return tied or around or next(iter(facts), None)
