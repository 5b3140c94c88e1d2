"""Configuration: `config.toml` and the environment in, a frozen `Config` or one error with all problems out.

Each key is one row of `KEYS`; its environment name is `ATTACHE_<SECTION>_<KEY>`. The token alone is
`DISCORD_TOKEN`, or the first line of `[discord] token_file`. Must not know what the values are for.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from rapidfuzz import process

from bot import config_values as read

DISCORD_API = "https://discord.com/api/v10"
DISCORD_GATEWAY = "wss://gateway.discord.gg/"
TOKEN_VARIABLE = "DISCORD_TOKEN"
DEFAULT_PACKS = ("admm-plus", "admm-plus-context")
_FAIR = 120
"""Seconds between two requests for a feed below which sites take offence."""


class ConfigError(Exception):
    """Everything that is wrong with the configuration, a line each."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("the configuration cannot be used:\n" + "\n".join(f"  - {p}" for p in problems))


@dataclass(frozen=True, slots=True)
class Config:
    token: str | None
    token_file: Path | None
    api_url: str
    gateway_url: str
    allow_plain: bool
    data_folder: Path
    catalogue_packs: tuple[str, ...]
    operator_user_id: int | None
    limit_feeds: int
    limit_subscriptions: int
    limit_corrections: int
    limit_events: int
    limit_topics: int
    limit_calendars: int
    reminders_catch_up: str
    polling_interval_seconds: int
    polling_minimum_interval_seconds: int
    polling_contact: str
    polling_allow_private: frozenset[str]
    http_listen: str | None
    http_address: str | None
    log_level: str

    @property
    def calendars_address(self) -> str | None:
        """Where calendars are told to be; None where none are served."""
        if self.http_listen is None:
            return None
        return (self.http_address or f"http://{self.http_listen}").rstrip("/")


@dataclass(frozen=True, slots=True)
class Key:
    section: str
    name: str
    field: str
    default: Any
    read: Callable[[Any], Any]
    """Turns a value of the file, or text of the environment, into the field's; raises ValueError with
    what is allowed."""

    @property
    def variable(self) -> str:
        return f"ATTACHE_{self.section}_{self.name}".upper()


KEYS: tuple[Key, ...] = (
    Key("discord", "token_file", "token_file", None, read.path),
    Key("discord", "api_url", "api_url", DISCORD_API, read.url("https", "http")),
    Key("discord", "gateway_url", "gateway_url", DISCORD_GATEWAY, read.url("wss", "ws")),
    Key("discord", "allow_plain", "allow_plain", False, read.yes_or_no),
    Key("data", "folder", "data_folder", Path("data"), read.path),
    Key("catalogue", "packs", "catalogue_packs", DEFAULT_PACKS, read.packs),
    Key("operator", "user_id", "operator_user_id", None, read.whole(1, 2**63 - 1)),
    Key("limits", "feeds", "limit_feeds", 50, read.whole(1, 10_000)),
    Key("limits", "subscriptions", "limit_subscriptions", 200, read.whole(1, 10_000)),
    Key("limits", "corrections", "limit_corrections", 500, read.whole(1, 10_000)),
    Key("limits", "events", "limit_events", 500, read.whole(1, 10_000)),
    Key("limits", "topics", "limit_topics", 50, read.whole(1, 1_000)),
    Key("limits", "calendars", "limit_calendars", 10, read.whole(1, 1_000)),
    Key("reminders", "catch_up", "reminders_catch_up", "late", read.one_of("late", "digest", "skip")),
    Key("polling", "interval_seconds", "polling_interval_seconds", 900, read.whole(1, 86_400)),
    Key(
        "polling",
        "minimum_interval_seconds",
        "polling_minimum_interval_seconds",
        _FAIR,
        read.whole(1, 86_400),
    ),
    Key("polling", "contact", "polling_contact", "no contact configured", read.text),
    Key("polling", "allow_private", "polling_allow_private", frozenset(), read.hosts),
    Key("http", "listen", "http_listen", None, read.listen),
    Key("http", "address", "http_address", None, read.url("https", "http")),
    Key("log", "level", "log_level", "info", read.one_of("debug", "info", "warning", "error")),
)  # fmt: skip


def load(path: Path | None, environment: Mapping[str, str]) -> Config:
    """Read `path` (None, or a missing default file, means no file) and what the environment overrides.

    Raises `ConfigError` with every problem at once: key, value and what is allowed.
    """
    problems: list[str] = []
    document = _document(path, problems)
    _name_unknown_keys(document, problems)
    values = {key.field: _value(key, document, environment, problems) for key in KEYS}
    values["token"] = _token(values["token_file"], environment, problems)
    _check_together(values, problems)
    if problems:
        raise ConfigError(problems)
    return Config(**values)


