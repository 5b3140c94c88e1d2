"""The house rules as tests: who may import what, names that are unique, a README that is true."""

from __future__ import annotations

import ast
import re
import socket
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FLOORS = {
    "storage.records": 0,
    "storage.edtf": 0,
    "storage.options": 0,
    "storage.deliveries": 0,
    "storage.news": 0,
    "storage.revisions": 0,
    "storage.statements": 0,
    "storage": 1,
    "bot.rules": 2,
    "bot.packs": 3,
    "bot.bundle": 3,
    "bot.services": 3,
    "bot.ui": 4,
    "bot.web": 4,
    "bot.app": 5,
    "bot.timetable": 5,
    "bot.config": 4,
    "bot.config_values": 4,
    "bot.cli": 6,
    "bot.demo": 6,
    "bot.__main__": 6,
    "bot": 0,
}
"""A module may import from its own floor and from those below; the longest prefix counts."""

ONLY_IN = {
    "aiosqlite": ["storage/database.py"],
    "sqlite3": ["storage/database.py"],
    "feedparser": ["bot/rules/entries/xml_feed.py"],
    "aiohttp": [
        "bot/services/connecting.py",
        "bot/services/fetching.py",
        "bot/ui/faults.py",
        "bot/ui/messenger.py",
        "bot/ui/once.py",
        "bot/ui/scheduled.py",
        "bot/cli/run.py",
        "bot/demo/feed.py",
        "bot/web.py",
    ],
    "apscheduler": ["bot/timetable.py"],
    "discord": ["bot/ui/", "bot/cli/run.py", "bot/demo/"],
    "simcord": ["bot/demo/"],
    "icalendar": ["bot/rules/calendars"],
    "recurring_ical_events": ["bot/rules/calendars/reading.py"],
    "dateutil": ["bot/rules/dates/recurring.py"],
    "tzdata": ["bot/rules/dates/zones.py"],
    "ahocorasick": ["bot/rules/matching/matcher.py"],
    "babel": ["bot/rules/naming/countries.py"],
    "PIL": ["bot/ui/canvas.py"],
    "rapidfuzz": ["bot/rules/naming/spelling.py", "bot/rules/packs/tables.py", "bot/config.py"],
}
"""Which files may import a library: the client's exceptions are aiohttp's, hence two of them."""


def _sources(*folders: str) -> Iterator[Path]:
    for folder in folders:
        yield from sorted((ROOT / folder).rglob("*.py"))


def _module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def _floor(module: str) -> int:
    return next(
        FLOORS[p] for p in sorted(FLOORS, key=len, reverse=True) if (module + ".").startswith(p + ".")
    )


@cache
def _nodes(path: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(ast.parse(path.read_text("utf-8"))))


@cache
def _imports(path: Path) -> list[tuple[int, str]]:
    return list(_found_imports(path))


def _found_imports(path: Path) -> Iterator[tuple[int, str]]:
    for node in _nodes(path):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def test_an_import_goes_down_never_up() -> None:
    upward = [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for path in _sources("storage", "bot")
        for line, name in _imports(path)
        if name.split(".")[0] in ("bot", "storage") and _floor(name) > _floor(_module(path))
    ]
    assert upward == []


FROM_STORAGE = {
    "bot.rules": {"records", "revisions", "edtf", "options", "deliveries", "news", "statements"},
    "bot.ui": {"records", "revisions", "options", "deliveries", "news", "statements"},
    "bot.demo": {"records"},
}
"""What of storage these rooms may see: the nouns, and for rules the dates; never a query."""


def test_only_services_and_what_is_above_them_see_more_of_storage_than_its_nouns() -> None:
    seen = [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for path in _sources("bot/rules", "bot/ui", "bot/demo")
        for line, name in _imports(path)
        if name.split(".")[0] == "storage"
        and name.split(".")[1] not in FROM_STORAGE[".".join(_module(path).split(".")[:2])]
    ]
    assert seen == []


def test_no_command_file_imports_another() -> None:
    sideways = [
        f"{path.name}:{line} imports {name}"
        for path in _sources("bot/ui/cogs")
        for line, name in _imports(path)
        if name.startswith("bot.ui.cogs.")
    ]
    assert sideways == []


@pytest.mark.parametrize("library", sorted(ONLY_IN))
def test_a_library_is_imported_only_where_it_belongs(library: str) -> None:
    elsewhere = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in _sources("storage", "bot")
        for line, name in _imports(path)
        if name.split(".")[0] == library
        and not any(str(path.relative_to(ROOT)).startswith(place) for place in ONLY_IN[library])
    ]
    assert elsewhere == []


