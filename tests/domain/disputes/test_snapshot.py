from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from app.domain.disputes.disputes import CostKind, Dispute, DisputeLine, Outcome, RefundPart
from app.domain.disputes.snapshot import Snapshot, completed, merge, merged_lines, merged_parts
from app.domain.ids import LineItemId, OrderId
from tests import builders

LISTED = builders.dispute(status="Processing")
WORDED = replace(LISTED, status="In progress")
DECIDED = replace(LISTED, outcome=Outcome.REFUND, refund=Decimal("12.50"))
NEVER = Snapshot()


def said(*answers: Dispute) -> Snapshot:
    """What an endpoint has said with these answers, one after the other."""
    snapshot = NEVER
    for each in answers:
        snapshot = completed(Snapshot.of(each), snapshot)
    return snapshot


def test_the_first_word_of_the_other_endpoint_may_be_only_a_wording() -> None:
    assert merge(LISTED, NEVER, WORDED) == (WORDED, False)


@pytest.mark.parametrize(
    "seen",
    [
        replace(WORDED, outcome=Outcome.REJECT),
        replace(WORDED, refund=Decimal("1.00")),
        replace(WORDED, reissue_amount=Decimal("1.00")),
        replace(WORDED, reissue_order_id="SD3"),
        replace(WORDED, status="Closed"),  # over, and that is no wording
        replace(WORDED, status="Awaiting your response"),  # nor is that it waits for the merchant
    ],
    ids=["outcome", "refund", "reissue amount", "reissue order", "over", "waiting"],
)
def test_its_first_facts_are_news(seen: Dispute) -> None:
    assert merge(LISTED, NEVER, seen) == (seen, True)


def test_two_endpoints_that_never_agree_do_not_take_turns() -> None:
    known, news = merge(LISTED, NEVER, WORDED)
    assert not news
    known, news = merge(known, said(LISTED), LISTED)
    assert (known.status, news) == ("In progress", False)
    known, news = merge(known, said(WORDED), WORDED)
    assert (known.status, news) == ("In progress", False)


def test_money_that_one_endpoint_tells_later_is_told_once() -> None:
    """0.00 in the list, 12.50 in the detail, both at one time."""
    zero = replace(LISTED, refund=Decimal("0.00"))
    known, news = merge(LISTED, NEVER, DECIDED)
    assert news
    known, news = merge(known, said(zero), zero)
    assert (known, news) == (DECIDED, False)
    known, news = merge(known, said(zero), DECIDED)  # the list has caught up
    assert (known, news) == (DECIDED, False)


def test_a_change_of_status_is_news_once_for_both() -> None:
    reviewing = replace(LISTED, status="Dispute reviewing")
    known, news = merge(LISTED, said(LISTED), reviewing)
    assert news
    known, news = merge(known, said(LISTED), reviewing)
    assert (known, news) == (reviewing, False)


def test_silence_takes_nothing_back() -> None:
    assert merge(DECIDED, said(DECIDED), LISTED) == (DECIDED, False)
    nothing = Dispute(DECIDED.dispute_id, "", "", None, None, None, "", None)
    assert merge(DECIDED, said(DECIDED), nothing) == (DECIDED, False)


@pytest.mark.parametrize("zero", [Decimal("0.00"), None])
def test_a_zero_counts_once_something_is_decided(zero: Decimal | None) -> None:
    undecided = replace(LISTED, refund=zero, reissue_amount=zero)
    first = merge(None, NEVER, undecided)
    assert first.dispute == LISTED
    rejected = replace(LISTED, outcome=Outcome.REJECT, refund=Decimal("0.00"))
    known, news = merge(LISTED, said(undecided), rejected)
    assert (known.refund, news) == (Decimal("0.00"), True)


def test_that_nothing_came_after_no_word_of_it_is_no_news() -> None:
    rejected = replace(LISTED, outcome=Outcome.REJECT)
    zero = replace(rejected, refund=Decimal("0.00"))
    assert merge(rejected, said(rejected), zero) == (zero, False)


def test_what_is_no_fact_of_the_decision_is_taken_over_and_no_news() -> None:
    seen = replace(LISTED, reason="Broken")
    assert merge(LISTED, said(LISTED), seen) == (seen, False)


def test_two_wordings_of_a_reason_do_not_take_turns() -> None:
    other = replace(LISTED, reason="Broken")
    assert merge(other, said(LISTED), LISTED).dispute.reason == "Broken"


def test_an_exact_time_and_a_known_order_stay() -> None:
    known = replace(LISTED, created_is_exact=True, order_id=OrderId("SD1"))
    rough = replace(LISTED, created=builders.NOON + timedelta(hours=1), order_id=OrderId("SD2"))
    assert merge(known, said(LISTED), rough).dispute == known


def test_products_and_parts_keep_what_a_later_answer_leaves_out() -> None:
    lamp = DisputeLine("Lamp", "Hengtai", Decimal(3), line_item_id=LineItemId("L1"))
    bare = DisputeLine("", line_item_id=LineItemId("L1"))
    other = DisputeLine("Shade", line_item_id=LineItemId("L2"))
    assert merged_lines((lamp,), (other, bare)) == (other, lamp)
    assert merged_lines((lamp,), (DisputeLine("Lamp", product_code="C"),)) == (lamp,)
    assert merged_lines((lamp,), ()) == (lamp,)
    parts = (RefundPart(CostKind.PRODUCT, "Product", Decimal(10)),)
    assert merged_parts(parts, ()) == parts
    assert merged_parts(parts, (RefundPart(CostKind.PRODUCT, "", None),)) == parts
    others = (RefundPart(CostKind.OTHER, "A", None), RefundPart(CostKind.OTHER, "B", Decimal(1)))
    assert merged_parts((others[1],), others) == others
