from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from app.storage.migrations import MIGRATIONS, migrate, stored_version


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as opened:
        yield opened


def tables(connection: sqlite3.Connection) -> set[str]:
    rows = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
    return {row[0] for row in rows}


def test_an_empty_file_gets_every_step(connection: sqlite3.Connection) -> None:
    assert stored_version(connection) == 0
    migrate(connection)
    assert stored_version(connection) == len(MIGRATIONS)
    assert {"filings", "held_lines", "attempts", "disputes", "orders"} <= tables(connection)


def test_steps_run_once_and_in_order(connection: sqlite3.Connection) -> None:
    steps = ["CREATE TABLE a (x);", "ALTER TABLE a ADD y;\n-- and; so\nCREATE TABLE b (z)"]
    migrate(connection, steps[:1])
    connection.execute("INSERT INTO a VALUES (1)")
    migrate(connection, steps)
    migrate(connection, steps)
    assert stored_version(connection) == 2
    assert connection.execute("SELECT * FROM a").fetchall() == [(1, None)]
    assert tables(connection) == {"a", "b"}


def test_a_step_may_not_leave_rows_without_their_parent(connection: sqlite3.Connection) -> None:
    steps = [
        "CREATE TABLE a (x PRIMARY KEY); CREATE TABLE b (x REFERENCES a);",
        "INSERT INTO b VALUES (7);",
    ]
    with pytest.raises(sqlite3.IntegrityError):
        migrate(connection, steps)
    assert stored_version(connection) == 1
    assert connection.execute("SELECT * FROM b").fetchall() == []
