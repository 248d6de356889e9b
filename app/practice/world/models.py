"""What the practice world is made of: merchants, orders with lines, and the disputes about them.

All records are frozen; a change makes a new record, so whoever holds one may read it without a
lock. Money is Decimal in USD, times are aware and in UTC.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

ZERO = Decimal("0.00")
CENT = Decimal("0.01")

#: `orderStatus` in small letters. Not all of them are in the table of the order page.
Stage = Literal[
    "created", "in_cart", "unpaid", "unshipped", "pending", "processing", "shipped", "delivered",
    "cancelled", "closed", "trash",
]  # fmt: skip
UNPAID = frozenset({"created", "in_cart", "unpaid"})
_EU = frozenset({"DE", "FR"})

#: `finallyDeal` in the list and in the detail (API page 7, sections 5 and 6).
REFUND, REISSUE, REJECT = 1, 2, 3

PROCESSING = "Processing"
REVIEWING = "Dispute reviewing"
FINISHED = "Finished"
CLOSED = "Closed"

#: How long after delivery a line can be disputed. Before that no window closes.
DISPUTE_WINDOW = timedelta(days=60)


@dataclass(frozen=True)
class Merchant:
    """An account at CJ."""

    open_id: int
    name: str


@dataclass(frozen=True)
class Line:
    """One line of an order: `quantity` pieces of one product at the unit price `price`."""

    line_id: str
    product_id: str
    variant_id: str
    sku: str
    name: str
    supplier: str
    price: Decimal
    quantity: int
    picture: str


@dataclass(frozen=True)
class Shop:
    """The shop that an order is kept under. One made through the API has such a name, too."""

    name: str
    order_id: str = ""
    """The shop's own id of the order; empty where it has none."""
    shop_id: str | None = None


@dataclass(frozen=True)
class Buyer:
    """Whom an order goes to. CJ tells all of it; what is empty it leaves out."""

    name: str
    city: str
    province: str
    address: str = "12 Orchard Lane"
    phone: str = "5550100"
    house_number: str = ""
    postcode: str = ""
    """Told nowhere but in the words of carriers."""
    email: str = ""
    tax_id: str = ""
    consignee_id: str = ""
    note: str = ""


@dataclass(frozen=True)
class Scan:
    """A carrier's news of a parcel. The time is that of the place, without a zone."""

    at: datetime
    place: str
    words: str


@dataclass(frozen=True)
class Parcel:
    """Where a parcel is. `delivery_time` is what CJ calls so, whether or not it was delivered."""

    number: str
    status: str = ""
    delivery_time: datetime | None = None
    days: str | int | None = None
    other_number: str = ""
    """CJ's own number of it (`cjMailNo`); empty where it tells none."""
    goes_by_other: bool = False
    """Whether CJ answers with the two numbers the other way round."""
    scans: tuple[Scan, ...] | None = None
    """Newest first; None where CJ tells none."""
    is_known: bool = True


