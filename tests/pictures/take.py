"""Takes the README's picture of the demo's page anew: `make picture`."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
sys.path.insert(0, str(ROOT))

from tests.end.page import browser_page, chromium, running_demo  # noqa: E402


def main() -> int:
    if chromium() is None:
        print("No Chromium was found; install one to take the picture.", file=sys.stderr)  # noqa: T201
        return 1
    with running_demo() as (_, url), browser_page(url) as page:
        page.sees("Attaché is here")
        page.command("search", query="which states run the counter-terror group")
        page.command("clock", to="to the next reminder")
        page.sees("Reminder · 1 day before")
        page.jump_to_latest()
        page.picture(str(ROOT / "tests" / "pictures" / "page.png"))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
