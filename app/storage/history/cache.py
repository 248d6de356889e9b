"""The disputes of an account as last seen, to be searched and shown without asking CJ."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from app.domain.disputes import (
    CostKind,
    Dispute,
    DisputeDetail,
    DisputeLine,
    RefundPart,
)
from app.domain.ids import DisputeId, LineItemId, OrderId, OrderNumber
from app.domain.money import usd
from app.domain.snapshot import Source, merged_lines, merged_parts
from app.domain.text import storable
from app.storage import dispute_links as links
from app.storage.dispute_writing import store
from app.storage.history import rows
from app.storage.history.query import answer, place_of
from app.storage.timestamps import to_ms

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime

    from app.domain.history import Change, HistoryPage, HistoryQuery, HistoryRow
    from app.storage.database.database import Database


class DisputeCache:
    """Disputes with what this computer learnt about them. Raises `StorageFailed` throughout."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save_page(self, disputes: Iterable[Dispute], now: datetime) -> tuple[Change, ...]:
        """Store rows as CJ lists them now; gives those that are new or changed.

        Which order a row is for is told by its line items alone, whatever the list was asked for:
        CJ may ignore that. What was known of a dispute survives rows that lack it.
        """
        with self._database.write() as connection:
            listed = tuple(disputes)
            changes = store(connection, listed, now)
            links.link_by_lines(connection, [storable(each.dispute_id) for each in listed])
            return changes

    def query(self, query: HistoryQuery) -> HistoryPage:
        """The rows that answer a query, and how many do in all."""
        with self._database.read() as connection:
            return answer(connection, query)

    def place(self, query: HistoryQuery, dispute_id: DisputeId) -> int | None:
        """Where a dispute stands among all rows that match, from 0; None where it does not."""
        with self._database.read() as connection:
            return place_of(connection, query, storable(dispute_id))

    def get(self, dispute_id: DisputeId) -> HistoryRow | None:
        """The row of one dispute."""
        return next(iter(self.of_ids([dispute_id])), None)

    def of_ids(self, ids: Iterable[DisputeId]) -> tuple[HistoryRow, ...]:
        """The rows of these disputes, in this order; those that are not stored are left out."""
        with self._database.read() as connection:
            return tuple(rows.load(connection, [storable(each) for each in ids]).values())

    def save_detail(self, detail: DisputeDetail, now: datetime) -> Change | None:
        """Store the answer to a question about one dispute; gives what it changed."""
        dispute, key = detail.dispute, storable(detail.dispute.dispute_id)
        with self._database.write() as connection:
            changes = store(connection, [dispute], now, Source.DETAIL)
            known_lines, known_parts = _told_in_full(connection, key) or ((), ())
            plain = tuple(rows.storable_line(line) for line in dispute.lines)
            lines = merged_lines(known_lines, plain)
            parts = merged_parts(known_parts, detail.refund_parts)
            connection.execute(
                "INSERT INTO dispute_details (dispute_id, refund_parts, lines, fetched)"
                " VALUES (?, ?, ?, ?) ON CONFLICT (dispute_id) DO UPDATE SET"
                " refund_parts = excluded.refund_parts, lines = excluded.lines,"
                " fetched = excluded.fetched",
                (
                    key,
                    _to_json([_part_content(part) for part in parts]),
                    _to_json([_line_content(line) for line in lines]),
                    to_ms(now),
                ),
            )
            links.write_search_text(connection, rows.load(connection, [key])[key].dispute)
            return changes[0] if changes else None

    def detail(self, dispute_id: DisputeId) -> DisputeDetail | None:
        """What was told about one dispute when it was asked for, with the lines as told then."""
        key = storable(dispute_id)
        with self._database.read() as connection:
            told = _told_in_full(connection, key)
            if told is None:
                return None
            dispute = rows.load(connection, [key])[key].dispute
        lines, parts = told
        return DisputeDetail(replace(dispute, lines=lines or dispute.lines), parts)

    def about(self, order_id: OrderId, lines: Collection[LineItemId]) -> tuple[Dispute, ...]:
        """The disputes that are known to be about an order or any of these line items."""
        marks = ", ".join("?" * len(lines))
        with self._database.read() as connection:
            found = connection.execute(
                f"SELECT dispute_id FROM dispute_lines WHERE line_item_id IN ({marks})"  # noqa: S608 - question marks
                " UNION SELECT dispute_id FROM disputes WHERE order_id = ?",
                (*map(storable, lines), storable(order_id)),
            )
            return tuple(
                row.dispute for row in rows.load(connection, [row[0] for row in found]).values()
            )

    def of_order(self, order_id: OrderId) -> tuple[HistoryRow, ...]:
        """The disputes known to be about an order, the newest first."""
        with self._database.read() as connection:
            found = connection.execute(
                "SELECT dispute_id FROM disputes WHERE order_id = ?"
                " ORDER BY created DESC, dispute_id DESC",
                (storable(order_id),),
            )
            return tuple(rows.load(connection, [row[0] for row in found]).values())

    def mark_seen(self, ids: Iterable[DisputeId] | None = None) -> None:
        """Take the mark of an unseen change from these disputes, or from all."""
        with self._database.write() as connection:
            if ids is None:
                connection.execute("UPDATE disputes SET unseen = 0 WHERE unseen = 1")
                return
            connection.executemany(
                "UPDATE disputes SET unseen = 0 WHERE dispute_id = ?",
                [(storable(each),) for each in ids],
            )

    def count(self) -> int:
        """How many disputes are stored."""
        with self._database.read() as connection:
            return int(connection.execute("SELECT count(*) FROM disputes").fetchone()[0])

    def link_order(
        self, dispute_id: DisputeId, order_id: OrderId, order_number: OrderNumber | None = None
    ) -> None:
        """Note which order a dispute is about; see `links.link` for when it is not."""
        with self._database.write() as connection:
            links.link(connection, storable(dispute_id), order_id, order_number)


def _told_in_full(
    connection: sqlite3.Connection, key: str
) -> tuple[tuple[DisputeLine, ...], tuple[RefundPart, ...]] | None:
    """Lines and parts of the refund as details told them; None where none was ever asked for."""
    found = connection.execute(
        "SELECT lines, refund_parts FROM dispute_details WHERE dispute_id = ?", (key,)
    ).fetchone()
    if not found:
        return None
    lines = tuple(_line(each) for each in json.loads(found["lines"]))
    return lines, tuple(_part(each) for each in json.loads(found["refund_parts"]))


def _to_json(content: object) -> str:
    return storable(json.dumps(content, ensure_ascii=False))


def _part_content(part: RefundPart) -> dict[str, str | None]:
    amount = None if part.amount is None else str(usd(part.amount))
    return {"kind": part.kind.value, "name": part.name, "amount": amount}


def _part(content: Mapping[str, Any]) -> RefundPart:
    amount = content["amount"]
    return RefundPart(
        CostKind(content["kind"]), content["name"], None if amount is None else Decimal(amount)
    )


def _line_content(line: DisputeLine) -> dict[str, str | None]:
    price = line.unit_price
    return line._asdict() | {"unit_price": None if price is None else str(price)}


def _line(content: Mapping[str, Any]) -> DisputeLine:
    price, item = content["unit_price"], content["line_item_id"]
    return DisputeLine(
        product_name=content["product_name"],
        supplier=content["supplier"],
        unit_price=None if price is None else Decimal(price),
        image_url=content["image_url"],
        line_item_id=LineItemId(item) if item else None,
        product_id=content["product_id"],
        variant_id=content["variant_id"],
        product_code=content["product_code"],
    )
