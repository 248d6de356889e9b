from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from app.domain.disputes.disputes import Outcome
from app.domain.history.history import Change
from app.ui.history.updates.watch import line_for
from tests import builders


def test_a_refund_without_a_told_amount_is_not_said_to_be_zero() -> None:
    before = builders.dispute("SH1")
    after = replace(before, outcome=Outcome.REFUND)
    said = line_for(Change(before, after))
    assert said == "SH1: CJ refunds, and has not told how much"
    paid = replace(after, refund=Decimal("12.50"))
    assert line_for(Change(after, paid)) == "SH1: CJ refunds USD 12.50"
