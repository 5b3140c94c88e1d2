"""The list is the version. What is not ours, is newer or cannot be migrated is refused and left alone."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from storage.database import CannotOpen
from storage.schema import APPLICATION_ID, MIGRATIONS, Migration
from tests.storage.filed import opened

FIRST = Migration(
    "a first table", "CREATE TABLE one (id INTEGER PRIMARY KEY) STRICT; INSERT INTO one VALUES (7)"
)
SECOND = Migration("a second table", "CREATE TABLE two (id INTEGER PRIMARY KEY) STRICT")
BROKEN = Migration("a broken step", "CREATE TABLE three (id INTEGER); INSERT INTO nowhere VALUES (1)")


def open_once(folder: Path, migrations: tuple[Migration, ...] = MIGRATIONS) -> None:
    async def scenario() -> None:
        async with opened(folder, migrations):
            pass

    asyncio.run(scenario())


def ask(folder: Path, sql: str) -> object:
    """What SQLite itself says of the closed file."""
    with closing(sqlite3.connect(folder / "attache.db")) as connection:
        (value,) = connection.execute(sql).fetchone()
        return value


def tables(folder: Path) -> object:
    return ask(folder, "SELECT group_concat(name) FROM sqlite_schema WHERE type = 'table'")


def foreign_file(folder: Path, sql: str) -> bytes:
    with closing(sqlite3.connect(folder / "attache.db")) as connection:
        connection.executescript(sql)
    return (folder / "attache.db").read_bytes()


def test_a_new_file_is_made_with_our_mark_and_the_length_of_the_list_as_its_version(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "data"
    open_once(folder)
    assert ask(folder, "PRAGMA application_id") == APPLICATION_ID
    assert ask(folder, "PRAGMA user_version") == len(MIGRATIONS)
    assert ask(folder, "PRAGMA journal_mode") == "wal"
    assert ask(folder, "PRAGMA integrity_check") == "ok"


def test_every_table_is_strict_and_every_step_says_why(tmp_path: Path) -> None:
    open_once(tmp_path)
    loose = (
        "SELECT count(*) FROM pragma_table_list"
        " WHERE schema = 'main' AND NOT strict AND name NOT LIKE 'sqlite_%'"
    )
    assert ask(tmp_path, loose) == 0
    assert all(step.why for step in MIGRATIONS)


def test_a_file_is_taken_on_from_where_it_stands_and_keeps_what_is_in_it(tmp_path: Path) -> None:
    open_once(tmp_path, (FIRST,))
    open_once(tmp_path, (FIRST, SECOND))
    open_once(tmp_path, (FIRST, SECOND))
    assert (ask(tmp_path, "SELECT id FROM one"), tables(tmp_path)) == (7, "one,two")
    assert ask(tmp_path, "PRAGMA user_version") == 2


def test_a_step_that_fails_leaves_file_and_version_as_they_were(tmp_path: Path) -> None:
    open_once(tmp_path, (FIRST,))
    with pytest.raises(
        CannotOpen, match=r"step 3 of the schema \(a broken step\) failed: no such table: nowhere"
    ):
        open_once(tmp_path, (FIRST, SECOND, BROKEN))
    assert (ask(tmp_path, "PRAGMA user_version"), tables(tmp_path)) == (2, "one,two")
    open_once(tmp_path, (FIRST, SECOND))


def test_a_first_step_that_fails_leaves_an_empty_file_that_can_be_used_again(tmp_path: Path) -> None:
    with pytest.raises(CannotOpen, match="step 1"):
        open_once(tmp_path, (BROKEN,))
    assert (ask(tmp_path, "PRAGMA user_version"), tables(tmp_path)) == (0, None)
    open_once(tmp_path, (FIRST,))


def test_a_file_newer_than_the_program_is_refused_with_both_numbers(tmp_path: Path) -> None:
    open_once(tmp_path, (FIRST, SECOND))
    with pytest.raises(CannotOpen, match="has schema 2, this program knows 1"):
        open_once(tmp_path, (FIRST,))
    assert ask(tmp_path, "PRAGMA user_version") == 2


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE TABLE notes (text); INSERT INTO notes VALUES ('mine')",
        "PRAGMA application_id = 1; CREATE TABLE notes (text)",
        f"PRAGMA user_version = {len(MIGRATIONS)}; CREATE TABLE outbox (id)",
    ],
)
def test_another_programs_file_is_refused_and_not_touched(tmp_path: Path, sql: str) -> None:
    before = foreign_file(tmp_path, sql)
    with pytest.raises(CannotOpen, match="belongs to another program"):
        open_once(tmp_path)
    assert (tmp_path / "attache.db").read_bytes() == before


def test_a_file_that_is_no_database_is_refused_and_not_touched(tmp_path: Path) -> None:
    (tmp_path / "attache.db").write_bytes(b"no database at all, only words" * 100)
    with pytest.raises(CannotOpen, match="is not a usable database"):
        open_once(tmp_path)
    assert (tmp_path / "attache.db").read_bytes().startswith(b"no database")


def test_a_second_open_of_the_folder_is_refused_until_the_first_is_closed(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with opened(tmp_path):
            with pytest.raises(CannotOpen, match=r"another Attaché is already running on .*; stop it first"):
                async with opened(tmp_path):
                    raise AssertionError("two were open at once")
        async with opened(tmp_path):
            pass

    asyncio.run(scenario())


def test_a_refusal_leaves_the_folder_free_for_the_next_try(tmp_path: Path) -> None:
    with pytest.raises(CannotOpen):
        open_once(tmp_path, (BROKEN,))
    open_once(tmp_path)


def test_a_folder_that_cannot_be_made_is_refused_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(CannotOpen, match="cannot be used"):
        open_once(tmp_path / "file" / "data")


def test_what_a_first_file_had_loaded_is_read_anew_and_nothing_else_is_forgotten(tmp_path: Path) -> None:
    open_once(tmp_path, MIGRATIONS[:2])
    with closing(sqlite3.connect(tmp_path / "attache.db")) as connection:
        connection.executescript(
            """
            INSERT INTO setting VALUES ('pack:field', '0.1.0 abc'), ('commands', 'def');
            INSERT INTO entity VALUES ('forum', 'field', 'forum', 'Forum', NULL, 'One.', 0);
            INSERT INTO name VALUES ('forum', 'Forum', 'any', 0, NULL);
            INSERT INTO guild (id) VALUES (10);
            INSERT INTO subscription VALUES (1, 10, 101, 'forum', 1, 1, NULL, 0, NULL, NULL);
            """
        )
    open_once(tmp_path)
    assert ask(tmp_path, "SELECT id || ':' || state FROM pack") == "field:"
    assert ask(tmp_path, "SELECT group_concat(name) FROM setting") == "commands"
    assert ask(tmp_path, "SELECT count(*) FROM entity") == ask(tmp_path, "SELECT count(*) FROM name") == 0
    assert ask(tmp_path, "SELECT subject FROM subscription") == "forum"


def test_what_a_server_had_before_people_were_reminded_is_kept_through_the_steps_since(
    tmp_path: Path,
) -> None:
    open_once(tmp_path, MIGRATIONS[:5])
    with closing(sqlite3.connect(tmp_path / "attache.db")) as connection:
        connection.executescript(
            """
            PRAGMA foreign_keys = ON;
            INSERT INTO guild (id) VALUES (10);
            INSERT INTO subscription (id, guild_id, channel_id, subject, news, reminders, role_id, created_at)
                VALUES (3, 10, 101, 'admm-plus', 1, 1, 7, 1);
            INSERT INTO reminder (event_id, subscription_id, start, lead, due_at, expires_at, state)
                VALUES ('meeting', 3, '2025-11-01', '1 day', 1, 2, 'done');
            INSERT INTO feed (id, url, title, next_poll_at) VALUES (1, 'https://a.example', 'A', 1);
            INSERT INTO guild_feed (guild_id, feed_id, created_at) VALUES (10, 1, 1);
            INSERT INTO entry (feed_id, guid, title, found_at) VALUES (1, 'g', 'T', 1);
            INSERT INTO outbox (key, channel_id, notice, nonce, state, not_before_at, created_at)
                VALUES ('k', 101, '{}', 'n', 'sent', 1, 1);
            """
        )
    open_once(tmp_path)
    assert ask(tmp_path, "PRAGMA user_version") == len(MIGRATIONS)
    assert ask(tmp_path, "SELECT count(*) FROM pragma_foreign_key_check") == 0
    assert ask(tmp_path, "SELECT subject || role_id || options FROM subscription") == "admm-plus7{}"
    assert ask(tmp_path, "SELECT subscription_id || state FROM reminder") == "3done"
    assert ask(tmp_path, "SELECT key || state || op FROM outbox") == "ksentsend"
    assert ask(tmp_path, "SELECT title || story_key FROM entry") == "T"
    assert ask(tmp_path, "SELECT count(*) FROM guild_feed WHERE paused_at IS NULL") == 1
