"""A process that polls what it is told to and says what that cost: the whole bot, but for Discord.

python -m tests.services.flooded FOLDER URL…
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from bot.app import build
from bot.config import load
from storage import feeds, guilds
from storage.records import GuildId

GUILD = GuildId(1)


def peak_megabytes() -> float:
    """The most memory that this process held at any time.

    Linux tells it of this program alone; what `resource` tells there begins with what the parent held.
    """
    status = Path("/proc/self/status")
    if status.exists():
        (peak,) = re.findall(r"VmHWM:\s+(\d+) kB", status.read_text("ascii"))
        return int(peak) / 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 / 1024


async def polled(folder: Path, urls: list[str]) -> dict[str, object]:
    now = datetime.now(UTC)
    hosts = ",".join(sorted({urlsplit(url).netloc for url in urls}))
    app = await build(
        load(None, {"ATTACHE_DATA_FOLDER": str(folder), "ATTACHE_POLLING_ALLOW_PRIVATE": hosts}), lambda: now
    )
    try:
        async with app.db.transaction() as tx:
            await guilds.put(tx, GUILD)
            for url in urls:
                await feeds.follow(tx, GUILD, (await feeds.put(tx, url, url, now)).id, now)
        before = peak_megabytes()
        await app.tick_poll()
        rows = await app.db.reader.all(
            "SELECT url, last_error, next_poll_at > :now AS later,"
            " (SELECT count(*) FROM entry_key WHERE feed_id = feed.id) AS keys FROM feed",
            now=now,
        )
        return {"before": before, "peak": peak_megabytes(), "feeds": {row["url"]: row for row in rows}}
    finally:
        await app.close()


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asyncio.run(polled(Path(sys.argv[1]), sys.argv[2:]))))
