"""A data file of version 0.1.0 (four steps), with what that version wrote wrongly, is mended."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from app.domain.history.history import HistoryQuery
from app.domain.ids import DisputeId, OrderId
from app.storage.database.database import Database
from app.storage.database.migrations import MIGRATIONS, migrate
from app.storage.history.cache import DisputeCache
from app.storage.order_cache import OrderCache
from app.storage.timestamps import to_ms
from tests import builders
from tests.builders import NOON

_DISPUTE = """
INSERT INTO disputes (
    number, dispute_id, status, reason, outcome, refund_cents, reissue_cents, reissue_order_id,
    created, created_is_exact, order_id, order_number, is_open, first_seen, sync_mark, dispute_key,
    order_key, reason_key, status_key, list_reading
) VALUES (
    :number, 'SH' || :number, 'Processing', 'Damaged', :outcome, :refund, 0, '', :now, 0, :order,
    :order_number, 1, :now, :now, 'sh' || :number, 'key', 'damaged', 'processing', :reading
)
"""


class OldFile:
    """What version 0.1.0 left on a disk."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._open() as connection:
            migrate(connection, MIGRATIONS[:4])

    def _open(self) -> closing[sqlite3.Connection]:
        return closing(sqlite3.connect(self._path, isolation_level=None))

    def order(self, order_id: str, *items: str) -> None:
        with self._open() as connection:
            connection.execute(
                "INSERT INTO orders (order_id, order_number, lines, fetched)"
                " VALUES (?, ?, '[]', 1)",
                (order_id, "#" + order_id),
            )
            for item in items:
                connection.execute("INSERT INTO order_lines VALUES (?, ?, 'SKU')", (item, order_id))

    def dispute(
        self,
        number: int,
        *items: str,
        order: str | None = None,
        outcome: int | None = None,
        refund: int = 0,
        reading: str | None = None,
    ) -> None:
        values = {
            "number": number,
            "outcome": outcome,
            "refund": refund,
            "now": to_ms(NOON),
            "order": order,
            "order_number": order and "#" + order,
            "reading": reading,
        }
        with self._open() as connection:
            connection.execute(_DISPUTE, values)
            text = "\n".join(
                filter(None, (f"sh{number}", (order or "").lower(), f"#{order}".lower(), "damaged"))
            )
            connection.execute("INSERT INTO dispute_search VALUES (?, ?)", (number, text))
            for place, item in enumerate(items):
                connection.execute(
                    "INSERT INTO dispute_lines VALUES (?, ?, ?, 'Lamp', '', NULL, '', '', '', '')",
                    (f"SH{number}", place, item),
                )

    def filing(self, number: int, order: str) -> None:
        with self._open() as connection:
            connection.execute(
                "INSERT INTO filings (reference, state, draft, order_id, order_number, dispute_id,"
                " created, changed) VALUES (?, 'confirmed', '{}', ?, '', ?, 1, 1)",
                (f"DD-{number}", order, f"SH{number}"),
            )

    def opened(self) -> Database:
        database = Database(self._path)
        assert database.prepare() is None
        return database


@pytest.fixture
def old(tmp_path: Path) -> OldFile:
    return OldFile(tmp_path / "a1.sqlite3")


def order_ids(cache: DisputeCache, count: int) -> list[str | None]:
    found = (cache.get(DisputeId(f"SH{number}")) for number in range(1, count + 1))
    return [row.dispute.order_id for row in found if row]


def test_orders_that_are_not_a_disputes_are_taken_back(old: OldFile) -> None:
    old.order("SD1", "L1")
    old.order("SD2", "L2", "L4")
    old.dispute(1, "L1", order="SD1")  # right
    old.dispute(2, "L2", order="SD1")  # CJ ignored what it was asked for
    old.dispute(3, "L3", order="SD1")  # so here; whose it is nobody knows
    old.dispute(4, order="SD1")  # without line items nothing contradicts
    old.dispute(5, "L9", order="SD9")  # of an order that was never looked up
    old.dispute(6, "L8", order="SD1")
    old.filing(6, "SD1")  # filed here
    cache = DisputeCache(old.opened())
    assert order_ids(cache, 6) == ["SD1", None, None, "SD1", "SD9", "SD1"]
    wrong = cache.get(DisputeId("SH2"))
    assert wrong is not None
    assert wrong.dispute.order_number is None
    found = cache.query(HistoryQuery("#sd1"))
    assert {row.dispute.dispute_id for row in found.rows} == {"SH1", "SH4", "SH6"}
    assert cache.query(HistoryQuery("sh2 damaged")).total == 1


def test_what_was_taken_back_finds_its_order_when_it_is_listed_again(old: OldFile) -> None:
    old.order("SD1", "L1")
    old.order("SD2", "L2")
    old.dispute(2, "L2", order="SD1")
    cache = DisputeCache(old.opened())
    cache.save_page([builders.dispute("SH2", lines=("L2",))], NOON)
    assert order_ids(cache, 2) == ["SD2"]


def test_what_was_taken_back_finds_its_order_when_that_is_looked_up(old: OldFile) -> None:
    old.order("SD1", "L1")
    old.dispute(2, "L2", order="SD1")
    database = old.opened()
    order = builders.order(builders.order_line("L2"), order_id="SD2")
    OrderCache(database).save(order, NOON)
    assert order_ids(DisputeCache(database), 2) == [OrderId("SD2")]