def described(config: Config) -> list[tuple[str, str]]:
    """What would be used, key by key, with the token hidden."""
    shown = [(f"[{key.section}] {key.name}", _shown(getattr(config, key.field))) for key in KEYS]
    return [("token", "set (hidden)" if config.token else "not set"), *shown]


def cautions(config: Config) -> list[str]:
    """What may be meant, and is not what anybody should run with for long."""
    if config.polling_minimum_interval_seconds >= _FAIR:
        return []
    return [
        f"[polling] minimum_interval_seconds = {config.polling_minimum_interval_seconds}: for tests only;"
        f" sites shut out who asks more often than every {_FAIR} seconds"
    ]


def _shown(value: Any) -> str:
    if isinstance(value, frozenset):
        return ", ".join(sorted(value)) or "none"
    if isinstance(value, tuple):
        return ", ".join(value) or "none"
    return "not set" if value is None else str(value)


def _document(path: Path | None, problems: list[str]) -> Mapping[str, Any]:
    if path is None:
        return {}
    try:
        return tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        problems.append(f"{path}: cannot be read: {error.strerror}")
    except UnicodeDecodeError:
        problems.append(f"{path}: is not UTF-8 text")
    except (ValueError, RecursionError) as error:  # a number of 5000 digits, a thousand brackets
        problems.append(f"{path}: is not TOML: {error}")
    return {}


def _name_unknown_keys(document: Mapping[str, Any], problems: list[str]) -> None:
    sections = {key.section for key in KEYS}
    for section, table in document.items():
        if section not in sections:
            problems.append(f"[{section}]: is no section{_nearest(section, sections)}")
        elif not isinstance(table, dict):
            problems.append(f"{section} = {_given(table)}: must be a section, [{section}]")
        else:
            names = {key.name for key in KEYS if key.section == section}
            for name in sorted(table.keys() - names):
                problems.append(f"[{section}] {name}: is no key{_nearest(name, names)}")


def _value(key: Key, document: Mapping[str, Any], environment: Mapping[str, str], problems: list[str]) -> Any:
    table = document.get(key.section, {})
    given = table.get(key.name) if isinstance(table, dict) else None
    name = f"[{key.section}] {key.name}"
    if key.variable in environment:
        given, name = environment[key.variable], key.variable
    if given is None:
        return key.default
    try:
        return key.read(given)
    except ValueError as error:
        problems.append(f"{name} = {_given(given)}: must be {error}")
        return key.default


def _token(token_file: Path | None, environment: Mapping[str, str], problems: list[str]) -> str | None:
    if token := environment.get(TOKEN_VARIABLE, "").strip():
        return token
    if token_file is None:
        return None
    try:
        lines = token_file.read_text("utf-8-sig").split()
    except OSError as error:
        problems.append(f"[discord] token_file = {str(token_file)!r}: cannot be read: {error.strerror}")
        return None
    except UnicodeDecodeError:
        problems.append(f"[discord] token_file = {str(token_file)!r}: must be UTF-8 text")
        return None
    if not lines:
        problems.append(f"[discord] token_file = {str(token_file)!r}: is empty; it must hold the bot's token")
    return lines[0] if lines else None


def _check_together(values: Mapping[str, Any], problems: list[str]) -> None:
    for name in ("api_url", "gateway_url"):
        parts = urlsplit(values[name])
        plain = parts.scheme in ("http", "ws")
        if plain and not values["allow_plain"] and parts.hostname not in ("127.0.0.1", "::1", "localhost"):
            problems.append(
                f"[discord] {name} = {values[name]!r}: must be encrypted, or on this machine;"
                " [discord] allow_plain = true lifts this for a private network"
            )
    if values["polling_interval_seconds"] < values["polling_minimum_interval_seconds"]:
        problems.append(
            f"[polling] interval_seconds = {values['polling_interval_seconds']}: must not be below"
            f" minimum_interval_seconds = {values['polling_minimum_interval_seconds']}"
        )


def _given(value: Any) -> str:
    """A value as it is shown in a problem, however long it is."""
    try:
        shown = repr(value)
    except (ValueError, RecursionError):  # Python writes no number of more than 4300 digits
        return f"({type(value).__name__})"
    return shown if len(shown) <= 80 else f"{shown[:79]}…"


def _nearest(name: str, known: set[str]) -> str:
    best = process.extractOne(name, sorted(known), score_cutoff=55)
    return f"; did you mean {best[0]}?" if best else f"; known are {', '.join(sorted(known))}"
