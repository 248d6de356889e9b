"""Orders: what can be disputed in one, and what else CJ tells of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime  # noqa: TC003 - what is kept as JSON is read by these
from decimal import Decimal  # noqa: TC003 - what is stored as JSON is read by its annotations
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from app.domain.days import utc_day
from app.domain.ids import DisputeId, LineItemId, OrderId, OrderNumber  # noqa: TC001 - likewise

if TYPE_CHECKING:
    from collections.abc import Iterable


class LineObstacle(Enum):
    """Why a line that CJ would take a dispute about cannot be named in a request."""

    NO_ID = "no id"
    UNUSABLE_ID = "unusable id"
    NO_PRICE = "no price"
    UNUSABLE_PRICE = "unusable price"
    NO_QUANTITY = "no quantity"


class LineDispute(NamedTuple):
    """A dispute about a line, as far as it is known here."""

    dispute_id: DisputeId
    is_open: bool | None
    """Whether CJ still has to decide; None where only CJ's word is known that there is one."""


@dataclass(frozen=True, slots=True)
class OrderLine:
    """A line item as `disputes/disputeProducts` gives it (dispute page, section 1).

    `line_item_id` is empty where CJ told none. `quantity` is how many pieces can still be
    disputed, not how many were ordered. `unit_price` is in USD, None where it was not told.
    `can_dispute` decides; where it is false without an `obstacle`, CJ does not say why.
    """

    line_item_id: LineItemId
    product_id: str
    variant_id: str
    product_name: str
    sku: str
    supplier: str
    image_url: str
    unit_price: Decimal | None
    quantity: int
    can_dispute: bool
    obstacle: LineObstacle | None = None
    dispute: LineDispute | None = None
    """What holds a line of which nothing can be chosen, where that is known; kept nowhere."""

    @property
    def is_open_to_dispute(self) -> bool:
        """Whether at least one piece can be chosen."""
        return self.can_dispute and self.quantity > 0


@dataclass(frozen=True, slots=True)
class DisputableOrder:
    """The answer of `disputes/disputeProducts`, keyed by the id that was asked for.

    The answer's own `orderId` may be another one (row 22) and is not kept.
    """

    order_id: OrderId
    order_number: OrderNumber
    lines: tuple[OrderLine, ...]

    def line(self, line_item_id: LineItemId) -> OrderLine | None:
        """The line with this id, if the order has it."""
        found = (each for each in self.lines if each.line_item_id == line_item_id)
        return next(found, None) if line_item_id else None


class OrderStage(Enum):
    """How far an order has come, read from `orderStatus` (order page)."""

    NOT_PAID = "not paid"
    NOT_SHIPPED = "not shipped"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"
    CLOSED = "closed"
    """Over at CJ: nothing can be claimed any more."""
    DELETED = "deleted"
    OTHER = "other"


_STAGES = {
    "CREATED": OrderStage.NOT_PAID,
    "IN_CART": OrderStage.NOT_PAID,
    "UNPAID": OrderStage.NOT_PAID,
    "UNSHIPPED": OrderStage.NOT_SHIPPED,
    "PENDING": OrderStage.NOT_SHIPPED,
    "PROCESSING": OrderStage.NOT_SHIPPED,
    "SHIPPED": OrderStage.SHIPPED,
    "DISPATCHED": OrderStage.SHIPPED,
    "DELIVERED": OrderStage.DELIVERED,
    "COMPLETED": OrderStage.DELIVERED,
    "CANCELLED": OrderStage.CANCELLED,
    "CANCELED": OrderStage.CANCELLED,
    # Not in CJ's documents; seen in its answers.
    "CLOSED": OrderStage.CLOSED,
    "TRASH": OrderStage.DELETED,
}


@lru_cache(maxsize=256)
def stage_of(status: str) -> OrderStage:
    """CJ's word in our words; unknown ones are `OTHER`."""
    return _STAGES.get("_".join(status.upper().split()), OrderStage.OTHER)


@dataclass(frozen=True, slots=True)
class OrderedProduct:
    """A row of `productList` in `getOrderDetail`. `unit_price` is in USD, None where not told."""

    line_item_id: LineItemId
    variant_id: str
    quantity: int
    unit_price: Decimal | None
    name: str = ""
    sku: str = ""


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """An order as `shopping/order/list` and `getOrderDetail` describe it. Times are UTC."""

    order_id: OrderId
    """The id to use for dispute calls: the CJ code where there is one."""
    other_ids: tuple[OrderId, ...]
    order_number: OrderNumber
    status: str
    created: datetime | None = None
    paid: datetime | None = None
    dispatched: datetime | None = None
    country: str = ""
    tracking_number: str = ""
    carrier: str = ""
    amount: Decimal | None = None
    postage: Decimal | None = None
    shop_name: str = ""
    shop_order_id: str = ""
    """The shop's own number, to tell the order that was asked for; never kept."""
    dispute_id: DisputeId | None = None
    sub_status: str = ""
    """PENDING or PROCESSING while CJ prepares it (`subStatus`); empty where not told."""
    is_marked_disputed: bool | None = None
    """`disputeId` was set, though perhaps to something that is no dispute's number; None where CJ
    told none, which does not take back what it told before."""
    products: tuple[OrderedProduct, ...] = ()

    @property
    def stage(self) -> OrderStage:
        """The status in our words; unknown ones are `OTHER`."""
        return stage_of(self.status)

    @property
    def tracking_numbers(self) -> tuple[str, ...]:
        """The numbers of its parcels: CJ writes several with commas."""
        parts = self.tracking_number.replace(";", ",").split(",")
        return tuple(dict.fromkeys(filter(None, map(str.strip, parts))))


