"""Time zones by what people type: `kuala` finds Asia/Kuala_Lumpur."""

from __future__ import annotations

from collections.abc import Iterable

from bot.rules.text import phrase

_NOT_OFFERED = ("Etc/", "SystemV/", "US/", "posix", "right/")


def find_zones(query: str, names: Iterable[str], limit: int = 25) -> list[str]:
    """Zone names whose words the query's words begin, exact ones first; only places and UTC."""
    wanted = phrase(query)
    found = []
    for name in sorted(names):
        if name.startswith(_NOT_OFFERED) or ("/" not in name and name != "UTC"):
            continue
        words = phrase(name)
        if all(any(word.startswith(part) for word in words) for part in wanted):
            found.append((words != wanted, not words[-1].startswith(wanted[-1] if wanted else ""), name))
    return [name for _, _, name in sorted(found)][:limit]
