"""Small facts the program keeps about itself: which pack was loaded, which commands were synced."""

from __future__ import annotations

from storage.database import Reader, Transaction


async def read(reader: Reader, name: str) -> str | None:
    value: str | None = await reader.value("SELECT value FROM setting WHERE name = :name", name=name)
    return value


async def names(reader: Reader, prefix: str) -> list[str]:
    """The names of settings that begin with `prefix`, in order."""
    rows = await reader.all(
        "SELECT name FROM setting WHERE substr(name, 1, :length) = :prefix ORDER BY name",
        prefix=prefix,
        length=len(prefix),
    )
    return [row["name"] for row in rows]


async def remove(tx: Transaction, name: str) -> None:
    await tx.run("DELETE FROM setting WHERE name = :name", name=name)


async def write(tx: Transaction, name: str, value: str) -> None:
    await tx.run(
        "INSERT INTO setting (name, value) VALUES (:name, :value)"
        " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        name=name,
        value=value,
    )
