"""Made-up domain values for tests. Every argument has a default that makes sense."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from app.domain.disputes.disputes import (
    Ceiling,
    Dispute,
    DisputeLine,
    DisputeTerms,
    ExpectedOutcome,
    Outcome,
    Reason,
)
from app.domain.filing.filing import DisputeDraft, DraftLine
from app.domain.ids import BusinessDisputeId, DisputeId, LineItemId, OrderId, OrderNumber
from app.domain.orders.orders import DisputableOrder, OrderLine

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
DAMAGED = Reason(8, "Product Damaged")
LATE = Reason(10, "Products Not Received")


def order_line(
    line_item_id: str = "L1",
    *,
    name: str = "Desk lamp, brass",
    price: str = "14.16",
    quantity: int = 3,
    can_dispute: bool = True,
) -> OrderLine:
    return OrderLine(
        LineItemId(line_item_id),
        "P1",
        "V1",
        name,
        "CJSJ0000001-A",
        "Hengtai",
        "",
        Decimal(price),
        quantity,
        can_dispute,
    )


def order(*lines: OrderLine, order_id: str = "SD2611200001234567") -> DisputableOrder:
    return DisputableOrder(OrderId(order_id), OrderNumber("1001"), lines or (order_line(),))


def terms(
    *reasons: Reason,
    outcomes: tuple[ExpectedOutcome, ...] = (ExpectedOutcome.REFUND, ExpectedOutcome.REISSUE),
    total: str = "45.48",
) -> DisputeTerms:
    zero = Decimal("0.00")
    goods = Decimal(total) - 3
    ceiling = Ceiling(goods, Decimal("3.00"), zero, zero, Decimal(total))
    return DisputeTerms(ceiling, outcomes, reasons or (DAMAGED, LATE))


def draft(
    *lines: DraftLine,
    reference: str = "DD-1",
    reason: Reason | None = DAMAGED,
    expected: ExpectedOutcome | None = ExpectedOutcome.REFUND,
    message: str = "It arrived broken.",
) -> DisputeDraft:
    chosen = lines or (DraftLine.of(order_line(), 2),)
    return DisputeDraft(
        BusinessDisputeId(reference),
        OrderId("SD2611200001234567"),
        OrderNumber("1001"),
        chosen,
        reason,
        expected,
        message=message,
        message_is_own=True,
    )


def dispute(
    dispute_id: str = "SH1",
    *,
    lines: tuple[str, ...] = ("L1",),
    status: str = "Processing",
    outcome: Outcome | None = None,
    refund: str | None = None,
    created: datetime | None = NOON,
) -> Dispute:
    return Dispute(
        DisputeId(dispute_id),
        status,
        "Product Damaged",
        outcome,
        None if refund is None else Decimal(refund),
        None,
        "",
        created,
        lines=tuple(
            DisputeLine("Desk lamp, brass", line_item_id=LineItemId(each)) for each in lines
        ),
    )
