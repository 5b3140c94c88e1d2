"""The command line: what it prints, where, and the status it ends with. A refusal is a sentence on standard
error and status 1, wrong usage is status 2; nothing is ever a traceback.

What depends on being a process of its own is tried as one; what only works something out is called here.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.cli import main
from storage.database import open_database
from tests.samples import PACK

PROJECT = Path(__file__).parent.parent
TOKEN = "a-token-that-nobody-may-see"
HARBOUR = (
    PACK
    + """
[[entity]]
id = "piracy"
kind = "{kind}"
name = "Piracy"
summary = "One of ours."

[[fact]]
id = "f1"
subject = "{subject}"
predicate = "date"
edtf = "{edtf}"
status = "stated"
source = "note"
place = "1"
"""
)


def attache(folder: Path, *words: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end in `folder`, with no configuration but what is given."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name != "DISCORD_TOKEN" and not name.startswith("ATTACHE_")
    }
    return subprocess.run(
        [sys.executable, "-m", "bot", *map(str, words)],
        cwd=folder,
        env={**kept, "PYTHONPATH": str(PROJECT), "PYTHONIOENCODING": "utf-8", **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        stdin=subprocess.DEVNULL,
        check=False,
    )


def called(folder: Path, *words: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """The same in this process, for a command that starts nothing; an exception would come out of it."""
    out, err = io.StringIO(), io.StringIO()
    with (
        pytest.MonkeyPatch.context() as patch,
        contextlib.chdir(folder),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        for name in os.environ:
            if name == "DISCORD_TOKEN" or name.startswith("ATTACHE_"):
                patch.delenv(name)
        for name, value in environment.items():
            patch.setenv(name, value)
        try:
            status = main([str(word) for word in words])
        except SystemExit as ended:  # so argparse ends a program
            status = int(ended.code or 0)
    return subprocess.CompletedProcess(words, status, out.getvalue(), err.getvalue())


def refused(done: subprocess.CompletedProcess[str], *said: str) -> None:
    assert done.returncode == 1 and "Traceback" not in done.stderr
    for part in said:
        assert part in done.stderr, done.stderr


def test_check_says_what_would_be_used_and_hides_the_token(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("[limits]\nfeeds = 7\n")
    done = attache(tmp_path, "check", DISCORD_TOKEN=TOKEN, ATTACHE_LOG_LEVEL="debug")
    assert (done.returncode, done.stderr) == (0, "")
    shown = [line.split(maxsplit=2) for line in done.stdout.splitlines()]
    assert ["[limits]", "feeds", "7"] in shown and ["[log]", "level", "debug"] in shown
    assert "set (hidden)" in done.stdout and TOKEN not in done.stdout
    assert not (tmp_path / "data").exists()


def test_an_interval_that_only_tests_should_have_is_warned_about(tmp_path: Path) -> None:
    quick = {"ATTACHE_POLLING_MINIMUM_INTERVAL_SECONDS": "1"}
    done = attache(tmp_path, "check", **quick)
    assert done.returncode == 0 and "minimum_interval_seconds = 1" in done.stderr
    nowhere = {"ATTACHE_DISCORD_API_URL": "http://127.0.0.1:9/api/v10", "DISCORD_TOKEN": "no token"}
    done = attache(tmp_path, "run", ATTACHE_CATALOGUE_PACKS='["nowhere"]', **quick, **nowhere)
    assert "WARNING" in done.stderr and "minimum_interval_seconds = 1" in done.stderr


def test_check_says_that_without_a_token_run_would_not_start(tmp_path: Path) -> None:
    done = called(tmp_path, "check")
    assert done.returncode == 0 and "No token" in done.stdout


@pytest.mark.parametrize("command", ["check", "run", ""])
def test_every_problem_of_the_configuration_is_told(tmp_path: Path, command: str) -> None:
    (tmp_path / "config.toml").write_text("[limits]\nfeed = 7\n[log]\nlevel = 'loud'\n")
    done = attache(tmp_path, *([command] if command else []), DISCORD_TOKEN=TOKEN)
    refused(done, "[limits] feed: is no key; did you mean feeds?", "[log] level = 'loud': must be one of")
    assert TOKEN not in done.stderr


@pytest.mark.parametrize("how", ["option", "variable"])
def test_a_file_that_is_named_must_be_there(tmp_path: Path, how: str) -> None:
    words: Sequence[str] = ("--config", "other.toml", "check") if how == "option" else ("check",)
    variable = {"ATTACHE_CONFIG": "other.toml"} if how == "variable" else {}
    refused(called(tmp_path, *words, **variable), "other.toml: cannot be read")
    (tmp_path / "other.toml").write_text("[limits]\nfeeds = 7\n")
    assert called(tmp_path, *words, **variable).returncode == 0


def test_an_unknown_command_is_wrong_usage(tmp_path: Path) -> None:
    done = attache(tmp_path, "chekc")
    assert done.returncode == 2
    assert "chekc" in done.stderr and "catalogue" in done.stderr and "Traceback" not in done.stderr


def test_help_and_version_need_nothing(tmp_path: Path) -> None:
    done = attache(tmp_path, "--help")
    assert done.returncode == 0
    assert all(command in done.stdout for command in ("run", "demo", "check", "catalogue"))
    assert attache(tmp_path, "--version").stdout.startswith("attache ")


def test_run_without_a_token_says_what_to_do(tmp_path: Path) -> None:
    done = attache(tmp_path, "run")
    refused(done, "DISCORD_TOKEN", "token_file", "attache demo")
    assert not (tmp_path / "data").exists()


def test_a_second_process_on_one_data_folder_is_refused(tmp_path: Path) -> None:
    async def scenario() -> None:
        db = await open_database(tmp_path / "data")
        try:
            done = await asyncio.to_thread(attache, tmp_path, "run", **_nowhere())
        finally:
            await db.close()
        refused(done, "another Attaché is already running on data", "a data folder of its own")

    asyncio.run(scenario())


def test_a_data_folder_that_cannot_be_used_is_refused_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("I am a file.")
    refused(attache(tmp_path, "run", **_nowhere()), "the data folder data cannot be used")


def test_a_file_that_is_no_database_is_refused_and_left_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "attache.db").write_bytes(b"no database " * 1000)
    refused(attache(tmp_path, "run", **_nowhere()), "attache.db is not a usable database")
    assert (tmp_path / "data" / "attache.db").read_bytes() == b"no database " * 1000


def test_the_catalogue_check_names_every_mistake_with_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text(HARBOUR.format(kind="topik", subject="pirates", edtf="2025-13"))
    (tmp_path / "broken.toml").write_text("[pack]\nschema = \n")
    (tmp_path / "binary.toml").write_bytes(b"\xff\xfe\x00")
    done = attache(tmp_path, "catalogue", "check", "bad.toml", "broken.toml", "binary.toml", "missing.toml")
    assert done.returncode == 1 and "Traceback" not in done.stderr
    lines = done.stdout.splitlines()
    assert [line.split(": ")[:3] for line in lines[:3]] == [
        ["bad.toml", "line 14", "kind"],
        ["bad.toml", "line 20", "edtf"],
        ["bad.toml", "line 20", "subject"],
    ]
    assert "'topik' is no known kind; did you mean 'topic'?" in lines[0]
    assert lines[3].startswith("broken.toml: line 2: file: is not TOML")
    assert lines[4] == "binary.toml: is not UTF-8 text"
    assert lines[5].startswith("missing.toml: cannot be read")
    assert len(lines) == 6


def test_the_catalogue_check_finds_nothing_wrong_with_a_pack_that_is_right(tmp_path: Path) -> None:
    (tmp_path / "good.toml").write_text(HARBOUR.format(kind="topic", subject="piracy", edtf="2025-12"))
    done = called(tmp_path, "catalogue", "check", "good.toml")
    assert (done.returncode, done.stdout) == (0, "1 checked, no mistake found\n")


def test_the_catalogue_check_warns_of_what_is_allowed_and_seldom_meant(tmp_path: Path) -> None:
    text = HARBOUR.format(kind="topic", subject="piracy", edtf="2025-12")
    (tmp_path / "good.toml").write_text(text.replace('name = "Piracy"', 'name = "Sea lanes"'))
    done = called(tmp_path, "catalogue", "check", "good.toml")
    assert (done.returncode, done.stdout.splitlines()) == (
        0,
        [
            "warning: good.toml: line 14: name: 'Sea lanes' is a name of 'sea-lanes' too",
            "1 checked, no mistake found",
        ],
    )


def test_a_pack_that_builds_on_another_answers_alone(tmp_path: Path) -> None:
    done = called(tmp_path, "lookup", "India", "--pack", "admm-plus-context")
    assert (done.returncode, done.stderr) == (0, "")
    assert (
        done.stdout.startswith("India — country\n") and "Indian Defence News, October 2025" not in done.stdout
    )
    assert (
        "I know nothing"
        in called(
            tmp_path, "lookup", "Rules-based order", "--pack", "admm-plus-context", "admm-plus-context"
        ).stdout
    )


def test_the_catalogue_check_knows_shipped_packs_by_name_and_what_they_hold(tmp_path: Path) -> None:
    text = HARBOUR.format(kind="topic", subject="amdm-plus", edtf="2025-12")
    (tmp_path / "bad.toml").write_text(text)
    done = called(tmp_path, "catalogue", "check", "bad.toml", "admm-plus")
    assert done.stdout.endswith("'amdm-plus' is no known entity id; did you mean 'admm-plus'?\n")
    done = called(tmp_path, "catalogue", "check", "bad.toml", ATTACHE_CATALOGUE_PACKS="")
    refused(done, "ATTACHE_CATALOGUE_PACKS")
    done = called(tmp_path, "catalogue", "check", "arctik-council")
    assert done.returncode == 1 and "did you mean 'arctic-council'?" in done.stdout


def test_the_catalogue_diff_says_what_would_change(tmp_path: Path) -> None:
    old, new = (HARBOUR.format(kind="topic", subject="piracy", edtf=edtf) for edtf in ("2025-12", "2026"))
    (tmp_path / "old.toml").write_text(old)
    (tmp_path / "new.toml").write_text(new)
    done = called(tmp_path, "catalogue", "diff", "old.toml", "new.toml")
    assert (done.returncode, done.stdout) == (0, "Facts\n  changed f1: edtf: “2025-12” → “2026”\n")
    done = called(tmp_path, "catalogue", "diff", "old.toml", "./old.toml")
    assert (done.returncode, done.stdout) == (0, "nothing would change\n")


def test_the_catalogue_diff_refuses_what_check_refuses(tmp_path: Path) -> None:
    (tmp_path / "good.toml").write_text(HARBOUR.format(kind="topic", subject="piracy", edtf="2026"))
    (tmp_path / "bad.toml").write_text(HARBOUR.format(kind="topik", subject="piracy", edtf="2026"))
    for words in (("good.toml", "bad.toml"), ("bad.toml", "good.toml")):
        refused(called(tmp_path, "catalogue", "diff", *words), "bad.toml: line 14: kind: 'topik'")
    refused(called(tmp_path, "catalogue", "diff", "good.toml", "none.toml"), "none.toml: cannot be read")
    assert called(tmp_path, "catalogue", "diff", "good.toml").returncode == 2


@pytest.mark.parametrize("command", ["check", "run"])
def test_a_pack_that_cannot_be_used_is_told_and_the_bot_does_not_start(tmp_path: Path, command: str) -> None:
    (tmp_path / "config.toml").write_text("[catalogue]\npacks = ['./mine.toml']\n")
    refused(attache(tmp_path, command, **_nowhere()), "mine.toml: cannot be read")
    (tmp_path / "config.toml").write_text("[catalogue]\npacks = ['admm-pluss']\n")
    refused(attache(tmp_path, command, **_nowhere()), "did you mean 'admm-plus'?")


def test_the_catalogue_check_needs_a_file(tmp_path: Path) -> None:
    assert called(tmp_path, "catalogue", "check").returncode == 2
    assert called(tmp_path, "catalogue").returncode == 2


def test_an_entity_that_two_packs_take_is_a_mistake(tmp_path: Path) -> None:
    text = HARBOUR.format(kind="topic", subject="piracy", edtf="2025-12")
    (tmp_path / "one.toml").write_text(text)
    (tmp_path / "two.toml").write_text(text.replace('"harbour"', '"other"'))
    done = called(tmp_path, "catalogue", "check", "one.toml", "two.toml")
    assert done.returncode == 1
    assert done.stdout == "two.toml: line 14: id: 'piracy' is taken by the pack 'harbour'\n"


def test_streams_that_are_closed_are_empty_ones(tmp_path: Path) -> None:
    done = subprocess.run(
        ["sh", "-c", f"'{sys.executable}' -m bot match --json <&- >&-"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def _nowhere() -> dict[str, str]:
    """A token, and a Discord that does not answer: a port of this machine where nobody listens."""
    return {
        "DISCORD_TOKEN": TOKEN,
        "ATTACHE_DISCORD_API_URL": "http://127.0.0.1:1/api",
        "ATTACHE_DISCORD_GATEWAY_URL": "ws://127.0.0.1:1/",
    }
