"""Packs are chosen by the name they are shipped under or by path, and read in one way everywhere. Whatever a
file is, it is a pack or a sentence.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.packs import FOLDER, PackRefused, located, opened, read, shipped
from tests.samples import PACK

ENTITY = '\n[[entity]]\nid = "{id}"\nkind = "{kind}"\nname = "{name}"\nsummary = "One of ours."\n'
FACT = (
    '\n[[fact]]\nid = "f1"\nsubject = "{subject}"\npredicate = "theme"\ntext = "Peace"\n'
    'status = "stated"\nsource = "note"\nplace = "1"\n'
)


def written(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def problems(*chosen: str | Path, beside: tuple[str | Path, ...] = ()) -> list[str]:
    with pytest.raises(PackRefused) as refused:
        read(chosen, beside)
    assert str(refused.value).splitlines() == list(refused.value.problems)
    return list(refused.value.problems)


def test_every_shipped_pack_is_known_by_its_name_and_all_can_be_read_together() -> None:
    assert shipped()["admm-plus"] == FOLDER / "admm-plus.toml"
    assert len(read(shipped())) == len(shipped())


@pytest.mark.parametrize("name", sorted(shipped()))
def test_every_shipped_example_stands_alone_or_beside_the_first(name: str) -> None:
    (pack,) = read([name], beside=["admm-plus"])
    assert pack.id == name


def test_packs_are_found_by_name_or_path_in_the_order_they_were_chosen(tmp_path: Path) -> None:
    mine = written(tmp_path, "mine.toml", PACK)
    assert located([str(mine), "admm-plus"]) == [mine, FOLDER / "admm-plus.toml"]
    assert [pack.id for pack in read([mine, "admm-plus"])] == ["harbour", "admm-plus"]


def test_an_unknown_name_is_told_with_the_nearest_and_how_a_file_is_named() -> None:
    (near,), (far,) = problems("admm-pluss"), problems("zzz")
    assert near.startswith("'admm-pluss' is no shipped pack; did you mean 'admm-plus'?")
    assert far.startswith("'zzz' is no shipped pack; shipped are admm-plus, ") and "./field.toml" in far


@pytest.mark.parametrize(
    ("held", "said"),
    [
        (None, "cannot be read: No such file or directory"),
        (b"", "line 1: [pack]: the table is missing"),
        (b"\xff\xfe\x00", "is not UTF-8 text"),
        (b"\x00\x01", "line 1: file: is not TOML"),
        (b"[pack\n", "line 1: file: is not TOML"),
        (b"#" * 20_000_001, "is larger than 20 MB, the most a pack may be"),
    ],
)
def test_a_file_that_is_no_pack_is_a_sentence(tmp_path: Path, held: bytes | None, said: str) -> None:
    path = tmp_path / "mine.toml"
    if held is not None:
        path.write_bytes(held)
    assert problems(path)[0].startswith(f"{path}: ")
    assert any(said in line for line in problems(path))


def test_what_is_no_file_is_a_sentence_and_nothing_waits_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.toml")
    for path in (tmp_path, tmp_path / "pipe.toml", Path("/dev/zero")):
        assert problems(path) == [f"{path}: is not a file"]
    assert "cannot be read" in problems(Path("a\0b"))[0]
    assert "cannot be read" in problems(Path("x" * 5000))[0]
    assert "cannot be read" in problems(written(tmp_path, "file", "") / "below.toml")[0]


def test_marks_and_line_ends_that_editors_write_are_read(tmp_path: Path) -> None:
    (pack,) = read([written(tmp_path, "mine.toml", b"\xef\xbb\xbf" + PACK.replace("\n", "\r\n").encode())])
    assert pack.id == "harbour"
    text = PACK.replace("\n", "\r\n") + ENTITY.format(id="x", kind="nothing", name="X")
    assert "line 14: kind" in problems(written(tmp_path, "mine.toml", text))[0]


def test_all_that_is_wrong_with_several_is_told_at_once(tmp_path: Path) -> None:
    first = written(tmp_path, "first.toml", PACK + ENTITY.format(id="x", kind="nothing", name="X"))
    missing = tmp_path / "missing.toml"
    second = written(
        tmp_path, "second.toml", PACK.replace('"harbour"', '"second"') + FACT.format(subject="y")
    )
    said = problems(first, missing, second)
    assert [line.removeprefix(f"{tmp_path}/").split(":")[0] for line in said] == [
        "first.toml",
        "missing.toml",
        "second.toml",
    ]


def test_a_fact_may_name_what_a_pack_beside_holds_and_the_nearest_of_it_is_suggested(tmp_path: Path) -> None:
    good = written(tmp_path, "good.toml", PACK + FACT.format(subject="admm-plus"))
    assert read([good], beside=["admm-plus"])
    assert "'admm-plus' is no known entity id" in problems(good)[0]
    bad = written(tmp_path, "bad.toml", PACK + FACT.format(subject="amdm-plus"))
    assert "did you mean 'admm-plus'?" in problems(bad, beside=("admm-plus",))[0]


def test_a_pack_beside_that_is_the_same_or_would_be_replaced_is_left_out(tmp_path: Path) -> None:
    text = PACK + ENTITY.format(id="x", kind="topic", name="X")
    old, new = written(tmp_path, "old.toml", text), written(tmp_path, "new.toml", text + "# a remark\n")
    assert read([new], beside=[old, tmp_path / "missing.toml"])
    assert read([old], beside=[tmp_path / "." / "old.toml"])
    assert "the id of another pack" in problems(old, new)[0]


def test_two_packs_may_hold_the_same_country_and_nothing_else_twice(tmp_path: Path) -> None:
    country = ENTITY.format(id="is", kind="country", name="Iceland")
    first = written(tmp_path, "first.toml", PACK + country + ENTITY.format(id="x", kind="topic", name="X"))
    other = PACK.replace('"harbour"', '"other"')
    second = written(tmp_path, "second.toml", other + country.replace("Iceland", "Island"))
    assert [pack.entities[0].name for pack in read([first, second])] == ["Iceland", "Island"]
    for taken in ("topic", "country"):
        third = written(tmp_path, "third.toml", other + ENTITY.format(id="x", kind=taken, name="Y"))
        assert f"{third}: line 14: id: 'x' is taken by the pack 'harbour'" in problems(first, third)


def test_a_pack_that_is_named_twice_is_read_once(tmp_path: Path) -> None:
    mine = written(tmp_path, "mine.toml", PACK)
    assert [pack.id for pack in read(["admm-plus", mine, "admm-plus", tmp_path / "." / "mine.toml"])] == [
        "admm-plus",
        "harbour",
    ]


def test_a_pack_alone_has_of_what_it_builds_on_what_it_speaks_of(tmp_path: Path) -> None:
    head = PACK.replace("schema = 1", 'schema = 1\nbuilds_on = ["{base}"]')
    for base, named in (("admm-plus", "indo-pacific"), ("own-base", "x")):
        mine = written(tmp_path, "mine.toml", head.format(base=base) + FACT.format(subject=named))
        written(
            tmp_path,
            "own-base.toml",
            PACK.replace('"harbour"', '"own-base"')
            + ENTITY.format(id="x", kind="topic", name="X")
            + ENTITY.format(id="y", kind="nothing", name="Y"),
        )
        (pack,) = read([mine])
        assert [entity.id for entity in pack.entities] == [named] and len(pack.facts) == 1
    wrong = written(tmp_path, "wrong.toml", head.format(base="own-bas"))
    assert problems(wrong) == [
        f"{wrong}: line 1: builds_on: 'own-bas' is neither shipped, nor beside this file, nor read with it"
    ]


def test_what_is_lent_to_a_pack_is_read_anew_when_the_lender_changes_or_is_chosen(tmp_path: Path) -> None:
    base = written(
        tmp_path,
        "base.toml",
        PACK.replace('"harbour"', '"base"') + ENTITY.format(id="x", kind="topic", name="X"),
    )
    text = PACK.replace("schema = 1", 'schema = 1\nbuilds_on = ["base"]') + FACT.format(subject="x")
    mine = written(tmp_path, "mine.toml", text)
    alone, chosen = opened([mine])[0].digest, opened([base, mine])[1].digest
    assert [pack.digest for pack in read([mine])] == [alone]
    assert [len(pack.entities) for pack in read([base, mine])] == [1, 0]
    base.write_text(base.read_text().replace('name = "X"', 'name = "Z"'))
    assert len({alone, chosen, opened([mine])[0].digest}) == 3
    assert [pack.entities[0].name for pack in read([mine])] == ["Z"]
