"""Orders as last looked up, and which order a line item belongs to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.domain.disputes.snapshot import completed
from app.domain.ids import LineItemId, OrderId, OrderNumber, number_key
from app.domain.orders.orders import DisputableOrder, OrderFacts, OrderLine, Tracking
from app.domain.text import storable
from app.storage.history.rows import link_order, order_with
from app.storage.json_text import from_text, to_text
from app.storage.timestamps import from_ms, maybe_moment, to_ms

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from app.storage.database.database import Database


_TEXTS = ("product_id", "variant_id", "product_name", "sku", "supplier", "image_url")


@dataclass(frozen=True, slots=True)
class CachedOrder:
    """An order's lines as CJ gave them at `fetched` (UTC). They may have changed since."""

    order: DisputableOrder
    fetched: datetime


@dataclass(frozen=True, slots=True)
class CachedFacts:
    """What else CJ told of an order and of its parcels. Times are UTC."""

    facts: OrderFacts
    fetched: datetime | None
    """When CJ last told of it whole; None where only its row of the list was read."""
    tracking: tuple[Tracking, ...] = ()
    tracking_fetched: datetime | None = None
    """None where CJ never told of a parcel."""


class OrderCache:
    """Orders that were looked up. Raises `StorageFailed` throughout."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save(self, order: DisputableOrder, now: datetime) -> None:
        """Store an order's lines, and link the disputes about them to it."""
        key = storable(order.order_id)
        with self._database.write() as connection:
            order = _with_known_texts(connection, order)
            connection.execute(
                "INSERT INTO orders (order_id, order_number, lines, fetched, can_dispute)"
                " VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT (order_id) DO UPDATE SET lines = excluded.lines,"
                " fetched = excluded.fetched, can_dispute = excluded.can_dispute,"
                " order_number = coalesce(nullif(excluded.order_number, ''), order_number)",
                (
                    key,
                    storable(order.order_number),
                    to_text(order.lines),
                    to_ms(now),
                    int(any(line.is_open_to_dispute for line in order.lines)),
                ),
            )
            connection.execute("DELETE FROM order_lines WHERE order_id = ?", (key,))
            connection.executemany(
                "INSERT OR REPLACE INTO order_lines (line_item_id, order_id, sku) VALUES (?, ?, ?)",
                [
                    (storable(line.line_item_id), key, storable(line.sku))
                    for line in order.lines
                    if line.line_item_id
                ],
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
        """The order that has the most of these line items; of several the one looked up last."""
        with self._database.read() as connection:
            found = order_with(connection, [storable(each) for each in ids])
        return found[0] if found else None

    def save_facts(self, facts: OrderFacts, now: datetime, *, is_whole: bool = True) -> OrderFacts:
        """Store what else CJ tells of an order; gives it with what it told before besides.

        A row of the list is not whole. The shop's own number of the order is left out.
        """
        with self._database.write() as connection:
            known = _cached_facts(connection, facts.order_id)
            facts = completed(replace(facts, shop_order_id=""), known.facts if known else None)
            connection.execute(
                "INSERT INTO orders (order_id, order_number, facts, facts_fetched)"
                " VALUES (?, ?, ?, ?) ON CONFLICT (order_id) DO UPDATE SET"
                " facts = excluded.facts,"
                " facts_fetched = coalesce(excluded.facts_fetched, facts_fetched),"
                " order_number = coalesce(nullif(order_number, ''), excluded.order_number)",
                (
                    storable(facts.order_id),
                    storable(facts.order_number),
                    to_text(facts),
                    to_ms(now) if is_whole else None,
                ),
            )
        return facts

    def save_tracking(self, order_id: OrderId, told: Iterable[Tracking], now: datetime) -> None:
        """Store where the parcels of an order are, each under its number in the facts that are
        stored. Silence erases nothing.
        """
        with self._database.write() as connection:
            known = _cached_facts(connection, order_id)
            if known is None:
                return
            before = {each.tracking_number: each for each in known.tracking}
            after = {each.tracking_number: each for each in told}
            parcels = tuple(
                completed(after.get(number) or before[number], before.get(number))
                for number in known.facts.tracking_numbers
                if number in after or number in before
            )
            connection.execute(
                "UPDATE orders SET tracking = ?, tracking_fetched = ? WHERE order_id = ?",
                (to_text(parcels), to_ms(now), storable(order_id)),
            )

    def facts(self, order_id: OrderId) -> CachedFacts | None:
        """What else CJ told of an order whenever it was asked."""
        with self._database.read() as connection:
            return _cached_facts(connection, order_id)


def _with_known_texts(connection: sqlite3.Connection, order: DisputableOrder) -> DisputableOrder:
    """The order, its lines with names and SKUs that CJ told before and leaves out now."""
    row = connection.execute(
        "SELECT * FROM orders WHERE order_id = ? AND fetched NOT NULL", (storable(order.order_id),)
    ).fetchone()
    known = _order_from_row(row).order if row else None

    def line(fresh: OrderLine) -> OrderLine:
        before = known and known.line(fresh.line_item_id)
        missing = [name for name in _TEXTS if not getattr(fresh, name)]
        return replace(fresh, **{name: getattr(before, name) for name in missing if before})

    return replace(order, lines=tuple(map(line, order.lines)))


def _cached_facts(connection: sqlite3.Connection, order_id: OrderId) -> CachedFacts | None:
    row = connection.execute(
        "SELECT facts, facts_fetched, tracking, tracking_fetched FROM orders"
        " WHERE order_id = ? AND facts NOT NULL",
        (storable(order_id),),
    ).fetchone()
    if row is None:
        return None
    tracking = row["tracking"]
    return CachedFacts(
        from_text(OrderFacts, row["facts"]),
        maybe_moment(row["facts_fetched"]),
        from_text(tuple[Tracking, ...], tracking) if tracking else (),
        maybe_moment(row["tracking_fetched"]),
    )


def _order_from_row(row: sqlite3.Row) -> CachedOrder:
    lines = from_text(tuple[OrderLine, ...], row["lines"])
    order = DisputableOrder(OrderId(row["order_id"]), OrderNumber(row["order_number"]), lines)
    return CachedOrder(order, from_ms(row["fetched"]))
