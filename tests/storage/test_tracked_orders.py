"""Orders of the merchant as they are kept."""

from __future__ import annotations

from datetime import timedelta

from app.domain.ids import OrderId, OrderNumber
from app.domain.orders.claims import TrackedOrder
from app.domain.orders.orders import OrderFacts
from app.storage.database.database import Database
from app.storage.order_rows import write_order
from app.storage.tracked_orders import TrackedOrders
from tests.builders import NOON


def order(number: int, tracked: str = "") -> OrderFacts:
    return OrderFacts(
        OrderId(f"SD26111{number:012}"),
        (),
        OrderNumber(f"N{number}"),
        "SHIPPED",
        created=NOON,
        tracking_number=tracked or f"YT{number:08}",
    )


def test_a_parcels_number_that_an_order_no_longer_has_is_not_asked_for(database: Database) -> None:
    orders = TrackedOrders(database)
    later = NOON + timedelta(days=2)

    def due() -> set[str]:
        return set(orders.due_numbers(NOON, later, NOON - timedelta(days=120)))

    orders.save_listed([order(1, "YT1, LP1"), order(2, "YT2,YT9")], NOON)
    orders.save_details([order(1), order(2)], NOON)
    orders.save_listed([order(1, "LP1,CN1"), order(2, "YT2,YT9")], NOON)
    assert due() == {"LP1", "CN1", "YT2", "YT9"}


def test_to_write_an_order_takes_no_longer_where_there_are_many(database: Database) -> None:
    def steps_to_write(number: int) -> int:
        with database.write() as connection:
            done: list[None] = []
            connection.set_progress_handler(lambda: done.append(None), 20)
            write_order(connection, TrackedOrder(order(number)), 1, first_seen=NOON, is_due=False)
            connection.set_progress_handler(None, 0)
            return len(done)

    orders = TrackedOrders(database)
    orders.save_listed(map(order, range(10)), NOON)
    among_ten = steps_to_write(5)
    orders.save_listed(map(order, range(10, 500)), NOON)
    assert steps_to_write(5) <= among_ten + 5
