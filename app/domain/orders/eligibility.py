"""Whether an order can be disputed, told before anything has to be typed."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum
from typing import TYPE_CHECKING

from app.domain.disputes.state import decision, is_withdrawn
from app.domain.orders.orders import (
    DisputableOrder,
    LineDispute,
    OrderFacts,
    OrderLine,
    OrderStage,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.domain.disputes.disputes import Dispute
    from app.domain.ids import DisputeId


class Verdict(Enum):
    """How much of an order can be disputed."""

    ALL = "all"
    SOME = "some"
    NONE = "none"
    EMPTY = "empty"
    """CJ lists no line item at all."""


class Obstacle(Enum):
    """Why an order cannot be disputed here, as far as CJ lets us tell."""

    HELD_OR_CLOSED = "held or closed"
    """No line can be chosen. CJ does not say whether a dispute is open or the time is over."""
    UNUSABLE = "unusable"
    """CJ would take a dispute, but tells its lines so that no request can name them."""
    NOT_PAID = "not paid"
    CANCELLED = "cancelled"
    CLOSED = "closed"
    DELETED = "deleted"
    NOTHING_LISTED = "nothing listed"
    REFUSED = "refused"
    """CJ declined with a reason of its own that fits none of these."""


_BY_STAGE = {
    OrderStage.NOT_PAID: Obstacle.NOT_PAID,
    OrderStage.CANCELLED: Obstacle.CANCELLED,
    OrderStage.CLOSED: Obstacle.CLOSED,
    OrderStage.DELETED: Obstacle.DELETED,
}
OVER = frozenset(_BY_STAGE.values())
"""What holds of an order whatever its parcels do."""
FOR_MY_CJ = frozenset({Obstacle.UNUSABLE, Obstacle.NOTHING_LISTED, Obstacle.REFUSED})
"""What does not speak against a dispute in My CJ."""


def verdict_of(order: DisputableOrder) -> Verdict:
    """How many of the order's lines can be chosen. `canChoose` decides, nothing else."""
    open_lines = sum(line.is_open_to_dispute for line in order.lines)
    if not order.lines:
        return Verdict.EMPTY
    if open_lines == 0:
        return Verdict.NONE
    return Verdict.ALL if open_lines == len(order.lines) else Verdict.SOME


def with_disputes(
    order: DisputableOrder, disputes: Iterable[Dispute], told: DisputeId | None = None
) -> DisputableOrder:
    """The order, its closed lines with the dispute that holds them, an undecided one first.

    `told` is the dispute that CJ names for the order itself. A dispute that was withdrawn holds
    nothing, and one whose items are not told may hold any line only where all are closed.
    """
    known = [each for each in disputes if not is_withdrawn(each)]
    known.sort(key=lambda each: decision(each) is not None)
    is_all_closed = verdict_of(order) is Verdict.NONE

    def holder(line: OrderLine) -> LineDispute | None:
        for each in known:
            items = {item.line_item_id for item in each.lines if item.line_item_id}
            if line.line_item_id in items or (is_all_closed and not items):
                return LineDispute(each.dispute_id, decision(each) is None)
        return LineDispute(told, None) if is_all_closed and told else None

    lines = (
        line if line.is_open_to_dispute or line.obstacle else replace(line, dispute=holder(line))
        for line in order.lines
    )
    return replace(order, lines=tuple(lines))


def obstacle_of(order: DisputableOrder | None, facts: OrderFacts | None) -> Obstacle | None:
    """What stands in the way of a dispute; None where nothing does.

    `order` is None where CJ declined to list the lines; `facts` is None where the order itself
    was not looked at.
    """
    if order is not None and verdict_of(order) in (Verdict.ALL, Verdict.SOME):
        return None
    if facts is not None and facts.stage in _BY_STAGE:
        return _BY_STAGE[facts.stage]
    if order is None:
        return Obstacle.REFUSED
    if any(line.obstacle for line in order.lines):
        return Obstacle.UNUSABLE
    return Obstacle.HELD_OR_CLOSED if order.lines else Obstacle.NOTHING_LISTED
