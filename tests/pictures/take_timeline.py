"""Draws the README's timeline anew, from the shipped packs as of a day in October 2025."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
sys.path.insert(0, str(ROOT))

from bot.packs import read  # noqa: E402
from bot.rules.catalogue import Catalogue  # noqa: E402
from bot.rules.happenings import events_of  # noqa: E402
from bot.rules.moment import Moment  # noqa: E402
from bot.rules.showing.timeline import timeline  # noqa: E402
from bot.ui.pictures import draw  # noqa: E402
from storage.records import EntityId  # noqa: E402


def main() -> None:
    known = Catalogue.of_packs(read(["admm-plus", "admm-plus-context"]))
    now = Moment(datetime(2025, 10, 29, tzinfo=UTC), date(2025, 10, 29))
    events = events_of(known, list(known.entities.values()))
    made = timeline(known, known.entities[EntityId("my")], events, now)
    (ROOT / "tests" / "pictures" / "timeline.png").write_bytes(draw(made))


if __name__ == "__main__":
    main()
