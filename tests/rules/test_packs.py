"""A pack is read whole, or refused whole with every mistake in it: the table's line, the key, a reason."""

from __future__ import annotations

from datetime import time

import pytest

from bot.rules.packs.reading import parse_pack
from storage.records import EntityKind, FactStatus, Name, NameUse, Pack
from tests.rules.pack_texts import ENTITY, FACT, GOOD, PACK, SECOND, SOURCE, mistakes, spoilt


def test_a_good_pack_is_read_with_everything_in_it() -> None:
    pack = parse_pack(GOOD)
    assert isinstance(pack, Pack)
    assert (pack.id, pack.title, pack.about) == ("harbour", "Harbours", "Made for the tests.")
    (source,), (entity,), (date, theme) = pack.sources, pack.entities, pack.facts
    assert (source.id, source.publisher, str(source.published)) == ("harbour/note", "The tests", "2025-10")
    assert (entity.id, entity.kind, entity.label) == ("forum", EntityKind.FORUM, "HF")
    assert entity.names == (
        Name("The Harbour Forum"),
        Name("HF"),
        Name("Harbour talks"),
        Name("HARBOR", NameUse.EXACT),
        Name("hfo", NameUse.LOOKUP),
    )
    assert (str(date.edtf), date.status, str(date.planned_as_of)) == (
        "2025-11-01",
        FactStatus.INFERRED,
        "2025-10",
    )
    assert (date.rests_on, date.wall_time, date.zone) == (("F2",), time(14, 30), "Asia/Kuala_Lumpur")
    assert (theme.text, theme.place, theme.status) == ("Peace", "2", FactStatus.STATED)


