"""What is kept of disputes as records for an export, with what other tables tell of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from app.domain.history.exports import ExportRecord
from app.domain.text import storable
from app.storage.history import buyer_refunds
from app.storage.history.query import NO_LIMIT, answer, hits_of, listing
from app.storage.history.rows import from_rows, load, select

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Generator, Iterable, Sequence

    from app.domain.disputes.disputes import Dispute
    from app.domain.history.history import HistoryQuery, HistoryRow
    from app.domain.ids import DisputeId
    from app.storage.database.database import Database

_BATCH = 500
"""Rows that are read at once."""


class ExportReader:
    """Reads what is kept, all of it in one state. Raises `StorageFailed`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def count(self, query: HistoryQuery) -> int:
        """How many disputes answer the query; its limit and offset do not count."""
        with self._database.read() as connection:
            return answer(connection, query._replace(limit=0, offset=0)).total

    def batches(self, query: HistoryQuery) -> Generator[tuple[ExportRecord, ...], None, None]:
        """The disputes in the query's order. Close the iterator to stop early.

        Only a batch is in memory at a time. Others may write meanwhile; they are not seen.
        """
        whole = query._replace(limit=NO_LIMIT, offset=0)
        with self._database.read() as connection:
            statement = listing(whole, hits_of(connection, query))
            found = connection.execute(statement.sql, statement.parameters)
            while rows := found.fetchmany(_BATCH):
                yield _records(connection, from_rows(connection, rows))

    def record(self, dispute_id: DisputeId) -> ExportRecord | None:
        """The same of one dispute."""
        key = storable(dispute_id)
        with self._database.read() as connection:
            rows = load(connection, [key])
            return _records(connection, [rows[key]])[0] if key in rows else None


def _records(
    connection: sqlite3.Connection, rows: Sequence[HistoryRow]
) -> tuple[ExportRecord, ...]:
    ids = [row.dispute.dispute_id for row in rows]
    items = {line.line_item_id for row in rows for line in row.dispute.lines if line.line_item_id}
    skus = dict(
        connection.execute(
            "SELECT line_item_id, sku FROM json_each(?) JOIN order_lines ON line_item_id = value",
            (json.dumps(sorted(items)),),
        ).fetchall()
    )
    references, notes, told = (
        {row[0]: row[1] for row in select(connection, f"dispute_id, {kept}", ids)}
        for kept in ("reference FROM filings", "text FROM notes", "lines FROM dispute_details")
    )
    refunds = buyer_refunds.load(connection, ids)
    return tuple(
        ExportRecord(
            row,
            _skus(row.dispute, skus, told.get(row.dispute.dispute_id, "[]")),
            references.get(row.dispute.dispute_id, ""),
            notes.get(row.dispute.dispute_id, ""),
            refunds.get(row.dispute.dispute_id),
        )
        for row in rows
    )


def _skus(dispute: Dispute, by_item: dict[str, str], detail: str) -> tuple[str, ...]:
    """The order tells a line's SKU; CJ's detail may, in a line that names no item."""
    found = (by_item.get(line.line_item_id or "") or line.product_code for line in dispute.lines)
    known = _each_once(found)
    return known or _each_once(line["product_code"] for line in json.loads(detail))


def _each_once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))