@dataclass(frozen=True)
class Order:
    """An order as it stands at a moment, with its four names.

    `code` is what CJ shows (SD..., DP... where it was not made through the API), `cj_order_id` the
    number behind it, `order_id` the id in the order list, `number` the merchant's own.
    """

    code: str
    cj_order_id: str
    order_id: str
    number: str
    stage: Stage
    lines: tuple[Line, ...]
    postage: Decimal
    created: datetime
    paid: datetime | None
    dispatched: datetime | None
    delivered: datetime | None
    buyer: Buyer
    country_code: str
    country: str
    logistic: str
    parcels: tuple[Parcel, ...]
    shop: Shop | None = None
    refused_by: Literal["", "disputeProducts", "create"] = ""
    """Where CJ says that it was made in a shop; an order DP... has 9009 from `create` anyhow."""
    offers: tuple[str, ...] = ("1", "2")
    is_returned: bool = False
    switches_api_off: bool = False
    """Whether CJ switches off API access for a while when its lines are asked for."""
    sub_status: str | None = None
    dispute_mark: str | None = None
    """`disputeId` in the detail where no dispute is listed."""
    no_number: str | None = None
    """How CJ writes that there is no tracking number."""
    print_text: str = ""
    """What a buyer wanted to have printed on the goods."""
    leaves_out: frozenset[str] = frozenset()
    """Fields that CJ does not tell of this order."""
    hides: frozenset[str] = frozenset()
    """Fields that are null in what CJ tells of this order."""

    @property
    def product_total(self) -> Decimal:
        return sum((line.price * line.quantity for line in self.lines), ZERO)

    @property
    def ioss_tax(self) -> Decimal:
        is_taxed = self.country_code in _EU
        return (self.product_total * Decimal("0.19")).quantize(CENT) if is_taxed else ZERO

    @property
    def ioss_fee(self) -> Decimal:
        return Decimal("0.40") if self.country_code in _EU else ZERO

    def window_is_open(self, now: datetime) -> bool:
        """Whether CJ still takes disputes about this order."""
        if self.stage in UNPAID | {"cancelled", "closed", "trash"}:
            return False
        return self.delivered is None or now < self.delivered + DISPUTE_WINDOW

    @property
    def tracks(self) -> tuple[str, ...]:
        """The numbers of its parcels."""
        return tuple(parcel.number for parcel in self.parcels)

    def line(self, line_id: str) -> Line | None:
        return next((line for line in self.lines if line.line_id == line_id), None)


@dataclass(frozen=True)
class Ceiling:
    """The most that a selection can bring back (`disputeConfirmInfo`, API page 7, section 2)."""

    product: Decimal
    postage: Decimal
    ioss_tax: Decimal
    ioss_fee: Decimal

    @property
    def total(self) -> Decimal:
        return self.product + self.postage + self.ioss_tax + self.ioss_fee

    @classmethod
    def of(cls, order: Order, pieces: dict[str, int]) -> "Ceiling":
        """The ceiling of `pieces` (line id -> quantity): extras in proportion to the goods."""
        goods = sum((ln.price * pieces.get(ln.line_id, 0) for ln in order.lines), ZERO)
        whole = order.product_total

        def share(amount: Decimal) -> Decimal:
            return (amount * goods / whole).quantize(CENT, ROUND_HALF_UP) if whole else ZERO

        return cls(goods, share(order.postage), share(order.ioss_tax), share(order.ioss_fee))


@dataclass(frozen=True)
class DisputedLine:
    """So many pieces of an order's line; `price` is the unit price."""

    line_id: str
    quantity: int
    price: Decimal


@dataclass(frozen=True)
class Dispute:
    """One dispute as the practice CJ knows it, with what it never tells (order, business id)."""

    dispute_id: str
    business_dispute_id: str
    order_code: str
    lines: tuple[DisputedLine, ...]
    reason_id: int
    reason_name: str
    expect_type: int
    refund_type: int
    message: str
    image_urls: tuple[str, ...]
    video_urls: tuple[str, ...]
    created: datetime
    ceiling: Ceiling
    status: str = PROCESSING
    finally_deal: int | None = None
    refund: Ceiling | None = None
    replacement_amount: Decimal = ZERO
    resend_order_code: str = ""
    cancelled: bool = False
    lives: bool = True
    """Whether time alone moves it on; the past ones stay as they are told."""

    @property
    def line_ids(self) -> tuple[str, ...]:
        return tuple(line.line_id for line in self.lines)

    @property
    def quantities(self) -> dict[str, int]:
        return {line.line_id: line.quantity for line in self.lines}

    @property
    def money(self) -> Decimal:
        return self.refund.total if self.refund else ZERO

    @property
    def is_open(self) -> bool:
        return self.status not in {FINISHED, CLOSED} and not self.cancelled

    @property
    def used_up(self) -> bool:
        """Whether its pieces are spent: it is open, or it ended in the merchant's favour."""
        return self.is_open or (not self.cancelled and self.finally_deal in {REFUND, REISSUE})
