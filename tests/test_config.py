"""The configuration is a file and the environment, which overrides it. Whatever is wrong with either is told
at once, a line each: key, value and what is allowed. The example documents every key with its default.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from bot.config import KEYS, Config, ConfigError, described, load

EXAMPLE = Path(__file__).parent.parent / "config.example.toml"
TOKEN = "a-token-that-nobody-may-see"


def configured(folder: Path, text: str | bytes, **environment: str) -> Config:
    path = folder / "config.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load(path, environment)


def problems(folder: Path, text: str | bytes, **environment: str) -> list[str]:
    with pytest.raises(ConfigError) as refused:
        configured(folder, text, **environment)
    assert str(refused.value).splitlines()[1:] == [f"  - {line}" for line in refused.value.problems]
    return refused.value.problems


def test_without_a_file_and_an_environment_every_key_has_its_default() -> None:
    config = load(None, {})
    assert config.token is None
    for key in KEYS:
        assert getattr(config, key.field) == key.default


def test_the_example_is_the_defaults() -> None:
    assert load(EXAMPLE, {}) == load(None, {})


def test_the_example_documents_every_key_in_its_section_and_no_other() -> None:
    shown: set[tuple[str, str]] = set()
    section = ""
    for line in EXAMPLE.read_text("utf-8").splitlines():
        if found := re.fullmatch(r"\[(\w+)\]", line):
            section = found[1]
        elif found := re.match(r"(?:# )?(\w+) = ", line):
            shown.add((section, found[1]))
    assert shown == {(key.section, key.name) for key in KEYS}


def test_the_example_is_right_with_every_commented_line_taken_in(tmp_path: Path) -> None:
    text = re.sub(r"^# (\w+ = )", r"\1", EXAMPLE.read_text("utf-8"), flags=re.MULTILINE)
    (tmp_path / "token.txt").write_text(TOKEN)
    text = text.replace('"token.txt"', f"'{tmp_path / 'token.txt'}'")
    config = configured(tmp_path, text)
    assert config.operator_user_id is not None and config.token == TOKEN


def test_the_file_changes_what_it_names_and_nothing_else(tmp_path: Path) -> None:
    config = configured(
        tmp_path, "[limits]\nfeeds = 7\n[polling]\nallow_private = ['Intranet.example.org']\n"
    )
    expected = replace(
        load(None, {}), limit_feeds=7, polling_allow_private=frozenset({"intranet.example.org"})
    )
    assert config == expected


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.variable)
def test_the_environment_overrides_every_key(tmp_path: Path, key) -> None:  # type: ignore[no-untyped-def]
    given = {
        "token_file": str(tmp_path / "token"),
        "folder": str(tmp_path),
        "api_url": "https://rest.example.org",
        "gateway_url": "wss://gateway.example.org",
        "allow_plain": "true",
        "contact": "me@example.org",
        "allow_private": "10.0.0.1, intranet:8080",
        "level": "debug",
        "catch_up": "skip",
        "packs": "admm-plus, ./mine.toml",
        "listen": "[::1]:8080",
        "address": "https://calendars.example.org",
    }.get(key.name, "300")
    (tmp_path / "token").write_text(TOKEN)
    config = configured(tmp_path, "", **{key.variable: given})
    assert getattr(config, key.field) != key.default
    again = configured(tmp_path, f"[{key.section}]\n{key.name} = []\n", **{key.variable: given})
    assert again == config, "what the file says is not even looked at"


def test_packs_keep_their_order_and_there_may_be_none(tmp_path: Path) -> None:
    text = "[catalogue]\npacks = ['./mine.toml', 'admm-plus']\n"
    assert configured(tmp_path, text).catalogue_packs == ("./mine.toml", "admm-plus")
    given = configured(tmp_path, text, ATTACHE_CATALOGUE_PACKS="admm-plus,./mine.toml")
    assert dict(described(given))["[catalogue] packs"] == "admm-plus, ./mine.toml"
    none = configured(tmp_path, "[catalogue]\npacks = []\n")
    assert (none.catalogue_packs, dict(described(none))["[catalogue] packs"]) == ((), "none")


@pytest.mark.parametrize(
    "given",
    ["8080", "localhost", "localhost:", "localhost:0", "localhost:65536", ":8080", "http://localhost:8080",
     "localhost:8080/x", "me@localhost:8080", "local host:8080?", "[::1:8080", "", " "],
)  # fmt: skip
def test_what_is_no_host_and_port_is_not_listened_on(tmp_path: Path, given: str) -> None:
    (told,) = problems(tmp_path, "", ATTACHE_HTTP_LISTEN=given)
    assert told.startswith(f"ATTACHE_HTTP_LISTEN = {given!r}: must be ")


def test_all_problems_are_told_at_once_with_key_value_and_what_is_allowed(tmp_path: Path) -> None:
    text = """
        [discord]
        api_url = "discord.com"
        tokenfile = "x"
        [limits]
        feeds = "many"
        subscriptions = 0
        [pollin]
        [log]
        level = "loud"
    """
    assert problems(tmp_path, text, ATTACHE_DISCORD_ALLOW_PLAIN="perhaps", ATTACHE_OPERATOR_USER_ID="me") == [
        "[discord] tokenfile: is no key; did you mean token_file?",
        "[pollin]: is no section; did you mean polling?",
        "[discord] api_url = 'discord.com': must be an address that begins with https:// or http://",
        "ATTACHE_DISCORD_ALLOW_PLAIN = 'perhaps': must be true or false",
        "ATTACHE_OPERATOR_USER_ID = 'me': must be a whole number from 1 to 9223372036854775807",
        "[limits] feeds = 'many': must be a whole number from 1 to 10000",
        "[limits] subscriptions = 0: must be a whole number from 1 to 10000",
        "[log] level = 'loud': must be one of debug, info, warning, error",
    ]


def test_a_key_like_no_other_is_told_which_there_are(tmp_path: Path) -> None:
    assert problems(tmp_path, "[limits]\nzzz = 1\n") == [
        "[limits] zzz: is no key; known are calendars, corrections, events, feeds, subscriptions, topics"
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[limits]\nfeeds = 99999999999999999999999999", "from 1 to 10000"),
        ("[limits]\nfeeds = " + "9" * 5000, "is not TOML"),
        ("[limits]\nfeeds = 0x" + "f" * 5000, "from 1 to 10000"),
        ("[limits]\nfeeds = -1", "from 1 to 10000"),
        ("[limits]\nfeeds = 1.5", "from 1 to 10000"),
        ("[limits]\nfeeds = nan", "from 1 to 10000"),
        ("[limits]\nfeeds = true", "from 1 to 10000"),
        ("[limits]\nfeeds = 2025-11-01", "from 1 to 10000"),
        ("[limits]\nfeeds = [[1]]", "from 1 to 10000"),
        ("limits = 5", "must be a section"),
        ("[[limits]]\nfeeds = 5", "must be a section"),
        ("[log]\nlevel = {}", "one of debug"),
        ("[log]\nlevel = 'DEBUG '", "one of debug"),
        ("[data]\nfolder = ''", "text in quotes"),
        ("[data]\nfolder = 5", "text in quotes"),
        ('[data]\nfolder = "a\\u0000b"', "no zero bytes"),
        ("[data]\nfolder = '~nobody-of-this-name/x'", "a path"),
        ("[discord]\nallow_plain = 'on'", "true or false"),
        ("[discord]\nallow_plain = []", "true or false"),
        ("[discord]\napi_url = 'https://'", "begins with https://"),
        ("[discord]\napi_url = 'https://[::1'", "begins with https://"),
        ("[discord]\napi_url = 'https://discord.example:99999'", "begins with https://"),
        ("[discord]\ngateway_url = 'https://gateway.example'", "begins with wss://"),
        ("[polling]\nallow_private = 'a,,b'", "a list of hosts"),
        ("[polling]\nallow_private = [1]", "a list of hosts"),
        ("[polling]\nallow_private = {}", "a list of hosts"),
        ("[catalogue]\npacks = ''", "a list of names of shipped packs"),
        ("[catalogue]\npacks = [1]", "a list of names of shipped packs"),
        ("[catalogue]\npacks = ['a', ' ']", "a list of names of shipped packs"),
        ("[catalogue]\npacks = ['a', 'b', ' a ']", "a list that names each pack once"),
        ("[catalogue]\npacks = {}", "a list of names of shipped packs"),
        ("[polling]\ninterval_seconds = 60", "must not be below minimum_interval_seconds = 120"),
        ("a = " + "[" * 5000, "is not TOML"),
        ("[limits", "is not TOML"),
        (b"\x00\x01\x02\xff\xfe", "is not UTF-8 text"),
        (b"\x7fELF\x02\x01", "is not TOML"),
        ("[limits]\nfeeds = 1".encode("utf-16"), "is not UTF-8 text"),
    ],
)
def test_a_hostile_value_is_one_problem_of_one_line(tmp_path: Path, text: str | bytes, said: str) -> None:
    (problem,) = problems(tmp_path, text)
    assert said in problem and len(problem.splitlines()) == 1 and len(problem) < 500


@pytest.mark.parametrize("value", ["9" * 5000, "-1", "1_000", "٣", "1e3", "", " "])
def test_a_hostile_value_of_the_environment_is_one_problem(tmp_path: Path, value: str) -> None:
    (problem,) = problems(tmp_path, "", ATTACHE_LIMITS_FEEDS=value)
    assert problem.startswith("ATTACHE_LIMITS_FEEDS = ") and len(problem) < 200


def test_a_file_written_by_an_editor_that_marks_utf_8_is_read(tmp_path: Path) -> None:
    assert configured(tmp_path, "\ufeff[limits]\nfeeds = 7\n").limit_feeds == 7


@pytest.mark.parametrize("what", ["missing", "folder"])
def test_a_file_that_cannot_be_read_is_a_problem(tmp_path: Path, what: str) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        load(tmp_path / "missing.toml" if what == "missing" else tmp_path, {})


@pytest.mark.parametrize(
    ("name", "address", "plain", "fine"),
    [
        ("api_url", "http://127.0.0.1:8080/api", False, True),
        ("api_url", "http://localhost:8080", False, True),
        ("gateway_url", "ws://[::1]:8080", False, True),
        ("api_url", "http://10.0.0.5/api", False, False),
        ("api_url", "http://localhost.example.org", False, False),
        ("api_url", "http://127.0.0.1@example.org", False, False),
        ("gateway_url", "ws://proxy", False, False),
        ("api_url", "http://proxy:8080", True, True),
        ("gateway_url", "ws://proxy", True, True),
    ],
)
def test_unencrypted_addresses_are_taken_on_this_machine_or_when_allowed(
    tmp_path: Path, name: str, address: str, plain: bool, fine: bool
) -> None:
    text = f"[discord]\n{name} = '{address}'\nallow_plain = {str(plain).lower()}\n"
    if fine:
        assert getattr(configured(tmp_path, text), name) == address
    else:
        (problem,) = problems(tmp_path, text)
        assert "must be encrypted, or on this machine" in problem and "allow_plain" in problem


@pytest.mark.parametrize("held", [TOKEN, f"  {TOKEN}\r\n", f"{TOKEN}\nand a remark\n", f"\ufeff{TOKEN}\n"])
def test_the_token_is_the_first_word_of_its_file(tmp_path: Path, held: str) -> None:
    (tmp_path / "token").write_bytes(held.encode())
    assert configured(tmp_path, f"[discord]\ntoken_file = '{tmp_path / 'token'}'").token == TOKEN


def test_the_environment_s_token_comes_first_and_an_empty_one_does_not_count(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("from-the-file")
    text = f"[discord]\ntoken_file = '{tmp_path / 'token'}'"
    assert configured(tmp_path, text, DISCORD_TOKEN=f" {TOKEN} ").token == TOKEN
    assert configured(tmp_path, text, DISCORD_TOKEN=" ").token == "from-the-file"


@pytest.mark.parametrize(
    ("held", "said"),
    [
        (None, "cannot be read"),
        (b"", "is empty"),
        (b" \n", "is empty"),
        (TOKEN.encode("utf-16"), "must be UTF-8 text"),
        (b"\xff\xfe\x00", "must be UTF-8 text"),
    ],
)
def test_a_token_file_without_a_token_is_a_problem_that_shows_none_of_it(
    tmp_path: Path, held: bytes | None, said: str
) -> None:
    path = tmp_path / "token"
    if held is not None:
        path.write_bytes(held)
    (problem,) = problems(tmp_path, f"[discord]\ntoken_file = '{path}'")
    assert problem.startswith("[discord] token_file = ") and said in problem and TOKEN not in problem


def test_what_would_be_used_is_shown_key_by_key_without_the_token() -> None:
    shown = dict(described(load(None, {"DISCORD_TOKEN": TOKEN})))
    assert shown["token"] == "set (hidden)" and TOKEN not in str(shown)
    assert shown["[limits] feeds"] == "50" and shown["[operator] user_id"] == "not set"
    assert len(shown) == len(KEYS) + 1
