from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from app.domain.history.history import HistoryQuery, Show, SortKey
from app.storage.database.database import Database
from app.storage.database.migrations import MIGRATIONS, migrate, stored_version
from app.storage.history.cache import DisputeCache

DATA = Path(__file__).parent / "data"


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


def test_what_an_older_version_kept_is_found_and_sorted_as_it_is_typed_now(tmp_path: Path) -> None:
    path = tmp_path / "account.sqlite3"
    with closing(sqlite3.connect(path, isolation_level=None)) as old:
        migrate(old, MIGRATIONS[:4])
        rows = (("SH1", "Zebra", "ＭÜLLER"), ("SH2", "Éclair “X”", "Åhl\u0301en"), ("SH3", "", ""))
        for number, (dispute, product, supplier) in enumerate(rows, start=1):
            old.execute(
                "INSERT INTO disputes (number, dispute_id, status, reason, refund_cents,"
                " reissue_cents, reissue_order_id, created_is_exact, order_number, is_open,"
                " first_seen, sync_mark, dispute_key, order_key, product_key, supplier_key)"
                " VALUES (?, ?, 'Öffen', '', 0, 0, '', 0, '＃7', 1, 0, 0, ?, '＃7', ?, ?)",
                (number, dispute, dispute.casefold(), product.casefold(), supplier.casefold()),
            )
            old.execute(
                "INSERT INTO dispute_search VALUES (?, ?)",
                (number, f"{dispute}\n{product}\n{supplier}".casefold()),
            )
            if product:
                old.execute(
                    "INSERT INTO dispute_lines VALUES (?, 0, NULL, ?, ?, NULL, '', '', '', '')",
                    (dispute, product, supplier),
                )
    database = Database(path)
    assert database.prepare() is None
    cache = DisputeCache(database)

    def ids(query: HistoryQuery) -> list[str]:
        return [row.dispute.dispute_id for row in cache.query(query).rows]

    for typed in ("eclair", 'ÉCLAIR "x"', "ahlen"):
        assert ids(HistoryQuery(text=typed)) == ["SH2"]
    assert ids(HistoryQuery(text="muller")) == ["SH1"]
    assert ids(HistoryQuery(sort=SortKey.PRODUCT, descending=False)) == ["SH2", "SH1", "SH3"]
    assert ids(HistoryQuery(sort=SortKey.SUPPLIER, descending=False)) == ["SH2", "SH1", "SH3"]
    with database.read() as connection:
        keys = connection.execute("SELECT order_key, status_key, reason_key FROM disputes")
        assert {tuple(row) for row in keys} == {("#" + "7".zfill(20), "offen", None)}


def test_a_shops_own_number_of_an_order_that_was_kept_leaves_the_file(tmp_path: Path) -> None:
    path = tmp_path / "account.sqlite3"
    written = '{{"order_id": "{}", "status": "SHIPPED", "shop_order_id": "PLATFORM-{}"{}'
    with closing(sqlite3.connect(path, isolation_level=None)) as old:
        migrate(old, MIGRATIONS[:8])
        for number, end in enumerate(("}", "}", " cut short")):
            facts = written.format(f"SD{number}", "443322" * 200, end)
            old.execute(
                "INSERT INTO orders (order_id, order_number, facts, facts_fetched)"
                " VALUES (?, '', ?, 0)",
                (f"SD{number}", facts),
            )
    migrated = Database(path)
    migrated.prepare()
    assert b"443322" not in path.read_bytes()
    with migrated.read() as connection:
        rows = connection.execute("SELECT facts FROM orders ORDER BY order_id").fetchall()
    assert [json.loads(row[0])["status"] for row in rows[:2]] == ["SHIPPED"] * 2
    assert rows[2][0] is None


def test_what_waited_for_the_merchant_before_is_found_as_that(tmp_path: Path) -> None:
    path = tmp_path / "account.sqlite3"
    with closing(sqlite3.connect(path)) as old:
        old.executescript((DATA / "version-0.1.0.sql").read_text(encoding="utf-8"))
        (first, *others) = (row[0] for row in old.execute("SELECT dispute_id FROM disputes"))
        old.execute(
            "UPDATE disputes SET status = 'Awaiting your response', outcome = 1, is_open = 0"
            " WHERE dispute_id = ?",
            (first,),
        )
        old.commit()
    database = Database(path)
    database.prepare()
    assert others
    cache = DisputeCache(database)

    def shown(show: Show) -> list[str]:
        return [row.dispute.dispute_id for row in cache.query(HistoryQuery(show=show)).rows]

    assert shown(Show.WAITING) == [first]
    assert first in shown(Show.OPEN)
    assert first not in shown(Show.REFUNDED)
