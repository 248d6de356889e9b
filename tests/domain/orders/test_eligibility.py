from dataclasses import replace

import pytest

from app.domain.disputes.disputes import Dispute, Outcome
from app.domain.ids import DisputeId, OrderId, OrderNumber
from app.domain.orders.eligibility import Obstacle, Verdict, obstacle_of, verdict_of, with_disputes
from app.domain.orders.orders import DisputableOrder, LineObstacle, OrderFacts, OrderLine
from tests import builders

OPEN = builders.order_line("L1")
HELD = builders.order_line("L2", can_dispute=False)
USED_UP = builders.order_line("L3", quantity=0)
UNUSABLE = replace(HELD, obstacle=LineObstacle.NO_PRICE, unit_price=None)


def facts(status: str = "SHIPPED", **more: str) -> OrderFacts:
    return OrderFacts(OrderId("SD1"), (), OrderNumber("1001"), status, **more)  # type: ignore[arg-type]  # only text fields are given


def empty() -> DisputableOrder:
    return DisputableOrder(OrderId("SD1"), OrderNumber(""), ())


@pytest.mark.parametrize(
    ("order", "verdict"),
    [
        (builders.order(OPEN), Verdict.ALL),
        (builders.order(OPEN, HELD), Verdict.SOME),
        (builders.order(OPEN, USED_UP), Verdict.SOME),
        (builders.order(HELD, USED_UP), Verdict.NONE),
        (empty(), Verdict.EMPTY),
    ],
)
def test_can_choose_and_quantity_decide(order: DisputableOrder, verdict: Verdict) -> None:
    assert verdict_of(order) is verdict


@pytest.mark.parametrize(
    ("order", "known", "obstacle"),
    [
        (builders.order(OPEN), None, None),
        (builders.order(OPEN, HELD), facts("CANCELLED"), None),
        (builders.order(HELD), None, Obstacle.HELD_OR_CLOSED),
        (builders.order(HELD), facts("cancelled"), Obstacle.CANCELLED),
        (builders.order(HELD), facts("UNPAID"), Obstacle.NOT_PAID),
        (builders.order(HELD, UNUSABLE), None, Obstacle.UNUSABLE),
        (builders.order(OPEN, UNUSABLE), None, None),
        (empty(), facts(), Obstacle.NOTHING_LISTED),
        (None, facts(shop_name="My shop", shop_order_id="5530187741007"), Obstacle.REFUSED),
        (None, facts("CREATED", shop_name="My shop"), Obstacle.NOT_PAID),
        (None, facts(), Obstacle.REFUSED),
        (builders.order(HELD), facts("CLOSED"), Obstacle.CLOSED),
        (None, facts("Closed"), Obstacle.CLOSED),
        (empty(), facts("TRASH"), Obstacle.DELETED),
        (builders.order(OPEN), facts("CLOSED"), None),
        (None, None, Obstacle.REFUSED),
    ],
)
def test_each_obstacle_is_told_apart(
    order: DisputableOrder | None, known: OrderFacts | None, obstacle: Obstacle | None
) -> None:
    assert obstacle_of(order, known) is obstacle


OPEN_ONE = builders.dispute("SH1", lines=("L2",))
DECIDED = builders.dispute("SH2", lines=("L2",), outcome=Outcome.REFUND)
WITHDRAWN = builders.dispute("SH3", lines=("L2",), status="Cancelled")
UNNAMED = builders.dispute("SH4", lines=())


@pytest.mark.parametrize(
    ("lines", "disputes", "told", "held"),
    [
        ((OPEN, HELD), [DECIDED, OPEN_ONE], None, (None, ("SH1", True))),
        ((OPEN, HELD), [WITHDRAWN, DECIDED], None, (None, ("SH2", False))),
        ((OPEN, HELD), [WITHDRAWN], None, (None, None)),
        ((OPEN, HELD), [UNNAMED], "SH9", (None, None)),  # it may be about the line that is open
        ((HELD, USED_UP), [UNNAMED], None, (("SH4", True), ("SH4", True))),
        ((HELD, USED_UP), [], "SH9", (("SH9", None), ("SH9", None))),
        ((HELD, UNUSABLE), [OPEN_ONE], None, (("SH1", True), None)),
    ],
)
def test_a_closed_line_has_the_dispute_that_holds_it(
    lines: tuple[OrderLine, ...],
    disputes: list[Dispute],
    told: str | None,
    held: tuple[tuple[str, bool | None] | None, ...],
) -> None:
    named = DisputeId(told) if told else None
    found = with_disputes(builders.order(*lines), disputes, named)
    assert tuple(line.dispute for line in found.lines) == held