@dataclass(frozen=True, slots=True)
class OrderPage:
    """One page of `shopping/order/list`."""

    orders: tuple[OrderFacts, ...]
    counted: int | None
    """CJ's own number for the whole list; None where it told none that can be one."""
    received: int
    """How many rows the page had, those without any id among them."""


class TrackingEventKind(Enum):
    """What an event of a parcel's way tells, as far as a claim needs it."""

    LABEL = "label only"
    """A label was made; the parcel need not have left."""
    MOVING = "under way"
    ATTEMPTED = "delivery attempted"
    WAITING = "waits for collection"
    CUSTOMS = "customs"
    RETURNED = "returned to sender"
    LOST = "lost"
    DAMAGED = "damaged or destroyed"
    DELIVERED = "delivered"


_ARRIVED = TrackingEventKind.DELIVERED


@dataclass(frozen=True, slots=True)
class TrackingEvent:
    """One event of `routes`. Its time is local to an unknown place, so only the day is kept, and
    of its text only what kind of event it is: places and names are the buyer's.
    """

    day: date
    kind: TrackingEventKind


@lru_cache(maxsize=1024)
def says_delivered(status: str) -> bool:
    """Whether a carrier's word says that a parcel arrived."""
    word = status.casefold()
    for other in ("undelivered", "not delivered", "to be delivered", "not yet delivered"):
        word = word.replace(other, "")
    return "delivered" in word or "签收" in word or "妥投" in word.replace("未妥投", "")


@dataclass(frozen=True, slots=True)
class Tracking:
    """A row of `logistic/trackInfo` (logistics page)."""

    tracking_number: str
    carrier: str
    status: str
    delivered: datetime | None
    """`deliveryTime`: it means a delivery only where the status says so, too."""
    last_mile_number: str = ""
    other_number: str = ""
    """The parcel's other number (`cjMailNo`); either may be the one that was asked for."""
    events: tuple[TrackingEvent, ...] = ()
    """Newest first; empty where CJ told none."""

    @property
    def is_delivered(self) -> bool:
        """Whether it says that the parcel arrived."""
        return _ARRIVED in [each.kind for each in self.events] or says_delivered(self.status)

    @property
    def delivered_on(self) -> date | None:
        """The day on which it arrived; None where it did not, or no day is told.

        An event's day is local to its place, that of `deliveryTime` is UTC's.
        """
        for each in self.events:
            if each.kind is _ARRIVED:
                return each.day
        if self.delivered is not None and says_delivered(self.status):
            return utc_day(self.delivered)
        return None

    def under(self, number: str) -> Tracking:
        """The same under this one of its numbers."""
        if self.tracking_number.casefold() == number.casefold():
            return self
        return replace(self, tracking_number=number, other_number=self.tracking_number)

    @property
    def left_on(self) -> date | None:
        """The day of the first event that is more than a label; None where there is none."""
        label = TrackingEventKind.LABEL
        return min((each.day for each in self.events if each.kind is not label), default=None)


def as_asked(told: Iterable[Tracking], asked: Iterable[str]) -> tuple[Tracking, ...]:
    """What was told of each number that was asked for, under that number: CJ may answer with the
    parcel's other one.
    """
    by_number = {
        number.casefold(): each
        for each in told
        for number in (each.last_mile_number, each.other_number, each.tracking_number)
    }
    found = ((number, by_number.get(number.casefold())) for number in asked)
    return tuple(each.under(number) for number, each in found if each is not None)


def sent_on(facts: OrderFacts, tracking: Iterable[Tracking]) -> date | None:
    """The day on which an order left: as CJ tells it, or else when a parcel was first seen.

    Of several parcels those count that have not arrived: they decide what can be claimed.
    """
    if facts.dispatched is not None:
        return utc_day(facts.dispatched)
    told = tuple(tracking)
    under_way = [each for each in told if not each.is_delivered] or told
    days = (each.left_on for each in under_way)
    return min((day for day in days if day is not None), default=None)
