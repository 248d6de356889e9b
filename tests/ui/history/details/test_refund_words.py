"""Asked against received, in words."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from app.domain.disputes.disputes import Ceiling, CostKind, Dispute, Outcome, RefundPart
from app.ui.history.details.refund import CostLine, cost_lines, verdict
from tests.ui.history.fake_desk import make_filing, make_row


def _refunded(amount: str) -> Dispute:
    return make_row(outcome=Outcome.REFUND, refund=amount).dispute


def _part(kind: CostKind, amount: str, name: str = "") -> RefundPart:
    return RefundPart(kind, name, Decimal(amount))


def _notes(lines: tuple[CostLine, ...]) -> dict[str, str]:
    return {line.name: line.note for line in lines}


def test_an_amount_that_cj_has_not_told_is_not_zero() -> None:
    untold = make_row(outcome=Outcome.REFUND).dispute
    assert verdict(untold, Decimal("45.48")) == "CJ refunds, and has not told the amount yet."
    (total,) = cost_lines(untold, (), Decimal("45.48"), make_filing())
    assert (total.received, total.note, total.is_short) == (None, "", False)
    assert cost_lines(untold, (), None, None) == ()
    parts = (_part(CostKind.PRODUCT, "42.48"), RefundPart(CostKind.SHIPPING, "", None))
    lines = cost_lines(untold, parts, Decimal("45.48"), make_filing())
    assert _notes(lines) == {
        "Products": "In full",
        "Shipping": "CJ has not told it yet",
        "Total": "",
    }
    assert [line.is_short for line in lines] == [False, False, False]


def test_shipping_that_is_missing_is_named() -> None:
    parts = (_part(CostKind.PRODUCT, "42.48"),)

    lines = cost_lines(_refunded("42.48"), parts, Decimal("45.48"), make_filing())

    assert _notes(lines) == {
        "Products": "In full",
        "Shipping": "Shipping was not refunded",
        "Total": "USD 3.00 less than asked",
    }
    assert [line.is_short for line in lines] == [False, True, True]


def test_free_shipping_is_not_said_to_be_missing() -> None:
    parts = (_part(CostKind.PRODUCT, "20.00"),)

    lines = cost_lines(_refunded("20.00"), parts, Decimal("42.48"), make_filing())

    assert _notes(lines) == {
        "Products": "USD 22.48 less than asked",
        "Total": "USD 22.48 less than asked",
    }


def test_refund_in_full() -> None:
    parts = (_part(CostKind.PRODUCT, "42.48"), _part(CostKind.SHIPPING, "3.00"))

    lines = cost_lines(_refunded("45.48"), parts, Decimal("45.48"), make_filing())

    assert _notes(lines) == {"Products": "In full", "Shipping": "", "Total": "In full"}


def test_parts_come_in_one_order_and_zeros_are_told() -> None:
    parts = (
        _part(CostKind.OTHER, "1.00", "Handling\n<b>"),
        _part(CostKind.IOSS_FEE, "0.00"),
        _part(CostKind.IOSS_TAX, "0.00"),
        _part(CostKind.SHIPPING, "0.00"),
        _part(CostKind.PRODUCT, "0.00"),
    )

    lines = cost_lines(_refunded("1.00"), parts, None, None)

    assert [line.name for line in lines] == [
        "Products",
        "Shipping",
        "IOSS tax",
        "IOSS handling fee",
        "Handling <b>",
        "Total",
    ]
    assert [line.note for line in lines[:4]] == [
        "The products were not refunded",
        "Shipping was not refunded",
        "IOSS tax was not refunded",
        "The IOSS handling fee was not refunded",
    ]


def test_products_left_out_of_a_refund_are_named() -> None:
    parts = (_part(CostKind.SHIPPING, "3.00"),)

    lines = cost_lines(_refunded("3.00"), parts, Decimal("45.48"), make_filing())

    assert _notes(lines)["Products"] == (
        "The products were not refunded: asked up to USD 42.48, received nothing"
    )


def test_dispute_filed_elsewhere_shows_what_came() -> None:
    lines = cost_lines(_refunded("12.50"), (), None, None)

    assert [(line.asked, line.received, line.note) for line in lines] == [
        (None, Decimal("12.50"), "")
    ]


def test_nothing_known_shows_nothing() -> None:
    assert cost_lines(make_row().dispute, (), None, None) == ()


def test_undecided_shows_the_ceiling_only() -> None:
    lines = cost_lines(make_row().dispute, (), Decimal("42.48"), make_filing())

    assert [(line.asked, line.received) for line in lines] == [(Decimal("42.48"), None)]


def test_verdicts() -> None:
    asked = Decimal("42.48")
    reissued = make_row(outcome=Outcome.REISSUE, reissue_order="SD9").dispute

    assert verdict(make_row().dispute, asked) == "CJ has not decided. Its status: Processing"
    assert verdict(_refunded("20.00"), asked) == "CJ refunded USD 20.00 of up to USD 42.48."
    assert verdict(_refunded("42.48"), asked) == "CJ refunded USD 42.48."
    assert verdict(reissued, None) == "CJ sends the goods again with order SD9."
    assert verdict(replace(reissued, reissue_order_id=""), None) == "CJ sends the goods again."
    rejected = make_row(outcome=Outcome.REJECT).dispute
    assert verdict(rejected, asked) == "CJ rejected the dispute. Nothing was refunded."


def test_the_parts_of_the_ceiling_make_the_variance_exact() -> None:
    zero = Decimal("0.00")
    asked = Ceiling(Decimal("42.48"), Decimal("3.00"), Decimal("1.20"), zero, Decimal("46.68"))
    filing = replace(make_filing(ceiling="46.68"), asked=asked)
    parts = (_part(CostKind.PRODUCT, "42.48"), _part(CostKind.IOSS_TAX, "0.20"))

    lines = cost_lines(_refunded("42.68"), parts, Decimal("46.68"), filing)

    assert _notes(lines) == {
        "Products": "In full",
        "Shipping": "Shipping was not refunded: asked up to USD 3.00, received nothing",
        "IOSS tax": "USD 1.00 less than asked",
        "Total": "USD 4.00 less than asked",
    }
    assert [line.asked for line in lines][1:3] == [Decimal("3.00"), Decimal("1.20")]


def test_a_closed_dispute_is_not_said_to_be_undecided() -> None:
    dispute = make_row(status="Closed").dispute

    assert verdict(dispute, None) == "Closed without a decision. Its status: Closed"


def test_of_an_answer_that_is_waited_for_it_is_not_made_up_whose() -> None:
    opened = make_row(status="Awaiting response").dispute
    said = verdict(opened, None)
    assert said.startswith("CJ has not decided. Its status is “Awaiting response”, and CJ does not")
    assert "see in My CJ" in said
    decided = replace(opened, outcome=Outcome.REFUND, refund=Decimal("20.00"))
    assert verdict(decided, None).startswith(
        "CJ names a refund of USD 20.00. Its status is “Awaiting"
    )
    (total,) = cost_lines(decided, (), Decimal("42.48"), None)
    assert total.received == Decimal("20.00")


def test_a_proposal_that_waits_for_the_merchant_is_not_received() -> None:
    waiting = make_row(
        status="Awaiting your response", outcome=Outcome.REFUND, refund="20.00"
    ).dispute
    parts = (_part(CostKind.PRODUCT, "20.00"),)
    (total,) = cost_lines(waiting, parts, Decimal("42.48"), make_filing())
    assert (total.asked, total.received, total.note) == (
        Decimal("42.48"),
        None,
        "CJ proposes USD 20.00",
    )
    assert not total.is_short
