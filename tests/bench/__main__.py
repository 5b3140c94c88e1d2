"""Prints every benchmark: `make bench`."""

from __future__ import annotations

import asyncio
import platform
import sys

from tests.bench.calendars import calendars
from tests.bench.dates import dates
from tests.bench.lookup import lookup
from tests.bench.matching import matching
from tests.bench.outbox import outbox
from tests.bench.polling import polling
from tests.bench.posting import posting
from tests.bench.reminders import reminders
from tests.bench.replanning import replanning
from tests.bench.startup import startup
from tests.bench.stories import stories
from tests.bench.typing import typing


def main() -> None:
    print(f"Python {platform.python_version()}, {platform.system()} {platform.machine()}")
    for benchmark in (
        dates,
        lookup,
        matching,
        outbox,
        polling,
        posting,
        reminders,
        replanning,
        startup,
        stories,
        typing,
        calendars,
    ):
        print(f"\n{benchmark.__name__}", flush=True)
        for line in asyncio.run(benchmark()):
            print(f"  {line}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