@pytest.mark.parametrize(
    ("old", "new", "line", "key", "reason"),
    [
        ("schema = 1\n", "schema = 2\n", PACK, "schema", "must be 1"),
        ("schema = 1\n", "\n", PACK, "schema", "must be 1"),
        ('id = "harbour"', 'id = "Har bour"', PACK, "id", "lower-case letters"),
        ('title = "Harbours"', "", PACK, "title", "is missing"),
        ('about = "Made for the tests."', 'about = ""', PACK, "about", "is empty"),
        ('about = "Made', 'abuot = "x"\nabout = "Made', PACK, "abuot", "did you mean 'about'?"),
        ('publisher = "The tests"', "", SOURCE, "publisher", "is missing"),
        ('url = "https://', 'url = "ftp://', SOURCE, "url", "must begin with https:// or http://"),
        ('published = "2025-10"', 'published = "2025-13"', SOURCE, "published", "no month 13"),
        ('published = "2025-10"', "published = 2025-10-01", SOURCE, "published", "a date without quotes"),
        ('published = "2025-10"', "", SOURCE, "published", "or the day it was `read`"),
        ('id = "forum"', 'id = "Forum!"', ENTITY, "id", "lower-case letters"),
        ('kind = "forum"', 'kind = "forun"', ENTITY, "kind", "did you mean 'forum'?"),
        ('name = "The Harbour Forum"', "name = 3", ENTITY, "name", "must be text in quotes, not 3"),
        (
            'name = "The Harbour Forum"',
            f'name = "{"x" * 201}"',
            ENTITY,
            "name",
            "has 201 characters, at most 200",
        ),
        ('summary = "Talks."', "", ENTITY, "summary", "is missing"),
        (
            'aliases = ["Harbour talks"]',
            'aliases = "Harbour talks"',
            ENTITY,
            "aliases",
            "must be a list of texts",
        ),
        ('aliases = ["Harbour talks"]', 'aliases = ["🚢"]', ENTITY, "aliases", "has no word in it"),
        (
            'lookup_only = ["hfo"]',
            'lookup_onyl = ["hfo"]',
            ENTITY,
            "lookup_onyl",
            "did you mean 'lookup_only'?",
        ),
        ('id = "F1"', "", FACT, "id", "is missing"),
        ('subject = "forum"', 'subject = "forums"', FACT, "subject", "did you mean 'forum'?"),
        ('predicate = "date"', 'predicate = "dated"', FACT, "predicate", "did you mean 'date'?"),
        ('edtf = "2025-11-01"', 'edtf = "2027-02-29"\ntext = "x"', FACT, "edtf", "no day 29"),
        ('edtf = "2025-11-01"', "", FACT, "object", "needs an object, a text or an edtf date"),
        (
            'edtf = "2025-11-01"',
            'object = "forun"\nedtf = "2025-11-01"',
            FACT,
            "object",
            "did you mean 'forum'?",
        ),
        ('status = "inferred"', 'status = "infered"', FACT, "status", "did you mean 'inferred'?"),
        ('planned_as_of = "2025-10"', 'planned_as_of = "soon"', FACT, "planned_as_of", "is not a date"),
        ('from = ["F2"]', 'from = ["F3"]', FACT, "from", "is no fact of this pack"),
        ('from = ["F2"]', "", FACT, "from", "names the facts it rests on"),
        ('source = "note"', 'source = "nota"', FACT, "source", "did you mean 'note'?"),
        ('place = "1"', "", FACT, "place", "is missing"),
        ('time = "14:30"', 'time = "25:00"', FACT, "time", "is no time of day; write 14:30"),
        ('time = "14:30"', 'time = "14:30+02:00"', FACT, "time", "is no time of day; write 14:30"),
        ('time = "14:30"', "time = 14:30:00", FACT, "time", "must be text in quotes"),
        ('time = "14:30"', "", FACT, "zone", "stand together"),
        ('zone = "Asia/Kuala_Lumpur"', "", FACT, "zone", "stand together"),
        ('zone = "Asia/Kuala_Lumpur"', 'zone = "Asia/KL"', FACT, "zone", "is no time zone"),
        ('zone = "Asia/Kuala_Lumpur"', 'zone = "../../etc/passwd"', FACT, "zone", "is no time zone"),
        ('zone = "Asia/Kuala_Lumpur"', 'zone = "Asia"', FACT, "zone", "is no time zone"),
        ('edtf = "2025-11-01"', 'edtf = "2025-11"', FACT, "time", "a `date` that names a day"),
        ('id = "F2"', 'id = "F1"', SECOND, "id", f"'F1' stands in line {FACT} already"),
        ('note = "the year is ours"', 'nite = "x"', FACT, "nite", "did you mean 'note'?"),
        ("[[fact]]", "[[fcat]]\n[[fact]]", FACT, "fcat", "did you mean 'fact'?"),
        ('id = "harbour"', 'id = "server"', PACK, "id", "where facts stand that a server adds"),
        ('id = "harbour"', f'id = "{"x" * 33}"', PACK, "id", "at most 32"),
        ('id = "F1"', f'id = "{"x" * 61}"', FACT, "id", "at most 60"),
        ('name = "The Harbour Forum"', 'name = "The\\u0007"', ENTITY, "name", "a control character"),
        ('summary = "Talks."', "summary = 0x" + "f" * 5000, ENTITY, "summary", "not (int)"),
        ('summary = "Talks."', f"summary = [{'1, ' * 500}]", ENTITY, "summary", "not a list"),
        ('["Harbour talks"]', f'["{"x" * 201}"]', ENTITY, "aliases", "at most 200 are allowed"),
        ('["Harbour talks"]', '["two\\nlines"]', ENTITY, "aliases", "must be one line"),
        ('["Harbour talks"]', '[["nested"]]', ENTITY, "aliases", "must be a list of texts"),
        ('["Harbour talks"]', '["a\\u202eb"]', ENTITY, "aliases", "a control character in it, U+202E"),
        ('short = "HF"', 'names = "HF"', ENTITY, "names", "must be a table by language"),
        ('short = "HF"', 'names = { hi = "HF" }', ENTITY, "names", "'hi' must hold a list of names"),
        ('short = "HF"', 'names = { hi = ["!"] }', ENTITY, "names", "hi: '!' has no word in it"),
        ('short = "HF"', 'names = { hi = [""] }', ENTITY, "names", "hi: '' is empty"),
        ('short = "HF"', 'short = "H\\nF"', ENTITY, "short", "must be one line"),
        ('summary = "Talks."', 'summary = "\\u2067Talks"', ENTITY, "summary", "U+2067"),
        ('title = "A note"', 'title = "A\\u200fnote"', SOURCE, "title", "U+200F"),
        ("schema = 1\n", "schema = true\n", PACK, "schema", "must be 1, not true"),
        ("schema = 1\n", 'schema = "1"\n', PACK, "schema", "must be 1, not '1'"),
        ("schema = 1\n", 'schema = 1\nbuilds_on = ["other"]\n', PACK, "builds_on", "neither shipped, nor"),
        ("schema = 1\n", 'schema = 1\nbuilds_on = ["harbour"]\n', PACK, "builds_on", "this pack itself"),
        ("schema = 1\n", "schema = 1\nbuilds_on = 7\n", PACK, "builds_on", "not 7"),
        ('published = "2025-10"', "published = 07:30:00", SOURCE, "published", "a time without quotes"),
        ('url = "https://', 'url = "https:///', SOURCE, "url", "the name of a host"),
        ("tests.example/note", "tests.example/a note", SOURCE, "url", "percent-encoded, %20"),
        ("tests.example/note", "tests.example/note)", SOURCE, "url", "percent-encoded, %29"),
        ("tests.example/note", "tests.example/[note]", SOURCE, "url", "percent-encoded, %5B"),
        ("tests.example/note", "tests.example/\\u0085", SOURCE, "url", "a control character in it, U+0085"),
        ('kind = "forum"', 'kind = "country"', ENTITY, "id", "no country's ISO 3166 code of two letters"),
        (
            'status = "inferred"',
            'status = "planned"',
            FACT,
            "status",
            "one of stated, inferred, derived; a plan",
        ),
        ('from = ["F2"]', 'from = ["F2", "F1"]', FACT, "from", "'F1' is this fact itself"),
        ('short = "HF"', 'names = { hindi = ["HF"] }', ENTITY, "names", "'hindi' is no language"),
        ("[pack]", "[[pack]]", PACK, "pack", "must be one table, headed [pack]"),
        ("[[entity]]", "[entity]", ENTITY, "entity", "must be tables, each headed [[entity]]"),
    ],
)
def test_a_mistake_is_told_with_its_line_key_and_reason(
    old: str, new: str, line: int, key: str, reason: str
) -> None:
    found = spoilt(old, new)
    assert any(one.line == line and one.key == key and reason in one.reason for one in found), found


