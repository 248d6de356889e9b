"""What buyers got back, pasted by order number."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.domain.disputes.disputes import Dispute
from app.domain.history.buyer_refunds import BuyerRefund, LineProblem
from app.domain.ids import DisputeId, OrderId, OrderNumber
from app.services.history.buyer_refunds import BuyerRefundService
from app.storage.history.buyer_refunds import BuyerRefundStore
from app.storage.history.cache import DisputeCache
from tests import builders
from tests.builders import NOON
from tests.data_files import ready_database


def about(dispute_id: str, order: str, status: str = "Processing") -> Dispute:
    dispute = builders.dispute(dispute_id, status=status)
    return replace(dispute, order_id=OrderId(f"SD{order}"), order_number=OrderNumber(f"#{order}"))


@pytest.fixture
def service(tmp_path: Path) -> BuyerRefundService:
    database = ready_database(tmp_path / "a1.sqlite3")
    DisputeCache(database).save_page(
        [
            about("SH1", "1001"),
            about("SH2", "1002", "Closed"),
            about("SH3", "1002"),
            about("SH4", "1003"),
            about("SH5", "1003"),
        ],
        NOON,
    )
    return BuyerRefundService(BuyerRefundStore(database), lambda: NOON)


def test_lines_go_to_the_one_dispute_of_their_order(service: BuyerRefundService) -> None:
    service.save(DisputeId("SH1"), BuyerRefund(Decimal("1.00")))
    lines = service.read_pasted("1001;12,50\n1002;6\n1003;7\n1004;8\nSD1001;9\n1005;1,250")
    assert [(each.dispute_id, each.problem) for each in lines] == [
        ("SH1", None),
        ("SH3", None),  # the other one was withdrawn
        (None, LineProblem.SEVERAL),
        (None, LineProblem.NO_DISPUTE),
        (None, LineProblem.TWICE),  # the same order by CJ's own number
        (None, LineProblem.AMBIGUOUS),
    ]
    assert lines[0].before == BuyerRefund(Decimal("1.00"))

    service.save_pasted(lines)
    assert service.of(DisputeId("SH1")) == BuyerRefund(Decimal("12.50"))
    assert service.of(DisputeId("SH3")) == BuyerRefund(Decimal("6.00"))
    assert service.of(DisputeId("SH4")) is None


@pytest.mark.parametrize("order", ["１００１", "＃1001", "\ufeff1001", "ＳＤ１００１", "sd1001"])
def test_an_order_is_known_in_every_spelling(service: BuyerRefundService, order: str) -> None:
    (line,) = service.read_pasted(f"{order}；１２．５０；２０２６年１１月２０日")
    assert (line.dispute_id, line.problem) == ("SH1", None)
    assert line.refund == BuyerRefund(Decimal("12.50"), date(2026, 11, 20))
