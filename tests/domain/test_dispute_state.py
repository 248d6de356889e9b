from __future__ import annotations

import pytest

from app.domain.dispute_state import is_open, is_settled, is_withdrawn
from app.domain.disputes import Outcome
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
        ("Processing", Outcome.REFUND, "decided"),
        ("Finished", Outcome.REFUND, "decided, over"),
        ("CLOSED", None, "withdrawn"),
        ("Dispute closed", None, "withdrawn"),
        ("cancelled", None, "withdrawn"),
        ("Canceled by buyer", None, "withdrawn"),
        ("finished", None, "withdrawn"),
        ("Completed", None, "withdrawn"),
        ("已取消", None, "withdrawn"),
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
