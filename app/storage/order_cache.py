"""Orders as last looked up, and which order a line item belongs to."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from app.domain.ids import DisputeId, LineItemId, OrderId, OrderNumber, number_key
from app.domain.orders import DisputableOrder, OrderFacts, OrderLine
from app.domain.text import storable
from app.storage.dispute_links import link_order
from app.storage.moments import from_ms, maybe_moment, maybe_ms, to_ms

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from app.storage.database import Database

# One line item would do: more are asked for in case the first was never looked up.
_LINES_ASKED = 500


@dataclass(frozen=True, slots=True)
class CachedOrder:
    """An order's lines as CJ gave them at `fetched` (UTC). They may have changed since."""

    order: DisputableOrder
    fetched: datetime


class OrderCache:
    """Orders that were looked up. Raises `StorageFailed` throughout."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save(self, order: DisputableOrder, now: datetime) -> None:
        """Store an order's lines, and link the disputes about them to it."""
        key = storable(order.order_id)
        with self._database.write() as connection:
            connection.execute(
                "INSERT INTO orders (order_id, order_number, lines, fetched) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (order_id) DO UPDATE SET lines = excluded.lines,"
                " fetched = excluded.fetched,"
                " order_number = coalesce(nullif(excluded.order_number, ''), order_number)",
                (key, storable(order.order_number), _lines_to_text(order), to_ms(now)),
            )
            connection.execute("DELETE FROM order_lines WHERE order_id = ?", (key,))
            connection.executemany(
                "INSERT OR REPLACE INTO order_lines (line_item_id, order_id, sku) VALUES (?, ?, ?)",
                [(storable(line.line_item_id), key, storable(line.sku)) for line in order.lines],
            )
            link_order(connection, order.order_id)

    def get(self, order_id: OrderId) -> CachedOrder | None:
        """The order's lines as last fetched; None where they never were."""
        with self._database.read() as connection:
            row = connection.execute(
                "SELECT * FROM orders WHERE order_id = ? AND fetched NOT NULL",
                (storable(order_id),),
            ).fetchone()
        return _order_from_row(row) if row else None

    def named(self, key: str) -> list[CachedOrder]:
        """The orders whose id or own number is this `number_key` in some spelling."""
        with self._database.read() as connection:
            names = connection.execute(
                "SELECT order_id, order_number FROM orders WHERE fetched NOT NULL"
            ).fetchall()
        ids = [OrderId(row["order_id"]) for row in names if key in map(number_key, row)]
        return [found for each in ids if (found := self.get(each)) is not None]

    def order_of_lines(self, ids: Collection[LineItemId]) -> OrderId | None:
        """The order that has one of these line items, the one looked up last where several do."""
        wanted = [storable(each) for each in ids][:_LINES_ASKED]
        marks = ", ".join("?" * len(wanted))
        with self._database.read() as connection:
            row = connection.execute(
                "SELECT order_id FROM order_lines JOIN orders USING (order_id)"  # noqa: S608 - question marks
                f" WHERE line_item_id IN ({marks}) ORDER BY fetched DESC, order_id LIMIT 1",
                wanted,
            ).fetchone()
        return OrderId(row["order_id"]) if row else None

    def save_facts(self, facts: OrderFacts, now: datetime) -> None:
        """Store what else CJ tells of an order."""
        with self._database.write() as connection:
            connection.execute(
                "INSERT INTO orders (order_id, order_number, facts, facts_fetched)"
                " VALUES (?, ?, ?, ?) ON CONFLICT (order_id) DO UPDATE SET"
                " facts = excluded.facts, facts_fetched = excluded.facts_fetched,"
                " order_number = coalesce(nullif(order_number, ''), excluded.order_number)",
                (
                    storable(facts.order_id),
                    storable(facts.order_number),
                    _facts_to_text(facts),
                    to_ms(now),
                ),
            )

    def facts(self, order_id: OrderId) -> OrderFacts | None:
        """What else CJ told of an order when it was last asked."""
        with self._database.read() as connection:
            row = connection.execute(
                "SELECT facts FROM orders WHERE order_id = ? AND facts NOT NULL",
                (storable(order_id),),
            ).fetchone()
        return _facts_from_text(row["facts"]) if row else None


def _lines_to_text(order: DisputableOrder) -> str:
    content = [
        {
            "line_item_id": line.line_item_id,
            "product_id": line.product_id,
            "variant_id": line.variant_id,
            "product_name": line.product_name,
            "sku": line.sku,
            "supplier": line.supplier,
            "image_url": line.image_url,
            "unit_price": str(line.unit_price),
            "quantity": line.quantity,
            "can_dispute": line.can_dispute,
        }
        for line in order.lines
    ]
    return storable(json.dumps(content, ensure_ascii=False))


def _order_from_row(row: sqlite3.Row) -> CachedOrder:
    content: list[dict[str, Any]] = json.loads(row["lines"])
    lines = tuple(
        OrderLine(**(each | {"unit_price": Decimal(each["unit_price"])})) for each in content
    )
    order = DisputableOrder(OrderId(row["order_id"]), OrderNumber(row["order_number"]), lines)
    return CachedOrder(order, from_ms(row["fetched"]))


def _facts_to_text(facts: OrderFacts) -> str:
    content = {
        "order_id": facts.order_id,
        "other_ids": list(facts.other_ids),
        "order_number": facts.order_number,
        "status": facts.status,
        "created": maybe_ms(facts.created),
        "paid": maybe_ms(facts.paid),
        "dispatched": maybe_ms(facts.dispatched),
        "country": facts.country,
        "tracking_number": facts.tracking_number,
        "carrier": facts.carrier,
        "amount": None if facts.amount is None else str(facts.amount),
        "postage": None if facts.postage is None else str(facts.postage),
        "shop_name": facts.shop_name,
        "shop_order_id": facts.shop_order_id,
        "dispute_id": facts.dispute_id,
    }
    return storable(json.dumps(content, ensure_ascii=False))


def _facts_from_text(text: str) -> OrderFacts:
    content: Mapping[str, Any] = json.loads(text)
    dispute_id = content["dispute_id"]
    return OrderFacts(
        order_id=OrderId(content["order_id"]),
        other_ids=tuple(OrderId(each) for each in content["other_ids"]),
        order_number=OrderNumber(content["order_number"]),
        status=content["status"],
        created=maybe_moment(content["created"]),
        paid=maybe_moment(content["paid"]),
        dispatched=maybe_moment(content["dispatched"]),
        country=content["country"],
        tracking_number=content["tracking_number"],
        carrier=content["carrier"],
        amount=_maybe_decimal(content["amount"]),
        postage=_maybe_decimal(content["postage"]),
        shop_name=content["shop_name"],
        shop_order_id=content["shop_order_id"],
        dispute_id=DisputeId(dispute_id) if dispute_id else None,
    )


def _maybe_decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
