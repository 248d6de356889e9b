"""Disputes as CJ knows them: terms before filing, rows and details after."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal  # noqa: TC003 - what is stored as JSON is read by its annotations
from enum import Enum, IntEnum
from typing import TYPE_CHECKING, NamedTuple

from app.domain.ids import DisputeId, LineItemId, OrderId, OrderNumber  # noqa: TC001 - likewise

if TYPE_CHECKING:
    from datetime import datetime


class ExpectedOutcome(IntEnum):
    """What the merchant asks for (`expectType`)."""

    REFUND = 1
    REISSUE = 2


class RefundTarget(IntEnum):
    """Where a refund shall go (`refundType`). Required even for a reissue."""

    BALANCE = 1
    ORIGINAL_PAYMENT = 2


class Outcome(IntEnum):
    """What CJ decided (`finallyDeal`)."""

    REFUND = 1
    REISSUE = 2
    REJECT = 3


class Reason(NamedTuple):
    """A reason that CJ offers for one selection. Ids are never hard-coded."""

    reason_id: int
    name: str


class Ceiling(NamedTuple):
    """The most CJ may refund for a selection, in USD, in its four parts and in total.

    A part that CJ did not tell is None.
    """

    product: Decimal | None
    postage: Decimal | None
    ioss_tax: Decimal | None
    ioss_fee: Decimal | None
    total: Decimal


class DisputeTerms(NamedTuple):
    """What CJ offers for a selection: the answer of `disputes/disputeConfirmInfo` (section 2)."""

    ceiling: Ceiling
    outcomes: tuple[ExpectedOutcome, ...]
    reasons: tuple[Reason, ...]

    def offers_reason(self, reason: Reason) -> bool:
        """Whether a reason with this id is among those offered."""
        return any(each.reason_id == reason.reason_id for each in self.reasons)


class DisputeLine(NamedTuple):
    """A product of a dispute, from the list (with a line item) or the detail (without)."""

    product_name: str
    supplier: str = ""
    unit_price: Decimal | None = None
    image_url: str = ""
    line_item_id: LineItemId | None = None
    product_id: str = ""
    variant_id: str = ""
    product_code: str = ""


class CostKind(Enum):
    """The cost lines of a refund (`refundDetails[].type`)."""

    PRODUCT = "PRODUCT_COST"
    SHIPPING = "SHIPPING_COST"
    IOSS_TAX = "IOSS_TAX"
    IOSS_FEE = "IOSS_HANDLING_FEE"
    OTHER = "other"


class RefundPart(NamedTuple):
    """One cost line of a refund, in USD; `name` is CJ's own word for it."""

    kind: CostKind
    name: str
    amount: Decimal | None
    """None where CJ did not tell it."""


@dataclass(frozen=True, slots=True)
class Dispute:
    """A row of `disputes/getDisputeList` (section 5).

    What CJ did not tell is None or "". `status` is CJ's word as sent. `outcome` is None while
    undecided; decided and paid are two things, and CJ has been seen to pair a decision with the
    status "Processing". Amounts are USD. `created` is
    read as UTC, which CJ does not promise for the list (`created_is_exact` is False there).
    CJ's row carries no order: `order_id` is what we learnt elsewhere, or None.
    """

    dispute_id: DisputeId
    status: str
    reason: str
    outcome: Outcome | None
    refund: Decimal | None
    reissue_amount: Decimal | None
    reissue_order_id: str
    created: datetime | None
    created_is_exact: bool = False
    lines: tuple[DisputeLine, ...] = ()
    order_id: OrderId | None = None
    order_number: OrderNumber | None = None


class DisputeDetail(NamedTuple):
    """The answer of `disputes/getDisputeDetail` (section 6)."""

    dispute: Dispute
    refund_parts: tuple[RefundPart, ...] = ()


class DisputePage(NamedTuple):
    """One page of the list."""

    disputes: tuple[Dispute, ...]
    counted: int | None = None
    """CJ's own number for the whole list at that moment; None where it told none that can be one.

    It may be wrong: no page is left out because of it.
    """
    received: int = 0
    """How many disputes the page had, those that could not be read among them."""
    is_plain: bool = False
    """Whether CJ's yes was whole and the page is the one asked for; without, nothing follows from
    what the page lacks."""
    told_count: int | None = None
    """What `counted` stands for, be it a number that cannot be right."""
