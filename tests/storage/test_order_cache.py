from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from app.domain.ids import DisputeId, LineItemId, OrderId, OrderNumber
from app.domain.orders.orders import DisputableOrder, LineObstacle, OrderFacts
from app.domain.text import storable
from app.storage.database.database import Database
from app.storage.order_cache import CachedFacts, CachedOrder, OrderCache
from tests import builders
from tests.builders import NOON
from tests.storage.hostile import TEXTS

LATER = NOON + timedelta(hours=1)
ORDER = builders.order(
    builders.order_line("L1", price="1234567890123456.78"),
    builders.order_line("L2", can_dispute=False, quantity=0),
)
FACTS = OrderFacts(
    ORDER.order_id,
    (OrderId("2508010101010101"),),
    ORDER.order_number,
    "SHIPPED",
    created=NOON,
    dispatched=LATER,
    country="DE",
    amount=Decimal("42.480"),
    shop_name="My shop",
    dispute_id=DisputeId("SH1"),
)


def test_an_order_comes_back_exactly(orders: OrderCache) -> None:
    orders.save(ORDER, NOON)
    assert orders.get(ORDER.order_id) == CachedOrder(ORDER, NOON)
    assert orders.get(OrderId("SD404")) is None
    assert orders.facts(ORDER.order_id) is None


def test_the_latest_answer_counts(orders: OrderCache) -> None:
    orders.save(ORDER, NOON)
    fewer = replace(ORDER, lines=ORDER.lines[1:])
    orders.save(fewer, LATER)
    assert orders.get(ORDER.order_id) == CachedOrder(fewer, LATER)
    assert orders.order_of_lines([LineItemId("L1")]) is None


def test_a_known_number_is_not_lost(orders: OrderCache) -> None:
    orders.save(ORDER, NOON)
    orders.save(replace(ORDER, order_number=OrderNumber("")), LATER)
    found = orders.get(ORDER.order_id)
    assert found
    assert found.order.order_number == "1001"


def test_line_items_name_their_order(orders: OrderCache) -> None:
    orders.save(ORDER, NOON)
    assert orders.order_of_lines([LineItemId("L2"), LineItemId("L9")]) == ORDER.order_id
    assert orders.order_of_lines([LineItemId("L9")]) is None
    assert orders.order_of_lines([]) is None
    other = replace(ORDER, order_id=OrderId("2508010101010101"))
    orders.save(other, LATER)
    assert orders.order_of_lines([LineItemId("L1")]) == other.order_id  # looked up last


def test_facts_come_back_exactly(orders: OrderCache) -> None:
    orders.save_facts(FACTS, NOON)
    assert orders.facts(ORDER.order_id) == CachedFacts(FACTS, NOON)
    assert orders.get(ORDER.order_id) is None
    orders.save(ORDER, NOON)
    orders.save_facts(replace(FACTS, status="DELIVERED", dispute_id=None, amount=None), LATER)
    assert orders.get(ORDER.order_id) == CachedOrder(ORDER, NOON)
    cached = orders.facts(ORDER.order_id)
    assert cached
    found = cached.facts
    assert cached.fetched == LATER
    assert (found.status, found.dispute_id, found.amount) == (
        "DELIVERED",
        FACTS.dispute_id,
        FACTS.amount,
    )


def test_lines_keep_names_that_a_later_answer_leaves_out_but_no_price(orders: OrderCache) -> None:
    orders.save(ORDER, NOON)
    line = ORDER.lines[0]
    bare = replace(
        line,
        product_name="",
        sku="",
        unit_price=None,
        can_dispute=False,
        obstacle=LineObstacle.NO_PRICE,
    )
    orders.save(replace(ORDER, lines=(bare,)), LATER)
    kept = orders.get(ORDER.order_id)
    assert kept
    named = replace(bare, product_name=line.product_name, sku=line.sku)
    assert kept.order.lines == (named,)


def test_the_shops_own_number_is_not_kept(orders: OrderCache, database: Database) -> None:
    orders.save_facts(replace(FACTS, shop_order_id="PLATFORM-443322"), NOON)
    found = orders.facts(ORDER.order_id)
    assert found
    assert found.facts == FACTS
    kept = b"".join(each.read_bytes() for each in database.path.parent.iterdir())
    assert b"PLATFORM-443322" not in kept


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_hostile_text_comes_back(orders: OrderCache, text: str) -> None:
    line = replace(ORDER.lines[0], product_name=text, sku=text, line_item_id=LineItemId(text))
    order = DisputableOrder(OrderId("SD" + text), OrderNumber("#" + text), (line, line))
    orders.save(order, NOON)
    found = orders.get(order.order_id)
    assert found
    assert found.order.lines[0].product_name == storable(text)
    known = storable(order.order_id) if text else None  # a line without an id names no order
    assert orders.order_of_lines([line.line_item_id]) == known
    facts = OrderFacts(order.order_id, (order.order_id,), order.order_number, text)
    orders.save_facts(facts, NOON)
    stored = orders.facts(order.order_id)
    assert stored
    assert stored.facts.status == storable(text)
