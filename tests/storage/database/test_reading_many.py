"""Rows are read some at once, and worked on while nothing is read.

Each row that is read wakes up whoever waits for Python's lock, in vain where its work comes next.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from app.domain.ids import LineItemId, OrderId, OrderNumber
from app.domain.orders.orders import OrderedProduct, OrderFacts
from app.storage import order_rows, tracked_orders
from app.storage.database.database import Database, in_portions
from app.storage.history import rows
from app.storage.history.cache import DisputeCache
from app.storage.tracked_orders import TrackedOrders
from tests import builders
from tests.builders import NOON
from tests.data_files import ready_database

MANY = 30


class WatchedDatabase(Database):
    """Notes each row that is read."""

    def __init__(self, path: Path, done: list[str]) -> None:
        super().__init__(path)
        self._done = done

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        def read_row(cursor: sqlite3.Cursor, row: tuple[Any, ...]) -> sqlite3.Row:
            self._done.append("read")
            return sqlite3.Row(cursor, row)

        with super().read() as connection:
            connection.row_factory = read_row
            yield connection


def noting(done: list[str], work: Callable[[Any], object]) -> Callable[[Any], object]:
    def noted(row: sqlite3.Row) -> object:
        done.append("work")
        return work(row)

    return noted


def stretches(done: list[str]) -> list[str]:
    return [each for each, _ in groupby(done)]


def test_all_orders_are_read_before_one_is_worked_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    database = WatchedDatabase(ready_database(tmp_path / "a.sqlite3").path, done)
    found = [
        OrderFacts(OrderId(f"SD{number}"), (), OrderNumber(""), "SHIPPED") for number in range(MANY)
    ]
    TrackedOrders(database).save_listed(found, NOON)
    monkeypatch.setattr(tracked_orders, "order_of", noting(done, order_rows.order_of))
    assert len(tuple(TrackedOrders(database).all(NOON))) == MANY
    assert done.count("work") == MANY
    assert stretches(done) == ["read", "work", "read"]


def test_texts_that_many_orders_have_are_in_memory_once(tmp_path: Path) -> None:
    product = OrderedProduct(LineItemId(""), "V1", 1, None, name="Brass lamp, large", sku="A-1")
    found = [
        OrderFacts(
            OrderId(f"SD{number}"),
            (),
            OrderNumber(""),
            "SHIPPED",
            shop_name="Lamps and more",
            products=(product,),
        )
        for number in range(MANY)
    ]
    orders = TrackedOrders(ready_database(tmp_path / "a.sqlite3"))
    orders.save_listed(found, NOON)
    read = [kept.order.facts for kept in orders.all(NOON)]
    for texts in (
        [each.shop_name for each in read],
        [each.products[0].name for each in read],
        [each.products[0].sku for each in read],
    ):
        assert len(set(map(id, texts))) == 1


def test_all_lines_of_disputes_are_read_before_one_is_worked_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    database = WatchedDatabase(ready_database(tmp_path / "a.sqlite3").path, done)
    cache = DisputeCache(database)
    cache.save_page([builders.dispute(f"SH{number}") for number in range(MANY)], NOON)
    monkeypatch.setattr(rows, "_line_from_row", noting(done, rows._line_from_row))
    with database.read() as connection:
        found = connection.execute(f"SELECT {rows.COLUMNS} FROM disputes").fetchall()  # noqa: S608 - our own words
        assert sum(len(each.dispute.lines) for each in rows.from_rows(connection, found)) >= MANY
    assert stretches(done) == ["read", "work"]


def test_of_many_rows_only_a_portion_is_in_memory(database: Database) -> None:
    read: list[int] = []

    def note(number: int) -> int:
        read.append(number)
        return number

    with database.read() as connection:
        connection.create_function("noted", 1, note)
        found = connection.execute(
            "WITH RECURSIVE count(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM count LIMIT 2000)"
            " SELECT noted(n) FROM count"
        )
        worked_on = in_portions(found)
        assert next(worked_on)[0] == 1
        assert 100 < len(read) < 1_000
        assert [row[0] for row in worked_on] == list(range(2, 2001))
