"""Which reasons CJ offers at which stage of an order.

Only the ids 1, 8 and 10 were seen on the real CJ; the others are made up, as no list is published.
"""

from app.practice.world.models import Order

NAMES: dict[int, str] = {
    1: "Unfulfilled Order Cancellation",
    8: "Product Damaged",
    9: "Wrong Product Received",
    10: "Products Not Received",
    11: "Missing Parts",
    12: "Products Delayed",
    13: "Product Quality Problem",
    14: "Product Returned",
    15: "No Tracking Information",
}


def reasons_for(order: Order) -> tuple[int, ...]:
    """The ids of the reasons offered for this order, in CJ's order."""
    if order.is_returned:
        return (14, 10)
    if order.delivered is not None:
        return (8, 9, 11, 13, 10)
    if order.dispatched is not None:
        return (10, 12)
    return (1, 15) if order.parcels else (1,)


def outcomes_for(order: Order) -> tuple[str, ...]:
    """`expectResultOptionList`: "1" refund, "2" reissue. The unsent is not sent again."""
    return ("1",) if order.dispatched is None else order.offers
