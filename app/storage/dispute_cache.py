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
from app.domain.readings import Source
from app.domain.text import storable
from app.storage import dispute_links as links
from app.storage import dispute_rows as rows
from app.storage.dispute_writing import store
from app.storage.history_query import answer, place_of
from app.storage.moments import to_ms

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime

    from app.domain.history import Change, HistoryPage, HistoryQuery, HistoryRow
    from app.storage.database import Database


class DisputeCache:
    """Disputes with what this computer learnt about them. Raises `StorageFailed` throughout."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save_page(
        self, disputes: Iterable[Dispute], now: datetime, *, own_order_id: OrderId | None = None
    ) -> tuple[Change, ...]:
        """Store rows as CJ lists them now; gives those that are new or changed.

        `own_order_id` is the order that the list was asked for, where it was: CJ's rows do not
        name it. What was known of order, lines and reason survives rows that lack it.
        """
        with self._database.write() as connection:
            listed = tuple(disputes)
            if own_order_id:
                order = connection.execute(
                    "SELECT order_number FROM orders WHERE order_id = ?", (storable(own_order_id),)
                ).fetchone()
                number = OrderNumber(order["order_number"]) if order else None
                listed = tuple(
                    replace(each, order_id=own_order_id, order_number=each.order_number or number)
                    for each in listed
                )
            changes = store(connection, listed, now)
            for each in listed:
                if not each.order_id:
                    links.link_by_lines(connection, storable(each.dispute_id))
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
        dispute = detail.dispute
        with self._database.write() as connection:
            changes = store(connection, [dispute], now, Source.DETAIL)
            connection.execute(
                "INSERT INTO dispute_details (dispute_id, refund_parts, lines, fetched)"
                " VALUES (?, ?, ?, ?) ON CONFLICT (dispute_id) DO UPDATE SET"
                " refund_parts = excluded.refund_parts, lines = excluded.lines,"
                " fetched = excluded.fetched",
                (
                    storable(dispute.dispute_id),
                    _to_json([_part_content(part) for part in detail.refund_parts]),
                    _to_json([_line_content(line) for line in dispute.lines]),
                    to_ms(now),
                ),
            )
            key = storable(dispute.dispute_id)
            links.write_search_text(connection, rows.load(connection, [key])[key].dispute)
            return changes[0] if changes else None

    def detail(self, dispute_id: DisputeId) -> DisputeDetail | None:
        """What was last told about one dispute, with the lines as they were told then."""
        key = storable(dispute_id)
        with self._database.read() as connection:
            found = connection.execute(
                "SELECT refund_parts, lines FROM dispute_details WHERE dispute_id = ?", (key,)
            ).fetchone()
            if not found:
                return None
            dispute = rows.load(connection, [key])[key].dispute
        lines = tuple(_line(each) for each in json.loads(found["lines"]))
        parts = tuple(_part(each) for each in json.loads(found["refund_parts"]))
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
        """Note which order a dispute is about."""
        with self._database.write() as connection:
            links.link(connection, [storable(dispute_id)], order_id, order_number)


def _to_json(content: object) -> str:
    return storable(json.dumps(content, ensure_ascii=False))


def _part_content(part: RefundPart) -> dict[str, str]:
    return {"kind": part.kind.value, "name": part.name, "amount": str(usd(part.amount))}


def _part(content: Mapping[str, Any]) -> RefundPart:
    return RefundPart(CostKind(content["kind"]), content["name"], Decimal(content["amount"]))


def _line_content(line: DisputeLine) -> dict[str, str | None]:
    plain = rows.storable_line(line)
    return {
        "product_name": plain.product_name,
        "supplier": plain.supplier,
        "unit_price": None if plain.unit_price is None else str(plain.unit_price),
        "image_url": plain.image_url,
        "line_item_id": plain.line_item_id,
        "product_id": plain.product_id,
        "variant_id": plain.variant_id,
        "product_code": plain.product_code,
    }


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
