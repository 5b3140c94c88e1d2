"""For every test: no connection leaves this machine, and the same catalogue is compiled once."""

from __future__ import annotations

import gc
import ipaddress
import socket
from collections.abc import Iterator
from typing import Any

import pytest

from bot.rules.matching import Matcher
from bot.rules.naming.lookup import NameIndex
from tests.compiled import remembered


def pytest_configure() -> None:
    NameIndex.of = remembered(NameIndex.of)  # type: ignore[method-assign]
    Matcher.of = remembered(Matcher.of)  # type: ignore[method-assign]


def pytest_collection_finish() -> None:
    # What was imported stays to the end: no collection of any test need look at it again.
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _only_loopback(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def check(address: Any) -> None:
        if isinstance(address, tuple) and not _is_loopback(str(address[0])):
            raise AssertionError(f"a test would connect beyond loopback, to {address[0]}")

    class Guarded(socket.socket):
        def connect(self, address: Any) -> None:
            check(address)
            super().connect(address)

        def connect_ex(self, address: Any) -> int:
            check(address)
            return super().connect_ex(address)

    monkeypatch.setattr(socket, "socket", Guarded)
    yield


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
