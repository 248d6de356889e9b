"""Orders as rows of the data file: written, read, and found by any of their ids."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from app.domain.ids import DisputeId, LineItemId, OrderId, OrderNumber
from app.domain.money import maybe_amount, maybe_cents
from app.domain.orders.claims import TrackedOrder
from app.domain.orders.orders import (
    OrderedProduct,
    OrderFacts,
    OrderStage,
    Tracking,
    TrackingEvent,
    TrackingEventKind,
)
from app.domain.text import storable
from app.storage.history.rows import link_order
from app.storage.timestamps import maybe_moment, maybe_ms, to_ms

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence


ORDER_COLUMNS = (
    "order_id, other_ids, order_number, status, created, paid, dispatched, country,"
    " tracking_number, carrier, amount_cents, postage_cents, shop_name, dispute_id, sub_status,"
    " is_marked_disputed, products, tracking, looked, tracking_looked"
)

_shared = lru_cache(maxsize=4_000)(str)
"""Texts that many orders have, each once. Not `sys.intern`: its table never gets smaller again."""


def is_delivered(order: TrackedOrder) -> bool:
    """Whether each parcel of the order arrived, as its tracking tells."""
    arrived = {each.tracking_number.casefold() for each in order.tracking if each.is_delivered}
    numbers = order.facts.tracking_numbers
    return bool(numbers) and all(each.casefold() in arrived for each in numbers)


# Ten thousand orders are in memory at once: what many have in common is there once.
_amount = lru_cache(maxsize=1_000)(maybe_amount)
_look_time = lru_cache(maxsize=100)(maybe_moment)

_OVER = (OrderStage.DELIVERED, OrderStage.CANCELLED, OrderStage.CLOSED, OrderStage.DELETED)


def is_open(order: TrackedOrder) -> bool:
    """Whether the order can still change. Unknown words are taken for open ones."""
    return order.facts.stage not in _OVER and not is_delivered(order)


def load_order(connection: sqlite3.Connection, ids: Sequence[OrderId]) -> TrackedOrder | None:
    """The order that has any of these ids."""
    row = connection.execute(
        f"SELECT {ORDER_COLUMNS} FROM tracked_orders WHERE order_id ="  # noqa: S608 - our own words
        " (SELECT order_id FROM tracked_order_ids JOIN json_each(?) AS wanted"
        " ON tracked_order_ids.id = wanted.value ORDER BY wanted.key LIMIT 1)",
        (json.dumps(list(map(storable, ids))),),
    ).fetchone()
    return order_of(row) if row else None


def write_order(
    connection: sqlite3.Connection,
    order: TrackedOrder,
    revision: int,
    *,
    first_seen: datetime,
    is_due: bool | None,
) -> None:
    """Keep the order, its ids and its parcels' numbers. Where `is_due` is None, that stays."""
    facts = order.facts
    key = storable(facts.order_id)
    values = {
        "order_id": key,
        "other_ids": json.dumps(list(map(storable, facts.other_ids))),
        "order_number": storable(facts.order_number),
        "status": storable(facts.status),
        "created": maybe_ms(facts.created),
        "paid": maybe_ms(facts.paid),
        "dispatched": maybe_ms(facts.dispatched),
        "country": storable(facts.country),
        "tracking_number": storable(facts.tracking_number),
        "carrier": storable(facts.carrier),
        "amount_cents": maybe_cents(facts.amount),
        "postage_cents": maybe_cents(facts.postage),
        "shop_name": storable(facts.shop_name),
        "dispute_id": storable(facts.dispute_id) if facts.dispute_id else None,
        "sub_status": storable(facts.sub_status),
        "is_marked_disputed": int(bool(facts.is_marked_disputed)),
        "products": _products_text(facts.products),
        "tracking": _tracking_text(order.tracking),
        "looked": maybe_ms(order.looked),
        "tracking_looked": maybe_ms(order.tracking_looked),
        "is_open": int(is_open(order)),
        "is_delivered": int(facts.stage is OrderStage.DELIVERED),
        "is_due": 1 if is_due is None else int(is_due),
        "first_seen": to_ms(first_seen),
        "revision": revision,
    }
    before = connection.execute(
        "SELECT tracking_number FROM tracked_orders WHERE order_id = ?", (key,)
    ).fetchone()
    kept = {"order_id", "first_seen"} | ({"is_due"} if is_due is None else set())
    changes = ", ".join(f"{name} = excluded.{name}" for name in values if name not in kept)
    connection.execute(
        f"INSERT INTO tracked_orders ({', '.join(values)})"  # noqa: S608 - our own words
        f" VALUES ({', '.join(':' + name for name in values)})"
        f" ON CONFLICT (order_id) DO UPDATE SET {changes}",
        values,
    )
    connection.executemany(
        "INSERT OR IGNORE INTO tracked_order_ids (id, order_id) VALUES (?, ?)",
        [(storable(each), key) for each in (facts.order_id, *facts.other_ids)],
    )
    numbers = dict.fromkeys(map(storable, facts.tracking_numbers))
    known = replace(facts, tracking_number=before[0]).tracking_numbers if before else ()
    # By the numbers: to find those of an order, SQLite would go through those of all orders.
    connection.executemany(
        "DELETE FROM tracked_numbers WHERE number = ? AND order_id = ?",
        [(each, key) for each in known if each not in numbers],
    )
    connection.executemany(
        "INSERT OR IGNORE INTO tracked_numbers (number, order_id) VALUES (?, ?)",
        [(each, key) for each in numbers],
    )


