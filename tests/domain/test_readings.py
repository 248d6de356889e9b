from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from app.domain.disputes import Dispute, Outcome
from app.domain.readings import Reading, settle
from tests import builders

LISTED = builders.dispute(status="Processing")
WORDED = replace(LISTED, status="In progress")
DECIDED = replace(LISTED, outcome=Outcome.REFUND, refund=Decimal("12.50"))


def test_the_first_word_of_the_other_endpoint_may_be_only_a_wording() -> None:
    assert settle(LISTED, None, WORDED) == (WORDED, False)


@pytest.mark.parametrize(
    "seen",
    [
        replace(WORDED, outcome=Outcome.REJECT),
        replace(WORDED, refund=Decimal("1.00")),
        replace(WORDED, reissue_amount=Decimal("1.00")),
        replace(WORDED, reissue_order_id="SD3"),
        replace(WORDED, status="Closed"),  # over, and that is no wording
    ],
    ids=["outcome", "refund", "reissue amount", "reissue order", "over"],
)
def test_its_first_facts_are_news(seen: Dispute) -> None:
    assert settle(LISTED, None, seen) == (seen, True)


def test_two_endpoints_that_never_agree_do_not_take_turns() -> None:
    known, news = settle(LISTED, None, WORDED)
    assert not news
    known, news = settle(known, Reading.of(LISTED), LISTED)
    assert (known.status, news) == ("In progress", False)
    known, news = settle(known, Reading.of(WORDED), WORDED)
    assert (known.status, news) == ("In progress", False)


def test_money_that_one_endpoint_tells_later_is_told_once() -> None:
    """Row 30 of the contradictions: 0.00 in the list, 12.50 in the detail, both at one time."""
    known, news = settle(LISTED, None, DECIDED)
    assert news
    known, news = settle(known, Reading.of(LISTED), LISTED)
    assert (known, news) == (DECIDED, False)
    known, news = settle(known, Reading.of(LISTED), DECIDED)  # the list has caught up
    assert (known, news) == (DECIDED, False)


def test_a_change_of_status_is_news_once_for_both() -> None:
    reviewing = replace(LISTED, status="Dispute reviewing")
    known, news = settle(LISTED, Reading.of(LISTED), reviewing)
    assert news
    known, news = settle(known, Reading.of(LISTED), reviewing)
    assert (known, news) == (reviewing, False)


def test_what_one_endpoint_takes_back_is_taken_back() -> None:
    assert settle(DECIDED, Reading.of(DECIDED), LISTED) == (LISTED, True)


def test_what_is_no_fact_of_the_decision_is_always_taken_over() -> None:
    seen = replace(LISTED, reason="Broken")
    assert settle(LISTED, Reading.of(LISTED), seen) == (seen, False)
