"""What a value of the configuration may be: each reader takes one of the file, or text of the environment,
and gives what the field holds, or raises ValueError with what is allowed.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit


def text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("text in quotes")
    return value.strip()


def path(value: Any) -> Path:
    given = text(value)
    try:
        if "\0" not in given:
            return Path(given).expanduser()
    except RuntimeError as error:  # the home folder of somebody who is not known here
        raise ValueError(f"a path; {error}") from error
    raise ValueError("a path, which has no zero bytes")


def whole(least: int, most: int) -> Callable[[Any], int]:
    def read(value: Any) -> int:
        if isinstance(value, str) and value.isascii() and value.isdigit():
            value = int(value[:20])
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise ValueError(f"a whole number from {least} to {most}")
        return value

    return read


def yes_or_no(value: Any) -> bool:
    if value in (True, "true", "yes", "1"):
        return True
    if value in (False, "false", "no", "0"):
        return False
    raise ValueError("true or false")


def one_of(*allowed: str) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if value not in allowed:
            raise ValueError("one of " + ", ".join(allowed))
        return str(value)

    return read


def url(*schemes: str) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        given = text(value)
        try:
            parts = urlsplit(given)
            usable = parts.scheme in schemes and parts.hostname and parts.port != 0
        except ValueError:
            usable = False
        if not usable:
            raise ValueError("an address that begins with " + " or ".join(f"{s}://" for s in schemes))
        return given

    return read


def listen(value: Any) -> str:
    given = text(value)
    try:
        parts = urlsplit(f"//{given}")
        usable = parts.netloc == given and "@" not in given and parts.hostname and parts.port
    except ValueError:
        usable = False
    if not usable:
        raise ValueError('a host and a port from 1 to 65535, such as "127.0.0.1:8080"')
    return given


def hosts(value: Any) -> frozenset[str]:
    items = value.split(",") if isinstance(value, str) else value
    if not isinstance(items, list) or not all(isinstance(item, str) and item.strip() for item in items):
        raise ValueError('a list of hosts, such as ["intranet.example.org", "127.0.0.1:8000"]')
    return frozenset(item.strip().lower() for item in items)


def packs(value: Any) -> tuple[str, ...]:
    items = value.split(",") if isinstance(value, str) else value
    if not isinstance(items, list) or not all(isinstance(item, str) and item.strip() for item in items):
        raise ValueError(
            'a list of names of shipped packs or paths of files, such as ["admm-plus", "./mine.toml"]'
        )
    names = tuple(item.strip() for item in items)
    if len(set(names)) < len(names):
        raise ValueError("a list that names each pack once")
    return names
