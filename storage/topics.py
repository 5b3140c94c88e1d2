"""Topics that servers saved: a name and a query each. Their ids, `topic.N`, are those of no entity."""

from __future__ import annotations

from storage.database import Reader, Row, Transaction
from storage.news import Topic
from storage.records import EntityId, GuildId, UserId


async def put(tx: Transaction, topic: Topic) -> None:
    """Keep a topic as it is now."""
    await tx.run(
        "INSERT INTO topic (guild_id, id, name, query, by_user_id, created_at)"
        " VALUES (:guild_id, :id, :name, :query, :by_user_id, :created_at)"
        " ON CONFLICT (id) DO UPDATE SET name = excluded.name, query = excluded.query",
        guild_id=topic.guild_id,
        id=topic.id,
        name=topic.name,
        query=topic.query,
        by_user_id=topic.by_user_id,
        created_at=topic.created_at,
    )


async def of_guild(reader: Reader, guild_id: GuildId) -> list[Topic]:
    rows = await reader.all("SELECT * FROM topic WHERE guild_id = :id ORDER BY name, id", id=guild_id)
    return [_topic(row) for row in rows]


async def all_of_present(reader: Reader) -> list[Topic]:
    """The topics of every server the bot is in."""
    rows = await reader.all(
        "SELECT topic.* FROM topic JOIN guild ON guild.id = guild_id WHERE left_at IS NULL"
        " ORDER BY guild_id, topic.id"
    )
    return [_topic(row) for row in rows]


async def last_number(reader: Reader) -> int:
    """The highest number any topic has; 0 where there is none."""
    found = await reader.value("SELECT max(CAST(substr(id, 7) AS INTEGER)) FROM topic")
    return int(found or 0)


async def remove(tx: Transaction, guild_id: GuildId, topic_id: EntityId) -> bool:
    """Forget a topic; what followed it is the caller's to end."""
    return (
        await tx.run(
            "DELETE FROM topic WHERE guild_id = :guild_id AND id = :id", guild_id=guild_id, id=topic_id
        )
        > 0
    )


def _topic(row: Row) -> Topic:
    return Topic(
        guild_id=GuildId(row["guild_id"]),
        id=EntityId(row["id"]),
        name=row["name"],
        query=row["query"],
        by_user_id=UserId(row["by_user_id"]),
        created_at=row["created_at"],
    )