def test_a_mistake_reads_as_one_line() -> None:
    assert [str(one) for one in spoilt('kind = "forum"', 'kind = "forun"')] == [
        "line 14: kind: 'forun' is no known kind; did you mean 'forum'?"
    ]


def test_every_mistake_is_told_at_once_in_the_order_of_the_file() -> None:
    text = GOOD.replace('kind = "forum"', 'kind = "x"').replace('predicate = "theme"', 'predicate = "zzz"')
    text = text.replace('status = "inferred"', 'status = "guessed"').replace(
        '"2025-10"\nfrom', '"soon"\nfrom'
    )
    assert [(one.line, one.key) for one in mistakes(text)] == [
        (ENTITY, "kind"),
        (FACT, "planned_as_of"),
        (FACT, "status"),
        (SECOND, "predicate"),
    ]


def test_two_tables_without_an_id_lack_it_and_are_not_said_to_share_one() -> None:
    found = mistakes(GOOD.replace('id = "F1"\n', "\n").replace('id = "F2"\n', "\n"))
    assert [(one.line, one.key) for one in found] == [(FACT, "from"), (FACT, "id"), (SECOND, "id")]


@pytest.mark.parametrize(
    "about",
    [
        '\'a """ in it\' # [[entity]]',
        '"a \x27\x27\x27 in it # and \x27"',
        "'a' # \u2028 [[entity]]",
        '"""\\n\\""""',
        "'[[entity]]'",
    ],
)
def test_whatever_stands_in_texts_and_remarks_tables_keep_their_lines(about: str) -> None:
    text = GOOD.replace('"Made for the tests."', about).replace('kind = "forum"', 'kind = "forun"')
    assert [one.line for one in mistakes(text)] == [ENTITY]


def test_a_table_may_be_written_as_a_table_of_its_own() -> None:
    text = GOOD.replace("[[fact]]", '[entity.names]\nhi = ["\u092e\u0902\u091a"]\n\n[[fact]]', 1)
    pack = parse_pack(text)
    assert isinstance(pack, Pack) and Name("\u092e\u0902\u091a", language="hi") in pack.entities[0].names
    text = text.replace('status = "inferred"', 'status = "stated"').replace('from = ["F2"]\n', "\n")
    (found,) = mistakes(text.replace('id = "F2"', "id = 2"))
    assert found.line == SECOND + 3


def test_twenty_thousand_wrong_words_are_all_told_and_the_first_of_them_with_the_nearest() -> None:
    facts = (
        f'\n[[fact]]\nid = "G{n}"\nsubject = "forum-{n}"\npredicate = "theme"\ntext = "x"\n'
        'status = "stated"\nsource = "note"\nplace = "1"\n'
        for n in range(20_000)
    )
    found = mistakes(GOOD + "".join(facts))
    assert len(found) == 20_000
    assert found[0].reason == "'forum-0' is no known entity id; did you mean 'forum'?"


def test_headers_inside_long_texts_are_not_counted_as_tables() -> None:
    text = GOOD.replace('about = "Made for the tests."', 'about = """\n[[fact]]\n[[entity]]\n"""')
    (found,) = mistakes(text.replace('kind = "forum"', 'kind = "forun"'))
    assert found.line == ENTITY + 3


def test_what_is_not_toml_is_told_with_its_line() -> None:
    (found,) = spoilt('title = "Harbours"', "title = Harbours")
    assert (found.line, found.key) == (4, "file")
    assert "is not TOML" in found.reason


@pytest.mark.parametrize("text", ["x = " + "[" * 5000, "x = " + "9" * 5000, "\ud800", "x = '"])
def test_a_text_that_toml_chokes_on_is_a_mistake_too(text: str) -> None:
    assert [one.key for one in mistakes(text)] == ["file"]


def test_an_empty_file_lacks_everything_a_pack_needs() -> None:
    keys = {one.key for one in mistakes("")}
    assert {"[pack]", "schema", "id", "title", "about"} <= keys