def test_rules_neither_wait_nor_ask_the_clock_nor_chance() -> None:
    forbidden = {"asyncio", "random", "logging", "os", "socket", "sqlite3", "pathlib", "time.time"}
    found = [
        f"{path.name}:{line} imports {name}"
        for path in _sources("bot/rules")
        for line, name in _imports(path)
        if name.split(".")[0] in forbidden or name in forbidden
    ]
    found += [
        f"{path.name}:{node.lineno}"
        for path in _sources("bot/rules", "storage")
        for node in _nodes(path)
        if ("rules" in path.parts and isinstance(node, ast.Await | ast.AsyncFunctionDef))
        or (isinstance(node, ast.Attribute) and node.attr in ("now", "utcnow", "today") and _is_clock(node))
    ]
    assert found == []


def _is_clock(node: ast.Attribute) -> bool:
    return isinstance(node.value, ast.Name) and node.value.id in ("datetime", "date")


def test_sql_stands_in_storage_only() -> None:
    statement = re.compile(r"\b(SELECT .+ FROM|INSERT INTO|UPDATE \w+ SET|DELETE FROM)\b")
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in _sources("bot")
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if statement.search(line)
    ]
    assert found == []


def test_a_query_function_opens_no_transaction() -> None:
    found = [
        f"{path.name}:{number}"
        for path in _sources("storage")
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if ".transaction(" in line
    ]
    assert found == []


def test_every_module_says_what_lives_in_it_and_stays_readable() -> None:
    silent = [
        p.name for p in _sources("bot", "storage") if not ast.get_docstring(ast.parse(p.read_text("utf-8")))
    ]
    long = [p.name for p in _sources("bot", "storage") if len(p.read_text("utf-8").splitlines()) > 330]
    assert (silent, long) == ([], [])


def test_tests_use_no_bare_mocks() -> None:
    found = [
        f"{path.name}:{line}"
        for path in _sources("tests")
        for line, name in _imports(path)
        if name.split(".")[0] == "mock" or name.startswith("unittest.mock")
    ]
    assert found == []


def test_nothing_in_the_tests_or_the_demo_listens_or_connects_beyond_loopback() -> None:
    address = re.compile(r"""["'](0\.0\.0\.0|::)["']""")
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in [*_sources("tests/wire", "tests/end"), *_sources("bot/demo")]
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if address.search(line)
    ]
    assert found == []


def test_a_connection_beyond_loopback_fails_in_a_test() -> None:
    with socket.socket() as outward, pytest.raises(AssertionError, match="beyond loopback"):
        outward.connect(("192.0.2.1", 80))


def _command_tree() -> dict[str, str]:
    import discord
    from discord import app_commands

    from bot.ui.lists_of_server import command_lines
    from tests.end.commands import tree

    made: app_commands.CommandTree[discord.Client] = tree()
    lines = command_lines(made)
    assert len({name for name, _ in lines}) == len(lines)
    return {f"/{name}": description for name, description in lines}


def test_the_example_configuration_loads_and_is_the_defaults() -> None:
    from bot.config import load

    assert load(ROOT / "config.example.toml", {}) == load(None, {})


def test_the_readmes_table_is_the_command_tree() -> None:
    rows = re.findall(r"^\| `(/[a-z ]+)` \| (.+?) \|", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
    assert dict(rows) == _command_tree()


def test_the_readme_names_every_predicate_with_what_it_is_said_of_and_names() -> None:
    from bot.rules.vocabulary import PREDICATES, in_words, named_by

    rows = re.findall(
        r"^\| `([a-z-]+)`( \(one\))? \| (.+?) \| (.+?) \|$",
        (ROOT / "README.md").read_text("utf-8"),
        re.MULTILINE,
    )
    assert [(name, bool(one), of, names) for name, one, of, names in rows] == [
        (name, known.single, in_words(known.of), named_by(known)) for name, known in PREDICATES.items()
    ]


def test_the_lock_files_name_no_index_and_hold_hashes() -> None:
    for name in ("requirements.lock", "requirements-dev.lock", "requirements-bench.lock"):
        text = (ROOT / name).read_text("utf-8")
        assert "://" not in text and "--hash=sha256:" in text and "setuptools==" in text
        locked = {line.split("==")[0].lower() for line in text.splitlines() if re.match(r"[A-Za-z]", line)}
        needed = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
        assert {re.split(r"[<>=\[]", one)[0].lower().replace(".", "-") for one in needed} <= locked
