"""Small facts the program keeps about itself: which pack was loaded, which commands were synced."""

from __future__ import annotations

from storage.database import Reader, Transaction


async def read(reader: Reader, name: str) -> str | None:
    value: str | None = await reader.value("SELECT value FROM setting WHERE name = :name", name=name)
    return value


async def write(tx: Transaction, name: str, value: str) -> None:
    await tx.run(
        "INSERT INTO setting (name, value) VALUES (:name, :value)"
        " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        name=name,
        value=value,
    )
