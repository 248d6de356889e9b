"""What buyers got back: read as it was pasted, and what it cost in the end."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from app.domain.disputes.disputes import Outcome
from app.domain.history.buyer_refunds import BuyerRefund, LineProblem, net_loss, read_lines
from tests import builders

DAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("line", "refund"),
    [
        ("1001,12.50", BuyerRefund(Decimal("12.50"))),
        ('1001,"12,50",2026-11-20,"EUR 11,50; card"',
         BuyerRefund(Decimal("12.50"), DAY, "EUR 11,50; card")),
        ("1001;12,50;2026/11/20;EUR 11,50", BuyerRefund(Decimal("12.50"), DAY, "EUR 11,50")),
        ("1001\t12,50\t2026-11-20 10:22:01 +0100", BuyerRefund(Decimal("12.50"), DAY)),
        ("1001；12,50；2026-11-20；EUR 11,50", BuyerRefund(Decimal("12.50"), DAY, "EUR 11,50")),
        ("1001，12.50，2026-11-20", BuyerRefund(Decimal("12.50"), DAY)),
        ('"1001"; $1,250.00 ;2026\u5e7411\u670820\u65e5', BuyerRefund(Decimal("1250.00"), DAY)),
    ],
)  # fmt: skip
def test_a_line_tells_order_amount_day_and_original(line: str, refund: BuyerRefund) -> None:
    (read,) = read_lines(line)
    assert (read.order, read.refund, read.problem) == ("1001", refund, None)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("1001,12,50", LineProblem.DECIMAL_COMMA),  # a decimal comma between commas: never 12
        ("1001,1,250.00", LineProblem.DECIMAL_COMMA),
        ("1001，12，50", LineProblem.DECIMAL_COMMA),
        ("1001;1,250", LineProblem.AMBIGUOUS),
        ("1001", LineProblem.NO_AMOUNT),
        ("1001;EUR 12.50", LineProblem.NO_AMOUNT),
        ("1001;-12.50", LineProblem.NO_AMOUNT),
        ("1001;0.00", LineProblem.NOT_ABOVE_ZERO),
        (";12.50", LineProblem.NO_ORDER),
        ("1001;12.50;20.11.2026", LineProblem.NO_DAY),
        ("1001;12.50;2026-02-30", LineProblem.NO_DAY),
        ("1001;12.50;2026-11-20;EUR;11", LineProblem.TOO_MANY_CELLS),
        ('1001,"' + "9" * 200_000, LineProblem.NO_AMOUNT),
    ],
)
def test_what_is_not_clear_is_refused_with_its_reason(line: str, problem: LineProblem) -> None:
    (read,) = read_lines(line)
    assert (read.refund, read.problem) == (None, problem)


def test_headings_and_blank_lines_are_no_refunds_and_each_order_comes_once() -> None:
    read = read_lines("Order,Refund (USD)\n\n#1001,5\n1002,6\n1001,7\n")
    assert [(each.number, each.order, each.problem) for each in read] == [
        (3, "#1001", None),
        (4, "1002", None),
        (5, "1001", LineProblem.TWICE),
    ]


@pytest.mark.parametrize(
    ("outcome", "refund", "status", "loss"),
    [
        (Outcome.REFUND, "4.00", "Finished", "8.50"),
        (Outcome.REFUND, "20.00", "Finished", "-7.50"),
        (Outcome.REFUND, None, "Finished", None),
        (Outcome.REFUND, "4.00", "Awaiting your response", None),
        (Outcome.REISSUE, "0.00", "Finished", "12.50"),
        (Outcome.REISSUE, None, "Finished", None),
        (Outcome.REJECT, None, "Finished", "12.50"),
        (None, None, "Processing", None),
        (None, "4.00", "Processing", None),
        (None, None, "Closed", None),
    ],
)
def test_a_loss_is_known_only_once_both_amounts_are(
    outcome: Outcome | None, refund: str | None, status: str, loss: str | None
) -> None:
    dispute = builders.dispute(outcome=outcome, refund=refund, status=status)
    assert net_loss(dispute, Decimal("12.50")) == (None if loss is None else Decimal(loss))
    assert net_loss(dispute, None) is None
