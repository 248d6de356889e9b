from __future__ import annotations

import pytest

from app.domain.disputes.disputes import Outcome
from app.domain.disputes.state import (
    is_open,
    is_settled,
    is_withdrawn,
    waits_for_merchant,
    waits_for_somebody,
)
from tests import builders


@pytest.mark.parametrize(
    ("status", "outcome", "expected"),
    [
        ("Processing", None, "open"),
        ("Dispute reviewing", None, "open"),
        ("Awaiting response", None, "open"),
        ("Pending", None, "open"),
        ("Pending-Dispute Opened", None, "open"),
        ("Information incomplete", None, "open"),
        ("Refund processing", None, "open"),
        ("", None, "open"),
        ("处理中", None, "open"),
        ("Not completed", None, "open"),
        ("NOT_YET_CLOSED", None, "open"),
        ("In progress (not fully refunded)", None, "open"),
        ("To be closed", None, "open"),
        ("Reopened after it was rejected", None, "open"),
        ("未完成", None, "open"),
        ("待关闭", None, "open"),
        ("已关闭, 重新打开", None, "open"),
        ("Processing", Outcome.REFUND, "decided"),
        ("Finished", Outcome.REFUND, "decided, over"),
        ("CLOSED", None, "withdrawn"),
        ("Dispute closed", None, "withdrawn"),
        ("cancelled", None, "withdrawn"),
        ("Canceled by buyer", None, "withdrawn"),
        ("finished", None, "withdrawn"),
        ("Completed", None, "withdrawn"),
        ("已取消", None, "withdrawn"),
        ("Not accepted, closed", None, "withdrawn"),
        ("未退款, 已关闭", None, "withdrawn"),
        ("Rejected", None, "withdrawn"),
    ],
)
def test_status_and_outcome_tell_where_it_stands(
    status: str, outcome: Outcome | None, expected: str
) -> None:
    dispute = builders.dispute(status=status, outcome=outcome)
    assert is_open(dispute) is (expected == "open")
    assert is_withdrawn(dispute) is (expected == "withdrawn")
    assert is_settled(dispute) is (expected in ("withdrawn", "decided, over"))


@pytest.mark.parametrize(
    "status",
    [
        "Awaiting your response",
        "AWAITING_YOUR_REPLY",
        "Waiting for buyer",
        "waiting for your confirmation",
        "To be confirmed by customer",
        "Pending merchant reply",
        "Information incomplete",
        "CJ's proposal",
        "Negotiating",
        "Needs more evidence",
        "To be agreed",
        "待同意",
        "待客户回复",
        "协商中",
    ],
)
def test_words_that_ask_the_merchant(status: str) -> None:
    assert waits_for_merchant(status)
    assert not waits_for_somebody(status)


@pytest.mark.parametrize(
    "status",
    [
        "",
        "Processing",
        "Pending",
        "Pending-Dispute Opened",
        "Dispute reviewing",
        "Refund processing",
        "Finished",
        "AWAITING_CJ_REPLY",
        "Waiting for CJ to confirm",
        "Waiting for the warehouse",
        "Waiting for customer service",
        "Waiting for refund",
        "Proposal accepted",
        "Proposal rejected",
        "Awaiting response - closed",
        "处理中",
        "待审核",
        "待客服处理",
        "客户已确认",
    ],
)
def test_words_that_ask_nobody_or_somebody_else(status: str) -> None:
    assert not waits_for_merchant(status)
    assert not waits_for_somebody(status)


@pytest.mark.parametrize(
    "status", ["Awaiting response", "AWAITING_REPLY", "Pending confirmation", "待确认", "待回复"]
)
def test_words_that_do_not_say_whose_answer_is_waited_for(status: str) -> None:
    assert not waits_for_merchant(status)
    assert waits_for_somebody(status)
    assert is_open(builders.dispute(status=status))