def link_lines(connection: sqlite3.Connection, facts: OrderFacts) -> None:
    """Note the order's line items, and link the disputes that have them to it."""
    key = storable(facts.order_id)
    items = [each for each in facts.products if each.line_item_id]
    if not items:
        return
    connection.execute(
        "INSERT INTO orders (order_id, order_number) VALUES (?, ?) ON CONFLICT (order_id)"
        " DO UPDATE SET order_number = coalesce(nullif(order_number, ''), excluded.order_number)",
        (key, storable(facts.order_number)),
    )
    connection.executemany(
        "INSERT OR IGNORE INTO order_lines (line_item_id, order_id, sku) VALUES (?, ?, ?)",
        [(storable(each.line_item_id), key, storable(each.sku)) for each in items],
    )
    link_order(connection, facts.order_id)


def order_of(row: sqlite3.Row) -> TrackedOrder:
    """The order of a row of `ORDER_COLUMNS`, without disputes."""
    order_id, others, number, status, created, paid, dispatched, country, *rest = row
    tracked, carrier, amount, postage, shop, dispute, sub_status, is_marked, products, *rest = rest
    tracking, looked, tracking_looked = rest
    return TrackedOrder(
        OrderFacts(
            order_id=OrderId(order_id),
            other_ids=tuple(map(OrderId, json.loads(others))),
            order_number=OrderNumber(number),
            status=_shared(status),
            created=maybe_moment(created),
            paid=maybe_moment(paid),
            dispatched=maybe_moment(dispatched),
            country=_shared(country),
            tracking_number=tracked,
            carrier=_shared(carrier),
            amount=_amount(amount),
            postage=_amount(postage),
            shop_name=_shared(shop),
            dispute_id=DisputeId(dispute) if dispute else None,
            sub_status=_shared(sub_status),
            is_marked_disputed=bool(is_marked) or None,
            products=tuple(
                OrderedProduct(
                    LineItemId(item),
                    _shared(variant),
                    pieces,
                    _amount(price),
                    name=_shared(name),
                    sku=_shared(sku),
                )
                for item, variant, pieces, price, name, sku in json.loads(products)
            ),
        ),
        tracking=tuple(map(_tracking, json.loads(tracking))),
        looked=_look_time(looked),
        tracking_looked=_look_time(tracking_looked),
    )


def _products_text(products: Iterable[OrderedProduct]) -> str:
    content = [
        (
            each.line_item_id,
            each.variant_id,
            each.quantity,
            maybe_cents(each.unit_price),
            each.name,
            each.sku,
        )
        for each in products
    ]
    return storable(json.dumps(content, ensure_ascii=False))


_NOTHING = ("", "", "")
"""Where earlier versions kept from where to where a parcel goes, and who brings it in the end."""


def _tracking_text(tracking: Iterable[Tracking]) -> str:
    content = [
        (
            each.tracking_number,
            each.other_number,
            each.carrier,
            each.status,
            maybe_ms(each.delivered),
            *_NOTHING,
            each.last_mile_number,
            [(event.day.isoformat(), event.kind.value) for event in each.events],
        )
        for each in tracking
    ]
    return storable(json.dumps(content, ensure_ascii=False))


def _tracking(content: Sequence[object]) -> Tracking:
    number, other, carrier, status, delivered, *_, last_number, events = content
    return Tracking(
        tracking_number=str(number),
        carrier=_shared(str(carrier)),
        status=_shared(str(status)),
        delivered=maybe_moment(delivered if isinstance(delivered, int) else None),
        last_mile_number=str(last_number),
        other_number=str(other),
        events=tuple(
            _event(day, kind) for day, kind in (events if isinstance(events, list) else ())
        ),
    )


@lru_cache(maxsize=1_000)
def _event(day: str, kind: str) -> TrackingEvent:
    return TrackingEvent(date.fromisoformat(day), TrackingEventKind(kind))
